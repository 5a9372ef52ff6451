"""What must hold after every act, asserted by tests that commit none of it."""

from remissvakt.referrals.loop import load
from remissvakt.referrals.models import Referral, WorkItem
from remissvakt.referrals.record import differences, wanted_items


def assert_consistent(referral: Referral) -> None:
    """The stored work items of one referral are what its facts ask for."""
    facts = load([Referral.objects.get(id=referral.id)])[referral.id].facts()
    wanted = {item.key: item for item in wanted_items(facts)}
    stored = {item.key: item for item in WorkItem.objects.filter(referral_id=referral.id)}
    assert wanted.keys() == stored.keys()
    assert [name for key in wanted for name in differences(stored[key], wanted[key])] == []


def work(referral: Referral) -> set[tuple[str, str, str]]:
    """(unit's name, node, reason) of all that is due on a referral."""
    rows = WorkItem.objects.filter(referral_id=referral.id).values_list("unit__name", "node", "reason")
    return {tuple(row) for row in rows}
