"""One delivery on paper: its codes, its record, and that nothing stands on it that must not."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from factories import walks
from factories.pdfs import codes_in, words_in
from remissvakt.assurance.checks import run_checks
from remissvakt.audit.models import AccessLog
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.documents.codes import payload
from remissvakt.documents.models import PaperCode
from remissvakt.letters.printing import preview_delivery, print_delivery
from remissvakt.organisations.models import Unit
from remissvakt.patients.models import Patient
from remissvakt.referrals.actions import deliver, letters
from remissvakt.referrals.models import Delivery, Event, WorkItem
from remissvakt.referrals.queries import open_referral
from remissvakt.storage import store

pytestmark = pytest.mark.django_db
HOME = {"street": "Hemliga gatan 3", "postal_code": "999 99", "city": "Gömstad", "phone": "070-174 06 99"}


@pytest.fixture
def waiting(region, now):
    """A referral to a unit outside, to be printed and posted."""
    Unit.objects.filter(id=region.outside_unit.id).update(
        street="Brunnsgatan 9", city="Stad", postal_code="111 11"
    )
    return walks.delivery_of(walks.sent_outside(region, now=now), "queued")


def print_it(delivery, actor, now, **more):
    return print_delivery(
        referral_id=delivery.referral_id, delivery_id=delivery.id, actor=actor, now=now, **more
    )


def test_a_paper_referral_has_its_sheets_and_every_page_its_codes(region, now, waiting):
    """Printed, it is still work until somebody has posted it (failure 4: stuck where nobody knew)."""
    printed = print_it(waiting, region.secretary, now)
    words = words_in(printed.pdf)
    for piece in (
        "Universitetssjukhuset",
        "Brunnsgatan 9",
        "111 11 Stad",
        "Glaukom?",
        "Bekräftelseblad",
        "Svarsblad",
    ):
        assert piece in words
    tokens = dict(PaperCode.objects.filter(delivery=waiting).values_list("kind", "token"))
    assert set(tokens) == {"referral", "confirmation_sheet", "answer_sheet"}
    assert codes_in(printed.pdf) == [
        {payload(tokens[kind])} for kind in ("referral", "confirmation_sheet", "answer_sheet")
    ]
    assert printed.pages == 3
    waiting.refresh_from_db()
    assert waiting.printed_by_id == region.secretary.person_id and waiting.state == "queued"
    assert store.read(sha256=waiting.printed_file_id) == printed.pdf
    assert hashlib.sha256(printed.pdf).hexdigest() == waiting.printed_file_id
    assert WorkItem.objects.get(delivery=waiting).reason == "printed_not_posted"
    assert AccessLog.objects.filter(referral_id=waiting.referral_id, action="print_letter").count() == 1
    assert run_checks(now=now) == []


def test_printed_again_it_has_the_same_codes(region, now, waiting):
    first = print_it(waiting, region.secretary, now)
    again = print_it(waiting, region.nurse, now + timedelta(hours=1))
    assert codes_in(first.pdf) == codes_in(again.pdf)
    assert PaperCode.objects.count() == 3
    events = Event.objects.filter(kind="printed").order_by("sequence")
    assert [event.data["again"] for event in events] == [False, True]


def test_what_was_seen_has_changed(region, now, waiting):
    seen = walks.fresh(waiting.referral).version
    print_it(waiting, region.nurse, now)
    with pytest.raises(Stale):
        print_it(waiting, region.secretary, now, version=seen)
    assert Event.objects.filter(kind="printed").count() == 1


def test_posted_is_printed_no_more(region, now, waiting):
    print_it(waiting, region.secretary, now)
    deliver.mark_posted(
        delivery_id=waiting.id,
        version=walks.fresh(waiting.referral).version,
        actor=region.secretary,
        now=now,
    )
    assert not WorkItem.objects.filter(delivery=waiting).exists()
    with pytest.raises(Refusal) as refused:
        print_it(waiting, region.secretary, now)
    assert refused.value.code == "delivery_elsewhere"


def test_what_is_told_by_phone_is_not_printed(region, now, waiting):
    Delivery.objects.filter(id=waiting.id).update(channel="phone")
    with pytest.raises(Refusal) as refused:
        print_it(waiting, region.secretary, now)
    assert refused.value.code == "not_on_paper"
    assert not PaperCode.objects.exists()


@pytest.mark.parametrize("who", ["assessor", "skin_secretary", "manager", "administrator"])
def test_only_those_who_work_at_the_sending_unit_print(region, now, waiting, who):
    with pytest.raises(NotFound):
        print_it(waiting, getattr(region, who), now)
    assert not PaperCode.objects.exists()


def test_a_preview_has_no_codes_and_leaves_no_trace_but_the_reading(region, now, waiting):
    opened = open_referral(
        referral_id=waiting.referral_id, actor=region.secretary, now=now, action="read_letter"
    )
    assert codes_in(preview_delivery(opened, waiting.id, now=now)) == [set(), set(), set()]
    assert not PaperCode.objects.exists()
    waiting.refresh_from_db()
    assert waiting.printed_at is None


def write(region, now, **more):
    referral = walks.confirmed(region, now=now)
    case = walks.case_of(referral)
    letter = letters.write_to_patient(
        case_id=case.id,
        version=case.version,
        kind="appointment",
        draft=letters.LetterDraft(
            letter_id=new_id(now=now),
            text="Ta med glasögon.",
            appointment_at=now + timedelta(days=20),
            appointment_place="Ögonkliniken, plan 3",
            appointment_with="Olle Öberg",
            **more,
        ),
        actor=region.eye_secretary,
        now=now,
    )
    return Delivery.objects.get(letter=letter)


def test_a_kallelse_says_when_where_and_with_whom(region, now):
    Patient.objects.filter(id=region.patient.id).update(**HOME)
    delivery = write(region, now)
    printed = print_it(delivery, region.eye_secretary, now)
    words = words_in(printed.pdf)
    for piece in (
        "Kallelse",
        "Ögonkliniken, plan 3",
        "Olle Öberg",
        "Ta med glasögon.",
        "Hemliga gatan 3",
        "10:15",
    ):
        assert piece in words or piece.replace(":", ".") in words
    assert set(PaperCode.objects.values_list("kind", flat=True)) == {"letter"}


def test_an_english_letter(region, now):
    delivery = write(region, now, language="en")
    assert "Kallelse" not in words_in(print_it(delivery, region.eye_secretary, now).pdf)


@pytest.mark.parametrize("marking", ["confidential", "protected_registration"])
def test_a_protected_patients_letter_goes_the_protected_way(region, now, marking):
    Patient.objects.filter(id=region.patient.id).update(**HOME, **{marking: True})
    delivery = write(region, now)
    words = words_in(print_it(delivery, region.eye_secretary, now).pdf)
    assert "Skatteverket" in words
    for secret in HOME.values():
        assert secret not in words


@pytest.mark.parametrize("marking", ["confidential", "protected_registration"])
def test_a_paper_referral_does_not_tell_where_a_protected_patient_lives(region, now, marking):
    Patient.objects.filter(id=region.patient.id).update(**HOME, **{marking: True})
    delivery = walks.delivery_of(walks.sent_outside(region, now=now), "queued")
    words = words_in(print_it(delivery, region.secretary, now).pdf)
    assert "Tolvan" in words
    for secret in HOME.values():
        assert secret not in words


def test_an_answer_to_a_unit_outside(region, now):
    referral = walks.arrived_and_answered(region, now=now)
    delivery = walks.delivery_of(referral, "queued")
    printed = print_it(delivery, region.eye_secretary, now)
    assert set(PaperCode.objects.values_list("kind", flat=True)) == {"reply"}
    assert "Remissvar" in words_in(printed.pdf)
