"""What is due when, for every half hour at which something can happen and every limit: against tests/due_dates.py.

In CI some hundred half hours; `campaigns/clock.py` tries all of two years.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, fields, is_dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from due_dates import DAY as ONE_DAY
from due_dates import chosen_half_hours, easter, half_hours, swedish_day, workdays_after
from remissvakt.referrals.facts import Limits, UnitFacts
from remissvakt.referrals.obligations import Why, obligations

from .situations import AT, DAY, MORE_SITUATIONS, SITUATIONS, UNITS
from .tables import EXPECTED

EVERYTHING = SITUATIONS | MORE_SITUATIONS
# Reason → the limit (or a number of days) that its day follows from, counted from the moment when all happened.
WORKDAYS: dict[str, tuple[Why, ...]] = {
    "send_workdays": (
        Why.TRANSCRIBE_REFERRAL, Why.COMPLETE_REFERRAL, Why.SIGN_REFERRAL, Why.SEND_REFERRAL, Why.FINISH_DICTATION,
    ),
    "answer_workdays": (
        Why.TRANSCRIBE_ANSWER, Why.COMPLETE_ANSWER, Why.SIGN_ANSWER, Why.SEND_ANSWER, Why.TRANSCRIBE_CONFIRMATION,
        Why.COMPLETE_CONFIRMATION, Why.SIGN_CONFIRMATION, Why.SEND_CONFIRMATION, Why.ANSWER_DECIDED,
    ),
    "inform_patient_workdays": (
        Why.TRANSCRIBE_LETTER, Why.SIGN_LETTER, Why.PATIENT_NOT_INFORMED,
    ),
    "acknowledge_confirmation_workdays": (Why.CONFIRMATION_UNREAD, Why.INFORMATION_WANTED_UNREAD),
    "acknowledge_answer_workdays": (Why.REFUSAL_UNREAD, Why.ANSWER_UNREAD),
    "arrival_workdays": (Why.NO_ASSESSOR,),
    "receiver_request_workdays": (Why.REPRIORITISATION_ASKED, Why.WITHDRAWAL_ASKED),
    "question_workdays": (Why.QUESTION_UNANSWERED, Why.QUESTION_ANSWER_UNREAD),
}  # fmt: skip
CALENDAR: dict[str | int, tuple[Why, ...]] = {
    "lead_time_days": (Why.NOT_ASSESSED, Why.NOT_CONFIRMED, Why.INFORMATION_ARRIVED),
    0: (Why.DELIVERY_FAILED,),
    1: (Why.NO_RECEIPT,),
}
# Their day is kept when something is done: tests/integration/referrals/test_clock.py, or given by somebody.
KEPT = set(EXPECTED) - {why for table in (WORKDAYS, CALENDAR) for some in table.values() for why in some}
LIMITS = (
    Limits(),
    Limits(**{field.name: 0 for field in fields(Limits) if field.type == "int"}),
    Limits(**{field.name: n for n, field in enumerate(fields(Limits), start=1) if field.type == "int"}),
    Limits(**{field.name: 90 + n for n, field in enumerate(fields(Limits)) if field.type == "int"}),
)


def at(value: Any, moment: datetime, day: date) -> Any:
    """The same facts, had everything happened then; what did not happen then is the same object."""
    if value is None or isinstance(value, str | bool | int | UUID | Limits):
        return value
    if isinstance(value, datetime):
        return moment if value == AT else value
    if isinstance(value, date):
        return day if value == DAY else value
    if isinstance(value, tuple):
        return tuple(at(one, moment, day) for one in value)
    if is_dataclass(value) and not isinstance(value, type):
        changed = {field.name: at(getattr(value, field.name), moment, day) for field in fields(value)}
        return replace(
            value, **{name: new for name, new in changed.items() if new is not getattr(value, name)}
        )
    return value


def with_limits(limits: Limits) -> dict[UUID, UnitFacts]:
    return {unit_id: replace(unit, limits=limits) for unit_id, unit in UNITS.items()}


UNDER = {limits: with_limits(limits) for limits in LIMITS}
TRIED = sorted({expected.situation for why, expected in EXPECTED.items() if why not in KEPT})


def wanted_on(day: date, limits: Limits) -> dict[Why, date]:
    numbers = asdict(limits)
    wanted = {why: workdays_after(day, numbers[name]) for name, whys in WORKDAYS.items() for why in whys}
    for name, whys in CALENDAR.items():
        days = name if isinstance(name, int) else numbers[name]
        wanted |= dict.fromkeys(whys, day + days * ONE_DAY)
    return wanted


def tried(moment: datetime, some: Sequence[Limits], counted: Counter[str]) -> None:
    day = swedish_day(moment)
    wanted = {limits: wanted_on(day, limits) for limits in some}
    for situation in TRIED:
        facts = at(EVERYTHING[situation], moment, day)
        for limits in some:
            for due in obligations(replace(facts, units=UNDER[limits])):
                if due.why in wanted[limits]:
                    assert due.due_on == wanted[limits][due.why], (moment, due.why, situation, limits)
                    counted[due.why] += 1


def test_every_due_date_at_every_half_hour():
    counted: Counter[str] = Counter()
    everything = os.environ.get("CAMPAIGN_CLOCK")
    moments = list(half_hours()) if everything else chosen_half_hours()
    for number, moment in enumerate(moments):
        # In the campaign each limit at each moment; in CI they take turns.
        tried(moment, LIMITS if everything else LIMITS[number % 4 :][:1], counted)
    assert counted.keys() == set(EXPECTED) - KEPT
    assert min(counted.values()) >= len(moments)
    if everything:
        rows = [f"{why}\t{number}\n" for why, number in sorted(counted.items())]
        Path(everything).write_text("".join(rows), encoding="utf-8")


def test_what_is_kept_is_tried_elsewhere_or_given_by_a_person():
    watch = {why for why in KEPT if "watch" in {str(node) for node in EXPECTED[why].nodes}}
    assert watch >= {Why.CONFIRMATION_AWAITED, Why.REPRIORITISATION_AWAITED, Why.WITHDRAWAL_AWAITED}


@pytest.mark.parametrize(
    ("year", "day"),
    [(1818, (3, 22)), (1943, (4, 25)), (2019, (4, 21)), (2026, (4, 5)), (2028, (4, 16)), (2285, (3, 22))],
)
def test_the_easter_of_the_computation_is_the_churchs(year, day):
    assert easter(year) == date(year, *day)
