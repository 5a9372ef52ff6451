"""Puts pieces of recordings together: one MP3, its loudness, its length. Each content is the parts of one take.

Arguments: `cuts`, [[which content, from ms, to ms or null], …]. Results: `sound` with MP3 as it is made, and last
`heard` with `duration_ms`, the numbers of the contents that are `unreadable`, and the peaks, a byte each.
"""

from __future__ import annotations

from typing import Any

from remissvakt.sandbox.rate import RATE
from remissvakt.sandbox.sound import Mp3, Peaks, Source, has_sound
from remissvakt.sandbox.task import Send

_SENT_AT_ONCE = 64 * 1024


def run(*, arguments: dict[str, Any], contents: list[bytes], send: Send) -> None:
    """Hear every piece in its order, or only tell which contents have no sound in them, if any has none.

    Raises Refused("audio_too_long").
    """
    cuts: list[tuple[int, int, int | None]] = [(a, b, c) for a, b, c in arguments["cuts"]]
    last_use = {index: at for at, (index, _from, _to) in enumerate(cuts)}
    unreadable = [index for index in last_use if not has_sound(contents[index])]
    mp3, peaks = Mp3(), Peaks()
    if not unreadable:
        sources: dict[int, Source] = {}
        waiting = bytearray()
        for at, (index, from_ms, to_ms) in enumerate(cuts):
            if index not in sources:
                sources[index] = Source(contents[index])
            source = sources[index]
            stop = None if to_ms is None else _samples(to_ms)
            for samples in source.piece(start=_samples(from_ms), stop=stop):
                peaks.add(samples)
                waiting += mp3.encode(samples)
                if len(waiting) >= _SENT_AT_ONCE:
                    send("sound", {}, bytes(waiting))
                    waiting.clear()
            if last_use[index] == at:
                sources.pop(index).close()
        send("sound", {}, bytes(waiting + mp3.end()))
    duration_ms = peaks.samples * 1000 // RATE
    send("heard", {"duration_ms": duration_ms, "unreadable": unreadable}, peaks.end())


def _samples(ms: int) -> int:
    return ms * RATE // 1000
