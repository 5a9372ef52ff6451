"""The same work in browsers that run no scripts: plain forms and pictures one under the other."""

from typing import ClassVar

from factories import scans
from factories.scans import sheets
from journeys.paper_in import PaperIn
from paper_sheets import pdf
from remissvakt.documents.models import Document, Scan, ScanPage


class TestPaperInWithoutScripts(PaperIn):
    coming: ClassVar = {"java_script_enabled": False}

    def test_files_are_sent_divided_and_linked(self) -> None:
        self.given_a_referral_posted_to_a_unit_outside()
        sara = self.sara
        self._choose(sara, [("en.pdf", pdf(sheets(2))), ("två.pdf", pdf(sheets(1, seed=30)))])
        sara.reads("en.pdf", "två.pdf", "Mottagen, läses strax", "väntar på att läsas")
        scans.read(now=self.clock.now())
        self.when_the_second_page_is_made_a_paper_of_its_own()
        self.when_the_first_is_linked()
        assert Document.objects.filter(linked_at=None).count() == 2
        self.then_everything_is_in_order()

    def when_the_second_page_is_made_a_paper_of_its_own(self) -> None:
        sara = self.sara
        sara.open(f"/skanning/{Scan.objects.get(name='en.pdf').id}/")
        sara.choose("Markera sida 2")
        sara.press("Nytt papper härifrån")
        assert sara.page.locator(".sheaf:visible").count() == 2
        sara.choose("Markera sida 2")
        sara.press("Vrid")
        assert ScanPage.objects.get(scan__name="en.pdf", number=2).quarter_turns == 1

    def when_the_first_is_linked(self) -> None:
        sara = self.sara
        paper = ScanPage.objects.get(scan__name="en.pdf", number=1).document
        assert paper is not None
        sara.open(f"/papper/{paper.id}/")
        self.choose_by_number(sara)
        sara.choose("Slutsvar", of="Vad är det?")
        sara.press("Koppla och registrera")
        assert self.the_reply().kind == "FINAL"
