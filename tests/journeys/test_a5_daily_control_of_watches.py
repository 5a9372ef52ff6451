"""A.5: Vårt arbete – Att bevaka is checked every day; for each passed date the answer is searched for."""

from journeys.outgoing import Outgoing
from remissvakt.worklists.models import DailyCheck


class TestA5(Outgoing):
    def test_a5_daily_control_of_watches(self) -> None:
        self.given_a_sent_referral()
        self.when_the_watch_date_has_passed()
        self.then_the_daily_control_counts_it()
        self.when_the_secretary_finds_nothing_and_asks_the_receiver()
        self.when_the_secretary_signs_the_control()
        self.then_the_control_of_the_day_is_kept()
        self.then_the_other_unit_has_its_own_control()
        self.then_everything_is_in_order()

    def when_the_watch_date_has_passed(self) -> None:
        self.clock.pass_days(20)

    def then_the_daily_control_counts_it(self) -> None:
        sara = self.sara
        sara.go(sara.page.locator("#sidebar .daily"))
        sara.reads("A.5", "0 av 6 kvitterade")
        sara.follow("1 försenad")
        [row] = sara.rows()
        assert "Bekräftelse saknas sedan 20 dagar" in row

    def when_the_secretary_finds_nothing_and_asks_the_receiver(self) -> None:
        sara = self.sara
        sara.open_row("Tolvan")
        sara.act("Efterfråga hos mottagaren")
        sara.choose("telefon", of="Hur")
        sara.fill("Vem nåddes", "ingen svarade")
        sara.fill("Vad sade de", "Signalerna gick fram.")
        sara.fill("Ny bevakningsdag", "om 2 dagar")
        sara.press("Spara kontakten")
        assert sara.overdue("Att bevaka", ours=True) == 0

    def when_the_secretary_signs_the_control(self) -> None:
        sara = self.sara
        sara.open("/dagens-kontroll/")
        sara.fill("Anteckning till A.5", "En eftersökt.")
        sara.press("Kvittera A.5")
        sara.reads("Kvitterad av Sara Sjö", "En eftersökt.", "1 av 6 kvitterade")

    def then_the_control_of_the_day_is_kept(self) -> None:
        kept = DailyCheck.objects.get()
        assert (kept.check_name, kept.day, kept.note) == ("A.5", self.clock.today, "En eftersökt.")
        assert kept.signed_by_id == self.sara.actor.person_id

    def then_the_other_unit_has_its_own_control(self) -> None:
        asa = self.asa
        asa.open("/dagens-kontroll/")
        asa.reads("0 av 6 kvitterade")
        asa.does_not_read("Kvitterad av Sara Sjö")
