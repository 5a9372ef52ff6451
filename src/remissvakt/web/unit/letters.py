"""/enhet/brev/: how the unit's letters look, with a letter about nobody as a picture and as PDF (A.1, A.3, B.2)."""

from __future__ import annotations

from io import BytesIO

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.letters.actions.change_letter_style import (
    COLUMNS,
    LETTERS,
    change_letter_style,
    read_letter_style,
)
from remissvakt.letters.models import EnvelopeFormat, LetterLanguage, LetterStyle, WindowSide
from remissvakt.letters.render import render
from remissvakt.letters.sample import sample_letter
from remissvakt.letters.styles import style_from
from remissvakt.organisations.models import Unit
from remissvakt.organisations.seen import version_of
from remissvakt.web.acting import run, status_of
from remissvakt.web.errors import error_response
from remissvakt.web.frame import actor_of, today_of

from .fields import ChangeForm, Line, Long, OneOf, Pick
from .gate import FOR_MANAGER, for_manager, for_unit, found
from .pages import done, manages, newer, own_unit, unit_page
from .shown import capital_later

_PICTURE_SCALE = 1.25  # 90 dots an inch: the text can be read, and the page keeps its place beside the form


def _choices(of: type[EnvelopeFormat] | type[WindowSide] | type[LetterLanguage]) -> list[tuple[str, object]]:
    return [(one.value, capital_later(one.label)) for one in of]


class LetterForm(ChangeForm):
    """What the manager decides; an empty field is the standard."""

    letterhead = Long(
        label=_("Brevhuvud"),
        required=False,
        strip=False,
        help_text=_("Högst 3 rader, den första större. Tomt: enhetens namn."),
    )
    envelope = OneOf(label=_("Kuvert"), choices=_choices(EnvelopeFormat))
    side = OneOf(label=_("Fönstret sitter"), choices=_choices(WindowSide))
    language = Pick(
        label=_("Språk"),
        choices=_choices(LetterLanguage),
        help_text=_("För rubriker och datum. Ett brev kan ha ett eget språk."),
    )
    hours = Line(label=_("Telefontid"), required=False, help_text=_("Till exempel vardagar 8–11."))
    return_address = Line(
        label=_("Returadress"),
        required=False,
        help_text=_(
            "Liten rad ovanför mottagaren. Står aldrig på brev till patienter. Tomt: enhetens adress."
        ),
    )
    footer = Long(
        label=_("Sidfot"), required=False, strip=False, help_text=_("Högst 3 rader. Tomt: enhetens adress.")
    )
    protected_route = Long(
        label=_("Brev till patienter med skyddade personuppgifter skickas till"),
        required=False,
        strip=False,
        help_text=_(
            "Adressen på följebladet i ytterkuvertet. Tomt: Skatteverkets postförmedling, "
            "Box 2820, 403 20 Göteborg."
        ),
    )


@for_unit
def letters(request: HttpRequest) -> HttpResponse:
    """The manager changes; the others see what their letters look like."""
    unit = _care_unit(request)
    version = version_of(unit.id, kinds=LETTERS)
    if request.method != "POST":
        held = {name: getattr(_held(unit), name) for name in COLUMNS}
        return _draw(request, LetterForm(today=today_of(request), initial={**held, "version": version}))
    if not manages(request):
        return error_response(request, status=403, message=FOR_MANAGER)
    form = LetterForm(request.POST, today=today_of(request))
    saved = run(
        request,
        form,
        lambda: change_letter_style(
            unit_id=unit.id,
            chosen=_chosen(form),
            version=form.cleaned_data["version"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if saved is None:
        newer(form, version)
        return _draw(request, form)
    return done(request, _("Brevens utseende är sparat."), reverse("unit_letters"))


@for_manager
def preview(request: HttpRequest) -> HttpResponse:
    """A letter as PDF with what stands in the form, before it is saved; as saved where nothing was sent."""
    unit = _care_unit(request)
    if request.method != "POST":
        return _file(_sample(request, unit, _held(unit)))
    form = LetterForm(request.POST, today=today_of(request))
    typed = run(request, form, lambda: read_letter_style(unit_id=unit.id, chosen=_chosen(form)))
    return _draw(request, form) if typed is None else _file(_sample(request, unit, typed))


@for_unit
@require_safe
def picture(request: HttpRequest) -> HttpResponse:
    """The saved style as a picture, for the page."""
    import pypdfium2  # not before the first picture: most processes draw none

    unit = _care_unit(request)
    pages = pypdfium2.PdfDocument(_sample(request, unit, _held(unit)))
    try:
        drawn = pages[0].render(scale=_PICTURE_SCALE, grayscale=True).to_pil()
    finally:
        pages.close()
    into = BytesIO()
    drawn.save(into, "PNG", optimize=False)
    return HttpResponse(into.getvalue(), content_type="image/png")


def _care_unit(request: HttpRequest) -> Unit:
    unit = own_unit(request)
    return found(unit if unit.kind == "care" else None)


def _held(unit: Unit) -> LetterStyle:
    return LetterStyle.objects.filter(unit=unit).first() or LetterStyle(unit=unit)


def _chosen(form: LetterForm) -> dict[str, str]:
    return {name: form.cleaned_data[name] for name in COLUMNS}


def _sample(request: HttpRequest, unit: Unit, row: LetterStyle) -> bytes:
    style = style_from(unit, row)
    content = sample_letter(unit=unit, today=today_of(request), language=style.language)
    return render(content=content, style=style)


def _file(pdf: bytes) -> HttpResponse:
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = 'inline; filename="exempelbrev.pdf"'
    return response


def _draw(request: HttpRequest, form: LetterForm) -> HttpResponse:
    unit = _care_unit(request)
    context = {"form": form, "style": style_from(unit, _held(unit)), "row": _held(unit)}
    return unit_page(request, "unit/letters.html", context, tab="unit_letters", status=status_of(form))
