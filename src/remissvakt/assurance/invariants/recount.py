"""2. Stored work items equal recomputed ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from remissvakt.documents.models import Document
from remissvakt.organisations.models import Unit
from remissvakt.referrals.loop import unit_facts
from remissvakt.referrals.models import CertificateQuestion, WorkItem
from remissvakt.referrals.record import certificate_items, differences, paper_items, wanted_items

from ..view import View


def of_referral(view: View) -> Iterator[str]:
    """The items that the facts ask for, no more and no less, with the same dates, persons and reasons."""
    for _key, text in _compare(view.items, wanted_items(view.facts)):
        yield text


def of_papers_and_certificates(now: datetime) -> Iterator[tuple[str, str]]:
    """The same for what has no referral yet, and for certificates."""
    units = {unit.id: unit_facts(unit).limits for unit in Unit.objects.select_related("routine")}
    wanted: list[WorkItem] = []
    for document in Document.objects.filter(linked_at__isnull=True).select_related("scan").iterator():
        wanted += paper_items(document, units[document.unit_id])
    unhandled = CertificateQuestion.objects.filter(handled_at__isnull=True)
    for row in unhandled.iterator():
        wanted += certificate_items(row, units[row.unit_id])
    stored = WorkItem.objects.filter(Q(referral=None) | Q(certificate_question__isnull=False))
    yield from _compare(stored, wanted)


def _compare(stored: Iterable[WorkItem], wanted: Iterable[WorkItem]) -> Iterator[tuple[str, str]]:
    have = {item.key: item for item in stored}
    want = {item.key: item for item in wanted}
    for key in sorted(want.keys() - have.keys()):
        yield key, _("arbete saknas: %(reason)s i %(node)s") % _named(want[key])
    for key in sorted(have.keys() - want.keys()):
        yield key, _("arbete som inte ska finnas: %(reason)s i %(node)s") % _named(have[key])
    for key in sorted(have.keys() & want.keys()):
        columns = differences(have[key], want[key])
        if columns:
            named = {**_named(have[key]), "columns": ", ".join(columns)}
            yield key, _("arbete med fel uppgifter: %(reason)s i %(node)s (%(columns)s)") % named


def _named(item: WorkItem) -> dict[str, str]:
    return {"reason": item.reason, "node": item.node}
