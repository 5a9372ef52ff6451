"""The pages of one of our own PDFs as pictures, so that a letter is seen in the page before it is printed.

Only for what `letters.render` has made in this installation: a file that came from outside is read apart (sandbox).
"""

from __future__ import annotations

import base64
import threading
from collections.abc import Iterator
from io import BytesIO

from remissvakt.web.csp import POLICY

# The pictures stand in the page itself, so that they are read once, with it, and lie in no cache.
POLICY_WITH_PICTURES = POLICY.replace("img-src 'self'", "img-src 'self' data:")
_SCALE = 1.5  # of 72 points an inch: 108 dots an inch, A4 is 893 wide
_alone = threading.Lock()  # the library may be used by one thread at a time


def pictures_of(pdf: bytes) -> list[str]:
    """Return the pages as addresses that hold the pictures themselves."""
    with _alone:
        return [f"data:image/webp;base64,{base64.b64encode(page).decode()}" for page in _drawn(pdf)]


def _drawn(pdf: bytes) -> Iterator[bytes]:
    import pypdfium2  # not before the first page: most processes draw none

    document = pypdfium2.PdfDocument(pdf)
    try:
        for page in document:
            held = BytesIO()
            page.render(scale=_SCALE).to_pil().save(held, "WEBP", quality=80, method=2)
            yield held.getvalue()
    finally:
        document.close()
