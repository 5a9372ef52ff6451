"""A ClamAV daemon of a few lines that knows one virus, and may be told to misbehave."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

# The harmless file that every scanner is to find, in two halves, so that none finds it here.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


def honest(content: bytes) -> bytes:
    return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"


@contextmanager
def clamav(
    answer: Callable[[bytes], bytes] = honest, *, path: str = "", most: int | None = None
) -> Iterator[Clamav]:
    """Run one; yields it with its address. Larger contents than `most` are refused as the real one does."""
    family = socket.AF_UNIX if path else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.bind(path or ("127.0.0.1", 0))
        door.listen()
        running = Clamav(door, path or f"127.0.0.1:{door.getsockname()[1]}", answer, most)
        thread = threading.Thread(target=running.serve, daemon=True)
        thread.start()
        yield running
        door.shutdown(socket.SHUT_RDWR)
    thread.join()


class Clamav:
    def __init__(
        self, door: socket.socket, address: str, answer: Callable[[bytes], bytes], most: int | None
    ) -> None:
        self.address, self.asked = address, list[int]()
        self._door, self._answer, self._most = door, answer, most

    def serve(self) -> None:
        while True:
            try:
                connection, _peer = self._door.accept()
            except OSError:
                return
            with connection:
                self._serve_one(connection)

    def _serve_one(self, connection: socket.socket) -> None:
        stream = connection.makefile("rb")
        assert stream.read(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", stream.read(4))[0]:
            content += stream.read(size)
            if self._most is not None and len(content) > self._most:
                connection.sendall(b"INSTREAM size limit exceeded. ERROR\0")
                return
        self.asked.append(len(content))
        connection.sendall(self._answer(content))
