"""Lets the disk be full, read-only or broken under the real service, and then well again.

    .venv/bin/python campaigns/disk_faults.py --engine postgresql

On PostgreSQL its server ends when it cannot write its log, or stands there without answering: it is started again, as
whoever looks after it would do, and the service is not. `--small-disk` fills a file system to its last byte instead.

strace makes each write to the database's files fail, as the kernel would say it. Meanwhile no form may be answered as
done and nothing be there by half; pages that nothing has to be written for are still answered. When the disk is well
again the same forms are sent once more, to the same service, and each has its one effect.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
from pathlib import Path

import django

SMALL = "300m"
ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "src"), str(ROOT / "tests")]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--faults", default="ENOSPC,EROFS,EIO", help="which (%(default)s)")
    parser.add_argument("--engine", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument(
        "--small-disk", action="store_true", help="a file system in memory that is filled instead (as root)"
    )
    given = parser.parse_args()

    from crashing.installation import Installation

    folder = Path(tempfile.mkdtemp(prefix="disk-faults-"))
    if given.small_disk:
        subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SMALL}", "tmpfs", folder], check=True)
    installation = Installation(folder, given.engine, workers=1)
    wrong: list[str] = []
    try:
        django.setup()
        from crashing.campaign import prepared
        from crashing.disk import FAULTS, filled, under
        from crashing.people import Person

        person = Person(prepared(), random.Random(1))
        person.log_in()
        installation.start()
        installation.wait()
        for fault in ["small"] if given.small_disk else given.faults.split(","):
            name = FAULTS.get(fault, fault)
            counts, found = (
                filled(installation, person) if given.small_disk else under(installation, person, fault)
            )
            print(name, ", ".join(f"{what} {number}" for what, number in sorted(counts.items())))
            wrong += [f"{name}: {one}" for one in found]
    finally:
        installation.remove()
        if given.small_disk:
            subprocess.run(["umount", "--lazy", folder], check=True)
            folder.rmdir()
    print("\n".join(wrong) or "no fault")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
