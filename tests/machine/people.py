"""Who may act today, with what is lent to them: as the product's doors build an actor for each request."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from uuid import UUID

from factories import Region
from remissvakt.core.refusal import NotFound
from remissvakt.delegation.models import Delegation
from remissvakt.delegation.queries import borrowed_pairs
from remissvakt.organisations.actors import Actor, actor_for
from remissvakt.organisations.models import Assignment, Person, PoolService

Actors = dict[UUID, Actor | None]
_DATED = (Assignment.objects, PoolService.objects, Delegation.objects.filter(ended_at=None))
# By who is active and which of the rows that have periods are in force; nothing else decides who anybody is here.
_KNOWN: dict[tuple[frozenset[UUID], ...], Actors] = {}
_MOST = 500


class People:
    """The people of a region; `changed` after anything that decides who they are."""

    def __init__(self, region: Region) -> None:
        self.region = region
        self.changed()

    def changed(self) -> None:
        self._active: frozenset[UUID] | None = None
        self._rows: list[tuple[UUID, date, date | None]] = []
        self._on: dict[date, Actors] = {}

    def on(self, today: date) -> Actors:
        """Everybody as they may act today; None for one who may not."""
        if today not in self._on:
            if self._active is None:
                self._active = frozenset(Person.objects.filter(active=True).values_list("id", flat=True))
                self._rows = [row for rows in _DATED for row in rows.values_list("id", "from_on", "to_on")]
            in_force = {
                key for key, start, end in self._rows if start <= today and (end is None or today <= end)
            }
            known = self._active, frozenset(in_force)
            if known not in _KNOWN:
                if len(_KNOWN) >= _MOST:
                    _KNOWN.clear()
                _KNOWN[known] = {one.person_id: _as_of(one, today) for one in self.region.people.values()}
            self._on[today] = _KNOWN[known]
        return self._on[today]


def _as_of(one: Actor, today: date) -> Actor | None:
    try:
        actor = actor_for(assignment_id=one.assignment_id, person_id=one.person_id, today=today)
    except NotFound:
        return None
    pairs = borrowed_pairs(to_person_id=actor.person_id, unit_ids=actor.unit_ids, today=today)
    return replace(actor, stands_in=pairs)
