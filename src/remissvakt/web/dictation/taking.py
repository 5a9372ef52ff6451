"""Take a dictation, mark a spot with its time, settle one, send back: the small writes around the typing page."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from remissvakt.core.ids import new_id, parse_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.referrals.actions.send_back import send_back_dictation
from remissvakt.referrals.actions.type_dictation import take_dictation as take
from remissvakt.referrals.actions.unclear import mark_unclear as mark
from remissvakt.referrals.actions.unclear import settle_unclear as settle
from remissvakt.web.acting import back_path, tell, with_back
from remissvakt.web.frame import CARE, actor_of, address
from remissvakt.web.patients.roles import only
from remissvakt.web.referral.act_view import number
from remissvakt.web.referral.drafts import wants_json

from .dictated_text import open_dictated
from .listening import editor_address
from .player import spot_shown


@require_POST
@only(CARE)
def take_dictation(request: HttpRequest, dictation_id: UUID) -> HttpResponse:
    """Take it, and go on to typing it; if somebody else has it, the page says who and until when."""
    try:
        take(dictation_id=dictation_id, actor=actor_of(request), now=request.now)  # type: ignore[attr-defined]
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        tell(request, refusal.message, level="warning")
    return HttpResponseRedirect(with_back(address("transcribe", dictation_id=dictation_id), request))


@require_POST
@only(CARE)
def mark_unclear(request: HttpRequest, dictation_id: UUID) -> HttpResponse:
    """One key while listening: `at_ms` and what stood last before the caret. Answers the spot as the page draws it."""
    at_ms = request.POST.get("at_ms", "")
    try:
        spot = mark(
            dictation_id=dictation_id,
            spot_id=parse_id(request.POST.get("spot_id")) or new_id(now=request.now),  # type: ignore[attr-defined]
            at_ms=int(at_ms) if at_ms.isdecimal() and len(at_ms) < 9 else 0,
            note=request.POST.get("note", ""),
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        return JsonResponse({"message": refusal.message}, status=422)
    shown = spot_shown(spot)
    html = render_to_string("dictation/spot.html", {"spot": shown}, request=request)
    return JsonResponse({"html": html, "at_ms": shown["at_ms"], "at": shown["at"]})


@require_POST
@only(CARE)
def settle_unclear(request: HttpRequest, dictation_id: UUID, spot_id: UUID) -> HttpResponse:
    """The author has heard the place; without scripts back to where one was."""
    try:
        settle(
            dictation_id=dictation_id,
            spot_id=spot_id,
            actor=actor_of(request),
            now=request.now,  # type: ignore[attr-defined]
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        if wants_json(request):
            return JsonResponse({"message": refusal.message}, status=422)
        raise
    if wants_json(request):
        return JsonResponse({"settled": str(spot_id)})
    return HttpResponseRedirect(_editor(request, dictation_id))


@require_POST
@only(CARE)
def send_back(request: HttpRequest, dictation_id: UUID) -> HttpResponse:
    """The author sends it back with a line about what is wrong."""
    text = open_dictated(request, dictation_id)
    try:
        send_back_dictation(
            **text.common(),
            draft_version=number(request.POST.get("version")),
            note=request.POST.get("note", ""),
        )
    except NotFound as refusal:
        raise Http404 from refusal
    except Refusal as refusal:
        tell(request, refusal.message, level="warning")
        return HttpResponseRedirect(_editor(request, dictation_id))
    told = _("%(code)s: diktatet ligger i Att skriva ut igen.") % {"code": text.subject.referral.code}
    tell(request, told)
    return HttpResponseRedirect(
        back_path(request) or address("referral", referral_id=text.subject.referral.id)
    )


def _editor(request: HttpRequest, dictation_id: UUID) -> str:
    """The page where the text is written and signed."""
    return with_back(editor_address(open_dictated(request, dictation_id)), request)
