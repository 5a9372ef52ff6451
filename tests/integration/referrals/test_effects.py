"""Every act changes the rows that it is to change, and no others; and refuses what it is to refuse.

WRITE_EFFECTS=1 script/test tests/integration/referrals/test_effects.py -q    writes both tables anew, to be read
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from effects.acting import Acting, acts
from effects.same_region import same_region
from effects.table import otherwise, read, written
from effects.trying import Stop, tried
from effects.walks import ALSO_TRIED, WALKS

pytestmark = pytest.mark.django_db
DONE, REFUSED = (Path(__file__).with_name(name) for name in ("effects.txt", "refused.txt"))
WRITE = bool(os.environ.get("WRITE_EFFECTS"))
_DONE, _REFUSED = read(DONE), read(REFUSED)
# An act is tried where it is first done, and wherever else it wants other things.
TRIED = [*acts(), *(f"{act}@{walk}" for act, walks in ALSO_TRIED.items() for walk in walks)]


@pytest.fixture
def region(db, now):
    return same_region(now=now)


_first: dict[str, str] = {}
_now_done: dict[str, list[str]] = {}
_now_refused: dict[str, list[str]] = {}


@pytest.mark.parametrize("name", WALKS)
def test_what_every_act_does(name, region, now):
    acting = Acting(region, now=now)
    with acting.watching():
        WALKS[name](region, now)
    if WRITE:
        for act in acting.done:
            _first.setdefault(act, name)
        _keep(DONE, _now_done, name, acting.blocks, of=len(WALKS))
        return
    assert not (said := otherwise(_DONE.get(name, []), acting.blocks)), said


@pytest.mark.parametrize("name", TRIED)
def test_what_every_act_refuses(name, region, now):
    act, _at, walk = name.partition("@")
    walk = walk or (_first[act] if WRITE else _REFUSED[act][0].split()[1])
    acting = Acting(region, now=now)
    lines: list[str] = []

    def before(done, function, given):
        if done == act and (found := tried(acting, function, given)):
            lines.extend([f"  in {walk}", *found])
            raise Stop

    with pytest.raises(Stop), acting.watching(before=before):
        WALKS[walk](region, now)
    blocks = ["\n".join(lines)]
    if WRITE:
        _keep(REFUSED, _now_refused, name, blocks, of=len(TRIED))
        return
    assert not (said := otherwise(_REFUSED.get(name, []), blocks)), said


def _keep(path: Path, found: dict[str, list[str]], name: str, blocks: list[str], *, of: int) -> None:
    """Write the table when all of it is there."""
    found[name] = blocks
    if len(found) == of:
        path.write_text(written(found), encoding="utf-8")


@pytest.mark.skipif(WRITE, reason="they are being written")
def test_every_act_and_every_walk_is_in_the_tables():
    assert list(_DONE) == list(WALKS)
    assert list(_REFUSED) == TRIED
