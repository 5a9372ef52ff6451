"""What is dictated: spoken, taken, typed, marked, settled, sent back, shared; of a referral, a reply and a letter."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from factories import walks
from factories.region import Region
from remissvakt.core.ids import new_id
from remissvakt.dictation.models import Dictation, Part, Recording, Take
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Assignment
from remissvakt.referrals.actions import (
    answer,
    confirmation,
    letters,
    send,
    send_back,
    share_dictation,
    sign,
    speak,
    type_dictation,
    unclear,
    versions,
)
from remissvakt.referrals.actions.letters import LetterDraft
from remissvakt.referrals.actions.type_dictation import Typed
from remissvakt.referrals.models import Referral, ReferralVersion

from .calls import DAY, of, of_case, of_draft, of_letter, of_text, refused, stored

HOUR = timedelta(hours=1)
TYPED = Typed(fields=walks.FIELDS)
SAID = Typed(fields={"text": "Inget glaukom."})


def the_dictation(number: int = 0) -> dict[str, Any]:
    """The latest, or the one so many before it."""
    return {"dictation_id": Dictation.objects.order_by("-id")[number].id}


def recording() -> Recording:
    return Recording.objects.order_by("-id")[0]


def of_recording() -> dict[str, Any]:
    return {"recording_id": recording().id, "version": recording().version}


def spoken(
    *, now: datetime, parts: int = 2, expected: int | None = 2, heard: int = 0, number: int = 0
) -> Take:
    """A take of the latest recording, with so many parts stored."""
    take = Take(
        id=new_id(now=now),
        recording=recording(),
        number=number,
        media_type="audio/webm",
        begun_at=now,
        parts_expected=expected,
        duration_ms=1200,
        heard_parts=heard,
    )
    take.save(force_insert=True)
    for one in range(parts):
        Part.objects.create(take=take, number=one, file_id=stored(now=now), stored_at=now)
    return take


def about(region: Region, what: str, *, now: datetime, here: bool = False) -> tuple[Referral, Actor, Actor]:
    """A referral, an answer, a confirmation or a letter is dictated; with who spoke, and who types."""
    recording_id = new_id(now=now) if here else None
    place = "" if here else "Diktat 4"
    if what == "referral":
        referral = walks.drafted(
            region, now=now, fields={}, dictated=True, dictation_place=place, recording_id=recording_id
        )
        return referral, region.referrer, region.secretary
    referral = walks.confirmed(region, now=now) if what != "confirmation" else walks.assessed(region, now=now)
    given: dict[str, Any] = {"actor": region.assessor, "now": now, "recording_id": recording_id}
    given |= {"dictation_place": place, **of_case(referral)}
    if what == "answer":
        answer.decide_answer(reply_id=new_id(now=now), kind="FINAL", dictated=True, **given)
    elif what == "confirmation":
        confirmation.decide_confirmation(reply_id=new_id(now=now), **given)
    else:
        draft = LetterDraft(letter_id=new_id(now=now))
        letters.begin_letter(kind="patient", draft=draft, dictated=True, **given)
    return referral, region.assessor, region.eye_secretary


def typed_in_steps(region: Region, now: datetime, what: str, typed: Typed) -> None:
    """Taken, given back, taken, saved, marked, handed on without and then with completion."""
    _referral, author, typist = about(region, what, now=now)
    one = the_dictation()
    given = {"actor": typist, "now": now}
    type_dictation.take_dictation(**one, **given)
    other = {"actor": region.pool_secretary, "now": now + HOUR - timedelta(seconds=1)}
    refused(type_dictation.take_dictation, **one, **other)
    refused(type_dictation.give_back_dictation, **one, **other)
    refused(type_dictation.save_typed, **one, draft_version=1, typed=typed, **other)
    refused(type_dictation.hand_on, **one, draft_version=1, typed=typed, **other)
    refused(unclear.mark_unclear, **one, spot_id=new_id(now=now), at_ms=1, note="", **other)
    type_dictation.give_back_dictation(**one, **given)
    type_dictation.take_dictation(**one, actor=region.pool_secretary, now=now)
    type_dictation.save_typed(
        **one, draft_version=1, typed=typed, actor=region.pool_secretary, now=now + HOUR
    )
    refused(
        type_dictation.save_typed, **one, draft_version=1, typed=typed, actor=region.pool_secretary, now=now
    )
    spot = {"spot_id": new_id(now=now)}
    pool = {"actor": region.pool_secretary, "now": now + HOUR}
    for _twice in range(2):
        unclear.mark_unclear(**one, **spot, at_ms=24 * 60 * 60 * 1000 + 1, note="namnet", **pool)
    unclear.mark_unclear(**one, spot_id=new_id(now=now), at_ms=-1, note="x" * 200, **pool)
    refused(unclear.mark_unclear, **one, spot_id=new_id(now=now), at_ms=0, note="x" * 201, **pool)
    type_dictation.hand_on(**one, draft_version=2, typed=typed, complete=False, **pool)
    for day in (DAY, 2 * DAY):
        unclear.settle_unclear(**one, **spot, actor=author, now=now + day)
    refused(unclear.settle_unclear, **one, spot_id=UUID(int=7), actor=author, now=now)


def referral_typed_in_steps(region: Region, now: datetime) -> None:
    typed_in_steps(region, now, "referral", TYPED)


def answer_typed_in_steps(region: Region, now: datetime) -> None:
    typed_in_steps(region, now, "answer", SAID)


def letter_typed_in_steps(region: Region, now: datetime) -> None:
    typed_in_steps(region, now, "letter", SAID)


def sent_back_and_again(region: Region, now: datetime, what: str, typed: Typed) -> Referral:
    """Handed on whole, sent back by who spoke, handed on again, and refused when it is to be changed afterwards."""
    referral, author, typist = about(region, what, now=now)
    one = the_dictation()
    given = {"actor": typist, "now": now + DAY}
    refused(type_dictation.hand_on, **one, draft_version=1, typed=Typed(), **given)
    type_dictation.hand_on(**one, draft_version=1, typed=typed, **given)
    back = {"actor": author, "now": now + 2 * DAY}
    refused(send_back.send_back_dictation, **one, draft_version=1, note="Fel öga.", **back)
    refused(send_back.send_back_dictation, **one, draft_version=2, note="x" * 501, **back)
    refused(send_back.send_back_dictation, **one, draft_version=2, note=" ", **back)
    send_back.send_back_dictation(**one, draft_version=2, note="x" * 500, **back)
    refused(send_back.send_back_dictation, **one, draft_version=3, note="Igen.", **back)
    type_dictation.hand_on(**one, draft_version=3, typed=Typed(), **given)
    refused(type_dictation.take_dictation, **one, **given)
    return referral


def referral_sent_back(region: Region, now: datetime) -> None:
    """With receiver and priority while it is typed."""
    typed = Typed(
        fields=walks.FIELDS, to_unit_id=region.skin_clinic.id, priority_rank=1, priority_label="Akut"
    )
    referral = sent_back_and_again(region, now, "referral", typed)
    sign.sign(**of(referral) | of_text(referral), actor=region.referrer, now=now + 3 * DAY)


def answer_sent_back(region: Region, now: datetime) -> None:
    referral = sent_back_and_again(region, now, "answer", SAID)
    answer.sign_answer(**of_draft(referral), actor=region.assessor, now=now + 3 * DAY)


def letter_sent_back(region: Region, now: datetime) -> None:
    referral = sent_back_and_again(region, now, "letter", SAID)
    letters.sign_letter(**of_letter(referral), actor=region.assessor, now=now + 3 * DAY)


def confirmation_dictated(region: Region, now: datetime) -> None:
    """Typed with its wait, completed, signed and sent as a confirmation; what it wants before."""
    referral, author, typist = about(region, "confirmation", now=now)
    given = {"actor": typist, "now": now + DAY}
    refused(answer.transcribe_answer, **of_draft(referral) | {"draft_version": 7}, text="Tid.", **given)
    refused(answer.transcribe_answer, **of_draft(referral), text="x" * 8193, **given)
    answer.transcribe_answer(**of_draft(referral), text="x" * 8192, **given)
    refused(answer.complete_answer, **of_draft(referral), text="Tid.", **given)
    answer.edit_answer(**of_draft(referral), text="Tid.", wait=walks.weeks(9, now=now), **given)
    refused(
        answer.edit_answer,
        **of_draft(referral),
        text="Tid.",
        wait=walks.weeks(9, now=now - 80 * DAY),
        **given,
    )
    answer.complete_answer(**of_draft(referral), text="Vi kallar.", wait=walks.weeks(8, now=now), **given)
    answer.sign_answer(**of_draft(referral), actor=author, now=now + DAY)
    answer.send_answer(**of_draft(referral), **given)


def confirmation_handed_on(region: Region, now: datetime) -> None:
    """Wait and text while it is typed; sent by its author at once."""
    referral, author, typist = about(region, "confirmation", now=now)
    typed = Typed(fields={"text": "Vi kallar."}, wait=walks.weeks(8, now=now))
    type_dictation.hand_on(**the_dictation(), draft_version=1, typed=typed, actor=typist, now=now)
    answer.reopen_answer(**of_draft(referral), actor=author, now=now)
    answer.sign_and_send_answer(**of_draft(referral), text="Vi kallar dig.", actor=author, now=now)


def confirmation_unassessed(region: Region, now: datetime) -> None:
    """Whoever decides to confirm has assessed it; then it is given up."""
    referral = walks.sent(region, now=now)
    confirmation.decide_confirmation(
        **of_case(referral),
        reply_id=new_id(now=now),
        dictation_place="x" * 200,
        actor=region.assessor,
        now=now,
    )
    refused(
        confirmation.decide_confirmation,
        **of_case(referral),
        reply_id=new_id(now=now),
        actor=region.assessor,
        now=now,
    )


def answer_transcribed(region: Region, now: datetime) -> None:
    _referral, _author, typist = about(region, "answer", now=now)
    answer.transcribe_answer(**of_draft(_referral), text="x" * 65000, actor=typist, now=now + DAY)
    refused(answer.edit_answer, **of_draft(_referral), text="x" * 65001, actor=typist, now=now + DAY)


def spoken_and_finished(region: Region, now: datetime, what: str) -> None:
    """Nothing said, parts missing, finished, opened again, taken; and back when it cannot be read."""
    _referral, author, typist = about(region, what, now=now, here=True)
    given = {"actor": author, "now": now + DAY}
    refused(speak.finish_speaking, **of_recording(), **given)
    refused(speak.speak_again, **of_recording(), **given)
    spoken(now=now, parts=0, expected=None)
    refused(speak.finish_speaking, **of_recording(), **given)
    spoken(now=now, parts=1, expected=None, heard=1, number=1)
    refused(speak.finish_speaking, **of_recording(), **given)
    spoken(now=now, parts=1, expected=12, number=2)
    refused(speak.finish_speaking, **of_recording(), **given)
    for other in (typist, region.administrator, region.skin_doctor):
        refused(speak.finish_speaking, **of_recording(), accept_gaps=True, actor=other, now=now)
    refused(speak.finish_speaking, **of_recording() | {"version": 7}, accept_gaps=True, **given)
    speak.finish_speaking(**of_recording(), accept_gaps=True, **given)
    refused(speak.finish_speaking, **of_recording(), accept_gaps=True, **given)
    refused(speak.speak_again, **of_recording() | {"version": 7}, **given)
    speak.speak_again(**of_recording(), **given | {"now": now + 2 * DAY})
    speak.finish_speaking(recording_id=recording().id, version=None, accept_gaps=True, **given)
    one = the_dictation()
    type_dictation.take_dictation(**one, actor=typist, now=now + DAY)
    refused(speak.speak_again, **of_recording(), **given)
    take = {"take_numbers": [1, 2], "now": now + 3 * DAY}
    speak.give_back_unreadable(recording_id=recording().id, version=1, **take)
    speak.give_back_unreadable(**of_recording(), **take)
    speak.give_back_unreadable(**of_recording(), **take)
    spoken(now=now, parts=1, expected=1, number=3)
    speak.finish_speaking(**of_recording(), accept_gaps=True, **given)
    type_dictation.hand_on(
        **one, draft_version=1, typed=TYPED if what == "referral" else SAID, actor=typist, now=now + DAY
    )
    refused(speak.speak_again, **of_recording(), **given)


def referral_spoken_here(region: Region, now: datetime) -> None:
    spoken_and_finished(region, now, "referral")


def answer_spoken_here(region: Region, now: datetime) -> None:
    spoken_and_finished(region, now, "answer")


def letter_spoken_here(region: Region, now: datetime) -> None:
    spoken_and_finished(region, now, "letter")


def confirmation_spoken_here(region: Region, now: datetime) -> None:
    """A worker has found sound in all of it already."""
    about(region, "confirmation", now=now, here=True)
    take = spoken(now=now, parts=3, expected=3, heard=3)
    Take.objects.filter(id=take.id).update(sound=stored(now=now))
    speak.finish_speaking(**of_recording(), actor=region.assessor, now=now)


def recording_erased(region: Region, now: datetime) -> None:
    """Nothing more can be begun of it, nor spoken."""
    about(region, "answer", now=now, here=True)
    spoken(now=now)
    speak.finish_speaking(**of_recording(), actor=region.assessor, now=now)
    Recording.objects.update(state="erased", erased_at=now)
    given = {"actor": region.assessor, "now": now}
    one = the_dictation()
    refused(share_dictation.add_referral_from_dictation, **one, referral_id=new_id(now=now), **given)
    refused(
        share_dictation.add_letter_from_dictation, **one, letter_id=new_id(now=now), kind="patient", **given
    )
    refused(speak.speak_again, **of_recording(), **given)


def shared(region: Region, now: datetime, what: str) -> None:
    """Another referral and a letter of the same speech, by who types; and all are spoken in again together."""
    _referral, author, typist = about(region, what, now=now, here=True)
    spoken(now=now)
    one = the_dictation()
    given = {"actor": typist, "now": now + DAY}
    refused(share_dictation.add_referral_from_dictation, **one, referral_id=new_id(now=now), **given)
    speak.finish_speaking(**of_recording(), actor=author, now=now)
    refused(
        share_dictation.add_letter_from_dictation, **one, letter_id=new_id(now=now), kind="chase", **given
    )
    refused(
        share_dictation.add_referral_from_dictation,
        dictation_id=UUID(int=7),
        referral_id=new_id(now=now),
        **given,
    )
    for other in (region.administrator, region.skin_doctor, region.company_secretary):
        refused(
            share_dictation.add_referral_from_dictation,
            **one,
            referral_id=new_id(now=now),
            actor=other,
            now=now,
        )
        refused(
            share_dictation.add_letter_from_dictation,
            **one,
            letter_id=new_id(now=now),
            kind="patient",
            actor=other,
            now=now,
        )
    share_dictation.add_referral_from_dictation(**one, referral_id=new_id(now=now), **given)
    share_dictation.add_letter_from_dictation(**one, letter_id=new_id(now=now), kind="patient", **given)
    letter = the_dictation()
    share_dictation.add_letter_from_dictation(
        **letter, letter_id=new_id(now=now), kind="appointment", **given
    )
    share_dictation.add_referral_from_dictation(**letter, referral_id=new_id(now=now), **given)
    speak.speak_again(**of_recording(), actor=author, now=now + DAY)
    speak.finish_speaking(**of_recording(), actor=author, now=now + 2 * DAY)


def referral_shared(region: Region, now: datetime) -> None:
    shared(region, now, "referral")


def answer_shared(region: Region, now: datetime) -> None:
    shared(region, now, "answer")


def letter_shared(region: Region, now: datetime) -> None:
    shared(region, now, "letter")


def other_side_does_not_share(region: Region, now: datetime) -> None:
    """The dictation of a sent referral is its unit's: the receiver, who reads the referral, may not use it."""
    referral = walks.transcribed(region, now=now)
    send.sign_and_send(**of(referral) | of_text(referral), actor=region.referrer, now=now)
    for actor in (region.eye_secretary, region.assessor):
        refused(
            share_dictation.add_referral_from_dictation,
            **the_dictation(),
            referral_id=new_id(now=now),
            actor=actor,
            now=now,
        )


def change_dictated_and_shared(region: Region, now: datetime) -> None:
    """Of a later version, what is begun is decided when that was begun."""
    referral = walks.assigned(region, now=now)
    versions.begin_version(**of(referral), actor=region.referrer, now=now + DAY)
    dictation = Dictation(
        id=new_id(now=now), place="Band 7", dictated_at=now + DAY, dictated_by_id=region.referrer.person_id
    )
    dictation.save(force_insert=True)
    ReferralVersion.objects.filter(referral=referral, number=2).update(dictation=dictation)
    given = {"actor": region.secretary, "now": now + 2 * DAY}
    share_dictation.add_referral_from_dictation(**the_dictation(), referral_id=new_id(now=now), **given)
    share_dictation.add_letter_from_dictation(
        **the_dictation(1), letter_id=new_id(now=now), kind="patient", **given
    )


def author_gone(region: Region, now: datetime) -> None:
    """Who spoke has left: nobody can refer in that name."""
    about(region, "referral", now=now)
    Assignment.objects.filter(person_id=region.referrer.person_id).update(to_on=(now - DAY).date())
    refused(
        share_dictation.add_referral_from_dictation,
        **the_dictation(),
        referral_id=new_id(now=now),
        actor=region.secretary,
        now=now,
    )


def machine_drafted(region: Region, now: datetime, what: str, *, draft: str, typed: Typed) -> None:
    """A machine has written: its text comes when the dictation is taken, and is to be read through."""
    _referral, author, typist = about(region, what, now=now, here=True)
    spoken(now=now)
    speak.finish_speaking(**of_recording(), actor=author, now=now)
    Recording.objects.update(draft=draft, draft_doubts=[[800, "hereditet"], [900, "y" * 201]])
    one = the_dictation()
    given = {"actor": typist, "now": now}
    type_dictation.take_dictation(**one, **given)
    type_dictation.take_dictation(**one, **given)
    settled = {"spot_id": new_id(now=now), **given}
    unclear.mark_unclear(**one, at_ms=5, note="namnet", **settled)
    later = {"actor": typist, "now": now + HOUR}
    refused(type_dictation.hand_on, **one, draft_version=2, typed=typed, **later)
    type_dictation.hand_on(**one, draft_version=2, typed=typed, read_through=True, **later)
    send_back.send_back_dictation(**one, draft_version=3, note="Fel öga.", actor=author, now=now + DAY)
    refused(type_dictation.hand_on, **one, draft_version=4, typed=typed, **later)
    type_dictation.hand_on(**one, draft_version=4, typed=typed, read_through=True, **later)


def referral_machine_drafted(region: Region, now: datetime) -> None:
    """No longer than what a text may be."""
    machine_drafted(region, now, "referral", draft=" " + "x" * 8193, typed=TYPED)


def answer_machine_drafted(region: Region, now: datetime) -> None:
    machine_drafted(region, now, "answer", draft="x" * 8193 + " ", typed=SAID)


def letter_machine_drafted(region: Region, now: datetime) -> None:
    machine_drafted(region, now, "letter", draft="Inget glaukom", typed=SAID)


def nothing_machine_drafted(region: Region, now: datetime) -> None:
    """No words were heard; or somebody has written already."""
    about(region, "answer", now=now, here=True)
    spoken(now=now)
    speak.finish_speaking(**of_recording(), actor=region.assessor, now=now)
    given = {"actor": region.eye_secretary, "now": now}
    Recording.objects.update(draft="  ", draft_doubts=[])
    one = the_dictation()
    type_dictation.take_dictation(**one, **given)
    type_dictation.save_typed(**one, draft_version=1, typed=SAID, **given)
    Recording.objects.update(draft="Inget", draft_doubts=[])
    type_dictation.take_dictation(**one, **given)


def referral_written_before_the_machine(region: Region, now: datetime) -> None:
    about(region, "referral", now=now, here=True)
    spoken(now=now)
    speak.finish_speaking(**of_recording(), actor=region.referrer, now=now)
    given = {"actor": region.secretary, "now": now}
    one = the_dictation()
    type_dictation.save_typed(**one, draft_version=1, typed=Typed(fields={"awareness": "Vet"}), **given)
    Recording.objects.update(draft="Inget", draft_doubts=[])
    type_dictation.take_dictation(**one, **given)


def former_version_not_typed(region: Region, now: datetime) -> None:
    """The dictation of a text that is sent is none of the change that is being written."""
    referral = walks.transcribed(region, now=now)
    send.sign_and_send(**of(referral) | of_text(referral), actor=region.referrer, now=now)
    versions.begin_version(**of(referral), actor=region.referrer, now=now)
    given = {"actor": region.secretary, "now": now}
    refused(type_dictation.take_dictation, **the_dictation(), **given)
    refused(unclear.settle_unclear, **the_dictation(), spot_id=UUID(int=7), **given)
    refused(
        share_dictation.add_referral_from_dictation, **the_dictation(), referral_id=new_id(now=now), **given
    )
