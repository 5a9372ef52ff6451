"""Everything that is due in every situation, whole, with limits that are all different: a change of it is seen here."""

from __future__ import annotations

from dataclasses import fields, replace
from uuid import UUID

from remissvakt.referrals.facts import Limits, ReferralFacts
from remissvakt.referrals.obligations import Due, obligations

from . import situations
from .odd_situations import ODD
from .situations import MORE_SITUATIONS, SITUATIONS

IDS = {value: name.lower() for name, value in vars(situations).items() if isinstance(value, UUID)}
_ABOUT = ("case_id", "reply_id", "delivery_id", "question_id", "letter_id", "document_id")


def own_limits(number: int) -> Limits:
    """Each limit of the unit another number, and none that another unit has."""
    days = [field.name for field in fields(Limits) if field.name != "acknowledge_rule"]
    return Limits(**{name: number * 20 + place for place, name in enumerate(days, start=1)})


def with_own_limits(facts: ReferralFacts) -> ReferralFacts:
    units = sorted(facts.units)
    return replace(
        facts, units={key: replace(facts.units[key], limits=own_limits(units.index(key))) for key in units}
    )


def due_table() -> str:
    """A line for each obligation: list, unit, person (! where somebody must have it), due, since, why, and the rest."""
    lines = []
    for name, facts in (SITUATIONS | MORE_SITUATIONS | ODD).items():
        lines.append(f"{name}\n")
        lines += sorted(f"  {_line(due)}\n" for due in obligations(with_own_limits(facts)))
    return "".join(lines)


def _line(due: Due) -> str:
    person = _name(due.person_id) + ("!" if due.wants_person else "")
    about = " ".join(f"{one[:-3]}={_name(value)}" for one in _ABOUT if (value := getattr(due, one)))
    key = ":".join(_key(part) for part in due.key.split(":"))
    return (
        f"{key} | {due.node.value} {_name(due.unit_id)} {person} | {due.since_on} {due.due_on} | "
        f"{due.why.value} {due.kind} {_name(due.other_unit_id)} {about}".rstrip()
    )


def _key(part: str) -> str:
    return _name(UUID(part)) if len(part) == 36 else part


def _name(value: UUID | None) -> str:
    return "–" if value is None else IDS.get(value, str(value.int))
