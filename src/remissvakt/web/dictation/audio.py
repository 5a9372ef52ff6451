"""Stored sound as browsers play it: with ranges, decrypted as it is sent, kept in no cache, and logged.

/diktat/<id>/ljud/ is the whole, /…/inspelningar/<id>/ljud/ one take, and /…/original/ its parts as they came.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from remissvakt.dictation.models import Recording, RecordingState, Take
from remissvakt.sandbox.audio_kind import HEAD, audio_kind
from remissvakt.speech.apart import MADE, content_of
from remissvakt.speech.reading import listen, open_recording
from remissvakt.storage import store
from remissvakt.storage.models import StoredFile
from remissvakt.web.errors import error_response
from remissvakt.web.frame import CARE, actor_of
from remissvakt.web.patients.roles import only

AnyResponse = HttpResponse | StreamingHttpResponse
_RANGE = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
_PIECE = 256 * 1024
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cache-Control": "private, no-store",
}


@require_safe
@only(CARE)
def recording_audio(request: HttpRequest, recording_id: UUID) -> Any:
    """The whole, once it is put together."""
    recording = listen(recording_id=recording_id, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    if recording.state == RecordingState.ERASED:
        return _erased(request)
    return _in_ranges(request, recording.whole)


@require_safe
@only(CARE)
def take_audio(request: HttpRequest, recording_id: UUID, take_id: UUID) -> Any:
    """One take, once a worker has heard it."""
    recording = listen(recording_id=recording_id, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    if recording.state == RecordingState.ERASED:
        return _erased(request)
    return _in_ranges(request, _take(recording, take_id).sound)


@require_safe
@only(CARE)
def take_original(request: HttpRequest, recording_id: UUID, take_id: UUID) -> Any:
    """The parts as they came, one after the other, to be kept: also what cannot be read here."""
    recording = open_recording(
        recording_id=recording_id,
        actor=actor_of(request),
        now=request.now,  # type: ignore[attr-defined]
        action="read_original",
    )
    if recording.state == RecordingState.ERASED:
        return _erased(request)
    take = _take(recording, take_id)
    sizes = list(take.parts.order_by("number").values_list("file_id", "file__size"))
    if not sizes:
        raise Http404
    kind = audio_kind(store.read_range(sha256=sizes[0][0], start=0, stop=HEAD))
    response = StreamingHttpResponse(content_of(take), content_type="application/octet-stream")
    response["Content-Length"] = str(sum(size for _sha256, size in sizes))
    name = f"diktat-{take.number + 1}.{kind.ending if kind else 'bin'}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return _with_headers(response)


def _take(recording: Recording, take_id: UUID) -> Take:
    take = recording.takes.select_related("sound").filter(id=take_id).first()
    if take is None:
        raise Http404
    return take


def _in_ranges(request: HttpRequest, file: StoredFile | None) -> Any:
    """206 with what was asked for, 200 with all of it, 416 for what is not there."""
    if file is None:
        raise Http404
    asked = request.headers.get("Range")
    span = _span(asked, file.size) if asked else (0, file.size)
    if span is None:
        response: AnyResponse = HttpResponse(status=416)
        response["Content-Range"] = f"bytes */{file.size}"
        return _with_headers(response)
    start, stop = span
    response = StreamingHttpResponse(
        _pieces(file.sha256, start, stop), content_type=MADE, status=206 if asked else 200
    )
    response["Content-Length"] = str(stop - start)
    if asked:
        response["Content-Range"] = f"bytes {start}-{stop - 1}/{file.size}"
    return _with_headers(response)


def _span(asked: str, size: int) -> tuple[int, int] | None:
    """The first byte and the one after the last; several ranges at once are not given."""
    match = _RANGE.fullmatch(asked.strip())
    if match is None or match[1] == match[2] == "":
        return None
    if match[1] == "":
        start, stop = max(0, size - int(match[2])), size
    else:
        start, stop = int(match[1]), min(size, int(match[2]) + 1) if match[2] else size
    return (start, stop) if start < stop else None


def _pieces(sha256: str, start: int, stop: int) -> Iterator[bytes]:
    while start < stop:
        piece = store.read_range(sha256=sha256, start=start, stop=min(stop, start + _PIECE))
        if not piece:
            return
        start += len(piece)
        yield piece


def _with_headers(response: AnyResponse) -> Any:
    response["Accept-Ranges"] = "bytes"
    for name, value in _HEADERS.items():
        response[name] = value
    return response


def _erased(request: HttpRequest) -> HttpResponse:
    message = _("Ljudet är gallrat: det sparas bara en tid efter att texten är signerad.")
    return error_response(request, status=410, message=message)
