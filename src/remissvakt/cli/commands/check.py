"""Checks the invariants on the whole database: has anything fallen between two chairs?

Exit code 0: all hold. 1: something was found, and is named. 2: the check could not be made.
"""

from __future__ import annotations

import argparse
import sys
from itertools import groupby

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from remissvakt.assurance.checks import TITLES
from remissvakt.assurance.finding import Finding
from remissvakt.assurance.runs import check_and_keep
from remissvakt.cli.usage import UsageError
from remissvakt.core.clock import SystemClock
from remissvakt.core.refusal import Refusal
from remissvakt.sandbox.strength import TEXTS, Strength, strength
from remissvakt.storage.inventory import files_without_row, rows_without_use
from remissvakt.storage.verification import to_verify, verify

SHOWN = 50
OLDER, ALL = "older", "all"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="skriv bara det som inte stämmer")
    parser.add_argument(
        "--files",
        nargs="?",
        const=OLDER,
        choices=(OLDER, ALL),
        help="läs även sparade filer och jämför med deras SHA-256: de som inte är lästa på en vecka, eller alla",
    )


def run(arguments: argparse.Namespace) -> int:
    """Check, tell, and keep the run for /readyz."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise UsageError("databasen är inte uppdaterad; starta remissvakt serve först.")
        if arguments.files:
            _read_files(every=arguments.files == ALL, quiet=arguments.quiet)
        kept, findings = check_and_keep(now=SystemClock().now())
        _tell(findings, quiet=arguments.quiet)
        if not arguments.quiet:
            _tell_of_leftovers()
        _tell_of_the_sandbox(quiet=arguments.quiet)
    except (DatabaseError, Refusal) as error:
        print(f"remissvakt check: det gick inte att kontrollera ({type(error).__name__}).", file=sys.stderr)
        return 2
    if not arguments.quiet or findings:
        print(f"{len(findings)} fynd på {kept.seconds:.1f} s.")
    return 1 if findings else 0


def _tell_of_the_sandbox(*, quiet: bool) -> None:
    """A sandbox that is weaker than it should be is told of even to those who want to hear of faults alone."""
    found = strength()
    if not quiet or found != Strength.FULL:
        print(f"Filer utifrån [sandbox]: {TEXTS[found]}")


def _tell(findings: list[Finding], *, quiet: bool) -> None:
    by_name = {name: list(group) for name, group in groupby(findings, key=lambda one: one.invariant)}
    for name, title in TITLES.items():
        found = by_name.get(name, [])
        if quiet and not found:
            continue
        print(f"{title} [{name}]: {f'{len(found)} fynd' if found else 'stämmer'}")
        for finding in found[:SHOWN]:
            print(f"    {finding.subject}: {finding.text}")
        if len(found) > SHOWN:
            print(f"    … och {len(found) - SHOWN} till")


def _read_files(*, every: bool, quiet: bool) -> None:
    """Read them one by one; what does not agree is noted in its row, and found by the checks after this."""
    names = to_verify(now=SystemClock().now(), every=every)
    for number, sha256 in enumerate(names, start=1):
        verify(sha256=sha256, now=SystemClock().now())
        if not quiet and (number == len(names) or number % 1000 == 0):
            print(f"{number} av {len(names)} filer lästa.", flush=True)


def _tell_of_leftovers() -> None:
    """What something that died has left behind. Nothing is missing because of it, and it is never taken away here."""
    now = SystemClock().now()
    for title, names in (
        ("filer som ingen rad känner till", list(files_without_row(now=now))),
        ("sparade filer som inget hänvisar till", list(rows_without_use(now=now))),
    ):
        if names:
            print(f"Upplysning: {len(names)} {title}.")
            for name in names[:SHOWN]:
                print(f"    {name}")
