"""How many MB/s are put and read, encrypted, and how much memory does it take?

    PYTHONPATH=src python bench/files_rate.py [MB of the large file, 100] [small files, 500]

On SQLite in a temporary folder here, not in memory, so that every fsync is a real one.
Memory is the highest that this process has had, less what it had before.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

LARGE = int(sys.argv[1]) if len(sys.argv) > 1 else 100
SMALL = int(sys.argv[2]) if len(sys.argv) > 2 else 500
MB = 1024 * 1024
SMALL_BYTES = 200 * 1024  # a page's picture
NOW = datetime(2026, 11, 17, 9, 15, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix=".files-rate-", dir=".") as folder:
        os.environ["REMISSVAKT_DATA"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder).absolute()}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "remissvakt.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        large()
        small()


def large() -> None:
    from remissvakt.storage import store

    block = os.urandom(MB)

    def content() -> Iterator[bytes]:
        for number in range(LARGE):
            yield number.to_bytes(8, "big") + block[8:]

    before = peak()
    row = timed("put", LARGE, lambda: store.put(content=content(), media_type="application/pdf", now=NOW))
    timed("read all", LARGE, lambda: sum(map(len, store.chunks(sha256=row.sha256))))
    timed("read and compare", LARGE, lambda: store.check_whole(sha256=row.sha256))
    timed("put again, already there", LARGE, lambda: store.put(content=content(), media_type="x", now=NOW))
    began = time.perf_counter()
    for number in range(200):
        start = number * 7919 * 1024 % (LARGE * MB - 65536)
        assert len(store.read_range(sha256=row.sha256, start=start, stop=start + 65536)) == 65536
    print(f"64 KiB from anywhere: {(time.perf_counter() - began) / 200 * 1000:.2f} ms")
    print(f"memory for {LARGE} MB: {peak() - before:.1f} MB more than before")


def small() -> None:
    from remissvakt.storage import store

    contents = [os.urandom(SMALL_BYTES) for _ in range(SMALL)]
    began, busy = time.perf_counter(), time.process_time()
    rows = [store.put(content=content, media_type="image/jpeg", now=NOW) for content in contents]
    each, cpu = (time.perf_counter() - began) / SMALL, (time.process_time() - busy) / SMALL
    print(
        f"put of {SMALL_BYTES // 1024} KiB: {each * 1000:.1f} ms each, of which processor {cpu * 1000:.1f} ms"
    )
    began = time.perf_counter()
    assert [store.read(sha256=row.sha256) for row in rows] == contents
    print(f"read of {SMALL_BYTES // 1024} KiB: {(time.perf_counter() - began) / SMALL * 1000:.2f} ms each")


def timed(what: str, megabytes: int, act: Callable[[], Any]) -> Any:
    began, busy = time.perf_counter(), time.process_time()
    result = act()
    wall, cpu = time.perf_counter() - began, time.process_time() - busy
    print(f"{what}: {megabytes / wall:.0f} MB/s ({wall:.2f} s, processor {cpu:.2f} s)")
    return result


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
