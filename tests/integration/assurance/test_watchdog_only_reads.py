"""The watchdog cannot write, sees one moment while others write, and runs as a program of its own; on both engines."""

import hashlib
import threading
from contextlib import closing
from pathlib import Path
from urllib.parse import quote

import pytest
from django.db import Error, connection, transaction
from django.db.utils import ConnectionHandler
from tests.integration.test_serve import run

from factories import make_region, walks
from remissvakt.assurance.heartbeat import WORKER, beat
from remissvakt.assurance.watchdog.read_only import read_only
from remissvakt.core.clock import SystemClock
from remissvakt.referrals.models import Referral, WorkItem

pytestmark = pytest.mark.django_db(transaction=True)
WRITES = (
    "INSERT INTO assurance_heartbeat (name, at) VALUES ('x', '2026-11-17 09:15:00+00:00')",
    "UPDATE referrals_workitem SET person_id = NULL",
    "DELETE FROM referrals_workitem",
    "CREATE TABLE something (id integer)",
    "DROP TABLE referrals_workitem",
)


@pytest.fixture
def region(transactional_db, files):
    return make_region(now=SystemClock().now())


def address() -> str:
    database = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{database['NAME']}"
    host = quote(database["HOST"], safe="")
    return f"postgresql://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}?host={host}"


def rounds(folder: Path) -> tuple[int, str]:
    ended = run(folder, "watchdog", "--once", DATABASE_URL=address())
    assert ended.stderr == ""
    return ended.returncode, ended.stdout


@pytest.mark.parametrize("statement", WRITES)
def test_the_database_refuses_each_write_and_still_reads(region, statement):
    walks.sent(region, now=SystemClock().now())
    with closing(ConnectionHandler({"default": read_only(connection.settings_dict)})["default"]) as reader:
        with reader.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM referrals_workitem")
            (before,) = cursor.fetchone()
            with pytest.raises(Error, match=r"read-?only"):
                cursor.execute(statement)
        with reader.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM referrals_workitem")
            assert cursor.fetchone() == (before,) and before > 0
    # The same statement is one that the service could have run.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
        transaction.set_rollback(True)


@pytest.mark.slow
def test_a_round_leaves_the_database_as_it_was_and_says_what_is_wrong(region, tmp_path):
    now = SystemClock().now()
    referral = walks.sent(region, now=now)
    beat(name=WORKER, now=now)
    before = content()
    assert rounds(tmp_path) == (0, "")
    WorkItem.objects.filter(referral=referral, node="watch").delete()
    damaged = content()
    code, told = rounds(tmp_path)
    assert (code, "[watched]" in told, "[recount]" in told) == (1, True, True)
    assert before != damaged == content()
    log = (tmp_path / "logs" / "remissvakt.jsonl").read_text()
    assert '"watchdog_alarm"' in log and referral.patient.number not in log


@pytest.mark.slow
def test_a_database_that_is_not_there(tmp_path):
    ended = run(tmp_path, "watchdog", "--once", DATABASE_URL=f"sqlite:///{tmp_path / 'nowhere.sqlite3'}")
    assert ended.returncode == 2
    assert ended.stdout == "Vakten kan inte läsa [unreadable]\n"
    assert not (tmp_path / "nowhere.sqlite3").exists()


@pytest.mark.slow
def test_half_seen_changes_are_no_alarm(region, tmp_path):
    beat(name=WORKER, now=SystemClock().now())
    ending = threading.Event()
    walked: list[object] = []

    def work():
        try:
            while not ending.is_set():
                now = SystemClock().now()
                for walk in (walks.sent, walks.confirmed, walks.answered, walks.forwarded, walks.closed):
                    walked.append(walk(region, now=now))
        except Exception as error:
            walked.append(error)
        finally:
            connection.close()

    worker = threading.Thread(target=work)
    worker.start()
    try:
        ended = [rounds(tmp_path) for _ in range(3)]
    finally:
        ending.set()
        worker.join()
    assert ended == [(0, "")] * 3
    assert len(walked) > 5 and all(isinstance(one, Referral) for one in walked)


def content() -> str:
    """Every row of every table, as one hash."""
    digest = hashlib.sha256()
    with connection.cursor() as cursor:
        for name in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f'SELECT * FROM "{name}"')
            digest.update(repr((name, sorted(map(repr, cursor.fetchall())))).encode())
    return digest.hexdigest()
