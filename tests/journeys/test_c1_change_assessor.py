"""C.1: an assessor is away: the responsible assessor is changed."""

from journeys.incoming import INBOX, Incoming


class TestC1(Incoming):
    def test_c1_change_assessor(self) -> None:
        self.given_a_sent_referral_with_an_assessor()
        self.when_the_manager_registers_that_the_assessor_is_away()
        self.then_the_case_has_nobody_responsible()
        self.when_the_secretary_tries_somebody_who_is_away()
        self.when_the_secretary_names_another_assessor()
        self.then_the_other_assessor_has_it()
        self.then_everything_is_in_order()

    def when_the_manager_registers_that_the_assessor_is_away(self) -> None:
        ulla = self.ulla = self.at_work(self.region.eye_manager)
        ulla.open("/enhet/franvaro/")
        ulla.follow("Anmäl frånvaro")
        ulla.select("Vem är borta?", "Olle Öberg")
        ulla.fill("Från och med", "idag")
        ulla.fill("Till och med", "om 2 veckor")
        ulla.press("Anmäl")
        assert "Frånvaron är anmäld" in ulla.told()

    def then_the_case_has_nobody_responsible(self) -> None:
        assert self.ulla.count("Utan ansvarig", ours=True) == 1
        asa = self.asa
        asa.open("/")
        assert asa.count("Utan ansvarig", ours=True) == 1
        asa.open_list("Utan ansvarig", ours=True)
        [row] = asa.rows()
        assert "Tolvan Tolvansson" in row

    def when_the_secretary_tries_somebody_who_is_away(self) -> None:
        asa = self.asa
        asa.open_row("Tolvan")
        asa.act("Utse bedömare")
        asa.select("Ansvarig bedömare", "Olle Öberg")
        asa.press("Utse")
        asa.reads("Olle Öberg")
        assert asa.page.locator(".error-summary").count() == 1

    def when_the_secretary_names_another_assessor(self) -> None:
        asa = self.asa
        asa.select("Ansvarig bedömare", "Ylva Yng")
        asa.press("Utse")
        assert "Ansvarig bedömare är utsedd" in asa.told()
        assert asa.count("Utan ansvarig", ours=True) == 0

    def then_the_other_assessor_has_it(self) -> None:
        ylva = self.ylva
        assert ylva.count("Att besvara") == 1
        ylva.open_list("Att besvara")
        assert "Ej bedömd" in ylva.rows()[0]
        assert self.olle.count("Att besvara") == 0
        assert self.olle.count(INBOX, ours=True) == 1
