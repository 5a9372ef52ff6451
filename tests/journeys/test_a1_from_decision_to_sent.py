"""A.1: a doctor decides on a referral and dictates it; it is transcribed, signed and sent within three working days."""

from journeys.journey import Journey
from remissvakt.referrals.models import Referral


class TestA1(Journey):
    def test_a1_decided_dictated_transcribed_signed_sent(self) -> None:
        self.given_a_doctor_a_secretary_and_the_receivers_secretary()
        self.when_the_doctor_decides_and_dictates()
        self.then_the_dictation_is_first_in_the_queue()
        self.when_the_secretary_types_it_out()
        self.then_it_waits_for_the_doctors_signature()
        self.when_the_doctor_signs()
        self.then_it_is_to_be_sent_and_is_still_at_home()
        self.when_the_secretary_sends_it()
        self.then_the_receiver_has_it_in_its_inbox()
        self.then_everything_is_in_order()

    def given_a_doctor_a_secretary_and_the_receivers_secretary(self) -> None:
        self.anna = self.at_work(self.region.referrer)
        self.sara = self.at_work(self.region.secretary)
        self.asa = self.at_work(self.region.eye_secretary)
        assert self.asa.count("Inkorg konsultationsärenden", ours=True) == 0

    def when_the_doctor_decides_and_dictates(self) -> None:
        anna = self.anna
        anna.menu("Ny remiss")
        anna.fill("Personnummer eller namn", "191212121212")
        anna.press("Fortsätt")
        anna.reads("Tolvan Tolvansson", "19121212-1212")
        anna.fill("Mottagande enhet", "Ögonk")
        anna.choose("Ögonkliniken")
        anna.choose("Hög", of="Prioritet")
        anna.fill("Var ligger diktatet", "Diktat 4")
        anna.press("Lägg i kön för utskrift")
        assert "Diktatet ligger i Att skriva ut" in anna.told()
        self.referral = Referral.objects.get()

    def then_the_dictation_is_first_in_the_queue(self) -> None:
        sara = self.sara
        sara.open("/")
        assert sara.count("Att skriva ut", ours=True) == 1
        sara.open_list("Att skriva ut", ours=True)
        assert "Tolvan Tolvansson" in sara.rows()[0]
        sara.open_row("Tolvan")
        assert sara.loop()["Skickad"] == "current"

    def when_the_secretary_types_it_out(self) -> None:
        sara = self.sara
        sara.act("Skriv ut diktatet")
        sara.reads("Diktat 4")
        sara.fill("Frågeställning", "Glaukom?")
        sara.press("Klar – till signering")
        assert "Att signera" in sara.told()
        assert sara.count("Att skriva ut", ours=True) == 0

    def then_it_waits_for_the_doctors_signature(self) -> None:
        anna = self.anna
        anna.open("/")
        assert anna.count("Att signera") == 1
        anna.open_list("Att signera")
        anna.open_row("Tolvan")
        anna.reads("Glaukom?")

    def when_the_doctor_signs(self) -> None:
        self.anna.act("Signera")
        assert "Signerad" in self.anna.told()

    def then_it_is_to_be_sent_and_is_still_at_home(self) -> None:
        assert self.anna.count("Att signera") == 0
        self.sara.open("/")
        assert self.sara.count("Att skicka", ours=True) == 1
        self.asa.open("/")
        assert self.asa.count("Inkorg konsultationsärenden", ours=True) == 0

    def when_the_secretary_sends_it(self) -> None:
        sara = self.sara
        sara.open_list("Att skicka", ours=True)
        sara.open_row("Tolvan")
        sara.act("Skicka")
        sara.press("Skicka")
        assert "Skickat till Ögonkliniken. Bevakningen har börjat." in sara.told()
        assert sara.count("Att skicka", ours=True) == 0
        assert sara.count("Att bevaka", ours=True) == 1

    def then_the_receiver_has_it_in_its_inbox(self) -> None:
        asa = self.asa
        asa.open("/")
        assert asa.count("Inkorg konsultationsärenden", ours=True) == 1
        asa.open_list("Inkorg konsultationsärenden", ours=True)
        [row] = asa.rows()
        assert "Tolvan Tolvansson" in row
        assert "Vårdcentralen Eken" in row
        asa.open_row("Tolvan")
        asa.reads("Glaukom?")
        assert [step for step, state in asa.loop().items() if state == "done"] == ["Beslutad", "Skickad"]
