"""What the code on a paper is worth to whoever links it by hand: it says whose the paper is, as a number does (W14)."""

import pytest

from factories import told_scans as scans
from factories import walks
from factories.steps import pass_on
from remissvakt.assurance.checks import run_checks
from remissvakt.referrals.actions import papers
from remissvakt.referrals.models import Event

pytestmark = pytest.mark.django_db


def test_a_coded_paper_that_came_before_its_referral_needs_no_number(region, now):
    """Read at the skin clinic when the referral was not theirs; forwarded to them since."""
    referral = walks.sent(region, now=now)
    (document,) = scans.scanned(
        region,
        scans.code(referral, now=now),
        now=now,
        unit=region.skin_clinic,
        actor=region.skin_secretary,
    )
    assert document.linked_at is None
    pass_on(region, referral, now=now, to=region.skin_clinic)
    linked = papers.link_paper(
        document_id=document.id,
        document_version=document.version,
        referral_id=referral.id,
        kind="answer",
        actor=region.skin_secretary,
        now=now,
    )
    assert (linked.referral_id, linked.linked_by_id) == (referral.id, region.skin_secretary.person_id)
    assert Event.objects.get(referral=referral, kind="paper_linked").data["how"] == "code"
    assert run_checks(now=now) == []
