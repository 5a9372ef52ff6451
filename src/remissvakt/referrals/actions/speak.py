"""The author has spoken, or goes on speaking: when a recording becomes work for those who type (A.1, B.3).

A recording may be of several texts, also of several referrals: all of them are locked, in one order, before it is.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.once import whole
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.dictation.hold import held_until
from remissvakt.dictation.models import Dictation, Recording, RecordingState, Take
from remissvakt.dictation.own import missing_parts, own_recording, require_seen, require_still_spoken
from remissvakt.organisations.actors import Actor

from ..change import Changing, may_see, write
from ..limits_lock import share_limits
from ..loop import load
from ..models import Referral
from ..record import record_work


def finish_speaking(
    *, recording_id: UUID, version: int | None, actor: Actor, now: datetime, accept_gaps: bool = False
) -> Recording:
    """Klar: it goes to those who type. Parts that never came are accepted only when somebody says so.

    Raises Refusal "nothing_spoken", "parts_missing", "recording_finished"; Stale; NotFound.
    """
    with whole():
        referrals = _locked_referrals(recording_id, actor)
        recording = own_recording(recording_id=recording_id, actor=actor)
        require_still_spoken(recording)
        require_seen(recording, version=version)
        takes = list(recording.takes.order_by("number"))
        if not any(_may_be_heard(take) for take in takes):
            raise Refusal("nothing_spoken", _("Det finns inget inspelat än."))
        missing = missing_parts(takes)
        if missing and not accept_gaps:
            raise Refusal(
                "parts_missing",
                _(
                    "Allt ljud är inte sparat än: %(missing)s. Vänta tills det är sänt, eller lämna det som finns."
                ),
                missing=_in_words(missing),
            )
        _set(recording, state=RecordingState.FINISHED, finished_at=now, now=now)
        _tell(referrals, "dictation_finished", actor=actor, now=now)
    return recording


def speak_again(*, recording_id: UUID, version: int | None, actor: Actor, now: datetime) -> Recording:
    """Open a finished recording again, as long as nobody types it.

    Raises Refusal "recording_open", "dictation_transcribed", "dictation_taken"; Stale; NotFound.
    """
    with whole():
        referrals = _locked_referrals(recording_id, actor)
        recording = own_recording(recording_id=recording_id, actor=actor)
        require_seen(recording, version=version)
        if recording.finished_at is None:
            raise Refusal("recording_open", _("Diktatet är redan öppet."))
        for dictation in Dictation.objects.filter(recording=recording):
            if dictation.transcribed_at is not None:
                raise Refusal(
                    "dictation_transcribed", _("Diktatet är redan utskrivet. Ändra i texten i stället.")
                )
            if held_until(dictation, now=now) is not None:
                raise Refusal("dictation_taken_now", _("Diktatet skrivs ut just nu. Ändra i texten sedan."))
        _set(recording, state=RecordingState.OPEN, finished_at=None, now=now)
        _tell(referrals, "dictation_reopened", actor=actor, now=now)
    return recording


def give_back_unreadable(
    *, recording_id: UUID, version: int, take_numbers: Iterable[int], now: datetime
) -> Recording | None:
    """The sound cannot be read: it is the author's work again. Nothing is removed, the parts stay as they came.

    By the worker, who found it so in the recording's `version`; None if it has moved on since.
    """
    with whole():
        referrals = _locked_referrals(recording_id, None)
        recording = Recording.objects.select_for_update().get(id=recording_id)
        if recording.version != version or recording.state != RecordingState.FINISHED:
            return None
        for take in recording.takes.filter(number__in=list(take_numbers)):
            take.heard_parts, take.sound, take.duration_ms = take.parts.count(), None, 0
            take.save(update_fields=["heard_parts", "sound", "duration_ms"])
        _set(recording, state=RecordingState.FAULTY, finished_at=None, now=now)
        record_work(facts=[loop.facts() for loop in load(referrals).values()], now=now)
    return recording


def _locked_referrals(recording_id: UUID, actor: Actor | None) -> list[Referral]:
    share_limits()
    dictations = Dictation.objects.filter(recording_id=recording_id)
    about = (
        Q(versions__dictation__in=dictations)
        | Q(replies__dictation__in=dictations)
        | Q(letters__dictation__in=dictations)
    )
    rows = Referral.objects.select_for_update(of=("self",)).filter(
        id__in=Referral.objects.filter(about).values("id")
    )
    if actor is not None:
        rows = rows.filter(may_see(actor))
    found = list(rows.order_by("id"))
    if not found:
        raise NotFound
    return found


def _may_be_heard(take: Take) -> bool:
    """A take with parts, unless a worker has found no sound in them."""
    return not (take.heard_parts == take.parts.count() and take.sound_id is None)


def _set(recording: Recording, *, state: RecordingState, finished_at: datetime | None, now: datetime) -> None:
    recording.state, recording.finished_at, recording.changed_at = state.value, finished_at, now
    recording.version += 1
    recording.taken_until, recording.attempts = None, 0
    recording.save(update_fields=["state", "finished_at", "changed_at", "version", "taken_until", "attempts"])


def _tell(referrals: list[Referral], kind: str, *, actor: Actor, now: datetime) -> None:
    """An event and the work that follows, in each referral."""
    for loop in load(referrals).values():
        loop.event(kind, side="own")
        write(Changing(loop=loop, actor=actor, now=now))


def _in_words(missing: dict[int, list[int]]) -> str:
    return "; ".join(
        str(_("inspelning %(take)s, del %(parts)s"))
        % {"take": take, "parts": ", ".join(str(number) for number in numbers[:10])}
        for take, numbers in missing.items()
    )
