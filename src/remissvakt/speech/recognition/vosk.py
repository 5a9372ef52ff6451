"""Vosk (extra "speech"): recognises offline, with a model that lies in a folder. Nothing is downloaded."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import Any

from .engine import NoSuchEngine, Word


class Vosk:
    """Loads the model once; a recording is one recogniser."""

    def __init__(self, folder: str) -> None:
        if not Path(folder).is_dir():
            # A path that is not there would make the library look for a model on the internet.
            raise NoSuchEngine("REMISSVAKT_SPEECH_ENGINE: mappen med modellen finns inte")
        try:
            self._vosk: Any = import_module("vosk")
        except ImportError as error:
            raise NoSuchEngine("REMISSVAKT_SPEECH_ENGINE: vosk är inte installerat") from error
        self._vosk.SetLogLevel(-1)
        try:
            self._model = self._vosk.Model(folder)
        except Exception as error:  # the library raises no other
            raise NoSuchEngine("REMISSVAKT_SPEECH_ENGINE: mappen innehåller ingen modell") from error
        self.name = f"vosk {version('vosk')}"

    def recognise(self, *, sound: Iterable[bytes], rate: int, language: str) -> Iterator[Word]:
        """The model has its own language; a pause ends a phrase."""
        recogniser = self._vosk.KaldiRecognizer(self._model, rate)
        recogniser.SetWords(True)
        for samples in sound:
            if recogniser.AcceptWaveform(samples):
                yield from words_of(recogniser.Result())
        yield from words_of(recogniser.FinalResult())


def words_of(result: str) -> Iterator[Word]:
    """What Vosk says of one phrase, as words: seconds and confidence in JSON."""
    for one in json.loads(result).get("result", ()):
        yield Word(
            start_ms=round(one["start"] * 1000),
            end_ms=round(one["end"] * 1000),
            text=one["word"],
            confidence=float(one["conf"]),
        )
