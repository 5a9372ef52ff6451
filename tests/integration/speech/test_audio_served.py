"""Stored speech as a browser gets it: in ranges, only to those who may, each listening in the access log (S1, S5)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from factories.browser import log_in_as, words_of
from remissvakt.audit.models import AccessLog
from remissvakt.core.clock import SystemClock
from remissvakt.dictation.models import Recording, RecordingState
from remissvakt.referrals.actions.speak import finish_speaking
from remissvakt.speech.assemble import work
from remissvakt.speech.hearing import QUIET
from remissvakt.storage import store
from sounds import sound, tones_in
from speaking import begun, parts_of, speak


@pytest.fixture
def now() -> datetime:
    return SystemClock().now()


@pytest.fixture
def whole(recording: Recording, region: Any, now: datetime) -> Recording:
    speak(recording, [(400, 0.5), (800, 0.5)], actor=region.referrer, now=now)
    finish_speaking(recording_id=recording.id, version=None, actor=region.referrer, now=now)
    work(now=now)
    recording.refresh_from_db()
    return recording


def fetch(who: Any, whole: Recording, *, now: datetime, asked: str = "") -> Any:
    client = who if isinstance(who, Client) else log_in_as(who, now=now)
    headers = {"Range": asked} if asked else {}
    return client.get(reverse("recording_audio", kwargs={"recording_id": whole.id}), headers=headers)


def content(response: Any) -> bytes:
    return b"".join(response.streaming_content)


def test_all_of_it_without_a_range(whole: Recording, region: Any, now: datetime) -> None:
    answer = fetch(region.secretary, whole, now=now)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "audio/mpeg"
    assert answer["Accept-Ranges"] == "bytes"
    sent = content(answer)
    assert len(sent) == int(answer["Content-Length"])
    assert tones_in(sent) == [400, 800]


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-", 0, None),
        ("bytes=0-99", 0, 100),
        ("bytes=100-199", 100, 200),
        ("bytes=500-", 500, None),
        ("bytes=-300", -300, None),
        ("bytes=0-99999999", 0, None),
        ("bytes=-99999999", 0, None),
    ],
)
def test_a_range(
    whole: Recording, region: Any, now: datetime, asked: str, start: int, stop: int | None
) -> None:
    assert whole.whole_id is not None
    everything = store.read(sha256=whole.whole_id)
    answer = fetch(region.secretary, whole, now=now, asked=asked)
    assert answer.status_code == 206
    wanted = everything[start:stop]
    assert content(answer) == wanted
    first = start if start >= 0 else len(everything) + start
    assert answer["Content-Range"] == f"bytes {first}-{first + len(wanted) - 1}/{len(everything)}"


@pytest.mark.parametrize(
    "asked", ["bytes=99999999-", "bytes=20-10", "bytes=-", "bytes=-0", "bytes=0-1,5-6", "lines=1-2"]
)
def test_what_is_not_there(whole: Recording, region: Any, now: datetime, asked: str) -> None:
    answer = fetch(region.secretary, whole, now=now, asked=asked)
    assert answer.status_code == 416
    assert answer["Content-Range"].startswith("bytes */")
    assert answer.content == b""


def test_kept_in_no_cache_and_shown_in_no_page(whole: Recording, region: Any, now: datetime) -> None:
    answer = fetch(region.secretary, whole, now=now)
    assert "no-store" in answer["Cache-Control"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox; frame-ancestors 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_author_unit_and_its_pool_may_listen_and_nobody_else(
    whole: Recording, region: Any, now: datetime
) -> None:
    statuses = {name: fetch(actor, whole, now=now).status_code for name, actor in region.people.items()}
    may = {name for name, status in statuses.items() if status == 200}
    assert may == {"referrer", "other_referrer", "nurse", "secretary", "pool_secretary"}
    assert {statuses[name] for name in ("manager", "administrator", "eye_manager")} == {403}
    assert {status for name, status in statuses.items() if name not in may} == {403, 404}


def test_one_listening_is_one_row_however_many_ranges(whole: Recording, region: Any, now: datetime) -> None:
    client = log_in_as(region.secretary, now=now)
    for asked in ("bytes=100-199", "bytes=0-99", "bytes=200-", ""):
        fetch(client, whole, now=now, asked=asked)
    [row] = AccessLog.objects.filter(action="listen")
    assert (row.person_id, row.patient_id) == (region.secretary.person_id, whole.patient_id)
    assert row.referral_id is not None
    fetch(region.pool_secretary, whole, now=now)
    assert AccessLog.objects.filter(action="listen").count() == 2


def test_listening_again_later_is_another_row(whole: Recording, region: Any, now: datetime) -> None:
    from remissvakt.speech.reading import listen

    for minutes in (0, 5, 30):
        listen(recording_id=whole.id, actor=region.secretary, now=now + timedelta(minutes=minutes))
    assert AccessLog.objects.filter(action="listen").count() == 2


def test_what_is_erased_says_so(whole: Recording, region: Any, now: datetime) -> None:
    whole.state = RecordingState.ERASED.value
    whole.save(update_fields=["state"])
    answer = fetch(region.secretary, whole, now=now)
    assert answer.status_code == 410
    assert "Ljudet är gallrat" in words_of(answer)


def test_a_take_is_heard_and_its_parts_are_fetched_as_they_came(
    recording: Recording, region: Any, now: datetime
) -> None:
    tones = [(400, 0.5)]
    take = speak(recording, tones, actor=region.referrer, now=now)
    client = log_in_as(region.referrer, now=now)
    ids = {"recording_id": recording.id, "take_id": take.id}
    assert client.get(reverse("take_audio", kwargs=ids)).status_code == 404
    work(now=now + QUIET * 2)
    assert tones_in(content(client.get(reverse("take_audio", kwargs=ids)))) == [400]
    original = client.get(reverse("take_original", kwargs=ids))
    assert original["Content-Disposition"] == 'attachment; filename="diktat-1.webm"'
    sent = content(original)
    assert len(sent) == int(original["Content-Length"]) == sum(map(len, parts_of(sound("webm", tones))))
    assert tones_in(sent) == [400]


def test_a_take_of_another_recording_is_not_found(whole: Recording, region: Any, now: datetime) -> None:
    other = begun(region, now=now)
    take = whole.takes.get()
    client = log_in_as(region.referrer, now=now)
    for page in ("take_audio", "take_original"):
        url = reverse(page, kwargs={"recording_id": other.id, "take_id": take.id})
        assert client.get(url).status_code == 404
