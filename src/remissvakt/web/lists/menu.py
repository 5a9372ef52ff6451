"""What the filter menu of a list offers, and how the filter that is on is told."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from remissvakt.web.frame import page
from remissvakt.worklists.choices import Choices, choices_of
from remissvakt.worklists.filters import NOBODY, Filters
from remissvakt.worklists.scope import Whose

from .listing import Listing, open_listing

Choice = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class Select:
    """One drop-down list of the menu; `value` is what is chosen now."""

    name: str
    label: Any
    choices: list[Choice]
    value: str
    everything: Any


@dataclass(frozen=True, slots=True)
class Menu:
    """The drop-down lists, the boxes (name, label, on), and what is on now in words."""

    selects: list[Select]
    boxes: list[tuple[str, Any, bool]]
    active: list[str]


@require_safe
def filter_page(request: HttpRequest, whose: str, slug: str) -> HttpResponse:
    """The choices of a list, for its menu when it is opened; without scripts a page of its own."""
    listing = open_listing(request, whose=whose, slug=slug)
    return page(request, "lists/filter.html", {"listing": listing, "menu": menu_of(listing)})


def menu_of(listing: Listing) -> Menu:
    """Return the menu of a list: only what its rows differ in, and what is on."""
    choices = choices_of(listing.everything)
    filters = listing.filters
    selects = [one for one in _selects(listing, choices) if len(one.choices) > 1 or one.value]
    boxes = [
        ("forsenade", _("Bara försenade"), filters.overdue),
        ("papper", _("Bara papper och telefon"), filters.outside),
    ]
    return Menu(selects=selects, boxes=boxes, active=_active(filters, selects, boxes))


def _selects(listing: Listing, choices: Choices) -> list[Select]:
    filters, on = listing.filters, listing.filters.parameters()
    persons: list[Choice] = [(str(key), name) for key, name in choices.persons]
    if choices.some_nobodys or filters.nobodys:
        persons.insert(0, (NOBODY, _("ingen")))
    whose = _("Vems") if listing.whose == Whose.MINE else _("Ansvarig")
    found = [
        Select("person", whose, persons, on.get("person", ""), _("alla")),
        Select("enhet", _("Annan enhet"), _texts(choices.other_units), on.get("enhet", ""), _("alla")),
        Select("prio", _("Prioritet"), _texts(choices.priorities), on.get("prio", ""), _("alla")),
        Select("varfor", _("Varför"), _texts(choices.reasons), on.get("varfor", ""), _("alla skäl")),
    ]
    if listing.several_units:
        found.append(Select("hos", _("Vår enhet"), _texts(choices.units), on.get("hos", ""), _("alla")))
    return found


def _texts(pairs: Any) -> list[Choice]:
    return [(str(value), label) for value, label in pairs]


def _active(filters: Filters, selects: list[Select], boxes: list[tuple[str, Any, bool]]) -> list[str]:
    """Each part of the filter in words; one that no row has any more is still told."""
    names = {one.name: (one.label, dict(one.choices)) for one in selects}
    told = []
    for name, value in filters.parameters().items():
        if name in names:
            label, choices = names[name]
            shown = choices.get(value) or _("finns inte här längre")
            told.append(f"{label}: {shown}")
    return told + [str(label) for _name, label, on in boxes if on]
