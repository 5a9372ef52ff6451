"""The mail-in folder: attachments of mails are taken as scans; a mail that fits nothing is kept and shown.

`REMISSVAKT_MAIL_FOLDER` holds a folder for each unit (see `unit_folders`), with mails as files in it (.eml), or as a
Maildir (new, cur). Mails are taken apart in a process of their own (S9), and moved as in the scanner's folder.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.utils import parseaddr
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.documents.models import ScanSource
from remissvakt.sandbox.limits import MEBIBYTE
from remissvakt.sandbox.run import Contained, Limits, Refused, run_apart
from remissvakt.storage.errors import NotStored, Unreachable

from .folder import EVERY, NOT_TAKEN, TAKEN
from .names import shown_name
from .not_taken import show_not_taken
from .receive import MAX_BYTES, receive
from .still_files import ChangedMeanwhile, Watch, content_of, look_of, put_in
from .unit_folders import unit_folders

# Attachments are a third larger in a mail than by themselves.
MOST_BYTES = MAX_BYTES * 3 // 2
LIMITS = Limits(
    memory=1536 * MEBIBYTE,
    cpu_seconds=30,
    wall_seconds=30,
    output_bytes=2 * MAX_BYTES,
    frame_bytes=MAX_BYTES + MEBIBYTE,
)
log = structlog.get_logger(__name__)


class MailFolder:
    """The folder, and how its mails looked the last time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._watch = Watch()
        self._looked: datetime | None = None

    def work(self, *, now: datetime) -> bool:
        """Take at most one mail that has lain still; whether there was one."""
        if self._looked is not None and now - self._looked < EVERY:
            return False
        for unit_id, folder in unit_folders(self._root):
            for place in (folder, folder / "new", folder / "cur"):
                for path in self._watch.still(place, now=now):
                    if _take(path, unit_id=unit_id, now=now):
                        return True
        self._looked = now
        return False


_folders: dict[str, MailFolder] = {}


def work(*, now: datetime) -> bool:
    """Take at most one mail, if there is one; whether there was."""
    root = settings.REMISSVAKT_MAIL_FOLDER
    return bool(root) and _folders.setdefault(root, MailFolder(Path(root))).work(now=now)


def _take(path: Path, *, unit_id: UUID, now: datetime) -> bool:
    try:
        look = look_of(path.stat(follow_symlinks=False))
        if look[1] > MOST_BYTES:
            raise Refused("mail_too_large")
        sender, taken, problems = _take_files(path, unit_id=unit_id, now=now)
    except (Refused, Contained):
        sender, taken, problems = "", 0, [_("Brevet gick inte att läsa.")]
    except (NotStored, Unreachable):
        raise
    except ChangedMeanwhile:
        return False
    except OSError:
        log.warning("mail_folder_file_unreadable")
        return False
    if not taken and not problems:
        problems = [_("Brevet har ingen bifogad fil.")]
    if problems:
        show_not_taken(
            what=f"{path.name} {look}",
            unit_id=unit_id,
            sender=sender or _("E-post"),
            description=_("E-post som inte kunde tas emot helt. %(why)s") % {"why": " ".join(problems)},
            now=now,
        )
    put_in(path, TAKEN if taken and not problems else NOT_TAKEN, now=now)
    return True


def _take_files(path: Path, *, unit_id: UUID, now: datetime) -> tuple[str, int, list[str]]:
    """Who sent the mail, how many of its files are in the tray, and what is wrong with the others."""
    sender, taken, problems = "", 0, list[str]()
    for kind, data, blob in _parts(path):
        if kind == "from":
            sender = _sender(data)
            continue
        try:
            receive(
                scan_id=new_id(now=now),
                unit_id=unit_id,
                content=iter((blob,)),
                size=len(blob),
                name=data,
                source=ScanSource.MAIL,
                arrived_on=local_date(now),
                actor=None,
                now=now,
                sender=sender,
            )
            taken += 1
        except (NotStored, Unreachable):
            raise
        except Refusal as refusal:
            if refusal.code == "same_file_before":
                taken += 1
            else:
                problems.append(f"{shown_name(data)}: {refusal.message}")
    return sender, taken, problems


def _parts(path: Path) -> Iterator[tuple[str, str, bytes]]:
    """What the child found, checked: its word is no more to be trusted than the mail's."""
    for frame in run_apart(task="mail", arguments={}, contents=[content_of(path)], limits=LIMITS):
        match frame.data:
            case {"from": str(text)} if frame.kind == "from":
                yield "from", text[:500], b""
            case {"name": str(text)} if frame.kind == "file":
                yield "file", text[:500], frame.blob
            case _:
                raise Contained("crash")


def _sender(text: str) -> str:
    name, address = parseaddr(text)
    return shown_name(name or address)[:200]
