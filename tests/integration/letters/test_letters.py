"""Letters in the heart: written at once, begun and signed, and made in the act that they belong to (A.3, A.4, B.2)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from factories import walks
from remissvakt.assurance.checks import run_checks
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.referrals.actions import ask_receiver, deliver, inform_patient, letters, watch
from remissvakt.referrals.actions.letters import LetterDraft
from remissvakt.referrals.models import Contact, Delivery, Event, Letter, PatientNotice, WorkItem

pytestmark = pytest.mark.django_db


def draft(now, **more):
    return LetterDraft(**{"letter_id": new_id(now=now), "text": "Vi har inte hört något.", **more})


def visit(now, **more):
    return draft(now, appointment_at=now + timedelta(days=20), appointment_place="Plan 3", **more)


def work_of(referral):
    return set(WorkItem.objects.filter(referral=referral).values_list("node", "reason"))


def sound(now):
    assert run_checks(now=now) == []


def chase_by_letter(region, referral, now, **more):
    given = {
        "referral_id": referral.id,
        "version": walks.fresh(referral).version,
        "how": "letter",
        "reached": "",
        "said": "",
        "watch_on": local_date(now) + timedelta(days=14),
        "letter": draft(now),
        "actor": region.secretary,
        "now": now,
    }
    return watch.chase(**{**given, **more})


def test_a_chase_by_letter_is_one_act(region, now):
    referral = walks.posted(region, now=now)
    contact = chase_by_letter(region, referral, now)
    letter = Letter.objects.get()
    assert letter.contact == contact and letter.kind == "chase"
    assert letter.signed_by_id == letter.author_id == region.secretary.person_id
    assert letter.to_unit_id == region.outside_unit.id
    assert contact.reached == region.outside_unit.name and contact.said == ""
    delivery = Delivery.objects.get(letter=letter)
    assert (delivery.state, delivery.channel) == ("queued", "paper")
    assert ("send", "post_letter") in work_of(referral)
    kinds = list(Event.objects.filter(referral=referral).order_by("-sequence").values_list("kind", flat=True))
    assert kinds[:2] == ["chased", "letter_sent"]
    sound(now)


def test_a_refused_letter_leaves_nothing_of_the_chase(region, now):
    referral = walks.posted(region, now=now)
    before = walks.fresh(referral)
    with pytest.raises(Refusal) as refused:
        chase_by_letter(region, referral, now, letter=draft(now, text=" "))
    assert (refused.value.code, refused.value.field) == ("text_missing", "text")
    with pytest.raises(Refusal) as refused:
        chase_by_letter(region, referral, now, how="phone")
    assert (refused.value.code, refused.value.field) == ("not_by_letter", "how")
    assert not Letter.objects.exists() and not Contact.objects.exists()
    assert walks.fresh(referral).version == before.version


def test_no_letter_to_a_unit_that_works_here(region, now):
    referral = walks.sent(region, now=now)
    with pytest.raises(Refusal) as refused:
        chase_by_letter(region, referral, now)
    assert refused.value.code == "letter_receiver_here"
    assert not Contact.objects.exists()


@pytest.mark.parametrize("name", ["request_reprioritisation", "withdraw"])
def test_a_request_goes_by_its_letter(region, now, name):
    referral = walks.posted(region, now=now)
    request = getattr(ask_receiver, name)(
        referral_id=referral.id,
        version=walks.fresh(referral).version,
        reason="Patienten är sämre.",
        how="letter",
        reached="",
        letter=draft(now),
        actor=region.referrer,
        now=now,
    )
    letter = Letter.objects.get()
    assert letter.request == request and letter.kind == request.kind
    assert ("send", "post_letter") in work_of(referral)
    sound(now)


def test_the_patient_is_told_by_a_kallelse(region, now):
    referral = walks.confirmed(region, now=now)
    case = walks.case_of(referral)
    notice = inform_patient.inform_patient(
        case_id=case.id,
        version=case.version,
        how="appointment_letter",
        told_on=local_date(now),
        note="",
        letter=visit(now, appointment_with="Olle Öberg"),
        actor=region.eye_secretary,
        now=now,
    )
    letter = Letter.objects.get()
    assert letter.patient_notice == notice and letter.kind == "appointment"
    assert letter.from_unit_id == region.eye_clinic.id and letter.to_unit_id is None
    assert ("send", "post_letter") in work_of(referral)
    assert not any(reason == "patient_not_informed" for _node, reason in work_of(referral))
    sound(now)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"appointment_at": None}, "appointment_missing", "appointment_at"),
        ({"appointment_place": " "}, "text_missing", "appointment_place"),
        ({"language": "xx"}, "choice_unknown", "language"),
        ({"text": "x" * 9000}, "text_too_long", "text"),
    ],
)
def test_a_kallelse_says_when_and_where(region, now, changed, code, field):
    referral = walks.confirmed(region, now=now)
    case = walks.case_of(referral)
    given = {"case_id": case.id, "version": case.version, "kind": "appointment"}
    wrong = {**{name: getattr(visit(now), name) for name in LetterDraft.__slots__}, **changed}
    with pytest.raises(Refusal) as refused:
        letters.write_to_patient(**given, draft=LetterDraft(**wrong), actor=region.assessor, now=now)
    assert (refused.value.code, refused.value.field) == (code, field)
    for days, code in ((-1, "appointment_passed"), (800, "appointment_too_far")):
        late = LetterDraft(
            letter_id=new_id(now=now),
            text="Välkommen",
            appointment_at=now + timedelta(days=days),
            appointment_place="Plan 3",
        )
        with pytest.raises(Refusal) as refused:
            letters.write_to_patient(**given, draft=late, actor=region.assessor, now=now)
        assert refused.value.code == code
    assert not Letter.objects.exists()


def test_the_sender_may_write_to_the_patient_too(region, now):
    referral = walks.answered(region, now=now)
    letters.write_to_patient(
        referral_id=referral.id,
        version=walks.fresh(referral).version,
        kind="patient",
        draft=draft(now, text="Svaret har kommit och var bra."),
        actor=region.referrer,
        now=now,
    )
    assert Letter.objects.get().from_unit_id == region.health_centre.id
    sound(now)


def test_a_kind_for_somebody_else_is_refused(region, now):
    outside = walks.posted(region, now=now)
    given = {"referral_id": outside.id, "version": walks.fresh(outside).version, "actor": region.secretary}
    with pytest.raises(Refusal) as refused:
        letters.write_letter(**given, kind="patient", draft=draft(now), now=now)
    assert refused.value.code == "choice_unknown"
    with pytest.raises(Refusal) as refused:
        letters.write_to_patient(**given, kind="chase", draft=draft(now), now=now)
    assert refused.value.code == "choice_unknown"


def test_the_same_form_twice_is_one_letter(region, now):
    referral = walks.posted(region, now=now)
    given = {"referral_id": referral.id, "kind": "chase", "draft": draft(now), "actor": region.secretary}
    letters.write_letter(**given, version=walks.fresh(referral).version, now=now)
    with pytest.raises(Stale):
        letters.write_letter(**given, version=walks.fresh(referral).version - 1, now=now)
    with pytest.raises(Refusal) as refused:
        letters.write_letter(**given, version=walks.fresh(referral).version, now=now)
    assert refused.value.code == "already_registered"
    assert Letter.objects.count() == Delivery.objects.filter(letter__isnull=False).count() == 1


def test_a_dictated_letter_goes_typed_completed_signed_and_is_queued(region, now):
    """Every step is somebody's work until the letter is posted (A.1's way, for letters)."""
    referral = walks.confirmed(region, now=now)
    case = walks.case_of(referral)
    letter = letters.begin_letter(
        case_id=case.id,
        version=case.version,
        kind="patient",
        draft=draft(now, text=""),
        dictated=True,
        actor=region.assessor,
        now=now,
    )
    assert ("transcribe", "transcribe_letter") in work_of(referral)
    typed = {"letter_id": letter.id, "text": "Du kommer att kallas."}
    steps = (
        (letters.transcribe_letter, region.pool_secretary, ("complete", "complete_letter")),
        (letters.complete_letter, region.eye_secretary, ("sign", "sign_letter")),
    )
    for version, (step, actor, wanted) in enumerate(steps, start=1):
        step(draft_version=version, draft=LetterDraft(**typed), actor=actor, now=now)
        assert wanted in work_of(referral)
        sound(now)
    with pytest.raises(Refusal) as refused:
        letters.sign_letter(letter_id=letter.id, draft_version=3, actor=region.eye_secretary, now=now)
    assert refused.value.code == "not_the_letters_author"
    with pytest.raises(Stale):
        letters.sign_letter(letter_id=letter.id, draft_version=2, actor=region.assessor, now=now)
    letters.sign_letter(letter_id=letter.id, draft_version=3, actor=region.assessor, now=now)
    assert ("send", "post_letter") in work_of(referral)
    letter.refresh_from_db()
    assert letter.signed_by_id == region.assessor.person_id and letter.completed_by_id == (
        region.eye_secretary.person_id
    )
    sound(now)


def test_a_signed_letter_is_sealed(region, now):
    referral = walks.posted(region, now=now)
    chase_by_letter(region, referral, now)
    Letter.objects.update(text="Något annat.")
    assert any("ändrad efter signeringen" in str(fault) for fault in run_checks(now=now))


def test_a_begun_letter_is_sent_by_its_author_or_given_up(region, now):
    referral = walks.posted(region, now=now)
    first = walks.letter_begun(referral, actor=region.referrer, now=now, kind="chase")
    second = walks.letter_begun(referral, actor=region.referrer, now=now, kind="patient")
    letters.edit_letter(
        draft_version=1, draft=draft(now, letter_id=first.id), actor=region.secretary, now=now
    )
    with pytest.raises(Stale) as stale:
        letters.send_letter(
            draft_version=1, draft=draft(now, letter_id=first.id), actor=region.referrer, now=now
        )
    assert "Sara Sjö" in stale.value.message
    letters.send_letter(draft_version=2, draft=draft(now, letter_id=first.id), actor=region.referrer, now=now)
    letters.void_letter(letter_id=second.id, draft_version=1, actor=region.secretary, now=now)
    assert work_of(referral) == {("watch", "confirmation_awaited"), ("send", "post_letter")}
    with pytest.raises(Refusal) as refused:
        letters.edit_letter(
            draft_version=1, draft=draft(now, letter_id=second.id), actor=region.secretary, now=now
        )
    assert refused.value.code == "letter_voided"
    sound(now)


def test_another_units_letter_does_not_exist(region, now):
    referral = walks.confirmed(region, now=now)
    letter = walks.letter_begun(referral, actor=region.referrer, now=now)
    for actor in (region.assessor, region.skin_secretary):
        with pytest.raises(NotFound):
            letters.void_letter(letter_id=letter.id, draft_version=1, actor=actor, now=now)


def test_a_letter_that_came_back_is_sent_again(region, now):
    referral = walks.posted(region, now=now)
    chase_by_letter(region, referral, now)
    delivery = Delivery.objects.get(letter__isnull=False)
    for step, more in (
        (deliver.mark_posted, {}),
        (deliver.report_failed, {"failure": "Kom i retur."}),
    ):
        step(
            delivery_id=delivery.id,
            version=walks.fresh(referral).version,
            actor=region.secretary,
            now=now,
            **more,
        )
    assert {("failed", "delivery_failed"), ("send", "delivery_failed")} <= work_of(referral)
    anew = deliver.resend(
        delivery_id=delivery.id,
        version=walks.fresh(referral).version,
        channel="paper",
        actor=region.secretary,
        now=now,
    )
    assert anew.letter_id == delivery.letter_id and anew.state == "queued"
    assert ("send", "post_letter") in work_of(referral)
    assert PatientNotice.objects.count() == 0
    sound(now)
