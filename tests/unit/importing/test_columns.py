import pytest

from remissvakt.core.refusal import Refusal
from remissvakt.importing.columns import COLUMNS, place_columns, shown_heading

LEAST = ["Typ", "Nr", "Pnr", "Namn", "Motpart", "Datum"]


def test_no_word_is_the_heading_of_two_columns():
    seen = {}
    for column in COLUMNS:
        for name in column.names:
            assert name
            assert seen.setdefault(name, column.key) == column.key, name


def test_every_heading_of_the_template_is_known():
    places, ignored = place_columns([column.heading for column in COLUMNS])
    assert list(places) == [column.key for column in COLUMNS]
    assert ignored == []


@pytest.mark.parametrize(
    "written", ["Remissnummer", "REMISSNUMMER", "remiss-nummer", " Remiss nummer: ", "Remiss–nummer"]
)
def test_case_spaces_and_signs_do_not_matter(written):
    places, _ignored = place_columns([written, *(one for one in LEAST if one != "Nr")])
    assert places["number"] == 0


def test_what_is_missing_is_named_with_its_choices():
    with pytest.raises(Refusal) as caught:
        place_columns(["Typ", "Nr", "Pnr", "Förnamn", "Skickad"])
    assert caught.value.message == (
        "Det saknas kolumner: Patientnamn eller Förnamn+Efternamn; "
        "Motpart eller Mottagande enhet eller Remitterande enhet."
    )


def test_a_heading_without_text_is_named_by_its_place_and_never_holds_a_number():
    assert shown_heading("  ", 6) == "kolumn 7 utan rubrik"
    assert shown_heading("19121212-1212", 0) == "••••••••-••••"
    assert place_columns([*LEAST, "", "Övrigt"])[1] == ["kolumn 7 utan rubrik", "Övrigt"]
