"""C.2: the person who sent a referral is away: its watcher is changed, of many referrals at once."""

from factories import walks
from journeys.outgoing import Outgoing


class TestC2(Outgoing):
    def test_c2_change_watcher(self) -> None:
        self.given_two_referrals_that_anna_watches()
        self.when_anna_tells_that_she_is_away()
        self.then_both_have_nobody_responsible()
        self.when_the_secretary_gives_both_to_a_colleague()
        self.then_the_colleague_watches_both()
        self.then_the_receiver_notices_nothing()
        self.then_everything_is_in_order()

    def given_two_referrals_that_anna_watches(self) -> None:
        now = self.clock.now()
        self.referral = walks.sent(self.region, now=now)
        walks.sent(self.region, now=now, patient_id=self.region.other_patient.id)
        assert self.anna.count("Att bevaka") == 2

    def when_anna_tells_that_she_is_away(self) -> None:
        anna = self.anna
        anna.open("/enhet/franvaro/")
        anna.follow("Anmäl egen frånvaro")
        anna.fill("Från och med", "idag")
        anna.press("Anmäl")

    def then_both_have_nobody_responsible(self) -> None:
        sara = self.sara
        assert sara.count("Utan ansvarig", ours=True) == 2
        sara.open_list("Utan ansvarig", ours=True)

    def when_the_secretary_gives_both_to_a_colleague(self) -> None:
        sara = self.sara
        for box in sara.page.locator(".task__check input").all():
            box.check()
        sara.press("Byt bevakare")
        sara.reads("Tolvan Tolvansson", "Åke Ärlig")
        sara.select("Ny bevakare", "Arvid Ask")
        sara.press("Byt bevakare på 2")
        assert "2 remisser har bytt bevakare" in sara.told()
        assert sara.count("Utan ansvarig", ours=True) == 0
        assert sara.count("Att bevaka", ours=True) == 2

    def then_the_colleague_watches_both(self) -> None:
        arvid = self.at_work(self.region.other_referrer)
        assert arvid.count("Att bevaka") == 2
        arvid.open_list("Att bevaka")
        arvid.open_row("Tolvan")
        arvid.reads("bevakas av Arvid Ask")
        self.anna.open("/arbete/mitt/att-bevaka/")
        assert self.anna.count("Att bevaka") == 0

    def then_the_receiver_notices_nothing(self) -> None:
        assert self.asa.count("Inkorg konsultationsärenden", ours=True) == 2
        assert self.asa.count("Utan ansvarig", ours=True) == 2  # no assessor has been named yet
