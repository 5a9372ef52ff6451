"""While a file is written, SQLite keeps its pages in memory, so that others can read."""

from django.db import connection

from remissvakt.importing.readers import readers_go_on


def pages():
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA cache_spill")
        return cursor.fetchone()[0]


def test_sqlite_keeps_its_pages_only_meanwhile(db, django_assert_num_queries):
    if connection.vendor != "sqlite":
        with django_assert_num_queries(0), readers_go_on():
            return
    before = pages()
    with readers_go_on():
        assert pages() == 50_000
    assert 0 < pages() == before
