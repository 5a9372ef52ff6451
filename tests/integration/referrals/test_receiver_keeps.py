"""What the receiver's later acts leave as it was: who assesses, what the patient was told by, what a page has seen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from factories import walks
from factories.steps import answer_at_once
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Stale
from remissvakt.referrals.actions import assess, inform_patient, letters
from remissvakt.referrals.models import Event, Letter, Reply

from .consistent import assert_consistent


@pytest.mark.parametrize("who", ["assessor", "other_assessor"])
def test_the_assessor_stays_the_one_that_was_named(region, now, who):
    """C.3: whoever has the assessor's Att besvara lent assesses in their place, and takes nothing over."""
    referral = walks.assigned(region, now=now)
    lent = frozenset({(region.assessor.person_id, "answer")})
    actor = replace(region.people[who], stands_in=lent if who == "other_assessor" else frozenset())
    case = walks.case_of(referral)
    assess.assess(case_id=case.id, version=case.version, actor=actor, now=now + timedelta(hours=1))
    case.refresh_from_db()
    assert (case.assessor_id, case.assessed_by_id) == (region.assessor.person_id, actor.person_id)
    assert (case.assigned_by_id, case.assigned_at) == (region.eye_secretary.person_id, now)
    assert Event.objects.filter(referral=referral, kind="assigned").count() == 1
    assert_consistent(referral)


def test_whoever_assesses_a_case_without_assessor_becomes_it(region, now):
    referral = walks.sent(region, now=now)
    assess.assess(case_id=walks.case_of(referral).id, version=1, actor=region.optician, now=now)
    case = walks.case_of(referral)
    assert (case.assessor_id, case.assigned_by_id) == (region.optician.person_id, region.optician.person_id)


def test_each_reply_keeps_how_the_patient_was_told_of_it(region, now):
    """B.2, B.3: what was told before stays told then; a part of the answer, which nobody owes them, is not in it."""
    referral = walks.confirmed(region, now=now)
    by_phone = tell(region, referral, now=now, how="phone")
    for kind in ("PARTIAL", "FINAL"):
        answer_at_once(region, referral, now=now, kind=kind)
    by_letter = tell(region, referral, now=now + timedelta(hours=1), how="letter")
    told = dict(Reply.objects.values_list("kind", "patient_notice_id"))
    assert told == {"CONFIRMED": by_phone.id, "PARTIAL": None, "FINAL": by_letter.id}
    assert_consistent(referral)


def tell(region, referral, *, now, how):
    case = walks.case_of(referral)
    return inform_patient.inform_patient(
        case_id=case.id,
        version=case.version,
        how=how,
        told_on=walks.local_date(now),
        note="",
        actor=region.eye_secretary,
        now=now,
    )


def test_a_page_that_was_shown_before_a_letter_to_the_patient_is_out_of_date(region, now):
    """Two who look at the same case do not both write to the patient unseen."""
    referral = walks.confirmed(region, now=now)
    case = walks.case_of(referral)

    def write(actor):
        letters.write_to_patient(
            case_id=case.id,
            version=case.version,
            kind="patient",
            draft=letters.LetterDraft(letter_id=new_id(now=now), text="Du kommer att kallas."),
            actor=actor,
            now=now,
        )

    write(region.assessor)
    with pytest.raises(Stale):
        write(region.eye_secretary)
    assert Letter.objects.count() == 1
    assert (
        walks.fresh(referral).version == referral.version
    )  # the sender's pages have seen all that is theirs
