"""Reports of a certificate come again, out of order, and two in the same second: what is open stays seen."""

from datetime import timedelta

import pytest

from remissvakt.referrals.actions.certificates import handle_certificate, report_certificate
from remissvakt.referrals.models import CertificateQuestion, WorkItem
from remissvakt.referrals.states import Node

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(region, now):
    def report(*, unanswered=1, minutes_ago=0, **other):
        return report_certificate(
            **{
                "certificate_id": "A",
                "certificate_type": "lisjp",
                "patient_id": region.patient.id,
                "unit_id": region.health_centre.id,
                "issuer_id": region.referrer.person_id,
                "subject": "KOMPLT",
                "event_code": "NYFRFM",
                "answer_by": None,
                "totals": {"received_total": unanswered, "received_unanswered": unanswered},
                "reported_at": now - timedelta(minutes=minutes_ago),
                "now": now,
            }
            | other
        )

    return report


@pytest.fixture
def handle(region, now):
    def handle():
        row = CertificateQuestion.objects.get()
        handle_certificate(
            certificate_question_id=row.id, version=row.version, actor=region.referrer, now=now
        )

    return handle


def is_open():
    return WorkItem.objects.filter(node=Node.CERTIFICATE).exists()


@pytest.mark.parametrize(("first", "second", "shown"), [(0, 2, True), (2, 0, False)])
def test_a_later_report_holds(report, first, second, shown):
    report(unanswered=first, minutes_ago=1)
    report(unanswered=second)
    assert is_open() == shown


@pytest.mark.parametrize(("kept", "older", "shown"), [(0, 2, False), (2, 0, True)])
def test_an_older_report_changes_nothing(report, kept, older, shown):
    report(unanswered=kept)
    report(unanswered=older, minutes_ago=1)
    assert is_open() == shown
    assert CertificateQuestion.objects.get().received_unanswered == kept


def test_of_two_in_the_same_second_a_question_is_never_hidden(report):
    report(unanswered=0)
    report(unanswered=1)
    assert is_open()
    report(unanswered=0)
    assert is_open()
    assert CertificateQuestion.objects.get().received_unanswered == 1


def test_of_two_in_the_same_second_the_later_to_come_holds(region, report):
    report(issuer_id=None)
    report(issuer_id=region.referrer.person_id)
    assert WorkItem.objects.get().person_id == region.referrer.person_id


def test_the_same_report_again_does_not_open_what_has_been_handled(report, handle):
    report()
    handle()
    report()
    assert not is_open()


def test_another_report_of_that_second_opens_it_again(report, handle):
    report()
    handle()
    report(event_code="NYSVFM")
    assert is_open()
