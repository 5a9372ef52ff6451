"""Decodes, measures and encodes sound. Runs in the child alone, on contents that nobody has looked at."""

from __future__ import annotations

import io
from array import array
from collections.abc import Iterator

import av
import av.subtitles.stream  # loaded by the library when it opens its first file: too late, behind the lock
from av.audio.codeccontext import AudioCodecContext

from .audio_kind import HEAD, audio_kind
from .rate import RATE
from .task import Refused

SAMPLE_BYTES = 2
BIT_RATE = 64_000
PEAKS_A_SECOND = 10
_MP3_FRAME = 576  # samples, at this rate
_LOWEST_RATE = 8_000  # of a telephone; nobody records speech in less
_WINDOW = RATE // PEAKS_A_SECOND
_HIGHEST = 32_768
# More than anybody says in a day: a file of a few bytes can claim to last for months.
LONGEST_SECONDS = 5 * 3600


class Source:
    """One sound file, decoded once from its beginning to its end. Raises Refused for what is none."""

    def __init__(self, content: bytes) -> None:
        kind = audio_kind(content[:HEAD])
        if kind is None:
            raise Refused("audio_unknown_type")
        try:
            self._container = av.open(
                io.BytesIO(content), mode="r", format=kind.value, metadata_errors="replace"
            )
            self._stream = self._container.streams.audio[0]
        except (av.error.FFmpegError, IndexError, ValueError):
            raise Refused("audio_unreadable") from None
        if self._stream.codec_context.sample_rate < _LOWEST_RATE:
            raise Refused("audio_unreadable")
        self._stream.codec_context.thread_count = 1
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
        self._chunks = self._decode()
        self._ahead = b""
        self.position = 0  # in samples

    def piece(self, *, start: int, stop: int | None) -> Iterator[bytes]:
        """Yield the samples from `start` to before `stop`, or to the end. Pieces must be asked for in order."""
        while stop is None or self.position < stop:
            chunk = self._ahead or next(self._chunks, b"")
            self._ahead = b""
            if not chunk:
                return
            end = self.position + len(chunk) // SAMPLE_BYTES
            if end > LONGEST_SECONDS * RATE:
                raise Refused("audio_too_long")
            if stop is not None and end > stop:
                keep = (stop - self.position) * SAMPLE_BYTES
                chunk, self._ahead = chunk[:keep], chunk[keep:]
            skipped = max(0, start - self.position) * SAMPLE_BYTES
            self.position += len(chunk) // SAMPLE_BYTES
            if len(chunk) > skipped:
                yield chunk[skipped:]

    def close(self) -> None:
        self._container.close()

    def _decode(self) -> Iterator[bytes]:
        """What can be decoded. A damaged packet is passed over; a file that ends too early ends there."""
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
            except (av.error.FFmpegError, ValueError):
                packet = None
            if packet is None:
                break
            try:
                frames = packet.decode()
                resampled = [one for frame in frames for one in self._resampler.resample(frame)]
            except (av.error.FFmpegError, ValueError):
                continue
            for frame in resampled:
                yield bytes(frame.planes[0])[: frame.samples * SAMPLE_BYTES]
        try:
            rest = self._resampler.resample(None)
        except (av.error.FFmpegError, ValueError):
            return
        for frame in rest:
            yield bytes(frame.planes[0])[: frame.samples * SAMPLE_BYTES]


def has_sound(content: bytes) -> bool:
    """Whether anything can be heard in it at all."""
    try:
        source = Source(content)
    except Refused:
        return False
    try:
        return any(source.piece(start=0, stop=1))
    finally:
        source.close()


class Mp3:
    """Encodes samples as MP3 of a constant bit rate, in which every browser finds any moment exactly."""

    def __init__(self) -> None:
        codec = av.CodecContext.create("libmp3lame", "w")
        assert isinstance(codec, AudioCodecContext)
        codec.sample_rate, codec.bit_rate, codec.layout, codec.format = RATE, BIT_RATE, "mono", "s16p"
        codec.thread_count = 1
        # Three times as fast as the encoder's own choice; at this bit rate nobody hears the difference in speech.
        codec.options = {"compression_level": "7"}
        self._codec = codec
        self._waiting = bytearray()
        self._at = 0

    def encode(self, samples: bytes) -> bytes:
        self._waiting += samples
        size = _MP3_FRAME * SAMPLE_BYTES
        whole = len(self._waiting) // size * size
        made = b"".join(self._frame(bytes(self._waiting[at : at + size])) for at in range(0, whole, size))
        del self._waiting[:whole]
        return made

    def end(self) -> bytes:
        """Return the last frames, the very last filled up with silence."""
        made = b""
        if self._waiting:
            made = self._frame(bytes(self._waiting).ljust(_MP3_FRAME * SAMPLE_BYTES, b"\0"))
            self._waiting.clear()
        return made + b"".join(bytes(packet) for packet in self._codec.encode(None))

    def _frame(self, samples: bytes) -> bytes:
        frame = av.AudioFrame(format="s16p", layout="mono", samples=_MP3_FRAME, align=1)
        frame.planes[0].update(samples)
        frame.sample_rate, frame.pts = RATE, self._at
        self._at += _MP3_FRAME
        return b"".join(bytes(packet) for packet in self._codec.encode(frame))


class Peaks:
    """The loudness of each tenth of a second, 0–99, on a scale on which a low voice shows too."""

    def __init__(self) -> None:
        self.found = bytearray()
        self.samples = 0
        self._waiting = array("h")

    def add(self, samples: bytes) -> None:
        self._waiting.frombytes(samples)
        self.samples += len(samples) // SAMPLE_BYTES
        start = 0
        while len(self._waiting) - start >= _WINDOW:
            self._measure(self._waiting[start : start + _WINDOW])
            start += _WINDOW
        del self._waiting[:start]

    def end(self) -> bytes:
        if self._waiting:
            self._measure(self._waiting)
        return bytes(self.found)

    def _measure(self, window: array[int]) -> None:
        loudest = max(max(window), -min(window))
        self.found.append(min(99, int(99 * (loudest / _HIGHEST) ** 0.5)))
