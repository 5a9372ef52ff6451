"""/papper/ny/: a paper that is not scanned becomes visible work all the same (A.6)."""

import pytest

from factories.browser import hidden_values, words_of
from remissvakt.documents.models import Document
from remissvakt.referrals.models import WorkItem

pytestmark = pytest.mark.django_db
NEW = "/papper/ny/"


def test_register_a_paper(as_, region):
    client = as_(region.secretary)
    data = hidden_values(client.get(NEW)) | {
        "arrived_on": "idag",
        "sender": "Kustsjukhuset",
        "description": "Provsvar",
    }
    done = client.post(NEW, data)
    document = Document.objects.get()
    assert done["Location"] == f"/papper/{document.id}/"
    assert WorkItem.objects.get(node="unlinked").document_id == document.id
    again = client.post(NEW, data)
    assert (again.status_code, again["Location"]) == (302, done["Location"])
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"arrived_on": "imorgon"}, "Datumet har inte varit än"),
        ({"arrived_on": "30 feb"}, "finns inte"),
        ({"sender": " "}, "Skriv vem papperet kommer från"),
        ({"sender": "s" * 201}, "Texten är för lång"),
        ({"description": "\u202e"}, "Skriv något här"),
        ({"description": "d" * 1_000_000}, "Texten är för lång"),
        ({"document_id": "../../etc"}, "Formuläret är trasigt"),
    ],
)
def test_bad_input_is_said_and_nothing_is_done(as_, region, change, says):
    client = as_(region.secretary)
    data = {"arrived_on": "idag", "sender": "Kustsjukhuset", "description": "Provsvar"}
    answer = client.post(NEW, hidden_values(client.get(NEW)) | data | change)
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert Document.objects.count() == 0
