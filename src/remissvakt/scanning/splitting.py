"""Which pages of a stack belong together? Pure: what stands on the pages in, groups of pages out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Page:
    """What is known of one page: `coded` if a code of ours stands on it; `token` is "" where several do."""

    number: int
    blank: bool = False
    separator: bool = False
    coded: bool = False
    token: str = ""


@dataclass(slots=True)
class Group:
    """Pages that are one document; `token` is what its first page says, "" where it says nothing or two things."""

    token: str
    numbers: list[int] = field(default_factory=list)


def groups_of(pages: Iterable[Page]) -> list[Group]:
    """Split a stack at coded pages and separator sheets; every page is in exactly one group, in order.

    A page with the code of the one before continues it; pages without a code are attachments of what came before,
    until the next code or separator sheet. Blank pages and separator sheets begin nothing: they lie with the
    document before them, the first ones with the first. A stack of only such pages is one document.
    """
    groups: list[Group] = []
    waiting: list[int] = []  # before the first document
    ended = True
    for page in pages:
        begins = page.coded and not page.separator
        continues = bool(groups) and not ended and page.token != "" and page.token == groups[-1].token
        if begins and not continues:
            groups.append(Group(token=page.token))
        elif not begins and not page.separator and not page.blank and ended:
            groups.append(Group(token=""))
        if page.separator:
            ended = True
        elif begins or not page.blank:
            ended = False
        if groups:
            groups[-1].numbers += [*waiting, page.number]
            waiting = []
        else:
            waiting.append(page.number)
    return groups or ([Group(token="", numbers=waiting)] if waiting else [])
