"""How the administrator's pages are drawn: tabs above, forms and questions as on the unit's own pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.models import ForwardingTarget, ForwardingTargetState
from remissvakt.web.acting import status_of
from remissvakt.web.frame import address, page
from remissvakt.web.unit.pages import form_context

PAGE_SIZE = 50
_LONGEST_SEARCH = 100
_TABS = (
    ("administration", _("Översikt")),
    ("admin_units", _("Enheter")),
    ("admin_people", _("Personer")),
    ("admin_providers", _("Vårdgivare")),
    ("admin_forwarding", _("Vidaresändning")),
    ("admin_report", _("Nattens rapport")),
    ("admin_events", _("Ändringshistorik")),
    ("admin_access", _("Åtkomstlogg")),
)


def admin_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, tab: str, status: int = 200
) -> HttpResponse:
    """Draw a page; the tab for forwarding counts the requests that wait."""
    waiting = ForwardingTarget.objects.filter(state=ForwardingTargetState.REQUESTED).count()
    tabs = [
        (label, reverse(name), name == tab, waiting or None if name == "admin_forwarding" else None)
        for name, label in _TABS
    ]
    whole = {
        "tabs": tabs,
        "tabs_label": _("Administration"),
        "read_url": address("read_date"),
        "waiting": waiting,
    }
    return page(request, template, whole | dict(context), status=status)


def form_page(request: HttpRequest, form: forms.Form, *, tab: str, **shown: Any) -> HttpResponse:
    """Draw a form on a page of its own."""
    return admin_page(request, "unit/form.html", form_context(form, **shown), tab=tab, status=status_of(form))


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page of many rows; `number` begins with 1."""

    rows: list[Any]
    number: int
    pages: int
    total: int


def page_number(request: HttpRequest) -> int:
    """Return the page that the address asks for; what is no number is the first."""
    text = request.GET.get("sida", "1")
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def sheet_of(request: HttpRequest, rows: QuerySet[Any], *, size: int = PAGE_SIZE) -> Sheet:
    """Read the page that the address asks for; beyond the last is the last. Two statements."""
    total = rows.count()
    pages = max(1, -(-total // size))
    number = min(page_number(request), pages)
    return Sheet(list(rows[(number - 1) * size : number * size]), number, pages, total)


def asked_for(request: HttpRequest) -> str:
    """Return what is searched for, as one line without signs that no database takes."""
    typed = request.GET.get("sok", "")[:_LONGEST_SEARCH]
    return "".join(sign for sign in typed if sign.isprintable())


def page_address(request: HttpRequest) -> str:
    """The address of another page of the same list, for the macro: with {page} in the number's place."""
    kept = request.GET.copy()
    kept.pop("sida", None)
    query = kept.urlencode().replace("{", "%7B")
    return f"?{query}&sida={{page}}" if query else "?sida={page}"
