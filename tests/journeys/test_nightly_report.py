"""Each night's report: all that was open or came is open, or closed with a reason; the manager reads and prints it."""

from factories import walks
from journeys.outgoing import Outgoing
from remissvakt.assurance.models import NightlyReport
from remissvakt.assurance.report.nightly import work


class TestNightlyReport(Outgoing):
    def test_the_manager_reads_and_prints_what_each_night_counted(self) -> None:
        self.given_a_sent_referral()
        self.when_a_night_has_passed()
        self.then_the_manager_reads_that_the_referral_is_open()
        self.when_another_is_closed_and_a_night_has_passed()
        self.then_the_manager_reads_why_it_was_closed()
        self.then_the_day_before_is_a_step_away()
        self.then_it_is_printed()
        self.then_the_reports_are_a_chain()
        self.then_the_other_unit_has_its_own()
        self.then_everything_is_in_order()

    def when_a_night_has_passed(self) -> None:
        self.days_pass(1)
        assert work(now=self.clock.now())

    def then_the_manager_reads_that_the_referral_is_open(self) -> None:
        mona = self.at_work(self.region.manager)
        mona.menu("Enheten")
        mona.follow("Rapport")
        mona.reads("0 oredovisade", "Alla rader går jämnt upp.", "+1 beslutade")
        assert self._written_here()[-2:] == ["1", "ja"]

    def _written_here(self) -> list[str]:
        """What the line of the unit's own referrals says."""
        row = self.at_work(self.region.manager).main.get_by_role("row").filter(has_text="skrivna här")
        return [" ".join(text.split()) for text in row.first.get_by_role("cell").all_inner_texts()]

    def when_another_is_closed_and_a_night_has_passed(self) -> None:
        walks.closed(self.region, now=self.clock.now())
        self.when_a_night_has_passed()

    def then_the_manager_reads_why_it_was_closed(self) -> None:
        mona = self.at_work(self.region.manager)
        mona.open("/enhet/rapport/")
        mona.reads("0 oredovisade")
        assert self._written_here() == ["1", "+1 beslutade", "−1 svaret vidimerat", "1", "ja"]
        mona.does_not_read("Tolvan")

    def then_the_day_before_is_a_step_away(self) -> None:
        mona = self.at_work(self.region.manager)
        mona.follow("Dagen före")
        assert self._written_here()[-2:] == ["1", "ja"]
        mona.does_not_read("svaret vidimerat")
        mona.follow("Dagen efter")
        mona.reads("svaret vidimerat")

    def then_it_is_printed(self) -> None:
        mona = self.at_work(self.region.manager)
        mona.page.evaluate("window.print = () => { document.title = 'printed' }")
        mona.main.get_by_role("button", name="Skriv ut").click()
        assert mona.page.title() == "printed"

    def then_the_reports_are_a_chain(self) -> None:
        first, second = NightlyReport.objects.order_by("day")
        assert second.previous_hash == first.hash
        self.at_work(self.region.manager).reads(second.hash[:16])

    def then_the_other_unit_has_its_own(self) -> None:
        ulla = self.at_work(self.region.eye_manager)
        ulla.open("/enhet/rapport/")
        ulla.reads("0 oredovisade", "Mottagna ärenden")
        ulla.does_not_read("skrivna här")
