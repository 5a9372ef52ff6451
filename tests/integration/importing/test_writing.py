"""While a file is written, SQLite keeps its pages in memory, so that others can read."""

import gc

from django.db import connection

from remissvakt.importing.writing import readers_go_on, writing


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


def test_what_was_read_is_left_out_of_the_search_for_garbage_only_meanwhile(db):
    before = gc.get_freeze_count()
    with writing():
        assert gc.get_freeze_count() > before
    assert gc.get_freeze_count() == 0
