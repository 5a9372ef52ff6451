"""A process that has read the whole product and opened nothing; it becomes the service as often as it is told to.

    python ready.py

Each line that it reads, a port and the log's file, starts one `remissvakt serve`, and it tells the pid.

Reading the product's modules is most of a start's work on a machine that is busy, and is the same every time. All
else is the service's own: its process group, its workers, its connections, what it finds in the database.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys

SERVE = ("serve", "--no-migrate", "--no-worker", "--port")
_set_start_method = multiprocessing.set_start_method


def main() -> int:
    import django

    django.setup()
    from django.db import connection
    from django.urls import get_resolver

    import remissvakt.cli.commands.serve
    import remissvakt.config.wsgi  # noqa: F401

    get_resolver().check()
    assert connection.connection is None, "a connection would be shared by all that come of this process"
    # The kernel buries the dead.
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    for line in sys.stdin:
        port, log = line.split()
        child = os.fork()
        if child == 0:
            _be_the_service(port, log)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()
    return 0


def _be_the_service(port: str, log: str) -> None:
    """Never returns."""
    code = 1
    try:
        os.setsid()
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nothing, file = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        for target, source in ((0, nothing), (1, file), (2, file)):
            os.dup2(source, target)
        multiprocessing.set_start_method = _forked  # type: ignore[assignment]
        from remissvakt.cli.main import main as remissvakt

        code = remissvakt([*SERVE, port])
    finally:
        os._exit(code)


def _forked(_method: str | None, force: bool = False) -> None:
    """The processes that answer are made of what was read, too."""
    _set_start_method("fork", force=force)


if __name__ == "__main__":
    sys.exit(main())
