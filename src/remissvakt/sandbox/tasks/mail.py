"""Takes a mail apart: who sent it, and the files that came with it. Sent file by file."""

from __future__ import annotations

import encodings.cp1252
import encodings.idna
import encodings.iso8859_1
import encodings.iso8859_15
import encodings.utf_8
import encodings.utf_16
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP
from typing import Any

from remissvakt.sandbox.task import Refused, Send

__all__ = ["run"]
# What names are written in; after the lock nothing more is loaded.
_CODECS = (
    encodings.cp1252,
    encodings.idna,
    encodings.iso8859_1,
    encodings.iso8859_15,
    encodings.utf_8,
    encodings.utf_16,
)
_MOST_FILES = 100


def run(*, arguments: dict[str, Any], contents: list[bytes], send: Send) -> None:
    [content] = contents
    message = BytesParser(policy=SMTP).parsebytes(content)
    send("from", {"from": _header(message, "from")})
    count = 0
    for part in message.walk():
        if part.is_multipart() or not _is_file(part):
            continue
        count += 1
        if count > _MOST_FILES:
            raise Refused("mail_too_many_files")
        body = part.get_payload(decode=True)
        send("file", {"name": _name(part)}, body if isinstance(body, bytes) else b"")


def _is_file(part: EmailMessage) -> bool:
    """Files, but not the texts of the mail, nor the pictures in its signature."""
    if part.get_content_disposition() == "attachment":
        return True
    if part.get_content_maintype() == "image":
        return part.get("content-id") is None
    return part.get_content_maintype() not in ("text", "multipart", "message")


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name, ""))[:500]
    except Exception:  # what is odd in a header is no reason to lose the files
        return ""


def _name(part: EmailMessage) -> str:
    try:
        return str(part.get_filename() or "")[:500]
    except Exception:
        return ""
