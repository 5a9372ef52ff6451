"""The whole loop between two doctors, from decision to closed, for whoever walks it and with whatever."""

from __future__ import annotations

from journeys.incoming import INBOX, Incoming
from remissvakt.referrals.models import Referral


class WholeLoop(Incoming):
    def walk_from_decision_to_closed(self) -> None:
        self.when_the_doctor_decides_writes_signs_and_sends()
        self.then_both_have_it()
        self.when_the_receiver_confirms()
        self.when_the_doctor_accepts_the_wait()
        self.when_the_receiver_answers()
        self.when_the_doctor_acknowledges_the_answer()
        self.then_it_is_closed_and_all_lists_are_empty()
        self.then_everything_is_in_order()

    def when_the_doctor_decides_writes_signs_and_sends(self) -> None:
        anna = self.anna
        anna.menu("Ny remiss")
        anna.fill("Personnummer eller namn", "191212121212")
        anna.press("Fortsätt")
        anna.fill("Mottagande enhet", "Ögonk")
        if not anna.scripts:
            anna.press("Sök enhet")
        anna.choose("Ögonkliniken")
        anna.fill("Frågeställning", "Glaukom?")
        anna.press("Signera och skicka")
        assert "Remissen till Ögonkliniken är skickad" in anna.told()
        self.referral = Referral.objects.get()

    def then_both_have_it(self) -> None:
        anna, olle = self.anna, self.olle
        assert anna.count("Att bevaka") == 1
        olle.open("/")
        assert olle.count(INBOX, ours=True) == 1

    def when_the_receiver_confirms(self) -> None:
        olle = self.olle
        olle.open_list(INBOX, ours=True)
        olle.open_row("Tolvan")
        olle.act("Bekräfta med väntetid")
        olle.fill("Väntetid", "8 veckor")
        olle.fill("Text till remittenten", "Patienten kallas.")
        olle.press("Skicka bekräftelse")
        assert "Skickat till Vårdcentralen Eken" in olle.told()

    def when_the_doctor_accepts_the_wait(self) -> None:
        anna = self.anna
        anna.open_list("Att vidimera")
        anna.open_row("Bekräftelse")
        anna.act("Vidimera: bekräftelse")
        anna.choose("Godtas", of="Väntetiden")
        anna.press("Vidimera")
        assert "Remissen bevakas vidare" in anna.told()

    def when_the_receiver_answers(self) -> None:
        olle = self.olle
        olle.open_list(INBOX, ours=True)
        olle.open_row("Tolvan")
        olle.act("Besvara")
        olle.choose("Slutsvar", of="Vilket slags svar")
        olle.choose("Jag skriver nu")
        olle.press("Börja svaret")
        olle.fill("Svar", "Inget glaukom. Kontroll om ett år.")
        olle.press("Signera och skicka")
        assert "signerat och skickat" in olle.told()

    def when_the_doctor_acknowledges_the_answer(self) -> None:
        anna = self.anna
        anna.open_list("Att vidimera")
        anna.open_row("Slutsvar")
        anna.act("Vidimera: slutsvar")
        anna.choose("ja, frågan är besvarad", of="Är frågan besvarad?")
        anna.choose("Avsluta remissen", of="Och sedan")
        anna.press("Vidimera")
        assert "Remissen är avslutad" in anna.told()

    def then_it_is_closed_and_all_lists_are_empty(self) -> None:
        anna, olle = self.anna, self.olle
        assert self.stored().state == "closed"
        assert anna.count("Att vidimera") == 0
        assert anna.count("Att bevaka") == 0
        olle.open("/")
        assert olle.count(INBOX, ours=True) == 0
        assert olle.count("Att informera patient", ours=True) == 1
        anna.open(f"/remiss/{self.referral.id}/")
        assert set(anna.loop().values()) == {"done"}
