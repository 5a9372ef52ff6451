"""Name a filter of a list, so that it is one click away also tomorrow; and take the name away."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.core.texts import clean_line
from remissvakt.organisations.actors import Actor

from ..favourites import MOST
from ..filters import Filters
from ..models import Favourite
from ..nodes import MY_BY_SLUG, OUR_BY_SLUG
from ..scope import Whose, require_lists

MINE, OURS = "mitt", "vart"


def save_favourite(
    *, name: str, whose: str, slug: str, filters: Filters, actor: Actor, now: datetime
) -> Favourite:
    """Keep a filter of a list under a name of the person's own.

    `whose` is "mitt" or "vart", `slug` the list's. Refuses an empty or taken name, a filter that asks for nothing,
    and more than MOST favourites; NotFound for a list that the role does not have.
    """
    require_lists(actor, whose=Whose.MINE if whose == MINE else Whose.OURS)
    if slug not in (MY_BY_SLUG if whose == MINE else OUR_BY_SLUG) or whose not in (MINE, OURS):
        raise NotFound
    name = clean_line(name, max_length=60, field="name")
    if not name:
        raise Refusal("favourite_without_name", _("Ge favoriten ett namn."), field="name")
    if not filters:
        raise Refusal(
            "favourite_without_filter", _("Välj ett filter först, så kan du spara det."), field="name"
        )
    taken = Refusal("favourite_name_taken", _("Du har redan en favorit med det namnet."), field="name")
    try:
        with transaction.atomic(durable=True):
            mine = Favourite.objects.filter(person_id=actor.person_id)
            if mine.filter(name=name).exists():
                raise taken
            if mine.count() >= MOST:
                raise Refusal(
                    "favourites_full",
                    _("Du har redan %(most)s favoriter. Ta bort någon först."),
                    field="name",
                    most=MOST,
                )
            favourite = Favourite(
                id=new_id(now=now),
                person_id=actor.person_id,
                name=name,
                path=f"{whose}/{slug}",
                query=filters.query(),
            )
            favourite.save(force_insert=True)
    except IntegrityError as error:
        raise taken from error
    return favourite


def delete_favourite(*, favourite_id: UUID, actor: Actor) -> None:
    """Forget a favourite of one's own; NotFound for anybody else's. It is a preference, no fact about care."""
    with transaction.atomic(durable=True):
        deleted, _rows = Favourite.objects.filter(id=favourite_id, person_id=actor.person_id).delete()
    if not deleted:
        raise NotFound
