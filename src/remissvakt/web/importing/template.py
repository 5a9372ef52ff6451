"""/import/mall.csv: an empty file with the headings, as Excel in Swedish opens it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from remissvakt.importing.columns import COLUMNS
from remissvakt.referrals.rules.who import LEADING
from remissvakt.web.patients.roles import only


@require_GET
@only(LEADING)
def template_file(request: HttpRequest) -> HttpResponse:
    """The headings alone: an example line could be brought in by mistake."""
    line = ";".join(column.heading for column in COLUMNS)
    response = HttpResponse(f"\ufeff{line}\r\n", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="remissvakt-mall.csv"'
    return response
