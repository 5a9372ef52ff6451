"""/enhet/franvaro/: who is away and when: the manager for everybody, and each person for oneself (C).

Why somebody is away is between them and their manager: the note is shown to nobody else.
"""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.organisations.actions.end_absence import cancel_absence, end_absence
from remissvakt.organisations.actions.register_absence import register_absence
from remissvakt.organisations.models import Absence, Person
from remissvakt.organisations.people import people_at
from remissvakt.web.acting import run, status_of
from remissvakt.web.frame import actor_of, today_of

from .fields import OPEN_END, Day, Form, FromList, Line, NewForm, choose
from .gate import for_unit, found
from .pages import done, drawn, form_page, manages, own_unit, unit_page
from .shown import people_choices, period


class AbsenceForm(NewForm):
    """Who is away, and when."""

    person = FromList(label=_("Vem är borta?"))
    from_on = Day(label=_("Från och med"))
    to_on = Day(label=_("Till och med"), last=True, required=False, help_text=OPEN_END)
    note = Line(label=_("Anteckning"), required=False, help_text=_("Syns bara för personen och chefen."))


class UntilForm(Form):
    """The last day away."""

    last_on = Day(label=_("Sista dagen borta"), last=True, required=False, help_text=OPEN_END)


@for_unit
@require_safe
def absences(request: HttpRequest) -> HttpResponse:
    """Now and to come; what has been for half a year for whoever may see it."""
    today, actor = today_of(request), actor_of(request)
    people = people_at(unit_id=own_unit(request).id, today=today)
    ids = [one.id for one in people] if manages(request) else [actor.person_id]
    rows = Absence.objects.select_related("person").order_by("from_on", "person__sort_name")
    present = rows.filter(Q(to_on__isnull=True) | Q(to_on__gte=today))
    shown = list(present.filter(person_id__in=[one.id for one in people]))
    context = {
        "now_away": [_row(one, ids) for one in shown if one.from_on <= today],
        "coming": [_row(one, ids) for one in shown if one.from_on > today],
        "past": [
            _row(one, ids) for one in rows.filter(person_id__in=ids, to_on__lt=today).order_by("-to_on")[:30]
        ],
    }
    return unit_page(request, "unit/absences.html", context, tab="unit_absences")


@for_unit
def new_absence(request: HttpRequest) -> HttpResponse:
    """The manager chooses among the unit's people; others tell of themselves."""
    actor, today = actor_of(request), today_of(request)
    people = people_at(unit_id=own_unit(request).id, today=today)
    if not manages(request):
        people = [one for one in people if one.id == actor.person_id]
    choices = {"person": choose(people_choices(people))}
    if request.method != "POST":
        chosen = request.GET.get("person") if manages(request) else str(actor.person_id)
        initial = {"new_id": drawn(request), "person": chosen, "from_on": today}
        return _draw(request, AbsenceForm(today=today, choices=choices, initial=initial))
    form = AbsenceForm(request.POST, today=today, choices=choices)
    made = run(
        request,
        form,
        lambda: register_absence(
            person_id=form.cleaned_data["person"],
            from_on=form.cleaned_data["from_on"],
            to_on=form.cleaned_data["to_on"],
            note=form.cleaned_data["note"],
            absence_id=form.cleaned_data["new_id"],
            actor=actor,
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if made is None:
        return _draw(request, form)
    to = reverse("unit_absences")
    if manages(request) and made.person_id != actor.person_id:
        to = reverse("unit_person", kwargs={"person_id": made.person_id})
    return done(request, _("Frånvaron är anmäld. Se till att någon tar hand om arbetet under tiden."), to)


@for_unit
def absence(request: HttpRequest, absence_id: UUID) -> HttpResponse:
    """Change the last day, or with `do=cancel` take back an absence that did not come about."""
    row = _mine_to_change(request, absence_id)
    back = reverse("unit_absences")
    today = today_of(request)
    acting = {"absence_id": row.id, "actor": actor_of(request), "now": request.now}  # type: ignore[attr-defined]
    if request.method == "POST" and request.POST.get("do") == "cancel":
        run(request, None, lambda: cancel_absence(**acting))
        return done(request, _("Frånvaron är återtagen."), back)
    form = UntilForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial={"last_on": row.to_on or today},
    )
    if request.method == "POST":
        changed = run(request, form, lambda: end_absence(**acting, last_on=form.cleaned_data["last_on"]))
        if changed is not None:
            return done(request, _("Frånvaron är ändrad."), back)
    context = {
        "form": form,
        "row": row,
        "period": period(row.from_on, row.to_on),
        "coming": row.from_on > today,
        "back": back,
    }
    return unit_page(request, "unit/absence.html", context, tab="unit_absences", status=status_of(form))


def _mine_to_change(request: HttpRequest, absence_id: UUID) -> Absence:
    actor = actor_of(request)
    row: Absence = found(Absence.objects.select_related("person").filter(id=absence_id).first())
    here = Person.objects.filter(id=row.person_id, assignments__unit_id=actor.unit_id).exists()
    if row.person_id != actor.person_id and not (manages(request) and here):
        raise Http404
    return row


def _row(row: Absence, ids: list[UUID]) -> dict[str, object]:
    mine = row.person_id in ids
    return {
        "id": row.id,
        "person": row.person,
        "period": period(row.from_on, row.to_on),
        "note": row.note if mine else "",
        "mine": mine,
    }


def _draw(request: HttpRequest, form: AbsenceForm) -> HttpResponse:
    return form_page(
        request,
        form,
        tab="unit_absences",
        title=_("Anmäl frånvaro"),
        lead=_(
            "Den som är borta kan inte få nytt arbete, och det hen har visas under Utan ansvarig tills någon tar det."
        ),
        submit=_("Anmäl"),
        back=reverse("unit_absences"),
    )
