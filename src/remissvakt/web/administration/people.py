"""/administration/personer/: everybody who works, or has worked, here; and somebody new."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.core.ids import parse_id
from remissvakt.core.sorting import swedish_key
from remissvakt.organisations.actions.register_employee import Employee, register_employee
from remissvakt.organisations.actors import valid_on
from remissvakt.organisations.models import Assignment, Person, Role, Unit
from remissvakt.web.acting import run, status_of
from remissvakt.web.frame import actor_of, today_of
from remissvakt.web.unit.fields import OPEN_END, Day, Form, FromList, Line, NewForm, OneOf
from remissvakt.web.unit.gate import for_administrator
from remissvakt.web.unit.pages import drawn, form_context
from remissvakt.web.unit.shown import role_label, role_label_later, units_by_provider

from .first_password import first_password
from .pages import admin_page, asked_for, page_address, sheet_of
from .providers import HSA_HELP

SHOWN = (("aktiva", _("Arbetar här")), ("avstangda", _("Avstängda")), ("alla", _("Alla")))
ROLES = [(role.value, role_label_later(role)) for role in Role]


class PersonFields(Form):
    """Who somebody is."""

    given_name = Line(label=_("Förnamn"))
    family_name = Line(label=_("Efternamn"))
    title = Line(label=_("Titel"), required=False, help_text=_("Till exempel specialist i allmänmedicin."))
    hsa_id = Line(label=_("HSA-id"), required=False, help_text=HSA_HELP)


class EmployeeForm(NewForm, PersonFields):
    """Somebody new: name, first assignment, login."""

    unit = FromList(label=_("Enhet"))
    role = OneOf(label=_("Roll"), choices=ROLES)
    from_on = Day(label=_("Arbetar från och med"))
    to_on = Day(label=_("Till och med"), last=True, required=False, help_text=OPEN_END)
    username = Line(
        label=_("Användarnamn"), required=False, help_text=_("Lämna tomt: då blir det fornamn.efternamn.")
    )
    field_order = (
        "given_name",
        "family_name",
        "title",
        "unit",
        "role",
        "username",
        "from_on",
        "to_on",
        "hsa_id",
    )


@for_administrator
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Found by name or user name, a page at a time."""
    shown, asked = request.GET.get("visa", "aktiva"), asked_for(request)
    current = Assignment.objects.filter(valid_on(today_of(request))).select_related("unit")
    rows = _found(shown, asked).prefetch_related(
        Prefetch("assignments", current.order_by("unit__sort_name", "role"), to_attr="current")
    )
    sheet = sheet_of(request, rows)
    for row in sheet.rows:
        row.shown_roles = [(role_label(one.role), one.unit) for one in row.current]
    context = {
        "sheet": sheet,
        "address": page_address(request),
        "asked": asked,
        "shown": shown,
        "choices": SHOWN,
    }
    return admin_page(request, "administration/people.html", context, tab="admin_people")


def _found(shown: str, asked: str) -> QuerySet[Person]:
    rows = Person.objects.select_related("account").order_by("sort_name", "id")
    if shown != "alla":
        rows = rows.filter(active=shown != "avstangda")
    for word in asked.split():
        named = Q(account__username__contains=word.lower())
        if key := swedish_key(word):
            named |= Q(sort_name__contains=key)
        rows = rows.filter(named)
    return rows


@for_administrator
def new_person(request: HttpRequest) -> HttpResponse:
    """One form makes the person, the first assignment and the login, and the answer shows the first password once."""
    units = Unit.objects.filter(active=True, local=True).select_related("provider")
    grouped = units_by_provider(units.order_by("provider__name", "sort_name"))
    if request.method != "POST":
        only = units[0].id if units.count() == 1 else None
        initial = {
            "new_id": drawn(request),
            "unit": parse_id(request.GET.get("enhet")) or only,
            "role": request.GET.get("roll", ""),
            "from_on": today_of(request),
        }
        return _draw(
            request, EmployeeForm(today=today_of(request), choices={"unit": grouped}, initial=initial)
        )
    form = EmployeeForm(request.POST, today=today_of(request), choices={"unit": grouped})
    password = first_password()
    made = run(request, form, lambda: _register(request, form.cleaned_data, password))
    if made is None:
        return _draw(request, form)
    return receipt(
        request,
        person=made.person,
        username=made.account.username if made.account else "",
        password=password if made.created else "",
        warnings=made.warnings,
        again=f"{reverse('admin_person_new')}?enhet={form.cleaned_data['unit']}",
    )


def receipt(
    request: HttpRequest, *, person: Person, username: str, password: str, warnings: Any = (), again: str = ""
) -> HttpResponse:
    """Show a first password, in the answer itself: it lies nowhere, and cannot be shown again.

    Without `password` the form had been sent before, and its password has been shown.
    """
    context = {
        "person": person,
        "username": username,
        "password": password,
        "warnings": warnings,
        "again": again,
        "login_url": request.build_absolute_uri(reverse("login")),
    }
    return admin_page(request, "administration/receipt.html", context, tab="admin_people")


def _register(request: HttpRequest, typed: dict[str, Any], password: str) -> Employee:
    return register_employee(
        person_id=typed["new_id"],
        **{name: typed[name] for name in ("given_name", "family_name", "title", "hsa_id")},
        **{name: typed[name] for name in ("role", "from_on", "to_on", "username")},
        unit_id=typed["unit"],
        password=password,
        actor=actor_of(request),
        now=request.now,  # type: ignore[attr-defined]
    )


def _draw(request: HttpRequest, form: EmployeeForm) -> HttpResponse:
    context = form_context(
        form,
        title=_("Ny medarbetare"),
        lead=_("Personen får ett uppdrag och en inloggning. Det första lösenordet visas när du har sparat."),
        submit=_("Lägg upp"),
        back=reverse("admin_people"),
    )
    return admin_page(request, "unit/form.html", context, tab="admin_people", status=status_of(form))
