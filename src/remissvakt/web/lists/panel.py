"""What stands beside the list: the referral, or the paper or certificate, of the row that is open.

A manager leads the work without being part of the care, and so sees whose the work is but not the referral.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import gettext as _

from remissvakt.core.formats import format_date
from remissvakt.core.refusal import Text
from remissvakt.referrals.rules.who import CARE
from remissvakt.scanning.visible import visible_documents
from remissvakt.web.acting import with_back
from remissvakt.web.frame import address
from remissvakt.web.presenting import Choice, Patient
from remissvakt.web.referral.detail import detail_context
from remissvakt.web.scanning.viewer import Sheet, viewer_of
from remissvakt.worklists.nodes import BY_NAME
from remissvakt.worklists.rows import WorkRow, neighbour, read_rows

from .jobs import JOBS, possible_jobs
from .listing import Listing
from .rows import owner

REFERRAL, WORK = "referral/detail.html", "lists/panel.html"


def panel_of(request: HttpRequest, listing: Listing, *, item_id: UUID) -> dict[str, Any] | None:
    """Return the context of the open row, with its template as `panel`; None if the list no longer holds it.

    What is done there leads on to the next row: `request.tillbaka` points at it.
    """
    about = listing.items.filter(id=item_id).values("referral_id", "document_id").first()
    if about is None:
        return None
    after = neighbour(listing.items, item_id=item_id)
    request.tillbaka = listing.address(row=after)  # type: ignore[attr-defined]
    # A paper is read first, also one that is linked already: its referral stands beside it on its page.
    if about["referral_id"] is not None and about["document_id"] is None and listing.actor.role in CARE:
        return detail_context(request, about["referral_id"], item_id=item_id) | {"panel": REFERRAL}
    rows = read_rows(
        listing.items,
        ids=[item_id],
        actor=listing.actor,
        now=request.now,  # type: ignore[attr-defined]
        today=listing.today,
        action="read_list",
    )
    return _work(request, listing, rows[0]) if rows else None


def _work(request: HttpRequest, listing: Listing, row: WorkRow) -> dict[str, Any]:
    facts: list[tuple[Text, Text]] = [
        (_("Lista"), BY_NAME[row.node].label),
        (_("Varför"), row.reason),
        (_("Senast"), format_date(row.due_on)),
        (_("Ansvarig"), owner(row) or _("enheten")),
        (_("Enhet"), row.unit),
    ]
    if row.other_unit and row.referral_id:
        facts.append((_("Annan enhet"), row.other_unit))
    if row.priority:
        facts.append((_("Prioritet"), row.priority))
    patient = Patient(number=row.number, name=row.name, protected=row.protected) if row.patient_id else None
    return {
        "panel": WORK,
        "patient": patient,
        "panel_title": row.name or _("Skannat papper"),
        "facts": facts,
        "actions": _choices(request, listing, row),
        "sheets": _sheets(listing, row),
    }


def _sheets(listing: Listing, row: WorkRow) -> tuple[Sheet, ...]:
    """The pages of a scanned paper, for those who may read it."""
    if row.document_id is None or not row.sheets:
        return ()
    document = visible_documents(listing.actor).select_related("scan").filter(id=row.document_id).first()
    return viewer_of(document).sheets if document is not None else ()


def _choices(request: HttpRequest, listing: Listing, row: WorkRow) -> list[Choice]:
    if row.document_id is not None:
        url = address("paper", document_id=row.document_id)
        label = _("Registrera papperet") if row.referral_id is not None else _("Koppla papperet")
        return [Choice(label=label, url=with_back(url, request), key="p")]
    if row.certificate_id is not None:
        url = address("certificate", certificate_question_id=row.certificate_id)
        return [Choice(label=_("Öppna intyget"), url=with_back(url, request), key="o")]
    return [
        Choice(
            label=JOBS[job].button,
            url=listing.beside("bulk"),
            post=True,
            hidden=(("item", str(row.id)), ("do", job)),
        )
        for job in possible_jobs(listing)
        if JOBS[job].fits(node=row.node, key=row.key, has_case=row.case_id is not None)
    ]
