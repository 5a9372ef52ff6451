"""/diktat/<id>/spela-in/: speak, on any device, until it is Klar; and what has become of it after that."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.dictation.models import Recording, RecordingState
from remissvakt.dictation.own import STILL_SPOKEN, is_own, missing_parts
from remissvakt.referrals.actions.speak import finish_speaking, speak_again
from remissvakt.speech.cuts import cuts_of, length_ms
from remissvakt.speech.reading import open_recording, referral_of
from remissvakt.web.acting import back_path, redirect_next, with_back
from remissvakt.web.frame import CARE, actor_of, address, page, today_of
from remissvakt.web.patients.banner import banner_of
from remissvakt.web.patients.roles import only

from .takes import state_of
from .upload_form import UploadForm

# The one page on which the microphone may be asked for.
_PERMISSIONS = "camera=(), geolocation=(), microphone=(self)"
_TITLES = {
    "referral": _("Diktera remiss"),
    "answer": _("Diktera svar"),
    "confirmation": _("Diktera bekräftelse"),
    "letter": _("Diktera brev"),
}


@require_safe
@only(CARE)
def record(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """The recorder; for colleagues, and after Klar, only what has become of it."""
    return draw(request, recording_id, form=UploadForm())


@require_POST
@only(CARE)
def record_finish(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """Klar: on to the next."""
    try:
        finish_speaking(
            recording_id=recording_id,
            version=_number(request.POST.get("version")),
            accept_gaps="accept_gaps" in request.POST,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return draw(request, recording_id, form=UploadForm(), refused=refusal)
    own_page = with_back(address("record", recording_id=recording_id), request)
    return redirect_next(
        request, otherwise=own_page, text=_("Diktatet är lämnat till utskrift. Det ligger i Att skriva ut.")
    )


@require_POST
@only(CARE)
def record_reopen(request: HttpRequest, recording_id: UUID) -> HttpResponse:
    """Go on speaking in what was handed over, while nobody types it."""
    try:
        speak_again(
            recording_id=recording_id,
            version=_number(request.POST.get("version")),
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except NotFound:
        raise
    except Refusal as refusal:
        return draw(request, recording_id, form=UploadForm(), refused=refusal)
    return HttpResponseRedirect(with_back(address("record", recording_id=recording_id), request))


def draw(
    request: HttpRequest, recording_id: UUID, *, form: UploadForm, refused: Refusal | None = None
) -> HttpResponse:
    """The page as it stands now, with what was refused above it."""
    actor = actor_of(request)
    recording = open_recording(
        recording_id=recording_id,
        actor=actor,
        now=request.now,  # type: ignore[attr-defined]
        action="open_recording",
    )
    takes = list(recording.takes.order_by("number"))
    speaks = is_own(recording, actor=actor) and recording.state in STILL_SPOKEN
    referral_id = referral_of(recording)
    context: dict[str, Any] = {
        "recording": recording,
        "title": _TITLES[recording.kind],
        "patient": banner_of(recording.patient, today=today_of(request)),
        "own": is_own(recording, actor=actor),
        "speaks": speaks,
        "state": state_of(recording) if speaks else {},
        "takes": [take for take in takes if take.parts.exists()],
        "length": (length_ms(cuts_of(takes)) or 0) // 1000,
        "unreadable": _unreadable(recording),
        "missing": missing_parts(takes) if speaks else {},
        "form": form,
        "refused": refused,
        "back_url": back_path(request),
        "referral_url": address("referral", referral_id=referral_id) if referral_id else "",
        "erased": recording.state == RecordingState.ERASED,
    }
    status = 409 if refused is not None else (422 if form.errors else 200)
    response = page(request, "dictation/record.html", context, status=status)
    if speaks:
        response["Permissions-Policy"] = _PERMISSIONS
    return response


def _unreadable(recording: Recording) -> list[int]:
    """The takes in which a worker has found no sound, counted from 1."""
    heard = recording.takes.filter(sound=None, heard_parts__gt=0)
    return [take.number + 1 for take in heard.order_by("number")]


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else None
