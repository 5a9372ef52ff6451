"""When a letter to a receiver or to the patient may be written, signed and sent. Pure."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal

from . import receiver, watch, who
from .context import Context


def goes_outside(c: Context) -> Refusal | None:
    """Letters go on paper; a receiver that works here is asked here, where its answer is seen."""
    case = c.facts.current_case
    return _outside(c, case.unit_id) if case is not None else None


def letter_goes_outside(c: Context) -> Refusal | None:
    """The same for a letter that was begun: the receiver may have begun to work here meanwhile."""
    assert c.letter is not None
    return _outside(c, c.letter.to_unit_id) if c.letter.to_unit_id is not None else None


def _outside(c: Context, unit_id: UUID) -> Refusal | None:
    if c.facts.units[unit_id].local:
        return Refusal(
            "letter_receiver_here",
            _("Mottagaren använder Remissvakt: ställ en fråga där i stället för att skicka brev."),
        )
    return None


def writes_to_patient(c: Context) -> Refusal | None:
    """The unit that has or had the case tells the patient (B.2, B.3); so may the sender of what it has sent."""
    if c.case is not None and c.case.unit_id in c.actor.unit_ids:
        return receiver.case_arrived(c)
    return who.at_sender(c) or watch.sent_or_closed(c)


def at_letters_unit(c: Context) -> Refusal | None:
    if c.letter is not None and c.letter.from_unit_id in c.actor.unit_ids:
        return None
    return Refusal("not_at_letters_unit", _("Bara enheten som skriver brevet kan göra det här."))


def letter_open(c: Context) -> Refusal | None:
    assert c.letter is not None
    if c.letter.voided_at is not None:
        return Refusal("letter_voided", _("Brevet är makulerat."))
    if c.letter.text.sent_at is not None:
        return Refusal("letter_already_sent", _("Brevet är redan klart att skriva ut, eller postat."))
    return None


def author_or_stand_in(c: Context) -> Refusal | None:
    assert c.letter is not None
    if c.is_or_stands_in_for(c.letter.author_id, "sign"):
        return None
    return Refusal(
        "not_the_letters_author",
        _(
            "Bara den som har skrivit eller dikterat brevet signerar, eller den som har fått Att signera utdelat."
        ),
    )
