"""What a file is, is told by how it begins."""

import pytest

from remissvakt.scanning.kinds import JPEG, PDF, PNG, TIFF, media_type_of


@pytest.mark.parametrize(
    ("beginning", "media_type"),
    [
        (b"%PDF-1.7\n", PDF),
        (b"\xef\xbb\xbf\n%PDF-1.4", PDF),
        (b"x" * 1000 + b"%PDF-1.4", PDF),
        (b"x" * 1024 + b"%PDF-1.4", None),
        (b"II*\0\x08\0\0\0", TIFF),
        (b"MM\0*\0\0\0\x08", TIFF),
        (b"\xff\xd8\xff\xe0\0\x10JFIF", JPEG),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", PNG),
        (b"GIF89a", None),
        (b"PK\x03\x04", None),
        (b"<svg xmlns=", None),
        (b"", None),
    ],
)
def test_the_kind_of_a_file(beginning, media_type):
    assert media_type_of(beginning) == media_type
