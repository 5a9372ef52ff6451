"""/papper/<id>/: one unlinked paper: link it, register it as a reply or an arrival, or set it aside (A.6)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.documents.models import Document
from remissvakt.referrals.actions.papers import link_paper, set_paper_aside
from remissvakt.web.acting import back_path, redirect_next, run, status_of
from remissvakt.web.frame import CARE, actor_of, page
from remissvakt.web.patients.forms import FindForm
from remissvakt.web.patients.roles import only

from .candidates import LIMIT, Candidate, candidates
from .paper_forms import AsideForm, LinkForm


@require_http_methods(["GET", "POST"])
@only(CARE)
def paper(request: HttpRequest, document_id: UUID) -> HttpResponse:
    """POST: `do` is find (candidates), link (one of them) or aside."""
    document = _document(request, document_id)
    do = request.POST.get("do", "")
    if do == "link":
        return _link(request, document)
    if do == "aside":
        return _set_aside(request, document)
    if request.method == "GET":
        return _draw(request, document, find=FindForm(initial={"q": document.sender}))
    find = FindForm(request.POST)
    return _draw(request, document, find=find, text=find.cleaned_data["q"] if find.is_valid() else None)


def _document(request: HttpRequest, document_id: UUID) -> Document:
    row = (
        Document.objects.select_related("unit", "registered_by", "linked_by", "referral")
        .filter(id=document_id, unit_id__in=actor_of(request).unit_ids)
        .first()
    )
    if row is None:
        raise Http404
    return row


def _link(request: HttpRequest, document: Document) -> HttpResponse:
    form = LinkForm(request.POST)
    done = run(
        request,
        form,
        lambda: link_paper(
            document_id=document.id,
            document_version=form.cleaned_data["version"],
            referral_id=form.cleaned_data["referral_id"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if done is None:
        return _draw(request, _document(request, document.id), failed=form)
    return redirect_next(
        request,
        otherwise=reverse("referral", kwargs={"referral_id": done.referral_id}),
        text=_("Papperet är kopplat till remissen."),
    )


def _set_aside(request: HttpRequest, document: Document) -> HttpResponse:
    form = AsideForm(request.POST)
    done = run(
        request,
        form,
        lambda: set_paper_aside(
            document_id=document.id,
            document_version=form.cleaned_data["version"],
            reason=form.cleaned_data["reason"],
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if done is None:
        return _draw(request, _document(request, document.id), aside=form, failed=form)
    return redirect_next(
        request,
        otherwise=reverse("our_list", kwargs={"slug": "okopplade"}),
        text=_("Papperet är lagt åt sidan. Det finns kvar, med skälet och ditt namn."),
    )


def _draw(
    request: HttpRequest,
    document: Document,
    *,
    find: FindForm | None = None,
    aside: AsideForm | None = None,
    failed: Any = None,
    text: str | None = None,
) -> HttpResponse:
    found: list[Candidate] = candidates(request, text=text, document_id=document.id) if text else []
    back = back_path(request)
    query = {
        "papper": str(document.id),
        "enhet": str(document.unit_id),
        **({"tillbaka": back} if back else {}),
    }
    context = {
        "document": document,
        "find": find or FindForm(initial={"q": document.sender}),
        "aside": aside or AsideForm(initial={"version": document.version}),
        "failed": failed,
        "candidates": found,
        "asked": text is not None,
        "limit": LIMIT,
        "arrival_url": f"{reverse('register_arrival')}?{urlencode(query)}",
        "back_url": back or reverse("our_list", kwargs={"slug": "okopplade"}),
    }
    form = failed or find
    return page(request, "registering/paper.html", context, status=status_of(form) if form else 200)
