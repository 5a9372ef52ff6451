"""The filters that a person has named."""

from __future__ import annotations

from uuid import UUID

from .models import Favourite

MOST = 30


def favourites_of(*, person_id: UUID, path: str = "") -> list[Favourite]:
    """Return a person's favourites, of one list if `path` is given ("mitt/att-bevaka"), in the order they were made."""
    rows = Favourite.objects.filter(person_id=person_id).order_by("id")
    return list(rows.filter(path=path) if path else rows)
