"""6. Every incoming reply or document belongs to exactly one referral, or lies in a visible list."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext as _

from remissvakt.documents.models import Document
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.states import Node

from ..view import View


def linked_once(view: View) -> Iterator[str]:
    """A reply's case, and a document's reply, are of the same referral; a linked paper was taken by somebody."""
    cases = {case.id for case in view.facts.cases}
    replies = {reply.id for reply in view.facts.replies}
    for reply in view.facts.replies:
        if reply.case_id not in cases:
            yield _("ett svar hör till en annan remiss ärende")
    for document in view.documents:
        if document.reply_id is not None and document.reply_id not in replies:
            yield _("ett papper hör till en annan remiss svar")
        by_its_code = document.code is not None and document.code.referral_id == view.referral.id
        if document.linked_at is None or (document.linked_by_id is None and not by_its_code):
            yield _("ett papper är kopplat utan att det framgår av vem")
        if document.code is not None and not by_its_code:
            yield _("ett papper är kopplat till en annan remiss än dess kod säger")
    yield from _trail(view)


def _trail(view: View) -> Iterator[str]:
    """Every link has its event, and every paper that was taken away has its."""
    last = {
        event.data.get("document"): event.kind for event in view.events_of("paper_linked", "paper_unlinked")
    }
    linked = {document_id for document_id, kind in last.items() if kind == "paper_linked"}
    if linked != {str(document.id) for document in view.documents}:
        yield _("kopplade papper och händelserna om dem hör inte ihop")
    asked: dict[str, UUID | None] = {}
    for event in view.events_of("paper_link_asked", "paper_linked"):
        document_id = event.data["document"]
        if event.kind == "paper_link_asked":
            asked[document_id] = event.person_id
        elif event.data["how"] == "two_persons" and asked.get(document_id) in (None, event.person_id):
            yield _("ett papper med ett annat nummer är kopplat av en person ensam")


def unlinked_visible(now: datetime) -> Iterator[tuple[str, str]]:
    """What is not linked and not set aside lies in Okopplade at its unit; what is set aside has a reason."""
    items = WorkItem.objects.filter(node=Node.UNLINKED, referral=None)
    seen = {(document_id, unit_id) for document_id, unit_id in items.values_list("document", "unit")}
    for document in Document.objects.filter(linked_at__isnull=True, referral=None).iterator():
        if (document.id, document.unit_id) not in seen:
            yield str(document.id), _("okopplat papper som inte syns i Okopplade")
    lost = Document.objects.filter(linked_at__isnull=False, referral=None, set_aside_reason="")
    for document_id in lost.values_list("id", flat=True):
        yield str(document_id), _("papper som varken är kopplat eller lagt åt sidan")
    across = Document.objects.filter(Q(reply__isnull=False) & ~Q(referral=F("reply__referral")))
    for document_id in across.values_list("id", flat=True):
        yield str(document_id), _("papper kopplat till ett svar på en annan remiss")
