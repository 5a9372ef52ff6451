"""Compiles the translations (.po, in git) to what the product reads (.mo, not in git), where they have changed."""

import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent.parent.parent / "src" / "remissvakt" / "locale"


def main() -> int:
    """Return 0, or 1 when a catalogue cannot be read."""
    for source in sorted(LOCALE.glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime_ns > source.stat().st_mtime_ns:
            continue
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parent.parent.name, abort_invalid=True)
        with target.open("wb") as file:
            write_mo(file, catalogue)
        print(f"==> Compiled {source.relative_to(LOCALE)}: {len(catalogue)} texts")
    return 0


if __name__ == "__main__":
    sys.exit(main())
