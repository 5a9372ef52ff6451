"""Takes a copy of the database and the stored files in a new folder, while the service is in use.

Exit code 0: the copy is complete. 1: it is complete, but files were missing already, or there is no copy (and it is
said why). 2: called wrongly.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings
from django.db import connection

from remissvakt.backup.manifest import Manifest
from remissvakt.backup.take import take
from remissvakt.cli.usage import UsageError
from remissvakt.core.clock import SystemClock
from remissvakt.core.formats import format_instant
from remissvakt.storage import keys

SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="MAPP", type=Path, help="ny mapp att lägga kopian i")


def run(arguments: argparse.Namespace) -> int:
    """Take it and say what is in it, and what is not. Raises UsageError and Refusal."""
    target = arguments.folder.absolute()
    for own in (settings.REMISSVAKT_DATA, settings.REMISSVAKT_FILES):
        if not str(own).startswith("s3://") and target.resolve().is_relative_to(Path(own).resolve()):
            raise UsageError(f"lägg kopian utanför {own}: där ligger originalet, och kanske nycklarna.")
    manifest = take(
        connection=connection,
        files=str(settings.REMISSVAKT_FILES),
        target=target,
        clock=SystemClock().now,
    )
    _tell(manifest, target)
    return 1 if manifest.files_missing else 0


def _tell(manifest: Manifest, target: Path) -> None:
    referrals = manifest.contents.counts.get("referrals_referral", 0)
    print(f"Kopian är klar: {target}")
    print(
        f"  Databasen ({manifest.engine}): {referrals} remisser, så som det var {format_instant(manifest.began)}."
    )
    if manifest.files_elsewhere:
        print(
            f"  Filerna är INTE med: de ligger i {manifest.files_elsewhere}. Kopiera dem där, efter databasen."
        )
    else:
        print(f"  Filerna: {manifest.files} stycken, krypterade, {manifest.bytes / 1024**2:.1f} MB.")
    where = settings.REMISSVAKT_FILE_KEY_FILE if keys.in_file() else "REMISSVAKT_FILE_KEY"
    print(f"  Nycklarna är INTE med: de står i {where}. Förvara en kopia av dem på ett annat ställe.")
    if manifest.key_names:
        print(f"  Filerna behöver: {', '.join(manifest.key_names)}.")
    print("  Databasen i kopian är inte krypterad: förvara den som en journalhandling.")
    if manifest.files_missing:
        print(f"FEL: {len(manifest.files_missing)} filer saknas eller är avkortade redan i lagringen:")
        for sha256 in manifest.files_missing[:SHOWN]:
            print(f"    {sha256}")
