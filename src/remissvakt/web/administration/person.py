"""/administration/personer/<id>/: one person: name, assignments, login; and that they no longer work here."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.audit.models import AdminEvent
from remissvakt.organisations.actions.change_person import change_person
from remissvakt.organisations.actions.deactivate_person import deactivate_person, reactivate_person
from remissvakt.organisations.models import Account, Assignment, Person
from remissvakt.organisations.seen import PERSON, version_of
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of
from remissvakt.web.unit.fields import ChangeForm
from remissvakt.web.unit.gate import for_administrator, found
from remissvakt.web.unit.pages import ask_context, ask_first, done, newer
from remissvakt.web.unit.shown import period, role_label

from .event_words import Teller
from .pages import admin_page, form_page
from .people import PersonFields

_LATEST = 10


class PersonForm(ChangeForm, PersonFields):
    """Somebody who is there."""


@for_administrator
@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Everything about their work here that is not about patients."""
    row, today = find_person(person_id), today_of(request)
    assignments = Assignment.objects.filter(person=row).select_related("unit").order_by("-from_on", "role")
    events = list(AdminEvent.objects.filter(subject_id=row.id).order_by("-sequence")[:_LATEST])
    context = {
        "row": row,
        "account": Account.objects.filter(person=row).first(),
        "assignments": [_assignment(one, today) for one in assignments],
        "events": Teller(events).entries(),
    }
    return admin_page(request, "administration/person.html", context, tab="admin_people")


@for_administrator
def change(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Name, title, HSA-id."""
    row = find_person(person_id)
    version = version_of(row.id, kinds=PERSON)
    if request.method != "POST":
        names = ("given_name", "family_name", "title", "hsa_id")
        initial = {**{name: getattr(row, name) for name in names}, "version": version}
        return _draw(request, row, PersonForm(today=today_of(request), initial=initial))
    form = PersonForm(request.POST, today=today_of(request))
    changed = run(
        request,
        form,
        lambda: change_person(
            person_id=row.id,
            **form.cleaned_data,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if changed is None:
        newer(form, version)
        return _draw(request, row, form)
    return done(request, _("Uppgifterna är ändrade."), person_url(row.id), changed[1])


@for_administrator
def close(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Ask, and shut somebody out at once, or let them in again."""
    row = find_person(person_id)
    acting = {"person_id": row.id, "actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
    if request.method == "POST" and request.POST.get("do") == "open":
        run(request, None, lambda: reactivate_person(**acting))
        return done(request, _("Personen kan logga in igen."), person_url(row.id))
    question = ask_context(
        title=_("Stänga av %(name)s?") % {"name": row.name},
        text=_(
            "%(name)s loggas ut genast och kommer inte in igen. Öppet arbete visas under Utan ansvarig tills någon "
            "tar det. Allt som personen har gjort finns kvar."
        )
        % {"name": row.name},
        submit=_("Stäng av"),
        back=person_url(row.id),
    )
    return ask_first(
        request,
        lambda: deactivate_person(**acting),
        told=_("Personen är avstängd och utloggad överallt."),
        question=question,
        draw=admin_page,
        tab="admin_people",
    )


def find_person(person_id: UUID) -> Person:
    """The person, or 404."""
    return found(Person.objects.filter(id=person_id).first())


def person_url(person_id: UUID) -> str:
    return reverse("admin_person", kwargs={"person_id": person_id})


def _assignment(row: Assignment, today: date) -> dict[str, Any]:
    return {
        "row": row,
        "role": role_label(row.role),
        "period": period(row.from_on, row.to_on),
        "over": row.to_on is not None and row.to_on < today,
        "future": row.from_on > today,
    }


def _draw(request: HttpRequest, row: Person, form: PersonForm) -> HttpResponse:
    return form_page(
        request,
        form,
        tab="admin_people",
        title=_("Ändra %(name)s") % {"name": row.name},
        submit=_("Spara"),
        back=person_url(row.id),
    )
