"""How letters are answered with: a page that shows them as pictures, and the PDF itself."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse

from remissvakt.web.frame import page

from .pictures import POLICY_WITH_PICTURES, pictures_of


def shown(request: HttpRequest, template: str, context: dict[str, Any], *, pdf: bytes) -> HttpResponse:
    """A page with the letter as it is, or would be, on paper."""
    response = page(request, template, {**context, "pictures": pictures_of(pdf)})
    response.headers["Content-Security-Policy"] = POLICY_WITH_PICTURES
    return response


def as_pdf(pdf: bytes, *, name: str) -> HttpResponse:
    """The PDF, to be shown and printed by the browser. `name` says nothing about a patient."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return response
