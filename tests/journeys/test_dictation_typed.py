"""A.1: dictated here, typed by a pool with the sound beside the fields, heard and signed by its doctor, sent."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, Playwright, expect

from journeys.dictating import Dictating, browser_that_hears
from journeys.journey import Journey
from remissvakt.audit.models import AccessLog
from remissvakt.core.clock import local_date
from remissvakt.core.workdays import add_working_days
from remissvakt.dictation.actions.save_phrase import save_phrase
from remissvakt.dictation.models import Dictation, UnclearSpot
from remissvakt.referrals.models import Referral, WorkItem
from remissvakt.speech.assemble import work


@pytest.fixture(scope="module")
def browser(
    playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    yield from browser_that_hears(playwright, chromium, tmp_path_factory.mktemp("microphone"))


class TestTyped(Journey):
    coming: ClassVar[dict[str, Any]] = {"kind": Dictating, "permissions": ["microphone"]}
    anna: Dictating
    paula: Dictating

    def test_a1_dictated_typed_by_the_pool_heard_signed_and_sent(self) -> None:
        self.given_a_doctor_and_a_secretary_of_the_pool()
        self.when_the_doctor_decides_and_dictates()
        self.then_the_clock_goes_from_the_decision()
        self.when_she_hands_it_over_next_day()
        self.then_it_is_in_the_pools_queue_with_its_length()
        self.when_the_secretary_takes_it_and_types_with_keys()
        self.then_another_sees_who_has_it()
        self.when_she_marks_a_spot_and_is_done()
        self.then_the_doctor_must_hear_the_spot()
        self.when_the_doctor_plays_corrects_settles_and_signs()
        self.then_it_is_sent_and_watched()
        self.then_everything_is_in_order()

    def given_a_doctor_and_a_secretary_of_the_pool(self) -> None:
        save_phrase(
            unit_id=self.region.health_centre.id,
            short="iua",
            text="Inget ur anamnesen.",
            actor=self.region.secretary,
            now=self.clock.now(),
        )
        self.anna = self.at_work(self.region.referrer)  # type: ignore[assignment]
        self.paula = self.at_work(self.region.pool_secretary)  # type: ignore[assignment]

    def when_the_doctor_decides_and_dictates(self) -> None:
        anna = self.anna
        anna.menu("Ny remiss")
        anna.fill("Personnummer eller namn", "191212121212")
        anna.press("Fortsätt")
        anna.fill("Mottagande enhet", "Ögonk")
        anna.choose("Ögonkliniken")
        self.decided_at = self.clock.now()
        anna.press("Diktera nu")
        anna.speaks(3.2)
        anna.sees_saved()
        self.referral = Referral.objects.get()

    def then_the_clock_goes_from_the_decision(self) -> None:
        self.due = add_working_days(local_date(self.decided_at), 3)
        item = WorkItem.objects.get()
        assert (item.node, item.reason, item.due_on) == ("complete", "finish_dictation", self.due)
        assert item.person_id == self.region.referrer.person_id

    def when_she_hands_it_over_next_day(self) -> None:
        self.days_pass(1)
        anna = self.anna
        anna.open_list("Att färdigställa")
        anna.open_row("Tolvan")
        anna.act("Fortsätt diktera")
        anna.press("Klar, till utskrift")
        while work(now=self.clock.now()):
            pass
        item = WorkItem.objects.get()
        assert (item.node, item.due_on) == ("transcribe", self.due)

    def then_it_is_in_the_pools_queue_with_its_length(self) -> None:
        self.paula.open("/")
        self.paula.open_list("Att skriva ut", ours=True)
        row = self.paula.rows()[0]
        assert "Anna Almgren" in row
        assert "längd 0:03" in row
        assert "Vårdcentralen Eken" in row
        self.paula.open_row("Tolvan")

    def when_the_secretary_takes_it_and_types_with_keys(self) -> None:
        paula = self.paula
        paula.act("Skriv ut diktatet")
        page, audio = paula.page, paula.page.locator("audio")
        self.shot(paula, "typing")
        field = page.get_by_label("Frågeställning")
        field.click()
        page.keyboard.press("F4")
        expect(page.locator("[data-toggle-label]")).to_have_text("Stanna")
        expect(page.locator("[data-position]")).to_have_text(re.compile("0:0[1-3]"), timeout=15_000)
        page.keyboard.type("Glaukom?")
        page.keyboard.press("F2")
        assert audio.evaluate("a => [a.playbackRate < 1, a.preservesPitch]") == [True, True]
        stopped = audio.evaluate("a => a.currentTime")
        page.keyboard.press("F4")
        # It jumps back when it stops, so that one hears where one was.
        assert audio.evaluate("a => a.currentTime") < stopped
        assert audio.evaluate("a => a.paused")
        anamnesis = page.get_by_label("Anamnes")
        anamnesis.click()
        page.keyboard.type("Högt tryck. iua ")
        assert anamnesis.input_value() == "Högt tryck. Inget ur anamnesen. "
        expect(page.locator("[data-saved]")).to_contain_text("Sparat", timeout=15_000)

    def then_another_sees_who_has_it(self) -> None:
        sara = self.at_work(self.region.secretary)
        sara.open_list("Att skriva ut", ours=True)
        assert "tas av Petra" in sara.rows()[0] or "tas av " in sara.rows()[0]
        self.shot(sara, "queue")
        dictation = Dictation.objects.get()
        sara.open(f"/diktat/{dictation.id}/skriv/")
        sara.reads("Diktatet är taget")
        assert sara.page.locator("#text-form").count() == 0

    def when_she_marks_a_spot_and_is_done(self) -> None:
        page = self.paula.page
        page.locator("audio").evaluate("a => { a.currentTime = 1.5; }")
        page.get_by_label("Anamnes").focus()
        page.keyboard.press("F9")
        expect(page.locator(".spot")).to_have_count(1)
        self.shot(self.paula, "spot")
        self.paula.press("Klar – till signering")
        assert "Att signera" in self.paula.told()
        spot = UnclearSpot.objects.get()
        assert 1000 <= spot.at_ms <= 2000
        assert "anamnesen" in spot.note

    def then_the_doctor_must_hear_the_spot(self) -> None:
        anna = self.anna
        anna.open("/")
        assert anna.count("Att signera") == 1
        anna.open_list("Att signera")
        anna.open_row("Tolvan")
        assert not anna.may("Signera och skicka")
        anna.reads("oklara ställen")

    def when_the_doctor_plays_corrects_settles_and_signs(self) -> None:
        anna = self.anna
        anna.act("Lyssna och rätta")
        page = anna.page
        self.shot(anna, "listening")
        page.locator("[data-play-at]").click()
        expect(page.locator("[data-position]")).to_have_text(re.compile("0:0[1-3]"), timeout=15_000)
        anna.fill("Anamnes", "Högt tryck, hereditet.")
        page.get_by_role("button", name="Klart med stället").click()
        expect(page.locator(".spot--settled")).to_have_count(1)
        expect(page.locator("[data-saved]")).to_contain_text("Sparat", timeout=15_000)
        anna.press("Signera och skicka")
        assert "Bevakningen har börjat" in anna.told()

    def then_it_is_sent_and_watched(self) -> None:
        referral = self.stored()
        today = local_date(self.clock.now())
        assert (referral.state, referral.watch_on) == ("sent", today + timedelta(days=14))
        assert local_date(referral.sent_at) <= self.due  # type: ignore[arg-type]
        assert referral.versions.get().clinical_information == "Högt tryck, hereditet."
        logged = AccessLog.objects.filter(referral_id=referral.id)
        listeners = set(logged.filter(action="listen").values_list("person_id", flat=True))
        assert {self.region.pool_secretary.person_id, self.region.referrer.person_id} <= listeners

    def shot(self, one: Any, name: str) -> None:
        folder = os.environ.get("JOURNEY_SHOTS")
        if folder:
            one.page.screenshot(path=f"{folder}/{name}.png", full_page=True)
