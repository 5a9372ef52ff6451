"""A picture that a person has turned: how is it sent? Pure.

The stored picture stays as it was read. Browsers turn a JPEG by the orientation in its EXIF, so that is put first in
what is sent: no picture is decoded here.
"""

from __future__ import annotations

_START = b"\xff\xd8"
# Quarter turns clockwise → the orientation of the EXIF standard.
_ORIENTATIONS = {1: 6, 2: 3, 3: 8}


def turned(picture: bytes, *, quarter_turns: int) -> bytes:
    """Return the JPEG so that it shows turned clockwise. What is no JPEG comes back as it is."""
    orientation = _ORIENTATIONS.get(quarter_turns % 4)
    if orientation is None or not picture.startswith(_START):
        return picture
    # One little-endian directory with one entry: tag 0x0112, a short, one of them, and no next directory.
    entry = b"\x12\x01\x03\x00\x01\x00\x00\x00" + orientation.to_bytes(4, "little")
    exif = b"Exif\x00\x00II*\x00\x08\x00\x00\x00\x01\x00" + entry + b"\x00\x00\x00\x00"
    return _START + b"\xff\xe1" + (len(exif) + 2).to_bytes(2, "big") + exif + picture[2:]
