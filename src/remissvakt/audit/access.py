"""Every read of a patient's data leaves a row here, in the same transaction as the read (invariant S1).

Called by queries that hand out patient data, before they hand it out. No row, no data: outside a
transaction the functions raise, since a row that is written apart could be lost while the data has left.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.db import connection

from remissvakt.core.ids import new_id
from remissvakt.database.inserting import insert_alike

from .models import AccessLog
from .once import joined


class Reader(Protocol):
    """Who reads: the part of `organisations.actors.Actor` that the Patient Data Act asks to be kept."""

    @property
    def person_id(self) -> UUID: ...
    @property
    def person_name(self) -> str: ...
    @property
    def assignment_id(self) -> UUID: ...
    @property
    def unit_id(self) -> UUID: ...
    @property
    def unit_name(self) -> str: ...
    @property
    def provider_id(self) -> UUID: ...
    @property
    def role(self) -> str: ...
    @property
    def purpose(self) -> str: ...


class ReadOutsideTransaction(RuntimeError):
    """A programming error: patient data was about to be read without a transaction around it."""


def log_read(
    *, actor: Reader, patient_id: UUID, action: str, now: datetime, referral_id: UUID | None = None
) -> None:
    """Log that the actor reads this patient's data. `action` is a short English word such as "open_referral".

    One statement. Raises ReadOutsideTransaction if there is no transaction.
    """
    log_reads(actor=actor, patients=[(patient_id, referral_id)], action=action, now=now)


def log_with_answer(
    *, actor: Reader, patient_id: UUID, action: str, now: datetime, referral_id: UUID | None = None
) -> None:
    """The same for who acts and is shown nothing yet: written with what the act writes, in the request's transaction.

    Raises ReadOutsideTransaction outside `once.do_once`.
    """
    request = joined()
    if request is None:
        raise ReadOutsideTransaction
    who = _who(actor, action=action, now=now)
    request.waiting.append(
        AccessLog(id=new_id(now=now), patient_id=patient_id, referral_id=referral_id, **who)
    )


def log_reads(
    *,
    actor: Reader,
    patients: Iterable[UUID | tuple[UUID, UUID | None]],
    action: str,
    now: datetime,
) -> None:
    """Log a page that shows several patients: one row for each, in one statement.

    `patients` are ids of patients, or pairs (patient, referral or None); the same one twice is logged once.
    """
    if not connection.in_atomic_block:
        raise ReadOutsideTransaction
    pairs = dict.fromkeys((one, None) if isinstance(one, UUID) else one for one in patients)
    insert_alike(
        AccessLog,
        same=_who(actor, action=action, now=now),
        each={
            "id": [new_id(now=now) for _pair in pairs],
            "patient_id": [patient_id for patient_id, _referral in pairs],
            "referral_id": [referral_id for _patient, referral_id in pairs],
        },
    )


def _who(actor: Reader, *, action: str, now: datetime) -> dict[str, Any]:
    """What a row says beside whom it is about."""
    return {
        "at": now,
        "person_id": actor.person_id,
        "person_name": actor.person_name,
        "assignment_id": actor.assignment_id,
        "unit_id": actor.unit_id,
        "unit_name": actor.unit_name,
        "provider_id": actor.provider_id,
        "role": actor.role,
        "purpose": actor.purpose,
        "action": action,
    }
