"""A history as it lies in the tables, with a place for everything that differs from one copy to the next.

What differs: the ids, the code, the patient, the units and people with their names, and the hashes of the timeline,
which are computed anew for every copy. The text of a signature holds none of these, and so its hash stays.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models

from remissvakt.referrals.models import (
    Case,
    Delivery,
    Event,
    Participant,
    PatientNotice,
    ReceiverRequest,
    Referral,
    ReferralVersion,
    Reply,
    WorkItem,
)
from remissvakt.referrals.record import event_hash, event_text

from .loading import Cell, Engine
from .region import Place

# In the order in which they refer to each other.
TABLES: tuple[type[models.Model], ...] = (
    Referral, Participant, ReferralVersion, Case, PatientNotice, Reply, ReceiverRequest, Delivery, Event, WorkItem,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Template:
    """`ids` are the history's own ids in order; `rows` are (table, cells). See `Copier.copy`."""

    ids: tuple[int, ...]
    rows: tuple[tuple[int, tuple[Cell, ...]], ...]
    hashed: tuple[Cell, ...]  # what the hash of each event is of, in order


def columns(model: type[models.Model]) -> list[models.Field[Any, Any]]:
    """The columns that are written; a number that the database gives is left to it."""
    return [field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)]


def read_template(*, referral: Referral, places: Sequence[Place], engine: Engine) -> Template:
    """Read a history that happened at `places`. The values of a copy stand in the order that `words` gives them:
    the places' words (each id as text and as hex), patient, code, own ids (each twice), hashes."""
    found = {model: _rows(model, referral) for model in TABLES}
    own = sorted({row.pk for model, rows in found.items() for row in rows if isinstance(row.pk, UUID)})
    events: list[Any] = found[Event]
    tokens: dict[str, int] = {}
    for place in places:
        for word in place.words():
            _add(tokens, word)
    _add(tokens, str(referral.patient_id))
    tokens[referral.code] = len(tokens)
    for key in own:
        _add(tokens, str(key))
    for event in events:
        tokens[event.hash] = len(tokens)
    pattern = re.compile("|".join(re.escape(token) for token in sorted(tokens, key=len, reverse=True)))

    def cell(text: Any) -> Cell:
        if not isinstance(text, str):
            return Cell(text, ())
        numbers = tuple(tokens[token] for token in pattern.findall(text))
        if not numbers:
            return Cell(text, ())
        return Cell(pattern.sub("%s", text.replace("%", "%%")), numbers)

    rows = [
        (
            number,
            engine.row([cell(engine.value(field, getattr(row, field.attname))) for field in columns(model)]),
        )
        for number, model in enumerate(TABLES)
        for row in found[model]
    ]
    return Template(
        ids=tuple(key.int for key in own),
        rows=tuple(rows),
        hashed=tuple(cell(_hashed(event)) for event in events),
    )


def _add(tokens: dict[str, int], word: str) -> None:
    """A word; an id also as the 32 signs without hyphens that tables hold."""
    tokens[word] = len(tokens)
    if re.fullmatch(r"[0-9a-f-]{36}", word):
        tokens[word.replace("-", "")] = len(tokens)


def _rows(model: type[models.Model], referral: Referral) -> list[Any]:
    objects = model._default_manager
    if model is Referral:
        return list(objects.filter(id=referral.id))
    if model is PatientNotice:
        return list(objects.filter(case__referral=referral))
    return list(objects.filter(referral=referral).order_by("sequence" if model is Event else "pk"))


def _hashed(event: Event) -> str:
    """The text whose SHA-256 is the event's; proved against the event's own."""
    assert event_hash(event) == event.hash
    return event_text(event)
