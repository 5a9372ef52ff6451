"""A small region with stored files, copied, and a way to give the copy back beside it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

CONTENTS = (b"", b"Remissvar", b"Bild" * (64 * 1024) + b"!")


@pytest.fixture(autouse=True)
def _programs(monkeypatch: pytest.MonkeyPatch) -> None:
    from another_database import postgresql_programs

    monkeypatch.setenv("PATH", postgresql_programs())


@pytest.fixture
def filled(transactional_db: None, files: Path, now: Any) -> Any:
    """A region with referrals in some states, and stored files."""
    from factories import make_region, walks
    from remissvakt.storage.store import put

    region = make_region(now=now)
    for content in CONTENTS:
        put(content=content, media_type="application/pdf", now=now)
    for walk in (walks.drafted, walks.sent, walks.confirmed):
        walk(region, now=now)
    return region


@pytest.fixture
def small(transactional_db: None, files: Path, now: Any) -> None:
    """One referral and one stored file, for what is done over and over."""
    from factories import make_region, walks
    from remissvakt.storage.store import put

    walks.drafted(make_region(now=now), now=now)
    put(content=b"Remissvar", media_type="application/pdf", now=now)


@pytest.fixture
def copying(files: Path, tmp_path: Path, now: Any) -> Callable[[], Any]:
    from django.db import connection

    from remissvakt.backup.take import take

    return lambda: take(connection=connection, files=str(files), target=tmp_path / "copy", clock=lambda: now)


@pytest.fixture
def giving_back(tmp_path: Path) -> Callable[..., Any]:
    """Restore the copy to `tmp_path/place`, in whatever database the connection leads to."""
    from django.db import connection

    from remissvakt.backup.restore import restore
    from remissvakt.storage import keys

    (tmp_path / "place").mkdir()

    def give_back(**more: Any) -> Any:
        given = {"ring": keys.ring(), "source": tmp_path / "copy", "files": str(tmp_path / "place" / "files")}
        return restore(**{"connection": connection, "data": tmp_path / "place", **given, **more})

    return give_back
