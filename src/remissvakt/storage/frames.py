"""How a stored file is laid out and encrypted: a header, then frames of AES-256-GCM. Pure; no disk, no settings.

Header: magic, name of the key, salt, size and SHA-256 of the plain bytes, and a tag over all of that.
Each file has a key of its own, drawn from the named key and the salt, so a nonce is only a count:
its first byte says header, frame or last frame. A frame that is cut off, moved, or from another file fails.
"""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from .errors import Damaged

FRAME = 256 * 1024
TAG = 16
_MAGIC = b"RVF\x01"
_FIELDS = struct.Struct(">4s16s32sQ32s")
HEADER = _FIELDS.size + TAG
_OF_HEADER, _OF_FRAME, _OF_LAST = b"\x00", b"\x01", b"\x02"


@dataclass(frozen=True, kw_only=True)
class Header:
    """What the first bytes of a stored file say; true only when `FileCipher.check` has accepted them."""

    key_name: str
    salt: bytes
    size: int
    sha256: str

    @property
    def frames(self) -> int:
        """How many frames follow."""
        return frames_of(self.size)


def stored_size(size: int) -> int:
    """How many bytes a stored file has, that holds so many plain ones."""
    return HEADER + size + TAG * frames_of(size)


def frames_of(size: int) -> int:
    """How many frames that is; an empty file has one, that is empty."""
    return max(1, -(-size // FRAME))


def new_salt() -> bytes:
    """Return what makes a file's own key unlike every other's."""
    return os.urandom(32)


def read_header(raw: bytes) -> Header:
    """Take the first HEADER bytes apart. Raises Damaged if they are not a header."""
    if len(raw) < HEADER:
        raise Damaged("too short")
    magic, name, salt, size, digest = _FIELDS.unpack(raw[: _FIELDS.size])
    if magic != _MAGIC:
        raise Damaged("not a stored file")
    try:
        key_name = name.rstrip(b"\x00").decode("ascii")
    except UnicodeDecodeError:
        raise Damaged("key name") from None
    return Header(key_name=key_name, salt=salt, size=size, sha256=digest.hex())


class FileCipher:
    """Encrypts and decrypts the parts of one file."""

    def __init__(self, *, key: bytes, salt: bytes) -> None:
        derived = HKDF(algorithm=SHA256(), length=32, salt=salt, info=b"remissvakt stored file").derive(key)
        self._aead = AESGCM(derived)

    def header(self, header: Header) -> bytes:
        """Return the header's bytes with their tag."""
        name = header.key_name.encode("ascii")
        fields = _FIELDS.pack(_MAGIC, name, header.salt, header.size, bytes.fromhex(header.sha256))
        return fields + self._aead.encrypt(_nonce(_OF_HEADER, 0), b"", fields)

    def check(self, raw: bytes) -> None:
        """Raise Damaged unless these are a header's bytes as they were written."""
        self._open(_nonce(_OF_HEADER, 0), raw[_FIELDS.size : HEADER], raw[: _FIELDS.size], "header")

    def seal(self, plain: bytes, *, number: int, last: bool) -> bytes:
        """Return frame `number`, encrypted."""
        return self._aead.encrypt(_nonce(_OF_LAST if last else _OF_FRAME, number), plain, None)

    def open(self, sealed: bytes, *, number: int, last: bool) -> bytes:
        """Return the plain bytes of frame `number`. Raises Damaged."""
        return self._open(_nonce(_OF_LAST if last else _OF_FRAME, number), sealed, None, f"frame {number}")

    def _open(self, nonce: bytes, sealed: bytes, beside: bytes | None, what: str) -> bytes:
        try:
            return self._aead.decrypt(nonce, sealed, beside)
        except (InvalidTag, ValueError):
            raise Damaged(what) from None


def _nonce(kind: bytes, number: int) -> bytes:
    return kind + number.to_bytes(11, "big")
