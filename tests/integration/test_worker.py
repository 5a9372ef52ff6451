"""`remissvakt worker`: finishes its piece before it stops, rests after a fault, and never outlives its service."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from tests.integration.test_serve import environment, free_port, run, service

from remissvakt.cli import worker_process
from remissvakt.cli.commands import worker
from remissvakt.core.clock import SystemClock

pytestmark = pytest.mark.slow


def workers_of(parent: int) -> list[int]:
    """Process ids of the workers that this service has started."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name of the program, in parentheses, may hold spaces; what follows it does not.
            parent_id = (folder / "stat").read_text().rpartition(")")[2].split()[1]
            name = (folder / "comm").read_text().strip()
        except OSError:
            continue  # it has ended meanwhile
        if int(parent_id) == parent and name == worker_process.NAME:
            found.append(int(folder.name))
    return found


def until(condition, *, seconds=20):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)
    return found


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_the_service_has_one_worker_and_replaces_it_when_it_dies(tmp_path):
    with service(tmp_path / "data", free_port()) as process:
        (first,) = until(lambda: workers_of(process.pid))
        os.kill(first, signal.SIGKILL)
        second = until(lambda: [pid for pid in workers_of(process.pid) if pid != first])
        assert len(second) == 1
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0
        assert not alive(second[0])


def test_a_worker_ends_when_its_service_is_killed(tmp_path):
    with service(tmp_path / "data", free_port()) as process:
        (pid,) = until(lambda: workers_of(process.pid))
        time.sleep(1)  # it must have got as far as its loop
        process.kill()
        process.wait()
        until(lambda: not alive(pid))


def test_once_does_what_waits_and_stops(tmp_path):
    assert run(tmp_path / "data", "createadmin", "--help").returncode == 0
    with service(tmp_path / "data", free_port()):
        pass
    done = run(tmp_path / "data", "worker", "--once")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_sigterm_ends_it_with_exit_code_0(tmp_path):
    with service(tmp_path / "data", free_port()):
        pass
    process = subprocess.Popen(
        [sys.executable, "-m", "remissvakt.cli.main", "worker"], env=environment(tmp_path / "data")
    )
    time.sleep(2)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert process.wait(20) == 0


@pytest.mark.django_db  # after a fault the connection is looked at
def test_a_step_that_fails_rests_ever_longer_and_does_not_stop_the_others(monkeypatch):
    moments = iter([0.0, 0.0, 0.5, 2.0, 2.0, 3.0, 10.0, 10.0])
    monkeypatch.setattr(worker.time, "monotonic", lambda: next(moments))
    calls = []

    def fails(*, now):
        calls.append(now)
        raise RuntimeError("the database is away")

    step = worker.Pacing("remissvakt.core.ids.new_id")
    step._step = fails
    now = SystemClock().now()
    assert step.try_it(now=now) is False  # at 0: fails, rests 1 s
    assert step.try_it(now=now) is False  # at 0.5: still resting
    assert step.try_it(now=now) is False  # at 2: fails, rests 2 s
    assert step.try_it(now=now) is False  # at 3: still resting
    step._step = lambda *, now: True
    assert step.try_it(now=now) is True  # at 10: well again
    assert len(calls) == 2


def test_the_worker_says_that_it_lives_and_the_watchdog_hears_it(tmp_path):
    folder, port = tmp_path / "data", free_port()
    with service(folder, port) as process:

        def beats():
            with closing(sqlite3.connect(folder / "remissvakt.sqlite3")) as database:
                return database.execute("SELECT name, at FROM assurance_heartbeat").fetchall()

        ((name, _at),) = until(beats)
        assert name == "worker"
        address = {"REMISSVAKT_SERVICE": f"http://127.0.0.1:{port}"}
        ended = run(folder, "watchdog", "--once", **address)
        assert (ended.returncode, ended.stdout) == (0, "")
        process.send_signal(signal.SIGTERM)
        process.wait(30)
    ended = run(folder, "watchdog", "--once", **address)
    assert (ended.returncode, ended.stdout) == (1, "Tjänsten svarar inte som den ska [server]\n")
