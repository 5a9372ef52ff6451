"""/skanning/<id>/: all pages of a scan, a sheaf for each paper: moved, turned, divided and joined here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Text
from remissvakt.documents.models import Document, Scan, ScanPage, VirusState
from remissvakt.scanning.visible import log_papers_read, visible_scans
from remissvakt.web.acting import back_path, status_of, with_back
from remissvakt.web.frame import CARE, actor_of, page
from remissvakt.web.patients.roles import only

from . import words
from .original import withheld
from .page_acts import act_on_pages
from .viewer import Sheet, sheets_of

TITLE = _("Skanning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheaf:
    """One paper of the scan with its pages; `state` is "open", "asked", "linked" or "aside"."""

    document: Document
    number: int
    url: str
    state: str
    says: Text
    badge: str
    sheets: tuple[Sheet, ...]


@require_http_methods(["GET", "HEAD", "POST"])
@only(CARE)
def scan(request: HttpRequest, scan_id: UUID) -> HttpResponse:
    """POST: `do` with the pages in `page`; see page_acts.py."""
    row = _open(request, scan_id)
    here = with_back(reverse("scan", kwargs={"scan_id": row.id}), request)
    if request.method != "POST":
        return page(request, "scanning/scan.html", _context(request, row, here, None))
    form = act_on_pages(request, row)
    if form.is_valid():
        return HttpResponseRedirect(here)
    context = _context(request, _open(request, scan_id), here, form)
    return page(request, "scanning/scan.html", context, status=status_of(form))


def _open(request: HttpRequest, scan_id: UUID) -> Scan:
    rows = visible_scans(actor_of(request)).select_related("unit__routine", "file", "received_by")
    row = rows.filter(id=scan_id).first()
    if row is None:
        raise Http404
    return row


def _context(request: HttpRequest, row: Scan, here: str, form: Form | None) -> dict[str, Any]:
    with transaction.atomic():
        documents = list(
            Document.objects.filter(scan=row)
            .select_related("referral", "asked_referral")
            .order_by("position", "id")
        )
        log_papers_read(documents, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
        pages = list(ScanPage.objects.filter(scan=row).order_by("position", "number"))
    sheaves = _sheaves(documents, pages, request)
    return {
        "scan": row,
        "facts": words.received(row),
        "state": words.STATES[row.state],
        "badge": words.STATE_BADGES.get(row.state, "neutral"),
        "why": words.refusal(row),
        "virus": words.VIRUS[row.virus_state],
        "virus_badge": words.VIRUS_BADGES.get(row.virus_state, "neutral"),
        "checked": row.virus_state == VirusState.CLEAN,
        "withheld": withheld(row),
        "under_way": row.state in ("waiting", "reading"),
        "sheaves": sheaves,
        # Separator sheets belong to no paper; they are kept, and shown so that nothing seems to be missing.
        "loose": sheets_of(one for one in pages if one.document_id is None),
        "open_sheaves": [one for one in sheaves if one.state in ("open", "asked")],
        "new_id": new_id(now=request.now),  # type: ignore[attr-defined]
        "form": form,
        "here": here,
        "back_url": back_path(request) or reverse("scans"),
    }


def _sheaves(documents: list[Document], pages: list[ScanPage], request: HttpRequest) -> list[Sheaf]:
    found: list[Sheaf] = []
    for document in documents:
        own = [one for one in pages if one.document_id == document.id]
        if not own and pages:
            continue  # its pages have been moved to other papers
        state, says, badge = _state(document)
        found.append(
            Sheaf(
                document=document,
                number=len(found) + 1,
                url=with_back(reverse("paper", kwargs={"document_id": document.id}), request),
                state=state,
                says=says,
                badge=badge,
                sheets=sheets_of(own),
            )
        )
    return found


def _state(document: Document) -> tuple[str, Text, str]:
    if document.linked_at is None:
        if document.asked_at is not None:
            return "asked", _("väntar på en andra person"), "today"
        return "open", _("att koppla"), "today"
    if document.referral is None:
        return "aside", _("åt sidan"), "neutral"
    kind = words.KINDS.get(document.kind, document.kind)
    return "linked", _("%(kind)s, %(code)s") % {"kind": kind, "code": document.referral.code}, "ok"
