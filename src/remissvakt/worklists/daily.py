"""Dagens kontroll (A.5, A.6, A.7, B.1, B.4, C): what is looked at every day, how it stands now, and who signed it off.

The numbers are read from the same scopes as the lists, so a check and the list that it leads to agree.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import NotFound
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.states import Node

from . import scope
from .counts import Tally
from .filters import Filters
from .models import DailyCheck
from .nodes import UNOWNED

HISTORY_DAYS = 14


class Check(StrEnum):
    """The daily checks, by their row in the routine."""

    WATCH = "A.5"
    TRAY = "A.6"
    ACKNOWLEDGE = "A.7"
    INBOX = "B.1"
    LEAD_TIME = "B.4"
    UNOWNED = "C"


@dataclass(frozen=True, slots=True)
class Part:
    """One number of a check: a list of Vårt arbete, with a filter where the check is about some of it."""

    name: str
    list_name: str
    label: Any
    filters: Filters = field(default_factory=Filters)


@dataclass(frozen=True, slots=True)
class Described:
    """What a check asks, and the numbers that answer it."""

    question: Any
    parts: tuple[Part, ...]


CHECKS: dict[Check, Described] = {
    Check.WATCH: Described(
        _("Har varje passerat bevakningsdatum följts upp: är bekräftelsen eller svaret eftersökt?"),
        (Part("watch", Node.WATCH.value, _("att bevaka")),),
    ),
    Check.TRAY: Described(
        _("Är brickan tom: är varje papper som kom idag läst, kopplat och registrerat?"),
        (Part("unlinked", Node.UNLINKED.value, _("papper i brickan")),),
    ),
    Check.ACKNOWLEDGE: Described(
        _("Har en ansvarig läst och vidimerat alla svar som har kommit?"),
        (Part("acknowledge", Node.ACKNOWLEDGE.value, _("att vidimera")),),
    ),
    Check.INBOX: Described(
        _("Har varje inkommet ärende en ansvarig bedömare?"),
        (Part("no_assessor", Node.INBOX.value, _("utan bedömare"), Filters(nobodys=True)),),
    ),
    Check.LEAD_TIME: Described(
        _("Har varje bedömare bekräftat eller besvarat inom ledtiden?"),
        (Part("answer", Node.ANSWER.value, _("att besvara")),),
    ),
    Check.UNOWNED: Described(
        _("Har allt arbete en ansvarig som är på plats? Byt bedömare eller bevakare, eller dela ut."),
        (Part("unowned", UNOWNED, _("utan ansvarig")),),
    ),
}
PARTS = tuple(part for check in CHECKS.values() for part in check.parts)


def numbers_of(*, unit_id: UUID, actor: Actor, today: date) -> dict[str, Tally]:
    """Return how each part of each check stands at one of the actor's units now; one statement.

    NotFound for another unit, for a pool (it sees only some lists), and for a role without lists.
    """
    scope.require_lists(actor)
    if actor.in_pool or unit_id not in actor.unit_ids:
        raise NotFound
    late = scope.overdue(today=today)
    wanted: dict[str, Count] = {}
    for part in PARTS:
        where = scope.in_list(name=part.list_name, whose=scope.Whose.OURS, actor=actor, today=today)
        where &= part.filters.where(today=today)
        wanted[f"{part.name}_total"] = Count("id", filter=where)
        wanted[f"{part.name}_overdue"] = Count("id", filter=where & late)
    found = scope.ours(actor).filter(unit_id=unit_id).aggregate(**wanted)
    return {part.name: Tally(found[f"{part.name}_total"], found[f"{part.name}_overdue"]) for part in PARTS}


def list_filters(part: Part, *, unit_id: UUID, actor: Actor) -> Filters:
    """Return the filter with which the part's list shows what the part counts."""
    return replace(part.filters, unit_id=unit_id) if len(actor.unit_ids) > 1 else part.filters


def as_kept(check: Check, numbers: Mapping[str, Tally]) -> dict[str, dict[str, int]]:
    """Return the numbers of one check in the form in which a signature keeps them."""
    return {
        part.name: {"total": numbers[part.name].total, "overdue": numbers[part.name].overdue}
        for part in CHECKS[check].parts
    }


def progress(*, unit_ids: Collection[UUID], today: date, signed: int | None = None) -> tuple[int, int]:
    """Return how many checks of the units somebody has signed off today, and how many there are.

    `signed` is the first of them, where it is known already.
    """
    if signed is None:
        rows = DailyCheck.objects.filter(unit_id__in=unit_ids, day=today)
        signed = rows.values("unit", "check_name").distinct().count()
    return signed, len(Check) * len(unit_ids)


def signatures(*, unit_id: UUID, today: date, days: int = HISTORY_DAYS) -> list[DailyCheck]:
    """Return who signed what at the unit during the last days, newest day first; one statement."""
    return list(
        DailyCheck.objects.filter(unit_id=unit_id, day__gt=today - timedelta(days=days), day__lte=today)
        .select_related("signed_by")
        .order_by("-day", "check_name", "signed_at", "id")
    )
