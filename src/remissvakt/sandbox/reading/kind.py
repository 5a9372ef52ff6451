"""What kind of file is this? By its first bytes; its name and what the sender said of it count for nothing. Pure."""

from __future__ import annotations

from remissvakt.sandbox.task import Refused

PDF, PICTURE = "PDF", "picture"
_MAGIC = {
    b"%PDF-": PDF,
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG\r\n\x1a\n": "PNG",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"II+\0": "TIFF",
    b"MM\0+": "TIFF",
}


def kind_of(content: bytes) -> str:
    """Return PDF, JPEG, PNG or TIFF. Raises Refused for anything else."""
    if not content.strip(b"\0 \t\r\n"):
        raise Refused("scan_empty")
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    for magic, kind in _MAGIC.items():
        if start.startswith(magic):
            return kind
    raise Refused("scan_unknown_type")
