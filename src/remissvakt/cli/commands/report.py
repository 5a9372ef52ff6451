"""Prints the nightly report: what was created and received is open, or ended with a reason.

Exit code 0: all is accounted for. 1: something is not, or there is no report.
"""

from __future__ import annotations

import argparse
from datetime import date

from remissvakt.assurance.report.nightly import work
from remissvakt.assurance.report.shown import ShownLine, shown_report
from remissvakt.cli.usage import UsageError
from remissvakt.core.clock import SystemClock
from remissvakt.core.formats import format_instant


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--day", metavar="ÅÅÅÅ-MM-DD", help="vilken dag (den senaste)")


def run(arguments: argparse.Namespace) -> int:
    """Make the reports that are missing, and print one. Raises UsageError."""
    while work(now=SystemClock().now()):
        pass
    try:
        day = date.fromisoformat(arguments.day) if arguments.day else None
    except ValueError:
        raise UsageError("--day vill ha ett datum, till exempel 2026-11-23.") from None
    shown = shown_report(day=day, units=None)
    if shown is None:
        print("Det finns ingen rapport för den dagen.")
        return 1
    print(f"{shown.report.day}, gjord {format_instant(shown.report.made_at)}")
    for title, lines in shown.sections:
        print(f"\n{title}")
        for line in lines:
            print(f"  {_text(line)}")
    for code in shown.unaccounted:
        print(f"\nOredovisad: {code}", end="")
    print(f"\n{len(shown.unaccounted)} oredovisade. {shown.uneven} rader går inte jämnt upp.")
    print(f"Kedjans hash: {shown.report.hash}")
    return 0 if shown.good else 1


def _text(line: ShownLine) -> str:
    came = "".join(f" + {number} {word}" for word, number in line.came)
    went = "".join(f" − {number} {word}" for word, number in line.went)
    marked = "" if line.even else "  GÅR INTE JÄMNT UPP"
    name = f"{line.unit}, {line.channel}" if line.unit else str(line.channel)
    return f"{name}: {line.opening} öppna{came}{went} = {line.closing} öppna{marked}"
