"""The keys of stored files: made once, for their owner only, and never made anew beside files under lost ones."""

import base64
import stat

import pytest

from remissvakt.config import file_keys
from remissvakt.config.environment import ConfigurationError, read_environment
from remissvakt.config.file_keys import check_file_keys
from remissvakt.storage.key_ring import parse

KEY = base64.b64encode(b"k" * 32).decode()


def environment_in(folder, **more):
    return read_environment(environ={"REMISSVAKT_DATA": str(folder), **more})


def test_the_file_is_made_once_for_its_owner_only(tmp_path):
    check_file_keys(environment=environment_in(tmp_path))
    path = tmp_path / "file_key"
    first = path.read_text()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert len(parse(first).keys) == 1
    check_file_keys(environment=environment_in(tmp_path))
    assert path.read_text() == first
    assert [one.name for one in tmp_path.iterdir()] == ["file_key"]


def test_the_environment_comes_first(tmp_path):
    check_file_keys(environment=environment_in(tmp_path, REMISSVAKT_FILE_KEY=KEY))
    assert list(tmp_path.iterdir()) == []


def test_a_lost_key_file_is_not_made_anew_beside_files(tmp_path):
    (tmp_path / "files" / "ab").mkdir(parents=True)
    with pytest.raises(ConfigurationError, match="Lägg tillbaka nyckelfilen"):
        check_file_keys(environment=environment_in(tmp_path))
    assert not (tmp_path / "file_key").exists()


def test_a_named_file_is_not_made(tmp_path):
    with pytest.raises(ConfigurationError, match=r"REMISSVAKT_FILE_KEY_FILE: .* går inte att läsa"):
        check_file_keys(
            environment=environment_in(tmp_path, REMISSVAKT_FILE_KEY_FILE=str(tmp_path / "x" / "key"))
        )


def test_a_file_that_others_can_read_is_refused(tmp_path):
    (tmp_path / "file_key").write_text(KEY)
    (tmp_path / "file_key").chmod(0o640)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        check_file_keys(environment=environment_in(tmp_path))


def test_a_bad_key_is_one_line_that_does_not_repeat_it(tmp_path):
    with pytest.raises(ConfigurationError, match="REMISSVAKT_FILE_KEY: ") as refused:
        check_file_keys(environment=environment_in(tmp_path, REMISSVAKT_FILE_KEY="aGVtbGlnaGV0ZW4="))
    assert "aGVtbGln" not in str(refused.value)


def test_s3_without_its_extra_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(file_keys, "find_spec", lambda name: None)
    with pytest.raises(ConfigurationError, match=r"remissvakt\[s3\]"):
        check_file_keys(environment=environment_in(tmp_path, REMISSVAKT_FILES="s3://bucket/files"))
