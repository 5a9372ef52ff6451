"""/enhet/fraser/: what the unit abbreviates while dictations are typed. Its manager and secretaries keep it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.dictation.actions.save_phrase import WHO, retire_phrase, save_phrase
from remissvakt.dictation.models import Phrase
from remissvakt.web.acting import run
from remissvakt.web.frame import actor_of, today_of

from .fields import Form, Line, Long, NewForm
from .gate import for_unit, found, only
from .pages import ask_context, ask_first, done, drawn, form_page, own_unit, unit_page

for_those_who_type = only(WHO, why=_("Enhetens chef och sekreterare lägger upp fraser."))


class _PhraseFields(Form):
    short = Line(label=_("Förkortning"), help_text=_("Ett ord, till exempel iua."))
    text = Long(label=_("Står för"), help_text=_("Det som skrivs i stället. Högst 2 000 tecken."))


class NewPhraseForm(NewForm, _PhraseFields):
    """A new phrase."""


class PhraseForm(_PhraseFields):
    """A phrase that is there."""


@for_unit
@require_safe
def phrases(request: HttpRequest) -> HttpResponse:
    """All phrases, by abbreviation."""
    rows = Phrase.objects.filter(unit=own_unit(request), active=True).order_by("short", "id")
    context = {"rows": list(rows), "may_change": actor_of(request).role in WHO}
    return unit_page(request, "unit/phrases.html", context, tab="unit_phrases")


@for_those_who_type
def new_phrase(request: HttpRequest) -> HttpResponse:
    """Write a phrase."""
    if request.method != "POST":
        form = NewPhraseForm(today=today_of(request), initial={"new_id": drawn(request)})
        return _draw(request, form, title=_("Ny fras"))
    form = NewPhraseForm(request.POST, today=today_of(request))
    saved = run(
        request,
        form,
        lambda: save_phrase(
            unit_id=actor_of(request).unit_id,
            short=form.cleaned_data["short"],
            text=form.cleaned_data["text"],
            fresh_id=form.cleaned_data["new_id"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if saved is None:
        return _draw(request, form, title=_("Ny fras"))
    return done(request, _("Frasen är sparad."), reverse("unit_phrases"))


@for_those_who_type
def phrase(request: HttpRequest, phrase_id: UUID) -> HttpResponse:
    """Change a phrase. What was typed with it stays as it is."""
    row = _own(request, phrase_id)
    if request.method != "POST":
        form = PhraseForm(today=today_of(request), initial={"short": row.short, "text": row.text})
        return _draw(request, form, title=_("Ändra fras"))
    form = PhraseForm(request.POST, today=today_of(request))
    saved = run(
        request,
        form,
        lambda: save_phrase(
            unit_id=row.unit_id,
            phrase_id=row.id,
            short=form.cleaned_data["short"],
            text=form.cleaned_data["text"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if saved is None:
        return _draw(request, form, title=_("Ändra fras"))
    return done(request, _("Frasen är sparad."), reverse("unit_phrases"))


@for_those_who_type
def retire(request: HttpRequest, phrase_id: UUID) -> HttpResponse:
    """Ask, and take the phrase out of the list."""
    row = _own(request, phrase_id)
    question = ask_context(
        title=_("Ta bort frasen?"),
        text=_("”%(short)s” skrivs inte ut längre. Texter som redan är skrivna ändras inte.")
        % {"short": row.short},
        submit=_("Ta bort"),
        back=reverse("unit_phrases"),
    )
    return ask_first(
        request,
        lambda: retire_phrase(
            unit_id=row.unit_id,
            phrase_id=row.id,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
        told=_("Frasen är borttagen."),
        question=question,
        draw=unit_page,
        tab="unit_phrases",
    )


def _own(request: HttpRequest, phrase_id: UUID) -> Phrase:
    rows = Phrase.objects.filter(id=phrase_id, unit_id=actor_of(request).unit_id, active=True)
    return found(rows.first())


def _draw(request: HttpRequest, form: Form, *, title: object) -> HttpResponse:
    return form_page(
        request, form, tab="unit_phrases", title=title, submit=_("Spara"), back=reverse("unit_phrases")
    )
