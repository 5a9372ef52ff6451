"""7. A message delivered n times has one effect."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.utils.translation import gettext as _

from remissvakt.referrals.states import CaseState, DeliveryState

from ..view import View


def one_effect(view: View) -> Iterator[str]:
    """One open case, one next custody, one draft at a time, one live message for each thing sent."""
    loop = view.loop
    if sum(case.open for case in view.facts.cases) > 1:
        yield _("två öppna ärenden på samma gång")
    followed = Counter(case.came_from_id for case in loop.cases if case.came_from_id)
    if any(n > 1 for n in followed.values()):
        yield _("ett ärende är vidaresänt två gånger")
    for case in loop.cases:
        if (case.state == CaseState.FORWARDED) != (case.id in followed):
            yield _("ett vidaresänt ärende och dess nästa hör inte ihop")
    if sum(version.drafted for version in view.facts.versions) > 1:
        yield _("två utkast på samma gång")
    live = Counter(
        (row.referral_version_id, row.reply_id, row.letter_id)
        for row in loop.deliveries
        if row.state != DeliveryState.REPLACED
    )
    if any(n > 1 for n in live.values()):
        yield _("samma sak är på väg två gånger")
