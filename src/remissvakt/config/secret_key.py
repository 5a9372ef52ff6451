"""The key that signs sessions and forms: from the environment, or from a file that only its owner can read."""

import os
import secrets
import stat
from pathlib import Path

from remissvakt.config.environment import ConfigurationError, Environment

LEAST_LENGTH = 50


def secret_key(*, environment: Environment) -> str:
    """Return the key; make the file in the data folder at the first start. Raises ConfigurationError."""
    if environment.secret_key:
        return _checked(environment.secret_key, "REMISSVAKT_SECRET_KEY")
    path = environment.secret_key_file
    if not path.exists() and path.parent == environment.data:
        create_once(path=path, text=secrets.token_urlsafe(64) + "\n")
    return _checked(
        read_own(path=path, variable="REMISSVAKT_SECRET_KEY_FILE"), f"REMISSVAKT_SECRET_KEY_FILE ({path})"
    )


def make_data_folder(*, path: Path) -> None:
    """Make the data folder with access for its owner only. Raises ConfigurationError."""
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"REMISSVAKT_DATA: mappen {path} går inte att skapa ({error.strerror})."
        ) from None
    if not os.access(path, os.W_OK | os.X_OK):
        raise ConfigurationError(f"REMISSVAKT_DATA: mappen {path} går inte att skriva i.")


def create_once(*, path: Path, text: str) -> None:
    """Make a file that only its owner can read, unless it is there."""
    # A temporary file and a link, so that two processes that start at once agree on one whole key.
    temporary = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()


def read_own(*, path: Path, variable: str) -> str:
    """Return what a file says that only its owner can read. Raises ConfigurationError, naming its variable."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise ConfigurationError(f"{variable}: {path} får bara kunna läsas av sin ägare (chmod 600).")
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        raise ConfigurationError(f"{variable}: {path} går inte att läsa.") from None


def _checked(key: str, where: str) -> str:
    if len(key) < LEAST_LENGTH:
        raise ConfigurationError(f"{where}: nyckeln ska ha minst {LEAST_LENGTH} tecken.")
    return key
