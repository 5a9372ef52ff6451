"""Which rows of a list does somebody want to see for the moment?

A filter lives in the address alone: it is always visible there, never remembered, and gone at logout (failure
6 of the routine: nothing drops items silently). What cannot be read is left out, and so shows more, never less.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Q, QuerySet

from remissvakt.core.ids import parse_id
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.obligations import Why

NOBODY = "ingen"
_ON = "1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What is asked for; None, "" and False ask for nothing. `unit_id` is one's own, for those who serve several.

    `outside` are items whose other unit works outside the installation: on paper or by phone.
    """

    person_id: UUID | None = None
    nobodys: bool = False
    unit_id: UUID | None = None
    other_unit_id: UUID | None = None
    priority: int | None = None
    reason: str = ""
    overdue: bool = False
    outside: bool = False

    def __bool__(self) -> bool:
        return self != Filters()

    def parameters(self) -> dict[str, str]:
        """The filter as it stands in an address: Swedish names, always in the same order."""
        found = {
            "person": NOBODY if self.nobodys else str(self.person_id or ""),
            "hos": str(self.unit_id or ""),
            "enhet": str(self.other_unit_id or ""),
            "prio": str(self.priority or ""),
            "varfor": self.reason,
            "forsenade": _ON if self.overdue else "",
            "papper": _ON if self.outside else "",
        }
        return {name: value for name, value in found.items() if value}

    def query(self) -> str:
        """The parameters as a query string, "" without any."""
        return urlencode(self.parameters())

    def apply(self, items: QuerySet[WorkItem], *, today: date) -> QuerySet[WorkItem]:
        """Return the items that the filter lets through."""
        return items.filter(self.where(today=today))

    def where(self, *, today: date) -> Q:
        """The condition that an item meets if the filter lets it through."""
        where = Q()
        if self.nobodys:
            where &= Q(person__isnull=True)
        elif self.person_id:
            where &= Q(person_id=self.person_id)
        if self.unit_id:
            where &= Q(unit_id=self.unit_id)
        if self.other_unit_id:
            where &= Q(other_unit_id=self.other_unit_id)
        if self.priority:
            where &= Q(priority_rank=self.priority)
        if self.reason:
            where &= Q(reason=self.reason)
        if self.overdue:
            where &= Q(due_on__lt=today)
        if self.outside:
            where &= Q(other_unit__local=False) | Q(document__isnull=False)
        return where


def read_filters(parameters: Mapping[str, str]) -> Filters:
    """Return the filter of an address; what is unknown or forged is left out."""
    priority = parameters.get("prio", "")
    reason = parameters.get("varfor", "")
    return Filters(
        person_id=parse_id(parameters.get("person")),
        nobodys=parameters.get("person") == NOBODY,
        unit_id=parse_id(parameters.get("hos")),
        other_unit_id=parse_id(parameters.get("enhet")),
        priority=int(priority) if priority in tuple("123456789") else None,
        reason=reason if reason in tuple(Why) else "",
        overdue=parameters.get("forsenade") == _ON,
        outside=parameters.get("papper") == _ON,
    )
