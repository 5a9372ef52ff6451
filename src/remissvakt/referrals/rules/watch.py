"""When the sender may chase, ask, acknowledge and close. Pure."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from ..states import ASKS_INSTEAD, DeliveryState, ReferralState, ReplyKind, RequestKind
from .context import Check, Context


def sent(c: Context) -> Refusal | None:
    if c.facts.state == ReferralState.SENT:
        return None
    if c.facts.state == ReferralState.CLOSED:
        return Refusal("closed", _("Remissen är avslutad."))
    return Refusal("not_sent", _("Remissen är inte skickad."))


def sent_or_closed(c: Context) -> Refusal | None:
    return None if c.facts.state == ReferralState.CLOSED else sent(c)


def closed(c: Context) -> Refusal | None:
    if c.facts.state == ReferralState.CLOSED:
        return None
    return Refusal("not_closed", _("Remissen är inte avslutad."))


def watched(c: Context) -> Refusal | None:
    if c.facts.watched:
        return None
    return Refusal(
        "not_watched", _("Remissen bevakas inte här: den skickades av en enhet utanför Remissvakt.")
    )


def receiver_outside(c: Context) -> Refusal | None:
    """A unit here answers by itself; what it says is never typed by another."""
    case = c.facts.current_case
    if case is not None and c.facts.units[case.unit_id].local:
        return Refusal(
            "receiver_answers_here",
            _("Mottagaren använder Remissvakt: svaret kommer därifrån av sig självt."),
        )
    return None


def case_open(c: Context) -> Refusal | None:
    if c.facts.open_case is None:
        return Refusal("nothing_open_at_receiver", _("Mottagaren har inget öppet ärende längre."))
    return None


def no_open(kind: RequestKind) -> Check:
    def check(c: Context) -> Refusal | None:
        if c.facts.open_request(kind) is None:
            return None
        if kind == RequestKind.WITHDRAW:
            return Refusal(
                "withdrawal_asked_already", _("Återkallelse är redan begärd och väntar på besked.")
            )
        return Refusal(
            "reprioritisation_asked_already", _("Omprioritering är redan begärd och väntar på besked.")
        )

    return check


def some_open_request(c: Context) -> Refusal | None:
    if any(request.answered_at is None for request in c.facts.requests):
        return None
    return Refusal("no_open_request", _("Ingen begäran väntar på besked."))


def arrived(c: Context) -> Refusal | None:
    if c.reply is None or c.reply.arrived_on is None:
        return Refusal("reply_not_arrived", _("Svaret har inte kommit."))
    return None


def unread(c: Context) -> Refusal | None:
    assert c.reply is not None
    if c.reply.acknowledged_at is not None:
        return Refusal("already_acknowledged", _("Det är redan vidimerat."))
    return None


def read(c: Context) -> Refusal | None:
    assert c.reply is not None
    if c.reply.acknowledged_at is None:
        return Refusal("not_acknowledged", _("Vidimera först."))
    return None


def instead_owed(c: Context) -> Refusal | None:
    assert c.reply is not None
    if c.reply.kind not in ASKS_INSTEAD:
        return Refusal("no_instead_owed", _("Det behöver inte sägas vad som görs i stället."))
    if c.reply.instead_at is not None:
        return Refusal("instead_said", _("Det är redan sagt vad som görs i stället."))
    return None


def nothing_unread(c: Context) -> Refusal | None:
    if any(r.arrived_on is not None and r.acknowledged_at is None for r in c.facts.replies):
        return Refusal("unread_replies", _("Det finns svar som inte är vidimerade. Läs dem först."))
    return None


def may_change_text(c: Context) -> Refusal | None:
    """The contract: an unasked change only until the referral is assessed; otherwise it answers a request."""
    if any(version.drafted for version in c.facts.versions):
        return Refusal("change_begun", _("En komplettering är redan påbörjad."))
    case = c.facts.open_case
    if case is None:
        return Refusal("nothing_open_at_receiver", _("Mottagaren har inget öppet ärende längre."))
    asked = any(
        r.kind == ReplyKind.MORE_INFO
        and r.arrived_on is not None
        and r.instead_at is None
        and not any(v.number > r.about_version and v.text.sent_at is not None for v in c.facts.versions)
        for r in c.facts.replies
    )
    if case.assessed_at is not None and not asked:
        return Refusal(
            "assessed_already",
            _("Remissen är redan bedömd. Den kan bara kompletteras när mottagaren ber om det."),
        )
    return None


def delivery_is(*states: DeliveryState) -> Check:
    def check(c: Context) -> Refusal | None:
        if c.delivery is not None and c.delivery.state in states:
            return None
        return Refusal("delivery_elsewhere", _("Försändelsen är i ett annat läge nu."))

    return check


def on_paper(c: Context) -> Refusal | None:
    if c.delivery is not None and c.delivery.channel == "paper":
        return None
    return Refusal("not_on_paper", _("Den ska framföras per telefon, inte skrivas ut."))
