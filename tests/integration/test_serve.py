"""`remissvakt serve` as a program of its own: an empty folder, a running service, and how it stops."""

import os
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
START_SECONDS = 90


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(folder: Path, **more: str) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("REMISSVAKT_") and name not in {"DATABASE_URL", "DJANGO_SETTINGS_MODULE"}
    }
    return kept | {"REMISSVAKT_DATA": str(folder), "LANG": "sv_SE.UTF-8", "PYTHONUTF8": "1"} | more


def run(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "remissvakt.cli.main", *arguments],
        env=environment(folder, **more),
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
        check=False,
    )


@contextmanager
def service(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A service that answers on the port; ended with the block whatever happens in it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "remissvakt.cli.main", "serve", "--port", str(port)],
        env=environment(folder),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + START_SECONDS
        while True:
            assert process.poll() is None, process.stdout and process.stdout.read()
            if time.monotonic() > deadline:
                os.killpg(process.pid, signal.SIGKILL)
                pytest.fail(f"the service did not start:\n{process.communicate()[0]}")
            try:
                if get(port, "/healthz")[0] == 200:
                    break
            except OSError:
                time.sleep(0.1)
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def get(port: int, path: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=START_SECONDS) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_when_it_is_killed_nobody_goes_on_answering(tmp_path):
    """A new service must be able to have the port, without anybody looking for what is left of the old one."""
    port = free_port()
    with service(tmp_path, port) as process:
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        deadline = time.monotonic() + START_SECONDS
        while answers(port):
            assert time.monotonic() < deadline, "somebody still answers"
            time.sleep(0.1)
    with service(tmp_path, port):
        assert get(port, "/healthz")[0] == 200


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def test_it_starts_in_an_empty_folder_and_finishes_a_slow_request_before_it_stops(tmp_path):
    folder, port = tmp_path / "data", free_port()
    with service(folder, port) as process:
        assert get(port, "/healthz") == (200, "ok\n")
        assert get(port, "/readyz")[0] == 200
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        for name in ("secret_key", "remissvakt.sqlite3", "logs/remissvakt.jsonl"):
            assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600

        # Whoever else writes makes /readyz wait with its own write: a request that is truly under way.
        answers: list[tuple[int, str]] = []
        with closing(sqlite3.connect(folder / "remissvakt.sqlite3", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            slow = threading.Thread(target=lambda: answers.append(get(port, "/readyz")))
            slow.start()
            time.sleep(0.7)
            process.send_signal(signal.SIGTERM)
            time.sleep(0.7)
            assert process.poll() is None, "it stopped while a request was under way"
            with pytest.raises(OSError):
                get(port, "/healthz")
            other.execute("ROLLBACK")
        slow.join(START_SECONDS)
        assert [status for status, _body in answers] == [200]
        assert process.wait(START_SECONDS) == 0
        assert process.stdout is not None
        assert process.stdout.read().splitlines() == [
            f"Remissvakt svarar på http://127.0.0.1:{port} (avsluta med Ctrl+C).",
            "Remissvakt har avslutats.",
        ]


def test_it_can_be_stopped_while_it_starts(tmp_path):
    port = free_port()
    for seconds in (0.2, 0.5, 0.8, 1.1, 1.4):
        process = subprocess.Popen(
            [sys.executable, "-m", "remissvakt.cli.main", "serve", "--port", str(port)],
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        time.sleep(seconds)
        # Python loses one that comes while it reads its own modules, before a line of ours; then somebody tries again.
        for _attempt in range(2):
            # As Ctrl+C does: to the whole group.
            os.killpg(process.pid, signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                process.communicate(timeout=10)
                break
        else:
            os.killpg(process.pid, signal.SIGKILL)
            pytest.fail(f"interrupted after {seconds} s, it did not stop")
        assert process.returncode in {0, 130, -signal.SIGINT}


def test_the_second_start_keeps_the_key_and_a_taken_port_is_told(tmp_path):
    port = free_port()
    with service(tmp_path, port) as process:
        key = (tmp_path / "secret_key").read_bytes()
        second = run(tmp_path, "serve", "--port", str(port))
        assert second.returncode == 2
        assert second.stderr == f"remissvakt: porten {port} används redan; välj en annan med --port.\n"
        process.send_signal(signal.SIGINT)
        assert process.wait(START_SECONDS) == 0
    with service(tmp_path, port) as process:
        assert (tmp_path / "secret_key").read_bytes() == key


def test_a_bad_setting_is_one_line_and_exit_code_2(tmp_path):
    for name, text in (
        ("REMISSVAKT_WORKERS", "många"),
        ("DATABASE_URL", "oracle://x"),
        ("REMISSVAKT_LOG_LEVEL", "x"),
    ):
        refused = run(tmp_path, "serve", **{name: text})
        assert refused.returncode == 2
        assert refused.stdout == ""
        assert refused.stderr.startswith(f"remissvakt: {name}: ")
        assert refused.stderr.count("\n") == 1


def test_a_database_that_does_not_answer_is_one_line(tmp_path):
    refused = run(tmp_path, "serve", DATABASE_URL=f"postgresql://a:hemligt@127.0.0.1:{free_port()}/b")
    assert refused.returncode == 1
    assert refused.stderr.count("\n") == 1
    assert "DATABASE_URL" in refused.stderr
    assert "hemligt" not in refused.stderr


def test_no_migrate_refuses_a_database_that_is_behind(tmp_path):
    refused = run(tmp_path, "serve", "--no-migrate", "--port", str(free_port()))
    assert refused.returncode == 2
    assert "--no-migrate" in refused.stderr


def test_version_and_help_need_no_configuration(tmp_path):
    version = run(tmp_path / "none", "--version", REMISSVAKT_WORKERS="många")
    assert (version.returncode, version.stdout) == (0, "remissvakt 0.1.0\n")
    listed = run(tmp_path / "none", REMISSVAKT_WORKERS="många")
    assert listed.returncode == 0
    for command in ("serve", "createadmin", "demo", "import", "check"):
        assert f"    {command} " in listed.stdout or f"    {command}\n" in listed.stdout
    assert not (tmp_path / "none").exists()


def test_an_unknown_command_is_exit_code_2(tmp_path):
    assert run(tmp_path, "nonsense").returncode == 2
