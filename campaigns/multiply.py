"""Fills a database with many referrals made of few; run with the code of the release that the database is to be of.

    PYTHONPATH=RELEASE/src DATABASE_URL=… python campaigns/multiply.py TEMPLATE.sqlite3 REFERRALS

The template was made by that release's own actions (its demo region). Everything in it is taken over once, and then
each referral, with all that was recorded about it, again and again under new ids: ids in keys and in events are
exchanged too, and the chains of events are hashed anew by the release's own function. `campaigns/upgrade.py` runs it.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

_ID = re.compile(r"([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})")
# The number of the copy goes into the lowest bits of an id, so that ids keep their order, also within a millisecond.
COPY_BITS = 12
ONCE = {"CertificateQuestion", "CertificateMessage"}


def main() -> int:
    template, wanted = Path(sys.argv[1]), int(sys.argv[2])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "remissvakt.config.settings")
    import django
    from django.conf import settings
    from django.core.management import call_command

    django.setup()
    settings.DATABASES["template"] = {
        **settings.DATABASES["default"],
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": template,
        "OPTIONS": {},
    }
    call_command("migrate", interactive=False, verbosity=0)
    hurry()
    with indexes_afterwards():
        fill(wanted)
    return 0


def hurry() -> None:
    """What is being filled is thrown away if the machine stops, and need not be durable until it is complete.

    Nor are references looked at row by row: they are as the template's own, and a check of all comes afterwards.
    """
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA synchronous = OFF")
            cursor.execute("PRAGMA journal_mode = MEMORY")
            cursor.execute("PRAGMA cache_size = -1000000")
            cursor.execute("PRAGMA foreign_keys = OFF")
        else:
            cursor.execute("SET synchronous_commit = off")
            cursor.execute("SET session_replication_role = replica")
            cursor.execute("SET maintenance_work_mem = '512MB'")


@contextmanager
def indexes_afterwards() -> Iterator[None]:
    """Without the indexes that are no table's key, which are built when all rows are there, as they were."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL")
        else:
            cursor.execute(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND NOT EXISTS"
                " (SELECT 1 FROM pg_constraint WHERE conindid = indexname::regclass)"
            )
        indexes = cursor.fetchall()
        for name, _sql in indexes:
            cursor.execute(f'DROP INDEX "{name}"')
        yield
        for _name, sql in indexes:
            cursor.execute(sql)
        if connection.vendor == "sqlite":
            wrong = cursor.execute("PRAGMA foreign_key_check").fetchmany(5)
            assert not wrong, wrong


def fill(wanted: int) -> None:
    """Take the template over, and then whole copies of its referrals until there are enough."""
    from django.apps import apps
    from django.db import transaction

    everything = {
        model: list(model._base_manager.using("template").order_by("pk"))
        for model in apps.get_models()
        if model._meta.app_label not in {"contenttypes", "auth"}
    }
    copied = {model: [row for row in rows if belongs(row)] for model, rows in everything.items()}
    ids = {row.pk for rows in copied.values() for row in rows if isinstance(row.pk, UUID)}
    assert len({one.int >> COPY_BITS for one in ids}) == len(ids), "two ids differ in their last bits only"
    with transaction.atomic():
        for model, rows in everything.items():
            Mould(model, rows, set()).pour(0)
    moulds = [Mould(model, rows, ids) for model, rows in copied.items() if rows]
    made = one = sum(len(mould.rows) for mould in moulds if mould.model.__name__ == "Referral")
    assert wanted <= one << COPY_BITS, "more copies than there are numbers for: make a larger template"
    for number in range(1, -(-wanted // one)):
        with transaction.atomic():
            ends: dict[UUID, str] = {}
            for mould in sorted(moulds, key=lambda mould: mould.model.__name__ != "Event"):
                mould.pour(number, ends)
        made += one
        print(f"\r{made} of {wanted}", end="", flush=True)
    print()


def belongs(row: Any) -> bool:
    """Whether it is of one referral, and so is copied with it."""
    kind = type(row)
    if kind._meta.app_label == "referrals":
        return kind.__name__ not in ONCE and getattr(row, "referral_id", True) is not None
    return kind.__name__ == "Dictation" or (kind.__name__ == "Document" and row.referral_id is not None)


class Mould:
    """The rows of one table as the database takes them, with the places where each copy is another."""

    def __init__(self, model: Any, rows: list[Any], ids: set[UUID]) -> None:
        from django.db.models import AutoField

        self.model, self.ids = model, ids
        self.fields = [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]
        self.at = {field.attname: index for index, field in enumerate(self.fields)}
        if model.__name__ == "Event":
            rows = sorted(rows, key=lambda row: (row.referral_id, row.sequence))
        self.originals = rows
        self.rows = [self._moulded(row) for row in rows]

    def pour(self, number: int, ends: dict[UUID, str] | None = None) -> None:
        """Insert the copy of this number; events leave the ends of their chains, which referrals note."""
        made = (self._copy(*row, number) for row in self.rows)
        if number and self.model.__name__ == "Event":
            made = self._chained(made, number, ends)
        elif number and self.model.__name__ == "Referral":
            made = self._named(made, number, ends)
        insert(self.model._meta.db_table, [field.column for field in self.fields], made)

    def _moulded(self, row: Any) -> tuple[list[Any], list[tuple[int, Any]]]:
        """The row's values, and where a copy has another: an id as a number, or a text in pieces around its ids."""
        values, places = [], []
        for index, field in enumerate(self.fields):
            value = getattr(row, field.attname)
            if isinstance(value, UUID) and value in self.ids:
                places.append((index, value.int))
            value = json.dumps(value) if isinstance(value, dict | list) else prepared(field, value)
            values.append(value)
            if isinstance(value, str) and self.ids:
                text = f"{value}-#" if field.attname == "import_key" and value else value
                pieces = [piece if not at % 2 else UUID(piece) for at, piece in enumerate(_ID.split(text))]
                if text != value or any(piece in self.ids for piece in pieces[1::2]):
                    places.append((index, pieces))
        return values, places

    def _copy(self, values: list[Any], places: list[tuple[int, Any]], number: int) -> list[Any]:
        copy = values.copy()
        for index, value in places:
            if isinstance(value, int):
                copy[index] = f"{value ^ number:032x}"
            else:
                copy[index] = "".join(self._piece(piece, number) for piece in value)
        return copy

    def _piece(self, piece: str | UUID, number: int) -> str:
        if isinstance(piece, UUID):
            return str(UUID(int=piece.int ^ number) if piece in self.ids else piece)
        return piece.replace("-#", f"-{number}")

    def _chained(self, rows: Iterator[list[Any]], number: int, ends: dict[UUID, str]) -> Iterator[list[Any]]:
        from remissvakt.referrals.record import event_hash

        for original, row in zip(self.originals, rows, strict=True):
            referral = UUID(int=original.referral_id.int ^ number)
            told = {field.attname: getattr(original, field.attname) for field in self.fields}
            before = ends.get(referral, "")
            told |= {
                "referral_id": referral,
                "data": json.loads(row[self.at["data"]]),
                "previous_hash": before,
            }
            ends[referral] = event_hash(SimpleNamespace(**told))
            row[self.at["previous_hash"]], row[self.at["hash"]] = before, ends[referral]
            yield row

    def _named(self, rows: Iterator[list[Any]], number: int, ends: dict[UUID, str]) -> Iterator[list[Any]]:
        for original, row, code in zip(self.originals, rows, codes(number), strict=False):
            row[self.at["code"]] = code
            row[self.at["event_hash"]] = ends[UUID(int=original.pk.int ^ number)]
            yield row


def codes(seed: int) -> list[str]:
    """Codes that differ from copy to copy; the database would refuse one that was drawn twice."""
    from remissvakt.core.codes import new_code
    from remissvakt.core.ids import seeded_ids

    with seeded_ids(seed):
        return list(dict.fromkeys(new_code(now=datetime.now(UTC)) for _ in range(1000)))


def prepared(field: Any, value: Any) -> Any:
    from django.db import connection

    return field.get_db_prep_save(value, connection)


def insert(table: str, columns: list[str], rows: Iterable[list[Any]]) -> None:
    from django.db import connection

    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
        else:
            marks = ", ".join("?" for _ in columns)
            connection.connection.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', rows)


if __name__ == "__main__":
    sys.exit(main())
