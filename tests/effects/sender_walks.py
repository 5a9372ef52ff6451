"""What the sender does: decides, writes, sends, watches, changes, asks the receiver, reads replies, closes."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from factories import walks
from factories.region import Region
from factories.steps import answer_at_once
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.waits import Wait, WaitKind
from remissvakt.organisations.models import Unit, UnitRoutine
from remissvakt.referrals.actions import (
    acknowledge,
    answer,
    ask_receiver,
    change_watcher,
    close,
    complete,
    confirm,
    decide,
    edit_text,
    send,
    sign,
    versions,
    void,
    watch,
)
from remissvakt.referrals.actions.letters import LetterDraft
from remissvakt.referrals.models import ReferralVersion

from .calls import DAY, of, of_case, of_reply, of_text, refused

ALL_TEXTS = {
    "question": "Glaukom?",
    "clinical_information": "Högt tryck.",
    "condition": "God",
    "desired_activity": "Bedömning",
    "awareness": "Vet om det",
    "administrative_information": "Ring före",
    "interpreter": "finska",
    "payment_commitment": "Ja",
    "attachments": "Synfält",
    "care_responsibility_remains": True,
}


def decided_by_secretary(region: Region, now: datetime) -> None:
    """A doctor's decision of yesterday, without receiver or text; then written in pieces."""
    referral = walks.drafted(
        region,
        now=now,
        actor=region.secretary,
        to_unit_id=None,
        fields=None,
        decided_at=now - DAY,
        priority_rank=3,
        priority_label="Normal",
    )
    given = {"actor": region.secretary, "now": now}
    edit_text.edit_text(**of_text(referral), fields=ALL_TEXTS, **given)
    edit_text.edit_text(
        **of_text(referral),
        fields={"question": "Grå starr?", "care_responsibility_remains": False},
        to_unit_id=region.eye_clinic.id,
        priority_rank=1,
        priority_label="Akut",
        **given,
    )
    # What is already so is no change.
    edit_text.edit_text(
        **of_text(referral), fields={}, to_unit_id=region.eye_clinic.id, priority_rank=1, **given
    )
    edit_text.edit_text(**of_text(referral), fields={}, priority_rank=2, **given)
    refused(edit_text.edit_text, **of_text(referral), fields={}, priority_rank=10, **given)
    refused(edit_text.edit_text, **of_text(referral) | {"draft_version": 1}, fields={}, **given)
    ReferralVersion.objects.filter(referral=referral).update(edited_by=None)
    refused(edit_text.edit_text, **of_text(referral) | {"draft_version": 1}, fields={}, **given)
    refused(edit_text.edit_text, **of_text(referral), fields={}, to_unit_id=UUID(int=7), **given)
    complete.complete(
        **of(referral) | of_text(referral),
        fields={"condition": "Nedsatt"},
        to_unit_id=region.skin_clinic.id,
        priority_rank=4,
        priority_label="Låg",
        **given,
    )


def decided_in_pool(region: Region, now: datetime) -> None:
    """The pool registers, completes and sends; the referrer watches."""
    referral = walks.drafted(region, now=now, actor=region.pool_secretary)
    given = {"actor": region.pool_secretary, "now": now}
    complete.complete(**of(referral) | of_text(referral), **given)
    sign.sign(**of(referral) | of_text(referral), actor=region.referrer, now=now)
    send.send(**of(referral), **given)


def sent_by_secretary(region: Region, now: datetime) -> None:
    """Signed on the day after, and sent by Sara, who watches; a decision of Friday is due over the weekend."""
    friday = now + 3 * DAY
    referral = walks.completed(region, now=friday)
    sign.sign(**of(referral) | of_text(referral), actor=region.referrer, now=friday + DAY)
    send.send(**of(referral), actor=region.secretary, now=friday + 2 * DAY)


def sent_with_watcher(region: Region, now: datetime) -> None:
    referral = walks.signed(region, now=now)
    for person in (region.eye_secretary, region.administrator):
        refused(send.send, **of(referral), watcher_id=person.person_id, actor=region.secretary, now=now)
    send.send(**of(referral), watcher_id=region.nurse.person_id, actor=region.secretary, now=now)


def stale_signature(region: Region, now: datetime) -> None:
    """The text was opened and written on since it was shown."""
    referral = walks.completed(region, now=now)
    given = {"actor": region.referrer, "now": now}
    refused(sign.sign, **of(referral), draft_version=1, **given)
    refused(sign.sign, **of(referral) | {"version": 1}, draft_version=2, **given)
    complete.reopen_text(**of(referral), actor=region.secretary, now=now)
    refused(sign.sign, **of(referral) | of_text(referral), **given)
    refused(send.send, **of(referral), **given)


def signed_and_reopened(region: Region, now: datetime) -> None:
    """The signature falls with the opened text; then all at once, to another unit."""
    referral = walks.signed(region, now=now)
    complete.reopen_text(**of(referral), actor=region.secretary, now=now + DAY)
    send.sign_and_send(
        **of(referral) | of_text(referral),
        fields={"question": "Katarakt?"},
        to_unit_id=region.skin_clinic.id,
        priority_rank=1,
        priority_label="Akut",
        watcher_id=region.secretary.person_id,
        actor=region.referrer,
        now=now + DAY,
    )


def completed_and_sent_at_once(region: Region, now: datetime) -> None:
    """Complete already: another's completion stays when it is opened and sent by its author."""
    referral = walks.completed(region, now=now)
    complete.reopen_text(**of(referral), actor=region.referrer, now=now)
    send.sign_and_send(**of(referral) | of_text(referral), actor=region.referrer, now=now)


def referred_with_watcher(region: Region, now: datetime) -> None:
    walks.sent(region, now=now, watcher_id=region.secretary.person_id, decided_at=now - 2 * DAY)


def referred_by_phone(region: Region, now: datetime) -> None:
    """To a unit that is told by phone first of all; own limits are counted."""
    UnitRoutine.objects.filter(unit=region.health_centre).update(
        confirmation_days=20, send_workdays=5, withdrawal_days=9, reprioritisation_days=11, chase_days=0
    )
    referral = walks.sent(region, now=now, to=region.other_outside_unit)
    given = {"actor": region.secretary, "now": now}
    refused(ask_receiver.withdraw, **of(referral), reason="Fel.", how="letter", reached="", **given)
    ask_receiver.withdraw(
        **of(referral),
        reason="Behövs inte.",
        how="phone",
        reached="Reception",
        actor=region.referrer,
        now=now,
    )
    ask_receiver.register_request_answer(
        **of(referral), kind="withdraw", outcome="denied", text="Redan kallad.", **given
    )
    ask_receiver.request_reprioritisation(
        **of(referral), reason="Sämre.", how="fax", reached="", actor=region.referrer, now=now
    )
    refused(
        ask_receiver.register_request_answer,
        **of(referral),
        kind="withdraw",
        outcome="denied",
        text="x",
        **given,
    )
    refused(
        ask_receiver.register_request_answer,
        **of(referral),
        kind="reprioritise",
        outcome="maybe",
        text="x",
        **given,
    )
    past = Wait(WaitKind.DATE, "2026-11-16", local_date(now) - DAY)
    refused(
        ask_receiver.register_request_answer,
        **of(referral),
        kind="reprioritise",
        outcome="granted",
        text="x",
        wait=past,
        **given,
    )
    ask_receiver.register_request_answer(
        **of(referral),
        kind="reprioritise",
        outcome="granted",
        text="Tre veckor.",
        wait=walks.weeks(3, now=now),
        **given,
    )
    watch.move_watch(**of(referral), watch_on=local_date(now), reason="Idag.", **given)


def unit_without_usable_channel(region: Region, now: datetime) -> None:
    """Nothing says how it is reached but a way that does not lead out of here: paper."""
    Unit.objects.filter(id=region.outside_unit.id).update(channels=["local"])
    walks.sent_outside(region, now=now)


def withdrawn_by_letter(region: Region, now: datetime) -> None:
    """A letter asks, and nobody has confirmed before they let it go."""
    referral = walks.posted(region, now=now)
    draft = LetterDraft(letter_id=new_id(now=now), text="Vi återtar remissen.")
    given = {"reason": "Behövs inte.", "reached": "", "actor": region.referrer, "now": now}
    refused(ask_receiver.withdraw, **of(referral), how="phone", letter=draft, **given)
    ask_receiver.withdraw(**of(referral), how="letter", letter=draft, **given)
    refused(ask_receiver.withdraw, **of(referral), how="phone", **given)
    ask_receiver.register_request_answer(
        **of(referral), kind="withdraw", outcome="granted", text="Ok.", actor=region.secretary, now=now + DAY
    )


def reprioritised_by_letter(region: Region, now: datetime) -> None:
    """Confirmed outside; a letter asks, both requests are open, and a new time cannot be said yet."""
    referral = walks.registered(region, now=now)
    given = {"reached": "", "actor": region.referrer, "now": now}
    ask_receiver.request_reprioritisation(
        **of(referral),
        reason="Sämre.",
        how="letter",
        letter=LetterDraft(letter_id=new_id(now=now), text="Synen försämras."),
        **given,
    )
    ask_receiver.withdraw(**of(referral), reason="Flyttar.", how="visit", **given)
    ask_receiver.register_request_answer(
        **of(referral),
        kind="reprioritise",
        outcome="granted",
        text="Vi får se.",
        actor=region.secretary,
        now=now,
    )


def withdrawn_with_all_open(region: Region, now: datetime) -> None:
    """What both sides have begun falls with it: an answer, a change, and the other request."""
    referral = walks.assigned(region, now=now)
    given = {"how": "", "reached": "", "actor": region.referrer, "now": now}
    versions.begin_version(**of(referral), actor=region.referrer, now=now)
    confirm.confirm(
        **of_case(referral),
        reply_id=new_id(now=now),
        text="Vi kallar.",
        wait=walks.weeks(8, now=now),
        actor=region.assessor,
        now=now,
    )
    answer.decide_answer(
        **of_case(referral),
        reply_id=new_id(now=now),
        kind="FINAL",
        text="Ua.",
        actor=region.assessor,
        now=now,
    )
    ask_receiver.request_reprioritisation(**of(referral), reason="Sämre.", **given)
    ask_receiver.withdraw(**of(referral), reason="Flyttar.", **given)
    ask_receiver.answer_request(
        **of_case(referral),
        kind="withdraw",
        outcome="granted",
        text="Avslutas.",
        actor=region.eye_secretary,
        now=now + DAY,
    )


def withdrawn_after_closing(region: Region, now: datetime) -> None:
    referral = walks.withdrawal_asked(region, now=now)
    close.close(**of(referral), reason="patient_deceased", note="", actor=region.referrer, now=now)
    ask_receiver.answer_request(
        **of_case(referral),
        kind="withdraw",
        outcome="granted",
        text="Ok.",
        actor=region.eye_secretary,
        now=now,
    )


def denied_after_closing(region: Region, now: datetime) -> None:
    """Nothing is watched any longer."""
    referral = walks.withdrawal_asked(region, now=now)
    close.close(**of(referral), reason="duplicate", note="Två.", actor=region.referrer, now=now)
    ask_receiver.answer_request(
        **of_case(referral), kind="withdraw", outcome="denied", text="Nej.", actor=region.assessor, now=now
    )


def request_answered(region: Region, now: datetime, *, outcome: str, in_weeks: int | None) -> None:
    referral = walks.reprioritisation_asked(region, now=now)
    ask_receiver.answer_request(
        **of_case(referral),
        kind="reprioritise",
        outcome=outcome,
        text="Se ovan.",
        wait=walks.weeks(in_weeks, now=now) if in_weeks else None,
        actor=region.assessor,
        now=now + DAY,
    )


def earlier_time_granted(region: Region, now: datetime) -> None:
    request_answered(region, now, outcome="granted", in_weeks=2)


def granted_without_time(region: Region, now: datetime) -> None:
    request_answered(region, now, outcome="granted", in_weeks=None)


def denied_with_time(region: Region, now: datetime) -> None:
    request_answered(region, now, outcome="denied", in_weeks=6)


def acknowledged_as(region: Region, now: datetime) -> None:
    """What must be said of a confirmation, and how another time is asked for outside."""
    referral = walks.registered(region, now=now)
    given = {"actor": region.referrer, "now": now}
    refused(acknowledge.acknowledge, **of_reply(referral), **given)
    refused(acknowledge.acknowledge, **of_reply(referral), accept_wait=False, dispute_reason=" ", **given)
    refused(
        acknowledge.acknowledge,
        **of_reply(referral),
        accept_wait=False,
        dispute_reason="x",
        dispute_how="y",
        **given,
    )
    acknowledge.acknowledge(
        **of_reply(referral),
        accept_wait=False,
        dispute_reason="För länge.",
        dispute_how="visit",
        dispute_reached="Dr Ek",
        note="Läst.",
        instead="Detta är ingen avvisning.",
        **given,
    )


def more_information_instead(region: Region, now: datetime) -> None:
    """What is done instead of sending more ends nothing."""
    referral = walks.information_requested(region, now=now)
    given = {"actor": region.referrer, "now": now}
    acknowledge.acknowledge(**of_reply(referral), instead=" ", **given)
    acknowledge.say_instead(**of_reply(referral), instead="Ringde kliniken.", **given)


def more_information_after_rejection(region: Region, now: datetime) -> None:
    """What is done instead of sending more handles no rejection."""
    referral = walks.registered(region, now=now, kind="MORE_INFO")
    walks.put_reply(region, referral, now=now, kind="REJECTED")
    acknowledge.acknowledge(
        **of_reply(referral, "MORE_INFO"), instead="Ringde.", actor=region.referrer, now=now
    )


def rejection_handled_at_once(region: Region, now: datetime) -> None:
    referral = walks.rejected(region, now=now)
    acknowledge.acknowledge(
        **of_reply(referral), instead="Remiss till optiker.", note="Ok.", actor=region.referrer, now=now
    )


def cancellation_handled(region: Region, now: datetime) -> None:
    referral = walks.cancelled(region, now=now)
    given = {"actor": region.referrer, "now": now}
    acknowledge.acknowledge(**of_reply(referral), **given)
    refused(acknowledge.acknowledge, **of_reply(referral), **given)
    acknowledge.say_instead(**of_reply(referral), instead="Ny tid.", **given)
    refused(acknowledge.say_instead, **of_reply(referral), instead="Ny tid.", **given)


def cancelled_after_closing(region: Region, now: datetime) -> None:
    """The loop is closed already: what is done instead closes nothing."""
    referral = walks.closed_by_clinician(region, now=now)
    confirm.cancel(
        **of_case(referral),
        reply_id=new_id(now=now),
        reason="Uteblev.",
        text="Avslutas.",
        actor=region.assessor,
        now=now,
    )
    acknowledge.acknowledge(**of_reply(referral), instead="Inget mer.", actor=region.referrer, now=now)


def answered_after_closing(region: Region, now: datetime) -> None:
    referral = walks.closed_by_clinician(region, now=now)
    answer_at_once(region, referral, now=now)
    acknowledge.acknowledge(
        **of_reply(referral),
        question_answered="no",
        keep_watch=True,
        watch_days=3,
        actor=region.referrer,
        now=now,
    )


def answers_in_part_read(region: Region, now: datetime) -> None:
    """Partial and preliminary answers, then the final one, of which the watch is kept."""
    referral = walks.answered_in_part(region, now=now)
    given = {"actor": region.referrer, "now": now}
    refused(acknowledge.acknowledge, **of_reply(referral), question_answered="", **given)
    acknowledge.acknowledge(**of_reply(referral), question_answered="partly", **given)
    answer_at_once(region, referral, now=now, kind="PRELIMINARY")
    acknowledge.acknowledge(**of_reply(referral), question_answered="no", **given)
    answer_at_once(region, referral, now=now)
    read = {"question_answered": "partly", "keep_watch": True, **given}
    for days in (0, 731):
        refused(acknowledge.acknowledge, **of_reply(referral), watch_days=days, **read)
    acknowledge.acknowledge(**of_reply(referral), watch_days=730, **read)


def watch_kept_one_day(region: Region, now: datetime) -> None:
    """Where nothing is chased by days, at least a day."""
    UnitRoutine.objects.filter(unit=region.health_centre).update(chase_days=0)
    walks.watch_kept(region, now=now)


def watch_kept_until_tomorrow(region: Region, now: datetime) -> None:
    referral = walks.answered(region, now=now)
    acknowledge.acknowledge(
        **of_reply(referral),
        question_answered="yes",
        keep_watch=True,
        watch_days=1,
        actor=region.referrer,
        now=now,
    )


def forwarding_read(region: Region, now: datetime) -> None:
    referral = walks.forwarded(region, now=now)
    acknowledge.acknowledge(**of_reply(referral), actor=region.referrer, now=now)


def closed_with_change_begun(region: Region, now: datetime) -> None:
    """A change that cannot be sent any longer falls with it; one that was dropped before stays as it was."""
    referral = walks.information_requested(region, now=now)
    given = {"actor": region.referrer, "now": now}
    acknowledge.acknowledge(**of_reply(referral), **given)
    versions.begin_version(**of(referral), **given)
    versions.drop_version(**of(referral), **given)
    versions.begin_version(**of(referral), **given)
    close.close(
        **of(referral), reason="patient_declined", note="Vill inte.", actor=region.referrer, now=now + DAY
    )
    close.reopen(**of(referral), reason="Ändrat sig.", actor=region.secretary, now=now + 2 * DAY)
    refused(close.reopen, **of(referral), reason="Ändrat sig.", actor=region.secretary, now=now + 2 * DAY)


def change_completed_and_sent(region: Region, now: datetime) -> None:
    """Step by step, opened once; who receives it and the priority are no longer the change's to say."""
    referral = walks.change_begun(region, now=now)
    given = {"actor": region.secretary, "now": now}
    edit_text.edit_text(
        **of_text(referral),
        fields={"attachments": "Synfält"},
        to_unit_id=region.skin_clinic.id,
        priority_rank=1,
        priority_label="Akut",
        **given,
    )
    complete.complete(**of(referral) | of_text(referral), **given)
    sign.sign(**of(referral) | of_text(referral), actor=region.referrer, now=now)
    complete.reopen_text(**of(referral), **given)
    complete.complete(**of(referral) | of_text(referral), **given)
    sign.sign(**of(referral) | of_text(referral), actor=region.referrer, now=now)
    send.send(**of(referral), actor=region.secretary, now=now + DAY)


def change_nobody_asked_for(region: Region, now: datetime) -> None:
    """Due the same day."""
    referral = walks.assigned(region, now=now)
    given = {"actor": region.referrer, "now": now}
    versions.begin_version(**of(referral), **given)
    send.sign_and_send(**of(referral) | of_text(referral), fields={"attachments": "Bild"}, **given)


def asked_for_twice(region: Region, now: datetime) -> None:
    """Two wishes for more: the nearer day counts, and the change answers both."""
    referral = walks.information_requested(region, now=now)
    confirm.request_information(
        **of_case(referral),
        reply_id=new_id(now=now),
        text="Och synskärpa.",
        wanted_until=local_date(now) + timedelta(days=4),
        actor=region.assessor,
        now=now,
    )
    given = {"actor": region.referrer, "now": now}
    versions.begin_version(**of(referral), **given)
    send.sign_and_send(**of(referral) | of_text(referral), fields={"attachments": "Bild"}, **given)


def change_after_something_else(region: Region, now: datetime) -> None:
    """Of two wishes for more, the one that was answered otherwise is answered no more, nor is its day the change's."""
    referral = walks.information_requested(region, now=now)
    given = {"actor": region.referrer, "now": now}
    acknowledge.acknowledge(**of_reply(referral), instead="Ringde.", **given)
    confirm.request_information(
        **of_case(referral),
        reply_id=new_id(now=now),
        text="Och synskärpa.",
        wanted_until=local_date(now) + timedelta(days=14),
        actor=region.assessor,
        now=now,
    )
    versions.begin_version(**of(referral), **given)
    send.sign_and_send(**of(referral) | of_text(referral), fields={"attachments": "Bild"}, **given)


def changed_outside(region: Region, now: datetime) -> None:
    """A third version goes on paper to a unit outside."""
    referral = walks.posted(region, now=now)
    given = {"actor": region.referrer, "now": now}
    for _twice in range(2):
        versions.begin_version(**of(referral), **given)
        send.sign_and_send(**of(referral) | of_text(referral), fields={"attachments": "Bild"}, **given)


def watched_by_another(region: Region, now: datetime) -> None:
    referral = walks.sent(region, now=now)
    given = {"actor": region.manager, "now": now}
    change_watcher.change_watcher(**of(referral), watcher_id=region.secretary.person_id, **given)
    watch.move_watch(
        **of(referral),
        watch_on=local_date(now) + timedelta(days=731),
        reason="Lång väntan.",
        actor=region.secretary,
        now=now,
    )


def chased_by_letter(region: Region, now: datetime) -> None:
    """Who was reached is the unit, if nothing else is said."""
    referral = walks.posted(region, now=now)
    draft = LetterDraft(letter_id=new_id(now=now), text="Har ni fått remissen?")
    given = {"watch_on": local_date(now) + timedelta(days=7), "actor": region.secretary, "now": now}
    refused(watch.chase, **of(referral), how="phone", reached="", said="", letter=draft, **given)
    refused(watch.chase, **of(referral), how="phone", reached="", said="Ja", **given)
    refused(watch.chase, **of(referral), how="phone", reached="Ek", said=" ", **given)
    watch.chase(**of(referral), how="letter", reached=" ", said="", letter=draft, **given)
    another = LetterDraft(letter_id=new_id(now=now), text="Igen.")
    watch.chase(**of(referral), how="letter", reached="Dr Ek", said="Påminnelse.", letter=another, **given)


def voided_twice(region: Region, now: datetime) -> None:
    referral = walks.voided(region, now=now)
    refused(void.void, **of(referral), reason="Igen.", actor=region.referrer, now=now)


def decided_with_nothing_else_said(region: Region, now: datetime) -> None:
    decide.decide(
        referral_id=new_id(now=now),
        unit_id=region.health_centre.id,
        patient_id=region.patient.id,
        referrer_id=region.other_referrer.person_id,
        actor=region.nurse,
        now=now,
    )


def decided_twice(region: Region, now: datetime) -> None:
    """The form was sent twice."""
    referral_id = new_id(now=now)
    walks.drafted(region, now=now, referral_id=referral_id)
    refused(
        decide.decide,
        referral_id=referral_id,
        unit_id=region.health_centre.id,
        patient_id=region.patient.id,
        referrer_id=region.referrer.person_id,
        actor=region.referrer,
        now=now,
    )
