"""A part is acknowledged only when it is stored, is stored once, and is never lost or exchanged (A.1)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from racing import race
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.dictation.models import Dictation, Part, Recording, RecordingState
from remissvakt.referrals.actions.speak import finish_speaking, give_back_unreadable, speak_again
from remissvakt.referrals.actions.type_dictation import hand_on
from remissvakt.referrals.models import Event, WorkItem
from remissvakt.speech.actions.stop_take import stop_take
from remissvakt.speech.actions.store_part import LARGEST_PART, store_part
from remissvakt.speech.apart import content_of
from remissvakt.storage import store
from speaking import begin, begun, parts_of, send, speak
from typing_out import TYPED


@pytest.fixture
def put(recording: Recording, region: Any, now: datetime) -> Any:
    """Stores a part of one take that has begun."""
    take = begin(recording, actor=region.referrer, now=now)

    def act(number: int, content: bytes, **more: Any) -> Part:
        given = {"until_ms": 2_000 * (number + 1), "actor": region.referrer, "take_id": take.id, **more}
        return store_part(recording_id=recording.id, number=number, content=content, now=now, **given)

    return act


def test_what_is_acknowledged_is_there(put: Any) -> None:
    part = put(0, b"speech")
    assert store.read(sha256=Part.objects.get(id=part.id).file_id) == b"speech"


def test_the_same_part_again_is_the_same(put: Any) -> None:
    assert put(0, b"speech").id == put(0, b"speech").id
    assert Part.objects.count() == 1


def test_other_bytes_under_a_number_are_refused_and_change_nothing(put: Any) -> None:
    put(0, b"speech")
    with pytest.raises(Refusal) as refused:
        put(0, b"something else")
    assert refused.value.code == "part_differs"
    assert store.read(sha256=Part.objects.get().file_id) == b"speech"


def test_parts_may_come_in_any_order(put: Any) -> None:
    for number in (2, 0, 1):
        put(number, f"{number};".encode())
    assert b"".join(content_of(Part.objects.first().take)) == b"0;1;2;"  # type: ignore[union-attr]


def test_the_same_part_twice_at_once_is_stored_once(transactional_db: None, now: datetime) -> None:
    from factories import make_region

    region = make_region(now=now)
    recording = begun(region, now=now)
    take = begin(recording, actor=region.referrer, now=now)

    def act() -> Part:
        return store_part(
            recording_id=recording.id,
            take_id=take.id,
            number=0,
            content=b"speech",
            until_ms=2_000,
            actor=region.referrer,
            now=now,
        )

    ends = race([act, act, act])
    assert [type(end) for end in ends] == [Part] * 3
    assert Part.objects.count() == 1


@pytest.mark.parametrize(
    ("number", "content", "until_ms", "code"),
    [
        (0, b"", 0, "part_empty"),
        (0, b"x" * (LARGEST_PART + 1), 0, "part_too_large"),
        (-1, b"x", 0, "part_number"),
        (20_000, b"x", 0, "part_number"),
        (0, b"x", -1, "part_number"),
    ],
)
def test_what_is_no_part_is_refused(put: Any, number: int, content: bytes, until_ms: int, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        put(number, content, until_ms=until_ms)
    assert refused.value.code == code
    assert Part.objects.count() == 0


def test_only_the_author_speaks_and_other_units_see_nothing(put: Any, region: Any) -> None:
    for colleague in (region.other_referrer, region.secretary, region.pool_secretary):
        with pytest.raises(Refusal) as refused:
            put(0, b"x", actor=colleague)
        assert refused.value.code == "not_your_dictation"
    for outsider in (region.assessor, region.skin_secretary):
        with pytest.raises(NotFound):
            put(0, b"x", actor=outsider)


def test_a_take_begun_twice_is_one(recording: Recording, region: Any, now: datetime) -> None:
    take_id = new_id(now=now)
    first = begin(recording, actor=region.referrer, now=now, take_id=take_id)
    assert begin(recording, actor=region.referrer, now=now, take_id=take_id, version=1) == first
    assert recording.takes.count() == 1


def test_a_place_in_speech_that_has_changed_is_stale(
    recording: Recording, region: Any, now: datetime
) -> None:
    speak(recording, [(400, 0.3)], actor=region.referrer, now=now)
    with pytest.raises(Stale):
        begin(recording, actor=region.referrer, now=now, at_ms=100, version=1)
    assert recording.takes.count() == 1


@pytest.mark.parametrize("media_type", ["video/mp4", "text/html", "", "audio/x-unknown"])
def test_only_what_browsers_record_in_begins_a_take(
    recording: Recording, region: Any, now: datetime, media_type: str
) -> None:
    with pytest.raises(Refusal) as refused:
        begin(recording, actor=region.referrer, now=now, media_type=media_type)
    assert refused.value.code == "media_type_unknown"


def test_klar_waits_for_what_is_missing_and_says_what_it_is(
    recording: Recording, region: Any, now: datetime
) -> None:
    take = begin(recording, actor=region.referrer, now=now)
    common: dict[str, Any] = {"recording_id": recording.id, "actor": region.referrer, "now": now}
    for number in (0, 3):
        store_part(take_id=take.id, number=number, content=b"%d" % number, until_ms=1, **common)
    stop_take(take_id=take.id, parts_expected=5, duration_ms=9_000, **common)
    with pytest.raises(Refusal) as refused:
        finish_speaking(version=None, **common)
    assert refused.value.code == "parts_missing"
    assert "inspelning 1, del 2, 3, 5" in refused.value.message
    assert Recording.objects.get().state == RecordingState.OPEN
    assert finish_speaking(version=None, accept_gaps=True, **common).state == RecordingState.FINISHED


def test_klar_names_ten_missing_parts_of_a_take_and_no_more(
    recording: Recording, region: Any, now: datetime
) -> None:
    take = begin(recording, actor=region.referrer, now=now)
    common: dict[str, Any] = {"recording_id": recording.id, "actor": region.referrer, "now": now}
    store_part(take_id=take.id, number=0, content=b"speech", until_ms=1, **common)
    stop_take(take_id=take.id, parts_expected=12, duration_ms=24_000, **common)
    with pytest.raises(Refusal) as refused:
        finish_speaking(version=None, **common)
    assert "del 2, 3, 4, 5, 6, 7, 8, 9, 10, 11. " in refused.value.message


def test_klar_is_said_once(recording: Recording, region: Any, now: datetime) -> None:
    speak(recording, [(400, 0.3)], actor=region.referrer, now=now)
    common: dict[str, Any] = {"recording_id": recording.id, "version": None, "actor": region.referrer}
    finish_speaking(now=now, **common)
    with pytest.raises(Refusal) as refused:
        finish_speaking(now=now, **common)
    assert refused.value.code == "recording_finished"


def test_what_is_typed_is_not_opened_to_speak_again(recording: Recording, region: Any, now: datetime) -> None:
    speak(recording, [(400, 0.3)], actor=region.referrer, now=now)
    common: dict[str, Any] = {"recording_id": recording.id, "version": None, "actor": region.referrer}
    finish_speaking(now=now, **common)
    dictation = Dictation.objects.get(recording=recording)
    hand_on(dictation_id=dictation.id, draft_version=1, typed=TYPED, actor=region.secretary, now=now)
    with pytest.raises(Refusal) as refused:
        speak_again(now=now, **common)
    assert refused.value.code == "dictation_transcribed"
    assert Recording.objects.get().state == RecordingState.FINISHED


def test_a_take_without_sound_has_no_length_and_is_not_handed_over_again(
    recording: Recording, region: Any, now: datetime
) -> None:
    take = speak(recording, [(400, 0.3)], actor=region.referrer, now=now)
    common: dict[str, Any] = {"recording_id": recording.id, "version": None, "actor": region.referrer}
    version = finish_speaking(now=now, **common).version
    give_back_unreadable(recording_id=recording.id, version=version, take_numbers=[take.number], now=now)
    take.refresh_from_db()
    assert (take.duration_ms, take.heard_parts) == (0, take.parts.count())
    with pytest.raises(Refusal) as refused:
        finish_speaking(now=now, **common)
    assert refused.value.code == "nothing_spoken"
    speak(recording, [(400, 0.3)], actor=region.referrer, now=now)
    assert finish_speaking(now=now, **common).state == RecordingState.FINISHED


def test_nothing_spoken_is_not_handed_over(recording: Recording, region: Any, now: datetime) -> None:
    begin(recording, actor=region.referrer, now=now)
    with pytest.raises(Refusal) as refused:
        finish_speaking(recording_id=recording.id, version=None, actor=region.referrer, now=now)
    assert refused.value.code == "nothing_spoken"


def test_a_take_that_was_never_stopped_counts_as_far_as_it_came(
    recording: Recording, region: Any, now: datetime
) -> None:
    take = begin(recording, actor=region.referrer, now=now)
    send(take, [b"a", b"b"], actor=region.referrer, now=now, milliseconds=4_000)
    finish_speaking(recording_id=recording.id, version=None, actor=region.referrer, now=now)
    assert b"".join(content_of(take)) == b"ab"


def test_a_stop_said_twice_is_one_and_another_stop_is_refused(
    recording: Recording, region: Any, now: datetime
) -> None:
    take = speak(recording, [(400, 0.3)], actor=region.referrer, now=now)
    common: dict[str, Any] = {"recording_id": recording.id, "take_id": take.id, "actor": region.referrer}
    assert take.parts_expected is not None
    stop_take(parts_expected=take.parts_expected, duration_ms=300, now=now, **common)
    with pytest.raises(Refusal) as refused:
        stop_take(parts_expected=take.parts_expected + 1, duration_ms=300, now=now, **common)
    assert refused.value.code == "take_stopped"


def test_handing_over_moves_the_work_from_the_author_to_those_who_type(
    recording: Recording, region: Any, now: datetime
) -> None:
    def work() -> list[tuple[str, str]]:
        return list(WorkItem.objects.values_list("node", "reason"))

    assert work() == [("complete", "finish_dictation")]
    speak(recording, [(400, 0.3)], actor=region.referrer, now=now)
    common: dict[str, Any] = {"recording_id": recording.id, "actor": region.referrer, "now": now}
    finish_speaking(version=None, **common)
    assert work() == [("transcribe", "transcribe_referral")]
    speak_again(version=None, **common)
    assert work() == [("complete", "finish_dictation")]
    kinds = Event.objects.order_by("sequence").values_list("kind", flat=True)
    assert list(kinds) == ["decided", "dictated", "dictation_finished", "dictation_reopened"]


def test_after_klar_nothing_begins_but_what_comes_late_is_kept(
    recording: Recording, region: Any, now: datetime
) -> None:
    take = begin(recording, actor=region.referrer, now=now)
    first, second = parts_of(b"x" * 5_000)
    send(take, [first], actor=region.referrer, now=now)
    finish_speaking(recording_id=recording.id, version=None, actor=region.referrer, now=now)
    with pytest.raises(Refusal) as refused:
        begin(recording, actor=region.referrer, now=now)
    assert refused.value.code == "recording_finished"
    store_part(
        recording_id=recording.id,
        take_id=take.id,
        number=1,
        content=second,
        until_ms=4_000,
        actor=region.referrer,
        now=now,
    )
    assert b"".join(content_of(take)) == b"x" * 5_000
