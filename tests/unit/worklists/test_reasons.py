"""Every reason for work has a sentence, and the sentence tells how it stands today."""

from datetime import date, timedelta

import pytest

from remissvakt.documents.models import DocumentKind
from remissvakt.referrals.obligations import Why
from remissvakt.referrals.states import Node, ReplyKind
from remissvakt.worklists.nodes import BY_NAME, MY_LISTS, OUR_LISTS, UNOWNED
from remissvakt.worklists.reasons import OF_KIND, REASONS, label, sentence

TODAY = date(2026, 11, 17)


def told(why, *, since=14, late=0, **params):
    return sentence(
        why=why,
        params=params,
        since_on=TODAY - timedelta(days=since),
        due_on=TODAY - timedelta(days=late),
        today=TODAY,
    )


@pytest.mark.parametrize("why", list(Why))
@pytest.mark.parametrize("late", [-5, 0, 5])
def test_every_reason_has_a_sentence_without_a_hole(why, late):
    text = told(why.value, late=late, description="brev")
    assert len(text) > 10
    assert "%" not in text
    assert str(label(why.value))


def test_no_reason_is_invented():
    assert set(REASONS) == set(Why)
    assert {why for why, _kind in OF_KIND} <= set(Why)
    assert {kind for _why, kind in OF_KIND} <= set(ReplyKind) | set(DocumentKind)


def test_a_missing_confirmation_says_since_when():
    assert told("confirmation_awaited") == "Bekräftelse saknas sedan 14 dagar"
    assert told("confirmation_awaited", since=1) == "Bekräftelse saknas sedan 1 dag"


def test_before_the_day_it_is_only_waited_for():
    assert (
        told("confirmation_awaited", since=3, late=-11) == "Väntar på bekräftelse, skickad för 3 dagar sedan"
    )
    assert told("answer_awaited", late=-3) == "Bekräftad, väntar på svar till 20 nov"
    assert told("answer_awaited", late=3) == "Svar skulle ha kommit 14 nov"


def test_the_kind_of_a_reply_is_told():
    assert told("answer_unread", since=0, kind="PARTIAL") == "Delsvar att vidimera, kom idag"
    assert told("answer_unread", since=1, kind="FINAL") == "Slutsvar att vidimera, kom igår"
    assert told("confirmation_unread", since=1, kind="FORWARDED").startswith("Besked om vidaresändning")


def test_a_paper_is_described():
    assert told("paper_unlinked", since=0, description="EKG") == "Papper utan remiss, kom idag: EKG"


def test_every_node_is_a_list_with_a_place_of_its_own():
    assert set(BY_NAME) == {node.value for node in Node} | {UNOWNED}
    assert len(MY_LISTS) == 8
    assert len(OUR_LISTS) == 14
    for lists in (MY_LISTS, OUR_LISTS):
        assert len({one.slug for one in lists}) == len({one.letter for one in lists}) == len(lists)
        assert all(str(one.label) and str(one.empty) for one in lists)
    # "j" and "k" move in the list and "g" begins a letter; "k" after "g" is free to mean a list.
    assert not {one.letter for one in OUR_LISTS} & {"g", "/", "?"}
