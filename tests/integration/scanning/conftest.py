"""Scans with a quick reader (factories/scans.py), and a storage of its own for each test."""

import pytest


@pytest.fixture
def region(db, now):
    from factories import make_region  # after Django is set up

    return make_region(now=now)


@pytest.fixture(autouse=True)
def files(settings, tmp_path, now):
    """The folder that the files lie in."""
    from remissvakt.storage import keys
    from remissvakt.storage.key_ring import with_new_key

    settings.REMISSVAKT_DATA = tmp_path
    settings.REMISSVAKT_FILES = str(tmp_path / "files")
    settings.REMISSVAKT_FILE_KEY = ""
    settings.REMISSVAKT_FILE_KEY_FILE = tmp_path / "file_key"
    keys.replace_file(with_new_key(ring=None, now=now))
    return tmp_path / "files"


@pytest.fixture(autouse=True)
def quick_reader(monkeypatch):
    from factories import told_scans as scans

    monkeypatch.setattr("remissvakt.scanning.reading.read_scan", scans.read)
