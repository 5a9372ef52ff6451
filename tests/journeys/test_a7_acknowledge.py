"""A.7: a responsible person acknowledges every answer; a final one closes, a rejection asks what is done instead."""

from factories import walks
from journeys.outgoing import Outgoing


class TestA7(Outgoing):
    def test_a7_acknowledge_final_closes(self) -> None:
        self.given_a_confirmed_referral_that_was_acknowledged()
        self.when_the_assessor_answers("Slutsvar", "Inget glaukom. Kontroll om ett år.")
        self.then_the_answer_is_to_be_acknowledged()
        self.when_days_pass_and_nobody_reads_it()
        self.then_the_daily_control_shows_it_as_late()
        self.when_the_referrer_acknowledges_and_closes()
        self.then_the_loop_is_closed_on_both_sides()
        self.then_everything_is_in_order()

    def test_a7_rejection_asks_what_is_done_instead(self) -> None:
        self.given_a_sent_referral_with_an_assessor()
        self.when_the_assessor_rejects_it()
        self.when_the_referrer_only_reads_it()
        self.then_it_is_open_until_somebody_says_what_is_done()
        self.when_the_referrer_says_what_is_done_instead()
        self.then_it_is_closed_as_rejected()
        self.then_everything_is_in_order()

    def test_a7_final_answer_can_keep_the_watch(self) -> None:
        self.referral = walks.answered(self.region, now=self.clock.now())
        assert self.anna.count("Att vidimera") == 2
        self.when_the_referrer_acknowledges_and_watches_on()
        self.then_it_is_still_watched()
        self.then_everything_is_in_order()

    def then_the_answer_is_to_be_acknowledged(self) -> None:
        anna = self.anna
        anna.open("/")
        assert anna.count("Att vidimera") == 1
        anna.open_list("Att vidimera")
        assert "Slutsvar att vidimera" in anna.rows()[0]
        self.asa.open("/")
        assert self.asa.count("Att informera patient", ours=True) == 1

    def when_days_pass_and_nobody_reads_it(self) -> None:
        self.days_pass(7)

    def then_the_daily_control_shows_it_as_late(self) -> None:
        sara = self.sara
        assert sara.overdue("Att vidimera", ours=True) == 1
        sara.open("/dagens-kontroll/")
        check = sara.page.locator(".check-of-day").filter(has_text="A.7")
        assert "1 försenad" in check.inner_text()

    def when_the_referrer_acknowledges_and_closes(self) -> None:
        anna = self.anna
        self.open_to_acknowledge(anna, "slutsvar")
        anna.reads("Inget glaukom. Kontroll om ett år.")
        anna.choose("ja, frågan är besvarad", of="Är frågan besvarad?")
        anna.choose("Avsluta remissen", of="Och sedan")
        anna.press("Vidimera")
        assert "Remissen är avslutad" in anna.told()

    def then_the_loop_is_closed_on_both_sides(self) -> None:
        anna = self.anna
        assert anna.count("Att vidimera") == 0
        assert anna.count("Att bevaka") == 0
        assert self.stored().state == "closed"
        anna.open(f"/remiss/{self.referral.id}/")
        assert set(anna.loop().values()) == {"done"}
        self.olle.open("/")
        assert self.olle.count("Att besvara") == 0
        assert self.olle.count("Inkorg konsultationsärenden", ours=True) == 0

    def when_the_assessor_rejects_it(self) -> None:
        olle = self.olle
        olle.open_list("Att besvara")
        olle.open_row("Tolvan")
        olle.act("Avvisa")
        olle.choose("uppfyller inte kriterierna", of="Orsak")
        olle.fill("Text till remittenten", "Kan följas i primärvård.")
        olle.press("Avvisa remissen")
        assert olle.count("Att besvara") == 0

    def when_the_referrer_only_reads_it(self) -> None:
        anna = self.anna
        self.open_to_acknowledge(anna, "avvisad")
        anna.reads("Kan följas i primärvård.")
        anna.press("Vidimera")
        assert "säg vad som görs i stället" in anna.told()

    def then_it_is_open_until_somebody_says_what_is_done(self) -> None:
        assert self.stored().state == "sent"
        assert self.anna.count("Att vidimera") == 1
        assert self.anna.count("Att bevaka") == 1

    def when_the_referrer_says_what_is_done_instead(self) -> None:
        anna = self.anna
        anna.open("/arbete/mitt/att-vidimera/")
        anna.open_row("Tolvan")
        anna.act("Säg vad som görs i stället")
        anna.choose("Patienten följs upp hos oss")
        anna.press("Spara")
        assert "Sparat" in anna.told()

    def then_it_is_closed_as_rejected(self) -> None:
        anna = self.anna
        assert anna.count("Att vidimera") == 0
        assert anna.count("Att bevaka") == 0
        assert self.stored().state == "closed"
        anna.open(f"/remiss/{self.referral.id}/")
        anna.reads("Patienten följs upp hos oss")

    def when_the_referrer_acknowledges_and_watches_on(self) -> None:
        anna = self.anna
        self.open_to_acknowledge(anna, "slutsvar")
        anna.choose("delvis", of="Är frågan besvarad?")
        anna.choose("Bevaka vidare", of="Och sedan")
        anna.fill("Bevaka i antal dagar", "30")
        anna.press("Vidimera")
        assert "Remissen bevakas vidare" in anna.told()

    def then_it_is_still_watched(self) -> None:
        anna = self.anna
        assert anna.count("Att vidimera") == 1
        assert anna.count("Att bevaka") == 1
        assert (self.stored().watch_on - self.clock.today).days == 30
        anna.open("/arbete/mitt/att-bevaka/")
        assert "Besvarad, men bevakningen fortsätter" in anna.rows()[0]
