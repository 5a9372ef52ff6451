"""What the frame around every page needs to know: the object that views give to base.html as ``shell``.

Plain facts for the template; who fills them, and from which tables, is not decided here.
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from remissvakt.core.refusal import Text


@dataclass(frozen=True, kw_only=True)
class Node:
    """One work list in the menu. ``key`` is unique on the page ("mine:watch"); ``letter`` follows ``g``."""

    label: Text
    url: str
    count: int
    overdue: int
    key: str
    current: bool = False
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class Daily:
    """Today's control at the unit: how many of its checks are signed off."""

    done: int
    total: int
    url: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Link:
    """Any other page in the menu, shown to those whose role may open it. ``letter`` follows ``g``."""

    label: Text
    url: str
    current: bool = False
    letter: str = ""


@dataclass(frozen=True, kw_only=True)
class Message:
    """What was just done. ``url`` undoes or corrects it, ``url_label`` says which; ``level`` is done, warning or error.

    An undo is a write: with ``post`` on it is drawn as a button that posts to ``url``, otherwise as a link.
    """

    text: Text
    level: str = "done"
    url: str = ""
    url_label: Text = ""
    post: bool = False


@dataclass(frozen=True, kw_only=True)
class Shell:
    """Everything around ``main`` for somebody who is logged in. Addresses end in ``_url``; "" leaves the thing out."""

    person_name: str
    unit_name: str
    role_label: Text
    my_nodes: tuple[Node, ...] = ()
    our_nodes: tuple[Node, ...] = ()
    daily: Daily | None = None
    links: tuple[Link, ...] = ()
    new_url: str = ""
    messages: tuple[Message, ...] = ()
    theme: str = "auto"
    letters_on: bool = True
    home_url: str = "/"
    switch_url: str = ""
    search_url: str = ""
    help_url: str = ""
    logout_url: str = ""
    preferences_url: str = ""
    account_url: str = ""
    counts_url: str = ""
    keepalive_url: str = ""
    idle_seconds: int = 0
    here: str = field(default="/")

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """The letters that follow ``g``, and where each leads."""
        lists = [(one.letter, one.label) for one in self.my_nodes + self.our_nodes]
        more = [("d", _("Dagens kontroll"))] if self.daily else []
        more += [("y", _("Ny remiss"))] if self.new_url else []
        links = [(one.letter, one.label) for one in self.links]
        return tuple((letter, str(label)) for letter, label in lists + more + links if letter)

    def list_url(self, name: str) -> str:
        """The address of a list of Vårt arbete; "" where the person has no such list."""
        return next((one.url for one in self.our_nodes if one.key == f"ours:{name}"), "")
