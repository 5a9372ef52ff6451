"""The rows that acts may change, and what differs between two moments, in names that are the same on every run."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, Model

# Who did it and when is the same for every event of an act, and follows from the call; hashes follow from ids.
# What is due has a table of its own (due.txt): here it is enough what came and went.
_LEFT_OUT = {
    "event": {
        "sequence",
        "at",
        "person_id",
        "person_name",
        "unit_id",
        "role",
        "assignment_id",
        "previous_hash",
        "hash",
    },
    "adminevent": {"previous_hash", "hash", "person_name", "sequence"},
    "referral": {"code", "event_hash", "event_count"},
    "unit": {"sort_name", "search_name"},
    "patient": {"sort_name", "search_family", "search_given"},
}
_UNNAMED = ("unitroutine", "workitem")  # whose id is the unit's, and whose name is its key
_OF_REGION = ("careprovider", "unit", "unitroutine", "patient")
_OF_WORK = ("key", "unit_id", "person_id", "due_on", "reason", "params")
_MODELS = {
    "audit": ("AccessLog", "AdminEvent"),
    "dictation": ("Recording", "Take", "Dictation", "UnclearSpot"),
    "documents": ("PaperCode", "Document"),
    "organisations": ("CareProvider", "Unit", "UnitRoutine"),
    "patients": ("Patient",),
    "referrals": (
        "Referral",
        "ReferralVersion",
        "Case",
        "Reply",
        "ReceiverRequest",
        "Question",
        "QuestionMessage",
        "Letter",
        "Delivery",
        "Contact",
        "PatientNotice",
        "CertificateQuestion",
        "Participant",
        "Event",
        "WorkItem",
    ),
}
_SHORT = {"referralversion": "version", "workitem": "work", "receiverrequest": "request"}
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_HASH = re.compile(r"\b[0-9a-f]{56}(?=[0-9a-f]{8}\b)")
_INSTANT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d):00\+00:00")
_WRITTEN = re.compile(r'(?:INSERT INTO|UPDATE|DELETE FROM) "(\w+)"')
_LONG = 80
_THE_ONE = "referral#1"  # not said of new rows: mostly there is no other

Rows = dict[tuple[str, Any], dict[str, Any]]


@cache
def _models() -> list[type[Model]]:
    return [apps.get_model(app, name) for app, names in _MODELS.items() for name in names]


class Kept:
    """The rows as they are; only tables that something was written to are read anew."""

    def __init__(self) -> None:
        self._by_table = {model._meta.db_table: model for model in _models()}
        self._rows: dict[str, Rows] = {}
        # A new region has rows in these alone.
        self._written = {model._meta.db_table for model in _models() if model._meta.model_name in _OF_REGION}

    def hear(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        """Look on while a statement is executed (`connection.execute_wrapper`)."""
        self._written.update(_WRITTEN.findall(sql))
        return execute(sql, params, many, context)

    def rows(self) -> Rows:
        """Every row of every table that an act may change."""
        for table in self._written & self._by_table.keys():
            self._rows[table] = _read(self._by_table[table])
        self._written = set()
        return {key: row for rows in self._rows.values() for key, row in rows.items()}


def _read(model: type[Model]) -> Rows:
    name, columns = str(model._meta.model_name), _columns(model)
    return {
        (name, values[0]): dict(zip(columns, values[1:], strict=True))
        for values in model._default_manager.values_list("pk", *columns)
    }


@cache
def _columns(model: type[Model]) -> list[str]:
    name = str(model._meta.model_name)
    if name == "workitem":
        return list(_OF_WORK)
    left_out = _LEFT_OUT.get(name, set())
    return [
        field.attname
        for field in model._meta.concrete_fields
        if not field.primary_key and field.attname not in left_out
    ]


@cache
def _usual(name: str) -> dict[str, Any]:
    """What a column of a new row has when nothing was said."""
    model = next(one for one in _models() if one._meta.model_name == name)
    return {field.attname: _default(field) for field in model._meta.concrete_fields}


def _default(field: Field[Any, Any]) -> Any:
    return field.get_default() if field.has_default() else ("" if field.empty_strings_allowed else None)


class Names:
    """Names for ids: those of the region, and of every other row its table and which of them it is."""

    def __init__(self, known: Mapping[UUID, str], *, now: datetime) -> None:
        self._known = dict(known)
        self._now = now
        self._count: dict[str, int] = {}

    def learn(self, rows: Rows) -> None:
        """Name what has come, in the order in which it was made."""
        new = [one for one in rows if isinstance(one[1], UUID) and one[0] not in _UNNAMED]
        for table, key in sorted(new, key=lambda one: one[1].int):
            if key not in self._known:
                short = _SHORT.get(table, table)
                self._count[short] = self._count.get(short, 0) + 1
                self._known[key] = f"{short}#{self._count[short]}"

    def difference(self, before: Rows, after: Rows) -> list[str]:
        """A line for each row that came (+), went (-) or is otherwise (~), in the order of the tables."""
        self.learn(after)
        lines: dict[str, list[str]] = {}
        for key in before.keys() | after.keys():
            if line := self._line(key, before.get(key), after.get(key)):
                lines.setdefault(key[0], []).append(line)
        tables = [str(model._meta.model_name) for model in _models()]
        return [line for table in tables for line in sorted(lines.get(table, []), key=_in_order)]

    def _line(self, key: tuple[str, Any], was: dict[str, Any] | None, now: dict[str, Any] | None) -> str:
        if was == now:
            return ""
        row = now if now is not None else was
        assert row is not None
        name = self._of_row(key, row)
        if now is None:
            return f"- {name}"
        if was is not None:
            changed = [
                f"{self._column(one)}={self.text(was[one])}→{self.text(now[one])}"
                for one in now
                if was[one] != now[one]
            ]
            return f"~ {name} {' '.join(changed)}"
        usual = _usual(key[0])
        said = [
            f"{self._column(one)}={text}"
            for one in now
            if now[one] != usual[one] and one != "key" and (text := self.text(now[one])) != _THE_ONE
        ]
        return f"+ {name} {' '.join(said)}".rstrip()

    def _of_row(self, key: tuple[str, Any], row: dict[str, Any]) -> str:
        table, number = key
        if table == "workitem":
            return f"work {self.text(row['key'])}"
        if isinstance(number, UUID):
            known = self._known.get(number, table)
            return known if table != "unitroutine" else f"routine of {known}"
        return (
            table if table == "participant" else f"{table} {number if table != 'adminevent' else ''}".rstrip()
        )

    @staticmethod
    def _column(name: str) -> str:
        return name.removesuffix("_id")

    def text(self, value: Any) -> str:
        """A value as it stands in the table."""
        if value is None:
            return "–"
        if isinstance(value, UUID):
            return self._known.get(value, "new")
        if isinstance(value, datetime):
            return "now" if value == self._now else _instant(value)
        if isinstance(value, bool | int | float | date):
            return str(value)
        if isinstance(value, str):
            return self._words(value)
        if isinstance(value, Mapping):
            return "{" + ", ".join(f"{one}: {self.text(value[one])}" for one in sorted(value, key=str)) + "}"
        if isinstance(value, list | tuple | set | frozenset):
            return "[" + ", ".join(self.text(one) for one in value) + "]"
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return f"{type(value).__name__}({', '.join(self._fields(value))})"
        return str(value)

    def _fields(self, value: Any) -> Iterator[str]:
        for field in dataclasses.fields(value):
            said = getattr(value, field.name)
            if said != field.default and said != {}:
                yield f"{field.name}={self.text(said)}"

    def _words(self, value: str) -> str:
        named = _ID.sub(lambda found: self._known.get(UUID(found[0]), "new"), value)
        named = _INSTANT.sub(r"\1", _HASH.sub("…", named)).replace("\n", "⏎")
        if len(named) > _LONG:
            named = f"{named[: _LONG - 20]}…({len(value)} signs)"
        plain = re.fullmatch(r"[\w:#.,–…+-]+", named)
        return named if plain else f"“{named}”"


def _instant(value: datetime) -> str:
    there = value.astimezone(UTC)
    text = there.isoformat(timespec="microseconds")
    return text.removesuffix("+00:00").removesuffix(".000000").removesuffix(":00")


def _in_order(line: str) -> tuple[str, int, str]:
    """By table and number: #10 after #9."""
    found = re.match(r"[+~-] ([a-z]+)#(\d+)", line)
    return (found[1], int(found[2]), line) if found else ("", 0, line)
