"""A.1: a doctor dictates in the browser: speaks, pauses, listens, inserts and speaks over; nothing of it is lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, Playwright, expect

from journeys.dictating import Dictating, browser_that_hears
from journeys.journey import Journey
from remissvakt.dictation.models import Recording, RecordingState
from remissvakt.speech.assemble import work
from remissvakt.storage import store
from sounds import tones_in
from speaking import begun


@pytest.fixture(scope="module")
def browser(
    playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    yield from browser_that_hears(playwright, chromium, tmp_path_factory.mktemp("microphone"))


class AtTheRecorder(Journey):
    """Anna, at the recorder of a referral that she has decided on."""

    coming: ClassVar[dict[str, Any]] = {"kind": Dictating, "permissions": ["microphone"]}
    anna: Dictating

    def given_a_doctor_at_the_recorder(self) -> None:
        self.recording = begun(self.region, now=self.clock.now())
        self.anna = self.at_work(self.region.referrer)  # type: ignore[assignment]
        self.open_the_recorder()

    def open_the_recorder(self) -> None:
        self.anna.open(f"/diktat/{self.recording.id}/spela-in/")

    def when_it_is_handed_over(self) -> None:
        self.anna.press("Klar, till utskrift")
        assert "lämnat till utskrift" in self.anna.told()

    def whole(self) -> bytes:
        """What those who type will hear."""
        assert work(now=self.clock.now()) is True
        self.recording = Recording.objects.get(id=self.recording.id)
        assert self.recording.state == RecordingState.READY
        assert self.recording.whole_id is not None
        return store.read(sha256=self.recording.whole_id)


class TestSpeaking(AtTheRecorder):
    def test_a1_speak_pause_insert_speak_over_listen_and_hand_over(self) -> None:
        self.given_a_doctor_at_the_recorder()
        self.when_she_speaks_and_pauses()
        self.when_she_inserts_and_speaks_over()
        self.then_she_hears_it_from_any_place()
        self.when_it_is_handed_over()
        self.then_the_tones_are_in_the_order_that_she_made()
        self.then_everything_is_in_order()

    def when_she_speaks_and_pauses(self) -> None:
        self.anna.speaks(6.4)
        self.anna.hears(re.compile(r"Pausat\. 0:\d\d inspelat"))
        self.anna.sees_saved()
        assert self.anna.seconds() >= 4

    def when_she_inserts_and_speaks_over(self) -> None:
        before = self.anna.seconds()
        self.anna.goes_to(2_000)
        self.anna.speaks(2.4, "insert")
        longer = self.anna.seconds()
        assert longer > before
        self.anna.goes_to(5_500)
        self.anna.speaks(1.6, "overwrite")
        assert self.anna.seconds() == longer
        self.anna.sees_saved()

    def then_she_hears_it_from_any_place(self) -> None:
        at, length = (self.anna.recorder.locator(f"[data-{name}]") for name in ("at", "length"))
        self.anna.goes_to(1_500)
        self.anna.does("play")
        expect(self.anna.recorder).to_have_attribute("data-mode", "playing")
        # Over the border between two takes, and on to the end.
        expect(at).to_have_text("0:03", timeout=15_000)
        expect(self.anna.recorder).to_have_attribute("data-mode", "resting", timeout=30_000)
        expect(at).to_have_text(length.inner_text())

    def then_the_tones_are_in_the_order_that_she_made(self) -> None:
        tones = tones_in(self.whole())
        pieces = [[tones[0]]]
        for one, following in pairwise(tones):
            if abs(following - one) > 150:
                pieces.append([])
            pieces[-1].append(following)
        # The first take, up into what was inserted, down again, up into what was spoken over, and down to the end.
        beginning, inserted, middle, over, end = pieces
        first = beginning + middle + end
        assert first == sorted(first)
        # The tone rises once a second: what is spoken within the same second has the same one.
        assert max(first) <= min(inserted)
        assert max(inserted) <= min(over)
