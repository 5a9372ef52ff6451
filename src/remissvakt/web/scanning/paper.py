"""/papper/<id>/: one paper, its pages beside the work: whose is it, and what does it say? (A.3, A.6, B.1)"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from remissvakt.documents.models import Document
from remissvakt.scanning.visible import visible_documents
from remissvakt.web.acting import status_of
from remissvakt.web.frame import CARE, actor_of, page
from remissvakt.web.once import answers_once
from remissvakt.web.patients.forms import FindForm
from remissvakt.web.patients.roles import only

from . import paper_acts
from .paper_page import context_of, takes_reply

_SIMPLE: dict[str, Callable[[HttpRequest, Document], paper_acts.Done]] = {
    "register": paper_acts.register,
    "confirm": paper_acts.confirm,
    "decline": paper_acts.decline,
    "undo": paper_acts.undo,
    "no_reply": paper_acts.no_reply,
    "aside": paper_acts.aside,
}


@require_http_methods(["GET", "HEAD", "POST"])
@answers_once
@only(CARE)
def paper(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """POST: `do` is find, choose, link, ask, register, confirm, decline, undo, no_reply or aside."""
    document = open_document(request, document_id)
    if request.method != "POST":
        return page(request, "scanning/paper.html", context_of(request, document))
    if document.unit_id not in actor_of(request).unit_ids:
        raise Http404  # to read is not to work with it
    do = request.POST.get("do", "")
    if do == "choose":
        # As following its link, with the number from the paper, which must stand in no address.
        return page(request, "scanning/paper.html", context_of(request, document))
    if do in ("link", "ask"):
        act = paper_acts.link if do == "link" else paper_acts.ask
        done = act(request, document, takes_reply=takes_reply(request, request.POST.get("referral_id")))
    elif do in _SIMPLE and (do != "register" or document.referral_id is not None):
        done = _SIMPLE[do](request, document)
    else:
        done = FindForm(request.POST)
    if isinstance(done, HttpResponse):
        return done
    return _again(request, document_id, do, done)


def _again(request: HttpRequest, document_id: UUID, do: str, form: Form) -> HttpResponse:
    """The page as it is now, with the form that was sent and what is wrong with it."""
    document = open_document(request, document_id)
    context = context_of(
        request, document, do=do if do in _SIMPLE or do in ("link", "ask") else "find", form=form
    )
    return page(request, "scanning/paper.html", context, status=status_of(form))


def open_document(request: HttpRequest, document_id: UUID) -> Document:
    """Return a paper that one may read, with what is drawn of it. Http404 for every other."""
    rows = visible_documents(actor_of(request)).select_related(
        "unit__routine", "scan__received_by", "scan__file", "registered_by", "linked_by", "asked_by",
        "referral", "asked_referral", "code", "reply",
    )  # fmt: skip
    document = rows.filter(id=document_id).first()
    if document is None:
        raise Http404
    return document
