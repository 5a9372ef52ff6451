"""Speech: whoever speaks has it to finish; what is left is for those who type, until it is opened again (A.1, B.3)."""

from __future__ import annotations

from collections.abc import Iterator

from .things import Act, Model, Text, told


def _texts(m: Model, a: Act) -> Iterator[Text]:
    for referral, kind, key in a.texts:
        has = m.referrals[referral]
        if kind == "version":
            yield has.versions[key]
        elif kind == "reply":
            text = has.replies[key].text
            assert text is not None
            yield text
        else:
            yield has.letters[key].text


@told("begin_take", "store_part")
def _(m: Model, a: Act) -> None:
    """Nobody's lists change while somebody speaks."""


@told("finish_speaking")
def _(m: Model, a: Act) -> None:
    for text in _texts(m, a):
        text.speaking = False


@told("speak_again")
def _(m: Model, a: Act) -> None:
    for text in _texts(m, a):
        text.speaking = True


@told("give_back_unreadable")
def _(m: Model, a: Act) -> None:
    if a.given_back:
        for text in _texts(m, a):
            text.speaking = True
