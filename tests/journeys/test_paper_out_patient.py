"""B.2: the patient is told by a kallelse, written where it is noted; a protected patient's goes another way."""

from __future__ import annotations

from factories import walks
from factories.pdfs import words_in
from journeys.incoming import Incoming
from remissvakt.patients.models import Patient
from remissvakt.referrals.models import Delivery

HOME = {"street": "Hemliga gatan 3", "postal_code": "999 99", "city": "Gömstad"}


class TestPaperOutPatient(Incoming):
    def test_paper_out_kallelse(self) -> None:
        self.given_a_patient_who_lives(protected=False)
        self.given_a_confirmed_referral()
        self.when_the_secretary_writes_the_kallelse()
        self.when_it_is_printed_and_posted()
        self.then_the_letter_has_time_place_and_address()
        self.then_everything_is_in_order()

    def test_paper_out_protected_patient(self) -> None:
        self.given_a_patient_who_lives(protected=True)
        self.given_a_confirmed_referral()
        self.when_the_secretary_writes_the_kallelse()
        self.when_it_is_printed_and_posted()
        self.then_nothing_tells_where_the_patient_lives()
        self.then_everything_is_in_order()

    def given_a_patient_who_lives(self, *, protected: bool) -> None:
        self.protected = protected
        Patient.objects.filter(id=self.region.patient.id).update(**HOME, protected_registration=protected)

    def given_a_confirmed_referral(self) -> None:
        self.referral = walks.confirmed(self.region, now=self.clock.now())

    def when_the_secretary_writes_the_kallelse(self) -> None:
        asa = self.asa
        asa.open("/arbete/vart/att-informera/")
        asa.open_row("Tolvan")
        asa.act("Patienten informerad")
        asa.choose("kallelse", of="Hur informerades patienten")
        if self.protected:
            asa.reads("Brevet går den skyddade vägen")
        asa.fill("Dag för besöket", "14 december")
        asa.fill("Klockan", "10.30")
        asa.fill("Plats", "Ögonkliniken, plan 3")
        asa.fill("Patienten träffar", "Olle Öberg")
        asa.fill("Skriv brevet här", "Ta med dina glasögon.")
        asa.press("Spara")
        assert asa.count("Att informera patient", ours=True) == 0
        assert asa.count("Att skicka", ours=True) == 1

    def when_it_is_printed_and_posted(self) -> None:
        asa = self.asa
        asa.open_list("Att skicka", ours=True)
        asa.open_row("Brevet ska skrivas ut")
        asa.act("Skriv ut")
        asa.press("Skriv ut")
        assert "Utskriften är noterad." in asa.told()
        if self.protected:
            asa.reads("Skyddade personuppgifter: brevet går den skyddade vägen")
        delivery = Delivery.objects.get(letter__isnull=False)
        address = f"/remiss/{self.referral.id}/forsandelse/{delivery.id}/pdf/"
        self.words = words_in(asa.page.request.get(address).body())
        self.seen = asa.page.content()
        asa.press("Postad")
        assert asa.count("Att skicka", ours=True) == 0

    def then_the_letter_has_time_place_and_address(self) -> None:
        for piece in ("Kallelse", "klockan 10:30", "Ögonkliniken, plan 3", "Olle Öberg", "Hemliga gatan 3"):
            assert piece in self.words

    def then_nothing_tells_where_the_patient_lives(self) -> None:
        assert "Skatteverket" in self.words
        for secret in HOME.values():
            assert secret not in self.words
            assert secret not in self.seen
