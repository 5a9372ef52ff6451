"""/import/<id>/: one file on its way. What was found in it, bring it in or drop it, and what became of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_POST

from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.importing import progress
from remissvakt.importing.jobs import confirm_job, drop_job, open_job
from remissvakt.importing.models import ImportJob, JobState
from remissvakt.importing.report import SHOWN
from remissvakt.referrals.rules.who import LEADING
from remissvakt.web.acting import tell
from remissvakt.web.frame import actor_of, page
from remissvakt.web.patients.roles import only

UNDER_WAY = (JobState.CHECKING, JobState.IMPORTING)


@require_GET
@only(LEADING)
def job(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """The page of the file as it is now; while work is under way, it asks again by itself."""
    one = _open(request, job_id)
    if one.state not in UNDER_WAY and request.headers.get("HX-Request") == "true":
        # The bar is full: what comes now is another page.
        response = HttpResponse()
        response["HX-Refresh"] = "true"
        return response
    done, total = progress.read(one.id) if one.state in UNDER_WAY else (0, 0)
    context = {
        "job": one,
        "report": one.report,
        "outcome": one.outcome,
        "done": done,
        "total": total,
        "shown": SHOWN,
    }
    return page(request, "importing/job.html", context)


@require_POST
@only(LEADING)
def confirm(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Bring the file in. A second click finds it under way."""
    one = _open(request, job_id)
    try:
        confirm_job(job=one, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    except NotFound:
        raise
    except Refusal as refusal:
        tell(request, refusal.message, level="warning")
    return HttpResponseRedirect(reverse("import_job", kwargs={"job_id": job_id}))


@require_POST
@only(LEADING)
def drop(request: HttpRequest, job_id: UUID) -> HttpResponse:
    """Forget the file."""
    one = _open(request, job_id)
    try:
        drop_job(job=one, now=request.now)  # type: ignore[attr-defined]
    except Refusal as refusal:
        tell(request, refusal.message, level="warning")
        return HttpResponseRedirect(reverse("import_job", kwargs={"job_id": job_id}))
    tell(request, _("Filen är borttagen. Inget är infört."))
    return HttpResponseRedirect(reverse("import"))


def _open(request: HttpRequest, job_id: UUID) -> ImportJob:
    return open_job(job_id=job_id, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
