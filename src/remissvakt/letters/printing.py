"""Put one delivery on paper: draw its papers, keep them as they were printed, and record who printed.

The file is safe before the record is made, and the record before anybody gets the file: killed in between, there is
a stored file that nothing names (`remissvakt check` reports it), never a paper whose code nobody knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound
from remissvakt.documents.codes import new_token
from remissvakt.documents.models import PaperCode
from remissvakt.organisations.actors import Actor
from remissvakt.organisations.models import Unit
from remissvakt.referrals.actions.deliver import mark_printed
from remissvakt.referrals.models import Delivery
from remissvakt.referrals.queries import OpenReferral, open_referral
from remissvakt.storage import store

from .compose import Source, code_kinds, papers_of, source_of
from .content import LetterContent
from .render import page_count, render_all
from .styles import style_of

PDF = "application/pdf"


@dataclass(frozen=True, slots=True)
class Printed:
    """What came out of the printer, and how many pages it has."""

    delivery: Delivery
    pdf: bytes
    pages: int


def print_delivery(
    *, referral_id: UUID, delivery_id: UUID, actor: Actor, now: datetime, version: int | None = None
) -> Printed:
    """Print one delivery; `version` is the referral's as it was seen, the present one if nothing else is said.

    Raises NotFound, Stale, Refusal as `mark_printed` does, and what the store raises; then nothing is printed.
    """
    opened = open_referral(referral_id=referral_id, actor=actor, now=now, action="print_letter")
    delivery = delivery_of(opened, delivery_id)
    source = source_of(opened, today=local_date(now), tokens=_tokens(delivery))
    pdf = pdf_of(source, papers_of(source, delivery), unit=source.units[delivery.from_unit_id])
    kept = store.put(content=pdf, media_type=PDF, now=now)
    printed = mark_printed(
        delivery_id=delivery_id,
        version=opened.referral.version if version is None else version,
        printed_file_id=kept.sha256,
        tokens=source.tokens,
        actor=actor,
        now=now,
    )
    return Printed(delivery=printed, pdf=pdf, pages=page_count(pdf))


def delivery_of(opened: OpenReferral, delivery_id: UUID) -> Delivery:
    """One's own unit's delivery of an open referral; NotFound for any other."""
    found = next((row for row in opened.deliveries if row.id == delivery_id), None)
    if found is None:
        raise NotFound
    return found


def preview_delivery(opened: OpenReferral, delivery_id: UUID, *, now: datetime) -> bytes:
    """The papers of a delivery as they would be printed, without working codes."""
    delivery = delivery_of(opened, delivery_id)
    source = source_of(opened, today=local_date(now))
    return pdf_of(source, papers_of(source, delivery), unit=source.units[delivery.from_unit_id])


def pdf_of(source: Source, papers: Sequence[LetterContent], *, unit: Unit) -> bytes:
    """The papers as one PDF, in the style of the unit that sends them."""
    return render_all(contents=papers, style=style_of(unit))


def _tokens(delivery: Delivery) -> dict[str, str]:
    """Those that the delivery has been printed with before, and new ones for what has none."""
    known = dict(PaperCode.objects.filter(delivery=delivery).values_list("kind", "token"))
    return {kind.value: known.get(kind.value) or new_token() for kind in code_kinds(delivery)}
