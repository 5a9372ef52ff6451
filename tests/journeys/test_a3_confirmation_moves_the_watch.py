"""A.3: a confirmation moves the watch and never ends it; a wait that is not accepted is disputed."""

from datetime import timedelta

from journeys.outgoing import Outgoing


class TestA3(Outgoing):
    def test_a3_confirmation_moves_the_watch(self) -> None:
        self.given_a_sent_referral_with_an_assessor()
        self.when_the_assessor_confirms("8 veckor")
        self.then_it_waits_in_att_vidimera_and_is_still_watched()
        self.when_the_referrer_accepts_the_wait()
        self.then_it_is_watched_until_the_stated_time(weeks=8)
        self.then_everything_is_in_order()

    def test_a3_paper_confirmation_moves_the_watch(self) -> None:
        self.given_a_referral_posted_to_a_unit_outside()
        self.when_the_secretary_registers_the_paper_confirmation()
        self.then_it_waits_in_att_vidimera_and_is_still_watched()
        self.when_the_referrer_accepts_the_wait()
        self.then_it_is_watched_until_the_stated_time(weeks=6)
        self.then_everything_is_in_order()

    def test_a3_disputed_wait_asks_for_another_priority(self) -> None:
        self.given_a_sent_referral_with_an_assessor()
        self.when_the_assessor_confirms("26 veckor")
        self.when_the_referrer_does_not_accept_the_wait()
        self.then_the_watch_is_fourteen_days_and_the_receiver_is_asked()
        self.when_the_assessor_grants_it()
        self.then_it_is_watched_until_the_stated_time(weeks=4)
        self.then_everything_is_in_order()

    def when_the_secretary_registers_the_paper_confirmation(self) -> None:
        sara = self.sara
        sara.open_list("Att bevaka", ours=True)
        sara.open_row("Tolvan")
        sara.act("Registrera bekräftelse eller svar")
        sara.choose("Bekräftelse", of="Vad har kommit")
        sara.fill("Kom den", "idag")
        sara.choose("På papper")
        sara.fill("Väntetid", "6 veckor")
        sara.fill("Vad står det", "Patienten kallas.")
        sara.press("Registrera")
        assert "Bekräftelse är registrerad och ligger i Att vidimera" in sara.told()

    def then_it_waits_in_att_vidimera_and_is_still_watched(self) -> None:
        assert self.stored().state == "sent"
        self.anna.open("/")
        assert self.anna.count("Att vidimera") == 1
        assert self.anna.count("Att bevaka") == 1
        self.sara.open("/")
        assert self.sara.count("Att vidimera", ours=True) == 1
        assert self.sara.count("Att bevaka", ours=True) == 1
        self.anna.open_list("Att vidimera")
        assert "Bekräftelse att läsa" in self.anna.rows()[0]

    def when_the_referrer_accepts_the_wait(self) -> None:
        anna = self.anna
        self.open_to_acknowledge(anna, "bekräftelse")
        anna.choose("Godtas", of="Väntetiden")
        anna.press("Vidimera")
        assert "Remissen bevakas vidare" in anna.told()
        assert anna.count("Att vidimera") == 0

    def then_it_is_watched_until_the_stated_time(self, *, weeks: int) -> None:
        # A wait of weeks is over when the last of them is: on its Sunday.
        stated = self.clock.today + timedelta(weeks=weeks)
        assert abs((self.stored().watch_on - stated).days) < 7
        anna = self.anna
        anna.open("/arbete/mitt/att-bevaka/")
        assert anna.count("Att bevaka") == 1
        assert anna.overdue("Att bevaka") == 0
        anna.open_row("Tolvan")
        loop = anna.loop()
        assert loop["Bekräftad"] == "done"
        assert loop["Besvarad"] != "done"
        anna.reads("inte svar")

    def when_the_referrer_does_not_accept_the_wait(self) -> None:
        anna = self.anna
        self.open_to_acknowledge(anna, "bekräftelse")
        anna.choose("Godtas inte: begär omprioritering", of="Väntetiden")
        anna.fill("Varför", "Synen försämras snabbt.")
        anna.press("Vidimera")
        assert "Omprioritering är begärd" in anna.told()

    def then_the_watch_is_fourteen_days_and_the_receiver_is_asked(self) -> None:
        assert (self.stored().watch_on - self.clock.today).days == 14
        self.anna.open("/arbete/mitt/att-bevaka/")
        assert "Väntar på besked om omprioritering" in self.anna.rows()[0]
        self.olle.open("/arbete/mitt/att-besvara/")
        assert any("Remittenten begärde omprioritering" in row for row in self.olle.rows())

    def when_the_assessor_grants_it(self) -> None:
        olle = self.olle
        olle.open_row("omprioritering")
        olle.reads("Synen försämras snabbt.")
        olle.act("Besvara begäran")
        olle.choose("Beviljas", of="Besked")
        olle.fill("Ny väntetid", "4 veckor")
        olle.fill("Vad sades", "Vi tar in patienten tidigare.")
        olle.press("Skicka besked")
        assert "Remittenten har fått besked" in olle.told()
