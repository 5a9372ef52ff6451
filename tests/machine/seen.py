"""What the product's work lists answer, for every person of the region at once; and whether the model says the same.

The statement is put together of the lists' own scopes. Each person's part is compiled once, for a day that is put in
when it is run, after every step; now and then one list is read as a page reads it, which shows that both say the same.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, IntegerField, Q, Value
from django.db.models.functions import Cast

from remissvakt.core.refusal import NotFound
from remissvakt.database.prepared import planned_cursor
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.models import WorkItem
from remissvakt.worklists import scope
from remissvakt.worklists.nodes import MY_LISTS, OUR_LISTS, UNOWNED
from remissvakt.worklists.scope import Whose

from .model.due import Duty
from .model.lists import sees
from .model.things import Model
from .people import People

# What stands in a compiled statement until the day and the person's number are put in.
SOME_DAY, SOME_NUMBER = date(1900, 1, 1), 987_654_321
# Who sees the part of the statement that is nobody's own: all that is without an owner, wherever it is.
NOBODY = -1
_ABOUT = ("referral_id", "document_id", "certificate_question_id")
Seen = set[tuple[str, str, UUID]]


class Seeing:
    """The people of a region with their lists; `changed` after anything that the lists' scopes depend on."""

    def __init__(self, people: People) -> None:
        self.people = people
        self._day: date | None = None
        self._actors: list[Actor] = []
        self._statement: tuple[str, tuple[Any, ...]] = ("", ())

    def changed(self) -> None:
        self._day = None

    def everybody(self, today: date) -> dict[UUID, Seen | None]:
        """Per person all that stands in a list of theirs, as (mine or ours, list, referral or paper or certificate)."""
        if self._day != today:
            self._compile(today)
        seen: dict[UUID, Seen | None] = {one.person_id: None for one in self.people.region.people.values()}
        seen.update({actor.person_id: set() for actor in self._actors})
        # PostgreSQL makes its plan once: for a statement as long as this that takes much longer than running it.
        with closing(planned_cursor()) as cursor:
            cursor.execute(*self._statement)
            rows = cursor.fetchall()
        unowned = {key for number, key, *_others in rows if number == NOBODY}
        for number, key, node, referral, document, certificate, mine in rows:
            if number == NOBODY:
                continue
            actor = self._actors[number]
            theirs = seen[actor.person_id]
            assert theirs is not None
            about = _uuid(referral or document or certificate)
            if mine and actor.role in scope.CARE:
                theirs.add(("mine", node, about))
            if actor.does(node):
                theirs.add(("ours", node, about))
            if key in unowned and actor.does(UNOWNED):
                theirs.add(("ours", UNOWNED, about))
        return seen

    def one_list(self, *, number: int, today: date) -> None:
        """One list of one person, read as a page reads it, holds what the short way says."""
        seen = self.everybody(today)
        actor = self._actors[number % len(self._actors)]
        whose, lists = ((Whose.MINE, MY_LISTS), (Whose.OURS, OUR_LISTS))[number // 7 % 2]
        name = lists[number // 14 % len(lists)].name
        try:
            items = scope.items_of(name=name, whose=whose, actor=actor, today=today)
        except NotFound:
            rows = set()
        else:
            rows = {one.referral_id or one.document_id or one.certificate_question_id for one in items}
        expected = {
            about for side, node, about in seen[actor.person_id] or () if (side, node) == (whose, name)
        }
        assert rows == expected, (actor, whose, name)

    def _compile(self, today: date) -> None:
        self._actors = []
        some_day, day = (connection.ops.adapt_datefield_value(one) for one in (SOME_DAY, today))
        for actor in self.people.on(today).values():
            try:
                if actor is not None:
                    scope.require_lists(actor)
                    self._actors.append(actor)
            except NotFound:
                continue
        parts, values = [], []
        for number, actor in [(NOBODY, None), *enumerate(self._actors)]:
            text, given = _part(actor)
            parts.append(text)
            values += [
                number if value == SOME_NUMBER else day if value == some_day else value for value in given
            ]
        self._day, self._statement = today, (" UNION ALL ".join(parts), tuple(values))


@lru_cache(maxsize=1000)
def _part(actor: Actor | None) -> tuple[str, tuple[Any, ...]]:
    """One person's part of the statement, for some day; an actor that comes again in another life has the same."""
    if actor is None:
        items = WorkItem.objects.filter(scope.unowned(today=SOME_DAY))
        mine = Q(pk__isnull=True)
    else:
        items, mine = scope.ours(actor), scope.mine(actor=actor, today=SOME_DAY)
    rows = (
        items.order_by()
        .annotate(
            who=Cast(Value(SOME_NUMBER), IntegerField()),
            is_mine=ExpressionWrapper(mine, output_field=BooleanField()),
        )
        .values_list("who", "id", "node", *_ABOUT, "is_mine")
    )
    text, given = rows.query.sql_with_params()
    return str(text), tuple(given)


def differences(
    model: Model, duties: Iterable[Duty], seen: dict[UUID, Seen | None], today: date
) -> list[str]:
    """Where the product's lists and the model's are not the same, person by person."""
    duties = list(duties)
    found = []
    for who, product in seen.items():
        expected = sees(model, duties, who, today)
        if product == expected:
            continue
        if product is None or expected is None:
            found.append(f"{who} has lists: product {product is not None}, model {expected is not None}")
            continue
        found += [f"{who} sees {row}, unexpected" for row in sorted(product - expected, key=str)]
        found += [f"{who} should see {row}" for row in sorted(expected - product, key=str)]
    return found


@lru_cache(maxsize=100_000)
def _uuid(value: Any) -> UUID:
    return value if isinstance(value, UUID) else UUID(str(value))
