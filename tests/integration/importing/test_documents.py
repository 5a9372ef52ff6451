"""The manual's page and its example file are true."""

from pathlib import Path

import pytest

from factories import make_person, make_unit
from remissvakt.importing.columns import COLUMNS
from remissvakt.importing.read import read_file
from remissvakt.organisations.models import CareProvider
from remissvakt.referrals.actions.import_open import import_open

DOCS = Path(__file__).resolve().parents[3] / "docs"


def test_the_column_table_is_the_one_that_is_read():
    lines = (DOCS / "import.md").read_text(encoding="utf-8").splitlines()
    assert [
        line for line in lines if line.split(" |")[0].removeprefix("| ") in {one.heading for one in COLUMNS}
    ] == [f"| {one.heading} | {', '.join(one.also)} | {one.meaning} |" for one in COLUMNS]


@pytest.fixture
def eken(db, now):
    provider = CareProvider.objects.create(id="01a1e8c9-c620-7784-97f4-b524b8514daf", name="Region Norrsund")
    unit = make_unit(provider=provider, name="Vårdcentralen Eken", now=now)
    make_unit(provider=provider, name="Hudkliniken, Norrsunds sjukhus", now=now)
    for name in (
        "Ögonmottagningen, Ekviks lasarett",
        "Neurologkliniken, Ekviks lasarett",
        "Byhälsan Östersele",
    ):
        make_unit(provider=provider, name=name, now=now, local=False, channels=["paper"])
    people = {}
    for given, family, role in (
        ("Anna", "Alm", "secretary"),
        ("Åsa", "Åker", "secretary"),
        ("Erik", "Ek", "doctor"),
        ("Lena", "Lund", "doctor"),
    ):
        people[given] = make_person(given_name=given, family_name=family, unit=unit, role=role, now=now)
    unit.priorities.filter(rank=2).update(label="Förtur")
    return unit, people["Anna"]


def test_the_example_file_can_be_brought_in_where_the_demo_is(eken, now):
    unit, actor = eken
    raw = (DOCS / "examples" / "import-exempel.csv").read_bytes()
    report = read_file(raw, unit_id=unit.id, actor=actor, now=now)
    assert [(one.line, one.column, one.reason) for one in report.faults] == []
    assert report.ignored == []
    done = import_open(batch=report.batch, unit_id=unit.id, actor=actor, now=now)
    assert (done.outgoing, done.incoming, done.patients) == (4, 3, 7)
