"""What does a task in the child know of its surroundings? Only this.

A task is a module `remissvakt.sandbox.tasks.<name>` with

    def run(*, arguments: dict[str, Any], contents: list[bytes], send: Send) -> None

Everything that it needs must be imported when the module is: after that the child is locked, and an import fails.
"""

from __future__ import annotations

from typing import Any, Protocol


class Send(Protocol):
    """Hands one result to the parent, at once; the parent's slowness makes the child wait."""

    def __call__(self, kind: str, data: dict[str, Any], blob: bytes = b"", /) -> None: ...


class Refused(Exception):
    """The content is not something that can be read: damaged, encrypted, of another kind. `code` says which."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code
