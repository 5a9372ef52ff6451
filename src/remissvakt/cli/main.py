"""Finds the command, sets Django up, and turns a refusal into one line and an exit code.

Exit codes: 0 done; 1 done, but something was found or refused; 2 called or configured wrongly.
"""

import argparse
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

from remissvakt import __version__
from remissvakt.cli.usage import UsageError

COMMANDS = {
    "serve": "Starta tjänsten",
    "worker": "Läs skanningar och diktat i bakgrunden (startas av serve)",
    "createadmin": "Lägg upp den första administratören",
    "demo": "Bygg den påhittade demoregionen",
    "import": "Läs in öppna remisser från en CSV-fil",
    "tidy": "Gallra ljudet av diktat vars tid är ute",
    "keys": "Byt nyckel för sparade filer",
    "backup": "Ta en kopia av databasen och filerna medan tjänsten används",
    "restore": "Lägg tillbaka en kopia på ett tomt ställe",
    "report": "Visa nattens rapport: allt är öppet eller avslutat med orsak",
    "paper": "Skriv enheternas öppna bevakningar som PDF, att arbeta vidare med för hand",
    "watchdog": "Vaka över databasen och larma när något inte stämmer",
    "bench": "Mät hur snabb tjänsten är, i en egen databas",
    "check": "Kontrollera att inget ärende har fallit mellan två stolar",
}
# A Python module cannot be called "import".
MODULES = {name: f"remissvakt.cli.commands.{name}" for name in COMMANDS} | {
    "import": "remissvakt.cli.commands.import_file"
}
USAGE_ERROR = 2


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; never a traceback for what the caller can put right."""
    given = list(sys.argv[1:] if argv is None else argv)
    if not given or given[0] not in COMMANDS:
        _parser().parse_args(given or ["--help"])
        return 0
    with _ended_at_once():
        from django.core.exceptions import ImproperlyConfigured
    try:
        return _run(given[0], given[1:])
    except (ImproperlyConfigured, UsageError) as error:
        print(f"remissvakt: {error}", file=sys.stderr)
        return USAGE_ERROR
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return 130


def _run(name: str, rest: Sequence[str]) -> int:
    # Every file made from here on is for its owner only: the database, its journal, what is exported.
    os.umask(0o077)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remissvakt.config.settings")
    with _ended_at_once():
        import django
        from django.db import DatabaseError, OperationalError, close_old_connections
        from django.utils import translation

        from remissvakt.core.refusal import Refusal

        django.setup()
        translation.activate(_language())
        command = import_module(MODULES[name])
    parser = argparse.ArgumentParser(prog=f"remissvakt {name}", description=COMMANDS[name])
    command.add_arguments(parser)
    arguments = parser.parse_args(rest)
    try:
        return int(command.run(arguments))
    except Refusal as refusal:
        print(f"remissvakt {name}: {refusal.message}", file=sys.stderr)
        return 1
    except OperationalError:
        # The database's own words can hold an address with a password, or what was being written.
        print(
            f"remissvakt {name}: databasen svarar inte eller går inte att öppna (DATABASE_URL).",
            file=sys.stderr,
        )
        return 1
    except DatabaseError as error:
        text = f"databasen avbröt ({type(error).__name__}). Kör remissvakt serve, som uppdaterar den."
        print(f"remissvakt {name}: {text}", file=sys.stderr)
        return 1
    finally:
        close_old_connections()


@contextmanager
def _ended_at_once() -> Iterator[None]:
    """Let Ctrl+C end the process while modules are read: Python may lose the exception that it is otherwise.

    An import ends in callbacks whose exceptions are printed and forgotten. Nothing has been begun by then.
    """
    usual = signal.getsignal(signal.SIGINT)
    if usual is not signal.default_int_handler:
        yield  # somebody else sees to it, or it is not to be heard
        return
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="remissvakt",
        description="Remissvakt håller varje remiss i någons händer tills den är besvarad.",
        epilog="remissvakt KOMMANDO --help visar vad ett kommando tar emot.",
    )
    parser.add_argument("--version", action="version", version=f"remissvakt {__version__}")
    commands = parser.add_subparsers(title="kommandon", metavar="KOMMANDO", required=True)
    for name, meaning in COMMANDS.items():
        commands.add_parser(name, help=meaning)
    return parser


def _language() -> str:
    chosen = next((os.environ[key] for key in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(key)), "")
    return "en" if chosen.lower().startswith("en") else "sv"


if __name__ == "__main__":
    sys.exit(main())
