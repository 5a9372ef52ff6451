"""Watches the real service with strace (SQLite): is everything on the disk before the answer leaves?

    .venv/bin/python campaigns/durability.py [--off]

`--off` runs a copy of the product with the database's waiting for the disk switched off: then it has to fail.
Exit code 0: no answer left early. 1: some did.
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
from pathlib import Path

import django

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]
REFERRALS = 2


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--off", action="store_true", help="without waiting for the disk")
    given = parser.parse_args()

    from crashing.installation import Installation
    from crashing.traced import STRACE, seen

    installation = Installation(Path(tempfile.mkdtemp(prefix="durability-")), "sqlite", workers=1)
    trace = installation.folder / "trace"
    try:
        django.setup()
        from crashing.campaign import prepared
        from crashing.people import Person, Write, work_of

        person = Person(prepared(), random.Random(1))
        person.log_in()
        source = without_waiting(installation.folder / "source") if given.off else None
        installation.start(under=[*STRACE, str(trace)], source=source)
        installation.wait()
        browsers = person.browsers(installation.port)
        for _ in range(REFERRALS):
            for step in work_of(person.region, person.chance):
                if isinstance(step, Write):
                    status, _to, _page = browsers[step.who.person_id].ask(step.path, step.body)
                    assert status == 302, (step, status)
        installation.kill_service()
        with trace.open(encoding="utf-8", errors="replace") as lines:
            found = seen(lines, database=str(installation.folder / "remissvakt.sqlite3"))
    finally:
        installation.remove()
    print(f"{found.answers} answers, {found.syncs} synchronisations, {len(found.early)} too early")
    print("\n".join(found.early[:20]))
    return 1 if found.early or not found.answers else 0


def without_waiting(folder: Path) -> Path:
    """A copy of the product whose SQLite does not wait for the disk."""
    shutil.copytree(
        ROOT / "src" / "remissvakt", folder / "remissvakt", ignore=shutil.ignore_patterns("static")
    )
    (folder / "remissvakt" / "web" / "static").mkdir(exist_ok=True)
    databases = folder / "remissvakt" / "config" / "databases.py"
    text = databases.read_text(encoding="utf-8")
    changed = text.replace("synchronous=FULL", "synchronous=OFF").replace(
        "synchronous=EXTRA", "synchronous=OFF"
    )
    assert changed != text
    databases.write_text(changed, encoding="utf-8")
    return folder


if __name__ == "__main__":
    sys.exit(main())
