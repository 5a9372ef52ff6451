"""What stands on a page, as far as Tesseract can tell? A proposal for the one who links it, and never more (S9).

Only where the installation asks for it (REMISSVAKT_OCR=1) and `tesseract` is there. What it is given is the page's
own picture, drawn in the sandbox; it is a process of its own, with limits, and without the product's environment.
"""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
from contextlib import suppress
from datetime import datetime

import structlog
from django.conf import settings

from remissvakt.documents.models import ScanPage
from remissvakt.storage import store
from remissvakt.storage.errors import Damaged, Missing

_SECONDS = 30
_MEMORY = 1 << 30
_MOST_TEXT = 20_000
# The text of a page that has been read and says nothing; a page with "" has not been read.
_NOTHING = "\n"

log = structlog.get_logger(__name__)


def work(*, now: datetime) -> bool:
    """Read one page that nobody has linked and no code tells of; whether there was one. Safe if killed anywhere."""
    if not (settings.REMISSVAKT_OCR and shutil.which("tesseract")):
        return False
    page = (
        ScanPage.objects.filter(text="", blank=False, separator=False, token="", picture__isnull=False)
        .filter(document__linked_at__isnull=True, document__isnull=False)
        .order_by("scan__received_at", "scan_id", "number")
        .first()
    )
    if page is None:
        return False
    try:
        text = read_text(picture=store.read(sha256=page.picture_id or ""))
    except (Missing, Damaged):
        text = ""  # `remissvakt check` tells of the file
    ScanPage.objects.filter(id=page.id, text="").update(text=text or _NOTHING)
    return True


def read_text(*, picture: bytes) -> str:
    """Return the words on a picture; "" where it cannot be read, or not within the limits."""
    program = shutil.which("tesseract")
    if program is None:
        return ""
    command = [program, "stdin", "stdout", "-l", "swe", "--dpi", "150"]
    environment = {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C.UTF-8", "PATH": os.defpath}
    with subprocess.Popen(  # noqa: S603 - the program of the installation, on a picture that we drew
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env=environment,
        start_new_session=True,
    ) as running:
        _limit(running.pid)
        try:
            said, _ = running.communicate(picture, timeout=_SECONDS)
        except subprocess.TimeoutExpired:
            running.kill()
            log.warning("ocr_too_slow")
            return ""
    if running.returncode:
        log.warning("ocr_failed", status=running.returncode)
        return ""
    return said.decode("utf-8", "replace").replace("\0", "").strip()[:_MOST_TEXT]


def _limit(process: int) -> None:
    """Where the system lets a parent set them; the time has a limit everywhere."""
    if hasattr(resource, "prlimit"):
        with suppress(ProcessLookupError):  # it has ended already
            resource.prlimit(process, resource.RLIMIT_AS, (_MEMORY, _MEMORY))
            resource.prlimit(process, resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
            resource.prlimit(process, resource.RLIMIT_FSIZE, (0, 0))
