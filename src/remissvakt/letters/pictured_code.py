"""A code as a picture that a printer draws sharply and a scanner reads through a punch hole: level H, 29 modules."""

from __future__ import annotations

from functools import lru_cache

# Every payload of ours fits in version 3 at level H; one size for all, so that a page looks the same.
_VERSION = 3


@lru_cache(maxsize=64)
def svg_of(payload: str) -> str:
    """Return the code as SVG, one user unit a module, without quiet zone: the page keeps that free."""
    import segno  # not before the first code: most processes draw none

    code = segno.make(payload, version=_VERSION, error="h", boost_error=False, micro=False)
    path = "".join(_runs(number, row) for number, row in enumerate(code.matrix))
    size = len(code.matrix)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}">'
        f'<path fill="#000" d="{path}"/></svg>'
    )


def _runs(number: int, row: bytes | bytearray) -> str:
    """Dark modules that lie side by side, as one rectangle each."""
    drawn, start = [], None
    for column, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            drawn.append(f"M{start} {number}h{column - start}v1h-{column - start}z")
            start = None
    return "".join(drawn)
