"""A region for every test of letters, and a storage of its own."""

from typing import Any

import pytest


@pytest.fixture
def region(db: None, now: Any) -> Any:
    from factories import make_region  # after Django is set up

    return make_region(now=now)


@pytest.fixture
def files(settings: Any, tmp_path: Any, now: Any) -> Any:
    """The folder that printed letters lie in."""
    from remissvakt.storage import keys
    from remissvakt.storage.key_ring import with_new_key

    settings.REMISSVAKT_DATA = tmp_path
    settings.REMISSVAKT_FILES = str(tmp_path / "files")
    settings.REMISSVAKT_FILE_KEY = ""
    settings.REMISSVAKT_FILE_KEY_FILE = tmp_path / "file_key"
    keys.replace_file(with_new_key(ring=None, now=now))
    return tmp_path / "files"


@pytest.fixture
def plain_paper(monkeypatch: Any) -> None:
    """Papers that are only what their codes say: for tests that fork, where a compiler with threads cannot live."""
    from remissvakt.letters import printing, runs

    def render_all(*, contents: Any, style: Any) -> bytes:
        return b"%PDF " + " ".join(one.payload for one in contents).encode()

    monkeypatch.setattr(printing, "render_all", render_all)
    monkeypatch.setattr(printing, "page_count", lambda pdf: 1)
    monkeypatch.setattr(runs, "page_count", lambda pdf: 1)
