"""B.5: a referral is forwarded to the right unit; the referrer is told, custody is kept until the new unit confirms."""

from factories import walks
from journeys.incoming import INBOX, Incoming


class TestB5(Incoming):
    def test_b5_forward_keeps_custody_and_tells_the_referrer(self) -> None:
        self.given_a_sent_referral_with_an_assessor()
        self.when_the_assessor_forwards_it()
        self.then_the_referrer_is_told_by_a_message_of_its_own()
        self.then_the_first_receiver_still_watches_it()
        self.when_the_new_unit_confirms()
        self.then_the_first_receiver_is_done_and_the_referrer_watches_on()
        self.then_everything_is_in_order()

    def test_b5_an_answered_referral_is_not_forwarded(self) -> None:
        self.referral = walks.answered(self.region, now=self.clock.now())
        self.then_the_receiver_cannot_forward_it()
        self.then_everything_is_in_order()

    def when_the_assessor_forwards_it(self) -> None:
        olle = self.olle
        olle.open_list("Att besvara")
        olle.open_row("Tolvan")
        olle.act("Vidaresänd")
        olle.select("Till", "Hudkliniken")
        olle.fill("Varför", "Gäller ögonlockets hud.")
        olle.press("Vidaresänd")
        assert "remittenten har fått veta det" in olle.told()
        assert olle.count("Att besvara") == 0 or "Vidaresänd" in olle.rows()[0]

    def then_the_referrer_is_told_by_a_message_of_its_own(self) -> None:
        anna = self.anna
        anna.open("/arbete/mitt/att-vidimera/")
        assert anna.count("Att vidimera") == 1
        assert anna.count("Att bevaka") == 1
        assert "Besked om vidaresändning" in anna.rows()[0]
        anna.open_row("vidaresändning")
        anna.reads("Hudkliniken", "Gäller ögonlockets hud.", "inte svar")
        anna.act("Vidimera: vidaresänd")
        anna.press("Vidimera")
        assert "Remissen bevakas vidare" in anna.told()

    def then_the_first_receiver_still_watches_it(self) -> None:
        asa = self.asa
        asa.open("/")
        assert asa.count("Att bevaka", ours=True) == 1
        asa.open_list("Att bevaka", ours=True)
        assert "den nya enheten har inte bekräftat" in asa.rows()[0]
        hugo = self.hugo
        assert hugo.count(INBOX, ours=True) == 1

    def when_the_new_unit_confirms(self) -> None:
        hedda = self.hedda
        hedda.open_list(INBOX, ours=True)
        hedda.open_row("Tolvan")
        hedda.reads("Glaukom?")
        hedda.act("Bekräfta med väntetid")
        hedda.fill("Väntetid", "5 veckor")
        hedda.fill("Text till remittenten", "Vi tar över.")
        hedda.press("Skicka bekräftelse")

    def then_the_first_receiver_is_done_and_the_referrer_watches_on(self) -> None:
        asa = self.asa
        asa.open("/")
        assert asa.count("Att bevaka", ours=True) == 0
        anna = self.anna
        anna.open("/")
        assert anna.count("Att bevaka") == 1
        assert anna.count("Att vidimera") == 1
        anna.open(f"/remiss/{self.referral.id}/")
        anna.reads("vidaresänd från Ögonkliniken", "Vi tar över.")

    def then_the_receiver_cannot_forward_it(self) -> None:
        olle = self.olle
        olle.open(f"/remiss/{self.referral.id}/")
        assert not olle.may("Vidaresänd")
        olle.unfold(olle.main.get_by_text("Varför kan jag inte"))
        olle.reads("Vidaresänd")
