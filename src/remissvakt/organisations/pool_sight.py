"""What does a secretary pool see of its units' work? The nodes that it does for them, and what is its people's own.

Nodes are named as in `referrals.states.Node`, which lies above this package; a test compares the names.
"""

from __future__ import annotations

from collections import defaultdict
from uuid import UUID

from django.db.models import Q

from .actors import Actor


def work_for(actor: Actor) -> Q:
    """Which rows of open work (with unit, node and person) the assignment is about.

    All of the unit's; in a pool only that of the nodes it does for each unit. What has been given or lent to somebody
    in the pool by name is theirs to see as well: otherwise nobody who has it would.
    """
    if actor.pool_nodes is None:
        return Q(unit_id__in=actor.unit_ids)
    nodes_of: dict[UUID, set[str]] = defaultdict(set)
    for unit_id, node in actor.pool_nodes:
        nodes_of[unit_id].add(node)
    units_of: dict[frozenset[str], list[UUID]] = defaultdict(list)
    for unit_id, nodes in nodes_of.items():
        units_of[frozenset(nodes)].append(unit_id)
    where = Q(person_id=actor.person_id)
    for nodes_done, units in units_of.items():
        where |= Q(unit_id__in=sorted(units), node__in=sorted(nodes_done))
    for person_id, node in actor.stands_in:
        where |= Q(person_id=person_id, node=node)
    return Q(unit_id__in=actor.unit_ids) & where
