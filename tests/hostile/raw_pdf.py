"""PDFs written by hand, object by object, so that they can be wrong in every way."""

from __future__ import annotations

import zlib
from collections.abc import Mapping

CATALOG, PAGES, PAGE, CONTENTS = 1, 2, 3, 4


def stream(data: bytes, entries: bytes = b"", *, length: int | None = None) -> bytes:
    said = len(data) if length is None else length
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (said, entries, data)


def flate(data: bytes, entries: bytes = b"") -> bytes:
    return stream(zlib.compress(data, 9), b"/Filter /FlateDecode " + entries)


def pdf(
    objects: Mapping[int, bytes], *, trailer: bytes = b"", root: bytes = b"1 0 R", prev: int | None = None
) -> bytes:
    """Put the objects into a file with a table of where they are."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    places = {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = len(out)
    size = max(objects, default=0) + 1
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number in sorted(places):
        out += b"%d 1\n%010d 00000 n \n" % (number, places[number])
    out += b"trailer\n<< /Size %d /Root %s %s" % (size, root, trailer)
    if prev is not None:
        out += b" /Prev %d" % (prev if prev >= 0 else table)
    out += b" >>\nstartxref\n%d\n%%%%EOF\n" % table
    return bytes(out)


def one_page(
    contents: bytes = b"0 0 0 rg 100 100 200 200 re f",
    *,
    box: bytes = b"[0 0 200 280]",
    resources: bytes = b"",
    page: bytes = b"",
    catalog: bytes = b"",
    more: Mapping[int, bytes] | None = None,
    trailer: bytes = b"",
    contents_object: bytes | None = None,
) -> bytes:
    """A file of one page, with what is said put into its page, its catalog or beside them."""
    return pdf(
        {
            CATALOG: b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
            PAGES: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            PAGE: b"<< /Type /Page /Parent 2 0 R /MediaBox %s /Contents 4 0 R /Resources << %s >> %s >>"
            % (box, resources, page),
            CONTENTS: stream(contents) if contents_object is None else contents_object,
            **(more or {}),
        },
        trailer=trailer,
    )
