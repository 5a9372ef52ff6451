"""A stack in the scanner of Vårdcentralen Eken this morning: sheets filled in by hand, a letter without a code.

Rendered and scanned as life would do it, and read as the worker reads it (A.3, A.6).
"""

from __future__ import annotations

import io
import json
from datetime import datetime
from pathlib import Path

import pypdfium2
import typst
from PIL import Image, ImageDraw

from remissvakt.core.clock import local_date
from remissvakt.core.identifiers import format_patient_number
from remissvakt.core.ids import new_id
from remissvakt.documents.models import CodeKind, PaperCode
from remissvakt.letters.content import SeparatorSheet
from remissvakt.letters.render import render
from remissvakt.letters.style import Style
from remissvakt.organisations.models import Unit
from remissvakt.referrals.models import Referral
from remissvakt.referrals.states import CaseState, ReferralState
from remissvakt.scanning.receive import receive
from remissvakt.scanning.work import work
from remissvakt.storage import store

from .build import Region

_FOREIGN = Path(__file__).parent / "foreign.typ"
_DPI = 200
_INK = (28, 44, 110)
# Where the first box and the line for weeks are on a confirmation sheet, as parts of the page.
_BOX = (0.094, 0.372)
_WEEKS = (0.315, 0.408)
_MOST_SHEETS = 2


def scan_a_stack(region: Region, *, now: datetime) -> None:
    """Two confirmation sheets and one answer that was written on another system, in one file."""
    unit = region.units["eken"]
    pages = [_filled_in(code) for code in _sheets(unit)]
    foreign = _waiting_for_answer(unit)
    if foreign is not None:
        # What has no code of its own is laid behind a separator sheet.
        pages += [
            *_pages(render(content=SeparatorSheet(), style=Style(letterhead=()))),
            _foreign_answer(foreign),
        ]
    if not pages:
        return  # a small region, that has nothing out
    receive(
        scan_id=new_id(now=now),
        unit_id=unit.id,
        content=io.BytesIO(_file(pages)),
        size=None,
        name="Skanning morgonpost.pdf",
        source="folder",
        arrived_on=local_date(now),
        actor=None,
        now=now,
    )
    while work(now=now):
        pass


def _sheets(unit: Unit) -> list[PaperCode]:
    """Confirmation sheets of letters that are out and not confirmed."""
    return list(
        PaperCode.objects.select_related("delivery")
        .filter(
            unit=unit,
            kind=CodeKind.CONFIRMATION_SHEET,
            referral__state=ReferralState.SENT.value,
            referral__cases__state=CaseState.SENT.value,
            delivery__state="posted",
        )
        .order_by("made_at", "token")[:_MOST_SHEETS]
    )


def _waiting_for_answer(unit: Unit) -> Referral | None:
    return (
        Referral.objects.select_related("patient", "to_unit")
        .filter(
            referrer_unit=unit,
            state=ReferralState.SENT.value,
            cases__state=CaseState.IN_PROGRESS.value,
            cases__unit__local=False,
        )
        .order_by("sent_at", "id")
        .first()
    )


def _filled_in(code: PaperCode) -> Image.Image:
    """The sheet as it was printed, with a cross and a number of weeks in ink."""
    assert (
        code.delivery is not None and code.delivery.printed_file_id is not None
    )  # printed, so there is a code
    pages = _pages(store.read(sha256=code.delivery.printed_file_id))
    # The papers of an envelope lie in this order: the referral, the confirmation sheet, the answer sheet.
    sheet = pages[-2]
    draw, (width, height) = ImageDraw.Draw(sheet), sheet.size
    x, y = round(_BOX[0] * width), round(_BOX[1] * height)
    draw.line((x - 4, y - 20, x + 30, y + 18), fill=_INK, width=5)
    draw.line((x + 32, y - 22, x - 2, y + 20), fill=_INK, width=5)
    x, y = round(_WEEKS[0] * width), round(_WEEKS[1] * height)
    draw.arc((x, y - 6, x + 26, y + 20), 0, 360, fill=_INK, width=5)
    draw.arc((x + 2, y - 34, x + 50, y + 26), 150, 260, fill=_INK, width=5)
    return sheet.rotate(1.3, fillcolor="white", resample=Image.Resampling.BICUBIC)


def _foreign_answer(referral: Referral) -> Image.Image:
    patient, receiver = referral.patient, referral.to_unit
    assert receiver is not None  # sent, so it has one
    said = {
        "title": "Remissvar",
        "sender": receiver.name,
        "place": receiver.city,
        "facts": [
            ["Patient", patient.name],
            ["Personnummer", format_patient_number(patient.number)],
            ["Svar till", "Vårdcentralen Eken"],
        ],
        "paragraphs": [
            "Tack för remissen. Patienten är undersökt på mottagningen. Vi finner inget som kräver åtgärd hos oss.",
            "Slutsvar. Åter till er för fortsatt uppföljning. Ny remiss vid försämring.",
        ],
        "signature": "Mottagningens läkare",
    }
    made = typst.compile(
        _FOREIGN.read_bytes(), format="pdf", sys_inputs={"said": json.dumps(said)}, ignore_system_fonts=True
    )
    return _pages(made)[0].rotate(-0.8, fillcolor="white", resample=Image.Resampling.BICUBIC)


def _pages(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=_DPI / 72).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def _file(pages: list[Image.Image]) -> bytes:
    held = io.BytesIO()
    pages[0].save(held, "PDF", save_all=True, append_images=pages[1:], resolution=_DPI, quality=75)
    return held.getvalue()
