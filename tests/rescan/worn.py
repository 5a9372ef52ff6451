"""Printed papers as they come back out of a scanner: skewed, grainy, punched, written over, upside down. Seeded."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from random import Random

import pikepdf
import pypdfium2
from PIL import Image, ImageChops, ImageDraw

DPI = 200
MOST_SKEW = 7.0
_MM = DPI / 25.4


@dataclass(frozen=True, slots=True)
class Wear:
    """What has happened to a sheet. `damaged` is the code that the punch and the pen went through: upper or lower."""

    degrees: float
    upside_down: bool
    noise: int  # greatest change of a pixel, of 255
    damaged: str = ""
    stroke_mm: float = 0.8


def wear_of(number: int) -> Wear:
    """The wear of sheet `number`: skew over the whole range with both ends in it, and every damage in turn."""
    chance = Random(number)
    degrees = (
        (-MOST_SKEW, MOST_SKEW)[number % 2] if number % 10 < 2 else chance.uniform(-MOST_SKEW, MOST_SKEW)
    )
    return Wear(
        degrees=degrees,
        upside_down=number % 2 == 0,
        noise=chance.randint(25, 60),
        damaged=("upper", "lower")[number // 2 % 2],
        stroke_mm=chance.uniform(0.5, 1.0),
    )


def pages_of(pdf: bytes) -> list[Image.Image]:
    """Every page at 200 dots an inch, in grey."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=DPI / 72, grayscale=True).to_pil() for page in document]
    finally:
        document.close()


def worn(page: Image.Image, wear: Wear, *, seed: int) -> Image.Image:
    """The page after `wear`; the same page, wear and seed give the same picture."""
    chance = Random(seed)
    sheet = page.copy()
    if wear.damaged:
        _damage(sheet, wear, chance)
    turned = wear.degrees + (180 if wear.upside_down else 0)
    sheet = sheet.rotate(turned, Image.Resampling.BILINEAR, fillcolor=255)
    return ImageChops.add(sheet, _grain(sheet.size, wear.noise, chance), 1, -wear.noise)


def fax(page: Image.Image) -> Image.Image:
    """The page in two colours, at the resolution of a fax in fine quality, stretched back."""
    width, height = page.size
    small = page.resize((round(width * 1728 / 1654), round(height * 0.98)), Image.Resampling.BILINEAR)
    return small.convert("1", dither=Image.Dither.NONE).convert("L")


def jpeg(page: Image.Image, quality: int = 60) -> bytes:
    into = BytesIO()
    page.save(into, "JPEG", quality=quality, dpi=(DPI, DPI))
    return into.getvalue()


def scanned(pages: list[bytes]) -> bytes:
    """JPEG pages as one PDF, each as it is: a stack as a scanner sends it."""
    pdf = pikepdf.new()
    for picture in pages:
        with Image.open(BytesIO(picture)) as opened:
            width, height = opened.size
        page = pdf.add_blank_page(page_size=(width * 72 / DPI, height * 72 / DPI))
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(P=_image(pdf, picture, width, height)))
        drawn = f"q {width * 72 / DPI:.3f} 0 0 {height * 72 / DPI:.3f} 0 0 cm /P Do Q"
        page.Contents = pdf.make_stream(drawn.encode())
    into = BytesIO()
    pdf.save(into)
    return into.getvalue()


def _image(pdf: pikepdf.Pdf, picture: bytes, width: int, height: int) -> pikepdf.Stream:
    return pdf.make_stream(
        picture,
        Type=pikepdf.Name.XObject,
        Subtype=pikepdf.Name.Image,
        Width=width,
        Height=height,
        ColorSpace=pikepdf.Name.DeviceGray,
        BitsPerComponent=8,
        Filter=pikepdf.Name.DCTDecode,
    )


def _damage(sheet: Image.Image, wear: Wear, chance: Random) -> None:
    """A hole of 6 mm as the scanner's black lid shows it, and a stroke of a pen across the whole code."""
    left, top = (20.0, 10.0) if wear.damaged == "upper" else (210 - 20 - 26.1, 297 - 10 - 26.1)
    draw = ImageDraw.Draw(sheet)
    x, y = left + chance.uniform(4, 22), top + chance.uniform(4, 22)
    draw.ellipse([(x - 3) * _MM, (y - 3) * _MM, (x + 3) * _MM, (y + 3) * _MM], fill=0)
    start = (left - 2, top + chance.uniform(3, 23))
    end = (left + 28, top + chance.uniform(3, 23))
    points = [(x * _MM, y * _MM) for x, y in (start, end)]
    draw.line(points, fill=40, width=round(wear.stroke_mm * _MM))


def _grain(size: tuple[int, int], most: int, chance: Random) -> Image.Image:
    width, height = size
    grain = Image.frombytes("L", size, chance.randbytes(width * height))
    return grain.point([round(value * 2 * most / 255) for value in range(256)])
