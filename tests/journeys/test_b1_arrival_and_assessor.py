"""B.1: paper referrals are registered on arrival; every case has an assessor, and is Ej bedömd until assessed."""

from journeys.incoming import INBOX, Incoming
from remissvakt.referrals.models import Referral


class TestB1(Incoming):
    def test_b1_arrival_and_assessor(self) -> None:
        self.given_two_units_without_incoming_cases()
        self.when_the_secretary_registers_a_paper_referral_from_a_new_sender()
        self.then_it_lies_in_the_inbox_without_assessor()
        self.when_the_secretary_names_an_assessor()
        self.then_it_waits_for_that_assessor()
        self.then_the_other_unit_sees_nothing_of_it()
        self.then_everything_is_in_order()

    def given_two_units_without_incoming_cases(self) -> None:
        assert self.asa.count(INBOX, ours=True) == 0
        assert self.olle.count("Att besvara") == 0
        assert self.hugo.count(INBOX, ours=True) == 0

    def when_the_secretary_registers_a_paper_referral_from_a_new_sender(self) -> None:
        asa = self.asa
        asa.menu("Registrera ankomst")
        asa.fill("Personnummer eller namn", "191212121212")
        asa.press("Fortsätt")
        asa.unfold(asa.main.get_by_text("Enheten finns inte: lägg till den"))
        asa.fill("Enhetens namn", "Optikhuset i Ekby")
        asa.fill("Remittent", "Optiker Ros")
        asa.fill("Ankom", "idag")
        asa.fill("Frågeställning", "Kataraktoperation?")
        asa.press("Registrera ankomsten")
        self.referral = Referral.objects.get()

    def then_it_lies_in_the_inbox_without_assessor(self) -> None:
        asa = self.asa
        asa.open("/")
        assert asa.count(INBOX, ours=True) == 1
        asa.open_list(INBOX, ours=True)
        [row] = asa.rows()
        assert "Saknar ansvarig bedömare" in row
        assert "Optikhuset i Ekby" in row
        asa.open_row("Tolvan")
        asa.reads("Ej bedömd", "Kataraktoperation?")

    def when_the_secretary_names_an_assessor(self) -> None:
        asa = self.asa
        asa.act("Utse bedömare")
        asa.select("Ansvarig bedömare", "Olle Öberg")
        asa.press("Utse")
        assert "Ansvarig bedömare är utsedd" in asa.told()

    def then_it_waits_for_that_assessor(self) -> None:
        olle = self.olle
        olle.open("/")
        assert olle.count("Att besvara") == 1
        olle.open_list("Att besvara")
        assert "Ej bedömd" in olle.rows()[0]

    def then_the_other_unit_sees_nothing_of_it(self) -> None:
        hugo = self.hugo
        hugo.open("/")
        assert hugo.count(INBOX, ours=True) == 0
        answer = hugo.page.goto(f"/remiss/{self.referral.id}/")
        assert answer is not None
        assert answer.status == 404
        hugo.does_not_read("Tolvan")
