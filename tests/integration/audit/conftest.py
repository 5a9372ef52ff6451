from uuid import UUID

import pytest


@pytest.fixture
def reader():
    """Somebody who reads and administers; the logs keep what they are given and look nothing up."""
    # A conftest is loaded before Django is set up.
    from remissvakt.organisations.actors import Actor
    from remissvakt.organisations.models import Role

    ids = [UUID(int=number) for number in range(1, 5)]
    return Actor(
        person_id=ids[0],
        person_name="Sara Sjö",
        assignment_id=ids[1],
        unit_id=ids[2],
        unit_name="Vårdcentralen Eken",
        provider_id=ids[3],
        role=Role.SECRETARY,
        purpose="Vård och behandling",
        unit_ids=frozenset({ids[2]}),
    )
