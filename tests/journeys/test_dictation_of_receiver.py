"""B.2, B.3: an assessor dictates an answer, and a confirmation; typed out, signed, and the sender's clocks go right."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, Playwright

from journeys.dictating import Dictating, browser_that_hears
from journeys.incoming import Incoming
from remissvakt.core.workdays import add_working_days
from remissvakt.referrals.models import Case, Reply, WorkItem
from remissvakt.speech.assemble import work


@pytest.fixture(scope="module")
def browser(
    playwright: Playwright, chromium: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Browser]:
    yield from browser_that_hears(playwright, chromium, tmp_path_factory.mktemp("microphone"))


class TestDictatedByReceiver(Incoming):
    coming: ClassVar[dict[str, Any]] = {"kind": Dictating, "permissions": ["microphone"]}

    def test_b3_answer_dictated_typed_signed_and_sent(self) -> None:
        self.given_a_sent_referral_with_an_assessor()
        self.when_the_assessor_dictates("Besvara", "Börja svaret", kind="Slutsvar")
        self.then_its_clock_goes_from_the_decision("transcribe_answer")
        self.when_the_secretary_types_the_answer()
        self.then_its_clock_goes_from_the_decision("sign_answer")
        self.when_the_assessor_hears_signs_and_sends("Inget glaukom.")
        self.then_the_case_is_answered_and_the_referrer_has_it_to_acknowledge()
        self.then_everything_is_in_order()

    def test_b2_confirmation_dictated_typed_with_its_wait_signed_and_sent(self) -> None:
        self.given_a_sent_referral_with_an_assessor()
        self.when_the_assessor_dictates("Diktera en bekräftelse", "Börja bekräftelsen")
        self.then_its_clock_goes_from_the_decision("transcribe_confirmation")
        self.when_the_secretary_types_it_and_takes_the_proposed_wait()
        self.then_the_watch_has_not_moved_yet()
        self.when_the_assessor_hears_signs_and_sends("Väntetiden är ca 8 veckor.")
        self.then_the_watch_goes_to_the_stated_time_and_nothing_is_answered()
        self.then_everything_is_in_order()

    def when_the_assessor_dictates(self, act: str, begin: str, *, kind: str = "") -> None:
        self.watched_before = self.stored().watch_on
        self.decided_on = self.clock.today
        olle = self.olle
        assert isinstance(olle, Dictating)
        olle.open_list("Att besvara")
        olle.open_row("Tolvan")
        olle.act(act)
        if kind:
            olle.choose(kind, of="Vilket slags svar")
        olle.choose("Jag dikterar nu")
        olle.press(begin)
        olle.speaks(1.5)
        olle.sees_saved()
        olle.press("Klar, till utskrift")
        while work(now=self.clock.now()):
            pass

    def then_its_clock_goes_from_the_decision(self, reason: str) -> None:
        item = WorkItem.objects.get(reason=reason)
        assert item.due_on == add_working_days(self.decided_on, 3)
        assert item.unit_id == self.region.eye_clinic.id

    def when_the_secretary_types_the_answer(self) -> None:
        self.days_pass(1)
        asa = self.open_to_type("Svarsdiktat att skriva ut", "Skriv ut det dikterade svaret")
        asa.fill("Svar", "Inget glaukom. Kontroll om ett år.")
        asa.press("Klar – till signering")
        assert "Att signera" in asa.told()

    def open_to_type(self, row: str, act: str) -> Dictating:
        asa = self.asa
        assert isinstance(asa, Dictating)
        asa.open_list("Att skriva ut", ours=True)
        assert row in asa.rows()[0]
        asa.open_row("Tolvan")
        asa.act(act)
        assert asa.page.locator("audio[src]").count() == 1
        return asa

    def when_the_secretary_types_it_and_takes_the_proposed_wait(self) -> None:
        asa = self.open_to_type("Dikterad bekräftelse att skriva ut", "Skriv bekräftelsen")
        asa.fill("Bekräftelse", "Patienten kallas. Väntetiden är ca 8 veckor.")
        asa.press("Läs väntetiden ur texten")
        assert asa.value("Väntetid") == ""
        asa.go(asa.main.locator("button[name=wait_as]"))
        assert asa.value("Väntetid") == "8 veckor"
        asa.press("Klar – till signering")
        assert "Att signera" in asa.told()

    def then_the_watch_has_not_moved_yet(self) -> None:
        assert self.stored().watch_on == self.watched_before
        self.anna.open("/")
        assert self.anna.count("Att vidimera") == 0

    def when_the_assessor_hears_signs_and_sends(self, text: str) -> None:
        olle = self.olle
        olle.open("/")
        assert olle.count("Att signera") == 1
        olle.open_list("Att signera")
        olle.open_row("Tolvan")
        olle.act("Lyssna och rätta")
        assert olle.page.locator("audio[src]").count() == 1
        olle.reads(text)
        olle.press("Signera och skicka")
        assert "signera" in olle.told() and "skicka" in olle.told()

    def then_the_case_is_answered_and_the_referrer_has_it_to_acknowledge(self) -> None:
        reply = Reply.objects.get()
        assert (reply.kind, reply.arrived_on) == ("FINAL", self.clock.today)
        assert Case.objects.get().state == "answered"
        # Answered, and watched until somebody has read it.
        assert self.stored().state == "sent"
        unread = WorkItem.objects.get(reason="answer_unread")
        assert (unread.node, unread.person_id) == ("acknowledge", self.region.referrer.person_id)
        assert WorkItem.objects.filter(reason="patient_not_informed").count() == 1
        assert WorkItem.objects.filter(node__in=("transcribe", "sign", "send")).count() == 0
        self.anna.open("/")
        assert (self.anna.count("Att vidimera"), self.anna.count("Att bevaka")) == (1, 1)

    def then_the_watch_goes_to_the_stated_time_and_nothing_is_answered(self) -> None:
        stated = self.clock.today + timedelta(weeks=8)
        assert self.stored().watch_on == stated
        case = Case.objects.get()
        assert (case.state, case.wait_until) == ("in_progress", stated)
        assert WorkItem.objects.get(reason="answer_promised", node="answer").due_on == stated
        anna = self.anna
        anna.open("/")
        assert (anna.count("Att vidimera"), anna.count("Att bevaka")) == (1, 1)
        anna.open_list("Att bevaka")
        anna.open_row("Tolvan")
        assert anna.loop()["Bekräftad"] == "done"
        assert anna.loop()["Besvarad"] != "done"
