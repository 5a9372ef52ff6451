"""In whose lists does it stand? Mitt arbete, Vårt arbete and Utan ansvarig, for one person today."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from .due import Duty
from .things import Id, Model, Person

MINE = ("sign", "acknowledge", "send", "answer", "complete", "certificate", "question", "watch")
IN_CARE = ("doctor", "clinician", "secretary")


def sees(model: Model, duties: Iterable[Duty], who: Id, today: date) -> set[tuple[str, str, Id]] | None:
    """Every (whose, list, what) that the person sees; None for who has no lists."""
    person = model.people[who]
    if not person.active or person.role not in (*IN_CARE, "manager"):
        return None
    seen = set()
    for duty in duties:
        if not _reaches(model, person, who, duty, today):
            continue
        mine = duty.person == who or _lent(model, duty, who, today)
        if mine and duty.node in MINE and person.role in IN_CARE:
            seen.add(("mine", duty.node, duty.about))
        if _works_with(model, person, duty.node):
            seen.add(("ours", duty.node, duty.about))
        if model.units[person.unit].serves is None and without_owner(model, duty, today):
            seen.add(("ours", "unowned", duty.about))
    return seen


def _reaches(model: Model, person: Person, who: Id, duty: Duty, today: date) -> bool:
    """A unit's people see the unit's work. A pool sees the lists chosen for it, and what is its people's own."""
    serves = model.units[person.unit].serves
    if serves is None:
        return bool(duty.unit == person.unit)
    if duty.unit not in serves:
        return False
    own = duty.person == who or _lent(model, duty, who, today)
    return duty.node in serves[duty.unit] or own


def _works_with(model: Model, person: Person, node: str) -> bool:
    serves = model.units[person.unit].serves
    return serves is None or any(node in nodes for nodes in serves.values())


def _lent(model: Model, duty: Duty, who: Id, today: date) -> bool:
    return any(loan["to"] == who for loan in _loans(model, duty, today))


def _loans(model: Model, duty: Duty, today: date) -> list[dict[str, object]]:
    return [
        loan
        for loan in model.lent.values()
        if loan["from"] == duty.person
        and loan["unit"] == duty.unit
        and duty.node in loan["nodes"]
        and loan["from_on"] <= today <= loan["to_on"]
    ]


def without_owner(model: Model, duty: Duty, today: date) -> bool:
    """Nobody has it and somebody must; or the one who has it cannot do it today.

    Somebody who is away for a while is made up for by who is there and has the work lent. Somebody who has left,
    or lost the assignment, is not: that work must be taken over.
    """
    if duty.twin:
        return False
    if duty.person is None:
        return duty.somebody
    if not _belongs(model, duty.person, duty.unit):
        return True
    if there(model, duty.person, duty.unit, today):
        return False
    return not any(there(model, loan["to"], duty.unit, today) for loan in _loans(model, duty, today))


def there(model: Model, who: Id, unit: Id, today: date) -> bool:
    """At work today, with an assignment at the unit or in a pool that serves it."""
    away = any(
        one == who and start <= today and (end is None or today <= end) for one, start, end in model.away
    )
    return _belongs(model, who, unit) and not away


def _belongs(model: Model, who: Id, unit: Id) -> bool:
    person = model.people[who]
    serves = model.units[person.unit].serves
    return person.active and (person.unit == unit if serves is None else unit in serves)
