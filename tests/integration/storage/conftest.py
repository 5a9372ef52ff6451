"""A storage of its own for each test: folder and keys."""

import pytest

from remissvakt.storage import keys
from remissvakt.storage.key_ring import with_new_key


@pytest.fixture
def files(settings, tmp_path, now):
    """The folder that the files lie in."""
    settings.REMISSVAKT_DATA = tmp_path
    settings.REMISSVAKT_FILES = str(tmp_path / "files")
    settings.REMISSVAKT_FILE_KEY = ""
    settings.REMISSVAKT_FILE_KEY_FILE = tmp_path / "file_key"
    keys.replace_file(with_new_key(ring=None, now=now))
    return tmp_path / "files"
