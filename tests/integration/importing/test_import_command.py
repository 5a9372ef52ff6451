"""`remissvakt import`: a dry run unless told otherwise, with exit codes that a script can read."""

import argparse
import sys

import pytest

from referral_files import IN, OUT, table
from remissvakt.cli.commands import import_file
from remissvakt.cli.usage import UsageError
from remissvakt.organisations.models import Account, Unit
from remissvakt.referrals.models import Referral


@pytest.fixture(autouse=True)
def account(region, now, monkeypatch):
    class Clock:
        def now(self):
            return now

    monkeypatch.setattr(import_file, "SystemClock", Clock)
    sara = region.secretary.person_id
    return Account.objects.create(id=sara, username="sara", person_id=sara)


@pytest.fixture
def call(capsys):
    """What the console does with the command: exit code, and what it says on both streams."""

    def run(*options):
        parser = argparse.ArgumentParser()
        import_file.add_arguments(parser)
        try:
            code = import_file.run(parser.parse_args([str(one) for one in options]))
        except UsageError as error:
            code = 2
            sys.stderr.write(str(error))
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


@pytest.fixture
def run(tmp_path, call):
    def with_file(*lines, options=("--enhet", "Vårdcentralen Eken", "--som", "sara"), raw=None):
        path = tmp_path / "remisser.csv"
        path.write_bytes(table(*lines).encode() if raw is None else raw)
        return call(path, *options)

    return with_file


HERE = ("--enhet", "Vårdcentralen Eken", "--som", "sara")


def test_without_being_told_to_nothing_is_brought_in(run):
    code, out, err = run(OUT, IN)
    assert code == 0
    assert "Att föra in: 1 utgående och 1 inkommande. 0 fanns redan" in out
    assert "Kör igen med --genomför" in out
    assert err == ""
    assert not Referral.objects.exists()


@pytest.mark.parametrize("option", ["--genomför", "--genomfor", "--commit"])
def test_told_to_it_brings_in_and_a_second_time_nothing(run, option):
    code, out, _err = run(OUT, IN, options=(*HERE, option))
    assert (code, Referral.objects.count()) == (0, 2)
    assert "Infört: 1 utgående och 1 inkommande. 0 fanns redan." in out
    code, out, _err = run(OUT, IN, options=(*HERE, option))
    assert (code, Referral.objects.count()) == (0, 2)
    assert "Infört: 0 utgående och 0 inkommande. 2 fanns redan." in out


def test_every_fault_is_told_and_none_of_the_file_comes_in(run):
    code, out, _err = run(
        OUT, {**OUT, "Remissnummer": "", "Personnummer": "19121212-1213"}, options=(*HERE, "--genomför")
    )
    assert code == 1
    assert "FEL rad 3, Remissnummer: Numret i det andra systemet saknas." in out
    assert "FEL rad 3, Personnummer ”••••••••-••••”: Numret stämmer inte" in out
    assert "Inget är infört. Rätta raderna och kör igen." in out
    assert not Referral.objects.exists()


def test_unknown_units_are_added_only_when_asked(run):
    line = {**OUT, "Motpart": "Nya Kliniken"}
    assert run(line)[0] == 1
    code, out, _err = run(line, options=(*HERE, "--skapa-enheter", "--genomför"))
    assert code == 0
    assert "Läggs upp som externa enheter: Nya Kliniken." in out
    assert Unit.objects.get(name="Nya Kliniken").local is False


def test_a_patient_by_another_name_is_told_of(run):
    _code, out, _err = run({**OUT, "Patientnamn": "Annat, Namn"}, options=(*HERE, "--genomför"))
    assert "annat namn. Jämför: U-1" in out


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--enhet", "Finns Inte", "--som", "sara"), "ingen enhet här"),
        (("--enhet", "Universitetssjukhuset", "--som", "sara"), "ingen enhet här"),
        (("--enhet", "Vårdcentralen Eken", "--som", "nobody"), "inget konto"),
        (("--enhet", "Ögonkliniken", "--som", "sara"), "inget uppdrag vid enheten"),
    ],
)
def test_a_wrong_unit_or_person_is_a_wrong_call(run, options, words):
    code, out, err = run(OUT, options=options)
    assert (code, out) == (2, "")
    assert words in err


def test_a_file_that_is_no_table_is_a_wrong_call(run):
    code, _out, err = run(raw=b"%PDF-1.7")
    assert code == 2
    assert "PDF" in err


def test_a_missing_file_is_a_wrong_call(tmp_path, call):
    code, _out, said = call(tmp_path / "19121212-1212.csv", *HERE)
    assert code == 2
    assert "går inte att läsa (den finns inte)" in said
    assert "1212" not in said
    assert "det är en mapp" in call(tmp_path, *HERE)[2]


def test_a_file_over_the_limit_is_not_read(run, settings):
    settings.REMISSVAKT_MAX_UPLOAD_BYTES = 100
    code, _out, err = run(OUT)
    assert code == 2
    assert "REMISSVAKT_MAX_UPLOAD_MB" in err


def test_on_a_terminal_it_shows_how_far_it_has_come(run, monkeypatch):
    class Terminal:
        def __init__(self):
            self.text = ""

        def isatty(self):
            return True

        def write(self, text):
            self.text += text

        def flush(self):
            pass

    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    run(OUT, IN, options=(*HERE, "--genomför"))
    assert "Läser rad 2 av 2\n" in terminal.text
    assert "För in remiss 2 av 2\n" in terminal.text
