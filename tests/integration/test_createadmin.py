"""`remissvakt createadmin`: the first administrator, asked for on a terminal or given as options."""

import argparse
import getpass
import io
import sys

import pytest
from django.contrib.auth.hashers import check_password

from remissvakt.cli.commands import createadmin
from remissvakt.cli.usage import UsageError
from remissvakt.core.refusal import Refusal
from remissvakt.organisations.models import Account, Assignment, Unit

PASSWORD = "tolv små grisar i rad"
OPTIONS = [
    "--provider-name=Region Exempel",
    "--unit-name=Vårdcentralen Eken",
    "--given-name=Åsa",
    "--family-name=Öberg",
    "--username=asa.oberg",
]

# The command runs migrations, as at a first start, and its action must be the outermost transaction.
pytestmark = pytest.mark.django_db(transaction=True)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def call(*options: str) -> int:
    parser = argparse.ArgumentParser()
    createadmin.add_arguments(parser)
    return createadmin.run(parser.parse_args(options))


def answers(monkeypatch, lines, passwords):
    monkeypatch.setattr(sys, "stdin", Terminal("".join(f"{line}\n" for line in lines)))
    waiting = iter(passwords)
    monkeypatch.setattr(getpass, "getpass", lambda _prompt: next(waiting))


def test_everything_as_options(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(PASSWORD + "\n"))
    assert call(*OPTIONS, "--password-stdin") == 0
    account = Account.objects.select_related("person").get()
    assert (account.username, account.person.name) == ("asa.oberg", "Åsa Öberg")
    assert check_password(PASSWORD, account.password)
    assignment = Assignment.objects.select_related("unit__provider").get()
    assert assignment.role == "administrator"
    assert (assignment.unit.name, assignment.unit.provider.name) == ("Vårdcentralen Eken", "Region Exempel")
    assert PASSWORD not in capsys.readouterr().out


def test_the_password_from_a_variable(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    monkeypatch.setenv("FIRST_PASSWORD", PASSWORD)
    assert call(*OPTIONS, "--password-env=FIRST_PASSWORD") == 0
    assert check_password(PASSWORD, Account.objects.get().password)


def test_it_asks_for_what_was_not_given_and_again_for_what_was_refused(monkeypatch, capsys):
    lines = ["Region Exempel", "  ", "Åsa", "Öberg", "ÅÖ", "Vårdcentralen Eken", "asa.oberg"]
    answers(monkeypatch, lines, ["kort", "kort", PASSWORD, "olika", PASSWORD, PASSWORD])
    assert call() == 0
    assert Account.objects.get().username == "asa.oberg"
    assert Unit.objects.get().name == "Vårdcentralen Eken"
    shown = capsys.readouterr().out
    assert "Lösenorden var olika." in shown
    assert "asa.oberg kan nu logga in som administratör." in shown


def test_options_and_questions_together(monkeypatch):
    answers(monkeypatch, ["asa.oberg"], [PASSWORD, PASSWORD])
    assert call(*OPTIONS[:4]) == 0
    assert Account.objects.get().username == "asa.oberg"


def test_without_a_terminal_what_is_missing_is_named(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(UsageError, match="--username, --password-stdin eller --password-env"):
        call(*OPTIONS[:4])
    assert not Unit.objects.exists()


def test_a_variable_that_is_not_set_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    with pytest.raises(UsageError, match="NOT_SET"):
        call(*OPTIONS, "--password-env=NOT_SET")


def test_a_weak_password_leaves_nothing_behind(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("lösenord\n"))
    with pytest.raises(Refusal) as refused:
        call(*OPTIONS, "--password-stdin")
    assert refused.value.code == "password_weak"
    assert not Unit.objects.exists()


def test_there_is_only_one_first(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"{PASSWORD}\n{PASSWORD}\n"))
    assert call(*OPTIONS, "--password-stdin") == 0
    capsys.readouterr()
    with pytest.raises(Refusal) as refused:
        call(*OPTIONS, "--password-stdin")
    assert refused.value.code == "administrator_exists"
    assert call("--first") == 0
    assert capsys.readouterr().out == ""
    assert Account.objects.count() == 1


def test_at_a_start_without_a_terminal_it_only_tells_how(monkeypatch, capsys):
    monkeypatch.setattr(sys, "stdin", io.StringIO())
    assert call("--first") == 0
    assert "remissvakt createadmin" in capsys.readouterr().out
    assert not Account.objects.exists()
