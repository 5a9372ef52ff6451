"""The stack of 60 pages through the real reader: its 20 documents, each coded one at its own referral (A.3, A.6)."""

import resource

import pytest

from factories import told_scans as scans
from factories import walks
from remissvakt.assurance.checks import run_checks
from remissvakt.documents.models import Document, PaperCode, Scan
from remissvakt.referrals.actions.link_by_code import KIND_OF_CODE
from remissvakt.referrals.models import WorkItem
from remissvakt.sandbox.scans import read_scan
from rescan.stack import make_stack

pytestmark = pytest.mark.django_db
MEBIBYTE = 1024  # ru_maxrss counts in KiB


def test_sixty_pages_become_twenty_documents(region, now, monkeypatch):
    monkeypatch.setattr("remissvakt.scanning.reading.read_scan", read_scan)
    stack = make_stack()
    referrals = {}
    for one in stack.documents:
        if one.token and one.token not in referrals:
            referrals[one.token] = walks.posted(region, now=now)
            PaperCode(
                token=one.token,
                kind=one.kind,
                referral=referrals[one.token],
                unit=region.health_centre,
                made_at=now,
            ).save(force_insert=True)
    scans.received(region, now=now, content=stack.pdf, name="bunt.pdf")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    scans.work_off(now=now)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    documents = list(Document.objects.order_by("position"))
    assert [
        (
            tuple(document.pages.order_by("position").values_list("number", flat=True)),
            document.code_id or "",
            document.referral,
            document.kind,
        )
        for document in documents
    ] == [
        (
            tuple(one.numbers),
            one.token,
            referrals.get(one.token),
            KIND_OF_CODE[one.kind] if one.token else "",
        )
        for one in stack.documents
    ]
    assert (len(documents), Scan.objects.get().page_count) == (20, 60)
    assert WorkItem.objects.filter(node="unlinked").count() == 20
    assert grown < 64 * MEBIBYTE, f"{grown} KiB more at its most"
    assert run_checks(now=now) == []
