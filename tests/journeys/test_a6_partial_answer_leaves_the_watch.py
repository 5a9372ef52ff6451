"""A.6: a paper answer is linked the day it arrives; a partial or preliminary answer leaves the watch running."""

from journeys.outgoing import Outgoing


class TestA6(Outgoing):
    def test_a6_partial_answer_leaves_the_watch(self) -> None:
        self.given_a_confirmed_referral_that_was_acknowledged()
        self.when_the_assessor_answers("Delsvar", "Synfält normalt. Tryckkurva återstår.")
        self.then_it_is_to_be_acknowledged_and_still_watched()
        self.when_the_referrer_acknowledges_it()
        self.then_the_watch_is_where_it_was()
        self.then_everything_is_in_order()

    def test_a6_paper_answer_is_linked_the_same_day(self) -> None:
        self.given_a_referral_posted_to_a_unit_outside()
        self.when_a_paper_comes_that_nobody_knows_yet()
        self.then_it_lies_in_okopplade()
        self.when_the_secretary_finds_its_referral_and_registers_a_preliminary_answer()
        self.then_it_is_to_be_acknowledged_and_still_watched()
        self.then_everything_is_in_order()

    def when_a_paper_comes_that_nobody_knows_yet(self) -> None:
        self.watched_until = self.stored().watch_on
        sara = self.sara
        sara.menu("Registrera papper")
        sara.fill("Ankom", "idag")
        sara.fill("Avsändare", "Universitetssjukhuset")
        sara.fill("Vad är det?", "Brev med ett första svar")
        sara.press("Registrera papperet")

    def then_it_lies_in_okopplade(self) -> None:
        sara = self.sara
        sara.open("/")
        assert sara.count("Okopplade", ours=True) == 1
        sara.open_list("Okopplade", ours=True)
        assert "Brev med ett första svar" in sara.rows()[0]
        sara.open_row("Brev")

    def when_the_secretary_finds_its_referral_and_registers_a_preliminary_answer(self) -> None:
        sara = self.sara
        sara.go(sara.page.locator("#detail .actions .button").first)
        sara.fill("Remisskod, patient eller enhet", "191212121212")
        sara.press("Sök remisser")
        sara.reads("1 remiss kan vara den rätta")
        sara.go(sara.main.get_by_role("button", name=self.referral.code))
        sara.choose("Preliminärsvar", of="Vad är det?")
        sara.fill("Vad står det", "Inget akut. Slutsvar följer.")
        sara.press("Koppla och registrera")
        assert sara.count("Okopplade", ours=True) == 0

    def then_it_is_to_be_acknowledged_and_still_watched(self) -> None:
        anna = self.anna
        self.watched_until = self.stored().watch_on
        anna.open("/")
        assert anna.count("Att vidimera") == 1
        assert anna.count("Att bevaka") == 1
        assert self.stored().state == "sent"

    def when_the_referrer_acknowledges_it(self) -> None:
        anna = self.anna
        self.open_to_acknowledge(anna, "delsvar")
        anna.reads("Synfält normalt.")
        anna.choose("delvis", of="Är frågan besvarad?")
        anna.press("Vidimera")
        assert "Remissen bevakas vidare" in anna.told()

    def then_the_watch_is_where_it_was(self) -> None:
        anna = self.anna
        assert anna.count("Att vidimera") == 0
        assert anna.count("Att bevaka") == 1
        assert self.stored().watch_on == self.watched_until
        anna.open("/arbete/mitt/att-bevaka/")
        anna.open_row("Tolvan")
        assert anna.loop()["Avslutad"] == "waiting"
        self.olle.open("/arbete/mitt/att-besvara/")
        assert len(self.olle.rows()) == 1
