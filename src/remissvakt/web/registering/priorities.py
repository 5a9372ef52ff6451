"""In which words is urgency said? In the receiver's scale where it is a unit here, otherwise in one's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from remissvakt.core.ids import parse_id
from remissvakt.organisations.making import DEFAULT_PRIORITIES
from remissvakt.organisations.models import PriorityLevel, Unit

USUAL_RANK = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """One step; `value` is what the form posts, `rank` 1 the most urgent."""

    value: str
    rank: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The steps to choose from, and whose they are ("" for one's own)."""

    levels: tuple[Level, ...]
    of: str = ""

    def choices(self) -> list[tuple[str, str]]:
        return [(level.value, level.label) for level in self.levels]

    @property
    def usual(self) -> str:
        """The step that is chosen beforehand: neither urgent nor one that can wait."""
        ranked = [level for level in self.levels if level.rank <= USUAL_RANK]
        return ranked[-1].value if ranked else self.levels[0].value

    def level(self, value: str) -> Level | None:
        """Return the step that was posted. One of another scale counts where the word is the same."""
        found = next((level for level in self.levels if level.value == value), None)
        if found is not None:
            return found
        other = _label_of(value)
        return next((one for one in self.levels if one.label.casefold() == other.casefold()), None)


def scale_for(*, own_unit_id: UUID, receiver: Unit | None) -> Scale:
    """Return the scale of a local receiver that has one, else one's own; one statement."""
    asked = [own_unit_id, *([receiver.id] if receiver is not None and receiver.local else [])]
    return scale_of(levels_at(asked), own_unit_id=own_unit_id, receiver=receiver)


def levels_at(unit_ids: Collection[UUID]) -> QuerySet[PriorityLevel]:
    """The rows that `scale_of` makes into a scale, for whoever reads them together with others."""
    return PriorityLevel.objects.filter(unit_id__in=unit_ids, active=True)


def scale_of(rows: Iterable[PriorityLevel], *, own_unit_id: UUID, receiver: Unit | None) -> Scale:
    """The scale that `scale_for` returns, of the levels of both units."""
    by_unit: dict[UUID, list[Level]] = {}
    for row in sorted(rows, key=lambda one: one.rank):
        by_unit.setdefault(row.unit_id, []).append(Level(value=str(row.id), rank=row.rank, label=row.label))
    if receiver is not None and receiver.local and receiver.id != own_unit_id and by_unit.get(receiver.id):
        return Scale(levels=tuple(by_unit[receiver.id]), of=receiver.name)
    own = by_unit.get(own_unit_id)
    return Scale(levels=tuple(own) if own else _DEFAULT)


_DEFAULT = tuple(
    Level(value=f"step-{rank}", rank=rank, label=label)
    for rank, label in enumerate(DEFAULT_PRIORITIES, start=1)
)


def _label_of(value: str) -> str:
    known = next((level.label for level in _DEFAULT if level.value == value), "")
    level_id = parse_id(value)
    if level_id is not None:
        known = PriorityLevel.objects.filter(id=level_id).values_list("label", flat=True).first() or ""
    return known
