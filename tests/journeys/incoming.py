"""Who is there in the journeys of incoming referrals."""

from __future__ import annotations

from journeys.outgoing import Outgoing
from journeys.person import Person

INBOX = "Inkorg konsultationsärenden"


class Incoming(Outgoing):
    """Beside the people of `Outgoing`: the eye clinic's other doctor and manager, and the skin clinic."""

    @property
    def ylva(self) -> Person:
        return self.at_work(self.region.other_assessor)

    @property
    def hugo(self) -> Person:
        return self.at_work(self.region.skin_secretary)

    @property
    def hedda(self) -> Person:
        return self.at_work(self.region.skin_doctor)

    def when_the_secretary_says_how_the_patient_was_told(self, how: str) -> None:
        asa = self.asa
        asa.open("/arbete/vart/att-informera/")
        asa.open_row("Tolvan")
        asa.act("Patienten informerad")
        asa.choose(how, of="Hur informerades patienten")
        asa.fill("När", "idag")
        asa.press("Spara")
        assert asa.count("Att informera patient", ours=True) == 0
