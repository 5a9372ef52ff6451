"""Files are looked through for viruses: clean only when the daemon says so, and closed where the unit demands it."""

import os
import threading

import pytest

from clamav import EICAR, clamav
from remissvakt.documents.models import Scan, VirusState
from remissvakt.scanning.clamd import Looked, Why, look_through
from remissvakt.scanning.virus import check, may_be_opened

CLEAN = b"%PDF-1.7 remiss"
PIECES = [os.urandom(300_000) for _ in range(10)]


def test_clean_and_infected_over_tcp_and_over_a_socket(tmp_path):
    for path in ("", str(tmp_path / "clamd.ctl")):
        with clamav(path=path) as daemon:
            assert look_through(content=[CLEAN], address=daemon.address) == Looked(clean=True)
            found = look_through(content=[b"before", EICAR, b"after"], address=daemon.address)
            assert found == Looked(virus="Eicar-Test-Signature")
            assert look_through(content=PIECES, address=daemon.address).clean
            assert look_through(content=[], address=daemon.address).clean
            assert daemon.asked == [len(CLEAN), 11 + len(EICAR), 3_000_000, 0]


def test_no_daemon_is_not_looked_through(tmp_path):
    assert look_through(content=[CLEAN], address="") == Looked(why=Why.OFF)
    for nowhere in ("127.0.0.1:9", str(tmp_path / "nothing.ctl"), "[::1]:9"):
        assert look_through(content=[CLEAN], address=nowhere) == Looked(why=Why.UNREACHABLE)


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        (b"INSTREAM size limit exceeded. ERROR\0", Why.TOO_LARGE),
        (b"stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0", Why.TOO_LARGE),
        (b"stream: Can't allocate memory ERROR\0", Why.FAILED),
        (b"UNKNOWN COMMAND\0", Why.FAILED),
        (b"stream: OK, perhaps\0", Why.FAILED),
        (b"\xff" * 10_000, Why.FAILED),
        (b"", Why.FAILED),
    ],
)
def test_any_other_answer_is_never_clean(answer, why):
    with clamav(lambda content: answer) as daemon:
        assert look_through(content=[CLEAN], address=daemon.address) == Looked(why=why)


def test_a_daemon_that_hangs_up_at_its_limit_is_understood():
    with clamav(most=1000) as daemon:
        found = look_through(content=PIECES, address=daemon.address)
    # Whether its answer still comes through depends on the network; that it is not clean does not.
    assert not found.clean and found.why in (Why.TOO_LARGE, Why.FAILED)


def test_a_daemon_that_never_answers_is_given_up():
    wait = threading.Event()

    def silent(content):
        wait.wait()
        return b"stream: OK\0"

    with clamav(silent) as daemon:
        found = look_through(content=[CLEAN], address=daemon.address, seconds=0.2)
        wait.set()
    assert found == Looked(why=Why.TIME)


def test_a_fault_in_reading_the_content_is_not_the_daemons():
    def damaged():
        yield CLEAN
        raise LookupError

    with clamav() as daemon, pytest.raises(LookupError):
        look_through(content=damaged(), address=daemon.address)


@pytest.fixture
def scans(db, now):
    """What makes a scan of this content at the eye clinic."""
    from factories import make_region
    from remissvakt.core.clock import local_date
    from remissvakt.core.ids import new_id
    from remissvakt.storage.store import put

    region = make_region(now=now)

    def make(content):
        return Scan.objects.create(
            id=new_id(now=now),
            unit=region.eye_clinic,
            file=put(content=content, media_type="application/pdf", now=now),
            source="page",
            arrived_on=local_date(now),
            received_at=now,
        )

    return make


@pytest.mark.parametrize("required", [False, True])
def test_what_was_found_is_kept_and_closes_the_file(scans, settings, required):
    clean, infected = scans(CLEAN), scans(EICAR)
    routine = clean.unit.routine
    routine.virus_check_required = required
    routine.save(update_fields=["virus_check_required"])
    with clamav() as daemon:
        settings.REMISSVAKT_CLAMD = daemon.address
        assert (check(clean), check(infected)) == (VirusState.CLEAN, VirusState.INFECTED)
        assert (check(clean), len(daemon.asked)) == (VirusState.CLEAN, 2)
    settings.REMISSVAKT_CLAMD = ""
    kept = {scan.id: scan for scan in Scan.objects.all()}
    assert check(kept[infected.id]) == VirusState.INFECTED
    assert may_be_opened(kept[clean.id]) and not may_be_opened(kept[infected.id])


@pytest.mark.parametrize("address", ["", "127.0.0.1:9"])
def test_not_looked_through_is_closed_only_where_the_unit_demands_it(scans, settings, address):
    scan = scans(CLEAN)
    settings.REMISSVAKT_CLAMD = address
    assert check(scan) == Scan.objects.get().virus_state == VirusState.NOT_SCANNED
    assert may_be_opened(scan)
    scan.unit.routine.virus_check_required = True
    assert not may_be_opened(scan)
