"""Hears recordings in a process apart, and stores what it makes of them. What comes back is checked, not believed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain

from django.db.models import Sum

from remissvakt.dictation.models import Part, Take
from remissvakt.sandbox.limits import MEBIBYTE
from remissvakt.sandbox.run import Contained, Frame, Limits, Refused, run_apart
from remissvakt.storage import store
from remissvakt.storage.models import StoredFile

from .cuts import Cut

MADE = "audio/mpeg"
_LOUDEST = 99
# Two hours of speech at 48 kbit/s are 41 MiB, and take a minute or two; five hours as MP3 are 137 MiB.
_SECONDS, _SECONDS_A_MEBIBYTE = 15, 6


def _limits(size: int) -> Limits:
    """What contents of so many bytes may ask for: a small file that takes long is not what it says."""
    seconds = _SECONDS + _SECONDS_A_MEBIBYTE * (size // MEBIBYTE)
    return Limits(
        memory=1536 * MEBIBYTE,
        cpu_seconds=seconds,
        wall_seconds=3.0 * seconds,  # other things run on the machine too
        output_bytes=192 * MEBIBYTE,
        frame_bytes=MEBIBYTE,
    )


class Unreadable(Exception):
    """There is no sound in these takes (numbers); none named: it could not be told in which."""

    def __init__(self, takes: Sequence[int]) -> None:
        super().__init__("unreadable")
        self.takes = tuple(takes)


@dataclass(frozen=True, slots=True)
class Heard:
    """The MP3, its length, and its loudness ten times a second, 0–99."""

    file: StoredFile
    duration_ms: int
    peaks: list[int]


def hear(*, takes: Sequence[Take], cuts: Sequence[Cut], now: datetime) -> Heard:
    """Put the pieces of these takes together. Raises Unreadable; storage.errors when a part is missing."""
    index = {take.number: at for at, take in enumerate(takes)}
    size = Part.objects.filter(take__in=takes).aggregate(all=Sum("file__size"))["all"]
    frames = run_apart(
        task="audio",
        arguments={"cuts": [[index[cut.take], cut.from_ms, cut.to_ms] for cut in cuts]},
        contents=[content_of(take) for take in takes],
        limits=_limits(size or 0),
    )
    try:
        first = next(frames, None)
        if first is None or first.kind != "sound":
            raise Unreadable([takes[at].number for at in _indices(first, len(takes))])
        end: list[Frame] = []
        file = store.put(content=_sound(chain((first,), frames), end), media_type=MADE, now=now)
    except (Refused, Contained):
        raise Unreadable([take.number for take in takes] if len(takes) == 1 else []) from None
    duration_ms, peaks = _measures(end)
    return Heard(file=file, duration_ms=duration_ms, peaks=peaks)


def content_of(take: Take) -> Iterator[bytes]:
    """The parts of a take, one after the other, as they came."""
    for sha256 in take.parts.order_by("number").values_list("file_id", flat=True):
        yield from store.chunks(sha256=sha256)


def _sound(frames: Iterable[Frame], end: list[Frame]) -> Iterator[bytes]:
    """The MP3 as it comes; what is said of it at the end is put aside."""
    for frame in frames:
        if frame.kind != "sound":
            end.append(frame)
            return
        yield frame.blob
    raise Contained("output")


def _indices(frame: Frame | None, count: int) -> list[int]:
    found = frame.data.get("unreadable") if frame else None
    if not isinstance(found, list):
        return []
    return [at for at in found if isinstance(at, int) and 0 <= at < count]


def _measures(end: list[Frame]) -> tuple[int, list[int]]:
    duration_ms = end[0].data.get("duration_ms")
    if end[0].kind != "heard" or not isinstance(duration_ms, int) or duration_ms <= 0:
        raise Unreadable([])
    return duration_ms, [min(peak, _LOUDEST) for peak in end[0].blob]
