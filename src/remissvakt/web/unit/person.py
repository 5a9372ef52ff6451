"""/enhet/personer/<id>/: one person at the unit: assignments, absences, what is lent, and all that lies with them.

From here the work of somebody who is away is given to others: lent as a whole (C.3), or watcher and assessor
changed for one or many at a time (C.1, C.2) in the unit's lists, which the links open filtered on the person.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.core.clock import local_date
from remissvakt.delegation.models import Delegation
from remissvakt.organisations.actions.end_assignment import end_assignment
from remissvakt.organisations.actors import valid_on
from remissvakt.organisations.models import Absence, Assignment, Person, PoolService, Role
from remissvakt.web.acting import run, status_of
from remissvakt.web.frame import actor_of, address, today_of
from remissvakt.worklists.nodes import BY_NAME, MY_LISTS
from remissvakt.worklists.person_work import work_of

from .fields import Day, Form
from .gate import for_manager, for_unit, found
from .pages import ask_context, done, manages, own_unit, unit_page
from .people import BY_MANAGER
from .shown import period, role_label


class EndForm(Form):
    """The last day of an assignment; nothing typed is at once."""

    last_on = Day(
        last=True,
        label=_("Sista dagen"),
        required=False,
        help_text=_("Lämna tomt för att avsluta genast, från och med nu."),
    )


@for_unit
@require_safe
def person(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Anybody who has, or has had, an assignment at the unit, or at a pool that serves it."""
    actor, today = actor_of(request), today_of(request)
    row, assignments = _here(request, person_id)
    tallies = work_of(person_id=row.id, unit_ids=actor.unit_ids, today=today)
    nodes = [
        {"label": one.label, "tally": tallies[one.name], "url": _list(one.slug, row.id), "name": one.name}
        for one in MY_LISTS
        if one.name in tallies
    ]
    mine = manages(request) or row.id == actor.person_id
    now_away = Absence.objects.filter(valid_on(today), person=row).order_by("-from_on").first()
    lent = Delegation.objects.filter(unit_id=actor.unit_id, to_on__gte=today, ended_at__isnull=True)
    context = {
        "person": row,
        "assignments": [_assignment(one, today) for one in assignments],
        "absences": Absence.objects.filter(Q(to_on__isnull=True) | Q(to_on__gte=today), person=row).order_by(
            "from_on"
        ),
        "now_away": now_away,
        "may_tell": mine,
        "nodes": nodes,
        "total": sum(one["tally"].total for one in nodes),
        "overdue": sum(one["tally"].overdue for one in nodes),
        "watching": tallies.get("watch"),
        "judging": tallies.get("answer"),
        "watch_url": _list(BY_NAME["watch"].slug, row.id),
        "answer_url": _list(BY_NAME["answer"].slug, row.id),
        "lent": _with_people(lent.filter(from_person=row)),
        "borrowed": _with_people(lent.filter(to_person=row)),
    }
    return unit_page(request, "unit/person.html", context, tab="unit_people")


@for_manager
def end(request: HttpRequest, assignment_id: UUID) -> HttpResponse:
    """Ask for the last day, and end an assignment at the own unit."""
    row = found(
        Assignment.objects.select_related("person")
        .filter(id=assignment_id, unit_id=actor_of(request).unit_id, role__in=BY_MANAGER)
        .first()
    )
    back = reverse("unit_person", kwargs={"person_id": row.person_id})
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
    names = {"name": row.person.name, "role": Role(row.role).label}
    question = ask_context(
        title=_("Avsluta uppdraget som %(role)s för %(name)s?") % names,
        text=_(
            "Efter sista dagen kommer personen inte åt enhetens arbete. Det som är kvar visas under Utan ansvarig."
        ),
        submit=_("Avsluta uppdraget"),
        back=back,
        form=form,
    )
    return unit_page(request, "unit/ask.html", question, tab="unit_people", status=status_of(form))


def _here(request: HttpRequest, person_id: UUID) -> tuple[Person, list[Assignment]]:
    unit, today = own_unit(request), local_date(request.now)  # type: ignore[attr-defined]
    pools = PoolService.objects.filter(valid_on(today), unit=unit).values("pool")
    rows = Assignment.objects.filter(Q(unit=unit) | Q(unit__in=pools), person_id=person_id)
    assignments = list(rows.select_related("unit", "person").order_by("-from_on", "role"))
    found(assignments or None)
    return assignments[0].person, assignments


def _assignment(row: Assignment, today: date) -> dict[str, Any]:
    over = row.to_on is not None and row.to_on < today
    return {
        "id": row.id,
        "role": role_label(row.role),
        "unit": row.unit,
        "period": period(row.from_on, row.to_on),
        "over": over,
        "future": row.from_on > today,
        "endable": not over and row.role in BY_MANAGER,
    }


def _list(slug: str, person_id: UUID) -> str:
    path = address("our_list", slug=slug)
    return f"{path}?person={person_id}" if path else ""


def _with_people(rows: Any) -> list[Delegation]:
    return list(rows.select_related("from_person", "to_person").prefetch_related("nodes").order_by("from_on"))
