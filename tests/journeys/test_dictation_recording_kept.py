"""A.1: whatever happens while a doctor dictates, nothing of what was said is lost, and the page says how it stands."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, Playwright, Route, expect

from journeys.dictating import Dictating, browser_that_hears
from journeys.test_dictation_recording import AtTheRecorder
from remissvakt.dictation.models import Part, RecordingState, Take
from remissvakt.speech.assemble import work
from sounds import seconds_of, sound, tones_in


@pytest.fixture(scope="module")
def browser(
    playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    yield from browser_that_hears(playwright, chromium, tmp_path_factory.mktemp("microphone"))


class TestConnectionLost(AtTheRecorder):
    def test_a1_a_connection_lost_in_the_middle_loses_nothing(self) -> None:
        self.given_a_doctor_at_the_recorder()
        self.when_the_connection_is_lost_while_she_speaks()
        self.then_the_page_says_so_and_goes_on_listening()
        self.when_it_is_back()
        self.then_everything_is_stored_once()
        self.when_it_is_handed_over()
        self.then_it_is_heard_without_a_gap()
        self.then_everything_is_in_order()

    def when_the_connection_is_lost_while_she_speaks(self) -> None:
        self.anna.does("record")
        self.anna.page.wait_for_timeout(4_500)
        expect(self.anna.recorder).to_have_attribute("data-mode", "recording")
        self.before = Part.objects.count()
        assert self.before >= 1
        self.anna.page.context.set_offline(True)
        self.anna.page.wait_for_timeout(4_500)

    def then_the_page_says_so_and_goes_on_listening(self) -> None:
        self.anna.hears("Ingen kontakt med Remissvakt. Fortsätt tala")
        self.anna.sees_saved(re.compile(r"[2-9] sekunder är inte sparade än – stäng inte sidan"))
        expect(self.anna.recorder).to_have_attribute("data-mode", "recording")
        # A whole take more while nothing can be sent.
        self.anna.does("pause")
        self.anna.speaks(2.2)
        assert Take.objects.count() == 1
        assert Part.objects.count() <= self.before + 1  # at most what was on its way

    def when_it_is_back(self) -> None:
        self.anna.page.context.set_offline(False)
        self.anna.sees_saved()

    def then_everything_is_stored_once(self) -> None:
        takes = list(Take.objects.order_by("number"))
        assert [take.parts.count() for take in takes] == [take.parts_expected for take in takes]
        self.told = sum(take.duration_ms or 0 for take in takes) / 1000
        assert self.told > 7
        # What the browser says when it has no connection is no fault of the page.
        self.anna.complaints = [one for one in self.anna.complaints if "ERR_INTERNET" not in one]

    def then_it_is_heard_without_a_gap(self) -> None:
        heard = self.whole()
        assert seconds_of(heard) == pytest.approx(self.told, abs=0.5)
        tones = tones_in(heard)
        assert tones == sorted(tones)
        assert len(tones) >= 6


class TestAnswersLost(AtTheRecorder):
    def test_a1_what_was_stored_but_not_acknowledged_is_not_stored_twice(self) -> None:
        self.given_a_doctor_at_the_recorder()
        self.lost: list[str] = []
        self.anna.page.route("**/delar/**", self._stored_but_answer_lost)
        self.anna.speaks(5.0)
        self.anna.sees_saved()
        assert len(self.lost) >= 2
        [take] = Take.objects.all()
        assert take.parts.count() == take.parts_expected
        self.when_it_is_handed_over()
        tones = tones_in(self.whole())
        assert tones == sorted(set(tones))
        self.then_everything_is_in_order()

    def _stored_but_answer_lost(self, route: Route) -> None:
        if route.request.url in self.lost:
            route.continue_()
            return
        self.lost.append(route.request.url)
        route.fetch()  # it comes there, and is stored
        route.abort()


class TestTabClosed(AtTheRecorder):
    def test_a1_a_closed_tab_leaves_what_was_sent_and_one_goes_on(self) -> None:
        self.given_a_doctor_at_the_recorder()
        self.when_the_tab_is_closed_while_she_speaks()
        self.then_it_is_still_her_work()
        self.when_she_comes_back_it_is_there()
        self.when_it_is_handed_over()
        self.then_both_are_heard()
        self.then_everything_is_in_order()

    def when_the_tab_is_closed_while_she_speaks(self) -> None:
        self.anna.does("record")
        self.anna.page.wait_for_timeout(5_000)
        sent = Part.objects.count()
        assert sent >= 2
        old = self.anna.page
        self.anna.page = old.context.new_page()
        old.close()
        [take] = Take.objects.all()
        assert take.parts_expected is None
        assert take.parts.count() >= sent

    def then_it_is_still_her_work(self) -> None:
        self.anna.open("/")
        assert self.anna.count("Att färdigställa") == 1

    def when_she_comes_back_it_is_there(self) -> None:
        self.open_the_recorder()
        assert self.anna.seconds() >= 3
        self.anna.sees_saved("Det som spelades in tidigare läses in")
        self.clock.pass_minutes(1)
        assert work(now=self.clock.now()) is True
        self.anna.sees_saved()
        self.anna.goes_to(500)
        self.anna.does("play")
        expect(self.anna.recorder.locator("[data-at]")).to_have_text("0:02", timeout=6_000)
        self.anna.does("play")
        self.anna.speaks(2.0)
        self.anna.sees_saved()

    def then_both_are_heard(self) -> None:
        tones = tones_in(self.whole())
        # The microphone's file begins anew in the new tab.
        assert tones[0] == 400
        assert 400 in tones[2:]


class TestOnAPhone(AtTheRecorder):
    coming: ClassVar[dict[str, Any]] = {
        "kind": Dictating,
        "permissions": ["microphone"],
        "has_touch": True,
        "is_mobile": True,
        "device_scale_factor": 2,
    }

    def test_a1_a_phone_is_enough(self) -> None:
        self.given_a_doctor_at_the_recorder()
        self.then_everything_is_in_sight_and_large_enough()
        self.anna.does("record")
        expect(self.anna.recorder).to_have_attribute("data-mode", "recording")
        self.then_everything_is_in_sight_and_large_enough()
        self.anna.page.wait_for_timeout(3_200)
        self.anna.does("pause")
        expect(self.anna.recorder).to_have_attribute("data-mode", "resting")
        self.anna.goes_to(1_000)
        self.anna.speaks(1.2, "insert")
        self.anna.sees_saved()
        self.then_everything_is_in_sight_and_large_enough()
        self.when_it_is_handed_over()
        assert seconds_of(self.whole()) > 4
        self.then_everything_is_in_order()

    def then_everything_is_in_sight_and_large_enough(self) -> None:
        page = self.anna.page
        for width, height in ((360, 740), (390, 844)):
            page.set_viewport_size({"width": width, "height": height})
            # A phone zooms out from what is too wide: the window then says that it is as wide.
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            card = self.anna.recorder.bounding_box()
            assert card
            boxes = [one.bounding_box() for one in self.anna.recorder.locator("button:visible").all()]
            for box in boxes:
                assert box
                assert box["height"] >= 44
                assert box["width"] >= 44
                assert box["y"] + box["height"] <= height
                assert card["x"] < box["x"]
                assert box["x"] + box["width"] < card["x"] + card["width"]
            for one, following in pairwise(boxes):
                assert one and following
                assert one["y"] + one["height"] <= following["y"] or one["x"] + one["width"] <= following["x"]
            folder = os.environ.get("JOURNEY_SHOTS")
            if folder:
                mode = self.anna.recorder.get_attribute("data-mode")
                page.screenshot(path=f"{folder}/recorder-{width}-{mode}.png")


class TestMicrophoneDenied(AtTheRecorder):
    coming: ClassVar[dict[str, Any]] = {"kind": Dictating}

    def test_a1_a_microphone_that_is_not_let_in_is_said_in_words(self) -> None:
        self.given_a_doctor_at_the_recorder()
        self.anna.does("record")
        self.anna.hears("släpper inte fram mikrofonen")
        expect(self.anna.recorder).to_have_attribute("data-mode", "resting")
        assert Take.objects.count() == 0
        self.then_everything_is_in_order()


class TestWithoutScripts(AtTheRecorder):
    coming: ClassVar[dict[str, Any]] = {"kind": Dictating, "java_script_enabled": False}

    def test_a1_a_file_is_uploaded_and_handed_over_without_scripts(self) -> None:
        self.given_a_doctor_at_the_recorder()
        anna = self.anna
        assert "Att spela in här kräver JavaScript" in anna.main.inner_text()
        anna.unfold(anna.main.get_by_text("Ladda upp en ljudfil i stället"))
        anna.main.get_by_label("Ljudfil").set_input_files(
            {"name": "diktat.txt", "mimeType": "text/plain", "buffer": sound("m4a", [(400, 1.0), (700, 1.0)])}
        )
        anna.press("Ladda upp")
        assert "Filen är sparad" in anna.told()
        self.when_it_is_handed_over()
        assert tones_in(self.whole()) == [400, 700]
        assert self.recording.state == RecordingState.READY
        self.then_everything_is_in_order()
