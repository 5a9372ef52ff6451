"""What a speech recogniser must be, and which one is set (REMISSVAKT_SPEECH_ENGINE). See docs/speech-engine.md.

"" is none; "vosk:/a/folder" is Vosk with the model in that folder; "package.module:name" is whatever that callable
without arguments returns. It runs here, on this machine: speech about patients is never sent anywhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Protocol, runtime_checkable


@dataclass(frozen=True, slots=True)
class Word:
    """A word or a phrase as it was heard, in order; `confidence` is 0 to 1."""

    start_ms: int
    end_ms: int
    text: str
    confidence: float


@runtime_checkable
class Engine(Protocol):
    """One recogniser, used by one worker at a time."""

    @property
    def name(self) -> str:
        """What it is called in what is kept of a draft: "vosk 0.3.45", at most 60 characters."""

    def recognise(self, *, sound: Iterable[bytes], rate: int, language: str) -> Iterator[Word]:
        """Yield what is said. `sound` is mono, 16 bits, little-endian, `rate` samples a second; `language` is "sv"."""


class NoSuchEngine(RuntimeError):
    """The setting names nothing that can be used; said when the worker starts to use it."""


@lru_cache(maxsize=1)
def engine_of(setting: str) -> Engine | None:
    """Return the engine that a setting names, made once; None for none. Raises NoSuchEngine."""
    if not setting:
        return None
    kind, _colon, rest = setting.partition(":")
    if kind == "vosk":
        from .vosk import Vosk

        return Vosk(rest)
    try:
        made = getattr(import_module(kind), rest)()
    except (ImportError, AttributeError, TypeError) as error:
        raise NoSuchEngine(f"REMISSVAKT_SPEECH_ENGINE: {setting}") from error
    if not isinstance(made, Engine):
        raise NoSuchEngine(f"REMISSVAKT_SPEECH_ENGINE: {setting}")
    return made
