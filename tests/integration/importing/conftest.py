import pytest


@pytest.fixture
def region(db, now):
    """Two care providers with units, a pool, and people in every role."""
    from factories import make_region

    return make_region(now=now)
