"""12. Nothing is deleted: the timelines and the chain of administration are whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from remissvakt.audit.admin_events import verify_admin_chain
from remissvakt.referrals.record import event_hash

from ..view import View


def timeline_whole(view: View) -> Iterator[str]:
    """Events 1 to n, each with the hash of the one before, and their end as it is noted on the referral."""
    before = ""
    for number, event in enumerate(view.events, start=1):
        if event.sequence != number:
            yield _("händelse %(number)s saknas") % {"number": number}
            return
        if event.previous_hash != before:
            yield _("händelse %(number)s hänger inte ihop med den före") % {"number": number}
        if event.hash != event_hash(event):
            yield _("händelse %(number)s har ändrats") % {"number": number}
        before = event.hash
    referral = view.referral
    if (referral.event_count, referral.event_hash) != (len(view.events), before):
        yield _("händelsernas slut är antecknat annorlunda")


def administration_whole(now: datetime) -> Iterator[tuple[str, str]]:
    """The one chain of everything that was administered."""
    for text in verify_admin_chain():
        yield "administration", text
