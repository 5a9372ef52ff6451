"""A letter about nobody in the unit's own style: what the manager sees while deciding how letters look."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from remissvakt.organisations.models import Unit
from remissvakt.referrals.states import LetterKind

from .content import Place, ReceiverLetter, ShownPatient, Signature

_CODE = "R7K2-9MX4"
_NUMBER = "191212121212"  # published by the tax authority for tests


def sample_letter(*, unit: Unit, today: date, language: str) -> ReceiverLetter:
    """Return a letter to a receiver; its codes are empty frames, so that it can never be taken for a real one."""
    return ReceiverLetter(
        code=_CODE,
        payload="",
        dated=today,
        patient=ShownPatient("Tolvan Tolvansson", _NUMBER),
        language=language,
        kind=LetterKind.CHASE,
        to=Place(_("Mottagande kliniken"), (_("Mottagande sjukhuset"), "Box 123", "123 45 Exempelstad")),
        sender=Place(unit.name),
        text=_(
            "Så här ser ett brev från enheten ut. Adressen ska synas i kuvertets fönster, och ingenting annat."
        ),
        answer_wanted_by=today,
        signature=Signature(_("Namn på den som undertecknar"), _("titel")),
    )
