"""Has this request been answered before? The answer is kept in the transaction of what the request did.

A form brings a key, drawn when it was shown. `do_once` does what it asks, and keeps key, content and answer with it
in one commit: whoever sends the same again, after a crash too, gets the same answer, and nothing is done twice. The
same key with another content is refused. See docs/adr/one-request-one-effect.md.

Only the insertion is paid for: the unique key itself is the check, and the answer is looked for when something failed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal, Stale
from remissvakt.database.writing import write

from .models import AnsweredRequest

# Longer than a browser keeps a page that nobody looks at.
KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is to have one effect: who sent it, by which key, and the SHA-256 of what it asks for."""

    key: UUID
    person_id: UUID
    content: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Where the request leads on, and what is said there (see shell.Message)."""

    to: str
    told: dict[str, Any] | None = None


class SentWithOtherContent(Stale):
    """The same form was sent before, with something else in it."""

    def __init__(self) -> None:
        super().__init__(
            "sent_with_other_content",
            _(
                "Formuläret är redan skickat en gång, med annat innehåll. Det som skickades först gäller. "
                "Läs det nya läget och skicka igen om det behövs."
            ),
        )


@dataclass(slots=True)
class Joined:
    """The transaction of a request that is under way.

    `later` explains a failure when all is undone. `waiting` are rows that are written with the next ones, at the
    latest with the answer. `held` is what was locked before the action that acts on it was called.
    """

    later: list[Callable[[], None]] = field(default_factory=list)
    waiting: list[models.Model] = field(default_factory=list)
    held: Any = None

    def take_waiting(self) -> list[models.Model]:
        """The rows that wait; whoever asks writes them."""
        rows, self.waiting = self.waiting, []
        return rows

    def take_held(self) -> Any:
        """What is held; it is given once."""
        found, self.held = self.held, None
        return found


_joined: ContextVar[Joined | None] = ContextVar("joined", default=None)


def joined() -> Joined | None:
    """The request's transaction, inside `do_once`."""
    return _joined.get()


@contextmanager
def whole() -> Iterator[None]:
    """The transaction of an action: one of its own, or the one of the request that `do_once` does."""
    if _joined.get() is None:
        with transaction.atomic(durable=True):
            yield
    else:
        with transaction.atomic(savepoint=False):
            yield


def when_rolled_back(tell: Callable[[], None]) -> None:
    """Call what explains a failure by reading the database: at once, or when the request's transaction is undone."""
    one = joined()
    if one is None:
        tell()
    else:
        one.later.append(tell)


def do_once(asked: Asked | None, act: Callable[[], Answer], *, now: datetime) -> Answer:
    """Do it and keep the answer, whole or not at all; return the kept answer if it was done before.

    `asked` None: a request without a key is done whole, and its answer not kept. Raises what `act` raises, and
    SentWithOtherContent.
    """
    request = Joined()
    try:
        return _in_one_transaction(asked, act, request, now=now)
    except (Refusal, IntegrityError):
        if asked is not None and (before := answered(asked)) is not None:
            return before
        for tell in request.later:
            tell()
        raise


def _in_one_transaction(
    asked: Asked | None, act: Callable[[], Answer], request: Joined, *, now: datetime
) -> Answer:
    token = _joined.set(request)
    try:
        with transaction.atomic(durable=True):
            answer = act()
            kept = [_kept(asked, answer, now=now)] if asked is not None else []
            write(added=[*request.take_waiting(), *kept])
            return answer
    finally:
        _joined.reset(token)


def answered(asked: Asked) -> Answer | None:
    """Return the answer that was kept, or None. Raises SentWithOtherContent."""
    kept = AnsweredRequest.objects.filter(person_id=asked.person_id, key=asked.key).first()
    if kept is None:
        return None
    if kept.content != asked.content:
        raise SentWithOtherContent
    return Answer(**kept.answer)


def forget(*, now: datetime) -> int:
    """Remove the answers that nobody can ask for any more; return how many."""
    removed, _by_model = AnsweredRequest.objects.filter(at__lt=now - KEPT).delete()
    return removed


def _kept(asked: Asked, answer: Answer, *, now: datetime) -> AnsweredRequest:
    return AnsweredRequest(
        person_id=asked.person_id,
        key=asked.key,
        at=now,
        content=asked.content,
        answer={"to": answer.to, "told": answer.told},
    )
