"""From DATABASE_URL to Django's DATABASES entry, with the durability that each engine needs.

SQLite and PostgreSQL only: those two run the whole test suite.
"""

from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from remissvakt.config.environment import ConfigurationError

Version = tuple[int, int, int]

# Seconds that a writer waits for another one before it gives up.
SQLITE_TIMEOUT = 20
# What is kept of a rollback journal that a large transaction has made long.
JOURNAL_BYTES = 4 * 1024 * 1024
# Seconds for which a connection is kept between requests.
CONNECTION_AGE = 600
POSTGRESQL_SETTINGS = (
    # Waiting for the disk is not for the server's owner to switch off under us.
    "synchronous_commit=on",
    # A plan that is kept is kept at once; of open work there is little, so the values matter little to it.
    "plan_cache_mode=force_generic_plan",
    # No statement of ours is long enough to be worth compiling.
    "jit=off",
)
# What may stand after "?" in a PostgreSQL address, by libpq's own names.
POSTGRESQL_OPTIONS = frozenset(
    {
        "application_name",
        "connect_timeout",
        "host",
        "sslcert",
        "sslkey",
        "sslmode",
        "sslrootcert",
        "target_session_attrs",
    }
)


def database(*, url: str, sqlite_version: Version) -> dict[str, Any]:
    """Return the settings of one database. Raises ConfigurationError on an address that cannot be used."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        # The address may hold a password: it is never repeated in the error.
        raise ConfigurationError("DATABASE_URL: adressen går inte att tolka.") from None
    if parts.scheme == "sqlite":
        return _sqlite(parts, sqlite_version)
    if parts.scheme in ("postgresql", "postgres"):
        return _postgresql(parts, port)
    raise ConfigurationError("DATABASE_URL: börja med sqlite:/// eller postgresql://.")


def wal_is_safe(*, sqlite_version: Version) -> bool:
    """Whether this SQLite has the correction of the WAL-reset fault, by which committed writes were lost.

    Corrected in 3.51.3 and after, and carried back to 3.50.7 and 3.44.6 within those series.
    """
    if sqlite_version >= (3, 51, 3):
        return True
    series = sqlite_version[:2]
    return (series == (3, 50) and sqlite_version[2] >= 7) or (series == (3, 44) and sqlite_version[2] >= 6)


def journal_commands(*, sqlite_version: Version) -> str:
    """SQL run on each new SQLite connection, so that an acknowledged write survives a power cut."""
    if wal_is_safe(sqlite_version=sqlite_version):
        return "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL"
    # The journal stays, and its head is emptied and synced to commit: one file fewer to make, remove and sync than with
    # DELETE, which also has to sync the folder (EXTRA) lest a power cut brings the journal back.
    return f"PRAGMA journal_mode=PERSIST; PRAGMA journal_size_limit={JOURNAL_BYTES}; PRAGMA synchronous=EXTRA"


def _sqlite(parts: SplitResult, sqlite_version: Version) -> dict[str, Any]:
    path = unquote(parts.path.removeprefix("/"))
    if parts.netloc or parts.query or not path or path.endswith("/"):
        raise ConfigurationError(
            "DATABASE_URL: skriv sqlite:///relativ/sökväg eller sqlite:////absolut/sökväg."
        )
    return {
        "ENGINE": "remissvakt.database.engines.sqlite3",
        "NAME": Path(path).absolute(),
        "CONN_MAX_AGE": CONNECTION_AGE,
        "OPTIONS": {
            # A deferred transaction that reads and then writes fails at once when another one writes meanwhile.
            "transaction_mode": "IMMEDIATE",
            "timeout": SQLITE_TIMEOUT,
            "cached_statements": 1000,  # those that are ready to run; of 128 an act and a page push each other out
            "init_command": journal_commands(sqlite_version=sqlite_version),
        },
    }


def _postgresql(parts: SplitResult, port: int | None) -> dict[str, Any]:
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise ConfigurationError("DATABASE_URL: skriv postgresql://användare:lösenord@värd:port/databas.")
    given = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(given) - POSTGRESQL_OPTIONS)
    if unknown:
        raise ConfigurationError(f"DATABASE_URL: okänt tillval ”{unknown[0]}”.")
    # "host" in the query names a folder with a socket, which cannot stand in the address itself.
    host = given.pop("host", "") or unquote(parts.hostname or "")
    return {
        "ENGINE": "remissvakt.database.engines.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port or ""),
        "CONN_MAX_AGE": CONNECTION_AGE,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "options": " ".join(f"-c {one}" for one in POSTGRESQL_SETTINGS),
            # What `database.prepared` makes is planned once for each connection. Other statements never are.
            "prepare_threshold": 5,
            **given,
        },
    }
