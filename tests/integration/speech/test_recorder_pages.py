"""The recorder page and what it sends: who sees what, what is refused, and that it works without scripts (A.1)."""

from __future__ import annotations

import json
from datetime import datetime
from html import unescape
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from factories.browser import hidden_values, log_in_as, words_of
from remissvakt.audit.models import AccessLog
from remissvakt.core.clock import SystemClock
from remissvakt.dictation.models import Part, Recording, RecordingState, Take
from remissvakt.speech.assemble import work
from remissvakt.storage.errors import NotStored
from sounds import sound
from speaking import begin, send, speak


@pytest.fixture
def now() -> datetime:
    return SystemClock().now()


@pytest.fixture
def anna(region: Any, now: datetime) -> Client:
    return log_in_as(region.referrer, now=now)


def page(client: Client, recording: Recording, name: str = "record") -> Any:
    return client.get(reverse(name, kwargs={"recording_id": recording.id}))


def state_in(response: Any) -> dict[str, Any]:
    text = response.content.decode()
    found: dict[str, Any] = json.loads(unescape(text.split('data-state="')[1].split('"')[0]))
    return found


def post(client: Client, recording: Recording, name: str, data: Any = None, **ids: Any) -> Any:
    return client.post(reverse(name, kwargs={"recording_id": recording.id, **ids}), data or {})


def post_part(client: Client, take: Take, number: int, content: bytes, *, till: str = "2000") -> Any:
    ids = {"recording_id": take.recording_id, "take_id": take.id, "number": number}
    return client.post(
        f"{reverse('record_part', kwargs=ids)}?till={till}", data=content, content_type="audio/webm"
    )


def test_the_page_alone_may_ask_for_the_microphone(anna: Client, recording: Recording) -> None:
    assert page(anna, recording)["Permissions-Policy"] == "camera=(), geolocation=(), microphone=(self)"
    assert "microphone=()" in anna.get("/konto/")["Permissions-Policy"]


def test_opening_it_is_logged(anna: Client, recording: Recording) -> None:
    page(anna, recording)
    row = AccessLog.objects.get(action="open_recording")
    assert row.patient_id == recording.patient_id
    assert row.referral_id is not None


def test_a_colleague_sees_who_dictates_but_no_recorder(
    recording: Recording, region: Any, now: datetime
) -> None:
    answer = page(log_in_as(region.secretary, now=now), recording)
    assert "Anna Almgren dikterar" in words_of(answer)
    assert b"data-recorder" not in answer.content
    assert "microphone=()" in answer["Permissions-Policy"]


def test_takes_parts_and_stop_as_the_page_sends_them(anna: Client, recording: Recording) -> None:
    take_id = uuid4()
    begun = post(
        anna, recording, "record_take", {"take_id": str(take_id), "media_type": "audio/webm", "version": "1"}
    )
    assert (begun.status_code, begun.json()) == (200, {"number": 0, "version": 2})
    take = Take.objects.get()
    assert post_part(anna, take, 0, b"speech").json() == {"stored": 0}
    assert post_part(anna, take, 0, b"speech").status_code == 200
    assert post_part(anna, take, 0, b"another").status_code == 409
    stopped = post(anna, recording, "record_stop", {"parts": "1", "duration_ms": "2000"}, take_id=take_id)
    assert stopped.json() == {"number": 0, "version": 3}
    state = page(anna, recording, "record_state").json()
    assert state["version"] == 3
    assert [(one["duration"], one["heard"], one["sound"]) for one in state["takes"]] == [(2000, False, "")]
    assert state_in(page(anna, recording)) == state


def test_a_storage_that_is_full_is_asked_again(
    anna: Client, recording: Recording, region: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = begin(recording, actor=region.referrer, now=now)

    def full(**_: Any) -> None:
        raise NotStored

    with monkeypatch.context() as patch:
        patch.setattr("remissvakt.storage.store.put", full)
        assert post_part(anna, take, 0, b"speech").status_code == 503
    assert Part.objects.count() == 0
    assert post_part(anna, take, 0, b"speech").status_code == 200


@pytest.mark.parametrize("till", ["", "abc", "-1", "1.5", "9" * 12, "١"])
def test_a_part_without_a_time_is_refused(
    anna: Client, recording: Recording, region: Any, now: datetime, till: str
) -> None:
    take = begin(recording, actor=region.referrer, now=now)
    assert post_part(anna, take, 0, b"speech", till=till).status_code == 422
    assert Part.objects.count() == 0


def test_a_place_that_has_moved_is_a_conflict(
    anna: Client, recording: Recording, region: Any, now: datetime
) -> None:
    speak(recording, [(400, 0.3)], actor=region.referrer, now=now)
    answer = post(
        anna,
        recording,
        "record_take",
        {"take_id": str(uuid4()), "media_type": "audio/webm", "at_ms": "100", "version": "1"},
    )
    assert answer.status_code == 409
    assert answer.json()["code"] == "recording_changed"


def test_a_file_is_put_in_and_handed_over_with_forms_alone(anna: Client, recording: Recording) -> None:
    file = SimpleUploadedFile("../../passwd", sound("ogg", [(400, 0.5)]), "text/html")
    answer = anna.post(reverse("record_upload", kwargs={"recording_id": recording.id}), {"file": file})
    assert answer.status_code == 302
    own_page = page(anna, recording)
    assert "Filen är sparad" in words_of(own_page)
    post(anna, recording, "record_finish", {"version": hidden_values(own_page)["version"]})
    recording.refresh_from_db()
    assert recording.state == RecordingState.FINISHED
    assert "sätts samman" in words_of(page(anna, recording))
    work(now=SystemClock().now())
    assert b"<audio" in page(anna, recording).content


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "Filen är tom"),
        (b"%PDF-1.7 ", "Filen är inte ljud"),
        (b"RIFF\x10\0\0\0AVI LIST", "Filen är inte ljud"),
        (b"<html>", "Filen är inte ljud"),
    ],
)
def test_what_is_no_sound_is_refused_at_its_field(
    anna: Client, recording: Recording, content: bytes, words: str
) -> None:
    file = SimpleUploadedFile("tal.mp3", content, "audio/mpeg")
    answer = anna.post(reverse("record_upload", kwargs={"recording_id": recording.id}), {"file": file})
    assert answer.status_code == 422
    assert words in words_of(answer)
    assert Take.objects.count() == 0


def test_klar_with_an_old_version_says_so_and_changes_nothing(
    anna: Client, recording: Recording, region: Any, now: datetime
) -> None:
    speak(recording, [(400, 0.3)], actor=region.referrer, now=now)
    answer = post(anna, recording, "record_finish", {"version": "1"})
    assert answer.status_code == 409
    assert "ändrats på en annan enhet" in words_of(answer)
    recording.refresh_from_db()
    assert recording.state == RecordingState.OPEN


def test_missing_parts_can_be_left_out_only_knowingly(
    anna: Client, recording: Recording, region: Any, now: datetime
) -> None:
    take = begin(recording, actor=region.referrer, now=now)
    send(take, [b"a"], actor=region.referrer, now=now)
    post(anna, recording, "record_stop", {"parts": "2", "duration_ms": "4000"}, take_id=take.id)
    refused = post(anna, recording, "record_finish")
    assert "inspelning 1, del 2" in words_of(refused)
    assert "fast delar saknas" in words_of(refused)
    assert post(anna, recording, "record_finish", {"accept_gaps": "on"}).status_code == 302


def test_what_is_handed_over_is_opened_again(
    anna: Client, recording: Recording, region: Any, now: datetime
) -> None:
    speak(recording, [(400, 0.3)], actor=region.referrer, now=now)
    post(anna, recording, "record_finish")
    assert b"data-recorder" not in page(anna, recording).content
    assert post(anna, recording, "record_reopen").status_code == 302
    assert b"data-recorder" in page(anna, recording).content


def test_an_unreadable_take_is_named_and_can_be_fetched(
    anna: Client, recording: Recording, region: Any, now: datetime
) -> None:
    take = begin(recording, actor=region.referrer, now=now)
    send(take, [b"no sound" * 50], actor=region.referrer, now=now, milliseconds=2_000)
    post(anna, recording, "record_finish")
    work(now=now)
    words = words_of(page(anna, recording))
    assert "Inspelning 1 går inte att läsa" in words
    assert "Inspelningar som de kom 1" in words
