"""At which unit is it registered? One's own; somebody in a pool, or at several, says which first."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import Text
from remissvakt.database.together import Together
from remissvakt.organisations.models import Unit
from remissvakt.web.frame import actor_of, page


def own_unit(request: HttpRequest) -> Unit | None:
    """Return the unit of `?enhet=`, or the only one there is; None when it must be asked. Http404 for others'."""
    unit_ids = actor_of(request).unit_ids
    asked = request.GET.get("enhet")
    if asked is not None:
        unit_id = parse_id(asked)
        if unit_id is None or unit_id not in unit_ids:
            raise Http404
        return _unit(unit_id)
    return _unit(next(iter(unit_ids))) if len(unit_ids) == 1 else None


def _unit(unit_id: UUID) -> Unit:
    (unit,) = _UNIT(unit_id=unit_id)["unit"]
    return unit


_UNIT = Together(lambda *, unit_id: {"unit": Unit.objects.filter(id=unit_id)})


def ask_for_unit(request: HttpRequest, *, title: Text) -> HttpResponse:
    """Draw the question: a link for each unit, which keeps everything else in the address."""
    units = Unit.objects.filter(id__in=actor_of(request).unit_ids).order_by("sort_name", "id")
    query = request.GET.dict()
    choices = [(unit.name, unit.city, f"?{urlencode({**query, 'enhet': str(unit.id)})}") for unit in units]
    return page(request, "registering/choose_unit.html", {"title": title, "choices": choices})


def at_own_unit(title: Text) -> Callable[..., Callable[..., HttpResponse]]:
    """Give the view the unit as its second argument, after asking for it where there are several."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        def with_unit(request: HttpRequest) -> HttpResponse:
            unit = own_unit(request)
            if unit is None:
                return ask_for_unit(request, title=title)
            return view(request, unit)

        return with_unit

    return decorate


NEW_REFERRAL, ARRIVAL, PAPER = _("Ny remiss"), _("Registrera ankomst"), _("Registrera papper")
