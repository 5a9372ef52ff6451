"""`remissvakt backup` and `remissvakt restore`: what they say, and what they end with."""

from __future__ import annotations

from argparse import Namespace

import pytest
from django.test.utils import override_settings

from another_database import another_database
from remissvakt.cli.commands import backup, restore
from remissvakt.cli.usage import UsageError
from remissvakt.storage.models import StoredFile

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def beside(tmp_path_factory):
    """A folder outside of the data folder, which `tmp_path` is here."""
    return tmp_path_factory.mktemp("copies") / "2026-11-17"


def test_taken_and_given_back(small, tmp_path, beside, capsys):
    assert backup.run(Namespace(folder=beside)) == 0
    told = capsys.readouterr().out
    assert "1 remisser" in told and "1 stycken, krypterade" in told
    assert f"Nycklarna är INTE med: de står i {tmp_path / 'file_key'}" in told
    assert "inte krypterad" in told
    place = tmp_path / "place"
    place.mkdir()
    with another_database(), override_settings(REMISSVAKT_DATA=place, REMISSVAKT_FILES=str(place / "files")):
        assert restore.run(Namespace(folder=beside, without_keys=False)) == 0
    assert "Återställt: 1 remisser och 1 filer." in capsys.readouterr().out


def test_files_in_s3_are_said_not_to_be_there(small, beside, capsys):
    with override_settings(REMISSVAKT_FILES="s3://hink/remissvakt"):
        assert backup.run(Namespace(folder=beside)) == 0
    assert "Filerna är INTE med: de ligger i s3://hink/remissvakt" in capsys.readouterr().out
    assert not (beside / "files").exists()


def test_a_missing_file_is_named_and_the_exit_code_says_so(small, files, beside, capsys):
    gone = StoredFile.objects.get().sha256
    next(files.rglob(gone)).unlink()
    assert backup.run(Namespace(folder=beside)) == 1
    assert gone in capsys.readouterr().out
    assert (beside / "manifest.json").exists()


def test_a_copy_does_not_lie_where_the_keys_lie(small, tmp_path):
    for folder in (tmp_path / "copy", tmp_path / "files" / "copy"):
        with pytest.raises(UsageError):
            backup.run(Namespace(folder=folder))
        assert not folder.exists()
