"""How many pages a second does the reading of a scanned stack come to, and in how much memory?

    PYTHONPATH=tests taskset -c 0 python bench/scan_rate.py

A stack as a scanner sends it: 60 pages at 200 dpi, JPEG 60 with grain, each up to 2° skew; 20 documents of three
pages, of which the first has codes; in a second stack every page has. Everything is included: the child's start, the
reading, codes, straightening, both pictures, and their way back. Run on one core by `taskset`.
"""

from __future__ import annotations

import os
import random
import resource
import sys
import time
from pathlib import Path

os.environ["DJANGO_SETTINGS_MODULE"] = "remissvakt.config.settings"

import paper_sheets as paper
from remissvakt.documents.codes import new_token, payload
from remissvakt.sandbox.scans import ReadPage, read_scan

PAGES = int(sys.argv[1]) if len(sys.argv) > 1 else 60
GRAIN = float(sys.argv[2]) if len(sys.argv) > 2 else 6.0
CHUNK = 1024 * 1024


def stack(*, coded: int, colour: bool = False) -> tuple[bytes, list[tuple[str, ...]]]:
    """Pages of which every `coded`th has codes, and what they say."""
    chance = random.Random(1)
    sheets, tokens = [], []
    for number in range(PAGES):
        token = new_token() if number % coded == 0 else ""
        codes = [payload(token)] * 2 if token else []
        sheet = paper.page(seed=number, codes=codes, colour=colour)
        sheets.append(paper.worn(sheet, degrees=chance.uniform(-2, 2), noise=GRAIN))
        tokens.append((token,) if token else ())
    return paper.pdf(sheets), tokens


def main() -> None:
    print("command: taskset -c 0 python bench/scan_rate.py", *sys.argv[1:])
    for name, given in (
        ("every third page coded", {"coded": 3}),
        ("every page coded", {"coded": 1}),
        ("in colour, every third page coded", {"coded": 3, "colour": True}),
    ):
        tell(name, *stack(**given))


def tell(name: str, content: bytes, expected: list[tuple[str, ...]]) -> None:
    chunks = [content[start : start + CHUNK] for start in range(0, len(content), CHUNK)]
    found: list[tuple[str, ...]] = []
    sizes = [0, 0]

    def keep(page: ReadPage) -> None:
        found.append(page.tokens)
        sizes[0] += len(page.picture)
        sizes[1] += len(page.small_picture)

    before, began = own_memory(), time.perf_counter()
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    with Watch() as watch:
        count = read_scan(content=chunks, on_page=keep)
    seconds = time.perf_counter() - began
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime
    assert found == expected, "a code was not read, or read wrongly"
    print(
        f"{name}: {count} pages ({len(content) / 1e6:.1f} MB) in {seconds:.2f} s: {count / seconds:.1f} pages/s, "
        f"{seconds / count * 1000:.1f} ms/page ({processor / count * 1000:.1f} ms of the child's processor time); "
        f"pictures {sizes[0] / count / 1e3:.0f} + {sizes[1] / count / 1e3:.1f} kB/page; "
        f"child's peak {watch.peak / 1e6:.0f} MB, growth of this process {(own_memory() - before) / 1e6:.1f} MB"
    )


class Watch:
    """Looks at the child's memory from a thread, twenty times a second."""

    peak = 0

    def __enter__(self) -> Watch:
        import threading

        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._stop.wait(0.05):
            for task in Path("/proc/self/task").glob("*/children"):
                for child in task.read_text().split():
                    self.peak = max(self.peak, memory_of(child, "VmHWM"))


def own_memory() -> int:
    return memory_of("self", "VmHWM")


def memory_of(process: str, what: str) -> int:
    try:
        lines = Path(f"/proc/{process}/status").read_text().splitlines()
    except OSError:  # it has ended
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith(what)), 0)


main()
