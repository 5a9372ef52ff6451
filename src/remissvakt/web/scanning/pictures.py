"""/papper/sida/<id>/bild and liten: one page of a scan as a picture. What is sent is in the access log first (S1)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from remissvakt.documents.models import ScanPage
from remissvakt.scanning.visible import log_papers_read, visible_pages
from remissvakt.storage import store
from remissvakt.web.frame import CARE, actor_of
from remissvakt.web.patients.roles import only

from .orientation import turned

# The picture is nothing but a picture, whatever it holds (ASVS 3.2.1), and stays in no cache (14.3.2).
POLICY = "default-src 'none'; img-src 'self'; sandbox; frame-ancestors 'none'"


@require_safe
@only(CARE)
def page_picture(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """The page in the size that it is read in."""
    return _answer(request, page_id, "picture")


@require_safe
@only(CARE)
def page_small_picture(request: HttpRequest, page_id: UUID) -> HttpResponse:
    """The page among others."""
    return _answer(request, page_id, "small_picture")


def _answer(request: HttpRequest, page_id: UUID, size: str) -> HttpResponse:
    page = _page(request, page_id)
    stored = getattr(page, size) or page.picture
    if stored is None:
        raise Http404
    response = HttpResponse(
        turned(store.read(sha256=stored.sha256), quarter_turns=page.quarter_turns),
        content_type=stored.media_type,
    )
    response["Content-Security-Policy"] = POLICY
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = f'inline; filename="sida-{page.number}"'
    return response


def _page(request: HttpRequest, page_id: UUID) -> ScanPage:
    actor = actor_of(request)
    with transaction.atomic():
        page = (
            visible_pages(actor)
            .select_related("picture", "small_picture", "document__referral", "document__asked_referral")
            .filter(id=page_id)
            .first()
        )
        if page is None:
            raise Http404
        if page.document is not None:
            log_papers_read([page.document], actor=actor, now=request.now)  # type: ignore[attr-defined]
    return page
