"""What stands in the codes of printed papers: an opaque token that says nothing by itself. Pure.

`RV1:` and 26 characters; the separator sheet's word is the same for everybody. Any other code on a paper is somebody
else's, and is left alone.
"""

from __future__ import annotations

import base64
import re

from remissvakt.core.ids import chance

_PREFIX = "RV1:"
_SEPARATOR = "RV1:SKILJEBLAD"
_TOKEN = re.compile(r"^[A-Z2-7]{26}$")


def new_token() -> str:
    """Return 128 random bits, from the operating system, as 26 characters that a code holds compactly."""
    return base64.b32encode(chance().randbytes(16)).decode().rstrip("=")


def payload(token: str) -> str:
    """Return what the code of a page says. Raises ValueError for anything but a token."""
    if not _TOKEN.match(token):
        raise ValueError("not a token")
    return _PREFIX + token


def separator_payload() -> str:
    """Return what the code of a separator sheet says."""
    return _SEPARATOR


def is_separator(text: str) -> bool:
    """Whether a code that was read is that of a separator sheet."""
    return text == _SEPARATOR


def read_token(text: str) -> str | None:
    """Return the token in a code that was read, or None where it is none of ours."""
    token = text.removeprefix(_PREFIX) if text.startswith(_PREFIX) else ""
    return token if _TOKEN.match(token) else None
