"""/papper/ny/: a paper has come that cannot be linked at once; it becomes visible work the same day (A.6)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from remissvakt.audit.once import Answer
from remissvakt.core.ids import new_id, parse_id
from remissvakt.documents.models import Document
from remissvakt.documents.sight import papers_of
from remissvakt.organisations.models import Unit
from remissvakt.referrals.actions.papers import register_paper as register
from remissvakt.web.acting import back_path, message, run, status_of, with_back
from remissvakt.web.frame import CARE, actor_of, page, today_of
from remissvakt.web.once import act_once, answers_once
from remissvakt.web.patients.roles import only

from .own_unit import PAPER, at_own_unit
from .paper_forms import PaperForm


@require_http_methods(["GET", "POST"])
@answers_once
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

    def do() -> Answer:
        document = register(
            document_id=form.cleaned_data["document_id"],
            unit_id=unit.id,
            arrived_on=form.cleaned_data["arrived_on"],
            sender=form.cleaned_data["sender"],
            description=form.cleaned_data["description"],
            actor=actor,
            now=now,
        )
        told = _("Papperet är registrerat och ligger i Okopplade tills det är kopplat.")
        own_page = reverse("paper", kwargs={"document_id": document.id})
        return Answer(to=with_back(own_page, request), told=message(told))

    done = run(request, form, lambda: act_once(request, do))
    return _draw(request, form) if done is None else done


def _draw(request: HttpRequest, form: PaperForm) -> HttpResponse:
    context = {"form": form, "back_url": back_path(request), "twice_url": _made_before(request, form)}
    return page(request, "registering/new_paper.html", context, status=status_of(form))


def _made_before(request: HttpRequest, form: PaperForm) -> str:
    """Return the address of the paper that the same form has made already, or ""."""
    document_id = parse_id(str(form["document_id"].value() or "")) if form.is_bound and form.errors else None
    there = document_id and Document.objects.filter(papers_of(actor_of(request)), id=document_id).exists()
    return reverse("paper", kwargs={"document_id": document_id}) if there else ""
