"""A.4: no confirmation in time: the receiving unit is contacted, and what they said is kept with a new date."""

from journeys.outgoing import Outgoing


class TestA4(Outgoing):
    def test_a4_chase(self) -> None:
        self.given_a_sent_referral()
        self.when_no_confirmation_has_come_in_time()
        self.then_it_is_late_in_both_lists()
        self.when_the_secretary_calls_the_receiver()
        self.then_who_said_what_is_kept_and_the_watch_goes_on()
        self.then_everything_is_in_order()

    def when_no_confirmation_has_come_in_time(self) -> None:
        assert self.asa.count("Inkorg konsultationsärenden", ours=True) == 1
        self.days_pass(16)

    def then_it_is_late_in_both_lists(self) -> None:
        assert self.sara.overdue("Att bevaka", ours=True) == 1
        assert self.asa.overdue("Inkorg konsultationsärenden", ours=True) == 1

    def when_the_secretary_calls_the_receiver(self) -> None:
        sara = self.sara
        sara.open_list("Att bevaka", ours=True)
        sara.open_row("Tolvan")
        sara.act("Efterfråga hos mottagaren")
        sara.choose("telefon", of="Hur")
        sara.fill("Vem nåddes", "Åsa Åberg, Ögonkliniken")
        sara.fill("Vad sade de", "Den ligger för bedömning.")
        sara.fill("Ny bevakningsdag", "om 1 vecka")
        sara.press("Spara kontakten")
        assert "Bevakningen är flyttad till" in sara.told()

    def then_who_said_what_is_kept_and_the_watch_goes_on(self) -> None:
        sara = self.sara
        assert sara.count("Att bevaka", ours=True) == 1
        assert sara.overdue("Att bevaka", ours=True) == 0
        assert (self.stored().watch_on - self.clock.today).days == 7
        sara.open(f"/remiss/{self.referral.id}/")
        sara.reads("Åsa Åberg, Ögonkliniken", "Den ligger för bedömning.", "telefon")
