"""How is a row of a list drawn? presenting.Row of worklists.rows.WorkRow, and its HTML."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.template import engines
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from markupsafe import Markup

from remissvakt.core.clock import local_time
from remissvakt.core.formats import format_date_short, format_time
from remissvakt.core.refusal import Text
from remissvakt.referrals.obligations import Why
from remissvakt.referrals.states import Node
from remissvakt.web.presenting import Row
from remissvakt.web.scanning.words import pages
from remissvakt.worklists.nodes import BY_NAME, UNOWNED
from remissvakt.worklists.rows import WorkRow
from remissvakt.worklists.scope import Whose
from remissvakt.worklists.speech import Speech

from .listing import Listing

# What happened on the day since which a row has been work.
_SINCE: dict[str, Any] = {
    Node.SIGN: gettext_lazy("beslutad %(day)s"),
    Node.COMPLETE: gettext_lazy("beslutad %(day)s"),
    Node.TRANSCRIBE: gettext_lazy("beslutad %(day)s"),
    Node.SEND: gettext_lazy("beslutad %(day)s"),
    Node.FAILED: gettext_lazy("lämnad för utskick %(day)s"),
    Node.WATCH: gettext_lazy("sänd %(day)s"),
    Node.QUESTION: gettext_lazy("skriven %(day)s"),
    Node.INFORM: gettext_lazy("besked sänt %(day)s"),
    Node.CERTIFICATE: gettext_lazy("rapporterad %(day)s"),
}
_SINCE_WHY: dict[str, Any] = {
    Why.POST_REFERRAL: gettext_lazy("klar %(day)s"),
    Why.POST_REPLY: gettext_lazy("klar %(day)s"),
    Why.POST_LETTER: gettext_lazy("klart %(day)s"),
    Why.PRINTED_NOT_POSTED: gettext_lazy("klar %(day)s"),
    Why.NO_RECEIPT: gettext_lazy("sänd %(day)s"),
    Why.DELIVERY_FAILED: gettext_lazy("lämnad för utskick %(day)s"),
    Why.FORWARDED_NOT_CONFIRMED: gettext_lazy("vidaresänd %(day)s"),
    Why.REPRIORITISATION_ASKED: gettext_lazy("begärt %(day)s"),
    Why.WITHDRAWAL_ASKED: gettext_lazy("begärt %(day)s"),
    Why.INFORMATION_MISSING: gettext_lazy("kom %(day)s"),
}
_CAME = gettext_lazy("kom %(day)s")


@dataclass(frozen=True, slots=True)
class Place:
    """All that a row's looks depend on beside what it says: which list it stands in, and in which language.

    `address` is the list's own with its filter; `several_units` whether a row must say which unit's it is.
    """

    name: str
    whose: Whose
    several_units: bool
    address: str
    bulk: bool
    language: str


def place_of(listing: Listing, *, bulk: bool) -> Place:
    """Where the rows of a list are drawn now; `bulk` when they can be chosen."""
    return Place(
        name=listing.work_list.name,
        whose=listing.whose,
        several_units=listing.several_units,
        address=listing.address(),
        bulk=bulk,
        language=str(get_language()),
    )


def draw(
    rows: Iterable[WorkRow], place: Place, *, selected: UUID | None, newer_than: UUID | None = None
) -> Markup:
    """Return the rows as HTML; `newer_than` is the newest row that one had seen before."""
    return Markup("").join(
        [
            _drawn(row, place, row.id == selected, newer_than is not None and row.id > newer_than)
            for row in rows
        ]
    )


# A row looks the same until something of what it says is another: colleagues read the same lists again and again.
@lru_cache(maxsize=3000)
def _drawn(row: WorkRow, place: Place, selected: bool, is_new: bool) -> Markup:
    engine: Any = engines["jinja2"]
    macros = engine.env.get_template("macros/worklist.html").module
    shown = present(row, place, selected=selected, is_new=is_new)
    return Markup(macros.list_row(shown, row.today, bulk_form="bulk" if place.bulk else ""))  # noqa: S704 - its own macro


def present(row: WorkRow, place: Place, *, selected: bool = False, is_new: bool = False) -> Row:
    """Return a row for the macro `list_row`."""
    return Row(
        key=str(row.id),
        url=f"{place.address}{'&' if '?' in place.address else '?'}rad={row.id}",
        number=row.number,
        name=row.name or (_("Skannat papper") if row.scanned_at else ""),
        reason=row.reason,
        due_on=row.due_on,
        unit=row.other_unit,
        priority=row.priority,
        meta=tuple(_meta(row, place)),
        protected=row.protected,
        lent_from=row.lent_from if place.whose == Whose.MINE else "",
        printed=row.why == Why.PRINTED_NOT_POSTED,
        selected=selected,
        is_new=is_new,
    )


def _meta(row: WorkRow, place: Place) -> list[Text]:
    found: list[Text] = []
    if place.name == UNOWNED:
        found.append(BY_NAME[row.node].label)
    since = _SINCE_WHY.get(row.why) or _SINCE.get(row.node) or _CAME
    found.append(since % {"day": format_date_short(row.since_on)})
    if row.scanned_at is not None:
        if row.sheets:
            found.append(pages(row.sheets))
        found.append(_("skannat %(when)s") % {"when": format_time(row.scanned_at)})
    if row.speech is not None:
        found += _spoken(row.speech)
    elif place.whose == Whose.OURS:
        found.append(owner(row))
    if place.several_units:
        found.append(_("hos %(unit)s") % {"unit": row.unit})
    return [text for text in found if text]


def _spoken(speech: Speech) -> list[Text]:
    """Who dictated, how long it is or where it lies, and who is typing it until when."""
    seconds = speech.duration_ms // 1000
    found: list[Text] = [_("diktat av %(author)s") % {"author": speech.author}]
    if seconds:
        found.append(_("längd %(length)s") % {"length": f"{seconds // 60}:{seconds % 60:02}"})
    elif speech.place:
        found.append(speech.place)
    if speech.sent_back:
        found.append(_("skickat tillbaka"))
    if speech.taken_until is not None:
        until = f"{local_time(speech.taken_until):%H.%M}"
        found.append(_("tas av %(who)s till %(until)s") % {"who": speech.taken_by, "until": until})
    return found


def owner(row: WorkRow) -> str:
    """Whose it is, in words: also nobody, and somebody who is not there."""
    if not row.person:
        return _("ingen ansvarig") if row.wants_person else ""
    return _("%(name)s (borta)") % {"name": row.person} if row.person_away else row.person
