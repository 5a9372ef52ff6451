"""The key that signs sessions: made once, readable by its owner only, never weak."""

import stat

import pytest

from remissvakt.config.environment import ConfigurationError, read_environment
from remissvakt.config.secret_key import make_data_folder, secret_key

LONG = "k" * 50


def environment_in(folder, **more):
    return read_environment(environ={"REMISSVAKT_DATA": str(folder), **more})


def test_the_key_is_made_once_for_its_owner_only(tmp_path):
    first = secret_key(environment=environment_in(tmp_path))
    assert len(first) >= 64
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert secret_key(environment=environment_in(tmp_path)) == first
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_two_installations_have_different_keys(tmp_path):
    keys = set()
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        keys.add(secret_key(environment=environment_in(tmp_path / name)))
    assert len(keys) == 2


def test_the_environment_comes_first(tmp_path):
    assert secret_key(environment=environment_in(tmp_path, REMISSVAKT_SECRET_KEY=LONG)) == LONG
    assert list(tmp_path.iterdir()) == []


def test_a_short_key_is_refused_and_not_repeated(tmp_path):
    with pytest.raises(ConfigurationError, match="minst 50 tecken") as refused:
        secret_key(environment=environment_in(tmp_path, REMISSVAKT_SECRET_KEY="kort-hemlighet"))
    assert "kort-hemlighet" not in str(refused.value)


def test_a_file_that_others_can_read_is_refused(tmp_path):
    path = tmp_path / "secret_key"
    path.write_text(LONG)
    path.chmod(0o640)
    with pytest.raises(ConfigurationError, match="chmod 600"):
        secret_key(environment=environment_in(tmp_path))


def test_a_named_file_is_not_made(tmp_path):
    named = environment_in(tmp_path / "data", REMISSVAKT_SECRET_KEY_FILE=str(tmp_path / "elsewhere"))
    with pytest.raises(ConfigurationError, match="går inte att läsa"):
        secret_key(environment=named)


def test_the_data_folder_is_for_its_owner_only(tmp_path):
    make_data_folder(path=tmp_path / "a" / "b")
    assert stat.S_IMODE((tmp_path / "a" / "b").stat().st_mode) == 0o700


def test_a_data_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(ConfigurationError, match="REMISSVAKT_DATA"):
        make_data_folder(path=tmp_path / "file" / "data")
