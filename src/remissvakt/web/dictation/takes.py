"""What the recorder page sends while somebody speaks: takes, their parts, their ends. Answers are JSON.

200 says that it is stored. 404, 409 and 422 carry `code` and `message`: asking again would not help. Whatever else
comes, or nothing, is asked again by the page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.dictation.models import Recording, Take
from remissvakt.dictation.own import own_recording
from remissvakt.speech.actions.begin_take import begin_take
from remissvakt.speech.actions.stop_take import stop_take
from remissvakt.speech.actions.store_part import store_part
from remissvakt.storage.errors import NotStored, Unreachable
from remissvakt.web.frame import CARE, actor_of, address
from remissvakt.web.patients.roles import only

_CONFLICTS = frozenset({"part_differs", "take_stopped"})
_LATER = (NotStored, Unreachable)  # a full disk is emptied, a storage comes back


class TakeForm(forms.Form):
    """A take that begins; without `at_ms` at the end."""

    take_id = forms.UUIDField()
    media_type = forms.CharField(max_length=60)
    at_ms = forms.IntegerField(min_value=0, required=False)
    overwrites = forms.BooleanField(required=False)
    version = forms.IntegerField(required=False)


class StopForm(forms.Form):
    """A take that has ended."""

    parts = forms.IntegerField(min_value=0)
    duration_ms = forms.IntegerField(min_value=0, max_value=24 * 3600 * 1000)


@require_POST
@only(CARE)
def record_take(request: HttpRequest, recording_id: UUID) -> JsonResponse:
    """A take begins."""
    form = TakeForm(request.POST)
    if not form.is_valid():
        return _malformed()
    return _answer(
        lambda: _version(
            begin_take(
                recording_id=recording_id,
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
                **form.cleaned_data,
            )
        )
    )


@require_POST
@only(CARE)
def record_part(request: HttpRequest, recording_id: UUID, take_id: UUID, number: int) -> JsonResponse:
    """A part: its bytes are the body, `till` in the address says how many milliseconds of the take are over."""
    until = request.GET.get("till", "")
    if not (until.isascii() and until.isdigit() and len(until) < 10):
        return _malformed()

    def act() -> dict[str, Any]:
        store_part(
            recording_id=recording_id,
            take_id=take_id,
            number=number,
            content=request.body,
            until_ms=int(until),
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
        return {"stored": number}

    return _answer(act)


@require_POST
@only(CARE)
def record_stop(request: HttpRequest, recording_id: UUID, take_id: UUID) -> JsonResponse:
    """A take has ended."""
    form = StopForm(request.POST)
    if not form.is_valid():
        return _malformed()
    return _answer(
        lambda: _version(
            stop_take(
                recording_id=recording_id,
                take_id=take_id,
                parts_expected=form.cleaned_data["parts"],
                duration_ms=form.cleaned_data["duration_ms"],
                actor=actor_of(request),
                now=request.now,  # type: ignore[attr-defined]
            )
        )
    )


@require_safe
@only(CARE)
def record_state(request: HttpRequest, recording_id: UUID) -> JsonResponse:
    """What is stored now, as the page itself was given it: for a file that is being read in, and other devices."""
    return _answer(
        lambda: state_of(own_recording(recording_id=recording_id, actor=actor_of(request), lock=False))
    )


def state_of(recording: Recording) -> dict[str, Any]:
    """The recording as the page's script knows it."""
    takes = []
    for take in recording.takes.order_by("number").prefetch_related("parts"):
        parts = len(take.parts.all())
        if not parts:
            continue
        takes.append(
            {
                "id": str(take.id),
                "number": take.number,
                "at": take.at_ms,
                "overwrites": take.overwrites,
                "duration": take.duration_ms,
                "peaks": take.peaks,
                "sound": sound_address(take) if take.sound_id else "",
                "heard": take.heard_parts >= parts,
            }
        )
    return {"version": recording.version, "state": recording.state, "takes": takes}


def sound_address(take: Take) -> str:
    return address("take_audio", recording_id=take.recording_id, take_id=take.id)


def _version(take: Take) -> dict[str, Any]:
    return {"number": take.number, "version": take.recording.version}


def _answer(act: Callable[[], dict[str, Any]]) -> JsonResponse:
    try:
        return JsonResponse(act())
    except Refusal as refusal:
        return JsonResponse({"code": refusal.code, "message": refusal.message}, status=_status(refusal))


def _status(refusal: Refusal) -> int:
    if isinstance(refusal, NotFound):
        return 404
    if isinstance(refusal, Stale) or refusal.code in _CONFLICTS:
        return 409
    return 503 if isinstance(refusal, _LATER) else 422


def _malformed() -> JsonResponse:
    return JsonResponse({"code": "malformed", "message": ""}, status=422)
