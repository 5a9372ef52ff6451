"""Keep what a unit abbreviates while typing, and what it stands for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.admin_events import record_admin
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.texts import clean_line, clean_text
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Role, Unit

from ..models import Phrase

MAX_TEXT = 2000
WHO = frozenset({Role.MANAGER.value, Role.SECRETARY.value})


@transaction.atomic(durable=True)
def save_phrase(
    *,
    unit_id: UUID,
    short: str,
    text: str,
    actor: Actor,
    now: datetime,
    phrase_id: UUID | None = None,
    fresh_id: UUID | None = None,
) -> Phrase:
    """Save a new phrase, or with `phrase_id` change one of the unit's.

    `fresh_id` is a new row's id, drawn when the form was: the same form twice makes one phrase.
    Raises NotFound; Refusal "not_allowed", "missing", "phrase_spaced", "phrase_taken".
    """
    _require(actor, unit_id=unit_id)
    short = clean_line(short, max_length=20, field="short")
    text = clean_text(text, max_length=MAX_TEXT, field="text")
    if not short:
        raise Refusal("missing", _("Skriv förkortningen."), field="short")
    if " " in short:
        raise Refusal("phrase_spaced", _("Förkortningen är ett ord, utan mellanslag."), field="short")
    if not text:
        raise Refusal("missing", _("Skriv vad den står för."), field="text")
    # One at a time for the unit: the abbreviation is looked for before it is written.
    if not Unit.objects.select_for_update().filter(id=unit_id, local=True).exists():
        raise NotFound
    if fresh_id and (standing := Phrase.objects.filter(id=fresh_id, unit_id=unit_id).first()):
        return standing
    same = Phrase.objects.filter(unit_id=unit_id, short=short, active=True)
    if any(row.id != phrase_id for row in same):
        raise Refusal("phrase_taken", _("Förkortningen finns redan."), field="short")
    if phrase_id is None:
        row = Phrase(id=fresh_id or new_id(now=now), unit_id=unit_id, short=short, text=text)
        row.save(force_insert=True)
    else:
        row = _locked(unit_id=unit_id, phrase_id=phrase_id)
        row.short, row.text = short, text
        row.save(update_fields=["short", "text"])
    _record(row, kind="phrase_saved", actor=actor, now=now)
    return row


@transaction.atomic(durable=True)
def retire_phrase(*, unit_id: UUID, phrase_id: UUID, actor: Actor, now: datetime) -> None:
    """Put a phrase away; texts that were typed with it stay as they are. Raises NotFound; Refusal "not_allowed"."""
    _require(actor, unit_id=unit_id)
    row = _locked(unit_id=unit_id, phrase_id=phrase_id)
    row.active = False
    row.save(update_fields=["active"])
    _record(row, kind="phrase_retired", actor=actor, now=now)


def _require(actor: Actor, *, unit_id: UUID) -> None:
    """The manager and the secretaries of the unit, or of the pool; and a pool's for the units that it serves."""
    if unit_id not in {actor.unit_id, *actor.unit_ids}:
        raise NotFound
    if actor.role not in WHO:
        raise Refusal("not_allowed", _("Enhetens chef och sekreterare lägger upp fraser."))


def _locked(*, unit_id: UUID, phrase_id: UUID) -> Phrase:
    row = Phrase.objects.select_for_update().filter(id=phrase_id, unit_id=unit_id, active=True).first()
    if row is None:
        raise NotFound
    return row


def _record(row: Phrase, *, kind: str, actor: Actor, now: datetime) -> None:
    record_admin(
        kind=kind,
        subject_kind="phrase",
        subject_id=row.id,
        data={"short": row.short},
        actor=actor,
        now=now,
        unit_id=row.unit_id,
    )
