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

SHOWN = 50


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--quiet", action="store_true", help="skriv bara det som inte stämmer")


def run(arguments: argparse.Namespace) -> int:
    """Check, tell, and keep the run for /readyz."""
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            raise UsageError("databasen är inte uppdaterad; starta remissvakt serve först.")
        kept, findings = check_and_keep(now=SystemClock().now())
    except DatabaseError as error:
        print(f"remissvakt check: det gick inte att kontrollera ({type(error).__name__}).", file=sys.stderr)
        return 2
    _tell(findings, quiet=arguments.quiet)
    if not arguments.quiet or findings:
        print(f"{len(findings)} fynd på {kept.seconds:.1f} s.")
    return 1 if findings else 0


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
