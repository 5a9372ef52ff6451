"""Which kind of sound file is it, by its first bytes? Names and declared types are never believed. Pure."""

from __future__ import annotations

from enum import StrEnum

HEAD = 64  # so many bytes are enough


class AudioKind(StrEnum):
    """The kinds that are taken; the value is the name of its reader in FFmpeg."""

    WAV = "wav"
    MP3 = "mp3"
    M4A = "mp4"
    OGG = "ogg"
    WEBM = "matroska"

    @property
    def media_type(self) -> str:
        return _MEDIA_TYPES[self]

    @property
    def ending(self) -> str:
        """How the name of such a file ends."""
        return _ENDINGS[self]


_MEDIA_TYPES = {
    AudioKind.WAV: "audio/wav",
    AudioKind.MP3: "audio/mpeg",
    AudioKind.M4A: "audio/mp4",
    AudioKind.OGG: "audio/ogg",
    AudioKind.WEBM: "audio/webm",
}
_ENDINGS = {
    AudioKind.WAV: "wav",
    AudioKind.MP3: "mp3",
    AudioKind.M4A: "m4a",
    AudioKind.OGG: "ogg",
    AudioKind.WEBM: "webm",
}


def audio_kind(head: bytes) -> AudioKind | None:
    """Return the kind that the first bytes say, or None for anything else."""
    if head[:4] == b"RIFF" and head[8:12] == b"WAVE":
        return AudioKind.WAV
    if head[:4] == b"OggS":
        return AudioKind.OGG
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return AudioKind.WEBM
    if head[4:8] == b"ftyp":
        return AudioKind.M4A
    if head[:3] == b"ID3" or _starts_with_mp3_frame(head):
        return AudioKind.MP3
    return None


def _starts_with_mp3_frame(head: bytes) -> bool:
    """Eleven set bits, a known version, layer III, a bit rate and a sampling rate that exist."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return False
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, sampling = head[2] >> 4, head[2] >> 2 & 3
    return version != 1 and layer == 1 and rate not in (0, 15) and sampling != 3
