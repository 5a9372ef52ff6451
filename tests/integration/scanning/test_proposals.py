"""What a paper without a code may belong to is proposed, with the reasons; never more than that (A.6)."""

from datetime import timedelta

import pytest
from django.db import transaction

from factories import told_scans as scans
from factories import walks
from remissvakt.audit.models import AccessLog
from remissvakt.documents.models import Document, ScanPage
from remissvakt.scanning.proposals import proposals, why_label

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(region, now):
    (one,) = scans.scanned(region, "text", now=now)
    return one


def proposed(document, *, actor, now):
    with transaction.atomic():
        return [
            (one.referral_id, one.whys)
            for one in proposals(document=Document.objects.get(id=document.id), actor=actor, now=now)
        ]


def reads(document, text):
    """What an extra has read from the page."""
    ScanPage.objects.filter(document=document).update(text=text)


def test_by_the_referrals_code_in_the_text(region, now, document):
    referral, _other = walks.posted(region, now=now), walks.posted(region, now=now)
    reads(document, f"Angående er remiss {referral.code.lower()} från")
    assert proposed(document, actor=region.secretary, now=now) == [(referral.id, ("code",))]


@pytest.mark.parametrize("written", ["19121212-1212", "191212121212", "121212+1212"])
def test_by_the_patients_number(region, now, document, written):
    referral = walks.posted(region, now=now)
    reads(document, f"Pat: {written} kom på besök")
    assert proposed(document, actor=region.secretary, now=now) == [(referral.id, ("number",))]


def test_by_both_names_and_not_by_one(region, now, document):
    referral = walks.posted(region, now=now)
    patient = referral.patient
    reads(document, f"{patient.family_name} kom på besök")
    assert proposed(document, actor=region.secretary, now=now) == []
    reads(document, f"{patient.family_name.upper()}, {patient.given_name}")
    assert proposed(document, actor=region.secretary, now=now) == [(referral.id, ("name",))]


def test_by_the_sender_where_the_referral_is(region, now, document):
    referral, _elsewhere = walks.posted(region, now=now), walks.sent(region, now=now)
    Document.objects.filter(id=document.id).update(sender="universitetssjukhuset")
    assert proposed(document, actor=region.secretary, now=now) == [(referral.id, ("sender",))]
    later = now + timedelta(days=20)
    assert proposed(document, actor=region.secretary, now=later) == [(referral.id, ("sender", "awaited"))]


def test_the_likeliest_comes_first(region, now, document):
    one, other = walks.posted(region, now=now), walks.posted(region, now=now)
    Document.objects.filter(id=document.id).update(sender="Universitetssjukhuset")
    reads(document, other.code)
    assert proposed(document, actor=region.secretary, now=now) == [
        (other.id, ("code", "sender")),
        (one.id, ("sender",)),
    ]


def test_nothing_known_proposes_nothing(region, now, document):
    walks.posted(region, now=now)
    assert proposed(document, actor=region.secretary, now=now) == []
    assert not AccessLog.objects.exists()


def test_what_is_proposed_is_logged_as_read(region, now, document):
    referral = walks.posted(region, now=now)
    reads(document, referral.code)
    proposed(document, actor=region.secretary, now=now)
    row = AccessLog.objects.get()
    assert (row.action, row.referral_id, row.patient_id, row.person_id) == (
        "link_paper",
        referral.id,
        referral.patient_id,
        region.secretary.person_id,
    )


def test_closed_ones_and_those_of_other_units_are_not_proposed(region, now, document):
    reads(document, "19121212-1212")
    walks.arrived(region, now=now)
    walks.closed_by_clinician(region, now=now)
    assert proposed(document, actor=region.secretary, now=now) == []
    assert proposed(document, actor=region.eye_secretary, now=now) == []


def test_every_reason_has_words():
    for why in ("code", "number", "name", "sender", "awaited"):
        assert str(why_label(why))
