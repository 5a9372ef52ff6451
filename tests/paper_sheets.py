"""Papers as a scanner sees them: drawn, skewed, noisy, compressed. Seeded, so that a failing one can be made again."""

from __future__ import annotations

import io
import random
from collections.abc import Sequence

import segno
from PIL import Image, ImageChops, ImageDraw, ImageFont

DPI = 200
A4 = (1654, 2339)  # at 200 dpi
# The font that Pillow brings has no å, ä and ö.
_WORDS = (
    "remiss svar patienten tryck kontroll bed om vid behov enligt provtagning utan remittent medicin dagar efter "
    "operation ordinarie insats tidigare ungefar manader tack lab doktor klinik avdelning telefon sjuk"
)


def page(
    *, seed: int, codes: Sequence[str] = (), lines: int = 36, colour: bool = False, size: tuple[int, int] = A4
) -> Image.Image:
    """An upright page with lines of text and, where given, a code (level H, 25 mm) in opposite corners."""
    chance = random.Random(seed)
    picture = Image.new("RGB" if colour else "L", size, "white")
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(DPI * 11 / 72)
    for line in range(lines):
        words = " ".join(chance.choice(_WORDS.split()) for _ in range(chance.randint(4, 10)))
        draw.text((190, 330 + line * 46), words, fill="black", font=font)
    if colour:
        draw.text((900, 2150), "Anna Almgren", fill=(20, 40, 160), font=font)
        draw.ellipse((1000, 1900, 1300, 2150), outline=(190, 30, 40), width=8)
    for text, corner in zip(codes, _corners(size), strict=False):
        picture.paste(code(text), corner)
    return picture


def code(text: str, *, millimetres: float = 25) -> Image.Image:
    """A code with its quiet zone, as a printer would make it."""
    made = segno.make(text, error="h", boost_error=False)
    held = io.BytesIO()
    made.save(held, kind="png", border=4, scale=8)
    modules = made.symbol_size(border=0)[0]
    side = round(millimetres / 25.4 * DPI * (modules + 8) / modules)
    return Image.open(held).convert("L").resize((side, side), Image.Resampling.LANCZOS)


def _corners(size: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    width, height = size
    return (width - 340, 95), (95, height - 340)


def worn(
    picture: Image.Image,
    *,
    degrees: float = 0,
    noise: float = 12,
    upside_down: bool = False,
    hole: bool = False,
) -> Image.Image:
    """The page as it comes from a scanner: turned by `degrees`, grainy, with a punch hole and a pen stroke."""
    made = picture.copy()
    draw = ImageDraw.Draw(made)
    width = made.width
    if hole:
        draw.ellipse((width - 174, 205, width - 126, 253), fill="black")  # 6 mm, through the first code
        draw.line((width - 330, 115, width - 100, 325), fill="black", width=7)
    made = made.rotate(degrees + (180 if upside_down else 0), Image.Resampling.BICUBIC, fillcolor="white")
    if noise:
        made = ImageChops.add(made, Image.effect_noise(made.size, noise).convert(made.mode), 1, -128)
    return made


def jpeg(picture: Image.Image, quality: int = 60) -> bytes:
    held = io.BytesIO()
    picture.save(held, "JPEG", quality=quality, dpi=(DPI, DPI))
    return held.getvalue()


def pdf(pictures: Sequence[Image.Image], quality: int = 60) -> bytes:
    """A stack as a scanner sends it: one JPEG a page."""
    held = io.BytesIO()
    first, *others = pictures
    first.save(held, "PDF", save_all=True, append_images=others, resolution=DPI, quality=quality)
    return held.getvalue()


def tiff(pictures: Sequence[Image.Image], compression: str = "group4") -> bytes:
    held = io.BytesIO()
    first, *others = pictures
    first.save(held, "TIFF", save_all=True, append_images=others, compression=compression, dpi=(DPI, DPI))
    return held.getvalue()
