"""Which referral may a paper without a code belong to? Proposals only: a person chooses, none is chosen beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remissvakt.audit.access import log_reads
from remissvakt.core.clock import local_date
from remissvakt.core.codes import parse_code
from remissvakt.core.identifiers import read_patient_number
from remissvakt.core.refusal import Refusal, Text
from remissvakt.core.sorting import search_key
from remissvakt.documents.models import Document
from remissvakt.organisations.actors import Actor
from remissvakt.referrals.models import Referral
from remissvakt.referrals.states import OPEN_CASE_STATES, ReferralState

# What a machine has read may be wrong in any sign: it proposes, and is never more than that.
_MOST_TEXT = 50_000
_MOST_FOUND = 200
_SHORTEST_SENDER = 3
_CODES = re.compile(r"\b[0-9A-Za-z]{4}[- –][0-9A-Za-z]{4}\b")
_NUMBERS = re.compile(r"\b(?:[0-9]{2})?[0-9]{6}[-+ –]?[0-9]{4}\b")
_WORDS = re.compile(r"[^\W\d_]{2,}")
_WHYS: dict[str, Text] = {
    "code": _("Remissens kod står på papperet"),
    "number": _("Patientens personnummer står på papperet"),
    "name": _("Patientens namn står på papperet"),
    "sender": _("Avsändaren har remissen"),
    "awaited": _("Bevakningsdatumet har passerat"),
}
_WEIGHTS = {"code": 16, "number": 8, "name": 4, "sender": 2, "awaited": 1}


@dataclass(frozen=True, slots=True)
class Proposal:
    """A referral that a paper may belong to, and the reasons for thinking so, strongest first.

    `whys` are: "code" (its short code stands in the text), "number" (the patient's number stands in the text),
    "name", "sender" (the paper's sender is where the referral is), "awaited" (its watch date has passed).
    """

    referral_id: UUID
    whys: tuple[str, ...]


def proposals(*, document: Document, actor: Actor, now: datetime, limit: int = 10) -> list[Proposal]:
    """Return open referrals of the document's unit that it may belong to, likeliest first.

    Belongs in the transaction of the page that shows them: every patient proposed is logged as read. That a watch
    date has passed speaks for a referral that something else points to, and is no reason by itself.
    """
    if document.unit_id not in actor.unit_ids:
        return []
    today = local_date(now)
    said = _said(document, today=today)
    if not said.any:
        return []
    rows = (
        Referral.objects.select_related("patient")
        .prefetch_related("cases__unit")
        .filter(said.where(), referrer_unit_id=document.unit_id, state=ReferralState.SENT)
        .distinct()
        .order_by("watch_on", "id")[:_MOST_FOUND]
    )
    found = [(row, whys) for row in rows if (whys := tuple(said.whys(row, today=today)))]
    found.sort(key=lambda one: (-sum(_WEIGHTS[why] for why in one[1]), one[0].watch_on or today, one[0].id))
    shown = found[:limit]
    if shown:
        log_reads(
            actor=actor,
            patients=[(row.patient_id, row.id) for row, _whys in shown],
            action="link_paper",
            now=now,
        )
    return [Proposal(referral_id=row.id, whys=whys) for row, whys in shown]


def why_label(why: str) -> Text:
    """Return what a reason is called in front of people."""
    return _WHYS[why]


@dataclass(frozen=True, slots=True)
class _Said:
    """What the paper says, as far as it has been read or typed."""

    codes: frozenset[str]
    numbers: frozenset[str]
    words: frozenset[str]
    sender: str

    @property
    def any(self) -> bool:
        return bool(self.codes or self.numbers or self.words or self.sender)

    def where(self) -> Q:
        where = Q(code__in=self.codes) | Q(patient__number__in=self.numbers)
        if self.words:
            where |= Q(patient__search_family__in=self.words)
        if self.sender:
            where |= Q(cases__unit__search_name__startswith=self.sender, cases__state__in=OPEN_CASE_STATES)
        return where

    def whys(self, row: Referral, *, today: date) -> Iterator[str]:
        before = False
        for why, holds in (
            ("code", row.code in self.codes),
            ("number", row.patient.number in self.numbers),
            ("name", {row.patient.search_family, row.patient.search_given} <= self.words),
            ("sender", self._is_where(row)),
        ):
            if holds:
                before = True
                yield why
        if before and row.watch_on is not None and row.watch_on <= today:
            yield "awaited"

    def _is_where(self, row: Referral) -> bool:
        return bool(self.sender) and any(
            case.state in OPEN_CASE_STATES and case.unit.search_name.startswith(self.sender)
            for case in row.cases.all()
        )


def _said(document: Document, *, today: date) -> _Said:
    read = " ".join(document.pages.exclude(text="").values_list("text", flat=True))[:_MOST_TEXT]
    typed = f"{document.description} {read}"
    sender = search_key(document.sender) if len(document.sender.strip()) >= _SHORTEST_SENDER else ""
    return _Said(
        codes=frozenset(code for found in _CODES.findall(typed) if (code := parse_code(found))),
        numbers=frozenset(_numbers(typed, today=today)),
        words=frozenset(search_key(word) for word in set(_WORDS.findall(read))),
        sender=sender,
    )


def _numbers(text: str, *, today: date) -> Iterator[str]:
    for found in _NUMBERS.findall(text):
        try:
            yield read_patient_number(found, today=today).value
        except Refusal:
            continue
