"""Gathers the Swedish texts of the product and brings the English catalogue (.po, in git) in step with them.

Message ids are the Swedish sentences (docs/adr/swedish-is-the-source-language.md). A text that is new stands
untranslated, one that is gone is dropped, and nothing is guessed from a text that looks alike.
"""

import io
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "remissvakt"
ENGLISH = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"

METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
# As web/jinja.py makes its environment: a difference would give other ids for texts that span lines.
OPTIONS = {
    "**/templates/**.html": {
        "trim_blocks": "true",
        "lstrip_blocks": "true",
        "newstyle_gettext": "true",
        "silent": "false",
    }
}
# What the calls are named in the code: Babel's own, Django's lazy ones, and the names they are imported as
# where a module needs both a lazy and an immediate one.
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "lazy": None,
    "now_": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

HEADER = """\
# English texts of Remissvakt. The ids are the Swedish sentences; script/texts keeps the two in step.
msgid ""
msgstr ""
"Language: en\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def extract() -> Catalog:
    """Return every text of the code and the templates, without translations, in the order of the files."""
    texts = Catalog()
    found = extract_from_dir(SOURCE, method_map=METHODS, options_map=OPTIONS, keywords=KEYWORDS)
    for name, _line, message, _comments, context in sorted(found, key=lambda one: (one[0], one[1])):
        texts.add(message, locations=[(name, 0)], context=context)
    return texts


def english() -> Catalog:
    """Return the English catalogue as it stands; an empty one where there is none yet."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en", abort_invalid=True)


def updated() -> tuple[Catalog, list[str]]:
    """Return the English catalogue in step with the texts, and the ids that still have no translation."""
    old, new, missing = english(), Catalog(locale="en"), []
    for text in extract():
        if not text.id:
            continue
        known = old.get(text.id, text.context)
        new.add(text.id, known.string if known else None, locations=text.locations, context=text.context)
        if known is None or not all(known.string if text.pluralizable else [known.string]):
            missing.append(text.id if isinstance(text.id, str) else text.id[0])
    return new, missing


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as a .po file: without dates and line numbers, which would change with every edit."""
    body = io.BytesIO()
    write_po(body, catalogue, width=0, omit_header=True, sort_by_file=True, include_lineno=False)
    return HEADER.encode() + body.getvalue()


def main() -> int:
    """Return 0, or 1 when a text has no English yet."""
    catalogue, missing = updated()
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    ENGLISH.write_bytes(written(catalogue))
    print(f"==> {ENGLISH.relative_to(ROOT)}: {len(catalogue)} texts, {len(missing)} without English")
    for text in missing:
        print(f"    {text}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
