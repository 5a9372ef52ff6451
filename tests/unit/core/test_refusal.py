"""How the product says no: code for machines, a sentence for people, field and params."""

from datetime import UTC, date, datetime

import pytest
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from remissvakt.core.refusal import NotFound, Refusal, Refusals, Stale

NOW = datetime(2026, 11, 23, 9, 5, tzinfo=UTC)


def test_the_sentence_is_filled_in_when_it_is_read() -> None:
    refusal = Refusal("case_answered", _("Ärendet besvarades av %(who)s."), field="case", who="Anna")
    assert refusal.message == str(refusal) == "Ärendet besvarades av Anna."
    assert (refusal.code, refusal.field, refusal.params) == ("case_answered", "case", {"who": "Anna"})


def test_days_and_instants_are_shown_as_people_write_them() -> None:
    text = _("Bevakas till %(day)s, sparat %(at)s")
    refusal = Refusal("x", text, day=date(2026, 12, 1), at=NOW)
    assert refusal.message == "Bevakas till tis 1 dec 2026, sparat mån 23 nov 2026 10:05"
    with translation.override("en"):
        assert refusal.message == "Bevakas till Tue 1 Dec 2026, sparat Mon 23 Nov 2026 10:05"


def test_a_plural_follows_its_number() -> None:
    text = ngettext_lazy("%(n)d remiss", "%(n)d remisser", "n")
    assert Refusal("x", text, n=1).message == "1 remiss"
    assert Refusal("x", text, n=2).message == "2 remisser"


def test_a_text_without_params_may_hold_a_percent_sign() -> None:
    assert Refusal("x", "Bara 90 % är klart").message == "Bara 90 % är klart"


def test_two_are_equal_by_code_and_params() -> None:
    assert Refusal("x", "en text", who="A") == Refusal("x", "en annan", field="f", who="A")
    assert Refusal("x", "t", who="A") != Refusal("x", "t", who="B")
    assert Refusal("x", "t") != Refusal("y", "t")
    assert Refusal("x", "t") != "x"
    assert len({Refusal("x", "t"), Refusal("x", "u")}) == 1


def test_it_can_be_raised_and_given_a_field_on_the_way() -> None:
    with pytest.raises(Refusal) as caught:
        raise Refusal("x", "t").for_field("wait")
    assert caught.value.field == "wait"


def test_its_repr_shows_no_params() -> None:
    assert repr(Refusal("x", "t", who="191212121212")) == "Refusal('x')"


def test_what_one_may_not_see_looks_like_what_does_not_exist() -> None:
    assert NotFound().message == "Det du söker finns inte, eller så har du inte tillgång till det."
    assert NotFound().code == "not_found"
    assert NotFound() == NotFound()
    assert isinstance(NotFound(), Refusal)


def test_stale_says_who_what_and_when() -> None:
    stale = Stale(who="Anna Alm", what=_("remissen skickades"), when=NOW)
    assert stale.message == (
        "Anna Alm hann före: remissen skickades (mån 23 nov 2026 10:05). "
        "Läs det nya läget och gör sedan om det du ville."
    )
    assert "Någon annan" in Stale().message
    assert Stale("already_sent", _("Redan skickad av %(who)s"), who="Bo").message == "Redan skickad av Bo"


def test_several_keep_order_and_do_not_nest() -> None:
    first, second, third = Refusal("a", "A."), Refusal("b", "B.", field="f"), Refusal("c", "C.")
    several = Refusals([first, Refusals([second, third])])
    assert several.all == (first, second, third)
    assert several.message == "A.\nB.\nC."
    assert several == Refusals([first, second, third])
    assert several != Refusals([first, second])
    assert isinstance(several, Refusal)
    assert hash(several) == hash(Refusals([first]))


def test_none_are_not_several() -> None:
    with pytest.raises(ValueError, match="no refusals"):
        Refusals([])
