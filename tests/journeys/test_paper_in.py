"""Paper comes in: one stack in the scanner, and every sheet in somebody's hands (A.3, A.6, B.1)."""

import re

from playwright.sync_api import expect

from factories.scans import SMALL, read, sheets
from journeys.paper_in import NUMBER, PaperIn, coded, separator
from paper_sheets import page, pdf
from remissvakt.documents.models import CodeKind, Document, ScanPage
from remissvakt.referrals.models import Referral


class TestPaperIn(PaperIn):
    def test_a3_confirmation_by_stack(self) -> None:
        self.given_a_referral_printed_with_its_reply_sheets()
        sheet = coded(self.tokens[CodeKind.CONFIRMATION_SHEET], seed=3)
        self.when_a_stack_is_scanned(self.sara, sheet)
        self.then_its_code_has_linked_it_and_it_is_to_be_registered()
        self.when_the_secretary_registers_the_confirmation()
        self.then_the_watch_has_moved_and_nothing_is_closed()
        self.then_everything_is_in_order()

    def test_a6_answer_by_stack_among_others(self) -> None:
        self.given_a_referral_printed_with_its_reply_sheets()
        answer = coded(self.tokens[CodeKind.ANSWER_SHEET], seed=5)
        self.when_a_stack_is_scanned(
            self.sara, answer, page(seed=6, size=SMALL, lines=8), separator(), *sheets(1, seed=8)
        )
        self.then_the_stack_is_two_papers_and_one_is_linked()
        self.when_the_secretary_registers_it("Slutsvar")
        self.then_the_next_paper_of_the_stack_is_open()
        self.when_the_referrer_acknowledges_with_the_paper_before_her()
        self.then_everything_is_in_order()

    def test_a6_uncoded_answer_is_linked_by_hand(self) -> None:
        self.given_a_referral_posted_to_a_unit_outside()
        self.when_a_stack_is_scanned(self.sara, *sheets(2))
        self.open_paper(self.sara)
        self.choose_by_number(self.sara)
        self.sara.reads("Tolvan Tolvansson", "Universitetssjukhuset")
        self.sara.choose("Delsvar", of="Vad är det?")
        self.sara.press("Koppla och registrera")
        assert "Registrerat och kopplat: delsvar" in self.sara.told()
        self.then_okopplade_is_empty(self.sara)
        assert self.the_reply().kind == "PARTIAL"
        assert self.stored().state == "sent"
        self.anna.open("/")
        assert self.anna.count("Att vidimera") == 1
        self.then_everything_is_in_order()

    def test_a6_wrong_link_is_undone(self) -> None:
        self.given_a_referral_posted_to_a_unit_outside()
        self.when_a_stack_is_scanned(self.sara, *sheets(1))
        self.open_paper(self.sara)
        self.choose_by_number(self.sara)
        self.sara.choose("Slutsvar", of="Vad är det?")
        self.sara.press("Koppla och registrera")
        self.when_the_doctor_sees_that_it_is_another_patients()
        self.then_the_paper_is_work_again_and_the_referral_tells_of_it()
        self.then_everything_is_in_order()

    def test_a6_two_persons_link_a_paper_without_a_number(self) -> None:
        self.given_a_referral_posted_to_a_unit_outside()
        self.when_a_stack_is_scanned(self.sara, *sheets(1))
        self.open_paper(self.sara)
        self.choose_by_code(self.sara)
        self.when_the_secretary_asks_for_a_second_person()
        self.then_a_colleague_compares_and_links_it()
        self.then_everything_is_in_order()

    def test_b1_paper_referral_is_registered_from_its_scan(self) -> None:
        self.when_a_stack_is_scanned(self.asa, *sheets(2))
        self.open_paper(self.asa)
        self.asa.follow("Det är en ny remiss hit")
        self.when_the_secretary_registers_it_with_the_scan_beside()
        self.then_the_assessor_has_it_and_reads_the_paper()
        self.then_everything_is_in_order()

    # Steps

    def then_its_code_has_linked_it_and_it_is_to_be_registered(self) -> None:
        paper = self.the_paper()
        assert (paper.referral_id, paper.kind) == (self.referral.id, "confirmation")
        self.sara.open("/arbete/vart/okopplade/")
        [row] = self.sara.rows()
        assert "Bekräftelse på papper att registrera" in row
        assert "1 sida" in row

    def when_the_secretary_registers_the_confirmation(self) -> None:
        sara = self.sara
        self.open_paper(sara)
        sara.reads("Tolvan Tolvansson", "Registrera vad det säger")
        sara.choose("Bekräftelse", of="Vad är det?")
        sara.fill("Väntetid", "v 12 2027")
        expect(sara.page.locator("#id_wait-reading")).to_contain_text("28 mars 2027")
        sara.press("Registrera")
        assert "Registrerat och kopplat: bekräftelse" in sara.told()

    def then_the_watch_has_moved_and_nothing_is_closed(self) -> None:
        row = self.stored()
        assert (row.state, str(row.watch_on)) == ("sent", "2027-03-28")
        self.then_okopplade_is_empty(self.sara)
        self.anna.open("/")
        assert self.anna.count("Att vidimera") == 1
        assert self.anna.count("Att bevaka") == 1

    def then_the_stack_is_two_papers_and_one_is_linked(self) -> None:
        sara = self.sara
        sara.open("/skanning/")
        sara.reads("1 att koppla")
        sara.follow("bunt.pdf")
        expect(sara.page.locator(".sheaf h2")).to_have_text(["Papper 1", "Papper 2"], timeout=4000)
        linked = sara.page.locator(".sheaf--linked")
        # The sheet between the papers is kept with the one before it, and shown to nobody who reads that.
        assert linked.locator(".page-card").count() == 3
        assert "skiljeblad" in linked.inner_text()
        assert self.referral.code in linked.inner_text()

    def when_the_secretary_registers_it(self, kind: str) -> None:
        self.open_paper(self.sara, "Svar på papper")
        self.sara.choose(kind, of="Vad är det?")
        self.sara.press("Registrera")

    def then_the_next_paper_of_the_stack_is_open(self) -> None:
        other = Document.objects.get(linked_at=None)
        assert self.sara.page.url.split("?")[0].endswith(f"/papper/{other.id}/")

    def when_the_referrer_acknowledges_with_the_paper_before_her(self) -> None:
        anna = self.anna
        self.open_to_acknowledge(anna, "slutsvar")
        pages = anna.page.locator("[data-viewer] figure img")
        assert pages.count() == 2
        assert pages.first.evaluate("picture => picture.complete && picture.naturalWidth > 100")
        anna.choose("ja, frågan är besvarad", of="Är frågan besvarad?")
        anna.choose("Avsluta remissen", of="Och sedan")
        anna.press("Vidimera")
        assert self.stored().state == "closed"

    def when_the_doctor_sees_that_it_is_another_patients(self) -> None:
        anna = self.anna
        anna.open("/")
        assert anna.count("Att vidimera") == 1
        anna.open(f"/remiss/{self.referral.id}/")
        anna.follow(re.compile("Läs papperet"))
        anna.unfold(anna.main.get_by_text("Kopplingen är fel"))
        anna.fill("Varför är kopplingen fel?", "Svaret gäller en annan patient.")
        anna.press("Ta bort kopplingen")

    def then_the_paper_is_work_again_and_the_referral_tells_of_it(self) -> None:
        self.sara.open("/")
        assert self.sara.count("Okopplade", ours=True) == 1
        self.anna.open(f"/remiss/{self.referral.id}/")
        self.anna.reads("Svaret gäller en annan patient.")
        assert self.anna.count("Att vidimera") == 0
        assert self.stored().state == "sent"

    def when_the_secretary_asks_for_a_second_person(self) -> None:
        sara = self.sara
        sara.choose("Slutsvar", of="Vad är det?")
        sara.press("Koppla och registrera")
        sara.reads("krävs två personer")
        sara.fill("Varför hör det ändå hit?", "Rätt namn och adress, inget nummer.")
        sara.press("Be en kollega bekräfta")
        assert "väntar på att en kollega bekräftar" in sara.told()
        assert self.the_paper().linked_at is None

    def then_a_colleague_compares_and_links_it(self) -> None:
        nina = self.at_work(self.region.nurse)
        self.open_paper(nina)
        nina.reads("Rätt namn och adress, inget nummer.", "Tolvan Tolvansson")
        nina.press("Ja, koppla")
        assert self.the_paper().referral_id == self.referral.id
        self.open_paper(self.sara)
        self.sara.choose("Slutsvar", of="Vad är det?")
        self.sara.press("Registrera")
        self.then_okopplade_is_empty(self.sara)

    def when_the_secretary_registers_it_with_the_scan_beside(self) -> None:
        asa = self.asa
        assert asa.page.locator("[data-viewer] figure img").count() == 2
        asa.fill("Personnummer eller namn", NUMBER)
        asa.press("Fortsätt")
        assert asa.page.locator("[data-viewer] figure img").count() == 2
        asa.fill("Avsändande enhet", "Universitetssjukhuset")
        asa.choose("Universitetssjukhuset", of="Avsändare")
        asa.fill("Frågeställning", "Kataraktoperation?")
        asa.select("Ansvarig bedömare", "Olle Öberg")
        asa.press("Registrera ankomsten")
        self.referral = Referral.objects.get()
        assert (self.the_paper().referral_id, self.the_paper().kind) == (self.referral.id, "referral")
        self.then_okopplade_is_empty(asa)

    def then_the_assessor_has_it_and_reads_the_paper(self) -> None:
        olle = self.olle
        olle.open_list("Att besvara")
        olle.open_row("Tolvan")
        olle.follow(re.compile("remiss, 2 sidor"))
        assert olle.page.locator("[data-viewer] figure img").count() == 2


class TestPagesOfAStack(PaperIn):
    """Pages that lie in the wrong paper are moved by keys and by mouse."""

    def test_pages_are_moved_divided_and_turned(self) -> None:
        sara = self.sara
        self.when_a_stack_is_scanned(sara, *sheets(4))
        sara.follow("bunt.pdf")
        card = sara.page.locator("[data-page]")
        card.nth(2).locator("input").focus()
        sara.page.keyboard.press("n")
        expect(sara.page.locator("[data-sheaf]")).to_have_count(2)
        assert self.papers() == [[1, 2], [3, 4]]
        expect(card.nth(2).locator("input")).to_be_focused()
        sara.page.keyboard.press("Shift+ArrowLeft")
        expect(sara.page.locator("[data-sheaf]").first.locator("[data-page]")).to_have_count(3)
        assert self.papers() == [[1, 2, 3], [4]]
        expect(card.nth(2).locator("input")).to_be_focused()
        sara.page.keyboard.press("r")
        expect(card.nth(2).locator("img")).to_have_attribute("src", re.compile(r"\?v=1$"))
        card.nth(0).drag_to(sara.page.locator("[data-sheaf]").nth(1).locator("h2"))
        expect(sara.page.locator("[data-sheaf]").first.locator("[data-page]")).to_have_count(2)
        assert self.papers() == [[2, 3], [4, 1]]
        sara.press("Slå ihop med föregående")
        assert self.papers() == [[2, 3, 4, 1]]
        self.then_everything_is_in_order()

    def papers(self) -> list[list[int]]:
        """The pages of each paper, by their numbers in the stack."""
        found = []
        for paper in Document.objects.filter(linked_at=None).order_by("position", "id"):
            pages = ScanPage.objects.filter(document=paper).order_by("position")
            found.append(list(pages.values_list("number", flat=True)))
        return found


class TestViewer(PaperIn):
    def test_the_viewer_by_keys(self) -> None:
        sara = self.sara
        self.when_a_stack_is_scanned(sara, *sheets(3))
        self.open_paper(sara)
        pages = sara.page.locator("[data-viewer-pages]")
        fit, place = sara.page.locator('[data-zoom="0"]'), sara.page.locator("[data-viewer-place]")
        pages.focus()
        sara.page.keyboard.press("+")
        expect(fit).not_to_have_text("Hela bredden")
        sara.page.keyboard.press("0")
        expect(fit).to_have_text("Hela bredden")
        sara.page.keyboard.press("PageDown")
        expect(place).to_have_text("Sida 2 av 3")
        sara.page.keyboard.press("PageUp")
        expect(place).to_have_text("Sida 1 av 3")
        self.then_everything_is_in_order()


class TestDropping(PaperIn):
    """Files are dropped anywhere on the page, each with a line of its own."""

    DROP = """files => {
        const data = new DataTransfer();
        for (const [name, bytes] of files) data.items.add(new File([new Uint8Array(bytes)], name));
        const event = {dataTransfer: data, bubbles: true, cancelable: true};
        for (const kind of ["dragenter", "dragover", "drop"])
            document.querySelector("h1").dispatchEvent(new DragEvent(kind, event));
    }"""

    def test_files_are_dropped_and_the_same_one_is_recognised(self) -> None:
        sara = self.sara
        sara.menu("Skanna in")
        same, other = list(pdf(sheets(1))), list(pdf(sheets(1, seed=20)))
        sara.page.evaluate(self.DROP, [["en.pdf", same], ["brev.txt", [72, 101, 106]], ["två.pdf", other]])
        lines = sara.page.locator(".upload")
        expect(lines).to_have_count(3)
        expect(sara.page.locator(".upload--done")).to_have_count(2)
        expect(sara.page.locator(".upload--refused")).to_contain_text("varken PDF, TIFF, JPEG eller PNG")
        sara.page.evaluate(self.DROP, [["en igen.pdf", same]])
        again = lines.nth(3)
        expect(again).to_contain_text("Sara Sjö")
        expect(sara.page.locator("#scans tbody tr")).to_have_count(2)
        read(now=self.clock.now())
        # The page asks by itself until all is read.
        expect(sara.page.locator("#scans")).to_contain_text("1 att koppla")
        expect(sara.page.locator("#scans")).not_to_have_attribute("hx-trigger", re.compile("every"))
        sara.go(again.get_by_role("link"))
        expect(sara.page.locator("h1")).to_have_text("en.pdf")
        self.then_everything_is_in_order()
