"""What the macros draw: the shapes that views make of referrals, patients and events before a template sees them.

Texts are ready for people; days are dates, instants aware datetimes. A template decides nothing but looks.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from remissvakt.core.refusal import Text

# "" none, "secrecy" sekretessmarkering, "registration" skyddad folkbokföring, "both" the two at once.
Protection = Literal["", "secrecy", "registration", "both"]


def protection(*, confidential: bool, protected_registration: bool) -> Protection:
    """Return which mark to draw for the two markings that a patient can have."""
    if confidential and protected_registration:
        return "both"
    return "secrecy" if confidential else "registration" if protected_registration else ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of a work list (macros/worklist.html)."""

    key: str
    url: str
    number: str
    name: str
    reason: Text
    due_on: date | None
    unit: str = ""
    priority: Text = ""
    meta: tuple[Text, ...] = ()
    protected: Protection = ""
    lent_from: str = ""
    printed: bool = False  # on paper, and still to be posted
    selected: bool = False
    is_new: bool = False


@dataclass(frozen=True, kw_only=True)
class Patient:
    """The banner above a referral. ``contact`` is never drawn for a protected person; leave it empty then."""

    number: str
    name: str
    url: str = ""
    age: int | None = None
    protected: Protection = ""
    notes: tuple[Text, ...] = ()
    contact: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """One of the five steps of the loop; exactly one is "current" while the loop is open."""

    label: Text
    state: Literal["done", "current", "waiting", "stopped"]
    on: date | None = None
    note: Text = ""


@dataclass(frozen=True, kw_only=True)
class NextDeadline:
    """What must happen next, by when, and who sees to it; ``owner`` "" is nobody, and is said so."""

    what: Text
    due_on: date | None
    owner: str = ""
    unit: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice:
    """Something that can be done now. ``post``: the button does it; otherwise ``url`` is the page that asks more."""

    label: Text
    url: str
    key: str = ""
    post: bool = False
    hidden: tuple[tuple[str, str], ...] = ()
    dialog: str = ""


@dataclass(frozen=True, kw_only=True)
class Refused:
    """Something that cannot be done now, and why, in the words of the rule."""

    label: Text
    reason: Text


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One event of the timeline. ``icon`` is a name in macros/icons.html; ``kind`` colours it: plain, in, out, stop."""

    what: Text
    at: datetime
    who: str = ""
    unit: str = ""
    text: str = ""
    icon: str = "document"
    kind: Literal["plain", "in", "out", "stop"] = "plain"
    replaced: bool = False
    links: tuple[tuple[Text, str], ...] = ()
