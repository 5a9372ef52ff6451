"""A sound file from a dictaphone or a phone, put last in the recording. Works without scripts."""

from __future__ import annotations

from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from remissvakt.core.ids import new_id
from remissvakt.speech.actions.put_file import put_file
from remissvakt.web.acting import run, tell, with_back
from remissvakt.web.frame import CARE, actor_of, address
from remissvakt.web.patients.roles import only

from .recorder import draw
from .upload_form import UploadForm


@require_POST
@only(CARE)
def record_upload(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """Keep the file; a worker hears it afterwards, in a process apart."""
    form = UploadForm(request.POST, request.FILES)
    now = request.now  # type: ignore[attr-defined]

    def act() -> bool:
        file: UploadedFile = form.cleaned_data["file"]
        put_file(
            recording_id=recording_id,
            take_id=new_id(now=now),
            content=file.chunks(),
            version=None,
            actor=actor_of(request),
            now=now,
        )
        return True

    if run(request, form, act) is None:
        return draw(request, recording_id, form=form)
    tell(request, _("Filen är sparad och ligger sist i diktatet."))
    return HttpResponseRedirect(with_back(address("record", recording_id=recording_id), request))
