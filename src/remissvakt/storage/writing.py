"""Writes one content, encrypted, to a file that has no name yet; and reads one, frame by frame."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .backends import Backend, Handle, Replaced
from .errors import Damaged, UnknownKey
from .frames import FRAME, HEADER, TAG, FileCipher, Header, new_salt, read_header, stored_size
from .key_ring import KeyRing
from .keys import ring


@dataclass(frozen=True, kw_only=True)
class Written:
    """An encrypted file without a name, on the disk."""

    path: Path
    header: Header


@contextmanager
def write_unnamed(*, content: Iterable[bytes], folder: Path, keys: KeyRing) -> Iterator[Written]:
    """Encrypt the content under the current key; durable when it is handed out, and gone afterwards if not placed."""
    path = folder / f"{os.getpid()}.{secrets.token_hex(8)}"
    try:
        yield Written(path=path, header=_encrypt(content, path, keys))
    finally:
        path.unlink(missing_ok=True)


def _encrypt(content: Iterable[bytes], path: Path, keys: KeyRing) -> Header:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    salt, name = new_salt(), keys.current
    cipher = FileCipher(key=keys.keys[name], salt=salt)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(bytes(HEADER))
        for number, (plain, last) in enumerate(_framed(content)):
            digest.update(plain)
            size += len(plain)
            file.write(cipher.seal(plain, number=number, last=last))
        header = Header(key_name=name, salt=salt, size=size, sha256=digest.hexdigest())
        # Only now is it known what the header says.
        file.seek(0)
        file.write(cipher.header(header))
        file.flush()
        os.fsync(file.fileno())
    return header


def _framed(content: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """Cut anything into frames of the right size; the last one is told of as such."""
    waiting = bytearray()
    for piece in content:
        for start in range(0, len(piece), FRAME):
            waiting += memoryview(piece)[start : start + FRAME]
            while len(waiting) > FRAME:
                yield bytes(waiting[:FRAME]), False
                del waiting[:FRAME]
    yield bytes(waiting), True


class StoredBytes:
    """One stored file, open and with its header checked. Raises Missing or Damaged. Close it."""

    def __init__(self, *, backend: Backend, sha256: str) -> None:
        self._backend, self._sha256 = backend, sha256
        self._open()

    def close(self) -> None:
        self._handle.close()

    def frames(self, first: int, end: int) -> Iterator[bytes]:
        """The plain bytes of frames `first` to before `end`."""
        for number in range(first, end):
            yield self._frame(number)

    def _frame(self, number: int) -> bytes:
        while True:
            try:
                start = HEADER + number * (FRAME + TAG)
                sealed = self._handle.read(start, FRAME + TAG)
                return self._cipher.open(sealed, number=number, last=number == self.header.frames - 1)
            except OSError:
                raise Damaged("unreadable") from None
            except Replaced:
                # Under another key now, but the same content cut in the same places.
                self._handle.close()
                self._open()

    def _open(self) -> None:
        while True:
            self._handle = self._backend.open(self._sha256)
            try:
                return self._read_header(self._handle)
            except Replaced:
                self._handle.close()
            except BaseException:
                self._handle.close()
                raise

    def _read_header(self, handle: Handle) -> None:
        try:
            raw = handle.read(0, HEADER)
        except OSError:
            raise Damaged("unreadable") from None
        self.header = read_header(raw)
        key = ring().keys.get(self.header.key_name)
        if key is None:
            raise UnknownKey(self.header.key_name)
        self._cipher = FileCipher(key=key, salt=self.header.salt)
        self._cipher.check(raw)
        if self.header.sha256 != self._sha256:
            raise Damaged("the content of another file")
        if handle.size != stored_size(self.header.size):
            raise Damaged("cut off or added to")
