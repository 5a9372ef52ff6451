"""How many referrals a second does an import read and write?

    PYTHONPATH=src:tests python bench/import_rate.py 5000

Runs on an empty database in a temporary folder, or on the empty one of DATABASE_URL. Half as many patients as
referrals, two thirds outgoing, units here and outside. Patients have reserve numbers with letters, which are
nobody's personal number. Tells wall-clock time and the processor time of this process.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta

ROWS = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
FOLDER = tempfile.mkdtemp(prefix="remissvakt-bench-")
os.environ["REMISSVAKT_DATA"] = FOLDER
os.environ.setdefault("DATABASE_URL", f"sqlite:///{FOLDER}/bench.sqlite3")
os.environ["DJANGO_SETTINGS_MODULE"] = "remissvakt.config.settings"

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from factories import make_region  # noqa: E402
from remissvakt.importing.read import read_file  # noqa: E402
from remissvakt.importing.writing import writing  # noqa: E402
from remissvakt.referrals.actions.import_open import import_open  # noqa: E402

NOW = datetime(2026, 11, 17, 9, 15, tzinfo=UTC)
HEADINGS = (
    "Typ;Remissnummer;Personnummer;Patientnamn;Motpart;Remittent;Bevakare;Ansvarig bedömare;"
    "Beslutsdatum;Skickad;Ankomstdatum;Status;Prioritet;Frågeställning;Klinisk information"
)
LETTERS = "ABCDEFGHKLMNPRST"


def line(number: int) -> str:
    """One referral, two thirds of them outgoing."""
    who, out = number % max(ROWS // 2, 1), number % 3 != 0
    day = date(2026, 11, 16) - timedelta(days=random.randint(1, 200))
    letters = "".join(LETTERS[who // 16**place % 16] for place in range(4))
    return ";".join(
        (
            "Utgående" if out else "Inkommande",
            f"R{number}",
            f"19{50 + who % 40}{1 + who % 12:02}{1 + who // 480 % 28:02}{letters}",
            f"Efternamn{who % 997}, Förnamn{who % 331}",
            random.choice(("Ögonkliniken", "Universitetssjukhuset", "Kustsjukhuset")),
            "Anna Almgren" if out else "Dr Ute",
            "Sara Sjö" if out else "",
            "" if out else "Arvid Ask",
            (day - timedelta(days=2)).isoformat(),
            day.isoformat() if out else "",
            "" if out else day.isoformat(),
            random.choice(("Skickad", "Bekräftad") if out else ("Ej bedömd", "Pågår")),
            "Normal",
            "Misstänkt glaukom, önskar bedömning.",
            "Förhöjt tryck sedan i våras. " * 10,
        )
    )


def main() -> None:
    random.seed(1)
    call_command("migrate", verbosity=0)
    region = make_region(now=NOW)
    raw = "\n".join((HEADINGS, *(line(number) for number in range(ROWS)))).encode()
    who = {"unit_id": region.health_centre.id, "actor": region.secretary, "now": NOW}
    began, used = time.perf_counter(), time.process_time()
    report = read_file(raw, **who)
    tell("read", began, used)
    assert not report.faults
    began, used = time.perf_counter(), time.process_time()
    with writing():
        import_open(batch=report.batch, **who)
    tell("written", began, used)


def tell(what: str, began: float, used: float) -> None:
    wall, processor = time.perf_counter() - began, time.process_time() - used
    print(
        f"{ROWS} referrals {what} in {wall:.2f} s ({ROWS / wall:.0f}/s), "
        f"{processor:.2f} s of processor time ({ROWS / processor:.0f}/s)"
    )


main()
