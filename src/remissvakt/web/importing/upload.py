"""/import/: choose a file and have it checked. Nothing is brought in yet."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from remissvakt.importing.jobs import begin_job, own_jobs
from remissvakt.referrals.rules.who import LEADING
from remissvakt.web.acting import run, status_of
from remissvakt.web.frame import actor_of, page
from remissvakt.web.patients.roles import only

from .forms import UploadForm


@require_http_methods(["GET", "POST"])
@only(LEADING)
def upload(request: HttpRequest) -> HttpResponse:
    """The form; a file that was sent is kept, checked, and shown on a page of its own."""
    actor = actor_of(request)
    if request.method == "GET":
        return _draw(request, UploadForm(actor=actor))
    form = UploadForm(request.POST, request.FILES, actor=actor)
    job = run(
        request,
        form,
        lambda: begin_job(
            raw=form.cleaned_data["file"].read(),
            unit_id=UUID(form.cleaned_data["unit"]),
            create_units=form.cleaned_data.get("create_units", False),
            actor=actor,
            now=request.now,  # type: ignore[attr-defined]
        ),
    )
    if job is None:
        return _draw(request, form)
    return HttpResponseRedirect(reverse("import_job", kwargs={"job_id": job.id}))


def _draw(request: HttpRequest, form: UploadForm) -> HttpResponse:
    context = {"form": form, "jobs": own_jobs(actor=actor_of(request))}
    return page(request, "importing/upload.html", context, status=status_of(form))
