"""Prints how many tests passed and how many failed, from a report that pytest wrote: "PASSED FAILED"."""

import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path


def main(report: Path) -> None:
    """A report that is missing means that pytest did not get as far as its tests: one failure."""
    if not report.exists():
        print(0, 1)
        return
    suites = ElementTree.parse(report).getroot().iter("testsuite")  # noqa: S314 - our own file
    total = failed = skipped = 0
    for suite in suites:
        total += int(suite.get("tests", "0"))
        failed += int(suite.get("failures", "0")) + int(suite.get("errors", "0"))
        skipped += int(suite.get("skipped", "0"))
    print(total - failed - skipped, failed)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
