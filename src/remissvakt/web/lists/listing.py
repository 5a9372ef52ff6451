"""Which list does an address mean, for whom, and by which filter? Every view of a list begins here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext as _

from remissvakt.organisations.actors import Actor
from remissvakt.referrals.models import WorkItem
from remissvakt.web.addresses import address
from remissvakt.web.frame import actor_of, today_of
from remissvakt.worklists.filters import Filters, read_filters
from remissvakt.worklists.nodes import MY_BY_SLUG, OUR_BY_SLUG, WorkList
from remissvakt.worklists.scope import Whose, items_of, require_list

MINE, OURS = "mitt", "vart"


@dataclass(frozen=True, slots=True)
class Listing:
    """One list as one person sees it now. `everything` is without the filter, `items` with it; neither is ordered."""

    work_list: WorkList
    whose: Whose
    actor: Actor
    today: date
    filters: Filters

    @property
    def everything(self) -> QuerySet[WorkItem]:
        return items_of(name=self.work_list.name, whose=self.whose, actor=self.actor, today=self.today)

    @property
    def items(self) -> QuerySet[WorkItem]:
        return self.filters.apply(self.everything, today=self.today)

    @property
    def word(self) -> str:
        """How the address says whose it is: "mitt" or "vart"."""
        return MINE if self.whose == Whose.MINE else OURS

    @property
    def title(self) -> str:
        """The list's whole name, as the routine says it: "Vårt arbete – Att bevaka"."""
        place = _("Mitt arbete") if self.whose == Whose.MINE else _("Vårt arbete")
        return f"{place} – {self.work_list.label}"

    @property
    def several_units(self) -> bool:
        """Whether rows must say which of one's units they belong to (a pool that serves several)."""
        return len(self.actor.unit_ids) > 1

    @property
    def path(self) -> str:
        """The list's address without filter."""
        name = "my_list" if self.whose == Whose.MINE else "our_list"
        return address(name, slug=self.work_list.slug)

    def address(self, *, row: UUID | None = None, page: int = 1, **more: str) -> str:
        """The list's own address with its filter, and perhaps a row opened or a page turned to."""
        query = self.filters.parameters() | more
        if page > 1:
            query["sida"] = str(page)
        if row is not None:
            query["rad"] = str(row)
        return _with_query(self.path, query)

    def beside(self, view: str) -> str:
        """The address of another page about the same list and filter: "print_list", "export_list" …"""
        path = address(view, whose=self.word, slug=self.work_list.slug)
        return _with_query(path, self.filters.parameters())


def open_listing(request: HttpRequest, *, whose: str, slug: str) -> Listing:
    """Return the list of an address. Http404 for one that does not exist; NotFound for a role without it."""
    work_list = (MY_BY_SLUG if whose == MINE else OUR_BY_SLUG).get(slug)
    if work_list is None:
        raise Http404
    actor, today = actor_of(request), today_of(request)
    side = Whose.MINE if whose == MINE else Whose.OURS
    require_list(actor, name=work_list.name, whose=side)
    return Listing(
        work_list=work_list,
        whose=side,
        actor=actor,
        today=today,
        filters=read_filters(request.GET.dict()),
    )


def _with_query(path: str, query: dict[str, Any]) -> str:
    return f"{path}?{urlencode(query)}" if query else path
