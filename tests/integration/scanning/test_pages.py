"""Pages are turned, moved, split off and joined by hand; each stays in exactly one paper, and a trace stays."""

import pytest

from factories import told_scans as scans
from factories import walks
from remissvakt.assurance.checks import run_checks
from remissvakt.audit.models import AdminEvent
from remissvakt.core.ids import new_id
from remissvakt.core.refusal import NotFound, Refusal, Stale
from remissvakt.documents.models import Document, ScanPage
from remissvakt.referrals.models import Event, Question, Reply, WorkItem
from remissvakt.scanning.actions.merge_documents import merge_documents
from remissvakt.scanning.actions.move_page import move_page
from remissvakt.scanning.actions.split_document import split_document
from remissvakt.scanning.actions.turn_page import turn_page

pytestmark = pytest.mark.django_db


def numbers(document):
    return list(
        ScanPage.objects.filter(document=document).order_by("position").values_list("number", flat=True)
    )


def version(document):
    return Document.objects.get(id=document.id).version


def page(number):
    return ScanPage.objects.get(number=number)


@pytest.fixture
def two(region, now):
    """Pages 1–3 and 4–5 (and the separator sheet, which lies with the first)."""
    first, second = scans.scanned(region, "text", "text", "separator", "text", "text", now=now)
    return first, second


@pytest.fixture
def who(region, now):
    return {"actor": region.secretary, "now": now}


def move(number, to, position, who, **more):
    one = page(number)
    given = {
        "page_id": one.id,
        "from_version": version(one.document),
        "to_document_id": to.id,
        "to_version": version(to),
        "position": position,
        **who,
        **more,
    }
    return move_page(**given)


@pytest.mark.parametrize(("position", "after"), [(1, [4, 1, 2, 3]), (2, [1, 4, 2, 3]), (9, [1, 2, 3, 4])])
def test_a_page_is_moved_to_another_paper(region, now, two, who, position, after):
    first, second = two
    versions = version(first), version(second)
    move(4, first, position, who)
    assert (numbers(first), numbers(second)) == (after, [5])
    assert (version(first), version(second)) == (versions[0] + 1, versions[1] + 1)
    event = AdminEvent.objects.get(kind="page_moved")
    assert (event.data["page"], event.data["was"], event.person_id) == (
        4,
        str(second.id),
        region.secretary.person_id,
    )
    assert run_checks(now=now) == []


def test_or_within_its_own(two, who):
    first, _second = two
    move(1, first, 3, who)
    assert numbers(first) == [2, 3, 1]


def test_a_paper_that_is_left_without_pages_is_set_aside_and_says_why(now, two, who):
    first, second = two
    move(4, first, 9, who)
    move(5, first, 9, who)
    empty = Document.objects.get(id=second.id)
    assert empty.set_aside_reason
    assert not WorkItem.objects.filter(document=second).exists()
    assert WorkItem.objects.filter(document=first).exists()
    assert run_checks(now=now) == []


def test_nothing_goes_into_or_out_of_a_linked_paper(region, now, two, who):
    from remissvakt.referrals.actions.papers import link_paper

    first, second = two
    referral = walks.posted(region, now=now)
    link_paper(
        document_id=first.id,
        document_version=first.version,
        referral_id=referral.id,
        number_on_paper="191212121212",
        **who,
    )
    for number, to in ((4, first), (1, second)):
        with pytest.raises(Stale) as caught:
            move(number, to, 1, who)
        assert caught.value.code == "paper_linked_already"
    with pytest.raises(Stale):
        merge_documents(
            document_id=second.id,
            document_version=version(second),
            other_id=first.id,
            other_version=version(first),
            **who,
        )
    assert (numbers(first), numbers(second)) == ([1, 2, 3], [4, 5])


def test_what_another_has_changed_is_not_changed_on_top(two, who):
    first, _second = two
    stale = version(first) - 1
    one = page(4)
    with pytest.raises(Stale):
        move(4, first, 1, who, to_version=stale)
    with pytest.raises(Stale):
        move(4, first, 1, who, from_version=0)
    with pytest.raises(Stale):
        turn_page(page_id=one.id, document_version=0, quarter_turns=1, **who)
    with pytest.raises(Stale):
        split_document(
            new_document_id=new_id(now=who["now"]), page_id=page(2).id, document_version=stale, **who
        )


def test_another_units_pages_are_not_found(region, now, two, who):
    first, second = two
    theirs = {"actor": region.eye_secretary, "now": now}
    with pytest.raises(NotFound):
        move(4, first, 1, theirs)
    with pytest.raises(NotFound):
        turn_page(page_id=page(1).id, document_version=version(first), quarter_turns=1, **theirs)
    with pytest.raises(NotFound):
        split_document(
            new_document_id=new_id(now=now), page_id=page(2).id, document_version=version(first), **theirs
        )
    with pytest.raises(NotFound):
        merge_documents(
            document_id=first.id,
            document_version=version(first),
            other_id=second.id,
            other_version=version(second),
            **theirs,
        )


def test_the_pool_cannot_move_a_page_from_one_unit_to_another(region, now, two):
    (theirs,) = scans.scanned(region, "text", now=now, unit=region.eye_clinic, actor=region.eye_secretary)
    with pytest.raises(NotFound):
        move(4, theirs, 1, {"actor": region.pool_secretary, "now": now})


# Turned


def test_a_page_is_turned_also_on_a_linked_paper(region, now, who):
    referral = walks.posted(region, now=now)
    (document,) = scans.scanned(region, scans.code(referral, now=now), now=now)
    for wanted in (1, 2, 3, 0):
        turned = turn_page(page_id=page(1).id, document_version=version(document), quarter_turns=1, **who)
        assert turned.quarter_turns == page(1).quarter_turns == wanted
    with pytest.raises(Refusal):
        turn_page(page_id=page(1).id, document_version=version(document), quarter_turns=5, **who)
    assert AdminEvent.objects.filter(kind="page_turned").count() == 4
    assert run_checks(now=now) == []


# Split and joined


def test_a_paper_is_split_at_a_page(now, two, who):
    first, second = two
    new = split_document(
        new_document_id=new_id(now=now), page_id=page(2).id, document_version=version(first), **who
    )
    assert (numbers(first), numbers(new), numbers(second)) == ([1], [2, 3], [4, 5])
    item = WorkItem.objects.get(document=new)
    assert (item.reason, item.due_on) == ("paper_unlinked", WorkItem.objects.get(document=first).due_on)
    assert new.scan_id == first.scan_id
    assert run_checks(now=now) == []


def test_before_the_first_page_there_is_nothing_to_split(now, two, who):
    with pytest.raises(Refusal) as caught:
        split_document(
            new_document_id=new_id(now=now), page_id=page(1).id, document_version=version(two[0]), **who
        )
    assert caught.value.code == "split_at_first_page"


def test_two_papers_are_joined_and_split_again(now, two, who):
    first, second = two
    merge_documents(
        document_id=first.id,
        document_version=version(first),
        other_id=second.id,
        other_version=version(second),
        **who,
    )
    assert (numbers(first), numbers(second)) == ([1, 2, 3, 4, 5], [])
    assert Document.objects.get(id=second.id).set_aside_reason
    assert run_checks(now=now) == []
    new = split_document(
        new_document_id=new_id(now=now), page_id=page(4).id, document_version=version(first), **who
    )
    assert (numbers(first), numbers(new)) == ([1, 2, 3], [4, 5])
    assert run_checks(now=now) == []


def test_papers_of_two_letters_do_not_become_one(region, now, who):
    theirs = [walks.arrived(region, now=now) for _ in range(2)]
    first, second = scans.scanned(region, *(scans.code(one, now=now) for one in theirs), now=now)
    with pytest.raises(Refusal) as caught:
        merge_documents(
            document_id=first.id,
            document_version=version(first),
            other_id=second.id,
            other_version=version(second),
            **who,
        )
    assert caught.value.code == "merge_two_codes"
    with pytest.raises(Refusal) as caught:
        merge_documents(
            document_id=first.id,
            document_version=version(first),
            other_id=first.id,
            other_version=version(first),
            **who,
        )
    assert caught.value.code == "merge_with_itself"


# Pages of another patient behind a coded sheet


def test_pages_that_do_not_belong_are_taken_out_of_a_linked_paper(region, now, who):
    """No separator sheet lay between: the next patient's letter went along with the answer."""
    referral = walks.posted(region, now=now)
    (document,) = scans.scanned(region, scans.code(referral, now=now), "text", "text", now=now)
    reply = walks.put_reply(region, referral, now=now, kind="FINAL", document_id=document.id, text="")
    given = {"page_id": page(2).id, "document_version": version(document), **who}
    with pytest.raises(Refusal) as caught:
        split_document(new_document_id=new_id(now=now), **given)
    assert caught.value.field == "reason"
    new = split_document(new_document_id=new_id(now=now), reason="Annan patient.", **given)
    assert (numbers(document), numbers(new)) == ([1], [2, 3])
    document.refresh_from_db()
    assert (document.referral_id, document.reply_id, new.referral_id) == (referral.id, reply.id, None)
    assert WorkItem.objects.get(document=new).reason == "paper_unlinked"
    assert not Reply.objects.get().taken_back
    event = Event.objects.get(referral=referral, kind="paper_split")
    assert (event.data["pages"], event.data["reason"]) == ([2, 3], "Annan patient.")
    assert Question.objects.filter(referral=referral, to_person_id=referral.referrer_id).exists()
    assert run_checks(now=now) == []
