"""The keys that stored files are encrypted with: which there are, a new one, and taking away one that is not used.

Exit codes: 0 done; 1 some files could not be moved, and are named; 2 it cannot be done like this.
"""

from __future__ import annotations

import argparse
import sys
from datetime import timedelta

from remissvakt.cli.usage import UsageError
from remissvakt.core.clock import SystemClock
from remissvakt.storage import keys
from remissvakt.storage.errors import Damaged, Missing
from remissvakt.storage.key_ring import with_new_key, without
from remissvakt.storage.rotation import on_older_keys, to_current_key, used_keys

SHOWN = 50
# A process that was encrypting with an old key when a new one was made has ended by then.
QUIET = timedelta(hours=1)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="list|rotate|remove")
    actions.add_parser("list", help="visa nycklarna och hur många filer som ligger under varje")
    actions.add_parser(
        "rotate", help="gör en ny nyckel och kryptera om alla filer; kan köras medan tjänsten används"
    )
    remove = actions.add_parser("remove", help="ta bort en gammal nyckel som ingen fil ligger under")
    remove.add_argument("name", metavar="NYCKEL")


def run(arguments: argparse.Namespace) -> int:
    """Do what was asked. Raises UsageError."""
    if arguments.action == "list":
        return _list()
    if arguments.action == "remove" and not keys.in_file():
        raise UsageError("nycklarna står i REMISSVAKT_FILE_KEY; ta bort den där.")
    try:
        with keys.changing():
            return _rotate() if arguments.action == "rotate" else _remove(arguments.name)
    except keys.BeingChanged:
        raise UsageError("nycklarna ändras just nu av någon annan.") from None
    except OSError as error:
        reason = error.strerror or "okänt fel"
        raise UsageError(
            f"det går inte att skriva ({reason}). Det som är gjort står kvar; kör igen."
        ) from None


def _list() -> int:
    used = used_keys()
    for name in keys.ring().keys:
        now = ", nuvarande" if name == keys.ring().current else ""
        print(f"{name}: {used.pop(name, 0)} filer{now}")
    for name, count in sorted(used.items()):
        print(f"{name or 'går inte att läsa'}: {count} filer, NYCKELN SAKNAS")
    return 1 if used else 0


def _rotate() -> int:
    failed: dict[str, str] = {}
    # What an earlier rotation, broken off, has left is finished first: its key is the current one.
    if not _move_all(failed):
        if not keys.in_file():
            raise UsageError("lägg den nya nyckeln först i REMISSVAKT_FILE_KEY och kör igen.")
        keys.replace_file(with_new_key(ring=keys.ring(), now=SystemClock().now()))
        print(f"Ny nyckel: {keys.ring().current}.", flush=True)
        _move_all(failed)
    for sha256, text in list(failed.items())[:SHOWN]:
        print(f"    {sha256}: {text}")
    if failed:
        print(f"{len(failed)} filer gick inte att läsa. De är orörda, och den gamla nyckeln behövs för dem.")
    return 1 if failed else 0


def _move_all(failed: dict[str, str]) -> int:
    """Move every file that is not under the current key, and return how many were; `failed` gets the others."""
    moved = 0
    # Again and again: meanwhile files come in from processes that have not seen the new key.
    while waiting := [sha256 for sha256 in on_older_keys() if sha256 not in failed]:
        for number, sha256 in enumerate(waiting, start=1):
            try:
                to_current_key(sha256=sha256, now=SystemClock().now())
                moved += 1
            except (Missing, Damaged) as error:
                failed[sha256] = error.message
            _progress(number, len(waiting))
    if moved:
        print(f"{moved} filer är omkrypterade med nyckeln {keys.ring().current}.", flush=True)
    return moved


def _remove(name: str) -> int:
    ring = keys.ring()
    if name not in ring.keys:
        raise UsageError("det finns ingen nyckel med det namnet (remissvakt keys list).")
    if name == ring.current:
        raise UsageError("den nyckeln används för allt nytt; kör remissvakt keys rotate först.")
    if SystemClock().now() - keys.changed_at() < QUIET:
        raise UsageError(
            "nycklarna ändrades för mindre än en timme sedan; vänta tills alla processer har sett det."
        )
    if used := used_keys()[name]:
        raise UsageError(f"{used} filer ligger under den nyckeln; kör remissvakt keys rotate först.")
    keys.replace_file(without(ring=ring, name=name))
    print(f"Nyckeln {name} är borttagen.")
    return 0


def _progress(done: int, total: int) -> None:
    """On a terminal every file, otherwise every hundredth."""
    if sys.stdout.isatty():
        print(f"\r{done} av {total}", end="\n" if done == total else "", flush=True)
    elif done % 100 == 0:
        print(f"{done} av {total}", flush=True)
