"""1. Work whose person is away, gone or missing shows under Utan ansvarig; all work lies at a unit that works."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from remissvakt.core.clock import local_date
from remissvakt.delegation.models import DelegatedNode
from remissvakt.organisations.actors import valid_on
from remissvakt.organisations.models import Absence, Assignment, Person, PoolService
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.states import Node
from remissvakt.worklists.scope import unowned


def visible_work(now: datetime) -> Iterator[tuple[str, str]]:
    """No item lies at a closed unit or at one outside, where nobody can log in to see it."""
    hidden = WorkItem.objects.filter(Q(unit__active=False) | Q(unit__local=False))
    for key in hidden.values_list("key", flat=True):
        yield key, _("arbete hos en enhet där ingen ser det")


def responsible(now: datetime) -> Iterator[tuple[str, str]]:
    """Counted here person by person, and compared with what the list Utan ansvarig shows today."""
    today = local_date(now)
    people = _People(today)
    shown = set(WorkItem.objects.filter(unowned(today=today)).values_list("id", flat=True))
    for item in WorkItem.objects.iterator(chunk_size=2000):
        if item.node == Node.FAILED or (item.node == Node.INBOX and item.person_id is not None):
            continue  # another item of the same obligation shows it
        without = item.wants_person if item.person_id is None else not people.has(item)
        if without and item.id not in shown:
            yield item.key, _("arbete utan ansvarig som inte syns under Utan ansvarig")
        if not without and item.id in shown:
            yield item.key, _("arbete som har en ansvarig men visas under Utan ansvarig")


class _People:
    """Who is there today, and to whom others' work is lent."""

    def __init__(self, today: date) -> None:
        self.active = set(Person.objects.filter(active=True).values_list("id", flat=True))
        self.absent = set(Absence.objects.filter(valid_on(today)).values_list("person", flat=True))
        self.at: dict[UUID, set[UUID]] = defaultdict(set)
        served: dict[UUID, set[UUID]] = defaultdict(set)
        for pool, unit in PoolService.objects.filter(valid_on(today)).values_list("pool", "unit"):
            served[pool].add(unit)
        rows = Assignment.objects.filter(valid_on(today), unit__active=True)
        for person, unit in rows.values_list("person", "unit"):
            self.at[person] |= {unit, *served[unit]}
        lent = DelegatedNode.objects.filter(
            valid_on(today, prefix="delegation__"), delegation__ended_at__isnull=True
        )
        self.lent: dict[tuple[UUID, UUID, str], set[UUID]] = defaultdict(set)
        for giver, unit, node, taker in lent.values_list(
            "delegation__from_person", "delegation__unit", "node", "delegation__to_person"
        ):
            self.lent[giver, unit, node].add(taker)

    def has(self, item: WorkItem) -> bool:
        """Whether the item's person can do it; one who is absent has it if somebody there has borrowed it."""
        assert item.person_id is not None
        if item.person_id not in self.active or item.unit_id not in self.at[item.person_id]:
            return False
        takers = self.lent[item.person_id, item.unit_id, item.node]
        return item.person_id not in self.absent or any(self._there(one, item.unit_id) for one in takers)

    def _there(self, person: UUID, unit: UUID) -> bool:
        return person in self.active and unit in self.at[person] and person not in self.absent
