"""Makes sound files of pure tones, and hears which tone is where in one."""

from __future__ import annotations

import io
import math
from array import array
from collections.abc import Sequence
from itertools import pairwise

import av

RATE = 48_000
# ending → (container, codec) as the product takes them.
KINDS = {
    "wav": ("wav", "pcm_s16le"),
    "mp3": ("mp3", "libmp3lame"),
    "m4a": ("mp4", "aac"),
    "ogg": ("ogg", "libopus"),
    "webm": ("webm", "libopus"),
}
Tones = Sequence[tuple[int, float]]  # (Hz, seconds) one after the other


def samples_of(tones: Tones) -> array[int]:
    """16-bit samples; 0 Hz is silence."""
    made = array("h")
    for hertz, seconds in tones:
        step = 2 * math.pi * hertz / RATE
        made.extend(int(16_000 * math.sin(step * at)) for at in range(int(seconds * RATE)))
    return made


def sound(ending: str, tones: Tones) -> bytes:
    """A sound file of one of KINDS."""
    form, codec = KINDS[ending]
    file = io.BytesIO()
    with av.open(file, "w", format=form) as container:
        stream = container.add_stream(codec, rate=RATE, layout="mono")
        size = stream.codec_context.frame_size or 1024
        resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=RATE, frame_size=size)
        samples = samples_of(tones)
        for at in range(0, len(samples), 1024):
            piece = samples[at : at + 1024]
            frame = av.AudioFrame(format="s16", layout="mono", samples=len(piece), align=1)
            frame.planes[0].update(piece.tobytes())
            frame.sample_rate, frame.pts = RATE, at
            for ready in resampler.resample(frame):
                container.mux(stream.encode(ready))
        for ready in resampler.resample(None):
            container.mux(stream.encode(ready))
        container.mux(stream.encode(None))
    return file.getvalue()


def decoded(content: bytes) -> array[int]:
    """The samples of a sound file, at RATE."""
    samples = array("h")
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    with av.open(io.BytesIO(content)) as container:
        for frame in container.decode(audio=0):
            for ready in resampler.resample(frame):
                samples.frombytes(bytes(ready.planes[0])[: ready.samples * 2])
    return samples


def tones_in(content: bytes, *, window: float = 0.1) -> list[int]:
    """The tones in their order, each once however long it lasts, to 50 Hz; shorter than two windows is none."""
    samples = decoded(content)
    size = int(window * RATE)
    heard = [_hertz(samples[at : at + size]) for at in range(0, len(samples) - size, size)]
    steady = [one for one, following in pairwise(heard) if one == following]
    return [tone for at, tone in enumerate(steady) if at == 0 or tone != steady[at - 1]]


def seconds_of(content: bytes) -> float:
    return len(decoded(content)) / RATE


def _hertz(samples: array[int]) -> int:
    if max(samples) < 500:
        return 0
    crossings = sum(1 for one, following in pairwise(samples) if one < 0 <= following)
    return round(crossings * RATE / len(samples) / 50) * 50
