"""A.1, A.4, failure 4: letters are printed in one heap, and nothing is off the list before it is posted."""

from __future__ import annotations

from factories import walks
from factories.pdfs import codes_in
from journeys.outgoing import Outgoing
from remissvakt.letters.models import PrintRun
from remissvakt.organisations.models import Unit


class TestPaperOutRun(Outgoing):
    def test_paper_out_run(self) -> None:
        self.given_two_referrals_to_a_unit_outside()
        self.when_one_of_them_is_chased_by_letter()
        self.then_three_letters_are_to_be_sent()
        self.when_the_secretary_looks_at_one_before_it_is_printed()
        self.when_all_are_printed_together()
        self.then_the_heap_has_a_list_first_and_codes_on_every_page()
        self.then_the_list_tells_what_is_printed_and_not_posted()
        self.when_two_of_three_have_gone_to_the_post()
        self.then_only_the_third_is_left()
        self.then_everything_is_in_order()

    def given_two_referrals_to_a_unit_outside(self) -> None:
        Unit.objects.filter(id=self.region.outside_unit.id).update(
            street="Brunnsgatan 9", postal_code="111 11", city="Stad", phone="08-465 004 40"
        )
        now = self.clock.now()
        walks.sent_outside(self.region, now=now)
        self.referral = walks.sent_outside(self.region, now=now)

    def when_one_of_them_is_chased_by_letter(self) -> None:
        sara = self.sara
        sara.open(f"/remiss/{self.referral.id}/")
        sara.act("Efterfråga hos mottagaren")
        sara.choose("brev", of="Hur")
        sara.fill("Skriv brevet här", "Vi har inte fått någon bekräftelse. Har remissen kommit fram?")
        sara.press("Spara kontakten")
        assert "Bevakningen är flyttad till" in sara.told()
        sara.open(f"/remiss/{self.referral.id}/")
        sara.reads("Efterfrågan om remiss till Universitetssjukhuset", "Har remissen kommit fram?")

    def then_three_letters_are_to_be_sent(self) -> None:
        self.sara.open_list("Att skicka", ours=True)
        assert len(self.sara.rows()) == 3

    def when_the_secretary_looks_at_one_before_it_is_printed(self) -> None:
        sara = self.sara
        sara.open_row("Brevet ska skrivas ut")
        sara.act("Skriv ut: efterfrågan om remiss")
        assert sara.page.locator(".sheet img").count() == 1
        sara.reads("Så här blir brevet.")
        sara.follow("Till remissen")

    def when_all_are_printed_together(self) -> None:
        sara = self.sara
        sara.open_list("Att skicka", ours=True)
        for box in sara.page.locator(".task__check input").all():
            box.check()
        sara.press("Skriv ut breven")
        sara.reads("3 brev, 7 sidor", "utskrivet, inte postat")

    def then_the_heap_has_a_list_first_and_codes_on_every_page(self) -> None:
        sara = self.sara
        link = sara.main.get_by_role("link", name="Öppna utskriften").get_attribute("href")
        answer = sara.page.request.get(str(link))
        codes = codes_in(answer.body())
        assert codes[0] == set() and len(codes) == 8
        assert all(len(on_page) == 1 for on_page in codes[1:])

    def then_the_list_tells_what_is_printed_and_not_posted(self) -> None:
        sara = self.sara
        sara.open_list("Att skicka", ours=True)
        assert sara.count("Att skicka", ours=True) == 3
        sara.follow("3 utskrivna, inte postade")
        assert all("Utskriven, inte postad" in row for row in sara.rows())

    def when_two_of_three_have_gone_to_the_post(self) -> None:
        sara = self.sara
        sara.follow("Utskrifter")
        sara.open(f"/utskrifter/{PrintRun.objects.get().id}/")
        sara.main.get_by_label("Brev 2 är postat").uncheck()
        sara.press("Markera valda som postade")
        assert "2 brev är postade." in sara.told()

    def then_only_the_third_is_left(self) -> None:
        sara = self.sara
        assert sara.count("Att skicka", ours=True) == 1
        sara.reads("postat", "Sara Sjö")
        sara.press("Markera valda som postade")
        assert sara.count("Att skicka", ours=True) == 0
