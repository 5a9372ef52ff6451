"""Copies the files that pages use from node_modules to web/static/vendor/, each with its licence beside it.

The folder is not in git: package-lock.json says what is in it.
"""

import gzip
import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SOURCE = ROOT / "node_modules"
TARGET = ROOT / "src" / "remissvakt" / "web" / "static" / "vendor"

FILES = {
    "@fkui/design/lib/fkui.min.css": "fkui/fkui.min.css",
    "@fkui/design/LICENSE.md": "fkui/LICENSE.md",
    "@fkui/theme-default/dist/theme-light.css": "fkui/theme-light.css",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
}


def main() -> None:
    """Make the folder anew, with a compressed copy beside each text that is large enough to gain from it."""
    shutil.rmtree(TARGET, ignore_errors=True)
    for source, target in FILES.items():
        destination = TARGET / target
        destination.parent.mkdir(parents=True, exist_ok=True)
        content = (SOURCE / source).read_bytes()
        destination.write_bytes(content)
        if destination.suffix in {".css", ".js"}:
            compressed = gzip.compress(content, compresslevel=9, mtime=0)
            destination.with_name(destination.name + ".gz").write_bytes(compressed)
    print(f"    {len(FILES)} files in {TARGET.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
