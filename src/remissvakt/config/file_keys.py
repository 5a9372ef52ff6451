"""The keys that stored files are encrypted with: made at the first start, and never made anew beside old files."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from remissvakt.config.environment import ConfigurationError, Environment
from remissvakt.config.secret_key import create_once, read_own
from remissvakt.core.clock import SystemClock
from remissvakt.storage.key_ring import parse, with_new_key, write


def check_file_keys(*, environment: Environment) -> None:
    """See that there are keys; make the file in the data folder at the first start. Raises ConfigurationError."""
    if environment.files.startswith("s3://") and find_spec("storages") is None:
        raise ConfigurationError("REMISSVAKT_FILES: för s3:// behövs tillägget remissvakt[s3].")
    if environment.file_key:
        _check(environment.file_key, "REMISSVAKT_FILE_KEY")
        return
    path = environment.file_key_file
    if not path.exists() and path.parent == environment.data:
        if _has_files(environment.files):
            raise ConfigurationError(
                f"REMISSVAKT_FILE_KEY_FILE: {path} saknas, men det finns sparade filer. "
                "Lägg tillbaka nyckelfilen: utan den går de inte att läsa."
            )
        create_once(path=path, text=write(with_new_key(ring=None, now=SystemClock().now())))
    _check(read_own(path=path, variable="REMISSVAKT_FILE_KEY_FILE"), f"REMISSVAKT_FILE_KEY_FILE ({path})")


def _check(text: str, where: str) -> None:
    try:
        parse(text)
    except ValueError as error:
        raise ConfigurationError(f"{where}: {error}.") from None


def _has_files(where: str) -> bool:
    return not where.startswith("s3://") and any(Path(where).glob("[0-9a-f][0-9a-f]"))
