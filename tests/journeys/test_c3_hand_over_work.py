"""C.3: chosen nodes of a person's work are handed over by the manager's decision, and go back by themselves."""

from factories import walks
from journeys.outgoing import Outgoing


class TestC3(Outgoing):
    def test_c3_hand_over_work_and_it_goes_back(self) -> None:
        self.given_anna_has_work_in_three_nodes()
        self.when_the_manager_hands_over_two_of_them_for_a_week()
        self.then_the_colleague_has_them_marked_as_hers()
        self.when_the_colleague_acknowledges_for_her()
        self.when_the_week_is_over()
        self.then_the_work_is_hers_again()
        self.then_everything_is_in_order()

    def given_anna_has_work_in_three_nodes(self) -> None:
        now = self.clock.now()
        self.referral = walks.confirmed(self.region, now=now)
        walks.completed(self.region, now=now, patient_id=self.region.other_patient.id)
        anna = self.anna
        assert [anna.count(node) for node in ("Att vidimera", "Att bevaka", "Att signera")] == [1, 1, 1]

    def when_the_manager_hands_over_two_of_them_for_a_week(self) -> None:
        mona = self.at_work(self.region.manager)
        mona.open("/enhet/utdelat/")
        mona.follow("Dela ut arbete")
        mona.select("Vems arbete?", "Anna Almgren")
        mona.select("Vem tar över så länge?", "Arvid Ask")
        mona.choose("Att vidimera")
        mona.choose("Att bevaka")
        mona.fill("Vad har ni kommit överens om?", "Arvid läser svar; osignerat får vänta.")
        mona.fill("Från och med", "idag")
        mona.fill("Till och med", "om 7 dagar")
        mona.press("Dela ut")
        assert "Arbetet är utdelat" in mona.told()
        mona.reads("Anna Almgren", "Arvid Ask", "Arvid läser svar")

    def then_the_colleague_has_them_marked_as_hers(self) -> None:
        arvid = self.arvid = self.at_work(self.region.other_referrer)
        counts = [arvid.count(node) for node in ("Att vidimera", "Att bevaka", "Att signera")]
        assert counts == [1, 1, 0]
        arvid.open_list("Att vidimera")
        assert "för Anna Almgren" in arvid.rows()[0]

    def when_the_colleague_acknowledges_for_her(self) -> None:
        arvid = self.arvid
        arvid.open_row("Tolvan")
        arvid.act("Vidimera: bekräftelse")
        arvid.choose("Godtas", of="Väntetiden")
        arvid.press("Vidimera")
        assert arvid.count("Att vidimera") == 0
        self.anna.open("/")
        assert self.anna.count("Att vidimera") == 0

    def when_the_week_is_over(self) -> None:
        self.days_pass(8)

    def then_the_work_is_hers_again(self) -> None:
        assert self.arvid.count("Att bevaka") == 0
        assert self.anna.count("Att bevaka") == 1
        self.anna.open_list("Att bevaka")
        [row] = self.anna.rows()
        assert "för Anna" not in row
        self.olle.open("/arbete/mitt/att-besvara/")
        assert self.olle.count("Att besvara") == 1
