"""Adds the first administrator, with a care provider and a unit to belong to.

Asks on a terminal for what was not given as an option, and asks again for what was refused. Where there is no
terminal everything must be given; the password then comes from a variable or from standard input, never as an
option, since options can be seen by everybody on the machine.
"""

import argparse
import getpass
import os
import sys

from django.core.management import call_command
from django.utils.translation import gettext as _

from remissvakt.cli.usage import UsageError
from remissvakt.core.clock import SystemClock, local_date
from remissvakt.core.refusal import Refusal
from remissvakt.organisations.actions.first_administrator import first_administrator
from remissvakt.organisations.administrators import administrators

FIELDS = ("provider_name", "unit_name", "given_name", "family_name", "username")
HOW = """Det finns ingen administratör än. Lägg upp den första med

  remissvakt createadmin

eller, utan terminal, med lösenordet på standard input:

  remissvakt createadmin --provider-name … --unit-name … --given-name … --family-name … --username … --password-stdin
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--provider-name", metavar="NAMN", help="vårdgivarens namn")
    parser.add_argument("--unit-name", metavar="NAMN", help="enhetens namn")
    parser.add_argument("--given-name", metavar="NAMN", help="administratörens förnamn")
    parser.add_argument("--family-name", metavar="NAMN", help="administratörens efternamn")
    parser.add_argument("--username", metavar="NAMN", help="användarnamn att logga in med")
    password = parser.add_mutually_exclusive_group()
    password.add_argument("--password-stdin", action="store_true", help="läs lösenordet från standard input")
    password.add_argument("--password-env", metavar="VARIABEL", help="läs lösenordet från en miljövariabel")
    parser.add_argument(
        "--first", action="store_true", help="gör ingenting om det redan finns en administratör"
    )


def run(arguments: argparse.Namespace) -> int:
    """Make the administrator and return 0. Raises Refusal or UsageError for what cannot be asked about again."""
    call_command("migrate", interactive=False, verbosity=0)
    now = SystemClock().now()
    given = {field: getattr(arguments, field) for field in FIELDS}
    if arguments.first and administrators(today=local_date(now)).exists():
        return 0
    asks = sys.stdin.isatty() and not arguments.password_stdin
    if arguments.first and not asks and not any(given.values()):
        print(HOW)
        return 0
    account = (_make_by_asking if asks else _make)(given, _given_password(arguments))
    print(_("%(username)s kan nu logga in som administratör.") % {"username": account})
    return 0


def _make(given: dict[str, str | None], password: str | None) -> str:
    missing = ["--" + field.replace("_", "-") for field, value in given.items() if value is None]
    if password is None:
        missing.append("--password-stdin eller --password-env")
    if missing:
        raise UsageError(_("ange även %(options)s.") % {"options": ", ".join(missing)})
    complete = {field: value or "" for field, value in given.items()}
    return first_administrator(**complete, password=password or "", now=SystemClock().now()).username


def _make_by_asking(given: dict[str, str | None], password: str | None) -> str:
    """Ask for what is missing until it is accepted. Raises Refusal for what no other answer would change."""
    questions = {
        "provider_name": _("Vårdgivare (till exempel Region Exempel): "),
        "unit_name": _("Enhet (till exempel Vårdcentralen Eken): "),
        "given_name": _("Ditt förnamn: "),
        "family_name": _("Ditt efternamn: "),
        "username": _("Användarnamn att logga in med: "),
    }
    print(_("Vem ska vara den första administratören? Avbryt med Ctrl+C."))
    while True:
        for field in FIELDS:
            if given[field] is None:
                given[field] = input(questions[field])
        if password is None:
            password = _asked_password()
        try:
            return _make(given, password)
        except Refusal as refusal:
            print(refusal.message)
            if refusal.field == "password":
                password = None
            elif refusal.field in given:
                given[refusal.field] = None
            else:
                raise


def _asked_password() -> str:
    while True:
        password = getpass.getpass(_("Lösenord (minst 12 tecken, syns inte): "))
        if getpass.getpass(_("Samma lösenord igen: ")) == password:
            return password
        print(_("Lösenorden var olika."))


def _given_password(arguments: argparse.Namespace) -> str | None:
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if arguments.password_env:
        if arguments.password_env not in os.environ:
            raise UsageError(_("variabeln %(name)s är inte satt.") % {"name": arguments.password_env})
        return os.environ[arguments.password_env]
    return None
