"""Which lines and values has a file of separated values? Line numbers are those of an editor, headings included."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal, Text

from .columns import known_headings

SEPARATORS = (";", ",", "\t")
SEPARATOR_NAMES = {";": _("semikolon"), ",": _("komma"), "\t": _("tabb")}
# Longer than any text that is kept, so that its length can be told; what is longer is an unclosed quote.
LONGEST_VALUE = 131_072
# A line of values can happen to hold one word that is also a heading.
FEWEST_KNOWN = 2
_SEP_LINE = re.compile(r'\s*"?sep=([^\r\n])"?[;,\t ]*(?:\r\n|\r|\n|$)', re.IGNORECASE)

_UNCLOSED = _("Citattecknet som börjar här avslutas aldrig. Resten av filen går inte att läsa.")
_QUOTE = _("Ett citattecken mitt i ett värde. Skriv två citattecken i rad för ett som ska synas.")
_TOO_LONG = _("Ett värde är längre än en hel sida text: ett citattecken saknas nog. Resten är inte läst.")


@dataclass(slots=True)
class Table:
    """A file's headings and its lines that are not empty, as (line number, values).

    `broken` are lines that could not be read as values, as (line number, why).
    """

    separator: str
    headings: list[str]
    rows: list[tuple[int, list[str]]] = field(default_factory=list)
    broken: list[tuple[int, Text]] = field(default_factory=list)


def read_table(text: str) -> Table:
    """Read the file. Raises Refusal "separator_unknown", "headings_unreadable" or "headings_unknown"."""
    text = text.removeprefix("\ufeff")
    stated = _SEP_LINE.match(text)
    lines_before = 0
    if stated:
        if stated[1] not in SEPARATORS:
            raise Refusal(
                "separator_unknown",
                _("Raden sep= anger ett skiljetecken som inte läses. Välj semikolon, komma eller tabb."),
            )
        lines_before = _line_breaks(text[: stated.end()])
        text = text[stated.end() :]
    records = _records(text, _separator(text, stated[1] if stated else None))
    table = _headed(records, lines_before)
    for line, values in records.rest():
        if any(value and not value.isspace() for value in values):
            table.rows.append((line + lines_before, values))
    table.broken = [(line + lines_before, why) for line, why in records.broken]
    return table


class _records:  # noqa: N801 - reads as the function that it mostly is
    """The records of a text with the line on which each begins; remembers those that cannot be read."""

    def __init__(self, text: str, separator: str) -> None:
        self.separator = separator
        self.broken: list[tuple[int, Text]] = []
        csv.field_size_limit(LONGEST_VALUE)
        self._reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)

    def rest(self) -> Iterator[tuple[int, list[str]]]:
        while True:
            line = self._reader.line_num + 1
            try:
                yield line, next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                why, ends = _why(str(error))
                self.broken.append((line, why))
                if ends:
                    return


def _why(error: str) -> tuple[Text, bool]:
    """The reader's English reason in Swedish, and whether nothing after it can be trusted."""
    if "unexpected end" in error:
        return _UNCLOSED, True
    if "field limit" in error:
        return _TOO_LONG, True
    return _QUOTE, False


def _separator(text: str, stated: str | None) -> str:
    """The stated one, or the one by which most headings are known."""
    if stated:
        return stated
    best = max(SEPARATORS, key=lambda one: known_headings(_first(text, one)))
    if known_headings(_first(text, best)) < FEWEST_KNOWN:
        raise _unknown()
    return best


def _first(text: str, separator: str) -> list[str]:
    for _line, values in _records(text, separator).rest():
        if any(value.strip() for value in values):
            return values
    return []


def _headed(records: _records, lines_before: int) -> Table:
    for _line, values in records.rest():
        if any(value.strip() for value in values):
            # Excel fills up with separators to the right of the last heading.
            while values and not values[-1].strip():
                values.pop()
            if known_headings(values) < FEWEST_KNOWN:
                raise _unknown()
            return Table(separator=records.separator, headings=values)
    if records.broken:
        raise Refusal(
            "headings_unreadable",
            _("Rubrikraden (rad %(line)s) går inte att läsa: %(why)s"),
            line=records.broken[0][0] + lines_before,
            why=records.broken[0][1],
        )
    raise _unknown()


def _unknown() -> Refusal:
    return Refusal(
        "headings_unknown",
        _(
            "Filens första rad har ingen känd rubrik. Hämta mallen och jämför, till exempel Typ och Remissnummer."
        ),
    )


def _line_breaks(text: str) -> int:
    return len(re.findall(r"\r\n|\r|\n", text))
