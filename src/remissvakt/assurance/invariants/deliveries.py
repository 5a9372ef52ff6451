"""8. Delivered only with the receiver's stored receipt; what failed is work at once; what is sent leaves (5)."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from remissvakt.referrals.models import Delivery
from remissvakt.referrals.states import DeliveryState, Node, ReferralState

from ..view import View


def delivered_with_receipt(view: View) -> Iterator[str]:
    """The receipt inside an installation is the receiver's own row: its case, or the reply that arrived."""
    for row in view.loop.deliveries:
        if row.state == DeliveryState.DELIVERED and not (row.delivered_at and _received(view, row)):
            yield _("levererad utan mottagarens kvittens")
        if row.state == DeliveryState.POSTED and row.sent_by_id is None:
            yield _("postad av ingen")
        if row.state == DeliveryState.REPLACED and row.replaced_by_id is None:
            yield _("ersatt av ingenting")
        nodes = {item.node for item in view.items if item.delivery_id == row.id}
        if row.state == DeliveryState.FAILED and not {Node.FAILED, Node.SEND} <= nodes:
            yield _("misslyckad försändelse som inte är arbete")
        if row.state == DeliveryState.QUEUED and Node.SEND not in nodes:
            yield _("försändelse som väntar utan att synas i Att skicka")


def _received(view: View, row: Delivery) -> bool:
    if row.reply_id is not None:
        reply = view.facts.reply(row.reply_id)
        return reply is not None and reply.arrived_on is not None
    return any(case.unit_id == row.to_unit_id and case.arrived_on for case in view.facts.cases)


def sent_leaves(view: View) -> Iterator[str]:
    """What a person here has sent, version or reply, has a message of its own."""
    if view.facts.state in (ReferralState.DRAFT, ReferralState.SIGNED, ReferralState.VOIDED):
        # A letter to the patient may leave before the referral does, or instead of it.
        if any(row.letter_id is None for row in view.loop.deliveries):
            yield _("försändelse för något som inte är skickat")
        return
    versions = {row.referral_version_id for row in view.loop.deliveries}
    replies = {row.reply_id for row in view.loop.deliveries}
    for version in view.loop.versions:
        if version.sent_at and version.sent_by_id and version.id not in versions:
            yield _("skickad version utan försändelse")
    for reply in view.loop.replies:
        if reply.sent_at and reply.sent_by_id and view.referral.referrer_unit_id and reply.id not in replies:
            yield _("skickat svar utan försändelse")
