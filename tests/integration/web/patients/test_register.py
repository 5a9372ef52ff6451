"""/patient/ny/: check digits beside the field, unusual numbers with a warning, nobody twice."""

import pytest

from factories.browser import words_of
from remissvakt.patients.models import Patient

pytestmark = pytest.mark.django_db
URL = "/patient/ny/"
NAMES = {"given_name": "Ny", "family_name": "Nysson"}


def test_on_to_the_form_it_was_wanted_for(as_, region):
    client = as_(region.secretary)
    done = client.post(f"{URL}?till=ankomst&slag=egen", {"number": "19900602-2397", **NAMES})
    row = Patient.objects.get(number="199006022397")
    assert done["Location"] == f"/ankomst/?slag=egen&patient={row.id}"
    assert "Patienten är registrerad" in words_of(client.get(done["Location"]))


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"number": "19900602-2398"}, "Numret stämmer inte: kontrollsiffran"),
        ({"number": "19901332-2397"}, "Numret"),
        ({"number": ""}, "Skriv patientens nummer"),
        ({"number": "hej"}, "Numret känns inte igen"),
        ({"number": "1" * 100_000}, "Numret känns inte igen"),
        ({"given_name": ""}, "Skriv förnamnet"),
        ({"family_name": "\u200b\u202e"}, "för- och efternamn behövs"),
        ({"family_name": "e" * 1_000_000}, "Texten är för lång"),
        ({"postal_code": "123 45 678 90 1"}, "Texten är för lång"),
    ],
)
def test_bad_input_is_said_and_nothing_is_done(as_, region, change, says):
    count = Patient.objects.count()
    answer = as_(region.secretary).post(URL, {"number": "19900602-2397", **NAMES, **change})
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert Patient.objects.count() == count


def test_unusual_number_is_taken_with_a_warning(as_, region):
    client = as_(region.secretary)
    warning = "Ovanligt reservnummer. Jämför det tecken för tecken med underlaget."
    assert warning in words_of(client.post("/remiss/ny/", {"q": "991981000011"}))
    done = client.post(f"{URL}?till=remiss", {"number": "991981000011", **NAMES})
    assert done.status_code == 302
    row = Patient.objects.get(number="991981000011")
    assert row.number_kind == "reserve_stockholm"
    assert warning in words_of(client.get(done["Location"]))


def test_letters_of_all_kinds(as_, region):
    names = {"given_name": "Zoë-Åsa 🤕", "family_name": "Ýñīgø \u202eО"}
    assert as_(region.secretary).post(URL, {"number": "199006022397", **names}).status_code == 302
    row = Patient.objects.get(number="199006022397")
    assert "\u202e" not in row.family_name


def test_twice_is_once_and_another_name_is_warned_of(as_, region):
    client = as_(region.secretary)
    client.post(URL, {"number": "199006022397", **NAMES})
    done = client.post(URL, {"number": "199006022397", "given_name": "Annan", "family_name": "Annansson"})
    words = words_of(client.get(done["Location"]))
    assert "Patienten fanns redan" in words
    assert "ett annat namn" in words
    assert Patient.objects.get(number="199006022397").family_name == "Nysson"


@pytest.mark.parametrize("who", ["manager", "administrator"])
def test_other_roles(as_, region, who):
    assert as_(getattr(region, who)).get(URL).status_code == 403
