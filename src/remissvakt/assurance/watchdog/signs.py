"""Do the others live? The worker by its heartbeat in the database, the service by what it answers."""

from __future__ import annotations

import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import datetime, timedelta

from ..heartbeat import WORKER as WORKER_NAME
from ..heartbeat import last_beat
from .alarms import SERVER, WORKER, Alarm

SILENT_TOO_LONG = timedelta(minutes=15)
ATTEMPTS, PAUSE_SECONDS, TIMEOUT_SECONDS = 3, 2.0, 10.0
# Found wrong by a check: the watchdog tells of that itself, and the service does answer.
_NOT_OF_THE_SERVICE = {"work_items"}


def worker_sign(*, now: datetime) -> Iterator[Alarm]:
    """An installation whose worker has never run has no sign of one either."""
    at = last_beat(name=WORKER_NAME)
    if at is None:
        yield Alarm(WORKER, "", "never")
    elif now - at > SILENT_TOO_LONG:
        yield Alarm(WORKER, "", f"silent since {at.isoformat(timespec='minutes')}")


def server_sign(*, address: str, pause: float = PAUSE_SECONDS) -> Iterator[Alarm]:
    """Asked up to three times: one that is just being started again is not dead. Nobody is asked without an address."""
    if not address:
        return
    wrong = ""
    for attempt in range(ATTEMPTS):
        if attempt:
            time.sleep(pause)
        wrong = _asked(f"{address.rstrip('/')}/readyz")
        if not wrong:
            return
    yield Alarm(SERVER, "", wrong)


def _asked(url: str) -> str:
    """What is wrong, or nothing. Never through a proxy: it is our own machine that is asked."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=TIMEOUT_SECONDS) as answer:
            return "" if answer.status == 200 else f"HTTP {answer.status}"
    except urllib.error.HTTPError as error:
        return _not_ready(error)
    except (OSError, ValueError) as error:
        return type(error).__name__


def _not_ready(error: urllib.error.HTTPError) -> str:
    try:
        checks = json.loads(error.read())["checks"]
        failed = sorted(str(one["check"]) for one in checks if not one["ok"])
    except (ValueError, TypeError, KeyError):
        return f"HTTP {error.code}"
    wrong = [name for name in failed if name not in _NOT_OF_THE_SERVICE]
    return f"not ready: {', '.join(wrong)}" if wrong else ""
