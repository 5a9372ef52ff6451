"""Reads a CSV file with the open referrals of another system, and brings them in when asked to.

Without --genomför nothing is written: the report says what would come in, and every fault. Exit codes:
0 the file is (or would be) brought in; 1 it has faults; 2 it cannot be read, or the command was called wrongly.
"""

import argparse
import sys
from pathlib import Path
from uuid import UUID

from django.conf import settings

from remissvakt.cli.usage import UsageError
from remissvakt.core.clock import SystemClock, local_date
from remissvakt.core.refusal import Refusal
from remissvakt.importing.read import read_file
from remissvakt.importing.report import SHOWN, Finding, Report
from remissvakt.importing.who import actor_at, local_unit
from remissvakt.importing.writing import writing
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.actions.import_open import import_open
from remissvakt.referrals.open_referrals import Imported

_UNREADABLE = {
    FileNotFoundError: "den finns inte",
    IsADirectoryError: "det är en mapp",
    PermissionError: "den får inte läsas",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FIL.csv", type=Path, help="filen från det andra systemet")
    parser.add_argument("--enhet", required=True, metavar="ENHET", help="enhetens HSA-id eller namn")
    parser.add_argument("--som", required=True, metavar="ANVÄNDARE", help="användarnamn: den som för in")
    parser.add_argument(
        "--genomför",
        "--genomfor",
        "--commit",
        dest="commit",
        action="store_true",
        help="för in (annars bara kontroll)",
    )
    parser.add_argument(
        "--skapa-enheter",
        dest="create_units",
        action="store_true",
        help="lägg upp okända motparter som externa enheter",
    )


def run(arguments: argparse.Namespace) -> int:
    now = SystemClock().now()
    raw = _bytes(arguments.file)
    try:
        unit = local_unit(arguments.enhet)
        actor = actor_at(username=arguments.som, unit_id=unit.id, today=local_date(now))
        report = read_file(
            raw,
            unit_id=unit.id,
            actor=actor,
            now=now,
            create_units=arguments.create_units,
            progress=_progress("Läser rad"),
        )
    except Refusal as refusal:
        raise UsageError(refusal.message) from None
    _print_report(report)
    if report.faults:
        print("Inget är infört. Rätta raderna och kör igen.")
        return 1
    if not arguments.commit:
        print("Inget är infört: det här var en kontroll. Kör igen med --genomför för att föra in.")
        return 0
    return _import(report, unit_id=unit.id, actor=actor)


def _import(report: Report, *, unit_id: UUID, actor: Actor) -> int:
    with writing():
        done = import_open(
            batch=report.batch,
            unit_id=unit_id,
            actor=actor,
            now=SystemClock().now(),
            progress=_progress("För in remiss"),
        )
    print(f"Infört: {done.outgoing} utgående och {done.incoming} inkommande. {done.there} fanns redan.")
    _print_made(done)
    return 0


def _print_made(done: Imported) -> None:
    if done.patients or done.units:
        print(f"Nya här: {done.patients} patienter, {done.units} enheter.")
    for keys, text in (
        (done.other_names, "patienten fanns redan här med ett annat namn. Jämför"),
        (
            done.less_protected,
            "filen säger skyddade personuppgifter, men inte registreringen här. Ändra genast",
        ),
    ):
        if keys:
            print(f"OBS, {text}: {', '.join(keys[:SHOWN])}")


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > settings.REMISSVAKT_MAX_UPLOAD_BYTES:
            raise UsageError(
                f"filen är större än {settings.REMISSVAKT_MAX_UPLOAD_BYTES // 1024**2} MB (REMISSVAKT_MAX_UPLOAD_MB)."
            )
        return path.read_bytes()
    except OSError as error:
        why = next((text for kind, text in _UNREADABLE.items() if isinstance(error, kind)), "okänt fel")
        raise UsageError(f"filen går inte att läsa ({why}).") from None


def _print_report(report: Report) -> None:
    print(f"{report.encoding}, {report.separator}, {report.lines} rader.")
    if report.ignored:
        print(f"Kolumner som inte läses: {', '.join(report.ignored)}.")
    for word, findings in (("Upplysning", report.notes), ("FEL", report.faults)):
        for one in findings[:SHOWN]:
            print(f"{word} {_described(one)}")
        if len(findings) > SHOWN:
            print(f"… och {len(findings) - SHOWN} till ({len(findings)} totalt).")
    if report.new_units:
        print(f"Läggs upp som externa enheter: {', '.join(report.new_units)}.")
    print(
        f"Att föra in: {report.outgoing} utgående och {report.incoming} inkommande. "
        f"{report.there} fanns redan, {report.not_open} är inte öppna, {report.faulty_lines} rader har fel."
    )


def _described(one: Finding) -> str:
    value = f" ”{one.value}”" if one.value else ""
    return f"rad {one.line}, {one.column}{value}: {one.reason}"


class _progress:  # noqa: N801 - called like the function that it stands for
    """Says how far it has come, on a terminal only."""

    def __init__(self, label: str) -> None:
        self.label = label

    def __call__(self, done: int, total: int) -> None:
        if sys.stderr.isatty():
            end = "\n" if done >= total else ""
            print(f"\r{self.label} {done} av {total}", end=end, file=sys.stderr, flush=True)
