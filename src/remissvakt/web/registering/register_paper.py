"""/papper/ny/: a paper has come that cannot be linked at once; it becomes visible work the same day (A.6)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.core.ids import new_id, parse_id
from remissvakt.documents.models import Document
from remissvakt.organisations.models import Unit
from remissvakt.referrals.actions.papers import register_paper as register
from remissvakt.web.acting import back_path, run, status_of, tell, with_back
from remissvakt.web.frame import CARE, actor_of, page, today_of
from remissvakt.web.patients.roles import only

from .own_unit import PAPER, at_own_unit
from .paper_forms import PaperForm


@require_http_methods(["GET", "POST"])
@only(CARE)
@at_own_unit(PAPER)
def register_paper(request: HttpRequest, unit: Unit) -> HttpResponse:
    """Register the paper, and go on to link it."""
    actor, now, today = actor_of(request), request.now, today_of(request)  # type: ignore[attr-defined]
    if request.method == "GET":
        return _draw(
            request, PaperForm(today=today, initial={"document_id": new_id(now=now), "arrived_on": today})
        )
    form = PaperForm(request.POST, today=today)
    document = run(
        request,
        form,
        lambda: register(
            document_id=form.cleaned_data["document_id"],
            unit_id=unit.id,
            arrived_on=form.cleaned_data["arrived_on"],
            sender=form.cleaned_data["sender"],
            description=form.cleaned_data["description"],
            actor=actor,
            now=now,
        ),
    )
    if document is None:
        return _draw(request, form)
    tell(request, _("Papperet är registrerat och ligger i Okopplade tills det är kopplat."))
    return HttpResponseRedirect(with_back(reverse("paper", kwargs={"document_id": document.id}), request))


def _draw(request: HttpRequest, form: PaperForm) -> HttpResponse:
    context = {"form": form, "back_url": back_path(request), "twice_url": _made_before(request, form)}
    return page(request, "registering/new_paper.html", context, status=status_of(form))


def _made_before(request: HttpRequest, form: PaperForm) -> str:
    """Return the address of the paper that the same form has made already, or ""."""
    document_id = parse_id(str(form["document_id"].value() or "")) if form.is_bound and form.errors else None
    there = (
        document_id
        and Document.objects.filter(id=document_id, unit_id__in=actor_of(request).unit_ids).exists()
    )
    return reverse("paper", kwargs={"document_id": document_id}) if there else ""
