"""Protected identity: what must not be said is nowhere in the file, and post goes the protected way."""

from dataclasses import replace

import pytest

from remissvakt.letters.content import PatientLetter, ShownPatient
from remissvakt.letters.render import page_count, render
from remissvakt.letters.style import SKATTEVERKET
from rescan.papers import PROTECTED, TOLVAN, letters

from .reading import everything, squashed, texts

LETTERS = letters()
SECRETS = ("Lillgatan", "070-174 06 33", "123 45 Norrstad")


@pytest.mark.parametrize("more", [{"address": ("Lillgatan 3",)}, {"phone": "070-1"}, {"address": ("", "x")}])
def test_a_protected_patient_cannot_have_an_address(more):
    with pytest.raises(ValueError, match="protected"):
        ShownPatient("Tolvan Tolvansson", "191212121212", protected=True, **more)


@pytest.mark.parametrize("name", LETTERS)
def test_no_paper_about_a_protected_patient_tells_where_they_are(name):
    content, style = LETTERS[name]
    plain = replace(style, return_address="Box 1, 999 99 Annanstad", footer="Box 1")
    pdf = render(content=replace(content, patient=PROTECTED, **_elsewhere(content)), style=plain)
    text, held = squashed("".join(texts(pdf))), everything(pdf)
    for secret in SECRETS:
        assert squashed(secret) not in text
        assert secret.encode() not in held
        assert secret.encode("utf-16-be") not in held


def test_the_same_words_are_found_where_they_may_stand():
    """The search above finds what it should."""
    content, style = LETTERS["remiss"]
    text = squashed("".join(texts(render(content=content, style=style))))
    assert all(squashed(secret) in text for secret in SECRETS)


def test_the_outer_envelope_tells_of_nobody():
    content, style = LETTERS["skyddad-kallelse"]
    sheet, letter = texts(render(content=content, style=style))
    for line in SKATTEVERKET:
        assert line in sheet
    for told in ("Tolvan", "1212", "Ögon", "Kustsjukhuset", content.code, "Kallelse", style.phone):
        assert told not in sheet
    assert "Tolvan Tolvansson" in letter
    assert "Sida 1 av 1" in letter


def test_the_units_own_protected_way_is_used():
    content, style = LETTERS["skyddad-kallelse"]
    way = ("Regionens postförmedling", "Box 7", "123 00 Länstad")
    sheet = texts(render(content=content, style=replace(style, protected_route=way)))[0]
    assert all(line in sheet for line in way)
    assert "Skatteverket" not in sheet


def test_only_post_to_a_protected_patient_has_an_outer_envelope():
    for name, (content, style) in LETTERS.items():
        pages = page_count(render(content=content, style=style))
        assert pages == (2 if isinstance(content, PatientLetter) and content.patient.protected else 1), name


def test_an_answer_to_a_patients_own_request_goes_the_same_way():
    content, style = LETTERS["svar"]
    style = replace(style, return_address="Ögonkliniken, Returvägen 9")
    sheet, letter = texts(render(content=replace(content, to=None, patient=PROTECTED), style=style))
    assert all(line in sheet for line in SKATTEVERKET)
    assert "Adress och telefon" not in letter
    (open_letter,) = texts(render(content=replace(content, to=None), style=style))
    assert all(line in open_letter for line in TOLVAN.address)
    assert "Returvägen" not in sheet + letter + open_letter
    assert "Returvägen" in texts(render(content=content, style=style))[0]


def test_a_letter_to_a_unit_says_that_the_address_may_not_be_told():
    content, style = LETTERS["remiss"]
    said = "får inte röjas"
    assert said in texts(render(content=replace(content, patient=PROTECTED), style=style))[0]
    assert said not in texts(render(content=replace(content, patient=TOLVAN), style=style))[0]


def _elsewhere(content):
    """Units whose town is not the patient's: then no town can be found by chance."""
    from rescan.papers import EYES

    given = {"sender": EYES}
    return given | ({"to": EYES} if hasattr(content, "to") else {})
