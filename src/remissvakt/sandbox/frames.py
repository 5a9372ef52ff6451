"""How do parent and child talk? In frames over pipes, each with its length first. Pure.

Parent to child: the arguments as JSON, then the contents, each as pieces that end with an empty one. Child to
parent: kind and data as JSON, and a blob. The parent believes nothing that a frame says about its own size beyond
the limits.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

PIECE = 1024 * 1024
_LENGTH = struct.Struct(">I")
_HEAD = struct.Struct(">II")
HEAD_BYTES = _HEAD.size
# The child's own words; a task's kinds are words without the dot.
LOCKED, DONE, REFUSED, FAILED = ".locked", ".done", ".refused", ".failed"

Read = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Frame:
    """One result of a task. All of it is untrusted: whoever uses it checks what it says."""

    kind: str
    data: dict[str, Any]
    blob: bytes = b""


class BadFrame(Exception):
    """What came was no frame."""


def to_child(arguments: dict[str, Any], contents: Iterable[Iterable[bytes]]) -> Iterator[bytes]:
    """Yield what the parent writes, in small pieces: a file of 100 MB is never in its memory at once."""
    yield _with_length(json.dumps(arguments).encode())
    for content in contents:
        yield _LENGTH.pack(1)
        for chunk in content:
            view = memoryview(chunk)
            for start in range(0, len(view), PIECE):
                yield _with_length(view[start : start + PIECE])
        yield _LENGTH.pack(0)
    yield _LENGTH.pack(0)


def from_parent(read: Read) -> tuple[dict[str, Any], list[bytes]]:
    """Read in the child what `to_child` wrote. Raises EOFError if the parent is gone."""
    arguments = json.loads(_exactly(read, _length(read)))
    contents = []
    while _length(read):
        content = bytearray()
        while length := _length(read):
            content += _exactly(read, length)
        contents.append(bytes(content))
        del content
    return arguments, contents


def to_parent(frame: Frame) -> tuple[bytes, bytes]:
    """Return head and blob of a result."""
    said = json.dumps([frame.kind, frame.data]).encode()
    return _HEAD.pack(len(said), len(frame.blob)) + said, frame.blob


def sizes(head: bytes) -> tuple[int, int]:
    """Return what a head says of the lengths of its two parts."""
    said, blob = _HEAD.unpack(head)
    return said, blob


def from_child(said: bytes, blob: bytes) -> Frame:
    """Return the frame whose parts have come. Raises BadFrame if it is none."""
    try:
        parts = json.loads(said)
    except (ValueError, RecursionError) as error:
        raise BadFrame from error
    match parts:
        case [str(kind), dict(data)]:
            return Frame(kind, data, blob)
    raise BadFrame


def _with_length(piece: bytes | memoryview) -> bytes:
    return _LENGTH.pack(len(piece)) + piece


def _length(read: Read) -> int:
    return int(_LENGTH.unpack(_exactly(read, _LENGTH.size))[0])


def _exactly(read: Read, length: int) -> bytes:
    got = bytearray()
    while len(got) < length:
        piece = read(length - len(got))
        if not piece:
            raise EOFError
        got += piece
    return bytes(got)
