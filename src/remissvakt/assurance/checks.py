"""All invariants by name, and how they are run over a whole database while others work in it.

A finding counts only if it is still there when looked at again in one transaction: what somebody was
just changing between two statements is no fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from remissvakt.referrals.models import Referral

from .finding import Finding
from .invariants import (
    chains,
    closing,
    conservation,
    deliveries,
    facts_recorded,
    files,
    guards,
    once,
    papers,
    parties,
    reads,
    recount,
    reports,
    responsible,
    scans,
    versions,
    watched,
)
from .view import View, chunks_of, views

# A property of one referral: yields what is wrong with it.
OfReferral = Callable[[View], Iterator[str]]
# A query over the whole database: yields (subject, what is wrong).
OfDatabase = Callable[[datetime], Iterator[tuple[str, str]]]

REFERRAL_CHECKS: dict[str, OfReferral] = {
    "watched": watched.watched,
    "in_some_list": watched.in_some_list,
    "recount": recount.of_referral,
    "closed_lawfully": closing.closed_lawfully,
    "facts_recorded": facts_recorded.facts_recorded,
    "linked_once": papers.linked_once,
    "one_effect": once.one_effect,
    "delivered_with_receipt": deliveries.delivered_with_receipt,
    "sent_leaves": deliveries.sent_leaves,
    "versions_count": versions.versions_count,
    "signed_unchanged": versions.signed_unchanged,
    "parties_complete": parties.parties_complete,
    "found_by_name": parties.found_by_name,
    "timeline_whole": chains.timeline_whole,
}
DATABASE_CHECKS: dict[str, OfDatabase] = {
    "responsible": responsible.responsible,
    "visible_work": responsible.visible_work,
    "recount_apart": recount.of_papers_and_certificates,
    "conservation": conservation.conservation,
    "unlinked_visible": papers.unlinked_visible,
    "scans_read": scans.scans_read,
    "reads_logged": reads.reads_logged,
    "administration_whole": chains.administration_whole,
    "reports_whole": reports.reports_whole,
    "reports_even": reports.reports_even,
    "append_only": guards.append_only,
    "names_findable": guards.names_findable,
    "files_there": files.files_there,
    "files_whole": files.files_whole,
    "files_have_keys": files.files_have_keys,
    "files_referred": files.files_referred,
}
# What each proves, by the number of the invariant in the design.
TITLES = {
    "watched": _("1 Skickad och inte avslutad är bevakad"),
    "responsible": _("1 Arbete vars person är borta syns under Utan ansvarig"),
    "visible_work": _("1 Allt arbete ligger hos en enhet som är igång"),
    "in_some_list": _("1 Ingen öppen remiss saknas i alla listor"),
    "recount": _("2 Sparat arbete är det som omräkningen ger"),
    "recount_apart": _("2 Sparat arbete för papper och intyg är det som omräkningen ger"),
    "conservation": _("3 Skapade och mottagna är öppna eller avslutade med orsak"),
    "reports_even": _("3 Nattens rapport redovisar alla"),
    "closed_lawfully": _("4 Avslutad bara på ett av de tillåtna sätten"),
    "facts_recorded": _("5 Fakta och händelser hör ihop"),
    "sent_leaves": _("5 Det som är skickat har en försändelse"),
    "linked_once": _("6 Papper och svar hör till en enda remiss"),
    "unlinked_visible": _("6 Okopplade papper syns"),
    "scans_read": _("6 Skannade filer är lästa, och varje sida ligger i ett papper"),
    "one_effect": _("7 Det som kommit flera gånger har verkat en gång"),
    "delivered_with_receipt": _("8 Levererat bara med kvittens, misslyckat är arbete"),
    "versions_count": _("9 Varje ändring har räknat upp versionen"),
    "reads_logged": _("10 Läsningar är loggade som de ska"),
    "parties_complete": _("11 Bara parterna ser remissen"),
    "found_by_name": _("11 Patienten hittas på sitt namn där remissen är eller har varit"),
    "names_findable": _("11 Databasen håller namnsökningen aktuell"),
    "signed_unchanged": _("12 Signerad text är oförändrad"),
    "timeline_whole": _("12 Händelsekedjan är hel"),
    "administration_whole": _("12 Kedjan över administration är hel"),
    "reports_whole": _("12 Kedjan av nattens rapporter är hel"),
    "append_only": _("12 Databasen skyddar loggarna mot ändring"),
    "files_there": _("12 Varje sparad fil finns i lagringen"),
    "files_whole": _("12 Filernas innehåll är det som sparades"),
    "files_have_keys": _("12 Varje fil har sin nyckel"),
    "files_referred": _("12 Ingen saknar en fil som är gallrad"),
}


def run_checks(*, now: datetime) -> list[Finding]:
    """Check every invariant on the whole database; an empty list when all hold."""
    findings: list[Finding] = []
    for ids in chunks_of(Referral.objects.all()):
        findings += of_referrals(ids)
    for name in DATABASE_CHECKS:
        findings += of_database(name, now=now)
    return sorted(findings, key=lambda one: (list(TITLES).index(one.invariant), one.subject, one.text))


def of_referrals(ids: Sequence[UUID]) -> list[Finding]:
    """What is wrong with these referrals."""
    suspects = [view.referral.id for view in views(ids) if next(_of_view(view), None)]
    if not suspects:
        return []
    with still():
        return [finding for view in views(suspects) for finding in _of_view(view)]


def of_database(name: str, *, now: datetime) -> list[Finding]:
    """What one check of the whole database finds."""
    check = DATABASE_CHECKS[name]
    if not next(check(now), None):
        return []
    with still():
        return [Finding(name, subject, text) for subject, text in check(now)]


def _of_view(view: View) -> Iterator[Finding]:
    for name, check in REFERRAL_CHECKS.items():
        for text in check(view):
            yield Finding(name, view.referral.code, text)


class still(transaction.Atomic):  # noqa: N801 - reads as the context manager that it is
    """One transaction that sees one moment."""

    def __init__(self) -> None:
        super().__init__(using=None, savepoint=True, durable=False)

    def __enter__(self) -> None:
        outermost = not connection.in_atomic_block
        super().__enter__()
        if outermost and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
