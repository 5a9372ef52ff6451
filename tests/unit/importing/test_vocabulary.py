import pytest

from remissvakt.importing import vocabulary
from remissvakt.importing.vocabulary import Direction, Status, read_direction, read_protection, read_status


@pytest.mark.parametrize("outgoing", [True, False])
def test_no_word_has_two_meanings(outgoing):
    seen = {}
    for status, words in (vocabulary._OUT if outgoing else vocabulary._IN).items():
        for word in words:
            assert seen.setdefault(word, status) == status, word


@pytest.mark.parametrize(
    ("word", "outgoing", "incoming"),
    [
        ("", Status.NEW, Status.NEW),
        ("Skickad", Status.NEW, Status.NEW),
        ("BEKRÄFTAD", Status.CONFIRMED, Status.CONFIRMED),
        ("Pågår", Status.CONFIRMED, Status.GOING),
        ("Ej bedömd", Status.NEW, Status.NEW),
        ("Delsvar", Status.CONFIRMED, Status.GOING),
        ("Besvarad", Status.ENDED, Status.ENDED),
        ("Avslutad", Status.ENDED, Status.ENDED),
        ("Avvisad", Status.REFUSED, Status.REFUSED),
        ("Vidaresänd", Status.FORWARDED, Status.FORWARDED),
        ("Utkast", Status.DRAFT, Status.DRAFT),
        ("Grön", None, None),
    ],
)
def test_a_status_means_what_its_direction_makes_of_it(word, outgoing, incoming):
    assert read_status(word, outgoing=True) is outgoing
    assert read_status(word, outgoing=False) is incoming


def test_directions():
    assert read_direction("UT") is Direction.OUT
    assert read_direction("Inkommande remiss") is Direction.IN
    assert read_direction("egen vårdbegäran") is Direction.OWN_REQUEST
    assert read_direction("") is None


def test_protection_is_never_guessed():
    assert read_protection("") == read_protection("Nej") == ""
    assert read_protection("Ja") == read_protection("sekretessmarkering") == "confidential"
    assert read_protection("Skyddad folkbokföring") == "protected_registration"
    assert read_protection("vet ej") is None
