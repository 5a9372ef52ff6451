"""9 and 12. Every change has raised the version that people see, and a signed text never changes."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from remissvakt.referrals.models import Letter, ReferralVersion, Reply
from remissvakt.referrals.seals import text_hash
from remissvakt.referrals.states import VersionReason

from ..view import View


def versions_count(view: View) -> Iterator[str]:
    """The referral's version is never above what its events can have raised it to; content is numbered 1, 2, 3."""
    referral = view.referral
    if not 1 <= referral.version <= 1 + referral.event_count:
        yield _("remissens version kan inte vara rätt")
    numbers = sorted(version.number for version in view.loop.versions)
    if numbers != list(range(1, len(numbers) + 1)):
        yield _("innehållets versioner är inte numrerade i följd")
    sent = [v for v in view.loop.versions if v.sent_at]
    if bool(referral.sent_at) != bool(sent):
        yield _("skickad utan skickat innehåll, eller tvärtom")


def signed_unchanged(view: View) -> Iterator[str]:
    """The text is the one whose hash was kept with the signature; what is forwarded is identical."""
    seals = {
        event.data.get("text"): (event.at, event.data.get("sha256"))
        for event in view.events_of(
            "signed", "answer_signed", "confirmation_signed", "letter_signed", "letter_sent"
        )
    }
    rows: list[ReferralVersion | Reply | Letter] = [
        *view.loop.versions,
        *view.loop.replies,
        *view.loop.letters,
    ]
    for row in rows:
        at, sha256 = seals.get(str(row.id), (None, None))
        if row.signed_at is not None and row.signed_at == at and text_hash(row) != sha256:
            yield _("signerad text är ändrad efter signeringen")
    ordered = sorted(view.loop.versions, key=lambda version: version.number)
    former: ReferralVersion | None = None
    for version in ordered:
        if version.reason == VersionReason.FORWARDED and former and text_hash(version) != text_hash(former):
            yield _("det som vidaresändes är inte det som kom")
        if version.sent_at is not None:
            former = version
