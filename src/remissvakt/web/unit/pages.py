"""How the unit's pages are drawn: tabs above, whether one may change anything, and forms and questions all alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Text
from remissvakt.organisations.models import Role, Unit, UnitKind
from remissvakt.web.acting import run, status_of, tell
from remissvakt.web.frame import actor_of, address, page, today_of

from .fields import Form

_TABS = (
    ("unit_settings", _("Översikt"), False),
    ("unit_people", _("Personer"), False),
    ("unit_absences", _("Frånvaro"), False),
    ("unit_delegations", _("Utdelat arbete"), True),
    ("unit_limits", _("Gränser"), True),
    ("unit_priorities", _("Prioriteter"), True),
    ("unit_texts", _("Svarstexter"), True),
    ("unit_letters", _("Brev"), True),
    ("unit_phrases", _("Fraser"), False),
    ("dictation_load", _("Diktat"), False),
    ("unit_forwarding", _("Vidaresändning"), True),
)
# Only the manager's.
_MANAGERS = (("unit_report", _("Rapport"), True),)


def manages(request: HttpRequest) -> bool:
    """Whether the one who looks is the manager of the unit."""
    return actor_of(request).role == Role.MANAGER


def own_unit(request: HttpRequest) -> Unit:
    """The unit (or pool) of the assignment; read once a request."""
    unit = getattr(request, "_own_unit", None)
    if unit is None:
        unit = Unit.objects.select_related("provider").get(id=actor_of(request).unit_id)
        request._own_unit = unit  # type: ignore[attr-defined]
    return unit


def unit_page(
    request: HttpRequest, template: str, context: Mapping[str, Any], *, tab: str, status: int = 200
) -> HttpResponse:
    """Draw a page of the unit; a pool has no routine of its own, and so fewer tabs."""
    unit = own_unit(request)
    pool = unit.kind == UnitKind.POOL
    tabs = [
        (label, reverse(name), name == tab, None)
        for name, label, care_only in (*_TABS, *(_MANAGERS if manages(request) else ()))
        if not (care_only and pool)
    ]
    whole = {
        "unit": unit,
        "pool": pool,
        "tabs": tabs,
        "tabs_label": unit.name,
        "manages": manages(request),
        "read_url": address("read_date"),
    }
    return page(request, template, whole | dict(context), status=status)


def form_context(
    form: forms.Form,
    *,
    title: Text,
    submit: Text,
    back: str,
    lead: Text = "",
    notices: Sequence[tuple[Text, str]] = (),
) -> dict[str, Any]:
    """What unit/form.html draws: every field in the order of the form, and the hidden ones."""
    return {
        "form": form,
        "title": title,
        "submit": submit,
        "back": back,
        "lead": lead,
        "notices": notices,
    }


def form_page(request: HttpRequest, form: forms.Form, *, tab: str, **shown: Any) -> HttpResponse:
    """Draw a form of the unit on a page of its own."""
    return unit_page(request, "unit/form.html", form_context(form, **shown), tab=tab, status=status_of(form))


def ask_context(
    *, title: Text, text: Text, submit: Text, back: str, form: forms.Form | None = None
) -> dict[str, Any]:
    """What unit/ask.html draws: a question before something that cannot simply be taken back."""
    return {"title": title, "text": text, "submit": submit, "back": back, "form": form}


def ask_first(
    request: HttpRequest,
    act: Callable[[], object],
    *,
    told: Text,
    question: dict[str, Any],
    draw: Callable[..., HttpResponse],
    tab: str,
) -> HttpResponse:
    """GET asks; POST acts, says so and goes back. A refusal stands above the question, which is asked again."""
    form = Form(request.POST if request.method == "POST" else None, today=today_of(request))
    if request.method == "POST" and run(request, form, lambda: (act(),)) is not None:
        return done(request, told, question["back"])
    status = 409 if form.is_bound else 200
    return draw(request, "unit/ask.html", {**question, "form": form}, tab=tab, status=status)


def done(request: HttpRequest, text: Text, to: str, warnings: Sequence[Text] = ()) -> HttpResponse:
    """Say what was done, and what to look at again, and go on."""
    tell(request, text)
    for warning in warnings:
        tell(request, warning, level="warning")
    return HttpResponseRedirect(to)


def drawn(request: HttpRequest) -> UUID:
    """The id of the row that a new form will make."""
    return new_id(now=request.now)  # type: ignore[attr-defined]


def newer(form: forms.Form, version: int) -> None:
    """After Stale the form is drawn with the present version: one has read who changed what."""
    if getattr(form, "stale", False):
        form.data = {**form.data.dict(), "version": version}  # type: ignore[attr-defined]
