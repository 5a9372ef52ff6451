"""What stands in a PDF that was made here: its words, and what its codes say."""

from __future__ import annotations

import pypdfium2
import zxingcpp


def words_in(pdf: bytes) -> str:
    """All text of all pages, with single spaces."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return " ".join(" ".join(page.get_textpage().get_text_range() for page in document).split())
    finally:
        document.close()


def codes_in(pdf: bytes) -> list[set[str]]:
    """What the codes of each page say."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures = [page.render(scale=200 / 72).to_pil().convert("L") for page in document]
    finally:
        document.close()
    return [{one.text for one in zxingcpp.read_barcodes(picture)} for picture in pictures]
