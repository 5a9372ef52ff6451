"""How letters look is the manager's to decide; everybody at the unit sees it, and a letter about nobody shows it."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from factories.browser import hidden_values, words_of
from remissvakt.audit.models import AdminEvent
from remissvakt.letters.models import LetterStyle
from remissvakt.letters.style import SKATTEVERKET
from remissvakt.letters.styles import style_of
from remissvakt.organisations.models import Unit

PATH, PREVIEW, PICTURE = "/enhet/brev/", "/enhet/brev/exempel/", "/enhet/brev/bild/"
STANDARD = {
    "letterhead": "",
    "envelope": "C5",
    "side": "right",
    "language": "sv",
    "hours": "",
    "return_address": "",
    "footer": "",
    "protected_route": "",
}


@pytest.fixture
def manager(as_, region):
    return as_(region.manager)


def send(browser, path=PATH, **chosen):
    return browser.post(path, {**hidden_values(browser.get(PATH)), **STANDARD, **chosen})


def text_of(pdf):
    document = pypdfium2.PdfDocument(pdf)
    try:
        return document[0].get_textpage().get_text_range()
    finally:
        document.close()


def test_without_a_decision_the_units_own_row_is_the_style(region):
    unit = Unit.objects.get(id=region.health_centre.id)
    style = style_of(unit)
    assert style.letterhead == (unit.name,)
    assert (style.envelope, style.side, style.language) == ("C5", "right", "sv")
    assert style.protected_route == SKATTEVERKET


def test_saved_style_is_used_and_told_in_the_history(manager, region):
    response = send(
        manager, letterhead="Vårdcentralen Eken\n\n Region Norr ", side="left", hours="vardagar 8–11"
    )
    assert response.status_code == 302
    style = style_of(Unit.objects.get(id=region.health_centre.id))
    assert style.letterhead == ("Vårdcentralen Eken", "Region Norr")
    assert (style.side, style.hours) == ("left", "vardagar 8–11")
    event = AdminEvent.objects.get(kind="letter_style_changed")
    assert event.data["after"]["side"] == "left"
    assert event.data["before"]["side"] == "right"
    assert set(event.data["after"]) == {"letterhead", "side", "hours"}


def test_the_same_style_again_is_no_event(manager):
    assert send(manager).status_code == 302
    assert not AdminEvent.objects.filter(kind="letter_style_changed").exists()
    assert not LetterStyle.objects.exists()


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("letterhead", "a\nb\nc\nd", "Här får högst 3 rader plats."),
        ("footer", "a\nb\nc\nd", "Här får högst 3 rader plats."),
        ("protected_route", "1\n2\n3\n4\n5\n6", "Här får högst 5 rader plats."),
        ("hours", "x" * 61, "högst 60 får plats"),
        ("envelope", "E65", "Välj i listan."),
    ],
)
def test_what_does_not_fit_is_said_and_nothing_changes(manager, field, typed, said):
    response = send(manager, **{field: typed})
    assert response.status_code == 422
    assert said in words_of(response)
    assert not LetterStyle.objects.exists()


def test_stale_style_names_who_was_first(manager, as_, region):
    first = hidden_values(manager.get(PATH))
    send(as_(region.manager), hours="vardagar 9–10")
    response = manager.post(PATH, {**STANDARD, "hours": "vardagar 8–11", **first})
    assert response.status_code == 409
    assert "Mona Malm hann före: Brevens utseende ändrat" in words_of(response)
    assert LetterStyle.objects.get().hours == "vardagar 9–10"


def test_preview_shows_what_is_typed_and_saves_nothing(manager):
    response = send(manager, PREVIEW, letterhead="Ett nytt huvud", language="en")
    assert response["Content-Type"] == "application/pdf"
    words = text_of(response.content)
    assert "Ett nytt huvud" in words
    assert "Referral code" in words
    assert not LetterStyle.objects.exists()
    with pikepdf.open(BytesIO(response.content)) as pdf:
        assert str(pdf.Root.Lang) == "en"


def test_picture_is_for_everybody_at_the_unit(as_, region):
    secretary = as_(region.secretary)
    page = secretary.get(PATH)
    assert PICTURE in page.content.decode()
    assert 'name="letterhead"' not in page.content.decode()
    response = secretary.get(PICTURE)
    assert response["Content-Type"] == "image/png"
    assert response.content.startswith(b"\x89PNG")


def test_history_tells_the_change_in_words(manager, as_, region):
    send(manager, side="left")
    words = words_of(as_(region.administrator).get("/administration/historik/"))
    assert "Brevens utseende ändrat" in words
