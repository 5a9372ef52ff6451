"""Decide how a unit's letters look."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.texts import clean_line, clean_text
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Unit, UnitKind
from remissvakt.organisations.permissions import require_lead
from remissvakt.organisations.seen import require_seen

from ..models import EnvelopeFormat, LetterLanguage, LetterStyle, WindowSide

LETTERS = ("letter_style_changed",)
# How many lines stand where, without reaching the address window or the code below.
LETTERHEAD_LINES, FOOTER_LINES, ROUTE_LINES = 3, 3, 5
LONGEST_LINE = 60
COLUMNS = (
    "letterhead", "envelope", "side", "language", "hours", "return_address", "footer", "protected_route",
)  # fmt: skip


@transaction.atomic(durable=True)
def change_letter_style(
    *,
    unit_id: UUID,
    chosen: Mapping[str, str],
    version: int | None = None,
    actor: Actor,
    now: datetime,
) -> LetterStyle:
    """Set the style of a unit's letters; `chosen` has every one of COLUMNS; an empty text is the standard.

    Raises NotFound; Stale if it has changed since `version`; Refusal "not_allowed", "choice", "text_too_long",
    "letter_lines". What is printed stays as it was printed.
    """
    require_lead(actor, unit_id=unit_id)
    if not Unit.objects.select_for_update().filter(id=unit_id, local=True, kind=UnitKind.CARE).exists():
        raise NotFound
    require_seen(unit_id, kinds=LETTERS, version=version)
    row = read_letter_style(unit_id=unit_id, chosen=chosen)
    held = LetterStyle.objects.filter(unit_id=unit_id).first()
    former = held or LetterStyle(unit_id=unit_id)
    changed = [name for name in COLUMNS if getattr(former, name) != getattr(row, name)]
    if changed:
        row.save(force_insert=held is None)
        record_admin(
            kind="letter_style_changed",
            subject_kind="unit",
            subject_id=unit_id,
            data={
                "before": {name: getattr(former, name) for name in changed},
                "after": {name: getattr(row, name) for name in changed},
            },
            actor=actor,
            now=now,
            unit_id=unit_id,
        )
    return row


def read_letter_style(*, unit_id: UUID, chosen: Mapping[str, str]) -> LetterStyle:
    """Return what was typed as a row that is not saved: what a preview shows. Raises as `change_letter_style`."""
    return LetterStyle(
        unit_id=unit_id,
        letterhead=_lines(chosen, "letterhead", most=LETTERHEAD_LINES),
        envelope=_one_of(chosen, "envelope", EnvelopeFormat.values),
        side=_one_of(chosen, "side", WindowSide.values),
        language=_one_of(chosen, "language", LetterLanguage.values),
        hours=clean_line(chosen["hours"], max_length=LONGEST_LINE, field="hours"),
        return_address=clean_line(chosen["return_address"], max_length=LONGEST_LINE, field="return_address"),
        footer=_lines(chosen, "footer", most=FOOTER_LINES),
        protected_route=_lines(chosen, "protected_route", most=ROUTE_LINES),
    )


def _lines(chosen: Mapping[str, str], field: str, *, most: int) -> str:
    written = clean_text(chosen[field], max_length=1000, field=field).splitlines()
    kept = [clean_line(line, max_length=LONGEST_LINE, field=field) for line in written if line.strip()]
    if len(kept) > most:
        raise Refusal("letter_lines", _("Här får högst %(most)s rader plats."), field=field, most=most)
    return "\n".join(kept)


def _one_of(chosen: Mapping[str, str], field: str, values: list[str]) -> str:
    if chosen[field] not in values:
        raise Refusal("choice", _("Välj i listan."), field=field)
    return chosen[field]
