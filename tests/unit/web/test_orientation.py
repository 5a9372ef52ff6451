"""A picture that a person has turned is sent with its orientation, and is else the same bytes."""

import io

import pytest
from PIL import Image, ImageOps

from remissvakt.web.scanning.orientation import turned


@pytest.fixture
def picture():
    """Wider than high, dark in the upper left corner."""
    made = Image.new("L", (60, 40), "white")
    made.paste(0, (0, 0, 10, 10))
    out = io.BytesIO()
    made.save(out, "JPEG")
    return out.getvalue()


@pytest.mark.parametrize(
    ("turns", "size", "dark"),
    [(0, (60, 40), (3, 3)), (1, (40, 60), (36, 3)), (2, (60, 40), (56, 36)), (3, (40, 60), (3, 56))],
)
def test_shown_turned_clockwise(picture, turns, size, dark):
    shown = ImageOps.exif_transpose(Image.open(io.BytesIO(turned(picture, quarter_turns=turns))))
    assert shown.size == size
    assert shown.getpixel(dark) < 60


def test_four_quarters_are_none(picture):
    assert turned(picture, quarter_turns=4) == picture


def test_what_is_no_jpeg_stays():
    assert turned(b"\x89PNG...", quarter_turns=1) == b"\x89PNG..."
