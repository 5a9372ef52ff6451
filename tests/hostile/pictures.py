"""Pictures that promise too much, lead in rings, or are not quite what they say."""

from __future__ import annotations

import io
import random
import struct
import zlib
from collections.abc import Sequence

from PIL import Image, ImageDraw

from .hostile import PAGES, Corpus, Hostile, only

TOO_LARGE = only("scan_page_too_large")


def pictures() -> Corpus:
    yield from _png()
    yield from _jpeg()
    yield from _tiff()
    yield from _tiff_rings()
    yield from _tiff_tags()


def a_page(mode: str = "L", size: tuple[int, int] = (400, 560)) -> Image.Image:
    picture = Image.new(mode, size, "white")
    ImageDraw.Draw(picture).rectangle((50, 50, 350, 90), fill=0)
    return picture


def saved(picture: Image.Image, kind: str, **how: object) -> bytes:
    held = io.BytesIO()
    picture.save(held, kind, **how)
    return held.getvalue()


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width: int, height: int, data: bytes, *, depth: int = 8, colour: int = 0, more: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + more + chunk(b"IDAT", data) + chunk(b"IEND", b"")


def zeros(length: int) -> bytes:
    """Return so many of them, packed; in whole MiB. All pieces are alike once packed, so only one is."""
    packer, pieces = zlib.compressobj(9, zlib.DEFLATED, -15), length >> 20
    piece = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    last = packer.flush(zlib.Z_FINISH)
    return b"\x78\xda" + piece * pieces + last + struct.pack(">HH", (pieces << 20) % 65521, 1)


def _png() -> Corpus:
    good = saved(a_page(), "PNG")
    made = {
        "169 megapixels": (lambda: png(13000, 13000, zeros(13001 * 13000)), TOO_LARGE),
        "169 megapixels of one bit": (lambda: png(13000, 13000, zeros(1626 * 13000), depth=1), TOO_LARGE),
        "just over the limit": (lambda: png(6325, 6325, zeros(6326 * 6325)), TOO_LARGE),
        "just under the limit": (lambda: png(6324, 6324, zlib.compress(bytes(6325 * 6324))), only(PAGES)),
        "2^31 wide": (lambda: png(2**31 - 1, 2**31 - 1, b""), None),
        "2^32 wide": (lambda: png(2**32 - 1, 1, b""), None),
        "no size": (lambda: png(0, 0, b""), None),
        "no picture": (lambda: good[: good.index(b"IDAT") - 4] + chunk(b"IEND", b""), only("scan_damaged")),
        "depth of 99": (lambda: png(9, 9, b"", depth=99), None),
        "colour of 99": (lambda: png(9, 9, b"", colour=99), None),
        "text that swells": (
            lambda: png(9, 9, zlib.compress(bytes(90)), more=chunk(b"zTXt", b"a\0\0" + zeros(500 << 20))),
            None,
        ),
        "profile that swells": (
            lambda: png(9, 9, zlib.compress(bytes(90)), more=chunk(b"iCCP", b"a\0\0" + zeros(500 << 20))),
            None,
        ),
        "a hundred thousand texts": (
            lambda: png(9, 9, zlib.compress(bytes(90)), more=chunk(b"tEXt", b"a\0b") * 100_000),
            None,
        ),
        "palette missing": (lambda: png(9, 9, zlib.compress(bytes(90)), colour=3), None),
        "long and thin": (lambda: png(1, 2_000_000, zlib.compress(bytes(4_000_000))), None),
        "a chunk of 2^31": (lambda: good[:33] + struct.pack(">I", 2**31 - 1) + b"tEXt" + good[33:], None),
    }
    for name, (make, allowed) in made.items():
        yield Hostile("PNG", name, make, *([allowed] if allowed else []))


def _jpeg() -> Corpus:
    good = saved(a_page(), "JPEG")
    size_at = good.index(b"\xff\xc0") + 5

    def sized(height: int, width: int) -> bytes:
        return good[:size_at] + struct.pack(">HH", height, width) + good[size_at + 4 :]

    def many_scans(times: int) -> bytes:
        """A progressive picture of which the last part comes again and again; each costs the whole picture."""
        whole = saved(Image.new("L", (6000, 6000), 128), "JPEG", progressive=True)
        last = whole.rindex(b"\xff\xda")
        return whole[:last] + whole[last:-2] * times + b"\xff\xd9"

    exif = b"Exif\0\0II*\0\x08\0\0\0\1\0\x12\1\3\0\1\0\0\0\6\0\0\0\x08\0\0\0"
    made = {
        "65 535 × 65 535": (lambda: sized(65535, 65535), TOO_LARGE),
        "65 535 × 600": (lambda: sized(65535, 600), None),
        "no height": (lambda: sized(0, 400), None),
        "no width": (lambda: sized(560, 0), None),
        "five thousand scans": (lambda: many_scans(5_000), None),
        "nothing after the start": (lambda: b"\xff\xd8\xff", only("scan_damaged")),
        "a marker of no length": (lambda: b"\xff\xd8\xff\xe0\0\0" * 1000, None),
        "a comment of a megabyte": (lambda: good[:2] + b"\xff\xfe\xff\xff" + b"a" * 65533 + good[2:], None),
        "comments for ever": (lambda: good[:2] + (b"\xff\xfe\x00\x04ab") * 200_000 + good[2:], None),
        "notes that lead back": (
            lambda: good[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + good[2:],
            None,
        ),
        "more components than there are": (
            lambda: good.replace(b"\xff\xc0\0\x0b\x08", b"\xff\xc0\0\x0b\x0c"),
            None,
        ),
        "CMYK": (lambda: saved(a_page("CMYK"), "JPEG"), only(PAGES)),
        "tables missing": (lambda: good.replace(b"\xff\xc4", b"\xff\xfe"), None),
        "restart for ever": (lambda: good[:-2] + b"\xff\xd0" * 500_000, None),
        "several pictures in one": (
            lambda: saved(a_page(), "MPO", save_all=True, append_images=[a_page()] * 300),
            only(PAGES),
        ),
    }
    for name, (make, allowed) in made.items():
        yield Hostile("JPEG", name, make, *([allowed] if allowed else []))


Entry = tuple[int, int, int, int]  # tag, type, count, value
WIDTH, HEIGHT, BITS, COMPRESSION, PHOTOMETRIC, STRIP, SAMPLES, ROWS, STRIP_BYTES = (
    256,
    257,
    258,
    259,
    262,
    273,
    277,
    278,
    279,
)
LONG, SHORT = 4, 3


def directory(entries: Sequence[Entry], following: int = 0) -> bytes:
    return (
        struct.pack("<H", len(entries))
        + b"".join(struct.pack("<HHII", *entry) for entry in sorted(entries))
        + struct.pack("<I", following & 0xFFFFFFFF)
    )


def grey(width: int = 8, height: int = 8, **changed: int) -> list[Entry]:
    values = {
        "width": (WIDTH, width),
        "height": (HEIGHT, height),
        "bits": (BITS, 8),
        "compression": (COMPRESSION, 1),
        "photometric": (PHOTOMETRIC, 1),
        "strip": (STRIP, 8),
        "samples": (SAMPLES, 1),
        "rows": (ROWS, height),
        "bytes": (STRIP_BYTES, 64),
    }
    return [(tag, LONG, 1, changed.get(name, value) & 0xFFFFFFFF) for name, (tag, value) in values.items()]


def tiff(entries: Sequence[Entry], following: int = 0, data: bytes = bytes(64)) -> bytes:
    """The picture's points first, then its directory, which may say that another follows."""
    return b"II*\0" + struct.pack("<I", 8 + len(data)) + data + directory(entries, following)


def _tiff() -> Corpus:
    deflated = zeros(36 << 20)
    made = {
        "giant strip": (lambda: tiff(grey(bytes=2**31 - 1)), None),
        "strip beyond the end": (lambda: tiff(grey(strip=2**31)), None),
        "strip that is the directory": (lambda: tiff(grey(strip=72)), None),
        "169 megapixels": (lambda: tiff(grey(13000, 13000)), TOO_LARGE),
        "2^31 wide": (lambda: tiff(grey(2**31, 2**31)), None),
        "-1 wide": (lambda: tiff(grey(-1, -1)), None),
        "no size": (lambda: tiff(grey(0, 0)), None),
        "packed to a hundredth of a percent": (
            lambda: tiff(grey(6000, 6000, compression=8, bytes=len(deflated)), data=deflated),
            None,
        ),
        "LZW of nonsense": (
            lambda: tiff(grey(6000, 6000, compression=5, bytes=60000), data=b"\x80" * 60000),
            None,
        ),
        "fax of nonsense": (
            lambda: tiff(grey(6000, 6000, compression=4, bits=1, bytes=60000), data=b"\x13\x37" * 30000),
            None,
        ),
        "JPEG of nonsense": (lambda: tiff(grey(900, 900, compression=7, bytes=64)), None),
        "old JPEG": (lambda: tiff(grey(900, 900, compression=6, bytes=64)), None),
        "unknown packing": (lambda: tiff(grey(compression=64999)), None),
        "bits of 64": (lambda: tiff(grey(bits=64)), None),
        "samples of 65 535": (lambda: tiff(grey(samples=65535)), None),
        "colour of 99": (lambda: tiff(grey(photometric=99)), None),
        "no directory": (lambda: b"II*\0\0\0\0\0", None),
        "directory beyond the end": (lambda: b"II*\0\xff\xff\xff\x7f", None),
        "directory of 65 535 entries": (
            lambda: b"II*\0\x08\0\0\0\xff\xff" + b"\0\1\4\0\1\0\0\0\1\0\0\0" * 65535,
            None,
        ),
        "one that is not there": (lambda: tiff(grey(), following=2**31), None),
        "half black half missing": (lambda: saved(a_page("1"), "TIFF", compression="group4")[:900], None),
    }
    for name, (make, allowed) in made.items():
        yield Hostile("TIFF", name, make, *([allowed] if allowed else []))
    for mode in ("1", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "I;16", "F"):
        picture = a_page() if mode in ("I;16", "F") else a_page("RGB")
        if mode == "LAB":
            made_picture = Image.frombytes("LAB", picture.size, picture.tobytes())
        else:
            made_picture = picture.convert("I" if mode == "I;16" else mode)
        yield Hostile("TIFF of a mode", mode, lambda one=made_picture: saved(one, "TIFF"))


def _tiff_rings() -> Corpus:
    start = 8 + 64
    length = len(directory(grey()))

    def chain(links: Sequence[int]) -> bytes:
        """Directories, each followed by the one whose number is given; -1 ends."""
        body = b"".join(
            directory(grey(), 0 if follower < 0 else start + follower * length) for follower in links
        )
        return b"II*\0" + struct.pack("<I", start) + bytes(64) + body

    rings = {
        "itself": ([0], None),
        "two of each other": ([1, 0], None),
        "the middle again": ([1, 2, 3, 1], None),
        "a long ring": ([*range(1, 150), 0], None),
        "ten thousand": ([*range(1, 10_000), -1], only("scan_too_many_pages")),
        "201": ([*range(1, 201), -1], only("scan_too_many_pages")),
        "200": ([*range(1, 200), -1], only(PAGES)),
    }
    for name, (links, allowed) in rings.items():
        yield Hostile(
            "directories of a TIFF", name, lambda links=links: chain(links), *([allowed] if allowed else [])
        )
    big = (
        b"II+\0\x08\0\0\0"
        + struct.pack("<QQ", 16, 1)
        + struct.pack("<HHQQ", WIDTH, 4, 1, 9)
        + struct.pack("<Q", 16)
    )
    yield Hostile("directories of a TIFF", "a big one that is itself", lambda: big)
    yield Hostile(
        "directories of a TIFF",
        "a big one of 2^63 entries",
        lambda: b"II+\0\x08\0\0\0" + struct.pack("<QQ", 16, 2**63 - 1) + bytes(64),
    )


def _tiff_tags() -> Corpus:
    """Any tag may have any type, count and value."""

    def fuzzed(seed: int) -> bytes:
        chance = random.Random(seed)
        entries = {
            entry[0]: entry for entry in grey(chance.choice((8, 400, 70000)), chance.choice((8, 400, 70000)))
        }
        for _ in range(chance.randint(1, 12)):
            tag = chance.choice(
                [*entries, 266, 274, 282, 283, 296, 317, 320, 322, 323, 324, 338, 347, 530, 34665, 34675]
            )
            count = chance.choice((0, 1, 2, 8, 65535, 2**31, 2**32 - 1))
            entries[tag] = (
                tag,
                chance.randint(0, 14),
                count,
                chance.choice((0, 1, 8, 99, 2**16, 2**31, 2**32 - 1)),
            )
        return tiff(list(entries.values()), data=chance.randbytes(64))

    for seed in range(40):
        yield Hostile("tags of a TIFF", f"seed {seed}", lambda seed=seed: fuzzed(seed))
