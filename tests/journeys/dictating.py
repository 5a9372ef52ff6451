"""Somebody who dictates at a browser whose microphone hears a new tone every second."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Locator, Playwright, expect

from journeys.conftest import FLAGS
from journeys.person import Person
from sounds import sound

# A tone tells when it was spoken: those that come later are higher.
TONES = [(400 + 100 * second, 1.0) for second in range(60)]


def browser_that_hears(playwright: Playwright, chromium: str, folder: Path) -> Iterator[Browser]:
    """A browser with a microphone that plays a file, from its beginning each time that it is opened."""
    file = folder / "microphone.wav"
    file.write_bytes(sound("wav", TONES))
    flags = (
        *FLAGS,
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-audio-capture={file}%noloop",
        "--autoplay-policy=no-user-gesture-required",
    )
    started = playwright.chromium.launch(executable_path=chromium, args=list(flags))
    yield started
    started.close()


class Dictating(Person):
    """What one does at the recorder."""

    @property
    def recorder(self) -> Locator:
        return self.page.locator("[data-recorder]")

    def does(self, name: str) -> None:
        self.recorder.locator(f"[data-do={name}]").click()

    def speaks(self, seconds: float, how: str = "record") -> None:
        """Speak for so long, and pause."""
        self.does(how)
        expect(self.recorder).to_have_attribute("data-mode", "recording")
        self.page.wait_for_timeout(seconds * 1000)
        self.does("pause")
        expect(self.recorder).to_have_attribute("data-mode", "resting")

    def goes_to(self, milliseconds: int) -> None:
        """Move to a place in what is recorded."""
        self.recorder.locator("[data-position]").evaluate(
            "(slider, at) => { slider.value = at; slider.dispatchEvent(new Event('input')); }", milliseconds
        )

    def said(self) -> str:
        return self.recorder.locator("[data-said]").inner_text()

    def hears(self, sentence: str | re.Pattern[str]) -> None:
        expect(self.recorder.locator("[data-said]")).to_contain_text(sentence, timeout=15_000)

    def sees_saved(self, sentence: str | re.Pattern[str] = "Allt är sparat") -> None:
        expect(self.recorder.locator("[data-saved]")).to_contain_text(sentence, timeout=30_000)

    def seconds(self) -> float:
        """How long the page says that it all is."""
        minutes, seconds = self.recorder.locator("[data-length]").inner_text().split(":")
        return int(minutes) * 60 + int(seconds)
