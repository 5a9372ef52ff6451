"""/skanning/<id>/: pages are turned, moved, divided and joined by those whose papers they are (A.6)."""

import pytest

from factories.browser import hidden_values, words_of
from factories.scans import papers, scanned, sheets
from remissvakt.documents.models import Document, DocumentKind, ScanPage
from remissvakt.referrals.actions.papers import link_paper
from remissvakt.referrals.models import WorkItem

pytestmark = pytest.mark.django_db


@pytest.fixture
def stack(region, now):
    return scanned(sheets(4), actor=region.secretary, now=now)


@pytest.fixture
def do(as_, region, stack):
    """Sara does something with some pages, by their numbers, as the page stands now."""
    client = as_(region.secretary)
    url = f"/skanning/{stack.id}/"

    def act(action, *numbers, **data):
        marked = [str(stack.pages.get(number=number).id) for number in numbers]
        hidden = {
            k: v for k, v in hidden_values(client.get(url)).items() if k not in ("document", "other", "do")
        }
        return client.post(url, hidden | {"do": action, "page": marked} | data)

    return act


def order(stack):
    """The numbers of the pages of each paper that has any."""
    found = [
        list(paper.pages.order_by("position").values_list("number", flat=True)) for paper in papers(stack)
    ]
    return [one for one in found if one]


def test_divided_at_a_page(do, stack, region):
    assert do("new", 3)["Location"] == f"/skanning/{stack.id}/"
    assert order(stack) == [[1, 2], [3, 4]]
    assert WorkItem.objects.filter(node="unlinked", unit=region.health_centre).count() == 2


def test_several_pages_are_moved_at_once_and_back(do, stack):
    do("new", 3)
    first, second = papers(stack)
    do("move", 1, 2, to=str(second.id))
    assert order(stack) == [[3, 4, 1, 2]]
    first.refresh_from_db()
    assert first.set_aside_reason


def test_a_page_is_moved_to_a_place(do, stack):
    [paper] = papers(stack)
    do("move", 4, to=str(paper.id), position="1")
    assert order(stack) == [[4, 1, 2, 3]]


def test_marked_pages_are_turned(do, stack):
    do("turn", 1, 3)
    do("turn", 3)
    assert list(stack.pages.order_by("number").values_list("quarter_turns", flat=True)) == [1, 0, 2, 0]


def test_two_papers_are_joined(do, stack):
    do("new", 2)
    first, second = papers(stack)
    do("merge", document=str(first.id), other=str(second.id))
    assert order(stack) == [[1, 2, 3, 4]]
    assert WorkItem.objects.filter(node="unlinked").count() == 1


@pytest.mark.parametrize(
    ("action", "numbers", "says"),
    [
        ("new", (1,), "Dela vid en senare sida"),
        ("turn", (), "Markera minst en sida först"),
        ("", (1,), "Välj vad som ska göras"),
        ("burn", (1,), "Välj vad som ska göras"),
    ],
)
def test_what_cannot_be_done_says_why(do, stack, action, numbers, says):
    answer = do(action, *numbers)
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert order(stack) == [[1, 2, 3, 4]]


def test_what_somebody_else_has_changed_is_not_changed_blindly(as_, region, stack, do):
    client = as_(region.secretary)
    url = f"/skanning/{stack.id}/"
    hidden = hidden_values(client.get(url))
    do("new", 3)
    page = stack.pages.get(number=2)
    answer = client.post(url, hidden | {"do": "new", "page": [str(page.id)]})
    assert answer.status_code == 409
    assert order(stack) == [[1, 2], [3, 4]]


def test_pages_of_a_linked_paper_are_taken_out_with_a_reason(do, stack, region, outside, now):
    [paper] = papers(stack)
    link_paper(
        document_id=paper.id,
        document_version=paper.version,
        referral_id=outside.id,
        kind=DocumentKind.OTHER,
        number_on_paper=region.patient.number,
        reason="",
        actor=region.secretary,
        now=now,
    )
    assert do("move", 1, to=str(paper.id)).status_code in (409, 422)
    assert do("new", 4).status_code == 422
    assert do("new", 4, reason="Sista sidan gäller en annan patient.").status_code == 302
    assert order(stack) == [[1, 2, 3], [4]]
    assert Document.objects.get(linked_at=None).pages.get().number == 4


@pytest.mark.parametrize("action", ["turn", "new", "move"])
def test_pages_of_another_scan_do_not_answer_here(as_, region, stack, now, action):
    other = scanned(sheets(2, seed=40), actor=region.secretary, now=now)
    client = as_(region.secretary)
    url = f"/skanning/{stack.id}/"
    data = {"do": action, "page": [str(other.pages.get(number=2).id)], "to": str(papers(other)[0].id)}
    assert client.post(url, hidden_values(client.get(url)) | data).status_code in (404, 422)
    assert order(other) == [[1, 2]]


@pytest.mark.parametrize("to", ["", "x", "01900000-0000-7000-8000-000000000000"])
def test_moved_nowhere(do, stack, to):
    assert do("move", 1, to=to).status_code == 404
    assert ScanPage.objects.get(scan=stack, number=1).position == 1
