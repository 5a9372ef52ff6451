"""/skanning/skiljeblad: the sheet that is laid between two papers without codes. The same for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from remissvakt.letters.content import SeparatorSheet
from remissvakt.letters.render import render
from remissvakt.letters.style import Style
from remissvakt.web.frame import CARE
from remissvakt.web.letters.answers import as_pdf
from remissvakt.web.patients.roles import only


@require_safe
@only(CARE)
def separator_sheet(request: HttpRequest) -> HttpResponse:
    """The sheet as PDF, to be printed once and used over and over."""
    language = (get_language() or "sv")[:2]
    return as_pdf(
        render(content=SeparatorSheet(language=language), style=Style(letterhead=())), name="skiljeblad"
    )
