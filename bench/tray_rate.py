"""How many documents go from the scanner to their referral in a second: kept, read, split and linked?

    PYTHONPATH=src:tests python bench/tray_rate.py [stacks, 2]

The stack of 60 pages with 20 documents, half of them coded, on SQLite in a temporary folder here, not in memory, so
that every fsync is a real one. The first stack links the coded documents; each further one is another file of the same
papers, and links them again as copies.
"""

from __future__ import annotations

import io
import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

STACKS = int(sys.argv[1]) if len(sys.argv) > 1 else 2
NOW = datetime(2026, 11, 17, 9, 15, tzinfo=UTC)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix=".tray-rate-", dir=".") as folder:
        os.environ["REMISSVAKT_DATA"] = folder
        os.environ["DATABASE_URL"] = f"sqlite:///{Path(folder).absolute()}/bench.sqlite3"
        os.environ["DJANGO_SETTINGS_MODULE"] = "remissvakt.config.settings"
        import django

        django.setup()
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        measure()


def measure() -> None:
    from factories import make_region, walks
    from remissvakt.documents.models import Document, PaperCode
    from remissvakt.scanning.work import work
    from rescan.stack import make_stack

    region, stack = make_region(now=NOW), make_stack()
    for token, kind in {one.token: one.kind for one in stack.documents if one.token}.items():
        PaperCode(
            token=token,
            kind=kind,
            referral=walks.posted(region, now=NOW),
            unit=region.health_centre,
            made_at=NOW,
        ).save(force_insert=True)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number in range(STACKS):
        # A comment after the end of a PDF makes another file of the same pages.
        content = stack.pdf + b"\n%" + str(number).encode()
        began, own = time.perf_counter(), time.process_time()
        receive_one(region, content)
        kept = time.perf_counter()
        while work(now=NOW):
            pass
        ended = time.perf_counter()
        documents = len(stack.documents)
        print(
            f"stack {number + 1}: {documents} documents, {stack.pages} pages: kept in {kept - began:.2f} s, "
            f"read, split and linked in {ended - kept:.2f} s: {documents / (ended - began):.1f} documents/s, "
            f"{(ended - began) / stack.pages * 1000:.0f} ms a page, own processor {time.process_time() - own:.2f} s"
        )
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    linked = Document.objects.filter(referral__isnull=False).count()
    print(
        f"{Document.objects.count()} documents, {linked} linked by their codes; our own memory grew {grown // 1024} MiB"
    )


def receive_one(region: object, content: bytes) -> None:
    from remissvakt.core.ids import new_id
    from remissvakt.scanning.receive import receive

    receive(
        scan_id=new_id(now=NOW),
        unit_id=region.health_centre.id,  # type: ignore[attr-defined]
        content=io.BytesIO(content),
        size=len(content),
        name="bunt.pdf",
        source="page",
        arrived_on=NOW.date(),
        actor=region.secretary,  # type: ignore[attr-defined]
        now=NOW,
    )


if __name__ == "__main__":
    main()
