"""The chain of everything that was administered: units, persons, assignments, patients, delegations.

Each event holds the hash of the one before it, so that a changed, added, moved or missing one shows
(T15). Writers stand in line at the row of the chain's head. The data never holds a personal number,
nor the content of a patient's address: only which fields were changed.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext as _

from remissvakt.core.canonical import canonical

from .models import AdminEvent, ChainHead

HEAD = "admin"


class Administrator(Protocol):
    """Who did it: a part of `organisations.actors.Actor`."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def person_name(self) -> str: ...
    @property
    def unit_id(self) -> UUID: ...


def record_admin(
    *,
    kind: str,
    subject_kind: str,
    subject_id: UUID,
    data: Mapping[str, Any],
    actor: Administrator | None,
    now: datetime,
    unit_id: UUID | None = None,
) -> AdminEvent:
    """Append one event; three statements, the first of which locks the chain until the transaction ends.

    `kind` is what was done ("unit_created"), `subject_*` to what. Without an actor (the console) the
    event has no person. `unit_id` is the unit that it concerns; the actor's own if not given.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an administrative event belongs to the transaction of what it tells of")
    head, _created = ChainHead.objects.select_for_update().get_or_create(
        name=HEAD, defaults={"sequence": 0, "hash": ""}
    )
    event = AdminEvent(
        sequence=head.sequence + 1,
        at=now,
        kind=kind,
        person_id=actor.person_id if actor else None,
        person_name=actor.person_name if actor else "",
        unit_id=unit_id or (actor.unit_id if actor else None),
        subject_kind=subject_kind,
        subject_id=subject_id,
        data=_plain(data),
        previous_hash=head.hash,
    )
    event.hash = _hash_of(event)
    AdminEvent.objects.bulk_create([event])
    ChainHead.objects.filter(name=HEAD).update(sequence=event.sequence, hash=event.hash)
    return event


def verify_admin_chain() -> list[str]:
    """Read the whole chain and return what is wrong with it, one sentence a finding; empty when it holds.

    A chain whose tail was cut off together with its head looks whole: only an anchor outside the
    database shows that.
    """
    findings: list[str] = []
    sequence, last_hash = 0, ""
    for event in AdminEvent.objects.order_by("sequence").iterator(chunk_size=2000):
        if event.sequence != sequence + 1:
            findings.append(
                _("Kedjan över administration saknar händelserna %(first)s–%(last)s.")
                % {"first": sequence + 1, "last": event.sequence - 1}
            )
        elif event.previous_hash != last_hash:
            findings.append(
                _("Händelse %(number)s i kedjan över administration hänger inte ihop med den före.")
                % {"number": event.sequence}
            )
        if event.hash != _hash_of(event):
            findings.append(
                _("Händelse %(number)s i kedjan över administration har ändrats.")
                % {"number": event.sequence}
            )
        sequence, last_hash = event.sequence, event.hash
    head = ChainHead.objects.filter(name=HEAD).first()
    if (head.sequence, head.hash) != (sequence, last_hash) if head else sequence > 0:
        findings.append(
            _(
                "Kedjan över administration slutar vid händelse %(number)s, men dess slut är antecknat annorlunda."
            )
            % {"number": sequence}
        )
    return findings


def _hash_of(event: AdminEvent) -> str:
    """SHA-256 over canonical JSON of everything in the event and the hash before it."""
    content = [
        event.sequence,
        event.at.astimezone(UTC).isoformat(timespec="microseconds"),
        event.kind,
        str(event.person_id or ""),
        event.person_name,
        str(event.unit_id or ""),
        event.subject_kind,
        str(event.subject_id),
        event.data,
        event.previous_hash,
    ]
    return hashlib.sha256(_canonical(content).encode()).hexdigest()


def _plain(data: Mapping[str, Any]) -> Any:
    """The data as the database gives it back: dates and ids as text."""
    return json.loads(_canonical(dict(data)))


def _canonical(value: Any) -> str:
    return canonical(value, default=str)
