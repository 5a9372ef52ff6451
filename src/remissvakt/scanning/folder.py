"""The scanner's shared folder: files that have lain still are taken, one folder a unit.

`REMISSVAKT_SCAN_FOLDER` holds a folder for each unit (see `unit_folders`). What is taken is moved to `mottagna` in it,
after it is kept; what cannot be taken to `gick-inte`, with a paper in Okopplade that says so. Killed between keeping
and moving, the file is recognised the next time, and moved.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import Refusal
from remissvakt.documents.models import ScanSource
from remissvakt.storage.errors import NotStored, Unreachable

from .names import shown_name
from .not_taken import show_not_taken
from .receive import receive
from .still_files import ChangedMeanwhile, Watch, content_of, look_of, put_in
from .unit_folders import unit_folders

TAKEN, NOT_TAKEN = "mottagna", "gick-inte"
EVERY = timedelta(seconds=5)
# A file that a stopped service finds later arrived when it was scanned; a clock that is wrong does not make it older.
_OLDEST = timedelta(days=30)
log = structlog.get_logger(__name__)


class ScanFolder:
    """The folder, and how its files looked the last time."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._watch = Watch()
        self._looked: datetime | None = None

    def work(self, *, now: datetime) -> bool:
        """Take at most one file that has lain still; whether there was one."""
        if self._looked is not None and now - self._looked < EVERY:
            return False
        for unit_id, folder in unit_folders(self._root):
            for path in self._watch.still(folder, now=now):
                if _take(path, unit_id=unit_id, now=now):
                    return True
        self._looked = now  # nothing more for now
        return False


_folders: dict[str, ScanFolder] = {}


def work(*, now: datetime) -> bool:
    """Take at most one file that has lain still, if there is one; whether there was."""
    root = settings.REMISSVAKT_SCAN_FOLDER
    return bool(root) and _folders.setdefault(root, ScanFolder(Path(root))).work(now=now)


def _take(path: Path, *, unit_id: UUID, now: datetime) -> bool:
    try:
        status = path.stat(follow_symlinks=False)
        scanned_on = local_date(datetime.fromtimestamp(status.st_mtime, tz=now.tzinfo))
        today = local_date(now)
        receive(
            scan_id=new_id(now=now),
            unit_id=unit_id,
            content=content_of(path),
            size=status.st_size,
            name=path.name,
            source=ScanSource.FOLDER,
            arrived_on=scanned_on if today - _OLDEST <= scanned_on <= today else today,
            actor=None,
            now=now,
        )
    except (NotStored, Unreachable):
        raise  # the installation is at fault: the file stays where it is
    except ChangedMeanwhile:
        return False
    except OSError:
        log.warning("scan_folder_file_unreadable")
        return False
    except Refusal as refusal:
        if refusal.code != "same_file_before":
            show_not_taken(
                what=f"{path.name} {look_of(status)}",
                unit_id=unit_id,
                sender=_("Skannermappen"),
                description=_("Filen %(name)s kunde inte tas emot och ligger i mappen %(folder)s. %(why)s")
                % {"name": shown_name(path.name), "folder": NOT_TAKEN, "why": refusal.message},
                now=now,
            )
            put_in(path, NOT_TAKEN, now=now)
            return True
    if look_of(path.stat(follow_symlinks=False)) == look_of(status):
        put_in(path, TAKEN, now=now)
    return True  # somebody who wrote on has left another file, which is taken in its turn
