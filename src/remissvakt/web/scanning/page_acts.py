"""What is done with the pages of a scan: each posted form becomes one call, or one for every page that is marked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _

from remissvakt.core.ids import parse_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.documents.models import Document, Scan, ScanPage
from remissvakt.scanning.actions.merge_documents import merge_documents
from remissvakt.scanning.actions.move_page import move_page
from remissvakt.scanning.actions.split_document import split_document
from remissvakt.scanning.actions.turn_page import turn_page
from remissvakt.web.acting import show_refusal
from remissvakt.web.frame import actor_of


class PagesForm(forms.Form):
    """Carries what was refused; the fields themselves are read where they are used."""

    page = forms.CharField(required=False, label=_("Sidor"))
    to = forms.CharField(required=False, label=_("Till"))
    reason = forms.CharField(required=False, label=_("Varför"))


class _Work:
    """The marked pages of one scan, and the versions of the papers as they were seen."""

    def __init__(self, request: HttpRequest, scan: Scan) -> None:
        self.request, self.scan, self.data = request, scan, request.POST
        ids = [parse_id(text) for text in self.data.getlist("page")]
        rows = ScanPage.objects.filter(scan=scan, id__in=[one for one in ids if one]).select_related(
            "document"
        )
        self.pages = list(rows.order_by("document__position", "position", "number"))
        self._seen: dict[UUID, int] = {}

    @property
    def who(self) -> dict[str, Any]:
        return {"actor": actor_of(self.request), "now": self.request.now}  # type: ignore[attr-defined]

    def version(self, document_id: UUID) -> int:
        """What the person saw; after one's own first change what that left."""
        if document_id not in self._seen:
            typed = self.data.get(f"version-{document_id}", "")
            self._seen[document_id] = int(typed) if typed.isdecimal() and len(typed) < 10 else -1
        return self._seen[document_id]

    def changed(self, *document_ids: UUID) -> None:
        """Go on from what these papers are now."""
        rows = Document.objects.filter(id__in=document_ids).values_list("id", "version")
        self._seen |= dict(rows)

    def paper(self, name: str) -> UUID:
        """The paper of this scan that a field names."""
        paper_id = parse_id(self.data.get(name))
        if paper_id is None or not Document.objects.filter(id=paper_id, scan=self.scan).exists():
            raise Http404
        return paper_id


def act_on_pages(request: HttpRequest, scan: Scan) -> PagesForm:
    """Do what `do` says: move (`to`, `position`), new (from the first marked page), turn, merge (`document`, `other`).

    Returns a form that is valid when it was done. Raises Http404 for what is not of this scan.
    """
    form = PagesForm(request.POST)
    form.is_valid()
    work = _Work(request, scan)
    do = _ACTS.get(request.POST.get("do", ""))
    if do is None:
        form.add_error(None, _("Välj vad som ska göras."))
    elif do is not _merge and not work.pages:
        form.add_error("page", _("Markera minst en sida först."))
    else:
        try:
            do(work)
        except NotFound as refusal:
            raise Http404 from refusal
        except Refusal as refusal:
            show_refusal(form, refusal)
    return form


def _move(work: _Work) -> None:
    to = work.paper("to")
    typed = work.data.get("position", "")
    at = int(typed) if typed.isdecimal() and 0 < len(typed) < 5 else None
    for number, one in enumerate(work.pages):
        left = one.document_id
        if left is None:
            raise Refusal("page_is_loose", _("Ett skiljeblad hör inte till något papper."), field="page")
        place = at + number if at else ScanPage.objects.filter(document=to).count() + (left != to)
        move_page(
            page_id=one.id,
            from_version=work.version(left),
            to_document_id=to,
            to_version=work.version(to),
            position=place,
            **work.who,
        )
        work.changed(left, to)


def _new(work: _Work) -> None:
    new_id, first = parse_id(work.data.get("new_id")), work.pages[0]
    if new_id is None or first.document_id is None:
        raise Http404
    split_document(
        new_document_id=new_id,
        page_id=first.id,
        document_version=work.version(first.document_id),
        # Each linked paper has a line of its own to say why.
        reason=next((said for said in work.data.getlist("reason") if said.strip()), ""),
        **work.who,
    )


def _turn(work: _Work) -> None:
    for one in work.pages:
        if one.document_id is None:
            continue
        turn_page(page_id=one.id, document_version=work.version(one.document_id), quarter_turns=1, **work.who)
        work.changed(one.document_id)


def _merge(work: _Work) -> None:
    kept, other = work.paper("document"), work.paper("other")
    merge_documents(
        document_id=kept,
        document_version=work.version(kept),
        other_id=other,
        other_version=work.version(other),
        **work.who,
    )


_ACTS: dict[str, Callable[[_Work], None]] = {"move": _move, "new": _new, "turn": _turn, "merge": _merge}
