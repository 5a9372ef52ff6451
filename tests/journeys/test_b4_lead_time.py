"""B.4: every day: has each assessor confirmed or answered within the lead time?"""

from journeys.incoming import INBOX, Incoming


class TestB4(Incoming):
    def test_b4_lead_time(self) -> None:
        self.given_a_sent_referral_with_an_assessor()
        self.when_the_lead_time_runs_out()
        self.then_the_control_of_the_day_shows_whose_it_is()
        self.when_the_assessor_confirms("3 veckor")
        self.then_nothing_is_late()
        self.then_everything_is_in_order()

    def when_the_lead_time_runs_out(self) -> None:
        assert self.asa.overdue(INBOX, ours=True) == 0
        self.days_pass(17)

    def then_the_control_of_the_day_shows_whose_it_is(self) -> None:
        asa = self.asa
        asa.open("/dagens-kontroll/")
        check = asa.page.locator(".check-of-day").filter(has_text="B.4")
        assert "1 försenad" in check.inner_text()
        asa.go(check.get_by_role("link", name="1 försenad"))
        [row] = asa.rows()
        assert "Ej bedömd" in row
        assert "Olle Öberg" in row
        assert self.olle.overdue("Att besvara") == 1
        # The referrer's own watch is late as well: both ends know.
        assert self.sara.count("Att bevaka", ours=True) == 1
        assert self.sara.overdue("Att bevaka", ours=True) == 1

    def then_nothing_is_late(self) -> None:
        asa = self.asa
        asa.open("/dagens-kontroll/")
        assert "inget försenat" in asa.page.locator(".check-of-day").filter(has_text="B.4").inner_text()
        assert asa.overdue(INBOX, ours=True) == 0
        assert self.olle.overdue("Att besvara") == 0
        self.anna.open("/")
        assert self.anna.count("Att vidimera") == 1
