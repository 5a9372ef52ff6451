"""PDFs whose skeleton is wrong: trees that are rings, tables that lead back, ten thousand levels, passwords."""

from __future__ import annotations

import io

import pikepdf

from .hostile import ANYTHING, PAGES, Corpus, Hostile, only
from .raw_pdf import one_page, pdf, stream

LEAF = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] >>"
REFUSED = ANYTHING - {PAGES}


def structure() -> Corpus:
    yield from _trees()
    yield from _many_pages()
    yield from _tables()
    yield from _nesting()
    yield from _passwords()


def _tree(pages: bytes, **more: bytes) -> bytes:
    objects = {1: b"<< /Type /Catalog /Pages 2 0 R >>", 2: pages, 3: LEAF}
    return pdf({**objects, **{int(name[1:]): body for name, body in more.items()}})


def _trees() -> Corpus:
    rings = {
        "its own kid": _tree(b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"),
        "its own kid twice": _tree(b"<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 2 >>"),
        "two that hold each other": _tree(
            b"<< /Type /Pages /Kids [5 0 R 3 0 R] /Count 2 >>",
            _5=b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R 3 0 R] /Count 2 >>",
        ),
        "a page that is its own parent": pdf(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
                3: b"<< /Type /Page /Parent 3 0 R >>",
            }
        ),
        "the same page 150 times": _tree(b"<< /Type /Pages /Kids [%s] /Count 150 >>" % (b"3 0 R " * 150)),
        "the catalog as a kid": _tree(b"<< /Type /Pages /Kids [1 0 R] /Count 1 >>"),
        "kids that are not there": _tree(b"<< /Type /Pages /Kids [90 0 R 91 0 R] /Count 2 >>"),
        "kids that are no list": _tree(b"<< /Type /Pages /Kids 3 0 R /Count 1 >>"),
    }
    for name, content in rings.items():
        yield Hostile("page tree", name, lambda content=content: content)
    for count in (b"0", b"-1", b"2147483647", b"4294967296", b"(ett)", b"1.5", b"100000"):
        content = _tree(b"<< /Type /Pages /Kids [3 0 R] /Count %s >>" % count)
        yield Hostile("page count that lies", count.decode(), lambda content=content: content)


def _many_pages() -> Corpus:
    def hundred_thousand() -> bytes:
        kids = b" ".join(b"%d 0 R" % number for number in range(3, 100_003))
        leaves = dict.fromkeys(range(3, 100_003), LEAF)
        return pdf(
            {
                1: b"<< /Type /Catalog /Pages 2 0 R >>",
                2: b"<< /Type /Pages /Kids [%s] /Count 100000 >>" % kids,
                **leaves,
            }
        )

    def deep(levels: int) -> bytes:
        nodes = {
            number: b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (number - 1, number + 1)
            for number in range(2, levels)
        }
        return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", **nodes, levels: LEAF})

    def wide_and_deep() -> bytes:
        """Ten levels of ten kids, all the same: ten thousand million pages in a kilobyte."""
        nodes = {
            number: b"<< /Type /Pages /Kids [%s] /Count %d >>"
            % (b"%d 0 R " % (number + 1) * 10, 10 ** (12 - number))
            for number in range(2, 12)
        }
        return pdf({1: b"<< /Type /Catalog /Pages 2 0 R >>", **nodes, 12: LEAF})

    yield Hostile("very many pages", "100 000 in one list", hundred_thousand, only("scan_too_many_pages"))
    yield Hostile("very many pages", "10^10 by ten levels of ten", wide_and_deep)
    for levels in (100, 1_000, 20_000):
        yield Hostile("very many pages", f"{levels} levels", lambda levels=levels: deep(levels))


def _tables() -> Corpus:
    good = one_page()
    end = good.rindex(b"startxref")
    table = int(good[end:].split()[1])
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: LEAF,
    }
    broken = {
        "leads back to itself": pdf(objects, prev=-1),
        "leads to the start": pdf(objects, prev=0),
        "leads beyond the end": pdf(objects, prev=10**9),
        "no place of the table": good[:end] + b"startxref\n0\n%%EOF",
        "place beyond the end": good[:end] + b"startxref\n999999999999999999999\n%%EOF",
        "negative place": good[:end] + b"startxref\n-5\n%%EOF",
        "no table": good[:table] + b"trailer << /Root 1 0 R >>\n%%EOF",
        "no trailer": good[: good.rindex(b"trailer")] + b"%%EOF",
        "size of two thousand million": good.replace(b"/Size 5", b"/Size 2147483647"),
        "no root": pdf(objects, root=b"null"),
        "root that is a number": pdf(objects, root=b"42"),
        "root that is itself a reference": pdf({**objects, 9: b"9 0 R"}, root=b"9 0 R"),
        "root that is the page": pdf(objects, root=b"3 0 R"),
        "stream of a length that is itself": one_page(
            contents_object=b"<< /Length 4 0 R >>\nstream\nq Q\nendstream"
        ),
        "stream of a negative length": one_page(contents_object=stream(b"q Q", length=-7)),
        "stream longer than the file": one_page(contents_object=stream(b"q Q", length=2**31 - 1)),
        "object stream that holds itself": one_page(
            more={
                9: b"<< /Type /ObjStm /N 1 /First 4 /Extends 9 0 R /Length 10 >>\nstream\n9 0 << >>\nendstream"
            }
        ),
    }
    for name, content in broken.items():
        yield Hostile("table of objects", name, lambda content=content: content)


def _nesting() -> Corpus:
    for depth in (500, 100_000):
        made = {
            f"lists {depth} deep": one_page(page=b"/Rotten " + b"[" * depth + b"]" * depth),
            f"open lists {depth} deep": one_page(page=b"/Rotten " + b"[" * depth),
            f"dictionaries {depth} deep": one_page(
                page=b"/Rotten " + b"<</A" * depth + b" 1 " + b">>" * depth
            ),
            f"lists in the contents {depth} deep": one_page(b"[" * depth + b"]" * depth + b" TJ"),
            f"brackets in a text {depth} deep": one_page(page=b"/Rotten " + b"(" * depth + b")" * depth),
            f"lists in the trailer {depth} deep": one_page(trailer=b"/Rotten " + b"[" * depth + b"]" * depth),
        }
        for name, content in made.items():
            yield Hostile("deep objects", name, lambda content=content: content)


def _passwords() -> Corpus:
    def locked(user: str, revision: int, aes: bool) -> bytes:
        document = pikepdf.new()
        document.add_blank_page()
        held = io.BytesIO()
        document.save(
            held,
            encryption=pikepdf.Encryption(user=user, owner="owner", R=revision, aes=aes, metadata=aes),
        )
        return held.getvalue()

    for revision, aes in ((2, False), (3, False), (4, False), (4, True), (6, True)):
        name = f"revision {revision}{' AES' if aes else ''}"
        yield Hostile(
            "password", name, lambda r=revision, a=aes: locked("hemligt", r, a), only("scan_encrypted")
        )
        yield Hostile(
            "password of the owner alone", name, lambda r=revision, a=aes: locked("", r, a), only(PAGES)
        )
    for name, entry in {
        "unknown filter": b"<< /Filter /Egen /V 9 /R 9 >>",
        "not there": b"99 0 R",
        "itself": b"9 0 R",
        "lengths that lie": b"<< /Filter /Standard /V 5 /R 6 /O (a) /U (b) /OE () /UE () /P -1 /Length -256 >>",
    }.items():
        content = one_page(trailer=b"/Encrypt 9 0 R /ID [(a) (b)]", more={9: entry})
        yield Hostile("password that is nonsense", name, lambda content=content: content)
