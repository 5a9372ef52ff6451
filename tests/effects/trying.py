"""What an act refuses where it is done: each person, and each thing that it is given, made wrong one at a time.

Each try is undone. A text is tried empty and at the lengths that texts here may have, a day at the limits that days
have, a number one off, and an id with every person or unit of the region, or with one that nothing has.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, get_type_hints
from uuid import UUID

from django.db import transaction

from remissvakt.core.clock import local_date
from remissvakt.core.refusal import Refusal
from remissvakt.core.waits import Wait, WaitKind
from remissvakt.referrals.actions.change_routine import LIMITS
from remissvakt.referrals.actions.letters import LetterDraft
from remissvakt.referrals.actions.type_dictation import Typed
from remissvakt.referrals.models.version import TEXT_FIELDS

from .acting import Acting, told

LENGTHS = (40, 60, 100, 200, 300, 400, 500, 1000, 2000, 4000, 8192, 65000)
_DAYS = (-3654, -3653, -1, 0, 1, 731, 732)
_PEOPLE = ("watcher_id", "assessor_id", "referrer_id", "to_person_id")
_UNITS = ("to_unit_id", "from_unit_id", "unit_id", "forwarded_to_id")
_NUMBERS = {"priority_rank": (0, 1, 9, 10), "watch_days": (0, 1, 730, 731)}
# Not typed by people: only PostgreSQL has lengths for them.
_READ_BY_DOORS = ("certificate_id", "certificate_type", "event_code", "printed_file_id")
Try = Callable[..., str]


class Stop(Exception):
    """The act was come to: the walk need not go on."""


def tried(acting: Acting, act: Callable[..., Any], given: dict[str, Any]) -> list[str]:
    """A line for each thing that was tried otherwise, with what was said; none where it is refused as it is."""

    def attempt(**other: Any) -> str:
        block = transaction.atomic()
        block._from_testcase = True  # type: ignore[attr-defined] # an act wants a transaction of its own
        try:
            with block:
                act(**given | other)
                transaction.set_rollback(True)
        except Refusal as refusal:
            return told(refusal, acting.names)
        except Exception as broken:  # what no door lets through
            return type(broken).__name__
        return "done"

    if attempt() != "done":
        return []
    lines = []
    hints = {name: str(hint) for name, hint in get_type_hints(act).items()}
    for name, parameter in inspect.signature(act).parameters.items():
        value = given.get(name, parameter.default)
        for what, codes in _otherwise(acting, name, value, hints, attempt, given):
            lines += [f"{name}{what}: {said}" for said in _together(codes)]
    return [f"    {line}" for line in lines]


def _together(codes: dict[str, str]) -> list[str]:
    """What was said alike, said once."""
    by: dict[str, list[str]] = {}
    for what, code in codes.items():
        by.setdefault(code, []).append(what)
    return [f"{code} | {', '.join(what)}" for code, what in by.items()]


def _otherwise(
    acting: Acting, name: str, value: Any, hints: Mapping[str, str], attempt: Try, given: Mapping[str, Any]
) -> Iterator[tuple[str, dict[str, str]]]:
    region, today, hint = acting.region, local_date(given["now"]), hints[name]
    if name == "actor":
        yield "", {who: attempt(actor=one) for who, one in region.people.items()}
    elif name in _PEOPLE:
        yield "", {who: attempt(**{name: one.person_id}) for who, one in region.people.items()}
    elif name in _UNITS:
        units = {what: attempt(**{name: one.id}) for what, one in region.units.items()}
        yield "", units | {"unknown": attempt(**{name: UUID(int=7)})}
    elif name == "patient_id":
        yield "", {"unknown": attempt(patient_id=UUID(int=7))}
    elif name in ("now", *_READ_BY_DOORS) or ("totals" in given and isinstance(value, str)):
        return
    elif hint.startswith("<class 'uuid.UUID'>") and name.endswith("_id"):
        yield "", {"unknown": attempt(**{name: UUID(int=7)})}
    elif name == "priority_label" and "priority_rank" in hints:
        yield (
            "",
            _lengths(lambda text: attempt(priority_label=text, priority_rank=9)),
        )  # said with another rank
    elif name in _NUMBERS:
        yield "", {str(one): attempt(**{name: one}) for one in _NUMBERS[name]}
    elif isinstance(value, bool):
        yield "", {str(not value): attempt(**{name: not value})}
    elif isinstance(value, int):
        yield "", {"one less": attempt(**{name: value - 1}), "one more": attempt(**{name: value + 1})}
    elif hint in ("<class 'str'>",):
        yield "", _lengths(lambda text: attempt(**{name: text}))
    elif "datetime.datetime" in hint:
        yield "", _instants(given["now"], lambda at: attempt(**{name: at}))
    elif "datetime.date" in hint:
        days = {f"{days:+}": attempt(**{name: today + timedelta(days=days)}) for days in _DAYS}
        yield "", days | ({"none": attempt(**{name: None})} if "None" in hint else {})
    elif "waits.Wait" in hint:
        yield "", {f"{days:+}": attempt(**{name: _wait(today + timedelta(days=days))}) for days in (-1, 0)}
        if "None" in hint:
            yield "", {"none": attempt(**{name: None})}
    elif isinstance(value, LetterDraft):
        yield from _letter(value, given["now"], lambda draft: attempt(**{name: draft}))
    elif isinstance(value, Typed):
        for key in ("text", *TEXT_FIELDS):
            if key in value.fields:
                yield (
                    f".{key}",
                    _lengths(lambda text, key=key: attempt(typed=Typed(fields={**value.fields, key: text}))),
                )
    elif name == "fields":
        for key in TEXT_FIELDS:
            yield f".{key}", _lengths(lambda text, key=key: attempt(fields={**(value or {}), key: text}))
    elif name == "limits":
        for key in LIMITS:
            codes = {str(days): attempt(limits={**value, key: days}) for days in (-1, 0, 730, 731)}
            yield f".{key}", codes
        yield ".unknown", {"1": attempt(limits={"unknown": 1})}


def _wait(day: date) -> Wait:
    return Wait(WaitKind.DATE, day.isoformat(), day)


def _lengths(attempt: Callable[[str], str]) -> dict[str, str]:
    """What is said to nothing, to one sign, and to one sign more than the longest that is taken."""
    codes = {"nothing": attempt(""), "blank": attempt(" "), "x": attempt("x")}
    if codes["x"] != "done":
        return codes
    for length in LENGTHS:
        longer = attempt("x" * (length + 1))
        if longer != "done":
            return codes | {f"{length} signs": attempt("x" * length), f"{length + 1} signs": longer}
    return codes


def _instants(now: datetime, attempt: Callable[[datetime], str]) -> dict[str, str]:
    second = timedelta(seconds=1)
    when = {"now": now, "a second later": now + second, "366 days ago": now - timedelta(days=366)}
    when |= {"and a second": now - timedelta(days=366) - second, "731 days later": now + timedelta(days=731)}
    when |= {"732 days later": now + timedelta(days=732)}
    return {what: attempt(at) for what, at in when.items()}


def _letter(
    draft: LetterDraft, now: datetime, attempt: Callable[[LetterDraft], str]
) -> Iterator[tuple[str, dict[str, str]]]:
    for key in ("text", "language", "appointment_place", "appointment_with"):
        yield f".{key}", _lengths(lambda text, key=key: attempt(dataclasses.replace(draft, **{key: text})))
    if draft.appointment_at is not None:
        yield (
            ".appointment_at",
            {
                **_instants(now, lambda at: attempt(dataclasses.replace(draft, appointment_at=at))),
                "none": attempt(dataclasses.replace(draft, appointment_at=None)),
            },
        )
