"""Who may: unit and role. Pure. Each check returns the refusal, or None."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from .context import Context

DECIDING = frozenset({"doctor", "clinician"})
CARE = DECIDING | {"secretary"}
LEADING = CARE | {"manager"}


def at_sender(c: Context) -> Refusal | None:
    if c.facts.referrer_unit_id in c.actor.unit_ids:
        return None
    return Refusal("not_at_sender", _("Bara den remitterande enheten kan göra det här."))


def at_sender_or_forwarder(c: Context) -> Refusal | None:
    """What a unit outside says comes by letter to the sender, or to the unit that forwarded to it (B.5)."""
    current = c.facts.current_case
    forwarder = c.facts.case(current.came_from_id) if current and current.came_from_id else None
    if forwarder is not None and forwarder.unit_id in c.actor.unit_ids:
        return None
    return at_sender(c)


def at_receiver(c: Context) -> Refusal | None:
    if c.case is not None and c.case.unit_id in c.actor.unit_ids:
        return None
    return Refusal("not_at_receiver", _("Bara den mottagande enheten kan göra det här."))


def at_delivering_unit(c: Context) -> Refusal | None:
    if c.delivery is not None and c.delivery.from_unit_id in c.actor.unit_ids:
        return None
    return Refusal("not_at_delivering_unit", _("Bara enheten som skickade kan göra det här."))


def in_care(c: Context) -> Refusal | None:
    """Secretaries and licensed staff; managers and administrators do not work with patients here."""
    return care_role(c.actor.role)


def care_role(role: str) -> Refusal | None:
    """The same for acts that begin something, and so have no facts to look at yet."""
    if role in CARE:
        return None
    return Refusal(
        "role_not_in_care", _("Din roll i det här uppdraget får inte arbeta med remisser. Byt uppdrag.")
    )


def require_care_role(role: str) -> None:
    """Raise what `care_role` refuses."""
    refusal = care_role(role)
    if refusal is not None:
        raise refusal


def in_care_or_manager(c: Context) -> Refusal | None:
    if c.actor.role in LEADING:
        return None
    return Refusal("role_not_allowed", _("Din roll i det här uppdraget får inte göra det här."))


def decides(c: Context) -> Refusal | None:
    if c.actor.role in DECIDING:
        return None
    return Refusal(
        "role_not_deciding",
        _("Det här är ett medicinskt beslut: bara läkare eller annan legitimerad personal."),
    )


def referrer_or_stand_in(c: Context) -> Refusal | None:
    """One signs one's own text; a colleague may, when the work has been handed over (C.3).

    A paper referral registered by its receiver has no known referrer: whoever decides may sign for it.
    """
    if c.facts.referrer_id is None or c.is_or_stands_in_for(c.facts.referrer_id, "sign"):
        return None
    return Refusal(
        "not_the_referrer",
        _("Bara remittenten signerar, eller den som har fått remittentens Att signera utdelat till sig."),
    )


def assessor_or_stand_in(c: Context) -> Refusal | None:
    """The responsible assessor judges; a case without one may be taken by whoever may judge."""
    if c.case is not None and (
        c.case.assessor_id is None or c.is_or_stands_in_for(c.case.assessor_id, "answer")
    ):
        return None
    return Refusal(
        "not_the_assessor",
        _("Ärendet har en annan ansvarig bedömare. Byt bedömare först, om du ska ta över."),
    )


def answer_signer(c: Context) -> Refusal | None:
    if c.case is not None and (
        c.case.assessor_id is None or c.is_or_stands_in_for(c.case.assessor_id, "sign")
    ):
        return None
    return Refusal(
        "not_the_answer_signer",
        _("Bara ansvarig bedömare signerar svaret, eller den som har fått Att signera utdelat till sig."),
    )


def may_acknowledge(c: Context) -> Refusal | None:
    """A.7: by the unit's own rule. A plain confirmation may also be read by a secretary (A.3)."""
    assert c.reply is not None
    if not c.reply.is_answer and c.reply.kind not in ("REJECTED", "CANCELLED"):
        return in_care(c)
    rule = c.facts.limits(c.facts.referrer_unit_id).acknowledge_rule
    reader = c.facts.referrer_id or c.facts.watcher_id
    if rule == "referrer" and reader is not None:
        if c.is_or_stands_in_for(reader, "acknowledge"):
            return None
        return Refusal(
            "acknowledge_referrer_only",
            _(
                "Enheten har bestämt att remittenten vidimerar, eller den som har fått hens Att vidimera utdelat."
            ),
        )
    if c.actor.role == "doctor" or (rule == "clinician" and c.actor.role == "clinician"):
        return None
    if rule == "clinician":
        return Refusal(
            "acknowledge_clinician_only",
            _("Enheten har bestämt att läkare eller annan legitimerad personal vidimerar."),
        )
    return Refusal("acknowledge_doctor_only", _("Enheten har bestämt att läkare vidimerar."))
