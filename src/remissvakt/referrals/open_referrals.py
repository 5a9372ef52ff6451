"""What an import brings in: open referrals as another system tells of them, read and resolved.

Shapes and the questions asked of them, for the one who reads the file (`remissvakt.importing`) and for the
action that writes (`actions.import_open`) alike: no rule stands in two places.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.identifiers import PatientNumber
from remissvakt.core.refusal import Refusal
from remissvakt.core.waits import Wait

from .models import Case, Referral

CHUNK = 500


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenReferral:
    """One open referral, read and resolved.

    `outgoing`: sent by the unit, otherwise a case at it. `other_unit_id` is the unit at the other end; None
    with a name means that it is created, None without (incoming only) the patient's own request. `day` is
    when it was sent, or when it arrived. `referrer_id` is one of the unit's own (outgoing only), others have a
    name. `confirmed_on` None: not confirmed; `assessed`: no longer Ej bedömd.
    """

    outgoing: bool
    import_key: str
    number: PatientNumber
    patient: Mapping[str, Any]  # the columns of patients.fields.PatientDetails
    day: date
    other_unit_id: UUID | None = None
    other_unit_name: str = ""
    referrer_id: UUID | None = None
    referrer_name: str = ""
    watcher_id: UUID | None = None
    assessor_id: UUID | None = None
    decided_on: date | None = None
    watch_on: date | None = None
    assessed: bool = False
    confirmed_on: date | None = None
    wait: Wait | None = None
    priority_rank: int = 3
    priority_label: str = ""
    question: str = ""
    clinical_information: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Batch:
    """The open referrals of one file, and the file's SHA-256."""

    rows: Sequence[OpenReferral]
    digest: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Imported:
    """What a run brought in, in counts.

    `there` were here before. Import keys, one a patient: `other_names`, whose patient is here by another name
    than the file's; `less_protected`, whose patient the file says is protected and what is kept here does not.
    """

    outgoing: int
    incoming: int
    there: int
    patients: int
    units: int
    other_names: tuple[str, ...]
    less_protected: tuple[str, ...]


def is_new_unit(row: OpenReferral) -> bool:
    return row.other_unit_id is None and bool(row.other_unit_name)


def row_refusals(row: OpenReferral, *, today: date) -> Iterator[Refusal]:
    """What cannot be, seen from one row alone; `field` is the column."""
    if row.day > today:
        yield Refusal("date_in_future", _("Datumet har inte varit än."), field="day")
    if row.day < today - timedelta(days=3653):
        yield Refusal("date_too_old", _("Datumet är mer än tio år sedan. Stämmer det?"), field="day")
    if row.decided_on is not None and row.decided_on < today - timedelta(days=3653):
        yield Refusal("date_too_old", _("Datumet är mer än tio år sedan. Stämmer det?"), field="decided_on")
    if row.decided_on is not None and row.decided_on > row.day:
        yield Refusal(
            "decision_after_day",
            _("Beslutet kan inte vara fattat efter att remissen skickades eller kom."),
            field="decided_on",
        )
    if row.confirmed_on is not None and not row.day <= row.confirmed_on <= today:
        yield Refusal(
            "confirmed_outside",
            _("Bekräftelsen kan inte vara äldre än remissen, och inte ligga framåt i tiden."),
            field="confirmed_on",
        )
    if row.watch_on is not None and row.watch_on < row.day:
        yield Refusal("watch_before_day", _("Bevakningen kan inte gå ut före remissen."), field="watch_on")
    if row.watch_on is not None and row.watch_on > today + timedelta(days=731):
        yield Refusal(
            "date_too_far",
            _("Datumet ligger mer än två år fram. Välj ett tidigare."),
            field="watch_on",
        )


def already_there(
    rows: Sequence[OpenReferral], *, unit_id: UUID
) -> tuple[frozenset[tuple[bool, str]], frozenset[tuple[bool, str]]]:
    """The (outgoing, import_key) of rows that are here already, and of those whose number is another patient's.

    A referral between two units here is the same whichever of them brings it in first.
    """
    known: dict[tuple[bool, str], set[str]] = {}
    for chunk in chunks(rows):
        keys = {True: [], False: []}  # type: dict[bool, list[str]]
        for row in chunk:
            keys[row.outgoing].append(row.import_key)
        sent = Referral.objects.filter(referrer_unit_id=unit_id, import_key__in=keys[True])
        for key, number in sent.values_list("import_key", "patient__number"):
            known.setdefault((True, key), set()).add(number)
        cases = Case.objects.filter(unit_id=unit_id, import_key__in=keys[False])
        for key, number in cases.values_list("import_key", "referral__patient__number"):
            known.setdefault((False, key), set()).add(number)
        senders = {row.import_key: row.other_unit_id for row in chunk if not row.outgoing}
        received = Referral.objects.filter(to_unit_id=unit_id, import_key__in=keys[False])
        for key, sender, number in received.values_list("import_key", "referrer_unit_id", "patient__number"):
            if sender is not None and sender == senders.get(key):
                known.setdefault((False, key), set()).add(number)
    there: set[tuple[bool, str]] = set()
    others: set[tuple[bool, str]] = set()
    for row in rows:
        numbers = known.get((row.outgoing, row.import_key))
        if numbers:
            (there if row.number.value in numbers else others).add((row.outgoing, row.import_key))
    return frozenset(there), frozenset(others)


def chunks(rows: Sequence[OpenReferral]) -> Iterator[list[OpenReferral]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK)):
        yield chunk
