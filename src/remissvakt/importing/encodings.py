"""Which characters are the bytes of a file? UTF-8, UTF-16 or Windows-1252; anything else is no text."""

from __future__ import annotations

import codecs
import re

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal, Text

_MAGIC: tuple[tuple[bytes, Text], ...] = (
    (b"PK\x03\x04", _("en Excel-arbetsbok eller ett zip-arkiv")),
    (b"\xd0\xcf\x11\xe0", _("en äldre Excel-arbetsbok")),
    (b"%PDF", _("en PDF-fil")),
    (b"\x89PNG", _("en bild")),
    (b"\xff\xd8\xff", _("en bild")),
    (b"\x1f\x8b", _("ett packat arkiv")),
    (b"{\\rtf", _("ett textdokument")),
)
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
# What a text file never holds: tab, line breaks, form feed and DOS's end of file (at the end) do occur.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_SAMPLE = 4096


def decode(raw: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding. Raises Refusal "file_empty", "file_is_other", "file_binary"
    or "encoding_unknown"."""
    if not raw.strip(b"\x00\xef\xbb\xbf\xff\xfe \t\r\n\x1a"):
        raise Refusal("file_empty", _("Filen är tom."))
    for magic, what in _MAGIC:
        if raw.startswith(magic):
            raise Refusal(
                "file_is_other",
                _("Filen är %(what)s, inte CSV. Öppna den i programmet den kom från och spara som CSV."),
                what=what,
            )
    text, name = _decoded(raw)
    text = text.rstrip("\x1a")
    if _CONTROLS.search(text):
        raise _binary()
    return text, name


def _decoded(raw: bytes) -> tuple[str, str]:
    for mark, encoding, name in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _strict(raw[len(mark) :], encoding), name
    wide = _utf16_without_mark(raw[:_SAMPLE])
    if wide:
        return _strict(raw, wide), "UTF-16"
    if b"\x00" in raw:
        raise _binary()
    try:
        return raw.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return _strict(raw, "cp1252"), "Windows-1252"


def _strict(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        raise Refusal(
            "encoding_unknown",
            _("Filens tecken går inte att läsa. Spara den som CSV med UTF-8 och försök igen."),
        ) from None


def _utf16_without_mark(sample: bytes) -> str:
    """Swedish text in two bytes a character has a zero in nearly every other place; which, tells the order."""
    half = len(sample) // 2
    if half < 2:
        return ""
    if sample[1::2].count(0) > 0.7 * half and sample[0::2].count(0) < 0.1 * half:
        return "utf-16-le"
    if sample[0::2].count(0) > 0.7 * half and sample[1::2].count(0) < 0.1 * half:
        return "utf-16-be"
    return ""


def _binary() -> Refusal:
    return Refusal(
        "file_binary", _("Filen innehåller tecken som inte är text. Är det rätt fil? Spara den som CSV.")
    )
