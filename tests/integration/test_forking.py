"""A copy of the service hears the signals that are meant for it, and only those."""

from __future__ import annotations

import gc
import os
import signal
import subprocess
import sys
from pathlib import Path

from tests.integration.test_serve import environment

from remissvakt.cli.forking import call_this_process, reading_modules

# A parent that, like the server, notes a signal and goes on. Its copy is sent one before it has a way of its own.
PROGRAM = """
import os, signal, sys, time
from tests.integration.test_serve import environment

from remissvakt.cli.forking import let_signals_wait
noted = []
signal.signal(signal.SIGTERM, lambda *_: noted.append(1))
signal.signal(signal.SIGINT, lambda *_: noted.append(2))
let_signals_wait()
let_signals_wait()
os.register_at_fork(before=lambda: os.kill(os.getpid(), signal.SIGTERM) if {to_parent} else None)
child = os.fork()
if not child:
    {in_child}
    time.sleep(20)
    os._exit(7)
{in_parent}
_pid, status = os.waitpid(child, 0)
print(os.waitstatus_to_exitcode(status), noted)
"""


def outcome(*, to_parent: bool = False, in_child: str = "pass", in_parent: str = "pass") -> str:
    program = PROGRAM.format(to_parent=to_parent, in_child=in_child, in_parent=in_parent)
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout.strip()


def test_a_copy_that_has_no_way_of_ending_yet_is_ended_at_once():
    assert outcome(in_parent="os.kill(child, signal.SIGTERM)") == f"{-signal.SIGTERM} []"


def test_a_signal_to_the_parent_while_it_copies_itself_is_the_parents_alone():
    assert outcome(to_parent=True, in_child="os._exit(7)") == "7 [1]"


def test_ctrl_c_is_left_to_the_parent():
    both = "os.kill(child, signal.SIGINT); os.kill(os.getpid(), signal.SIGINT); time.sleep(0.2)"
    assert outcome(in_child="time.sleep(1); os._exit(7)", in_parent=both) == "7 [2]"


def test_modules_are_read_without_collections_and_never_looked_at_again():
    before = gc.get_freeze_count()
    with reading_modules():
        assert not gc.isenabled()
        kept = [[] for _ in range(1000)]
    assert gc.isenabled()
    assert gc.get_freeze_count() >= before + len(kept)
    gc.unfreeze()


def test_a_process_has_a_name():
    child = os.fork()
    if not child:
        call_this_process("rv-test")
        os._exit(0 if Path("/proc/self/comm").read_text() == "rv-test\n" else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


SELDOM_NEEDED = {"PIL", "av", "boto3", "numpy", "pikepdf", "pypdfium2", "segno", "typst", "vosk", "zxingcpp"}


def test_what_is_seldom_needed_is_not_read_at_the_start(tmp_path):
    program = """
import sys, django
django.setup()
from remissvakt.cli.read_ahead import read_ahead
read_ahead()
print(*sorted(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment(tmp_path, DJANGO_SETTINGS_MODULE="remissvakt.config.settings"),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    read = set(done.stdout.split())
    assert "remissvakt.web.lists.urls" in read
    assert SELDOM_NEEDED & {name.partition(".")[0] for name in read} == set()
    assert "holidays" in read
    assert not any(name.startswith("holidays.countries") for name in read)
