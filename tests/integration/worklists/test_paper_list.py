"""The unit's work on paper, for when everything is down: all of it, for the unit alone, and in safe files."""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdfium2 import PdfDocument

from factories import make_region, walks
from remissvakt.cli.commands import paper as command
from remissvakt.cli.usage import UsageError
from remissvakt.organisations.models import Unit
from remissvakt.patients.models import Patient
from remissvakt.referrals.models import WorkItem
from remissvakt.worklists import paper_files
from remissvakt.worklists.paper_list import NODES, paper_list

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def region(db, now):
    return make_region(now=now)


@pytest.fixture
def folder(settings, tmp_path):
    settings.REMISSVAKT_PAPER_LISTS = str(tmp_path / "listor")
    paper_files._looked.clear()
    return tmp_path / "listor"


def words(path):
    pages = PdfDocument(BytesIO(path.read_bytes()))
    return " ".join(" ".join(page.get_textpage().get_text_range() for page in pages).split())


def all_work(*, now):
    count = 0
    while paper_files.work(now=now):
        count += 1
    return count


def test_every_row_of_the_unit_and_of_no_other(region, now):
    for walk in walks.STATES.values():
        walk(region, now=now)
    for unit in (region.health_centre, region.eye_clinic, region.skin_clinic):
        listed = paper_list(unit=unit, now=now)
        wanted = WorkItem.objects.filter(unit=unit, node__in=[node.value for node in NODES])
        shown = [row for _title, rows in listed.sections for row in rows]
        assert len(shown) == wanted.count() > 0
        assert {row.code for row in shown if row.code} == set(
            wanted.filter(referral__isnull=False).values_list("referral__code", flat=True)
        )


def test_what_stands_on_it(region, folder, now):
    sent = walks.sent(region, now=now - timedelta(days=20))
    path = paper_files.write(unit=region.health_centre, folder=folder, now=now)
    text = words(path)
    for wanted in (
        "Tolvan", "19121212-1212", sent.code, "Ögonkliniken", "försenad", "ons 11 nov 2026", "ons 28 okt 2026",
        "Anna", "Att bevaka (1)", "Inkorg konsultationsärenden (0)",
    ):  # fmt: skip
        assert wanted in text, wanted
    other = words(paper_files.write(unit=region.skin_clinic, folder=folder, now=now))
    assert "Tolvan" not in other and sent.code not in other and "Inget öppet." in other


def test_a_protected_patient_is_marked_and_has_no_address(region, folder, now):
    Patient.objects.filter(id=region.protected_patient.id).update(
        confidential=True, protected_registration=True, street="Hemliga gatan 1", phone="070-0000000"
    )
    walks.sent(region, now=now, patient_id=region.protected_patient.id)
    text = words(paper_files.write(unit=region.health_centre, folder=folder, now=now))
    assert "Sekretessmarkering, Skyddad folkbokföring" in text
    assert "Hemliga" not in text and "070" not in text


def test_files_are_for_their_owner_and_named_after_units(region, folder, now):
    Unit.objects.filter(id=region.eye_clinic.id).update(hsa_id="SE2321000000-1A2B")
    walks.sent(region, now=now)
    made = all_work(now=now)
    names = {path.name for path in folder.iterdir()}
    care = Unit.objects.filter(local=True, active=True, kind="care")
    assert names == {f"oppna-{unit.hsa_id or unit.id}.pdf" for unit in care}
    assert made == len(names) and "oppna-SE2321000000-1A2B.pdf" in names
    assert folder.stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}


def test_each_is_written_anew_every_hour_also_when_the_clock_was_set_back(region, folder, now):
    made = all_work(now=now)
    assert all_work(now=now + HOUR / 2) == 0
    assert all_work(now=now + HOUR) == made
    assert all_work(now=now - 24 * HOUR) == made
    path = paper_files.path_of(region.health_centre, folder=folder)
    path.unlink()
    assert all_work(now=now - 23.9 * HOUR) == 1 and path.exists()


def test_the_list_of_a_closed_unit_is_taken_away_and_nothing_else(region, folder, now):
    all_work(now=now)
    (folder / "annat.pdf").write_bytes(b"x")
    closed = paper_files.path_of(region.skin_clinic, folder=folder)
    assert closed.exists()
    Unit.objects.filter(id=region.skin_clinic.id).update(active=False)
    all_work(now=now + HOUR)
    assert not closed.exists() and (folder / "annat.pdf").exists()


def test_without_a_folder_nothing_is_written(region, settings, now):
    settings.REMISSVAKT_PAPER_LISTS = ""
    assert paper_files.work(now=now) is False
    with pytest.raises(UsageError):
        command.run(type("Arguments", (), {"folder": None}))


def test_the_command_writes_all_now(region, tmp_path, capsys):
    assert command.run(type("Arguments", (), {"folder": str(tmp_path / "ut")})) == 0
    assert len(list((tmp_path / "ut").iterdir())) == int(capsys.readouterr().out.split()[0]) > 3
    with pytest.raises(UsageError):
        command.run(type("Arguments", (), {"folder": "/proc/nowhere"}))
