"""Which style has a unit? What its manager has decided, and where that is nothing, what its own row says."""

from __future__ import annotations

from typing import Any, cast

from remissvakt.organisations.models import Unit

from .models import LetterStyle
from .style import SKATTEVERKET, Style


def style_of(unit: Unit) -> Style:
    """Return the style of a unit's letters; one statement."""
    return style_from(
        unit, LetterStyle.objects.filter(unit_id=unit.id).first() or LetterStyle(unit_id=unit.id)
    )


def style_from(unit: Unit, row: LetterStyle) -> Style:
    """Return the style that a row, saved or not, gives the unit's letters."""
    town = f"{unit.postal_code} {unit.city}".strip()
    address = ", ".join(part for part in (unit.street, town) if part)
    chosen = cast(Any, {"envelope": row.envelope, "side": row.side})  # the table holds nothing else
    return Style(
        letterhead=lines(row.letterhead) or (unit.name,),
        language=row.language,
        phone=unit.phone,
        hours=row.hours,
        return_address=row.return_address or address,
        footer=row.footer or address,
        protected_route=lines(row.protected_route) or SKATTEVERKET,
        **chosen,
    )


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())
