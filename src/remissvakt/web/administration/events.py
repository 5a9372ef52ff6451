"""/administration/historik/: everything that was administered, newest first, and whether its chain holds (T15)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.audit.admin_events import verify_admin_chain
from remissvakt.audit.kinds import KINDS
from remissvakt.audit.models import AdminEvent
from remissvakt.core.clock import start_of_local_day
from remissvakt.organisations.models import Person, Unit
from remissvakt.web.frame import today_of
from remissvakt.web.unit.fields import Day, Form, FromList, Pick, choose
from remissvakt.web.unit.gate import for_administrator

from .event_words import Teller
from .pages import admin_page, page_address, sheet_of

# So many events are checked in a moment, each time the page is opened; a longer chain when one asks for it.
CHECKED_AT_ONCE = 1000
ONE_DAY = timedelta(days=1)


class EventFilter(Form):
    """What is wanted; nothing chosen is everything."""

    handelse = Pick(label=_("Händelse"), required=False)
    av = FromList(label=_("Gjort av"), required=False)
    enhet = FromList(label=_("Enhet"), required=False)
    fran = Day(label=_("Från och med"), required=False, past=True)
    till = Day(label=_("Till och med"), required=False, past=True, last=True)


@for_administrator
@require_safe
def events(request: HttpRequest) -> HttpResponse:
    """Filters stand in the address; one that cannot be read says so and leaves nothing out."""
    form = EventFilter(request.GET, today=today_of(request), choices=_choices())
    form.is_valid()
    sheet = sheet_of(request, _found(form.cleaned_data))
    last = AdminEvent.objects.order_by("-sequence").values_list("sequence", flat=True).first() or 0
    checked = "kontrollera" in request.GET or last <= CHECKED_AT_ONCE
    context = {
        "form": form,
        "filtered": any(form.cleaned_data.values()),
        "sheet": sheet,
        "entries": Teller(sheet.rows).entries(),
        "address": page_address(request),
        "last": last,
        "checked": checked,
        "findings": verify_admin_chain() if checked else [],
    }
    return admin_page(request, "administration/events.html", context, tab="admin_events")


def _found(asked: dict[str, Any]) -> QuerySet[AdminEvent]:
    rows = AdminEvent.objects.order_by("-sequence")
    if asked.get("handelse"):
        rows = rows.filter(kind=asked["handelse"])
    if asked.get("av"):
        rows = rows.filter(person_id=asked["av"])
    if asked.get("enhet"):
        rows = rows.filter(unit_id=asked["enhet"])
    if asked.get("fran"):
        rows = rows.filter(at__gte=start_of_local_day(asked["fran"]))
    if asked.get("till"):
        rows = rows.filter(at__lt=start_of_local_day(asked["till"] + ONE_DAY))
    return rows


def _choices() -> dict[str, Any]:
    every = _("Alla")
    people = Person.objects.order_by("sort_name", "id")
    units = Unit.objects.order_by("sort_name", "id")
    return {
        "handelse": choose(list(KINDS.items()), empty=every),
        "av": choose([(row.id, row.name) for row in people], empty=every),
        "enhet": choose([(row.id, row.name) for row in units], empty=every),
    }
