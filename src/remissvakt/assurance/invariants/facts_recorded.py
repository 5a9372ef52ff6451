"""5. Facts and events commit together: no fact without its event, no event without its fact."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from remissvakt.referrals.states import ReferralState, ReplyKind

from ..view import View

_REPLY_EVENTS = {
    ReplyKind.CONFIRMED: "confirmed",
    ReplyKind.MORE_INFO: "information_requested",
    ReplyKind.FORWARDED: "forwarded",
    ReplyKind.REJECTED: "rejected",
    ReplyKind.CANCELLED: "cancelled",
}


def facts_recorded(view: View) -> Iterator[str]:
    """The states and times of the rows are those that the events tell of."""
    referral = view.referral
    begun = view.events[0].kind if view.events else None
    if begun not in ("decided", "arrived", "imported"):
        yield _("saknar händelsen om hur den kom till")
        return
    if begun == "decided" and bool(referral.sent_at) != bool(view.events_of("sent")):
        yield _("skickad och händelsen ”skickad” hör inte ihop")
    if (referral.state == ReferralState.VOIDED) != bool(view.events_of("voided")):
        yield _("makulerad och händelsen ”makulerad” hör inte ihop")
    ends = view.events_of("closed", "reopened")
    if (referral.state == ReferralState.CLOSED) != bool(ends and ends[-1].kind == "closed"):
        yield _("avslutad och händelsen ”avslutad” hör inte ihop")
    yield from _replies(view)


def _replies(view: View) -> Iterator[str]:
    told = {
        (event.kind, event.data.get("reply")) for event in view.events if event.data.get("reply") is not None
    }
    for reply in view.loop.replies:
        key = str(reply.id)
        kind = _REPLY_EVENTS.get(ReplyKind(reply.kind), "answer_sent")
        if reply.registered_by_id is not None:
            kind = "reply_registered"
        if bool(reply.sent_at) != ((kind, key) in told):
            yield _("ett svar och händelsen om det hör inte ihop")
        if reply.taken_back != (("reply_taken_back", key) in told):
            yield _("ett återtaget svar och händelsen om det hör inte ihop")
        if bool(reply.acknowledged_at) != (("acknowledged", key) in told):
            yield _("en vidimering och händelsen om den hör inte ihop")
    rows = {str(reply.id) for reply in view.loop.replies}
    if any(key not in rows for _kind, key in told):
        yield _("händelse om ett svar som inte finns")
