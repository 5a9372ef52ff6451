"""A login for everybody in a region."""

from datetime import datetime

from django.contrib.auth.hashers import make_password

from factories.region import Region
from journeys.person import PASSWORD, username
from remissvakt.core.ids import new_id
from remissvakt.organisations.models import Account


def give_passwords(region: Region, *, now: datetime) -> None:
    """The same password for all, hashed once."""
    password = make_password(PASSWORD)
    Account.objects.bulk_create(
        Account(id=new_id(now=now), person_id=actor.person_id, username=username(actor), password=password)
        for actor in region.people.values()
    )
