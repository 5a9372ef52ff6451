"""The same rows by bare SQL, on the same engine and in the same run: the least that each task could cost.

No rules, no pages, no login. What is written is durable as the service writes it.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from remissvakt.audit.models import AccessLog
from remissvakt.core.ids import new_id
from remissvakt.organisations.models import Unit
from remissvakt.referrals.models import Event, Participant, Referral

_ROWS = (
    "SELECT w.id, w.key, w.node, w.due_on, w.since_on, w.reason, w.params, w.priority_label, p.number, p.given_name, "
    "p.family_name, u.name, r.code, w.patient_id, w.referral_id FROM referrals_workitem w "
    "JOIN patients_patient p ON p.id = w.patient_id JOIN referrals_referral r ON r.id = w.referral_id "
    "LEFT JOIN organisations_unit u ON u.id = w.other_unit_id WHERE w.unit_id = %s AND w.node = 'watch' "
    "ORDER BY w.due_on, w.priority_rank, w.since_on, w.id LIMIT 50"
)
_COUNTS = "SELECT node, due_on < %s, count(*) FROM referrals_workitem WHERE unit_id = %s GROUP BY 1, 2"
_CLONED = (
    "referrals_referral", "referrals_referralversion", "referrals_case", "referrals_delivery", "referrals_participant",
    "referrals_event", "referrals_workitem",
)  # fmt: skip
_FEW = 20


def milliseconds(work: Callable[[], None], *, seconds: float) -> float:
    """The median of doing it again and again for a while."""
    taken: list[float] = []
    until = time.perf_counter() + seconds
    while time.perf_counter() < until or len(taken) < 5:
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return sorted(taken)[len(taken) // 2] * 1000


def list_page(unit: Unit, *, now: datetime) -> Callable[[], None]:
    """Fifty rows, and one row in the access log for each."""

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_ROWS, [_id(unit.id)])
            rows = cursor.fetchall()
            _log(cursor, [(row[-2], row[-1]) for row in rows], unit, now)

    return work


def counts(unit: Unit, *, now: datetime) -> Callable[[], None]:
    def work() -> None:
        with connection.cursor() as cursor:
            cursor.execute(_COUNTS, [now.date(), _id(unit.id)])
            cursor.fetchall()

    return work


def opened(referral: Referral, *, now: datetime) -> Callable[[], None]:
    """All rows of one referral, and one in the access log."""

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            for table in (*_CLONED, "referrals_reply"):
                column = "id" if table == "referrals_referral" else "referral_id"
                cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s", [_id(referral.id)])  # noqa: S608
                cursor.fetchall()
            _log(cursor, [(_id(referral.patient_id), _id(referral.id))], referral.referrer_unit, now)

    return work


def created(referral: Referral, *, now: datetime) -> Callable[[], None]:
    """The rows of one sent referral again, under other ids, in one transaction."""
    model = {table: _read(table, referral.id) for table in _CLONED}
    for _names, rows in model.values():
        del rows[_FEW:]  # `changed` has given it more and more events in former runs

    def work() -> None:
        ids: dict[Any, Any] = {}

        def other(value: Any) -> Any:
            return ids.get(value, value) if isinstance(value, (UUID, str)) else value

        for _names, rows in model.values():
            for row in rows:
                if not isinstance(row["id"], int):
                    ids[row["id"]] = _id(new_id(now=now))
        code = secrets.token_hex(4)
        with transaction.atomic(), connection.cursor() as cursor:
            for table, (names, rows) in model.items():
                columns = [
                    name for name in names if not (name == "id" and table == Participant._meta.db_table)
                ]
                values = [[code if name == "code" else other(row[name]) for name in columns] for row in rows]
                _insert(cursor, table, columns, values)

    return work


def changed(referral: Referral, *, now: datetime) -> Callable[[], None]:
    """What an act on a referral changes: the locked row and its case, an event, a work item made anew."""
    events = _read(Event._meta.db_table, referral.id)

    def work() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            lock = " FOR UPDATE" if connection.vendor == "postgresql" else ""
            key = _id(referral.id)
            cursor.execute(f"SELECT event_count FROM referrals_referral WHERE id = %s{lock}", [key])  # noqa: S608
            (count,) = cursor.fetchone()
            cursor.execute(
                "UPDATE referrals_referral SET version = version + 1, event_count = event_count + 1 WHERE id = %s",
                [key],
            )
            cursor.execute("UPDATE referrals_case SET version = version + 1 WHERE referral_id = %s", [key])
            cursor.execute("UPDATE referrals_workitem SET due_on = due_on WHERE referral_id = %s", [key])
            names, rows = events
            row = {**rows[-1], "id": _id(new_id(now=now)), "sequence": count + 1000}
            _insert(cursor, Event._meta.db_table, names, [[row[name] for name in names]])

    return work


def _read(table: str, referral_id: UUID) -> tuple[list[str], list[dict[str, Any]]]:
    """The rows as the driver gives them, with what JSON columns hold as text."""
    column = "id" if table == "referrals_referral" else "referral_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE {column} = %s", [_id(referral_id)])  # noqa: S608
        names = [one[0] for one in cursor.description]
        return names, [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _log(cursor: Any, patients: list[tuple[Any, Any]], unit: Unit | None, now: datetime) -> None:
    assert unit is not None
    own = _id(unit.id)
    names = [str(field.column) for field in AccessLog._meta.concrete_fields]
    fixed = ["x", own, own, unit.name, _id(unit.provider_id), "doctor", "Mätning", "bench"]
    rows = [[_id(new_id(now=now)), now, own, *fixed, patient, referral] for patient, referral in patients]
    _insert(cursor, AccessLog._meta.db_table, names, rows)


def _insert(cursor: Any, table: str, names: list[str], rows: list[list[Any]]) -> None:
    if not rows:
        return
    columns = ", ".join(f'"{name}"' for name in names)
    place = "(" + ", ".join(["%s"] * len(names)) + ")"
    sql = f"INSERT INTO {table} ({columns}) VALUES {', '.join([place] * len(rows))}"  # noqa: S608 - our own names
    cursor.execute(sql, [value for row in rows for value in row])


def _id(value: UUID) -> Any:
    return value if connection.vendor == "postgresql" else value.hex
