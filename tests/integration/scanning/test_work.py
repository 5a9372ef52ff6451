"""The reader: a stack becomes its documents, the coded ones link themselves, and nothing is lost (A.3, A.6)."""

import pytest

from factories import told_scans as scans
from factories import walks
from remissvakt.assurance.checks import run_checks
from remissvakt.documents.codes import new_token
from remissvakt.documents.models import CodeKind, Document, DocumentKind, Scan, ScanPage
from remissvakt.organisations.models import UnitRoutine
from remissvakt.referrals.models import Event, WorkItem
from remissvakt.sandbox.run import NotStarted
from remissvakt.scanning.lease import LEASE, take
from remissvakt.scanning.refusal_words import refusal_words
from remissvakt.scanning.work import work
from remissvakt.storage import store

pytestmark = pytest.mark.django_db


def numbers(document):
    return list(document.pages.order_by("position").values_list("number", flat=True))


def why(document):
    return WorkItem.objects.get(document=document).reason


def test_an_uncoded_stack_is_one_document_in_okopplade(region, now):
    (document,) = scans.scanned(region, "text", "text", "blank", now=now)
    assert (numbers(document), document.kind, why(document)) == ([1, 2, 3], "", "paper_unlinked")
    scan = Scan.objects.get()
    assert (scan.state, scan.page_count, scan.pages_read, scan.taken_until) == ("split", 3, 3, None)
    page = ScanPage.objects.get(number=3)
    assert (page.blank, page.skew_tenths, page.width, page.height) == (True, 3, 800, 1100)
    assert store.read(sha256=page.picture_id).startswith(b"\xff\xd8\xff")
    assert run_checks(now=now) == []


@pytest.mark.parametrize(
    ("kind", "is_"),
    [
        (CodeKind.ANSWER_SHEET, DocumentKind.ANSWER),
        (CodeKind.CONFIRMATION_SHEET, DocumentKind.CONFIRMATION),
        (CodeKind.REFERRAL, DocumentKind.REFERRAL),
        (CodeKind.LETTER, DocumentKind.OTHER),
        (CodeKind.REPLY, DocumentKind.OTHER),
    ],
)
def test_a_coded_document_links_itself_and_is_work_until_somebody_has_looked(region, now, kind, is_):
    referral = walks.posted(region, now=now)
    (document,) = scans.scanned(region, scans.code(referral, now=now, kind=kind), now=now)
    assert (document.referral_id, document.kind, document.linked_by_id) == (referral.id, is_, None)
    item = WorkItem.objects.get(document=document)
    assert (item.referral_id, item.node, item.reason, item.unit_id) == (
        referral.id,
        "unlinked",
        "paper_unregistered",
        region.health_centre.id,
    )
    event = Event.objects.filter(referral=referral, kind="paper_linked").get()
    assert (event.person_id, event.side, event.data["how"]) == (region.secretary.person_id, "own", "code")
    assert walks.fresh(referral).watch_on == referral.watch_on  # a paper that is only linked moves nothing
    assert run_checks(now=now) == []


def test_a_stack_of_twenty_documents_in_sixty_pages(region, now):
    """Letters of one to three coded pages, sheets with attachments, blank backs, separator sheets, and uncoded ones."""
    referrals = [walks.posted(region, now=now) for _ in range(14)]
    tokens = [scans.code(referral, now=now) for referral in referrals]
    pages: list[str] = []
    wanted: list[tuple[int, str | None]] = []
    for index, token in enumerate(tokens):
        letter = [token] * (index % 3 + 1) + ["text"] * (index % 2) + ["blank"] * (index % 4 == 3)
        pages += letter
        wanted.append((len(letter), token))
    for index in range(6):
        # the separator sheet lies with the document before it
        pages.append("separator")
        wanted[-1] = (wanted[-1][0] + 1, wanted[-1][1])
        letter = ["text"] * 2 + ["blank"] * (index % 2)
        pages += letter
        wanted.append((len(letter), None))
    while len(pages) < 60:
        pages.append("text")
        wanted[-1] = (wanted[-1][0] + 1, wanted[-1][1])
    assert (len(pages), len(wanted)) == (60, 20)
    documents = scans.scanned(region, *pages, now=now)
    assert [(len(numbers(document)), document.code_id) for document in documents] == wanted
    assert [number for document in documents for number in numbers(document)] == list(range(1, 61))
    assert [document.referral for document in documents[:14]] == referrals
    assert all(document.linked_at is None for document in documents[14:])
    assert run_checks(now=now) == []


def test_a_code_of_another_unit_says_nothing_of_it(region, now):
    """It stays visible, with that as the reason; whose it is, or that it exists, is not told."""
    theirs = walks.arrived(region, now=now)  # at the eye clinic
    before = Event.objects.count()
    (document,) = scans.scanned(region, scans.code(theirs, now=now), now=now)
    assert (document.referral_id, document.linked_at, why(document)) == (None, None, "paper_of_another_unit")
    item = WorkItem.objects.get(document=document)
    assert (item.patient_id, item.referral_id, item.other_unit_id) == (None, None, None)
    assert Event.objects.count() == before
    assert run_checks(now=now) == []


def test_a_code_that_nobody_here_has_printed_begins_a_document_without_a_link(region, now):
    first, second = scans.scanned(region, "text", new_token(), now=now)
    assert (numbers(second), second.code_id, why(second)) == ([2], None, "paper_unlinked")
    assert first.linked_at is None


def test_a_page_with_the_codes_of_two_letters_is_linked_to_none(region, now):
    one, other = walks.posted(region, now=now), walks.posted(region, now=now)
    page = f"{scans.code(one, now=now)}+{scans.code(other, now=now)}"
    (document,) = scans.scanned(region, page, now=now)
    assert (document.code_id, document.linked_at, why(document)) == (None, None, "paper_unlinked")


def test_what_a_folder_brought_links_itself_too_and_names_no_person(region, now):
    referral = walks.posted(region, now=now)
    content = scans.stack(scans.code(referral, now=now))
    scan = scans.received(region, now=now, content=content, source="folder")
    Scan.objects.filter(id=scan.id).update(received_by=None)
    scans.work_off(now=now)
    event = Event.objects.get(referral=referral, kind="paper_linked")
    assert (event.person_id, event.person_name, event.unit_id) == (None, "Skannern", region.health_centre.id)
    assert run_checks(now=now) == []


@pytest.mark.parametrize("code", ["scan_encrypted", "scan_damaged", "scan_took_too_long"])
def test_what_cannot_be_read_keeps_its_document_with_the_reason_and_the_pages_so_far(region, now, code):
    scan = scans.received(region, now=now, content=scans.stack("text", "text", refused=code))
    scans.work_off(now=now)
    scan.refresh_from_db()
    document = Document.objects.get()
    assert (scan.state, scan.refusal, why(document)) == ("refused", code, "paper_unreadable")
    assert numbers(document) == [1, 2]
    assert str(refusal_words(code))
    assert not work(now=now + scans.LATER)
    assert run_checks(now=now) == []


def test_a_refused_file_can_be_dealt_with_by_hand(region, now):
    from remissvakt.referrals.actions.papers import set_paper_aside

    scans.received(region, now=now, content=scans.stack(refused="scan_empty"))
    scans.work_off(now=now)
    document = Document.objects.get()
    set_paper_aside(
        document_id=document.id,
        document_version=document.version,
        reason="Skannad på nytt.",
        actor=region.secretary,
        now=now,
    )
    assert not WorkItem.objects.exists()
    assert run_checks(now=now) == []


def test_a_reader_that_fails_three_times_gives_up_visibly(region, now, monkeypatch):
    def breaks(**_given):
        raise RuntimeError("a fault in the reader")

    monkeypatch.setattr("remissvakt.scanning.reading.read_scan", breaks)
    scans.received(region, "text", now=now)
    for attempt in range(1, 4):
        with pytest.raises(RuntimeError):
            work(now=now + attempt * scans.LATER)
        assert why(Document.objects.get()) == "paper_unlinked"
    assert work(now=now + 4 * scans.LATER)
    assert (Scan.objects.get().refusal, why(Document.objects.get())) == ("scan_gave_up", "paper_unreadable")
    assert not work(now=now + 5 * scans.LATER)


def test_a_reader_that_died_leaves_the_scan_free_when_its_lease_is_over(region, now):
    scans.received(region, "text", now=now)
    held = take(now=now)
    assert held is not None
    assert take(now=now + LEASE / 2) is None
    assert not work(now=now + LEASE / 2)
    assert work(now=now + LEASE)
    assert Scan.objects.get().state == "split"


def test_one_who_was_too_slow_changes_nothing(region, now):
    """The lease is over, another has read it; what the slow one does then is not done twice."""
    from remissvakt.scanning.dividing import divide, link_coded
    from remissvakt.scanning.lease import refuse
    from remissvakt.scanning.reading import read_pages

    scans.received(region, "text", "separator", "text", now=now)
    slow = take(now=now)
    assert work(now=now + LEASE)
    read_pages(slow, now=now)
    divide(slow, now=now)
    refuse(slow, code="scan_damaged", now=now)
    link_coded(slow, now=now)
    assert Scan.objects.get().state == "split"
    assert (Document.objects.count(), ScanPage.objects.count()) == (2, 3)


def test_a_fault_of_the_installation_is_not_the_files(region, now, monkeypatch):
    def absent(**_given):
        raise NotStarted

    monkeypatch.setattr("remissvakt.scanning.reading.read_scan", absent)
    scans.received(region, "text", now=now)
    for attempt in range(1, 6):
        with pytest.raises(NotStarted):
            work(now=now + attempt * scans.LATER)
    monkeypatch.setattr("remissvakt.scanning.reading.read_scan", scans.read)
    assert work(now=now + 6 * scans.LATER)
    assert Scan.objects.get().state == "split"


def test_unchecked_is_visible_and_closed_where_the_unit_demands_it(region, now):
    UnitRoutine.objects.filter(unit=region.health_centre).update(virus_check_required=True)
    scans.received(region, "text", now=now)
    assert work(now=now)
    scan = Scan.objects.get()
    assert (scan.state, scan.virus_state, scan.attempts) == ("waiting", "not_scanned", 0)
    assert not ScanPage.objects.exists()
    assert why(Document.objects.get()) == "paper_unlinked"
    UnitRoutine.objects.filter(unit=region.health_centre).update(virus_check_required=False)
    assert work(now=now + scans.LATER)
    assert Scan.objects.get().state == "split"


def test_they_are_read_in_the_order_in_which_they_came(region, now):
    second = scans.received(region, "text", now=now + scans.LATER)
    first = scans.received(region, "text", now=now)
    assert work(now=now + 2 * scans.LATER)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("split", "waiting")
