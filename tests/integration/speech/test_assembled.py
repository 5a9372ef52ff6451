"""The whole has what was said, in the order in which it is to be heard; what is no sound goes back to its author."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest

from remissvakt.core.ids import new_id
from remissvakt.dictation.models import Recording, RecordingState, Take
from remissvakt.referrals.actions.speak import finish_speaking
from remissvakt.referrals.models import WorkItem
from remissvakt.speech.actions.put_file import put_file
from remissvakt.speech.actions.store_part import store_part
from remissvakt.speech.assemble import LEASE, MOST_ATTEMPTS, work
from remissvakt.speech.hearing import QUIET
from remissvakt.storage import store
from sounds import KINDS, decoded, seconds_of, sound, tones_in
from speaking import begin, parts_of, send, speak


def finish(recording: Recording, *, region: Any, now: datetime, **more: Any) -> None:
    finish_speaking(recording_id=recording.id, version=None, actor=region.referrer, now=now, **more)


def upload(recording: Recording, content: Sequence[bytes], *, region: Any, now: datetime) -> Take:
    return put_file(
        recording_id=recording.id,
        take_id=new_id(now=now),
        content=content,
        version=None,
        actor=region.referrer,
        now=now,
    )


def whole(recording: Recording, *, now: datetime) -> bytes:
    assert work(now=now) is True
    recording.refresh_from_db()
    assert recording.state == RecordingState.READY
    assert recording.whole_id is not None
    return store.read(sha256=recording.whole_id)


def test_insert_and_overwrite_are_heard_where_they_were_spoken(
    recording: Recording, region: Any, now: datetime
) -> None:
    actor = region.referrer
    speak(recording, [(400, 2.0), (800, 2.0)], actor=actor, now=now)
    speak(recording, [(1200, 1.0)], actor=actor, now=now, at_ms=1_000)  # in the first tone
    speak(recording, [(1600, 1.0)], actor=actor, now=now, at_ms=4_000, overwrites=True)  # over the end
    speak(recording, [(500, 1.0)], actor=actor, now=now)
    finish(recording, region=region, now=now)
    heard = whole(recording, now=now)
    assert tones_in(heard) == [400, 1200, 400, 800, 1600, 500]
    assert seconds_of(heard) == pytest.approx(6.0, abs=0.2)
    assert recording.duration_ms == pytest.approx(6_000, abs=150)
    assert recording.cuts == [[0, 0, 1000], [1, 0, 1000], [0, 1000, 3000], [2, 0, 1000], [3, 0, 1000]]


def test_loudness_is_told_ten_times_a_second(recording: Recording, region: Any, now: datetime) -> None:
    speak(recording, [(400, 1.0), (0, 1.0), (400, 1.0)], actor=region.referrer, now=now)
    finish(recording, region=region, now=now)
    whole(recording, now=now)
    assert 29 <= len(recording.peaks) <= 32
    assert min(recording.peaks[1:8]) > 60
    assert max(recording.peaks[12:18]) < 5
    assert min(recording.peaks[22:28]) > 60


@pytest.mark.parametrize("ending", KINDS)
def test_every_kind_of_file_is_heard(recording: Recording, region: Any, now: datetime, ending: str) -> None:
    upload(recording, [sound(ending, [(400, 1.0), (800, 1.0)])], region=region, now=now)
    finish(recording, region=region, now=now)
    assert tones_in(whole(recording, now=now)) == [400, 800]


def test_a_file_and_speech_are_one_dictation(recording: Recording, region: Any, now: datetime) -> None:
    upload(recording, [sound("m4a", [(400, 1.0)])], region=region, now=now)
    speak(recording, [(800, 1.0)], actor=region.referrer, now=now)
    finish(recording, region=region, now=now)
    assert tones_in(whole(recording, now=now)) == [400, 800]


def test_a_tab_that_died_leaves_what_it_had_sent(recording: Recording, region: Any, now: datetime) -> None:
    take = begin(recording, actor=region.referrer, now=now)
    parts = parts_of(sound("webm", [(400, 2.0)]))
    send(take, parts[:-1], actor=region.referrer, now=now, milliseconds=1_500)
    finish(recording, region=region, now=now)
    heard = whole(recording, now=now)
    assert tones_in(heard) == [400]
    assert seconds_of(heard) > 0.8


def test_a_late_part_is_heard_too(recording: Recording, region: Any, now: datetime) -> None:
    take = begin(recording, actor=region.referrer, now=now)
    parts = parts_of(sound("webm", [(400, 1.0), (800, 1.0)]))
    send(take, parts[:-2], actor=region.referrer, now=now, milliseconds=800)
    finish(recording, region=region, now=now)
    before = seconds_of(whole(recording, now=now))
    for number in (len(parts) - 2, len(parts) - 1):
        store_part(
            recording_id=recording.id,
            take_id=take.id,
            number=number,
            content=parts[number],
            until_ms=2_000,
            actor=region.referrer,
            now=now,
        )
    assert seconds_of(whole(recording, now=now)) > before
    assert tones_in(whole_again(recording)) == [400, 800]


def whole_again(recording: Recording) -> bytes:
    assert recording.whole_id is not None
    return store.read(sha256=recording.whole_id)


def test_what_is_no_sound_is_the_authors_work_again_and_stays_as_it_came(
    recording: Recording, region: Any, now: datetime
) -> None:
    take = begin(recording, actor=region.referrer, now=now)
    send(take, [b"not sound at all" * 20], actor=region.referrer, now=now, milliseconds=2_000)
    finish(recording, region=region, now=now)
    assert work(now=now) is True
    recording.refresh_from_db()
    assert (recording.state, recording.finished_at) == (RecordingState.FAULTY, None)
    [item] = WorkItem.objects.all()
    assert (item.node, item.reason, item.person_id) == (
        "complete",
        "finish_dictation",
        region.referrer.person_id,
    )
    assert store.read(sha256=take.parts.get().file_id) == b"not sound at all" * 20


def test_after_an_unreadable_take_one_goes_on_without_it(
    recording: Recording, region: Any, now: datetime
) -> None:
    take = begin(recording, actor=region.referrer, now=now)
    send(take, [b"not sound at all" * 20], actor=region.referrer, now=now, milliseconds=2_000)
    finish(recording, region=region, now=now)
    work(now=now)
    speak(recording, [(800, 1.0)], actor=region.referrer, now=now)
    finish(recording, region=region, now=now)
    assert tones_in(whole(recording, now=now)) == [800]


def test_one_piece_of_work_is_taken_by_one_worker_and_free_again_when_it_died(
    recording: Recording, region: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(recording, [(400, 0.5)], actor=region.referrer, now=now)
    finish(recording, region=region, now=now)
    with monkeypatch.context() as patch:
        patch.setattr("remissvakt.speech.assemble.hear", _die)
        with pytest.raises(KeyboardInterrupt):
            work(now=now)
        assert work(now=now + LEASE / 2) is False
    assert work(now=now + LEASE + timedelta(seconds=1)) is True
    recording.refresh_from_db()
    assert recording.state == RecordingState.READY


def test_what_ends_every_worker_goes_back_to_its_author(
    recording: Recording, region: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    speak(recording, [(400, 0.5)], actor=region.referrer, now=now)
    finish(recording, region=region, now=now)
    monkeypatch.setattr("remissvakt.speech.assemble.hear", _die)
    for attempt in range(MOST_ATTEMPTS):
        with pytest.raises(KeyboardInterrupt):
            work(now=now + attempt * 2 * LEASE)
    assert work(now=now + MOST_ATTEMPTS * 2 * LEASE) is True
    recording.refresh_from_db()
    assert recording.state == RecordingState.FAULTY


def _die(**_: Any) -> None:
    raise KeyboardInterrupt


def test_what_is_opened_again_meanwhile_is_not_overwritten(
    recording: Recording, region: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    from remissvakt.referrals.actions.speak import speak_again
    from remissvakt.speech import assemble

    speak(recording, [(400, 0.5)], actor=region.referrer, now=now)
    finish(recording, region=region, now=now)
    real = assemble.hear

    def slowly(**given: Any) -> Any:
        speak_again(recording_id=recording.id, version=None, actor=region.referrer, now=now)
        return real(**given)

    monkeypatch.setattr(assemble, "hear", slowly)
    assert work(now=now) is True
    recording.refresh_from_db()
    assert (recording.state, recording.whole_id) == (RecordingState.OPEN, None)


def test_takes_are_heard_for_whoever_comes_back(recording: Recording, region: Any, now: datetime) -> None:
    take = speak(recording, [(400, 1.0)], actor=region.referrer, now=now)
    assert work(now=now) is False  # somebody may still be speaking
    assert work(now=now + QUIET * 2) is True
    assert work(now=now + QUIET * 2) is False
    take.refresh_from_db()
    assert take.sound_id is not None
    assert tones_in(store.read(sha256=take.sound_id)) == [400]
    assert 10 <= len(take.peaks) <= 12
    assert take.duration_ms == 1_000  # as the page said
    version = recording.version
    recording.refresh_from_db()
    assert recording.version == version + 2  # begun and stopped; that it was heard moves nothing


def test_a_files_length_is_known_once_it_is_heard(recording: Recording, region: Any, now: datetime) -> None:
    take = upload(recording, [sound("mp3", [(400, 1.0)])], region=region, now=now)
    assert work(now=now) is True
    take.refresh_from_db()
    assert take.duration_ms == pytest.approx(1_000, abs=100)


def test_whole_is_mp3_of_a_constant_rate(recording: Recording, region: Any, now: datetime) -> None:
    speak(recording, [(400, 3.0)], actor=region.referrer, now=now)
    finish(recording, region=region, now=now)
    content = whole(recording, now=now)
    assert content[:2] == b"\xff\xf3"
    assert len(content) / (len(decoded(content)) / 48_000) == pytest.approx(8_000, rel=0.02)
