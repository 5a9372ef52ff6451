"""A.2: when the referral is sent, a watch for its confirmation starts, with a named watcher."""

from factories import walks
from journeys.outgoing import Outgoing


class TestA2(Outgoing):
    def test_a2_watch_starts(self) -> None:
        self.given_a_signed_referral()
        self.when_the_secretary_sends_it_with_the_doctor_as_watcher()
        self.then_it_is_watched_for_fourteen_days()
        self.then_the_receiver_has_it_and_no_watch()
        self.when_fifteen_days_pass_in_silence()
        self.then_its_row_says_how_late_it_is()
        self.then_everything_is_in_order()

    def given_a_signed_referral(self) -> None:
        self.referral = walks.signed(self.region, now=self.clock.now())
        assert self.anna.count("Att bevaka") == 0

    def when_the_secretary_sends_it_with_the_doctor_as_watcher(self) -> None:
        sara = self.sara
        sara.open_list("Att skicka", ours=True)
        sara.open_row("Tolvan")
        sara.act("Skicka")
        sara.select("Bevakare", "Anna Almgren")
        sara.press("Skicka")
        assert "Bevakningen har börjat" in sara.told()
        assert sara.count("Att bevaka", ours=True) == 1
        assert sara.count("Att bevaka") == 0

    def then_it_is_watched_for_fourteen_days(self) -> None:
        anna = self.anna
        anna.open("/")
        assert anna.count("Att bevaka") == 1
        assert anna.overdue("Att bevaka") == 0
        anna.open_list("Att bevaka")
        [row] = anna.rows()
        assert "Väntar på bekräftelse" in row
        assert "Ögonkliniken" in row
        anna.open_row("Tolvan")
        anna.reads("bevakas av Anna Almgren till 1 dec")
        assert (self.stored().watch_on - self.clock.today).days == 14

    def then_the_receiver_has_it_and_no_watch(self) -> None:
        asa = self.asa
        assert asa.count("Inkorg konsultationsärenden", ours=True) == 1
        assert asa.count("Att bevaka", ours=True) == 0

    def when_fifteen_days_pass_in_silence(self) -> None:
        self.days_pass(15)

    def then_its_row_says_how_late_it_is(self) -> None:
        anna = self.anna
        assert anna.overdue("Att bevaka") == 1
        anna.open_list("Att bevaka")
        [row] = anna.rows()
        assert "Bekräftelse saknas sedan 15 dagar" in row
        assert self.sara.overdue("Att bevaka", ours=True) == 1
