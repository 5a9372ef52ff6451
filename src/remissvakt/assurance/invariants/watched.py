"""1. Every sent, unclosed referral of a unit here is watched, and no open referral is in no list."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from remissvakt.referrals.states import Node, ReferralState

from ..view import View

OPEN = (ReferralState.DRAFT, ReferralState.SIGNED, ReferralState.SENT)


def watched(view: View) -> Iterator[str]:
    """A local sender's sent referral has a watch date, and an item in the sender's Att bevaka."""
    facts = view.facts
    sender = facts.referrer_unit
    if facts.state != ReferralState.SENT or sender is None or not sender.local:
        return
    if not facts.watched:
        yield _("skickad av en enhet här, men bevakas inte")
    if facts.watch_on is None:
        yield _("saknar bevakningsdatum")
    items = [item for item in view.items if item.node == Node.WATCH and item.unit_id == sender.id]
    if not any(item.key == "watch" for item in items):
        yield _("finns inte i avsändarens Att bevaka")


def in_some_list(view: View) -> Iterator[str]:
    """A referral that is not ended is somebody's work."""
    if view.facts.state in OPEN and not view.items:
        yield _("öppen, men finns inte i någon lista")
    for case in view.facts.cases:
        here = view.facts.units[case.unit_id].local
        if case.open and here and not any(item.case_id == case.id for item in view.items):
            yield _("öppet ärende som inte finns i någon lista hos mottagaren")
