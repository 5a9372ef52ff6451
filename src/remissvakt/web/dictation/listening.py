"""The player beside a text that has been typed: for its author, who hears the unclear spots before signing."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from remissvakt.core.ids import parse_id
from remissvakt.dictation.models import Dictation, RecordingState
from remissvakt.referrals.actions.unclear import settle_unclear
from remissvakt.referrals.models import Letter, ReferralVersion, Reply
from remissvakt.referrals.rules import Action
from remissvakt.web.acting import with_back
from remissvakt.web.frame import address
from remissvakt.web.referral.subject import Subject

from .dictated_text import DictatedText
from .player import player_of


def listening_of(
    request: HttpRequest, subject: Subject, row: ReferralVersion | Reply | Letter
) -> dict[str, Any] | None:
    """What `dictation/listening.html` draws; None for a text that was not dictated, or is not typed yet."""
    if row.dictation is None or row.dictation.transcribed_at is None or row.sent_at is not None:
        return None
    text = DictatedText(subject=subject, dictation=row.dictation, row=row)
    recording = text.recording
    player = player_of(text)
    silent = recording is None or recording.state == RecordingState.OPEN
    if silent and not player["spots"] and not text.may(Action.SEND_BACK_DICTATION):
        return None
    return {
        "player": player,
        "typed_by": row.dictation.transcribed_by.name if row.dictation.transcribed_by else "",
        "machine": row.dictation.machine_draft,
        "left": sum(not spot["settled"] for spot in player["spots"]),
        "may_send_back": text.may(Action.SEND_BACK_DICTATION),
        "send_back_url": with_back(address("send_back_dictation", dictation_id=row.dictation.id), request),
        "version": row.draft_version,
    }


def settle_first(request: HttpRequest, dictation: Dictation | None) -> HttpResponse:
    """Without scripts: what was typed is saved, then the spot of the pressed button is settled; back to the text."""
    spot_id = parse_id(request.POST.get("settle"))
    if dictation is None or spot_id is None:
        raise Http404
    settle_unclear(
        dictation_id=dictation.id,
        spot_id=spot_id,
        actor=request.actor,  # type: ignore[attr-defined]
        now=request.now,  # type: ignore[attr-defined]
    )
    return HttpResponseRedirect(with_back(request.path, request))


def editor_address(text: DictatedText) -> str:
    """Where the text is written, completed and signed."""
    referral_id = text.subject.referral.id
    if isinstance(text.row, Letter):
        return address("edit_letter", referral_id=referral_id, letter_id=text.row.id)
    if isinstance(text.row, Reply):
        return address("edit_answer", referral_id=referral_id, reply_id=text.row.id)
    return address("edit_text", referral_id=referral_id)
