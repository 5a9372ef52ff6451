"""How many letters a second are printed, and how much memory does that take?

    PYTHONPATH=src:tests python bench/letters_rate.py 500
    PYTHONPATH=src:tests python bench/letters_rate.py 200 --scan

Tells the first letter (with everything that is read once), warm ones by kind, an envelope of a referral with its two
sheets, and a print run; one process, one core. With --scan the same sheets are worn and read again, and a table says
how many were recognised.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from collections import Counter
from dataclasses import replace

COUNT = int(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].isdigit() else 500
os.environ["REMISSVAKT_DATA"] = tempfile.mkdtemp(prefix="remissvakt-bench-")
os.environ["DJANGO_SETTINGS_MODULE"] = "remissvakt.config.settings"

import django  # noqa: E402

django.setup()

from remissvakt.letters.render import print_run, render, render_all  # noqa: E402
from rescan.papers import coded, letters, others  # noqa: E402
from rescan.sheets import STACK, read, sheets  # noqa: E402

_ENVELOPE = ("remiss", "bekraftelseblad", "svarsblad")


def main() -> None:
    every = letters()
    content, style = every["remiss"]
    print(f"first letter {_timed(lambda: render(content=content, style=style)) * 1000:.0f} ms")
    names = list(every)
    spent: Counter[str] = Counter()
    before, papers, number = _memory(), [], 0
    processor = time.process_time()
    while number < COUNT:
        name = names[number % len(names)]
        content, style = every[name]
        fresh = replace(content, payload=coded(number))
        began = time.perf_counter()
        papers.append(render(content=fresh, style=style))
        spent[name] += time.perf_counter() - began
        number += 1
    processor = time.process_time() - processor
    total = sum(spent.values())
    print(f"{COUNT} letters: {COUNT / total:.0f} a second, {total / COUNT * 1000:.1f} ms each")
    print(
        f"of processor time {processor / COUNT * 1000:.1f} ms each: {COUNT / processor:.0f} a second on a free core"
    )
    print(f"size {sum(map(len, papers)) / COUNT / 1024:.0f} KiB each; memory {before} → {_memory()} MiB")
    for name, seconds in sorted(spent.items(), key=lambda one: -one[1])[:3]:
        print(f"  slowest: {name} {seconds / (COUNT // len(names)) * 1000:.1f} ms")
    style = every["remiss"][1]
    envelopes = [
        [
            replace(every[name][0], payload=coded(3 * number + COUNT + place))
            for place, name in enumerate(_ENVELOPE)
        ]
        for number in range(50)
    ]
    whole = _timed(lambda: [render_all(contents=contents, style=style) for contents in envelopes]) / 50
    print(f"referral with its two sheets {whole * 1000:.1f} ms")
    cover, style = others()["utskriftslista"]
    run = _timed(lambda: print_run(cover=cover, papers=papers[:100], style=style))
    print(f"print run of 100 papers put together {run * 1000:.0f} ms")
    if "--scan" in sys.argv:
        _scan()


def _scan() -> None:
    results, spent = [], 0.0
    for first in range(0, COUNT, STACK):
        stack = list(sheets(range(first, min(first + STACK, COUNT))))
        began = time.perf_counter()
        results += read(stack)
        spent += time.perf_counter() - began
    sheets_of, right, wrong = Counter(), Counter(), Counter()
    for one in results:
        sheets_of[one.kind] += 1
        right[one.kind] += one.right
        wrong[one.kind] += one.wrong
    print(f"\n{'paper':<22}{'sheets':>8}{'right':>8}{'wrong':>8}")
    for kind in sheets_of:
        print(f"{kind:<22}{sheets_of[kind]:>8}{right[kind]:>8}{wrong[kind]:>8}")
    print(f"{'all':<22}{len(results):>8}{right.total():>8}{wrong.total():>8}")
    print(f"read in {spent / len(results) * 1000:.0f} ms a sheet, the start of the reading process included")


def _timed(act: object) -> float:
    began = time.perf_counter()
    act()  # type: ignore[operator]
    return time.perf_counter() - began


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


main()
