"""Gives a copy back in an empty place: where DATABASE_URL and REMISSVAKT_FILES point, with nothing there yet."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings
from django.db import connection

from remissvakt.backup.restore import restore
from remissvakt.core.formats import format_instant
from remissvakt.storage import keys


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="MAPP", type=Path, help="mappen med kopian")
    parser.add_argument(
        "--without-keys",
        action="store_true",
        help="återställ även om filernas nycklar saknas; filerna går då inte att läsa",
    )


def run(arguments: argparse.Namespace) -> int:
    """Restore it, or leave the place as it was and say why. Raises Refusal."""
    manifest = restore(
        connection=connection,
        files=str(settings.REMISSVAKT_FILES),
        data=Path(settings.REMISSVAKT_DATA),
        source=arguments.folder.absolute(),
        ring=keys.ring(),
        without_keys=arguments.without_keys,
    )
    counts = manifest.contents.counts
    print(f"Återställt: {counts.get('referrals_referral', 0)} remisser och {manifest.files} filer.")
    print(
        f"  Allt som var sparat före {format_instant(manifest.began)} är med; det som kom senare är det inte."
    )
    print(
        f"  {sum(counts.values())} rader i {len(counts)} tabeller och kedjorna av händelser är som i kopian."
    )
    if manifest.files_elsewhere:
        print(f"  Filerna var inte med: de låg i {manifest.files_elsewhere}.")
    print(
        "Starta remissvakt serve, som uppdaterar databasen om den är äldre. Kör sedan remissvakt check --files all."
    )
    return 0
