"""`remissvakt check`: what it prints, keeps, and ends with."""

import pytest
from django.db import DatabaseError

from factories import make_region, walks
from remissvakt.assurance.models import CheckRun
from remissvakt.cli.commands import check
from remissvakt.cli.usage import UsageError
from remissvakt.referrals.models import WorkItem


class Arguments:
    quiet = False
    files = None


class Quiet:
    quiet = True
    files = None


@pytest.fixture
def sound(db, now):
    region = make_region(now=now)
    return walks.sent(region, now=now)


def test_all_holds(sound, capsys):
    assert check.run(Arguments()) == 0
    printed = capsys.readouterr().out
    assert "1 Skickad och inte avslutad är bevakad [watched]: stämmer" in printed
    assert printed.strip().splitlines()[-1].startswith("0 fynd")
    assert CheckRun.objects.get().findings == 0


def test_quiet_says_nothing_when_all_holds(sound, capsys):
    assert check.run(Quiet()) == 0
    assert capsys.readouterr().out == ""


def test_something_is_found_and_named_without_the_patient(sound, capsys):
    WorkItem.objects.filter(node="watch").delete()
    assert check.run(Quiet()) == 1
    printed = capsys.readouterr().out
    assert sound.code in printed
    assert "[watched]: 1 fynd" in printed
    assert sound.patient.number not in printed
    assert sound.patient.family_name not in printed
    run = CheckRun.objects.get()
    assert run.findings == 2
    assert run.summary["watched"] == run.summary["recount"] == 1


def test_it_could_not_be_checked(sound, capsys, monkeypatch):
    def broken(*, now):
        raise DatabaseError("host=secret")

    monkeypatch.setattr(check, "check_and_keep", broken)
    assert check.run(Arguments()) == 2
    assert "secret" not in capsys.readouterr().err


def test_a_schema_of_another_version_is_a_wrong_call(sound, monkeypatch):
    monkeypatch.setattr(check.MigrationExecutor, "migration_plan", lambda self, targets: [("x", False)])
    with pytest.raises(UsageError):
        check.run(Arguments())


def test_a_weak_sandbox_is_told_of_even_when_all_else_is_quiet(sound, capsys, monkeypatch):
    check.run(Arguments())
    assert f"[sandbox]: {check.TEXTS[check.Strength.FULL]}" in capsys.readouterr().out
    for weaker in (check.Strength.LIMITS, check.Strength.NONE):
        monkeypatch.setattr(check, "strength", lambda weaker=weaker: weaker)
        assert check.run(Quiet()) == 0
        assert f"[sandbox]: {check.TEXTS[weaker]}" in capsys.readouterr().out
