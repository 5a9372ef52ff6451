"""A sound file as bare samples, for whoever recognises speech in it."""

from __future__ import annotations

from typing import Any

from remissvakt.sandbox.sound import Source
from remissvakt.sandbox.task import Send


def run(*, arguments: dict[str, Any], contents: list[bytes], send: Send) -> None:
    """Send `samples` frames (mono, 16 bits, RATE a second). Raises Refused for what is no sound."""
    source = Source(contents[0])
    for chunk in source.piece(start=0, stop=None):
        send("samples", {}, chunk)
    source.close()
