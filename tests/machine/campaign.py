"""What a campaign has tried: one piece as a table, many pieces added up, and what none of them ever reached.

A piece is a file of tab-separated lines (act, state of what it was about, "done" or the refusal's code, how often)
under one line that begins with ``#``. A step is one act that somebody tries, or one leap of time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import product
from pathlib import Path

from remissvakt.referrals.rules import Action
from remissvakt.referrals.states import CaseState, ReferralState

from .machine import COUNTS, STEPS
from .world import OF_CASE, OF_REPLY

Counts = Counter[tuple[str, str, str]]
_STEPS = re.compile(r" (\d+) steps")
# A case of a referral that was never sent cannot be: the first case opens when the referral is sent.
UNSENT = frozenset({ReferralState.DRAFT, ReferralState.SIGNED, ReferralState.VOIDED})


def clear() -> None:
    COUNTS.clear()
    STEPS.clear()


def steps() -> int:
    return STEPS.total()


def report(said: str) -> str:
    """The piece that this process has walked, as a file."""
    done = sum(n for (_name, _state, code), n in COUNTS.items() if code == "done")
    head = (
        f"# {said}: {steps()} steps, of them {STEPS['acts']} acts: "
        f"{done} done, {STEPS['acts'] - done} refused, no violation\n"
    )
    lines = (f"{name}\t{state}\t{code}\t{n}\n" for (name, state, code), n in sorted(COUNTS.items()))
    return head + "".join(lines)


def add_up(pieces: Iterable[Path]) -> tuple[int, Counts]:
    """Steps and counts of all these pieces together."""
    total, counts = 0, Counter()
    for piece in pieces:
        head, *lines = piece.read_text(encoding="utf-8").splitlines()
        found = _STEPS.search(head)
        assert found, piece
        total += int(found[1])
        for line in lines:
            name, state, code, n = line.split("\t")
            counts[name, state, code] += int(n)
    return total, counts


def states_of(action: Action) -> list[str]:
    """Every state in which an action can be tried: of the referral, and of the case if it is about one."""
    if action not in OF_CASE | OF_REPLY:
        return [state.value for state in ReferralState]
    return [
        f"{of_referral}/{of_case}"
        for of_referral, of_case in product(ReferralState, CaseState)
        if of_referral not in UNSENT
    ]


def coverage(counts: Counts) -> str:
    """For each action and state how often it was done and why it was refused; and what was never tried."""
    lines, never = [], []
    for action in Action:
        for state in states_of(action):
            seen = {code: n for (name, at, code), n in counts.items() if (name, at) == (action.value, state)}
            if not seen:
                never.append(f"{action.value} at {state}")
                continue
            refused = " ".join(f"{code}:{n}" for code, n in sorted(seen.items()) if code != "done")
            lines.append(f"{action.value}\t{state}\t{seen.get('done', 0)}\t{refused}")
    return "\n".join(["action\tstate\tdone\trefused", *lines, "", f"never tried: {len(never)}", *never, ""])
