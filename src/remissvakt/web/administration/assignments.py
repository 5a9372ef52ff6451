"""Assignments (medarbetaruppdrag): give a person one more, and end one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from remissvakt.organisations.actions.assign import assign, usual_purpose
from remissvakt.organisations.actions.end_assignment import end_assignment
from remissvakt.organisations.models import Assignment, Role, Unit
from remissvakt.web.acting import run, status_of
from remissvakt.web.frame import actor_of, today_of
from remissvakt.web.unit.fields import OPEN_END, Day, FromList, Line, NewForm, OneOf
from remissvakt.web.unit.gate import for_administrator, found
from remissvakt.web.unit.pages import ask_context, done, drawn
from remissvakt.web.unit.person import EndForm
from remissvakt.web.unit.shown import units_by_provider

from .pages import admin_page, form_page
from .people import ROLES
from .person import find_person, person_url


class AssignForm(NewForm):
    """Where, as what, why, and when."""

    unit = FromList(label=_("Enhet"))
    role = OneOf(label=_("Roll"), choices=ROLES)
    purpose = Line(
        label=_("Ändamål"),
        required=False,
        help_text=_("Lämna tomt för det vanliga: vård och behandling, eller administration."),
    )
    from_on = Day(label=_("Från och med"))
    to_on = Day(label=_("Till och med"), last=True, required=False, help_text=OPEN_END)


@for_administrator
def new_assignment(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Give the person one more."""
    person, today = find_person(person_id), today_of(request)
    found(person if person.active else None)
    units = Unit.objects.filter(active=True, local=True).select_related("provider")
    choices = {"unit": units_by_provider(units.order_by("provider__name", "sort_name"))}
    shown: dict[str, Any] = {
        "tab": "admin_people",
        "title": _("Nytt uppdrag för %(name)s") % {"name": person.name},
        "submit": _("Ge uppdraget"),
        "back": person_url(person.id),
    }
    if request.method != "POST":
        form = AssignForm(today=today, choices=choices, initial={"new_id": drawn(request), "from_on": today})
        return form_page(request, form, **shown)
    form = AssignForm(request.POST, today=today, choices=choices)
    made = run(
        request,
        form,
        lambda: assign(
            person_id=person.id,
            unit_id=form.cleaned_data["unit"],
            role=form.cleaned_data["role"],
            purpose=form.cleaned_data["purpose"] or usual_purpose(form.cleaned_data["role"]),
            from_on=form.cleaned_data["from_on"],
            to_on=form.cleaned_data["to_on"],
            assignment_id=form.cleaned_data["new_id"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if made is None:
        return form_page(request, form, **shown)
    return done(request, _("Uppdraget är tilldelat."), person_url(person.id))


@for_administrator
def end(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Ask for the last day, and end an assignment; without a day at once."""
    row = found(Assignment.objects.select_related("person", "unit").filter(id=assignment_id).first())
    back = person_url(row.person_id)
    form = EndForm(request.POST if request.method == "POST" else None, today=today_of(request))
    if request.method == "POST":
        ended = run(
            request,
            form,
            lambda: end_assignment(
                assignment_id=row.id,
                last_on=form.cleaned_data["last_on"],
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            ),
        )
        if ended is not None:
            return done(request, _("Uppdraget är avslutat."), back)
    names = {"name": row.person.name, "role": Role(row.role).label, "unit": row.unit.name}
    question = ask_context(
        title=_("Avsluta uppdraget som %(role)s vid %(unit)s?") % names,
        text=_("%(name)s kommer inte åt enhetens arbete efter sista dagen.") % names,
        submit=_("Avsluta uppdraget"),
        back=back,
        form=form,
    )
    return admin_page(request, "unit/ask.html", question, tab="admin_people", status=status_of(form))
