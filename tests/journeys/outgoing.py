"""Steps that the journeys of outgoing referrals share: what was done before, and what two units do to each other."""

from __future__ import annotations

from factories import walks
from journeys.journey import Journey
from journeys.person import Person


class Outgoing(Journey):
    """Anna refers, Sara is her secretary; Olle is to assess at the eye clinic, Åsa is the secretary there."""

    @property
    def anna(self) -> Person:
        return self.at_work(self.region.referrer)

    @property
    def sara(self) -> Person:
        return self.at_work(self.region.secretary)

    @property
    def olle(self) -> Person:
        return self.at_work(self.region.assessor)

    @property
    def asa(self) -> Person:
        return self.at_work(self.region.eye_secretary)

    def given_a_sent_referral(self) -> None:
        self.referral = walks.sent(self.region, now=self.clock.now())

    def given_a_sent_referral_with_an_assessor(self) -> None:
        self.referral = walks.assigned(self.region, now=self.clock.now())

    def given_a_confirmed_referral_that_was_acknowledged(self) -> None:
        self.referral = walks.confirmation_acknowledged(self.region, now=self.clock.now())

    def given_a_referral_posted_to_a_unit_outside(self) -> None:
        self.referral = walks.posted(self.region, now=self.clock.now())

    def when_the_assessor_confirms(self, wait: str) -> None:
        olle = self.olle
        olle.open_list("Att besvara")
        olle.open_row("Tolvan")
        olle.act("Bekräfta med väntetid")
        olle.fill("Väntetid", wait)
        olle.fill("Text till remittenten", "Patienten är uppsatt på väntelista.")
        olle.press("Skicka bekräftelse")
        assert "Skickat till Vårdcentralen Eken" in olle.told()

    def when_the_assessor_answers(self, kind: str, text: str) -> None:
        olle = self.olle
        olle.open_list("Att besvara")
        olle.open_row("Tolvan")
        olle.act("Besvara")
        olle.choose(kind, of="Vilket slags svar")
        olle.choose("Jag skriver nu")
        olle.press("Börja svaret")
        olle.fill("Svar", text)
        olle.press("Signera och skicka")
        assert "signerat och skickat" in olle.told()

    def open_to_acknowledge(self, person: Person, kind: str) -> None:
        """From the person's own list to the page that asks what the reply led to."""
        person.open("/arbete/mitt/att-vidimera/")
        person.open_row(kind.capitalize())
        person.act(f"Vidimera: {kind}")
