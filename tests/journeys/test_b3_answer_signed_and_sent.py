"""B.3: an answer is dictated, typed out, signed and sent within three working days; the patient is informed."""

from journeys.incoming import Incoming


class TestB3(Incoming):
    def test_b3_answer_signed_and_sent(self) -> None:
        self.given_a_confirmed_referral_that_was_acknowledged()
        self.when_the_assessor_dictates_a_final_answer()
        self.when_the_secretary_types_it_out()
        self.when_the_assessor_signs()
        self.when_the_secretary_sends_it()
        self.then_the_referrer_has_it_to_acknowledge()
        self.when_the_secretary_says_how_the_patient_was_told("brev")
        self.then_the_case_is_answered()
        self.then_everything_is_in_order()

    def when_the_assessor_dictates_a_final_answer(self) -> None:
        olle = self.olle
        olle.open_list("Att besvara")
        olle.open_row("Tolvan")
        olle.act("Besvara")
        olle.choose("Slutsvar", of="Vilket slags svar")
        olle.choose("Det är dikterat någon annanstans och ska skrivas ut")
        olle.fill("Var ligger diktatet", "Diktat 7")
        olle.press("Börja svaret")

    def when_the_secretary_types_it_out(self) -> None:
        asa = self.asa
        asa.open("/")
        assert asa.count("Att skriva ut", ours=True) == 1
        asa.open_list("Att skriva ut", ours=True)
        assert "Svarsdiktat att skriva ut" in asa.rows()[0]
        asa.open_row("Tolvan")
        asa.act("Skriv ut det dikterade svaret")
        asa.reads("Diktat 7")
        asa.fill("Svar", "Inget glaukom. Kontroll om ett år.")
        asa.press("Klar – till signering")
        assert "Att signera" in asa.told()

    def when_the_assessor_signs(self) -> None:
        olle = self.olle
        olle.open("/")
        assert olle.count("Att signera") == 1
        olle.open_list("Att signera")
        olle.open_row("Tolvan")
        olle.reads("Inget glaukom.")
        olle.act("Signera svaret")
        assert "Svaret är signerat" in olle.told()
        assert self.anna.count("Att vidimera") == 0

    def when_the_secretary_sends_it(self) -> None:
        asa = self.asa
        asa.open("/")
        assert asa.count("Att skicka", ours=True) == 1
        asa.open_list("Att skicka", ours=True)
        asa.open_row("Tolvan")
        asa.act("Skicka svaret")
        asa.press("Skicka")
        assert "Skickat till Vårdcentralen Eken" in asa.told()
        assert asa.count("Att skicka", ours=True) == 0

    def then_the_referrer_has_it_to_acknowledge(self) -> None:
        anna = self.anna
        anna.open("/")
        assert anna.count("Att vidimera") == 1
        assert anna.count("Att bevaka") == 1
        anna.open_list("Att vidimera")
        anna.open_row("Slutsvar")
        anna.reads("Inget glaukom. Kontroll om ett år.")
        assert anna.loop()["Besvarad"] == "done"

    def then_the_case_is_answered(self) -> None:
        self.olle.open("/")
        assert self.olle.count("Att besvara") == 0
        self.asa.open(f"/remiss/{self.referral.id}/")
        self.asa.reads("Patienten informerad", "brev")
