"""From what stands on a paper to its pages: PDF/A-2a and PDF/UA-1, by typst, in this process (about 20 ms a letter).

Texts go in as data and are never part of a template. Templates see this package's folder of templates and nothing
else of the disk; fonts are those that typst brings, so that a letter looks the same on every machine. The libraries
are read when the first paper is made: most processes make none.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, date, datetime
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.utils import translation

from .content import CoverList, LetterContent, PaperList, SeparatorSheet
from .drawn import drawn
from .pictured_code import svg_of
from .printable import every_text, marked, printable
from .style import Style

if TYPE_CHECKING:
    import typst

_TEMPLATES = Path(__file__).parent / "templates"
_STANDARDS: list[Any] = ["a-2a", "ua-1"]
_MISSING = re.compile(r'(?:the text|contains the codepoint) `"((?:[^"\\]|\\.)*)"`')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_PLAIN_TO = 0x17F  # up to here every letter of Latin writing has its glyph
_alone = threading.Lock()


Content = LetterContent | CoverList | PaperList | SeparatorSheet


def render(*, content: Content, style: Style) -> bytes:
    """Return the paper as PDF. The same content and style give the same bytes.

    A character that no font has is printed as its number. A letter to a protected patient begins with the sheet
    for the outer envelope.
    """
    return render_all(contents=(content,), style=style)


def render_all(*, contents: Sequence[Content], style: Style) -> bytes:
    """Return papers that go in one envelope as one PDF, each with its pages counted from one."""
    papers = [_paper(content, style) for content in contents]
    first, dated = papers[0]
    title = first.get("file_title", first["title"])
    return _compiled(
        {"title": title, "lang": first["lang"], "papers": [data for data, _day in papers]}, dated
    )


def page_count(pdf: bytes) -> int:
    """Return how many pages a rendered paper has."""
    import pikepdf

    with pikepdf.open(BytesIO(pdf)) as opened:
        return len(opened.pages)


def print_run(*, cover: CoverList, papers: Sequence[bytes], style: Style) -> bytes:
    """Return one PDF to print: the cover list, and every paper after it in the order given.

    It is for the printer alone: what is kept is each paper by itself, which is what can be read aloud and archived.
    """
    import pikepdf

    run = pikepdf.new()
    for paper in (render(content=cover, style=style), *papers):
        with pikepdf.open(BytesIO(paper)) as opened:
            run.pages.extend(opened.pages)
    for page in run.pages:
        # They point into the structure of the paper that the page came from.
        for key in ("/StructParents", "/Tabs"):
            if key in page.obj:
                del page.obj[key]
    whole = BytesIO()
    run.save(whole, deterministic_id=True)
    return whole.getvalue()


def _paper(content: Content, style: Style) -> tuple[dict[str, Any], date]:
    language = getattr(content, "language", "") or style.language
    with translation.override(language):
        sheet = drawn(content, style)
    data = every_text(sheet.data, printable)
    data |= {"template": sheet.template, "lang": language}
    data["window"] = {"envelope": style.envelope, "right": style.side == "right"}
    if sheet.payload:
        data["svg"] = svg_of(sheet.payload)
    return data, sheet.dated


def _compiled(data: dict[str, Any], dated: date) -> bytes:
    """Compile. What cannot be printed is found by typst itself, and then printed as its number."""
    import typst

    try:
        return _pdf(data, dated)
    except typst.TypstError as error:
        missing = _missing(error)
    if missing:
        with suppress(typst.TypstError):
            return _pdf(every_text(data, lambda text: marked(text, missing)), dated)
    # What only in company has no glyph, or may not stand in an archive: all that is not Latin writing as its number.
    return _pdf(every_text(data, lambda text: marked(text, {x for x in text if ord(x) > _PLAIN_TO})), dated)


def _pdf(data: dict[str, Any], dated: date) -> bytes:
    with _alone:
        made = _compiler().compile(
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=_STANDARDS,
            timestamp=datetime(dated.year, dated.month, dated.day, tzinfo=UTC),
        )
    if not isinstance(made, bytes):
        raise TypeError("a PDF is one file")
    return made


@cache
def _compiler() -> typst.Compiler:
    import typst

    return typst.Compiler(_TEMPLATES / "papers.typ", root=_TEMPLATES, ignore_system_fonts=True)


def _missing(error: typst.TypstError) -> set[str]:
    texts = [_ESCAPED.sub(_unescaped, found) for found in _MISSING.findall(error.diagnostic)]
    return {sign for text in texts for sign in text if ord(sign) > _PLAIN_TO}


def _unescaped(found: re.Match[str]) -> str:
    return chr(int(found[1], 16)) if found[1] else found[2]
