"""Files that are something else, two things at once, or no longer what they were."""

from __future__ import annotations

import io
import random
import zipfile
from functools import lru_cache

import paper_sheets as paper
from clamav import EICAR

from .hostile import ANYTHING, PAGES, Corpus, Hostile, only
from .pictures import a_page, saved
from .raw_pdf import one_page, stream

UNKNOWN = only("scan_unknown_type")


def others() -> Corpus:
    yield from _other_kinds()
    yield from _two_at_once()
    yield from _cut_off()
    for seed in range(10):
        yield from flipped(seed)


def flipped(seed: int) -> Corpus:
    """The same file with some bits turned; each of the four kinds."""
    for kind in _good():
        yield Hostile("turned bits", f"{kind} seed {seed}", lambda k=kind: _turned(_good()[k], seed))


def _turned(content: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    changed = bytearray(content)
    for _ in range(chance.choice((1, 4, 32, 256))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


@lru_cache(maxsize=1)
def _good() -> dict[str, bytes]:
    sheet = a_page()
    return {
        "PDF": paper.pdf([sheet, sheet]),
        "PDF by hand": one_page(),
        "JPEG": saved(sheet, "JPEG"),
        "PNG": saved(sheet, "PNG"),
        "TIFF": saved(sheet, "TIFF", compression="tiff_lzw"),
    }


def _zip(names: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in names.items():
            archive.writestr(name, content)
    return held.getvalue()


def _other_kinds() -> Corpus:
    for name, content in {"nothing": b"", "zeros": bytes(10_000), "blanks": b" \r\n\t" * 500}.items():
        yield Hostile("empty", name, lambda content=content: content, only("scan_empty"))
    kinds = {
        "SVG": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
        "SVG that calls": b'<svg><image href="http://127.0.0.1/"/></svg>',
        "HTML": b"<!doctype html><html><script>location='//x'</script></html>",
        "XML with an entity": b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>',
        "HEIC": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500),
        "AVIF": b"\0\0\0\x1cftypavif" + bytes(500),
        "EXE": b"MZ\x90\0" + bytes(500),
        "ELF": b"\x7fELF\2\1\1" + bytes(500),
        "script": b"#!/bin/sh\nrm -rf /\n",
        "ZIP": _zip({"../../etc/cron.d/x": b"* * * * * root id"}),
        "ZIP bomb": _zip({"a": bytes(50_000_000)}),
        "DOCX": _zip({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w:document/>"}),
        "DOC": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        "RTF": b"{\\rtf1\\ansi {\\object\\objemb}}",
        "GIF": saved(a_page(), "GIF"),
        "BMP": saved(a_page(), "BMP"),
        "WebP": b"RIFF\x24\0\0\0WEBPVP8 " + bytes(500),
        "PSD": b"8BPS\0\1" + bytes(500),
        "EPS": b"%!PS-Adobe-3.0 EPSF-3.0\n(/etc/passwd) (r) file\n",
        "JPEG 2000": b"\0\0\0\x0cjP  \r\n\x87\n" + bytes(500),
        "DICOM": bytes(128) + b"DICM" + bytes(500),
        "ICO": b"\0\0\1\0\1\0" + bytes(500),
        "MP4": b"\0\0\0\x18ftypmp42" + bytes(500),
        "gzip": b"\x1f\x8b\x08\0" + bytes(500),
        "text": b"191212121212\n",
        "text in UTF-16": "\ufeffremiss".encode("utf-16"),
        "a printer's language": b"\x1b%-12345X@PJL ENTER LANGUAGE=PDF\n" + one_page(),
        "FDF": b"%FDF-1.2\n1 0 obj << /FDF << /F (http://127.0.0.1/) >> >> endobj",
        "EICAR": EICAR,
    }
    for name, content in kinds.items():
        yield Hostile("wrong kind", name, lambda content=content: content, UNKNOWN)
    names = {
        "PDF": b"%PDF-1.7\n",
        "PNG": b"\x89PNG\r\n\x1a\n",
        "JPEG": b"\xff\xd8\xff",
        "TIFF": b"II*\0",
        "TIFF, other": b"MM\0*",
    }
    for name, magic in names.items():
        for what, rest in (
            ("nothing", b""),
            ("noise", random.Random(1).randbytes(5000)),
            ("HTML", kinds["HTML"]),
        ):
            yield Hostile(
                "only the start is right", f"{name} and {what}", lambda c=magic + rest: c, ANYTHING - {PAGES}
            )


def with_eicar() -> bytes:
    """A harmless page; what is attached to it is never looked at by the reading, but by the virus check."""
    return one_page(
        catalog=b"/Names << /EmbeddedFiles << /Names [(a) 9 0 R] >> >>",
        more={9: b"<< /Type /Filespec /F (a.com) /EF << /F 10 0 R >> >>", 10: stream(EICAR)},
    )


def _two_at_once() -> Corpus:
    pdf, zipped, html = one_page(), _zip({"a.exe": b"MZ" * 100}), b"<html><script>alert(1)</script></html>"
    made = {
        "PDF and ZIP": (pdf + zipped, ANYTHING),
        "PDF and HTML after it": (pdf + html, only(PAGES)),
        "PDF with HTML in it": (one_page(page=b"/A (<script>alert(1)</script>)"), only(PAGES)),
        "HTML and PDF": (html + pdf, UNKNOWN),
        "GIF and PDF": (b"GIF89a" + pdf, UNKNOWN),
        "EXE and PDF": (b"MZ" + bytes(300) + pdf, UNKNOWN),
        "JPEG and PDF": (saved(a_page(), "JPEG") + pdf, only(PAGES)),
        "JPEG and ZIP": (saved(a_page(), "JPEG") + zipped, only(PAGES)),
        "PNG and ZIP": (saved(a_page(), "PNG") + zipped, only(PAGES)),
        "PNG and HTML": (saved(a_page(), "PNG") + html, only(PAGES)),
        "TIFF and PDF": (saved(a_page(), "TIFF") + pdf, only(PAGES)),
        "PDF and PDF": (pdf + pdf, ANYTHING),
        "JPEG with HTML as its comment": (saved(a_page(), "JPEG", comment=html), only(PAGES)),
        "PDF with EICAR attached": (with_eicar(), only(PAGES)),
    }
    for name, (content, allowed) in made.items():
        yield Hostile("two kinds at once", name, lambda content=content: content, allowed)


def _cut_off() -> Corpus:
    for kind, content in _good().items():
        for tenths in (1, 3, 5, 7, 9):
            length = len(content) * tenths // 10
            allowed = ANYTHING if kind == "TIFF" else ANYTHING - {PAGES}
            yield Hostile("cut off", f"{kind} at {tenths} tenths", lambda c=content, n=length: c[:n], allowed)
