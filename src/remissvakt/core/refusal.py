"""How does the product say no?

Every rule, parser and action that refuses raises a ``Refusal``: a stable ``code`` for machines and tests,
and a Swedish sentence for people. The doors only translate it. A refusal never repeats a personal number,
nor anything else that was typed: a field can hold what should not have been typed there.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, Protocol, Self

from django.utils.translation import gettext_lazy as _

from remissvakt.core.formats import format_date, format_instant


class Text(Protocol):
    """A text for people: a ``str``, or a lazy translation of one."""

    def __mod__(self, params: Any, /) -> str:
        """Return the text with its ``%(name)s`` filled in."""


class Refusal(Exception):
    """Something that may not, or cannot, be done, and why.

    ``code`` is snake_case English; ``text`` a (lazy) Swedish msgid with ``%(name)s`` for each of ``params``;
    ``field`` names the form field it is about, or None. Dates and instants in ``params`` are shown as
    people write them. Two refusals are equal if code and params are.
    """

    def __init__(self, code: str, text: Text, *, field: str | None = None, **params: object) -> None:
        super().__init__(code)
        self.code = code
        self.text = text
        self.field = field
        self.params: Mapping[str, object] = params

    @property
    def message(self) -> str:
        """The sentence in the active language."""
        if not self.params:
            return str(self.text)
        return self.text % {name: _shown(value) for name, value in self.params.items()}

    def for_field(self, field: str) -> Self:
        """Say which form field the refusal is about, and return it."""
        self.field = field
        return self

    def __str__(self) -> str:
        return self.message

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.code!r})"

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Refusal):
            return NotImplemented
        return (self.code, dict(self.params)) == (other.code, dict(other.params))

    def __hash__(self) -> int:
        return hash(self.code)


_NOT_FOUND = _("Det du söker finns inte, eller så har du inte tillgång till det.")
_CHANGED_BY = _("%(who)s hann före: %(what)s (%(when)s). Läs det nya läget och gör sedan om det du ville.")
_CHANGED = _("Någon annan har ändrat det här sedan du öppnade det. Läs det nya läget och gör om.")


class NotFound(Refusal):
    """It does not exist, or one may not see it: the two look the same (invariant S5; HTTP 404)."""

    def __init__(
        self,
        code: str = "not_found",
        text: Text = _NOT_FOUND,
        *,
        field: str | None = None,
        **params: object,
    ) -> None:
        super().__init__(code, text, field=field, **params)


class Stale(Refusal):
    """Somebody changed it first (invariant D5; HTTP 409).

    Give ``who`` (a name), ``what`` (what was done, a text) and ``when`` (an aware datetime) wherever they
    are known; without them, or with a ``text`` of its own, the sentence is that text or a general one.
    """

    def __init__(
        self,
        code: str = "stale",
        text: Text | None = None,
        *,
        field: str | None = None,
        **params: object,
    ) -> None:
        if text is None:
            text = _CHANGED_BY if params.keys() >= {"who", "what", "when"} else _CHANGED
        super().__init__(code, text, field=field, **params)


class Refusals(Refusal):
    """Several refusals at once, as a form has them: ``all`` holds each, in order, without nesting."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        flat: list[Refusal] = []
        for refusal in refusals:
            flat.extend(refusal.all if isinstance(refusal, Refusals) else (refusal,))
        if not flat:
            raise ValueError("no refusals to tell of")
        self.all: tuple[Refusal, ...] = tuple(flat)
        super().__init__("several", "")

    @property
    def message(self) -> str:
        """All sentences, in order, one a line."""
        return "\n".join(refusal.message for refusal in self.all)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Refusal):
            return NotImplemented
        return isinstance(other, Refusals) and self.all == other.all

    __hash__ = Refusal.__hash__


def _shown(value: object) -> object:
    if isinstance(value, datetime):
        return format_instant(value) if value.tzinfo else value
    return format_date(value) if isinstance(value, date) else value
