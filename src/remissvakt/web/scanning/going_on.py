"""Which paper is next? The secretary goes through the stack without going back to the list in between."""

from __future__ import annotations

from uuid import UUID

from django.db.models import BooleanField, Case, Q, Value, When
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.once import Answer
from remissvakt.core.refusal import Text
from remissvakt.documents.models import Document
from remissvakt.documents.sight import papers_of
from remissvakt.referrals.models import WorkItem
from remissvakt.referrals.states import Node
from remissvakt.web.acting import back_path, message, with_back
from remissvakt.web.frame import actor_of


def next_paper(request: HttpRequest, document: Document) -> UUID | None:
    """Return the paper to go on with: the next of the same scan, else the most urgent of the unit, else None.

    What waits for another person than the reader is nothing to go on with.
    """
    actor = actor_of(request)
    seen = Document.objects.filter(papers_of(actor)).values("id")
    same_scan = Case(
        When(document__scan=document.scan_id, document__scan__isnull=False, then=Value(True)),
        default=Value(False),
        output_field=BooleanField(),
    )
    rows = (
        WorkItem.objects.filter(node=Node.UNLINKED, unit_id=document.unit_id, document__in=seen)
        .exclude(document=document)
        .exclude(Q(document__asked_at__isnull=False) & Q(document__asked_by=actor.person_id))
        .annotate(same_scan=same_scan)
        .order_by(
            "-same_scan", "due_on", "document__arrived_on", "document__scan", "document__position", "id"
        )
    )
    return rows.values_list("document_id", flat=True).first()


def go_on(request: HttpRequest, document: Document, text: Text) -> Answer:
    """What was done, with a way to correct it, and the next paper; after the last one the list."""
    own = reverse("paper", kwargs={"document_id": document.id})
    told = message(text, url=own, url_label=_("Titta på det igen"))
    after = next_paper(request, document)
    if after is not None:
        return Answer(to=with_back(reverse("paper", kwargs={"document_id": after}), request), told=told)
    return Answer(to=back_path(request) or reverse("our_list", kwargs={"slug": "okopplade"}), told=told)


def stay_at(request: HttpRequest, document: Document, text: Text) -> Answer:
    """What was done, and the same paper again: it is work once more."""
    own = reverse("paper", kwargs={"document_id": document.id})
    return Answer(to=with_back(own, request), told=message(text))
