"""Which kinds of files may a scan be? Told by how the file begins, never by its name."""

from __future__ import annotations

PDF, TIFF, JPEG, PNG = "application/pdf", "image/tiff", "image/jpeg", "image/png"
_BEGINNINGS = (
    (b"II*\0", TIFF),
    (b"MM\0*", TIFF),
    (b"II+\0", TIFF),
    (b"MM\0+", TIFF),
    (b"\xff\xd8\xff", JPEG),
    (b"\x89PNG\r\n\x1a\n", PNG),
)
# Scanners and mail programs may put a few bytes before it; readers of PDF allow this many.
_PDF_WITHIN = 1024


def media_type_of(beginning: bytes) -> str | None:
    """Return what the file is, from at least its first 1024 bytes; None for what is not taken."""
    for mark, media_type in _BEGINNINGS:
        if beginning.startswith(mark):
            return media_type
    return PDF if b"%PDF-" in beginning[:_PDF_WITHIN] else None
