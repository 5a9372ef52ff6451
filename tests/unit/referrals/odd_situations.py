"""Where one more fact makes all the difference: what each condition of the obligations is there for.

Each differs in a fact or two from a situation of `situations`, and something is due there that is not due here.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from remissvakt.referrals.facts import ReferralFacts
from remissvakt.referrals.states import (
    CaseState,
    DeliveryState,
    LetterKind,
    ReferralState,
    ReplyKind,
    RequestKind,
    Source,
)

from .situations import (
    ANNA,
    ASSESSED,
    ASSIGNED,
    AT,
    CASE,
    CONFIRMED,
    FORWARDED,
    LATER,
    NEXT,
    NEXT_CASE,
    READ,
    WANTS_MORE,
    B,
    X,
    case,
    delivery,
    draft,
    letter,
    paper,
    reply,
    request,
    sent,
    version,
)

_MORE = reply(ReplyKind.MORE_INFO)
_OUTSIDE = case(CaseState.SENT, unit_id=X)
_FROM_OUTSIDE = sent(
    ASSIGNED,
    source=Source.ARRIVED,
    referrer_unit_id=X,
    referrer_id=None,
    watched=False,
    watcher_id=None,
    watch_on=None,
)

ODD: dict[str, ReferralFacts] = {
    "on_its_way_here": sent(case(CaseState.SENT, unit_id=B)),
    "reprioritisation_granted": sent(
        CONFIRMED,
        replies=(READ,),
        requests=(request(RequestKind.REPRIORITISE, outcome="granted", answered_at=AT),),
    ),
    "asked_of_the_next_unit": sent(
        FORWARDED, NEXT, requests=(replace(request(RequestKind.WITHDRAW), case_id=NEXT_CASE),)
    ),
    "asked_of_the_former_unit": sent(FORWARDED, NEXT, requests=(request(RequestKind.WITHDRAW),)),
    "change_of_a_referral_from_outside": replace(_FROM_OUTSIDE, versions=(version("csx"), version(number=2))),
    "reply_to_outside_that_has_a_day": replace(_FROM_OUTSIDE, replies=(reply(ReplyKind.CONFIRMED),)),
    "change_without_a_date": sent(
        ASSIGNED,
        decided_at=AT.replace(day=1),
        versions=(version("csx"), replace(version(number=2), due_on=None)),
    ),
    "decision_unknown": replace(draft(), decided_at=None),
    "more_wanted_and_done_instead": sent(
        WANTS_MORE, replies=(replace(_MORE, instead_at=AT, acknowledged_at=AT),)
    ),
    "more_wanted_and_sent": sent(
        WANTS_MORE, replies=(_MORE,), versions=(version("csx"), version("csx", number=2))
    ),
    "more_wanted_and_a_change_was_dropped": sent(
        WANTS_MORE,
        replies=(_MORE,),
        versions=(version("csx"), replace(version(number=2), voided_at=AT)),
    ),
    "more_wanted_without_a_date": sent(WANTS_MORE, replies=(replace(_MORE, information_wanted_until=None),)),
    "more_wanted_of_a_closed_one": sent(WANTS_MORE, state=ReferralState.CLOSED, replies=(_MORE,)),
    "more_wanted_twice": sent(
        WANTS_MORE,
        replies=(_MORE, replace(_MORE, id=LATER, about_version=2)),
        versions=(version("csx"), version("csx", number=2)),
    ),
    "more_wanted_before_another_reply": sent(
        WANTS_MORE,
        replies=(_MORE, reply(ReplyKind.PARTIAL, reply_id=LATER, about_version=2)),
        versions=(version("csx"), version("csx", number=2)),
    ),
    "more_wanted_by_another_unit": sent(
        FORWARDED,
        replace(WANTS_MORE, id=NEXT_CASE, came_from_id=CASE),
        replies=(_MORE, replace(_MORE, id=LATER, case_id=NEXT_CASE, about_version=2)),
        versions=(version("csx"), version("csx", number=2)),
    ),
    "denied_and_heard_from_since": sent(
        CONFIRMED,
        replies=(replace(READ, text=replace(READ.text, sent_at=AT + timedelta(days=2))),),
        requests=(request(RequestKind.REPRIORITISE, outcome="denied", answered_at=AT),),
    ),
    "confirmed_without_a_wait": sent(replace(CONFIRMED, wait_until=None), replies=(READ,)),
    "answered_and_an_older_confirmation_unread": sent(
        replace(CONFIRMED, state=CaseState.ANSWERED),
        replies=(reply(ReplyKind.CONFIRMED), reply(ReplyKind.FINAL, reply_id=LATER, acknowledged_at=AT)),
    ),
    "told_when_it_is_sent": sent(
        replace(ASSESSED, answer_decided_at=AT), replies=(reply(ReplyKind.FINAL, "c", told_needed=True),)
    ),
    "told_already": sent(CONFIRMED, replies=(replace(READ, told_needed=True, patient_notice_id=LATER),)),
    "failed_and_sent_anew": sent(
        _OUTSIDE,
        to_unit_id=X,
        deliveries=(replace(delivery(DeliveryState.REPLACED), failed_at=AT),),
    ),
    "typed_although_it_was_never_finished": draft(version("t", dictated=True, spoken=False)),
    "nobody_wrote_it": draft(replace(version("cs"), author_id=None), state=ReferralState.SIGNED),
    "paper_registered": sent(_OUTSIDE, to_unit_id=X, documents=(paper("answer", reply_id=LATER),)),
    "paper_set_aside": sent(_OUTSIDE, to_unit_id=X, documents=(paper("answer", set_aside_reason="x"),)),
    "rejected_and_nobody_watches": sent(
        case(CaseState.REJECTED),
        watcher_id=None,
        replies=(reply(ReplyKind.REJECTED, acknowledged_at=AT),),
    ),
    "rejected_and_done_instead": sent(
        case(CaseState.REJECTED),
        replies=(reply(ReplyKind.REJECTED, acknowledged_at=AT, instead_at=AT),),
    ),
    "rejected_read_and_closed": sent(
        case(CaseState.REJECTED),
        state=ReferralState.CLOSED,
        replies=(reply(ReplyKind.REJECTED, acknowledged_at=AT),),
    ),
    "letter_to_receiver_typed": sent(_OUTSIDE, to_unit_id=X, letters=(letter(LetterKind.CHASE, "t"),)),
    "letter_given_up": sent(ASSIGNED, letters=(letter(LetterKind.PATIENT, voided_at=AT),)),
    "answer_signed_by_the_author": sent(
        replace(ASSESSED, assessor_id=ANNA, answer_decided_at=AT), replies=(reply(ReplyKind.PARTIAL, "c"),)
    ),
}
