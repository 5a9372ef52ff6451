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
from sounds import seconds_of, tones_in
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
        self.anna.hears(re.compile(r"Pausat\. 0:06 inspelat"))
        self.anna.sees_saved()
        assert self.anna.seconds() == 6

    def when_she_inserts_and_speaks_over(self) -> None:
        self.anna.goes_to(2_000)
        self.anna.speaks(2.4, "insert")
        assert self.anna.seconds() == 8
        self.anna.goes_to(6_000)
        self.anna.speaks(1.6, "overwrite")
        assert self.anna.seconds() == 8
        self.anna.sees_saved()

    def then_she_hears_it_from_any_place(self) -> None:
        self.anna.goes_to(1_500)
        self.anna.does("play")
        expect(self.anna.recorder).to_have_attribute("data-mode", "playing")
        # Over the border between two takes, and on to the end.
        expect(self.anna.recorder.locator("[data-at]")).to_have_text("0:04", timeout=6_000)
        expect(self.anna.recorder).to_have_attribute("data-mode", "resting", timeout=12_000)
        assert self.anna.recorder.locator("[data-at]").inner_text() == "0:08"

    def then_the_tones_are_in_the_order_that_she_made(self) -> None:
        heard = self.whole()
        assert seconds_of(heard) == pytest.approx(8.9, abs=0.8)
        tones = tones_in(heard)
        steps = [following - one for one, following in pairwise(tones)]
        # Up into what was inserted, down again, up into what was spoken over, down to the end of the first take.
        assert [step > 0 for step in steps if abs(step) > 150] == [True, False, True, False]
        first = [tone for tone in tones if tone < 1_100]
        assert first == sorted(first)
        assert first[0] == 400
