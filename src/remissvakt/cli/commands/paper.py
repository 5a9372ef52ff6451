"""Writes each unit's open watches and cases as a PDF, to go on by hand with when everything is down."""

from __future__ import annotations

import argparse
from pathlib import Path

from django.conf import settings

from remissvakt.cli.usage import UsageError
from remissvakt.core.clock import SystemClock
from remissvakt.worklists.paper_files import write_all


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "folder", nargs="?", metavar="MAPP", help="mapp att skriva i (REMISSVAKT_PAPER_LISTS)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Write them all now. Raises UsageError when there is nowhere to write."""
    folder = arguments.folder or settings.REMISSVAKT_PAPER_LISTS
    if not folder:
        raise UsageError("ange en mapp, eller sätt REMISSVAKT_PAPER_LISTS.")
    try:
        count = write_all(folder=Path(folder), now=SystemClock().now())
    except OSError as error:
        raise UsageError(f"det går inte att skriva i mappen ({error.strerror or 'okänt fel'}).") from None
    print(f"{count} enheters listor är skrivna.")
    return 0
