"""Which of their units' papers and scans may somebody work with? In a pool: what it does for a unit, and its own."""

from __future__ import annotations

from django.db.models import Q

from remissvakt.organisations.actors import Actor

_UNLINKED = "unlinked"  # named in `referrals.states`, which lies above; a test compares


def papers_of(actor: Actor) -> Q:
    """Which documents are the actor's units'.

    In a pool, of those that lie in no referral: the units' whose unlinked papers it links, and what the person has
    scanned or registered. For a paper that does, whoever asks also asks whether the referral may be seen.
    """
    ours = Q(unit_id__in=actor.unit_ids)
    if not actor.in_pool:
        return ours
    linked = Q(referral__isnull=False)
    return ours & (linked | Q(unit_id__in=actor.units_for(_UNLINKED)) | Q(registered_by_id=actor.person_id))


def scans_of(actor: Actor) -> Q:
    """Which scans, where papers of several patients lie, are the actor's units' to open whole."""
    ours = Q(unit_id__in=actor.unit_ids)
    if not actor.in_pool:
        return ours
    return ours & (Q(unit_id__in=actor.units_for(_UNLINKED)) | Q(received_by_id=actor.person_id))
