"""Steps that the journeys of paper share: a stack is laid in the scanner, read by the worker, and gone through."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PIL import Image
from playwright.sync_api import expect

from factories import scans, walks
from journeys.outgoing import Outgoing
from journeys.person import Person
from paper_sheets import page, pdf
from remissvakt.documents.codes import new_token, payload, separator_payload
from remissvakt.documents.models import CodeKind, Document
from remissvakt.referrals.actions import deliver
from remissvakt.referrals.models import Reply
from remissvakt.storage import store

NUMBER = "19121212-1212"


def coded(token: str, *, seed: int) -> Image.Image:
    """A page that we have printed ourselves, with its code in two corners."""
    return page(seed=seed, size=scans.SMALL, lines=10, codes=[payload(token)] * 2)


def separator() -> Image.Image:
    return page(seed=0, size=scans.SMALL, lines=0, codes=[separator_payload()] * 2)


class PaperIn(Outgoing):
    """Sara scans at the health centre; what a receiver outside sends comes back on paper."""

    folder: Path

    def given_a_referral_printed_with_its_reply_sheets(self) -> None:
        """Printed with codes, and posted to a unit outside."""
        now = self.clock.now()
        referral = walks.sent_outside(self.region, now=now)
        delivery = walks.delivery_of(referral, "queued")
        self.tokens = {
            kind: new_token()
            for kind in (CodeKind.REFERRAL, CodeKind.CONFIRMATION_SHEET, CodeKind.ANSWER_SHEET)
        }
        printed = store.put(content=b"%PDF-1.7 printed", media_type="application/pdf", now=now)
        by = {"actor": self.region.secretary, "now": now}
        deliver.mark_printed(
            delivery_id=delivery.id,
            version=referral.version,
            printed_file_id=printed.sha256,
            tokens=self.tokens,
            **by,
        )
        referral = walks.fresh(referral)
        deliver.mark_posted(delivery_id=delivery.id, version=referral.version, **by)
        self.referral = walks.fresh(referral)

    def when_a_stack_is_scanned(self, person: Person, *pictures: Image.Image, name: str = "bunt.pdf") -> None:
        """Through the page, and the worker reads it."""
        self._choose(person, [(name, pdf(pictures))])
        expect(person.page.locator(".uploads")).to_contain_text("Mottagen, läses strax")
        scans.read(now=self.clock.now())

    def _choose(self, person: Person, files: Sequence[tuple[str, bytes]]) -> None:
        person.menu("Skanna in")
        whole = [{"name": name, "mimeType": "application/pdf", "buffer": content} for name, content in files]
        person.page.get_by_label("Skannade filer").set_input_files(whole)  # type: ignore[arg-type]
        if not person.scripts:
            person.press("Ladda upp")

    def open_paper(self, person: Person, words: str = "") -> None:
        """From Okopplade to the paper with its work beside it."""
        person.open("/arbete/vart/okopplade/")
        person.open_row(words)
        person.go(person.detail.locator(".actions .button").first)
        expect(person.page.locator("[data-viewer] figure img").first).to_be_visible()

    def choose_by_number(self, person: Person) -> None:
        person.fill("Remisskod, patient eller enhet", NUMBER)
        person.press("Sök remisser")
        person.go(person.main.get_by_role("button", name=self.referral.code))
        assert person.value("Personnumret på papperet") == NUMBER

    def choose_by_code(self, person: Person) -> None:
        person.fill("Remisskod, patient eller enhet", self.referral.code)
        person.press("Sök remisser")
        person.follow(self.referral.code)

    def then_okopplade_is_empty(self, person: Person) -> None:
        person.open("/")
        assert person.count("Okopplade", ours=True) == 0

    def the_paper(self) -> Document:
        return Document.objects.exclude(scan=None).get()

    def the_reply(self) -> Reply:
        return Reply.objects.get(referral=self.referral, voided_at=None)
