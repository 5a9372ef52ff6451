"""/skanning/<id>/original: the file as it came, to be kept or opened in another program. Never shown in the browser."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.core.clock import local_time
from remissvakt.core.refusal import Text
from remissvakt.documents.models import Document, Scan, VirusState
from remissvakt.scanning.virus import may_be_opened
from remissvakt.scanning.visible import log_papers_read, visible_scans
from remissvakt.storage import store
from remissvakt.web.errors import error_response
from remissvakt.web.frame import CARE, actor_of
from remissvakt.web.patients.roles import only

_ENDINGS = {
    "application/pdf": "pdf",
    "image/tiff": "tif",
    "image/jpeg": "jpg",
    "image/png": "png",
}


@require_safe
@only(CARE)
def scan_original(request: HttpRequest, scan_id: UUID) -> Any:
    """Send the stored bytes as they are read, under a name that says nothing about a patient."""
    actor = actor_of(request)
    with transaction.atomic():
        scan = visible_scans(actor).select_related("file", "unit__routine").filter(id=scan_id).first()
        if scan is None:
            raise Http404
        why = withheld(scan)
        if not why:
            papers = Document.objects.filter(scan=scan).select_related("referral", "asked_referral")
            log_papers_read(papers, actor=actor, now=request.now, action="read_original")  # type: ignore[attr-defined]
    if why:
        return error_response(request, status=403, message=why)
    response = StreamingHttpResponse(
        store.chunks(sha256=scan.file_id), content_type="application/octet-stream"
    )
    response["Content-Length"] = str(scan.file.size)
    response["Content-Disposition"] = f'attachment; filename="{file_name(scan)}"'
    response["Content-Security-Policy"] = "default-src 'none'; sandbox; frame-ancestors 'none'"
    response["Cache-Control"] = "private, no-store"
    return response


def withheld(scan: Scan) -> Text:
    """Why the file may not be fetched, or "". The pages that were drawn of it can be read all the same.

    The scan needs its unit's routine selected along.
    """
    if scan.virus_state == VirusState.INFECTED:
        return _("Filen innehåller virus och lämnas inte ut. Be it-avdelningen om hjälp.")
    if not may_be_opened(scan):
        return _("Filen är inte viruskontrollerad, och enheten lämnar bara ut kontrollerade filer.")
    return ""


def file_name(scan: Scan) -> str:
    """ "skanning-20261124-0912-5f3a.pdf": when it came, and four signs of its own."""
    ending = _ENDINGS.get(scan.file.media_type, "bin")
    return f"skanning-{local_time(scan.received_at):%Y%m%d-%H%M}-{scan.id.hex[-4:]}.{ending}"
