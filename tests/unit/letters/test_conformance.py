"""Every paper says that it is PDF/A-2a and PDF/UA-1, and has what those ask for. Self-declared: no validator here."""

from io import BytesIO

import pikepdf
import pytest

from remissvakt.letters.render import page_count, render, render_all
from rescan.papers import CODE, letters, others

PAPERS = {**letters(), **others()}


@pytest.fixture(params=PAPERS)
def paper(request):
    content, style = PAPERS[request.param]
    with pikepdf.open(BytesIO(render(content=content, style=style))) as opened:
        yield opened


def test_it_declares_archive_and_accessibility(paper):
    with paper.open_metadata() as metadata:
        assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "A")
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"]
    assert paper.Root.MarkInfo.Marked
    assert paper.Root.ViewerPreferences.DisplayDocTitle
    assert str(paper.Root.Lang) == "sv"


def test_its_structure_begins_with_a_heading_of_the_first_level(paper):
    kinds = list(_kinds(paper.Root.StructTreeRoot))
    assert next(kind for kind in kinds if kind.startswith("/H")) == "/H1"
    assert "/P" in kinds


def test_title_and_metadata_hold_no_personal_number(paper):
    held = bytes(paper.Root.Metadata.read_bytes()).decode() + str(paper.docinfo)
    assert "1212" not in held
    assert "Tolvan" not in held


def test_pages_are_a4_and_every_font_comes_with_the_file(paper):
    for page in paper.pages:
        width, height = (float(value) / 72 * 25.4 for value in page.mediabox[2:])
        assert (round(width), round(height)) == (210, 297)
    programs = [one for one in paper.objects if isinstance(one, pikepdf.Dictionary) and "/FontName" in one]
    assert programs
    assert all(any(key in one for key in ("/FontFile2", "/FontFile3")) for one in programs)


def test_nothing_runs_and_nothing_is_fetched(paper):
    words = {key for one in paper.objects if isinstance(one, pikepdf.Dictionary) for key in one}
    assert words.isdisjoint({"/JS", "/JavaScript", "/AA", "/OpenAction", "/EmbeddedFiles", "/URI", "/Launch"})


def test_the_same_paper_gives_the_same_bytes():
    content, style = letters()["svar"]
    assert render(content=content, style=style) == render(content=content, style=style)


def test_title_is_the_kind_and_the_code():
    content, style = letters()["svar"]
    with (
        pikepdf.open(BytesIO(render(content=content, style=style))) as opened,
        opened.open_metadata() as held,
    ):
        assert held["dc:title"] == f"Remissvar – slutsvar {CODE}"


def test_papers_of_one_envelope_are_one_tagged_file():
    every = letters()
    style = every["remiss"][1]
    contents = [every[name][0] for name in ("remiss", "bekraftelseblad", "svarsblad")]
    pdf = render_all(contents=contents, style=style)
    assert page_count(pdf) == 3
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert list(_kinds(opened.Root.StructTreeRoot)).count("/H1") == 3
        with opened.open_metadata() as metadata:
            assert metadata["pdfaid:conformance"] == "A"


def _kinds(node):
    """The kinds of the structure's elements, from the outermost in."""
    if isinstance(node, pikepdf.Array):
        for one in node:
            yield from _kinds(one)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from _kinds(node.K)
