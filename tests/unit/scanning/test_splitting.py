"""A stack splits itself at coded pages and separator sheets, and every page is in exactly one document."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remissvakt.scanning.splitting import Page, groups_of


def pages(text: str) -> list[Page]:
    """ "A" to "C": the code of that letter; "?": several codes; "x": text; "_": blank; "|": a separator sheet."""
    return [
        Page(
            number=number,
            blank=sign == "_",
            separator=sign == "|",
            coded=sign in "ABC?",
            token=sign if sign in "ABC" else "",
        )
        for number, sign in enumerate(text, start=1)
    ]


def split(text: str) -> str:
    made = pages(text)
    return " ".join(
        "".join(text[number - 1] for number in group.numbers) + f":{group.token}" for group in groups_of(made)
    )


@pytest.mark.parametrize(
    ("stack", "documents"),
    [
        ("x", "x:"),
        ("xxx", "xxx:"),  # without any code it is one; a person can split it
        ("A", "A:A"),
        ("ABC", "A:A B:B C:C"),
        ("AABB", "AA:A BB:B"),  # each page of a letter has its code
        ("AxxBx", "Axx:A Bx:B"),  # attachments
        ("xxA", "xx: A:A"),
        ("x|x|x", "x|: x|: x:"),
        ("|x", "|x:"),
        ("A|A", "A|:A A:A"),  # a separator sheet parts two copies
        ("A|x", "A|:A x:"),
        ("A_B_", "A_:A B_:B"),  # the empty backs of a duplex scan
        ("A_A", "A_A:A"),
        ("x|_x", "x|_: x:"),  # the back of a separator sheet
        ("_x", "_x:"),
        ("__", "__:"),
        ("|_|", "|_|:"),
        ("??", "?: ?:"),  # whose they are is not said
        ("A?A", "A:A ?: A:A"),
        ("AxA", "AxA:A"),  # one page whose code could not be read
        ("", ""),
    ],
)
def test_what_belongs_together(stack, documents):
    assert split(stack) == documents


@given(st.text("ABC?x_|", max_size=60))
def test_every_page_is_in_one_document_in_its_order(stack):
    groups = groups_of(pages(stack))
    assert [number for group in groups for number in group.numbers] == list(range(1, len(stack) + 1))
    assert all(group.numbers for group in groups)


@given(st.text("ABC?x_|", max_size=60))
def test_no_document_holds_the_code_of_another(stack):
    for group in groups_of(pages(stack)):
        codes = {stack[number - 1] for number in group.numbers} & set("ABC")
        assert codes <= {group.token}
