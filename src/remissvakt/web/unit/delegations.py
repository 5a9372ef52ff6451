"""/enhet/utdelat/: Dela ut: chosen nodes of somebody's Mitt arbete lent to another for a period (C.3)."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.core.ids import parse_id
from remissvakt.delegation.actions.delegate import delegate
from remissvakt.delegation.actions.end_delegation import end_delegation
from remissvakt.delegation.models import Delegation
from remissvakt.delegation.nodes import PERSONAL_NODES
from remissvakt.organisations.people import people_at
from remissvakt.referrals.rules.who import CARE
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of
from remissvakt.worklists.nodes import BY_NAME, MY_LISTS
from remissvakt.worklists.person_work import work_of

from .fields import Day, FromList, Long, NewForm, choose
from .gate import for_manager, for_unit, found
from .pages import ask_context, ask_first, done, drawn, form_page, manages, own_unit, unit_page
from .shown import people_choices, period

_NODES = [(one.name, one.label) for one in MY_LISTS]


class DelegationForm(NewForm):
    """Whose work, to whom, which of the eight nodes (none is chosen beforehand), what was agreed, how long."""

    from_person = FromList(label=_("Vems arbete?"))
    to_person = FromList(label=_("Vem tar över så länge?"))
    every_node = forms.BooleanField(label=_("Alla åtta"), required=False, help_text=_("Hela Mitt arbete."))
    nodes = forms.MultipleChoiceField(
        label=_("Eller valda delar av Mitt arbete"),
        choices=_NODES,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        error_messages={"invalid_choice": _("Välj bland de åtta noderna.")},
    )
    agreement = Long(
        label=_("Vad har ni kommit överens om?"),
        help_text=_("Till exempel vad som ska göras genast, vad som får vänta, och när ni stämmer av."),
    )
    from_on = Day(label=_("Från och med"))
    to_on = Day(
        label=_("Till och med"), last=True, help_text=_("Efter den dagen går arbetet tillbaka av sig självt.")
    )

    def chosen_nodes(self) -> list[str]:
        """Return the values of the nodes; only for a valid form."""
        return list(PERSONAL_NODES) if self.cleaned_data["every_node"] else self.cleaned_data["nodes"]


@for_unit
@require_safe
def delegations(request: HttpRequest) -> HttpResponse:
    """What is lent now, what will be, and what has been. The agreement is for the manager and the two."""
    today, me = today_of(request), actor_of(request).person_id
    found(own_unit(request) if own_unit(request).kind == "care" else None)
    rows = (
        Delegation.objects.filter(unit_id=actor_of(request).unit_id)
        .select_related("from_person", "to_person", "decided_by", "ended_by")
        .prefetch_related("nodes")
    )
    current = rows.filter(ended_at__isnull=True, to_on__gte=today).order_by(
        "from_on", "from_person__sort_name"
    )
    earlier = rows.exclude(id__in=current.values("id")).order_by("-to_on", "-decided_at")[:50]
    read = manages(request)

    def shown(row: Delegation) -> dict[str, Any]:
        return _row(row, read=read or me in (row.from_person_id, row.to_person_id))

    context = {
        "now_lent": [shown(row) for row in current if row.from_on <= today],
        "coming": [shown(row) for row in current if row.from_on > today],
        "earlier": [shown(row) for row in earlier],
    }
    return unit_page(request, "unit/delegations.html", context, tab="unit_delegations")


@for_manager
def new_delegation(request: HttpRequest) -> HttpResponse:
    """Lend. The one who is logged in is the manager who decides."""
    unit, actor, today = own_unit(request), actor_of(request), today_of(request)
    found(unit if unit.kind == "care" else None)
    everybody = choose(people_choices(people_at(unit_id=unit.id, today=today, roles=CARE, with_pools=True)))
    choices = {"from_person": everybody, "to_person": everybody}
    if request.method != "POST":
        initial = {"new_id": drawn(request), "from_person": request.GET.get("person"), "from_on": today}
        form = DelegationForm(today=today, choices=choices, initial=initial)
        return _draw(request, form, lender=parse_id(request.GET.get("person")), today=today)
    form = DelegationForm(request.POST, today=today, choices=choices)
    lent = run(
        request,
        form,
        lambda: delegate(
            from_person_id=form.cleaned_data["from_person"],
            to_person_id=form.cleaned_data["to_person"],
            unit_id=unit.id,
            nodes=form.chosen_nodes(),
            agreement=form.cleaned_data["agreement"],
            from_on=form.cleaned_data["from_on"],
            to_on=form.cleaned_data["to_on"],
            delegation_id=form.cleaned_data["new_id"],
            actor=actor,
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if lent is None:
        return _draw(request, form, lender=parse_id(request.POST.get("from_person")), today=today)
    text = _("Arbetet är utdelat. Det syns i den andras listor, märkt med vems det är.")
    return done(request, text, reverse("unit_delegations"))


@for_manager
def end(request: HttpRequest, delegation_id: UUID) -> HttpResponse:
    """Ask, and take lent work back before its time."""
    rows = Delegation.objects.select_related("from_person", "to_person")
    row = found(rows.filter(id=delegation_id, unit_id=actor_of(request).unit_id).first())
    back = reverse("unit_delegations")
    names = {"lender": row.from_person.name, "borrower": row.to_person.name}
    question = ask_context(
        title=_("Avsluta utdelningen nu?"),
        text=_("Arbetet som %(borrower)s har hand om går genast tillbaka till %(lender)s.") % names,
        submit=_("Avsluta nu"),
        back=back,
    )
    return ask_first(
        request,
        lambda: end_delegation(
            delegation_id=row.id,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
        told=_("Utdelningen är avslutad. Arbetet ligger hos sin ägare igen."),
        question=question,
        draw=unit_page,
        tab="unit_delegations",
    )


def _row(row: Delegation, *, read: bool) -> dict[str, Any]:
    nodes = {one.node for one in row.nodes.all()}
    return {
        "row": row,
        "period": period(row.from_on, row.to_on),
        "every": len(nodes) == len(PERSONAL_NODES),
        "nodes": [BY_NAME[name].label for name in PERSONAL_NODES if name in nodes],
        "agreement": row.agreement if read else "",
    }


def _draw(request: HttpRequest, form: DelegationForm, *, lender: UUID | None, today: date) -> HttpResponse:
    """The form; for a known lender each node says how much lies there."""
    if lender is not None:
        tallies = work_of(person_id=lender, unit_ids=actor_of(request).unit_ids, today=today)
        form.fields["nodes"].choices = [  # type: ignore[attr-defined]
            (name, f"{label} ({tallies[name].total})" if name in tallies else label) for name, label in _NODES
        ]
    return form_page(
        request,
        form,
        tab="unit_delegations",
        title=_("Dela ut arbete"),
        lead=_("Utdelningen beslutas av dig, %(name)s, och sparas med ditt namn.")
        % {"name": actor_of(request).person_name},
        submit=_("Dela ut"),
        back=reverse("unit_delegations"),
    )
