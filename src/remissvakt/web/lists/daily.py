"""Dagens kontroll: the checks of the day with live numbers, signed off and kept."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import NotFound
from remissvakt.organisations.models import Unit
from remissvakt.web.acting import tell
from remissvakt.web.frame import actor_of, page, today_of
from remissvakt.worklists.actions.sign_daily_check import sign_daily_check
from remissvakt.worklists.counts import Tally
from remissvakt.worklists.daily import CHECKS, Check, list_filters, numbers_of, signatures
from remissvakt.worklists.models import DailyCheck
from remissvakt.worklists.nodes import BY_NAME
from remissvakt.worklists.scope import require_lists


@dataclass(frozen=True, slots=True)
class ShownPart:
    """One number of a check; the addresses lead to its list, and to its overdue rows."""

    label: Any
    tally: Tally
    url: str
    overdue_url: str


@dataclass(frozen=True, slots=True)
class ShownCheck:
    """One check as it stands. `mine` is the signature of the one who looks, if there is one."""

    check: Check
    question: Any
    parts: list[ShownPart]
    signed: list[DailyCheck]
    mine: DailyCheck | None

    @property
    def fine(self) -> bool:
        return not any(part.tally.overdue for part in self.parts)


@require_http_methods(["GET", "HEAD", "POST"])
def daily(request: HttpRequest) -> HttpResponse:
    """Show the checks of one unit; a POST with `kontroll` signs one of them off."""
    actor, today = actor_of(request), today_of(request)
    require_lists(actor)
    if actor.in_pool:
        raise NotFound
    unit_id = _unit_id(request)
    if request.method == "POST":
        signature = sign_daily_check(
            unit_id=unit_id,
            check=request.POST.get("kontroll", ""),
            note=request.POST.get("anteckning", ""),
            actor=actor,
            now=request.now,  # type: ignore[attr-defined]
        )
        tell(request, _("Kontrollen %(check)s är kvitterad.") % {"check": signature.check_name})
        return HttpResponseRedirect(_address(unit_id))
    kept = signatures(unit_id=unit_id, today=today)
    names = dict(Unit.objects.filter(id__in=actor.unit_ids).order_by("sort_name").values_list("id", "name"))
    checks = _checks(request, unit_id=unit_id, kept=kept)
    context = {
        "checks": checks,
        "done": sum(bool(one.signed) for one in checks),
        "unit_name": names[unit_id],
        "units": [(name, _address(key), key == unit_id, None) for key, name in names.items()],
        "history": _history(kept),
        "here": _address(unit_id),
    }
    return page(request, "lists/daily.html", context)


def _checks(request: HttpRequest, *, unit_id: UUID, kept: list[DailyCheck]) -> list[ShownCheck]:
    actor, today = actor_of(request), today_of(request)
    numbers = numbers_of(unit_id=unit_id, actor=actor, today=today)
    found = []
    for check, described in CHECKS.items():
        parts = []
        for part in described.parts:
            filters = list_filters(part, unit_id=unit_id, actor=actor)
            path = reverse("our_list", kwargs={"slug": BY_NAME[part.list_name].slug})
            parts.append(
                ShownPart(
                    label=part.label,
                    tally=numbers[part.name],
                    url=f"{path}?{filters.query()}" if filters else path,
                    overdue_url=f"{path}?{replace(filters, overdue=True).query()}",
                )
            )
        signed = [one for one in kept if one.day == today and one.check_name == check]
        mine = next((one for one in signed if one.signed_by_id == actor.person_id), None)
        found.append(ShownCheck(check, described.question, parts, signed, mine))
    return found


def _history(kept: list[DailyCheck]) -> list[tuple[date, list[DailyCheck]]]:
    return [(day, list(rows)) for day, rows in groupby(kept, key=lambda one: one.day)]


def _unit_id(request: HttpRequest) -> UUID:
    """The unit that is looked at: the one asked for, else the actor's own."""
    actor = actor_of(request)
    asked = request.GET.get("enhet")
    if asked is None:
        return actor.unit_id
    unit_id = parse_id(asked)
    if unit_id not in actor.unit_ids:
        raise Http404
    return unit_id


def _address(unit_id: UUID) -> str:
    return f"{reverse('daily')}?enhet={unit_id}"
