"""Measures the service on an archive of a given size, in a database that is there for nothing else.

An empty database (DATABASE_URL) is first filled. Never one in use: what is measured is written too.
"""

from __future__ import annotations

import argparse
import json
import platform
from dataclasses import asdict
from pathlib import Path

from django.core.management import call_command

from remissvakt.bench.archive import Size, build
from remissvakt.bench.measure import READING, measure
from remissvakt.cli.usage import UsageError
from remissvakt.core.clock import SystemClock
from remissvakt.organisations.models import CareProvider, Unit


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--referrals", type=int, default=10_000, help="så många remisser om databasen är tom")
    parser.add_argument(
        "--small", action="store_true", help="få enheter och modeller: ett prov på några sekunder"
    )
    parser.add_argument(
        "--clients", default="1,8,32", help="så många klienter på en gång (förval: %(default)s)"
    )
    parser.add_argument("--seconds", type=float, default=5, help="så länge läses (förval: %(default)s)")
    parser.add_argument("--writes", type=int, default=240, help="så många skrivningar (förval: %(default)s)")
    parser.add_argument("--only", default=",".join(READING), help="det som läses (förval: allt)")
    parser.add_argument("--no-writes", action="store_true", help="mät bara läsning")
    parser.add_argument("--build-only", action="store_true", help="bygg bara databasen")
    parser.add_argument("--json", type=Path, help="skriv även hit, för program")


def run(arguments: argparse.Namespace) -> int:
    """Build if needed, measure, tell. Exit code 1 if a request failed."""
    clients = [int(one) for one in arguments.clients.split(",") if one.isdecimal() and 0 < int(one) < 1000]
    reading = [one for one in arguments.only.split(",") if one in READING]
    if not clients or arguments.referrals < 1000:
        raise UsageError("ange minst 1000 remisser, och klienter som 1,8,32.")
    call_command("migrate", interactive=False, verbosity=0)
    if not CareProvider.objects.exists():
        few = {"units": 20, "closed_days": 1, "open_days": 1} if arguments.small else {}
        size = Size(referrals=arguments.referrals, **few)
        build(size=size, now=SystemClock().now(), tell=lambda line: print(line, flush=True))
    elif not Unit.objects.filter(name="ModellA").exists():
        raise UsageError("databasen är i bruk. Mät i en egen, tom databas (DATABASE_URL).")
    if arguments.build_only:
        return 0
    report = measure(
        clock=SystemClock().now,
        clients=clients,
        seconds=arguments.seconds,
        writes=arguments.writes,
        reading=reading,
        writing=not arguments.no_writes,
        tell=lambda line: print(line, flush=True),
    )
    report.about["python"] = platform.python_version()
    print(f"\n{report.as_text()}")
    if arguments.json:
        arguments.json.write_text(json.dumps(asdict(report), ensure_ascii=False, indent=1), encoding="utf-8")
    return 1 if report.faults else 0
