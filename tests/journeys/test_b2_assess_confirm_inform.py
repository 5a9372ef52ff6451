"""B.2: after the assessment a confirmation is sent, the patient is told, and the status becomes Pågår."""

from journeys.incoming import INBOX, Incoming


class TestB2(Incoming):
    def test_b2_assess_confirm_patient_informed(self) -> None:
        self.given_a_sent_referral_with_an_assessor()
        self.when_the_assessor_assesses_it()
        self.then_it_is_pagar_but_nobody_has_been_told()
        self.when_the_assessor_confirms("10 veckor")
        self.then_the_referrer_knows_and_the_patient_does_not()
        self.when_the_secretary_says_how_the_patient_was_told("kallelse")
        self.then_it_waits_for_its_answer()
        self.then_everything_is_in_order()

    def when_the_assessor_assesses_it(self) -> None:
        olle = self.olle
        olle.open_list("Att besvara")
        olle.open_row("Tolvan")
        olle.reads("Ej bedömd")
        olle.act("Bedöm")
        olle.fill("Bedömning", "Mottagning inom tre månader.")
        olle.press("Spara bedömningen")
        assert "Remissen är bedömd" in olle.told()

    def then_it_is_pagar_but_nobody_has_been_told(self) -> None:
        olle = self.olle
        olle.open("/arbete/mitt/att-besvara/")
        olle.open_row("varken bekräftad eller besvarad")
        olle.reads("Pågår", "Mottagning inom tre månader.")
        self.anna.open("/")
        assert self.anna.count("Att vidimera") == 0

    def then_the_referrer_knows_and_the_patient_does_not(self) -> None:
        self.anna.open("/")
        assert self.anna.count("Att vidimera") == 1
        self.asa.open("/")
        assert self.asa.count("Att informera patient", ours=True) == 1

    def then_it_waits_for_its_answer(self) -> None:
        asa = self.asa
        assert asa.count(INBOX, ours=True) == 1
        asa.open(f"/remiss/{self.referral.id}/")
        asa.reads("Pågår", "kallelse")
        self.olle.open("/arbete/mitt/att-besvara/")
        assert "Pågår, svar utlovat till" in self.olle.rows()[0]
