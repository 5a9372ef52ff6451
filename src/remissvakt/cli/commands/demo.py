"""remissvakt demo: fill an empty database with the fictitious region."""

from __future__ import annotations

import argparse
import time
from datetime import date

from django.core.management import call_command
from django.db import connection

from remissvakt.cli.usage import UsageError
from remissvakt.core.clock import SystemClock, local_date


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--until", metavar="ÅÅÅÅ-MM-DD", help="sista dagen i berättelsen (idag)")
    parser.add_argument("--referrals", type=int, default=600, metavar="ANTAL", help="antal remisser (600)")


def run(arguments: argparse.Namespace) -> int:
    """Build it, telling how far it has come."""
    from remissvakt.demo.build import build
    from remissvakt.referrals.models import Referral, WorkItem

    until = local_date(SystemClock().now())
    if arguments.until:
        try:
            until = date.fromisoformat(arguments.until)
        except ValueError:
            raise UsageError("--until vill ha ett datum, till exempel 2026-11-23") from None
    if not 0 <= arguments.referrals <= 100_000:
        raise UsageError("--referrals vill ha ett antal från 0 till 100000")
    call_command("migrate", interactive=False, verbosity=0)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:  # a demonstration that power failed in is built anew
            cursor.execute("PRAGMA synchronous=OFF")
    started = time.monotonic()
    build(until=until, referrals=arguments.referrals, tell=lambda line: print(f"  {line}", flush=True))
    print(
        f"Demoregionen är klar: {Referral.objects.count()} remisser, {WorkItem.objects.count()} öppna uppgifter "
        f"({time.monotonic() - started:.0f} s)."
    )
    return 0
