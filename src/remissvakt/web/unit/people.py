"""/enhet/personer/: everybody who works at the unit, here or away, and how much lies with each."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.organisations.actions.assign import assign, usual_purpose
from remissvakt.organisations.models import Role
from remissvakt.organisations.people import people_at
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of
from remissvakt.worklists.person_work import work_of_people

from .fields import OPEN_END, Day, FromList, NewForm, OneOf, choose
from .gate import for_manager, for_unit
from .pages import done, drawn, form_page, own_unit, unit_page
from .shown import all_people, away, role_label_later, roles

BY_MANAGER = (Role.SECRETARY, Role.DOCTOR, Role.CLINICIAN)


class AssignForm(NewForm):
    """An assignment at the own unit for somebody who is known already."""

    person = FromList(label=_("Person"))
    role = OneOf(label=_("Roll"), choices=[(role.value, role_label_later(role)) for role in BY_MANAGER])
    from_on = Day(label=_("Från och med"))
    to_on = Day(label=_("Till och med"), last=True, required=False, help_text=OPEN_END)


@for_unit
@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """In the order of their names; two statements beside the frame."""
    unit, today = own_unit(request), today_of(request)
    rows = people_at(unit_id=unit.id, today=today)
    pools = [one for one in people_at(unit_id=unit.id, today=today, with_pools=True) if one not in rows]
    everybody = [*rows, *pools]
    work = work_of_people(
        unit_ids=actor_of(request).unit_ids, person_ids=[one.id for one in everybody], today=today
    )
    shown = [
        {
            "id": one.id,
            "name": one.name,
            "title": one.title,
            "roles": roles(one),
            "away": away(one),
            "from_pool": one in pools,
            "total": work.get(one.id, (0, 0))[0],
            "overdue": work.get(one.id, (0, 0))[1],
        }
        for one in everybody
    ]
    return unit_page(request, "unit/people.html", {"people": shown}, tab="unit_people")


@for_manager
def assign_person(request: HttpRequest) -> HttpResponse:
    """Give somebody a care role at the unit; new persons are the administrators' to register."""
    unit = own_unit(request)
    choices = {"person": choose(all_people())}
    if request.method != "POST":
        initial = {"new_id": drawn(request), "from_on": today_of(request)}
        return _draw(request, AssignForm(today=today_of(request), choices=choices, initial=initial))
    form = AssignForm(request.POST, today=today_of(request), choices=choices)
    made = run(
        request,
        form,
        lambda: assign(
            person_id=form.cleaned_data["person"],
            unit_id=unit.id,
            role=form.cleaned_data["role"],
            purpose=usual_purpose(form.cleaned_data["role"]),
            from_on=form.cleaned_data["from_on"],
            to_on=form.cleaned_data["to_on"],
            assignment_id=form.cleaned_data["new_id"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if made is None:
        return _draw(request, form)
    return done(
        request,
        _("Uppdraget är tilldelat."),
        reverse("unit_person", kwargs={"person_id": made.person_id}),
    )


def _draw(request: HttpRequest, form: AssignForm) -> HttpResponse:
    return form_page(
        request,
        form,
        tab="unit_people",
        title=_("Ge någon ett uppdrag här"),
        lead=_("Finns personen inte i listan lägger en administratör upp hen. Chefer utser administratören."),
        submit=_("Ge uppdraget"),
        back=reverse("unit_people"),
    )
