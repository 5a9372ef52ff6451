"""Hostile sound files: each is refused or contained in its process, and goes back to its author (S9)."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.dictation.models import Recording, RecordingState, Take
from remissvakt.referrals.actions.speak import finish_speaking
from remissvakt.sandbox.audio_kind import AudioKind, audio_kind
from remissvakt.sandbox.sound import Source
from remissvakt.sandbox.task import Refused
from remissvakt.speech.actions import put_file as put_file_module
from remissvakt.speech.actions.put_file import put_file
from remissvakt.speech.assemble import work
from sounds import KINDS, sound

TONE = [(400, 1.0)]


def wav(
    *, data: bytes, channels: int = 1, rate: int = 44_100, bits: int = 16, size: int | None = None
) -> bytes:
    """A WAV file that says of itself what it is told to."""
    form = struct.pack(
        "<HHIIHH", 1, channels, rate, rate * channels * bits // 8 & 0xFFFFFFFF, channels * 2 & 0xFFFF, bits
    )
    told = len(data) if size is None else size
    return (
        b"RIFF"
        + struct.pack("<I", 36 + len(data))
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + form
        + (b"data" + struct.pack("<I", told) + data)
    )


def ogg_streams(count: int) -> bytes:
    """An Ogg file that begins so many streams."""
    page = b"OggS\0\x02" + b"\0" * 8
    head = b"\x01OpusHead\x01\x01\0\0\x80\xbb\0\0\0\0\0"[1:]
    return b"".join(
        page + struct.pack("<III", number, 0, 0) + bytes([1, len(head)]) + head for number in range(count)
    )


def mp4_atoms(depth: int) -> bytes:
    """Boxes within boxes."""
    inner = b""
    for _ in range(depth):
        inner = struct.pack(">I", len(inner) + 8) + b"moov" + inner
    return struct.pack(">I", 16) + b"ftypM4A " + b"\0\0\0\0" + inner


def ebml_levels(depth: int) -> bytes:
    """Matroska segments of unknown length within each other."""
    return b"\x1a\x45\xdf\xa3\x80" + b"\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff" * depth


def damaged(ending: str, seed: int) -> bytes:
    """A good file in which one byte in fifty is another; its first bytes are left."""
    chance = random.Random(seed)
    content = bytearray(sound(ending, TONE))
    for at in chance.sample(range(64, len(content)), len(content) // 50):
        content[at] = chance.randrange(256)
    return bytes(content)


NO_SOUND: dict[str, Callable[[], bytes]] = {
    "only a head": lambda: sound("webm", TONE)[:40],
    "mp3 head and zeros": lambda: b"\xff\xfb\x90\x00" + b"\0" * 50_000,
    "id3 that says 256 MB": lambda: b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + b"\0" * 1_000,
    "ogg head and noise": lambda: b"OggS" + random.Random(1).randbytes(100_000),
    "webm head and noise": lambda: b"\x1a\x45\xdf\xa3" + random.Random(2).randbytes(100_000),
    "mp4 head and noise": lambda: b"\0\0\0\x18ftypM4A " + random.Random(3).randbytes(100_000),
    "wav without data": lambda: wav(data=b""),
    "wav of no channels": lambda: wav(data=b"\0" * 1_000, channels=0),
    "wav of 65535 channels": lambda: wav(data=b"\0" * 1_000, channels=65_535),
    "25 hours in 90 MB": lambda: wav(data=b"\x80" * 90_000_000, rate=1_000, bits=8),
    "wav of no rate": lambda: wav(data=b"\0" * 1_000, rate=0),
    "100 000 ogg streams": lambda: ogg_streams(100_000),
    "mp4 boxes, 100 000 deep": lambda: mp4_atoms(100_000),
    "matroska levels, 200 000 deep": lambda: ebml_levels(200_000),
    "a zip called ogg": lambda: b"OggSPK\x03\x04" + b"\0" * 1_000,
}


def as_take(content: bytes, *, recording: Recording, region: Any, now: datetime) -> Take:
    return put_file(
        recording_id=recording.id,
        take_id=new_id(now=now),
        content=[content],
        version=None,
        actor=region.referrer,
        now=now,
    )


@pytest.mark.parametrize("name", NO_SOUND)
def test_what_holds_no_sound_goes_back_to_its_author(
    recording: Recording, region: Any, now: datetime, name: str
) -> None:
    content = NO_SOUND[name]()
    assert audio_kind(content[:64]) is not None  # it looked like sound
    as_take(content, recording=recording, region=region, now=now)
    finish_speaking(recording_id=recording.id, version=None, actor=region.referrer, now=now)
    assert work(now=now) is True
    recording.refresh_from_db()
    assert recording.state == RecordingState.FAULTY
    assert recording.whole_id is None


@pytest.mark.parametrize("ending", KINDS)
@pytest.mark.parametrize("seed", range(3))
def test_damaged_files_are_heard_as_far_as_they_go_or_given_back(
    recording: Recording, region: Any, now: datetime, ending: str, seed: int
) -> None:
    as_take(damaged(ending, seed), recording=recording, region=region, now=now)
    finish_speaking(recording_id=recording.id, version=None, actor=region.referrer, now=now)
    assert work(now=now) is True
    recording.refresh_from_db()
    assert recording.state in (RecordingState.READY, RecordingState.FAULTY)


@pytest.mark.parametrize("ending", ["wav", "mp3", "ogg", "webm"])
def test_what_was_cut_off_is_heard_up_to_there(
    recording: Recording, region: Any, now: datetime, ending: str
) -> None:
    content = sound(ending, [(400, 6.0)])  # Ogg comes in pages of a second
    as_take(content[: len(content) // 2], recording=recording, region=region, now=now)
    finish_speaking(recording_id=recording.id, version=None, actor=region.referrer, now=now)
    assert work(now=now) is True
    recording.refresh_from_db()
    assert recording.state == RecordingState.READY
    assert 1_500 < recording.duration_ms < 4_000


def test_a_length_that_is_a_lie_is_not_believed(recording: Recording, region: Any, now: datetime) -> None:
    as_take(wav(data=b"\1\2" * 44_100, size=0xFFFFFFF0), recording=recording, region=region, now=now)
    assert work(now=now) is True
    take = Take.objects.get()
    assert take.duration_ms == pytest.approx(1_000, abs=20)


def test_what_lasts_longer_than_anybody_speaks_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("remissvakt.sandbox.sound.LONGEST_SECONDS", 0.5)
    with pytest.raises(Refused) as refused:
        list(Source(sound("wav", TONE)).piece(start=0, stop=None))
    assert refused.value.code == "audio_too_long"


def test_more_than_100_mb_is_refused_while_it_comes(
    recording: Recording, region: Any, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(put_file_module, "LARGEST_FILE", 10_000)
    asked = []

    def endless() -> Any:
        yield wav(data=b"")
        while True:
            asked.append(1)
            yield b"\0" * 1_000

    with pytest.raises(Refusal) as refused:
        put_file(
            recording_id=recording.id,
            take_id=new_id(now=now),
            content=endless(),
            version=None,
            actor=region.referrer,
            now=now,
        )
    assert refused.value.code == "audio_too_large"
    assert len(asked) == 10
    assert Take.objects.count() == 0


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\0",
        b"%PDF-1.4",
        b"\x89PNG\r\n\x1a\n",
        b"fLaC",
        b"\xff\xfe<\0h\0",  # UTF-16
        b"\xff\xd8\xff\xe0",  # JPEG
        b"#EXTM3U\nfile:///etc/passwd",
        b"ffconcat version 1.0\nfile /etc/passwd",
        b"<?xml",
        b"\0" * 64,
    ],
)
def test_what_is_no_sound_by_its_first_bytes_never_comes_to_a_decoder(
    recording: Recording, region: Any, now: datetime, content: bytes
) -> None:
    with pytest.raises(Refusal) as refused:
        as_take(content, recording=recording, region=region, now=now)
    assert refused.value.code == "audio_unknown_type"
    assert Take.objects.count() == 0


@pytest.mark.parametrize("ending", KINDS)
def test_the_kind_is_known_by_the_first_bytes(ending: str) -> None:
    kind = audio_kind(sound(ending, [(400, 0.1)])[:64])
    assert isinstance(kind, AudioKind)
    assert kind.ending == ending
