"""/enhet/texter/: what the unit often writes, by kind of reply, and in letters to patients."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.organisations.actions.save_template import retire_template, save_template
from remissvakt.organisations.models import ReplyTemplate
from remissvakt.organisations.seen import TEMPLATE, version_of
from remissvakt.organisations.template_kinds import TEMPLATE_KINDS
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of

from .fields import ChangeForm, Form, Line, Long, NewForm, Pick, choose
from .gate import for_manager, for_unit, found
from .pages import ask_context, ask_first, done, drawn, form_page, newer, own_unit, unit_page

LABELS = {
    "CONFIRMED": _("Bekräftelse"),
    "MORE_INFO": _("Begäran om komplettering"),
    "FORWARDED": _("Vidaresänd"),
    "REJECTED": _("Avvisad"),
    "CANCELLED": _("Avbruten"),
    "PARTIAL": _("Delsvar"),
    "PRELIMINARY": _("Preliminärt svar"),
    "FINAL": _("Slutsvar"),
    "patient": _("Brev till patient"),
}


class _TextFields(Form):
    kind = Pick(label=_("Används i"), choices=choose([(kind, LABELS[kind]) for kind in TEMPLATE_KINDS]))
    title = Line(label=_("Namn på texten"), help_text=_("Det som syns i listan när man väljer."))
    text = Long(label=_("Text"))


class NewTextForm(NewForm, _TextFields):
    """A new text."""


class TextForm(ChangeForm, _TextFields):
    """A text that is there."""


@for_unit
@require_safe
def texts(request: HttpRequest) -> HttpResponse:
    """All texts, in the order of the kinds."""
    rows = found(
        ReplyTemplate.objects.filter(unit=own_unit(request), active=True).order_by("title", "id")
        if own_unit(request).kind == "care"
        else None
    )
    by_kind = {kind: [row for row in rows if row.kind == kind] for kind in TEMPLATE_KINDS}
    groups = [(LABELS[kind], rows) for kind, rows in by_kind.items() if rows]
    return unit_page(request, "unit/texts.html", {"groups": groups}, tab="unit_texts")


@for_manager
def new_text(request: HttpRequest) -> HttpResponse:
    """Write a text."""
    unit = own_unit(request)
    found(unit if unit.kind == "care" else None)
    if request.method != "POST":
        form = NewTextForm(today=today_of(request), initial={"new_id": drawn(request)})
        return _draw(request, form, title=_("Ny svarstext"))
    form = NewTextForm(request.POST, today=today_of(request))
    saved = run(
        request,
        form,
        lambda: save_template(
            unit_id=unit.id,
            **{name: form.cleaned_data[name] for name in ("kind", "title", "text")},
            fresh_id=form.cleaned_data["new_id"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if saved is None:
        return _draw(request, form, title=_("Ny svarstext"))
    return done(request, _("Texten är sparad."), reverse("unit_texts"))


@for_manager
def text(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Change a text. Replies that were written with it stay as they are."""
    row = _own(request, template_id)
    version = version_of(row.id, kinds=TEMPLATE)
    if request.method != "POST":
        held = {"kind": row.kind, "title": row.title, "text": row.text, "version": version}
        form = TextForm(today=today_of(request), initial=held)
        return _draw(request, form, title=_("Ändra svarstext"))
    form = TextForm(request.POST, today=today_of(request))
    saved = run(
        request,
        form,
        lambda: save_template(
            unit_id=row.unit_id,
            template_id=row.id,
            **{name: form.cleaned_data[name] for name in ("kind", "title", "text", "version")},
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if saved is None:
        newer(form, version)
        return _draw(request, form, title=_("Ändra svarstext"))
    return done(request, _("Texten är sparad."), reverse("unit_texts"))


@for_manager
def retire(request: HttpRequest, template_id: UUID) -> HttpResponse:
    """Ask, and take the text out of the list."""
    row = _own(request, template_id)
    back = reverse("unit_texts")
    question = ask_context(
        title=_("Ta bort svarstexten?"),
        text=_("”%(title)s” går inte att välja längre. Svar som redan är skrivna ändras inte.")
        % {"title": row.title},
        submit=_("Ta bort"),
        back=back,
    )
    return ask_first(
        request,
        lambda: retire_template(
            unit_id=row.unit_id,
            template_id=row.id,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
        told=_("Texten är borttagen ur listan."),
        question=question,
        draw=unit_page,
        tab="unit_texts",
    )


def _own(request: HttpRequest, template_id: UUID) -> ReplyTemplate:
    rows = ReplyTemplate.objects.filter(id=template_id, unit_id=actor_of(request).unit_id, active=True)
    return found(rows.first())


def _draw(request: HttpRequest, form: NewTextForm | TextForm, *, title: object) -> HttpResponse:
    return form_page(
        request,
        form,
        tab="unit_texts",
        title=title,
        submit=_("Spara"),
        back=reverse("unit_texts"),
    )
