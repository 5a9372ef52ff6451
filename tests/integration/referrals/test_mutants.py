"""Small faults put into rules and obligations one at a time: a test of the suite minds nearly every one.

Here a few, drawn by a seed; `campaigns/mutation.py` draws as many as one likes.
"""

import json
import os
import random
from importlib import import_module
from pathlib import Path

import pytest

from broken.breaking import changed, source_of
from broken.mutants import mutants
from broken.suite import KINDS, first_that_fails

SEED = int(os.environ.get("CAMPAIGN_SEED", "1"))
HOW_MANY = int(os.environ.get("CAMPAIGN_MUTANTS", "6"))
KIND = os.environ.get("CAMPAIGN_KIND", "")
REPORT = os.environ.get("CAMPAIGN_REPORT")


@pytest.mark.parametrize("kind", [KIND] if KIND else ["rules", "obligations"])
def test_a_small_fault_is_seen(kind):
    chance = random.Random(SEED)
    everything = [
        (name, mutant) for name in KINDS[kind] for mutant in mutants(source_of(import_module(name)))
    ]
    drawn = chance.sample(everything, min(HOW_MANY, len(everything)))
    minds = first_that_fails(kind)
    assert minds is None, f"{minds} minds the product as it is"
    killed, lines = 0, []
    for name, mutant in drawn:
        module = import_module(name)
        try:
            with changed(module, source_of(module), mutant.source):
                seen_by = first_that_fails(kind)
        except Exception as broken:  # it cannot even be put in, as a name that no longer exists
            seen_by = type(broken).__name__
        killed += bool(seen_by)
        lines.append({"module": name, "line": mutant.line, "what": mutant.what, "seen_by": seen_by or ""})
        if REPORT:
            with Path(REPORT).open("a", encoding="utf-8") as file:
                file.write(json.dumps({"kind": kind, **lines[-1]}, ensure_ascii=False) + "\n")
    assert killed >= 0.8 * len(drawn), [line for line in lines if not line["seen_by"]]
