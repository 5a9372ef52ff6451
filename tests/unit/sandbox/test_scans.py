"""A scan is read into upright pages with what their codes say, and never into anything else (A.3, A.6, B.1)."""

from __future__ import annotations

import io
import random

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

import paper_sheets as paper
from remissvakt.documents.codes import payload, separator_payload
from remissvakt.sandbox import scans
from remissvakt.sandbox.reading import limits as reading_limits
from remissvakt.sandbox.run import Contained, Frame, Refused
from remissvakt.sandbox.scan_refusals import TEXTS, refusal_text
from remissvakt.sandbox.scans import ReadPage, read_scan

TOKEN, OTHER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "2345672345672345672345672A"
CODE = payload(TOKEN)


def read(content: bytes) -> list[ReadPage]:
    pages: list[ReadPage] = []
    half = len(content) // 2
    assert read_scan(content=[content[:half], content[half:]], on_page=pages.append) == len(pages)
    return pages


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read(content)
    assert str(refusal_text(caught.value.code))
    return caught.value.code


def shown(page: ReadPage) -> Image.Image:
    picture = Image.open(io.BytesIO(page.picture), formats=["JPEG"])
    assert picture.size == (page.width, page.height)
    assert not picture.getexif()
    small = Image.open(io.BytesIO(page.small_picture), formats=["JPEG"])
    assert max(small.size) <= 240
    return picture


def darkest_corner(picture: Image.Image) -> str:
    """Where the thick mark of `marked` is."""
    width, height = picture.size
    grey = picture.convert("L")
    boxes = {
        "upper left": (0, 0, width // 3, height // 3),
        "upper right": (width * 2 // 3, 0, width, height // 3),
        "lower left": (0, height * 2 // 3, width // 3, height),
        "lower right": (width * 2 // 3, height * 2 // 3, width, height),
    }
    return min(boxes, key=lambda name: grey.crop(boxes[name]).reduce(40).getextrema()[0])


def marked(codes=()) -> Image.Image:
    sheet = paper.page(seed=1, codes=codes)
    ImageDraw.Draw(sheet).rectangle((100, 100, 300, 300), fill="black")
    return sheet


def test_a_stack_comes_page_by_page_with_its_codes():
    sheets = [
        paper.page(seed=1, codes=[payload(TOKEN)] * 2),
        paper.page(seed=2),
        paper.page(seed=3, codes=[separator_payload()] * 2),
        paper.page(seed=4, codes=[payload(TOKEN), payload(OTHER)]),
        paper.page(seed=5, codes=["https://www.example.se/", "RV1:kort"]),
        Image.new("L", paper.A4, "white"),
    ]
    pages = read(paper.pdf(sheets))
    assert [page.number for page in pages] == [1, 2, 3, 4, 5, 6]
    assert {page.page_count for page in pages} == {6}
    assert [set(page.tokens) for page in pages] == [{TOKEN}, set(), set(), {TOKEN, OTHER}, set(), set()]
    assert [page.separator for page in pages] == [False, False, True, False, False, False]
    assert [page.blank for page in pages] == [False, False, False, False, False, True]
    assert {(page.width, page.height) for page in pages} <= {(1240, 1754), (1240, 1753)}
    assert all(shown(page).mode == "L" for page in pages)


@pytest.mark.parametrize(("turn", "skew"), [(0, 0), (0, -6.5), (90, 3), (180, 7), (180, -2), (270, 0.7)])
def test_a_coded_page_is_turned_upright(turn, skew):
    sheet = paper.worn(marked([CODE, CODE]), degrees=skew).rotate(turn, expand=True)
    [page] = read(paper.pdf([sheet]))
    assert page.tokens == (TOKEN,)
    assert abs(page.skew_tenths + skew * 10) <= 4
    assert darkest_corner(shown(page)) == "upper left"
    assert page.height > page.width


@pytest.mark.parametrize("skew", [-6.5, -1, 0, 4])
def test_a_page_without_a_code_is_straightened_by_its_lines(skew):
    [page] = read(paper.pdf([paper.worn(paper.page(seed=7, lines=12), degrees=skew)]))
    assert abs(page.skew_tenths + skew * 10) <= 4


def test_a_hole_and_a_stroke_through_one_code_leave_the_other():
    chance = random.Random(1)
    sheets = [
        paper.worn(
            paper.page(seed=n, codes=[CODE, CODE]),
            degrees=chance.uniform(-7, 7),
            noise=chance.choice((5, 20, 40)),
            upside_down=n % 2 == 0,
            hole=True,
        )
        for n in range(12)
    ]
    pages = read(paper.pdf(sheets))
    assert [page.tokens for page in pages] == [(TOKEN,)] * 12


def test_a_small_code_is_found_too():
    sheet = paper.page(seed=1)
    sheet.paste(paper.code(CODE, millimetres=15), (1300, 100))
    [page] = read(paper.pdf([sheet]))
    assert page.tokens == (TOKEN,)


def text(words: str, *, at=(300, 600), size=11, shade=0) -> Image.Image:
    sheet = Image.new("L", paper.A4, "white")
    font = ImageFont.load_default(paper.DPI * size / 72)
    ImageDraw.Draw(sheet).text(at, words, font=font, fill=shade)
    return sheet


def spots(places, radius) -> Image.Image:
    sheet = Image.new("L", paper.A4, "white")
    draw = ImageDraw.Draw(sheet)
    for x, y in places:
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill="black")
    return sheet


def rim() -> Image.Image:
    sheet = Image.new("L", paper.A4, "white")
    ImageDraw.Draw(sheet).rectangle((0, 0, 30, 2339), fill=30)
    return sheet


def test_blank_is_what_has_less_than_a_word_on_it():
    chance = random.Random(1)
    through = ImageOps.mirror(paper.page(seed=3)).point(lambda value: 255 - (255 - value) * 0.15)
    blank = {
        "white": Image.new("L", paper.A4, "white"),
        "grey paper": Image.new("L", paper.A4, 200),
        "speckle": spots([(chance.randrange(1654), chance.randrange(2339)) for _ in range(100)], 1),
        "two holes": spots([(94, 850), (94, 1480)], 24),
        "four holes": spots([(87, y) for y in (295, 854, 1484, 2043)], 24),
        "holes at the top": spots([(94, 850), (94, 1480)], 24).rotate(90, expand=True),
        "show-through": through,
        "a dark rim": rim(),
    }
    written = {
        "two letters": text("ua"),
        "in pencil": text("ua", shade=130),
        "one line": text("Svar: ingen metastas"),
        "a stamp in the margin": text("Remissvar", at=(60, 2260), size=8),
        "two letters on grey": text("ua").point(lambda value: value * 0.8),
    }
    sheets = [paper.worn(sheet, noise=10) for sheet in (*blank.values(), *written.values())]
    found = dict(zip((*blank, *written), (page.blank for page in read(paper.pdf(sheets))), strict=True))
    assert found == {**dict.fromkeys(blank, True), **dict.fromkeys(written, False)}


@pytest.mark.parametrize("compression", ["group4", "tiff_lzw", "tiff_deflate", None])
def test_tiff_of_several_pages(compression):
    sheets = [paper.page(seed=n, codes=[CODE, CODE] if n == 1 else ()).convert("1") for n in (1, 2)]
    pages = read(paper.tiff(sheets, compression=compression))
    assert [page.tokens for page in pages] == [(TOKEN,), ()]
    assert [page.width for page in pages] == [1240, 1240]


def test_fax_lines_are_as_tall_as_they_were():
    sheet = marked([CODE, CODE]).resize((1728, 1146)).convert("1")
    held = io.BytesIO()
    sheet.save(held, "TIFF", compression="group3", dpi=(204, 98))
    [page] = read(held.getvalue())
    assert 1.3 < page.height / page.width < 1.5


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_pictures_of_every_mode(mode):
    sheet = marked([CODE, CODE])
    if mode == "I;16":
        sheet = sheet.convert("I").point(lambda value: value * 256).convert("I;16")
    for kind in ("PNG", "JPEG", "TIFF"):
        held = io.BytesIO()
        try:
            sheet.convert(mode).save(held, kind)
        except OSError:
            assert kind != "TIFF"  # not every kind of file has every mode
            continue
        [page] = read(held.getvalue())
        assert page.tokens == (TOKEN,)
        assert darkest_corner(shown(page)) == "upper left"


def test_what_is_transparent_is_white():
    sheet = Image.new("RGBA", paper.A4, (0, 0, 0, 0))
    held = io.BytesIO()
    sheet.save(held, "PNG")
    [page] = read(held.getvalue())
    assert page.blank
    assert shown(page).getextrema()[0] > 250


@pytest.mark.parametrize(
    ("orientation", "kind"), [*((n, "JPEG") for n in range(1, 9)), (6, "TIFF"), (3, "TIFF"), (8, "PNG")]
)
def test_a_turned_photo_is_shown_as_it_was_held(orientation, kind):
    turn = {
        2: Image.Transpose.FLIP_LEFT_RIGHT,
        3: Image.Transpose.ROTATE_180,
        4: Image.Transpose.FLIP_TOP_BOTTOM,
        5: Image.Transpose.TRANSPOSE,
        6: Image.Transpose.ROTATE_90,
        7: Image.Transpose.TRANSVERSE,
        8: Image.Transpose.ROTATE_270,
    }.get(orientation)
    sheet = marked()
    exif = Image.Exif()
    exif[0x0112] = orientation
    held = io.BytesIO()
    (sheet.transpose(turn) if turn is not None else sheet).save(held, kind, exif=exif)
    [page] = read(held.getvalue())
    assert page.height > page.width
    assert darkest_corner(shown(page)) == "upper left"


def test_colour_is_kept_where_there_is_any():
    pages = read(paper.pdf([paper.page(seed=1, colour=True), paper.page(seed=1).convert("RGB")]))
    assert [shown(page).mode for page in pages] == ["RGB", "L"]


@pytest.mark.parametrize("colour", [False, True])
def test_pages_that_are_drawn_and_pages_that_are_pictures_look_the_same(colour):
    """A rotated page is drawn by PDFium, an ordinary one taken as the picture that it is."""
    sheet = paper.worn(paper.page(seed=1, colour=True), degrees=3) if colour else marked()
    with pikepdf.open(io.BytesIO(paper.pdf([sheet]))) as document:
        document.pages[0].Rotate = 360
        document.pages[0].Contents = document.make_stream(
            b"q " + document.pages[0].Contents.read_bytes() + b" Q n"
        )
        document.pages[0].Annots = pikepdf.Array(
            [pikepdf.Dictionary(Subtype=pikepdf.Name.Link, Rect=[0, 0, 1, 1])]
        )
        held = io.BytesIO()
        document.save(held)
    one, other = (shown(read(content)[0]) for content in (paper.pdf([sheet]), held.getvalue()))
    assert abs(one.width - other.width) <= 2
    assert one.mode == other.mode == ("RGB" if colour else "L")
    difference = [
        abs(a - b) for a, b in zip(one.reduce(10).tobytes(), other.reduce(10).tobytes(), strict=False)
    ]
    assert sum(difference) / len(difference) < 3


@pytest.mark.parametrize("colour", [False, True])
def test_a_picture_whose_values_mean_the_opposite_is_shown_so(colour):
    with pikepdf.open(io.BytesIO(paper.pdf([paper.page(seed=1, colour=colour)]))) as document:
        [picture] = document.pages[0].Resources.XObject.values()
        picture.Decode = pikepdf.Array([1, 0] * (3 if colour else 1))
        held = io.BytesIO()
        document.save(held)
    [page] = read(held.getvalue())
    assert shown(page).convert("L").histogram()[0] > page.width * page.height // 2


def test_a_stamp_keeps_its_colour_where_it_is():
    sheet = Image.new("RGB", paper.A4, "white")
    ImageDraw.Draw(sheet).rectangle((900, 1900, 1100, 2000), fill=(190, 30, 40))
    [page] = read(paper.pdf([sheet]))
    inside, beside = (shown(page).getpixel(place) for place in ((750, 1462), (660, 1462)))
    assert all(abs(a - b) < 12 for a, b in zip(inside, (190, 30, 40), strict=True))
    assert min(beside) > 240


def test_a_landscape_page_stays_so():
    [page] = read(paper.pdf([paper.page(seed=1, lines=20, size=(2339, 1654))]))
    assert (page.width, page.height) in ((1754, 1240), (1753, 1240))


def drawn_pdf(width, height, count=1, **save) -> bytes:
    document = pikepdf.new()
    for _ in range(count):
        document.add_blank_page(page_size=(width, height))
    held = io.BytesIO()
    document.save(held, **save)
    return held.getvalue()


def test_a_large_drawing_is_made_smaller():
    [page] = read(drawn_pdf(2400, 3400))
    assert page.width <= 1240


def test_a_filled_in_form_shows_what_was_filled_in():
    """The appearance of a field is part of the paper; leaving it out would lose the answer."""
    document = pikepdf.new()
    document.add_blank_page(page_size=(595, 842))
    look = document.make_stream(
        b"0 0 0 rg 0 0 300 60 re f",
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Form,
        BBox=[0, 0, 300, 60],
    )
    field = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Widget,
            FT=pikepdf.Name.Tx,
            T="svar",
            F=4,
            Rect=[100, 400, 400, 460],
            AP=pikepdf.Dictionary(N=look),
        )
    )
    document.pages[0].Annots = pikepdf.Array([field])
    document.Root.AcroForm = pikepdf.Dictionary(Fields=[field])
    held = io.BytesIO()
    document.save(held)
    [page] = read(held.getvalue())
    assert not page.blank


def test_the_refusals():
    pdf = paper.pdf([paper.page(seed=1)])
    assert refused(b"") == "scan_empty"
    assert refused(bytes(5000)) == "scan_empty"
    assert refused(b"<html><script>1</script></html>") == "scan_unknown_type"
    assert refused(b"GIF89a" + pdf) == "scan_unknown_type"
    assert (
        refused(drawn_pdf(595, 842, encryption=pikepdf.Encryption(user="hemlig", owner="x")))
        == "scan_encrypted"
    )
    assert refused(pdf[: len(pdf) // 2]) == "scan_damaged"
    assert refused(b"%PDF-1.7 %%EOF") == "scan_damaged"
    assert refused(paper.jpeg(paper.page(seed=1))[:9000]) == "scan_damaged"
    assert refused(drawn_pdf(595, 842, count=201)) == "scan_too_many_pages"
    assert refused(paper.tiff([Image.new("1", (8, 8))] * 201)) == "scan_too_many_pages"
    assert refused(drawn_pdf(3, 3).replace(b"[ 0 0 3 3 ]", b"[0 0 570000 842]")) == "scan_page_too_large"
    assert refused(paper.tiff([Image.new("1", (6400, 6400))])) == "scan_page_too_large"


def test_200_pages_may_come():
    assert len(read(drawn_pdf(100, 100, count=200))) == 200


def test_a_password_that_only_forbids_printing_is_none():
    assert len(read(drawn_pdf(595, 842, encryption=pikepdf.Encryption(user="", owner="x")))) == 1


def test_too_large_is_told_without_reading_it_all():
    given = []

    def endless():
        while True:
            given.append(1)
            yield b"%PDF-" + bytes(1024 * 1024)

    with pytest.raises(Refused) as caught:
        read_scan(content=endless(), on_page=lambda page: None)
    assert caught.value.code == "scan_too_large"
    assert len(given) <= reading_limits.MOST_BYTES // 1024 // 1024 + 1


def test_being_stopped_has_codes_and_every_code_has_words(monkeypatch):
    for reason, code in scans._CODE_OF.items():

        def stopped(*, reason=reason, **_given):
            raise Contained(reason)
            yield

        monkeypatch.setattr(scans, "run_apart", stopped)
        with pytest.raises(Refused) as caught:
            read_scan(content=[], on_page=lambda page: None)
        assert caught.value.code == code
        assert code in TEXTS


JPEG = b"\xff\xd8\xff"
HONEST = {
    "number": 1,
    "page_count": 1,
    "width": 10,
    "height": 10,
    "picture": 3,
    "blank": False,
    "separator": False,
    "tokens": [TOKEN],
    "skew_tenths": 0,
}


@pytest.mark.parametrize(
    ("changed", "blob"),
    [
        ({"number": 2}, JPEG * 2),
        ({"page_count": 100_000}, JPEG * 2),
        ({"page_count": 0}, JPEG * 2),
        ({"width": "10"}, JPEG * 2),
        ({"width": -1}, JPEG * 2),
        ({"height": 10**9}, JPEG * 2),
        ({"picture": 6}, JPEG * 2),
        ({"picture": -1}, JPEG * 2),
        ({"tokens": ["<script>"]}, JPEG * 2),
        ({"tokens": [1]}, JPEG * 2),
        ({"tokens": None}, JPEG * 2),
        ({"skew_tenths": 10**6}, JPEG * 2),
        ({}, b"GIF" + JPEG),
        ({}, JPEG + b"<sv"),
    ],
)
def test_a_child_that_lies_is_not_believed(monkeypatch, changed, blob):
    monkeypatch.setattr(
        scans, "run_apart", lambda **_given: iter([Frame("page", {**HONEST, **changed}, blob)])
    )
    with pytest.raises(Refused) as caught:
        read_scan(content=[], on_page=lambda page: None)
    assert caught.value.code == "scan_damaged"


def test_an_honest_child_is(monkeypatch):
    monkeypatch.setattr(scans, "run_apart", lambda **_given: iter([Frame("page", HONEST, JPEG * 2)]))
    pages: list[ReadPage] = []
    assert read_scan(content=[], on_page=pages.append) == 1
    assert pages[0].tokens == (TOKEN,)


def test_the_drawing_engine_has_no_scripts():
    assert pypdfium2.PYPDFIUM_INFO.version
    assert "V8" not in pypdfium2.PDFIUM_INFO.flags
