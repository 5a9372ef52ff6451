"""PDFs that are right, and want something: to run, to call, to swell, to go round for ever."""

from __future__ import annotations

import zlib

from .hostile import PAGES, Corpus, Hostile, only
from .pictures import zeros
from .raw_pdf import CATALOG, CONTENTS, flate, one_page, pdf, stream
from .raw_pdf import PAGES as PAGE_TREE

MEBIBYTE = 1 << 20
CURTAIN = b"1 0 0 rg 0 0 595 842 re f"


def contents() -> Corpus:
    yield from _actions()
    yield from _bombs()
    yield from _rings()
    yield from _pages_of_no_size()
    yield from _much_to_draw()
    yield from _annotations()


def _actions() -> Corpus:
    """All are read as the pages that they show: nothing is there that could run them."""
    script = (
        b"<< /S /JavaScript /JS (while(true){app.alert\\(1\\);this.submitForm\\('http://127.0.0.1/'\\)}) >>"
    )
    actions = {
        "JavaScript": script,
        "Launch": b"<< /S /Launch /F (/bin/sh) /Win << /F (cmd.exe) /P (/c calc) >> >>",
        "URI": b"<< /S /URI /URI (http://127.0.0.1:1/) >>",
        "SubmitForm": b"<< /S /SubmitForm /F << /FS /URL /F (http://127.0.0.1:1/) >> >>",
        "GoToR": b"<< /S /GoToR /F (\\\\\\\\127.0.0.1\\\\share\\\\x.pdf) /D [0 /Fit] >>",
        "ImportData": b"<< /S /ImportData /F (/etc/passwd) >>",
        "Rendition": b"<< /S /Rendition /JS (app.alert\\(1\\)) /OP 0 >>",
        "itself for ever": b"<< /S /GoTo /D [3 0 R /Fit] /Next 9 0 R >>",
    }
    for name, action in actions.items():
        more = {9: action}
        places = {
            "when opened": one_page(catalog=b"/OpenAction 9 0 R", more=more),
            "when seen": one_page(page=b"/AA << /O 9 0 R /C 9 0 R >>", more=more),
            "when printed": one_page(catalog=b"/AA << /WP 9 0 R /DP 9 0 R >>", more=more),
            "on a link": one_page(
                page=b"/Annots [<< /Subtype /Link /Rect [0 0 600 900] /A 9 0 R /AA << /E 9 0 R >> >>]",
                more=more,
            ),
        }
        for place, content in places.items():
            yield Hostile("action", f"{name} {place}", lambda content=content: content, only(PAGES))
    others = {
        "script with a name": one_page(
            catalog=b"/Names << /JavaScript << /Names [(a) 9 0 R] >> >>", more={9: script}
        ),
        "attachment": one_page(
            catalog=b"/Names << /EmbeddedFiles << /Names [(../../etc/cron.d/x) 9 0 R] >> >>",
            more={9: b"<< /Type /Filespec /F (../../x.exe) /EF << /F 10 0 R >> >>", 10: stream(b"MZ" * 1000)},
        ),
        "contents in another file": one_page(
            contents_object=b"<< /Length 0 /F (/etc/passwd) /FFilter /FlateDecode >>\nstream\n\nendstream"
        ),
        "form of XFA": one_page(
            catalog=b"/AcroForm << /XFA 9 0 R /Fields [] >>",
            more={9: stream(b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')},
        ),
    }
    for name, content in others.items():
        yield Hostile("attachment or script", name, lambda content=content: content, only(PAGES))


def _filtered(times: int) -> bytes:
    data = CURTAIN
    for _ in range(times):
        data = zlib.compress(data)
    return one_page(contents_object=stream(data, b"/Filter [%s]" % (b"/FlateDecode " * times)))


def _swelling(filters: bytes, data: bytes) -> bytes:
    return one_page(contents_object=stream(data, b"/Filter [%s]" % filters))


def _image(entries: bytes, data: bytes = b"", **more: bytes) -> bytes:
    return one_page(
        b"595 0 0 842 0 0 cm /A Do",
        resources=b"/XObject << /A 9 0 R >>",
        more={
            9: stream(data, b"/Type /XObject /Subtype /Image " + entries),
            **{int(name[1:]): body for name, body in more.items()},
        },
    )


def _bombs() -> Corpus:
    bombs = {
        "2 GiB of zeros": lambda: _swelling(b"/FlateDecode", zeros(2048 * MEBIBYTE)),
        "zeros packed twice": lambda: _swelling(
            b"/FlateDecode /FlateDecode", zlib.compress(zeros(3000 * MEBIBYTE), 9)
        ),
        "fifty filters": lambda: _filtered(50),
        "two thousand filters": lambda: one_page(
            contents_object=stream(b"~>", b"/Filter [%s]" % (b"/ASCII85Decode " * 2000))
        ),
        "run lengths": lambda: _swelling(b"/RunLengthDecode /RunLengthDecode", b"\x81\x81" * 100_000),
        "LZW": lambda: _swelling(b"/LZWDecode", b"\x80\x0b\x60\x50\x22\x0c\x0c\x85\x01" * 50_000),
        "predictor of a giant row": lambda: one_page(
            contents_object=flate(
                bytes(1000), b"/DecodeParms << /Predictor 12 /Columns 2147483647 /Colors 32 >>"
            )
        ),
        "ascii hex without end": lambda: _swelling(b"/ASCIIHexDecode", b"2" * 2_000_000),
    }
    for name, make in bombs.items():
        yield Hostile("packed stream", name, make)
    grey = b"/ColorSpace /DeviceGray /BitsPerComponent 8 "
    images = {
        "13 000 × 13 000": lambda: _image(
            b"/Width 13000 /Height 13000 /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /FlateDecode",
            zeros(484 * MEBIBYTE),
        ),
        "40 000 × 40 000": lambda: _image(
            b"/Width 40000 /Height 40000 /Filter /FlateDecode " + grey, zeros(1600 * MEBIBYTE)
        ),
        "2^31 wide": lambda: _image(b"/Width 2147483647 /Height 2147483647 " + grey, b"a"),
        "of negative size": lambda: _image(b"/Width -5 /Height -5 " + grey, b"a"),
        "of no size": lambda: _image(b"/Width 0 /Height 0 " + grey),
        "of 2^31 bits": lambda: _image(
            b"/Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 2147483647"
        ),
        "JBIG2 of nonsense": lambda: _image(
            b"/Width 999 /Height 999 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode",
            b"\0\0\0\0\x30\0\1\xff\xff\xff\xff" * 900,
        ),
        "JBIG2 of a giant page": lambda: _image(
            b"/Width 60000 /Height 60000 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode",
            b"\0\0\0\0\x30\0\1\0\0\0\x13\0\0\xea\x60\0\0\xea\x60" + bytes(11),
        ),
        "JPX of nonsense": lambda: _image(
            b"/Width 999 /Height 999 /Filter /JPXDecode",
            b"\0\0\0\x0cjP  \r\n\x87\n" + b"\xff\x4f\xff\x51" * 900,
        ),
        "JPX of a giant size": lambda: _image(
            b"/Width 65000 /Height 65000 /Filter /JPXDecode",
            b"\xff\x4f\xff\x51\0\x2f\0\0"
            + b"\0\1\0\0" * 2
            + bytes(8)
            + b"\0\1\0\0" * 2
            + bytes(8)
            + b"\0\3"
            + b"\7\1\1" * 3,
        ),
        "fax of a giant width": lambda: _image(
            b"/Width 9 /Height 9 /ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode "
            b"/DecodeParms << /K -1 /Columns 2147483647 /Rows 2147483647 >>",
            b"\0" * 999,
        ),
        "palette of nonsense": lambda: _image(
            b"/Width 99 /Height 99 /ColorSpace [/Indexed /DeviceRGB 2147483647 (abc)] /BitsPerComponent 8",
            b"\xff" * 9801,
        ),
        "its own mask": lambda: _image(b"/Width 9 /Height 9 /SMask 9 0 R " + grey, bytes(81)),
        "masks in a ring": lambda: _image(
            b"/Width 9 /Height 9 /SMask 10 0 R " + grey,
            bytes(81),
            _10=stream(bytes(81), b"/Subtype /Image /Width 9 /Height 9 /SMask 9 0 R " + grey),
        ),
        "JPEG that is none": lambda: _image(
            b"/Width 1654 /Height 2339 /Filter /DCTDecode " + grey, b"\xff\xd8\xff\xe0nej"
        ),
    }
    for name, make in images.items():
        yield Hostile("picture in a PDF", name, make)


def _rings() -> Corpus:
    form = b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] "

    def laughs(levels: int, times: int) -> bytes:
        """Each form draws the next one so many times."""
        forms = {
            10 + level: stream(
                b"/A Do " * times, form + b"/Resources << /XObject << /A %d 0 R >> >>" % (11 + level)
            )
            for level in range(levels)
        }
        last = {10 + levels: stream(CURTAIN, form)}
        return one_page(b"/A Do", resources=b"/XObject << /A 10 0 R >>", more={**forms, **last})

    def group(inner: bytes) -> bytes:
        return (
            form
            + b"/Group << /S /Transparency >> /Resources << /ExtGState << /G %s >> /XObject << /A 10 0 R >> >>"
            % inner
        )

    masks = {
        10 + n: stream(b"/G gs 0 0 600 900 re f", group(b"<< /SMask << /S /Alpha /G %d 0 R >> >>" % (11 + n)))
        for n in range(30)
    }
    tile = b"/Type /Pattern /PatternType 1 /PaintType 1 /TilingType 1 /BBox [0 0 1 1] "
    rings = {
        "form of itself": one_page(
            b"/A Do",
            resources=b"/XObject << /A 9 0 R >>",
            more={9: stream(b"/A Do /A Do", form + b"/Resources << /XObject << /A 9 0 R >> >>")},
        ),
        "two forms of each other": one_page(
            b"/A Do",
            resources=b"/XObject << /A 9 0 R >>",
            more={
                9: stream(b"/A Do " * 9, form + b"/Resources << /XObject << /A 10 0 R >> >>"),
                10: stream(b"/A Do " * 9, form + b"/Resources << /XObject << /A 9 0 R >> >>"),
            },
        ),
        "ten levels of ten": laughs(10, 10),
        "thirty levels of two": laughs(30, 2),
        "three levels of five hundred": laughs(3, 500),
        "two thousand levels": laughs(2000, 1),
        "pattern of itself": one_page(
            b"/Pattern cs /P scn 0 0 600 900 re f",
            resources=b"/Pattern << /P 9 0 R >>",
            more={
                9: stream(
                    b"/Pattern cs /P scn 0 0 1 1 re f",
                    tile + b"/XStep 1 /YStep 1 /Resources << /Pattern << /P 9 0 R >> >>",
                )
            },
        ),
        "pattern of the tiniest steps": one_page(
            b"/Pattern cs /P scn 0 0 600 900 re f",
            resources=b"/Pattern << /P 9 0 R >>",
            more={9: stream(b"0 0 1 1 re f", tile + b"/XStep 0.00001 /YStep 0.00001 /Resources << >>")},
        ),
        "pattern of no steps": one_page(
            b"/Pattern cs /P scn 0 0 600 900 re f",
            resources=b"/Pattern << /P 9 0 R >>",
            more={9: stream(b"0 0 1 1 re f", tile + b"/XStep 0 /YStep 0 /Resources << >>")},
        ),
        "soft masks thirty deep": one_page(
            b"/G gs 0 0 600 900 re f",
            resources=b"/ExtGState << /G << /SMask << /S /Alpha /G 10 0 R >> >> >>",
            more={**masks, 40: stream(CURTAIN, form)},
        ),
        "soft mask of itself": one_page(
            b"/G gs 0 0 600 900 re f",
            resources=b"/ExtGState << /G 9 0 R >>",
            more={
                9: b"<< /SMask << /S /Luminosity /G 10 0 R >> >>",
                10: stream(b"/G gs 0 0 600 900 re f", group(b"9 0 R")),
            },
        ),
        "glyph that writes itself": one_page(
            b"BT /F 900 Tf (aaaaaaaa) Tj ET",
            resources=b"/Font << /F 9 0 R >>",
            more={
                9: b"<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 1] /FontMatrix [1 0 0 1 0 0] /FirstChar 97 "
                b"/LastChar 97 /Widths [1] /Encoding << /Differences [97 /a] >> /CharProcs << /a 10 0 R >> "
                b"/Resources << /Font << /F 9 0 R >> >> >>",
                10: stream(b"1 0 d0 BT /F 1 Tf (aaaaaaaa) Tj ET"),
            },
        ),
        "colour space of itself": one_page(
            b"/C cs 1 scn 0 0 600 900 re f",
            resources=b"/ColorSpace << /C 9 0 R >>",
            more={9: b"[/Indexed 9 0 R 255 (a)]"},
        ),
        "function of itself": one_page(
            b"/S sh",
            resources=b"/Shading << /S << /ShadingType 2 /ColorSpace /DeviceGray /Coords [0 0 1 1] "
            b"/Function 9 0 R >> >>",
            more={
                9: b"<< /FunctionType 3 /Domain [0 1] /Functions [9 0 R 9 0 R] /Bounds [0.5] /Encode [0 1 0 1] >>"
            },
        ),
        "program of a hundred thousand steps a point": one_page(
            b"/S sh",
            resources=b"/Shading << /S << /ShadingType 1 /ColorSpace /DeviceGray /Domain [0 600 0 900] "
            b"/Function 9 0 R >> >>",
            more={
                9: flate(
                    b"{ " + b"dup mul sqrt " * 30_000 + b"pop }",
                    b"/FunctionType 4 /Domain [0 600 0 900] /Range [0 1]",
                )
            },
        ),
        "sampled function of 2^31 points": one_page(
            b"/S sh",
            resources=b"/Shading << /S << /ShadingType 1 /ColorSpace /DeviceGray /Function 9 0 R >> >>",
            more={
                9: stream(
                    b"a",
                    b"/FunctionType 0 /Domain [0 1 0 1] /Range [0 1] /Size [46340 46340] /BitsPerSample 32",
                )
            },
        ),
        "mesh of nonsense": one_page(
            b"/S sh",
            resources=b"/Shading << /S 9 0 R >>",
            more={
                9: flate(
                    bytes(range(256)) * 4000,
                    b"/ShadingType 7 /ColorSpace /DeviceRGB /BitsPerCoordinate 32 /BitsPerComponent 16 "
                    b"/BitsPerFlag 8 /Decode [-9999 9999 -9999 9999 0 1 0 1 0 1]",
                )
            },
        ),
    }
    for name, content in rings.items():
        yield Hostile("ring or laughs", name, lambda content=content: content)


def _pages_of_no_size() -> Corpus:
    boxes = {
        b"[0 0 567000 842]": only("scan_page_too_large"),
        b"[0 0 567000 567000]": only("scan_page_too_large"),
        b"[0 0 14400 14400]": only(PAGES),
        b"[0 0 14400 1]": only(PAGES),
        b"[0 0 0.001 842]": None,
        b"[0 0 0 0]": None,
        b"[595 842 0 0]": None,
        b"[-1e30 -1e30 1e30 1e30]": None,
        b"[0 0 99999999999999999999999 1]": None,
        b"[nan 0 inf 1]": None,
        b"[0 0]": None,
        b"(A4)": None,
        b"3 0 R": None,
    }
    for box, allowed in boxes.items():
        content = one_page(box=box)
        name = box.decode()
        yield Hostile("page size", name, lambda content=content: content, *([allowed] if allowed else []))
    for entry in (
        b"/UserUnit 100000",
        b"/Rotate 45",
        b"/Rotate 2147483647",
        b"/CropBox [9 9 1 1]",
        b"/Rotate [1]",
    ):
        content = one_page(page=entry)
        yield Hostile("page size", entry.decode(), lambda content=content: content)


def _much_to_draw() -> Corpus:
    font = b"/Font << /F << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"
    made = {
        "a million lines": b"0 0 m " + b"595 842 l 0 421 l " * 500_000 + b"S",
        "a million saved states": b"q " * 1_000_000,
        "a million restored states": b"Q " * 1_000_000,
        "a curtain two hundred thousand times": CURTAIN + b" 0 0 595 842 re f" * 200_000,
        "a million letters": b"BT /F 9 Tf (" + b"a" * 1_000_000 + b") Tj ET",
        "letters of ten thousand points": b"BT /F 10000 Tf (" + b"&" * 5_000 + b") Tj ET",
        "dashes of nothing": b"[0.00001 0.00001] 0 d 0 0 m 595 842 l S",
        "numbers without end": b"9" * 1_000_000 + b" 0 m S",
        "lines of astronomical length": b"-1e38 -1e38 m 1e38 1e38 l 1e38 w S",
        "clips in clips": b"0 0 500 500 re W n " * 100_000,
        "an inline picture of 2^31": b"BI /W 2147483647 /H 2147483647 /BPC 8 /CS /G ID aaaa EI",
        "an inline picture without end": b"BI /W 9 /H 9 /BPC 8 /CS /G ID " + b"a" * 1_000_000,
        "no operators at all": bytes(range(256)) * 8000,
    }
    for name, drawn in made.items():
        yield Hostile(
            "much to draw", name, lambda drawn=drawn: one_page(contents_object=flate(drawn), resources=font)
        )
    yield Hostile("much to draw", "two hundred pages of a second each", many_expensive_pages)
    for kind, key in ((b"Type1", b"FontFile"), (b"TrueType", b"FontFile2"), (b"Type1", b"FontFile3")):
        for name, data in (
            ("nonsense", bytes(range(256)) * 200),
            ("a giant table", b"\0\1\0\0\xff\xff" + b"\xff" * 9000),
        ):
            content = one_page(
                b"BT /F 90 Tf (abc) Tj ET",
                resources=b"/Font << /F 9 0 R >>",
                more={
                    9: b"<< /Type /Font /Subtype /%s /BaseFont /A /FontDescriptor 10 0 R /FirstChar 0 /LastChar 255 >>"
                    % kind,
                    10: b"<< /Type /FontDescriptor /FontName /A /Flags 4 /%s 11 0 R >>" % key,
                    11: stream(data),
                },
            )
            yield Hostile("font", f"{key.decode()}: {name}", lambda content=content: content)


def many_expensive_pages(count: int = 200) -> bytes:
    """Each page is honestly drawn, and takes about a second."""
    first = 10
    kids = b" ".join(b"%d 0 R" % number for number in range(first, first + count))
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R >>"
    drawn = b"0 0 m " + b"595 842 l 0 421 l " * 30_000 + b"S"
    return pdf(
        {
            CATALOG: b"<< /Type /Catalog /Pages 2 0 R >>",
            PAGE_TREE: b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count),
            CONTENTS: flate(drawn),
            **dict.fromkeys(range(first, first + count), page),
        }
    )


def _annotations() -> Corpus:
    look = {9: stream(CURTAIN, b"/Type /XObject /Subtype /Form /BBox [0 0 600 900]")}
    one = b"<< /Type /Annot /Subtype /Stamp /Rect [0 0 600 900] /F 4 /AP << /N 9 0 R >> >> "
    made = {
        "five thousand stamps": one_page(page=b"/Annots [%s]" % (one * 5_000), more=look),
        "a hundred thousand links": one_page(
            page=b"/Annots [%s]" % (b"<< /Subtype /Link /Rect [0 0 1 1] >> " * 100_000)
        ),
        "popup of itself": one_page(
            page=b"/Annots [9 0 R]",
            more={9: b"<< /Subtype /Popup /Rect [0 0 9 9] /Parent 9 0 R /Popup 9 0 R >>"},
        ),
        "list that is itself": one_page(page=b"/Annots 9 0 R", more={9: b"[9 0 R 9 0 R]"}),
        "field that is its own parent": one_page(
            page=b"/Annots [9 0 R]",
            catalog=b"/AcroForm << /Fields [9 0 R] /NeedAppearances true >>",
            more={9: b"<< /Subtype /Widget /FT /Tx /Rect [0 0 99 99] /Parent 9 0 R /Kids [9 0 R] /V (a) >>"},
        ),
    }
    for name, content in made.items():
        yield Hostile("annotation", name, lambda content=content: content)
