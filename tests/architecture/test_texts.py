"""The product's texts are whole in both languages: Swedish where they are written, English in the catalogue."""

import ast
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils import translation
from jinja2 import nodes

from remissvakt.web.jinja import environment

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "remissvakt"
# The page with every part of the look is for those who build it, and is not served where people work.
TEMPLATES = sorted(SOURCE.glob("**/templates/**/*.html"))
TEMPLATES = [path for path in TEMPLATES if path.name != "style_guide.html"]

_spec = spec_from_file_location("script_texts", ROOT / "script" / "lib" / "texts.py")
script = module_from_spec(_spec)
_spec.loader.exec_module(script)

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[a-z]|%%|\{\w*\}")
SWEDISH = re.compile(
    r"\b(?:och|att|är|inte|för|till|från|som|eller|har|ska|du|av|en|ett|den|det)\b", re.IGNORECASE
)
ENGLISH = re.compile(
    r"\b(?:the|and|is|are|not|was|were|with|this|that|these|you|your|please|cannot|must|should|save|delete|"
    r"close|error|required|invalid|unknown|new|of|from|by)\b",
    re.IGNORECASE,
)
# Words of the product itself, of keyboards and of formats, which are the same in every language.
SAME_IN_EVERY_LANGUAGE = {"Remissvakt", "Esc", "Enter", "CSV"}


def both(text) -> list[str]:
    """The id of a text, and of its plural where it has one."""
    return [text.id] if isinstance(text.id, str) else list(text.id)


def key(text) -> tuple[str, str | None]:
    return both(text)[0], text.context


def forms(text) -> list[str]:
    """Its English, and the English of its plural where it has one."""
    return list(text.string) if text.pluralizable else [text.string or ""]


@pytest.fixture(scope="module")
def texts():
    return [text for text in script.extract() if text.id]


@pytest.fixture(scope="module")
def english():
    with script.ENGLISH.open("rb") as file:
        catalogue = read_po(file, locale="en", abort_invalid=True)
    assert catalogue.num_plurals == 2
    return catalogue


def test_every_text_has_its_english(texts, english):
    assert len(texts) > 2000
    missing = []
    for text in texts:
        found = english.get(text.id, text.context)
        whole = found and not found.fuzzy and found.pluralizable == text.pluralizable and all(forms(found))
        if not whole:
            missing.append(key(text))
    assert missing == [], "run script/texts and translate these"


def test_english_keeps_no_text_that_is_gone(texts, english):
    wanted = {key(text) for text in texts}
    assert [key(text) for text in english if text.id and key(text) not in wanted] == [], "run script/texts"
    assert list(english.obsolete) == [], "run script/texts"


def test_english_has_the_same_placeholders_and_ends(english):
    wrong = []
    for text in english:
        if not text.id:
            continue
        swedish = [set(PLACEHOLDER.findall(form)) for form in both(text)]
        for own, form in zip(swedish, forms(text), strict=True):
            if set(PLACEHOLDER.findall(form)) != own:
                wrong.append((key(text), form))
        for own, form in zip(both(text), forms(text), strict=True):
            spaces = [len(one) - len(one.strip(" ")) for one in (own, form)]
            if spaces[0] != spaces[1] or own.startswith(" ") != form.startswith(" "):
                wrong.append((key(text), form))
    assert wrong == []


def test_english_is_not_swedish(english):
    """Names of places and the words that a file for import must contain may be Swedish; sentences may not."""
    left = []
    for text in english:
        left += [form for form in forms(text) if text.id and len(SWEDISH.findall(form)) > 1]
    assert left == []


def test_swedish_is_the_source_language(texts):
    """No id is English, and no catalogue of Django's answers a Swedish id with something else."""
    assert [one for text in texts for one in both(text) if ENGLISH.search(PLACEHOLDER.sub("", one))] == []
    with translation.override("sv"):
        other = [
            one
            for text in texts
            if isinstance(text.id, str)
            for one in [text.id]
            if (translation.pgettext(text.context, one) if text.context else translation.gettext(one)) != one
        ]
    assert other == []


def names_of_gettext(module: ast.Module) -> set[str]:
    """What a module calls the functions of Django that it takes texts through."""
    return {
        name.asname or name.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation"
        for name in node.names
        if "gettext" in name.name
    }


@pytest.fixture(scope="module")
def modules():
    return {
        str(path.relative_to(SOURCE)): ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted(SOURCE.glob("**/*.py"))
    }


def test_every_name_of_gettext_is_known_to_the_script(modules):
    """A function that is imported under a name the script does not look for would hide its texts."""
    found = {name: names_of_gettext(module) - script.KEYWORDS.keys() for name, module in modules.items()}
    assert {name: unknown for name, unknown in found.items() if unknown} == {}


def test_every_text_of_the_code_is_found_by_the_script(modules, texts):
    """``_(name)`` gives nothing to extract, and a call inside an f-string is not seen: neither has a translation."""
    extracted = {form for text in texts for form in both(text)}
    lost = []
    for name, module in modules.items():
        known = names_of_gettext(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in known:
                text = node.args["pgettext" in node.func.id]
                if not isinstance(text, ast.Constant) or text.value not in extracted:
                    lost.append((name, node.lineno))
    assert lost == []


# Imports every module with a gettext that notes which texts it is asked for, and from where.
_IMPORT_ALL = """
import importlib, json, pkgutil, traceback
from django.utils.translation import trans_real
asked = []
def noted(real):
    def ask(*args):
        ours = [f"{one.filename}:{one.lineno}" for one in traceback.extract_stack() if "remissvakt" in one.filename]
        asked.extend((text, ours[-1:]) for text in args if isinstance(text, str))
        return real(*args)
    return ask
for name in ("gettext", "ngettext", "pgettext", "npgettext"):
    setattr(trans_real, name, noted(getattr(trans_real, name)))
import django
django.setup()
import remissvakt
for module in pkgutil.walk_packages(remissvakt.__path__, "remissvakt."):
    if ".migrations" not in module.name and module.name != "remissvakt.config.wsgi":
        importlib.import_module(module.name)
print(json.dumps(asked))
"""


@pytest.mark.slow
def test_no_text_is_fixed_in_one_language_when_its_module_is_read(texts, tmp_path):
    run = subprocess.run(
        [sys.executable, "-c", _IMPORT_ALL],
        env=os.environ
        | {"DJANGO_SETTINGS_MODULE": "remissvakt.config.settings", "REMISSVAKT_DATA": str(tmp_path)},
        capture_output=True,
        check=True,
        text=True,
        timeout=120,
    )
    own = {form for text in texts for form in both(text)}
    assert [one for one in json.loads(run.stdout) if one[0] in own] == []


# --- templates -------------------------------------------------------------------------------------------------------

_TRANS = re.compile(r"\{%-?\s*trans\b.*?\{%-?\s*endtrans\s*-?%\}", re.DOTALL)
_CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_WORD = re.compile(r"[A-Za-zÅÄÖåäöÉé]{2,}")
_ATTRIBUTE = re.compile(r"""\b[a-z-]+=(?:"[^"]*"|'[^']*')""")  # gathered with {% set %}, outside of its tag
_SHOWN_ATTRIBUTES = {"alt", "aria-description", "aria-label", "label", "placeholder", "title"}


class Shown(HTMLParser):
    """The texts of a page that people see: between tags, and in the attributes that are read to them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag, attrs):
        self._hidden += tag in {"script", "style"}
        self.found += [value for name, value in attrs if value and name in _SHOWN_ATTRIBUTES]

    def handle_endtag(self, tag):
        self._hidden -= tag in {"script", "style"}

    def handle_data(self, data):
        if not self._hidden:
            self.found.append(data)


def shown_literals(template: str) -> list[str]:
    """Texts of a template with a word that stands outside of gettext."""
    parser = Shown()
    parser.feed(_CODE.sub(" ", _TRANS.sub(" ", template)))
    parser.close()
    return [
        text.strip()
        for text in parser.found
        if any(word not in SAME_IN_EVERY_LANGUAGE for word in _WORD.findall(_ATTRIBUTE.sub(" ", text)))
    ]


def constants(node: nodes.Node) -> Iterator[str]:
    """Strings in the expressions of a template, but for those that are handed to gettext."""
    if (
        isinstance(node, nodes.Call)
        and isinstance(node.node, nodes.Name)
        and node.node.name in script.KEYWORDS
    ):
        return
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    for child in node.iter_child_nodes():
        yield from constants(child)


@pytest.mark.parametrize(
    ("template", "found"),
    [
        ("<p>Spara nu</p>", ["Spara nu"]),
        ("<p>{{ x }}</p><b title='Stäng'>×</b>", ["Stäng"]),
        ("<p>{{ _('Spara nu') }} {% trans %}Stäng nu{% endtrans %}</p>", []),
        ("{# Spara nu #}<kbd>j</kbd><script>var ett</script>", []),
    ],
)
def test_literals_are_seen(template, found):
    assert shown_literals(template) == found


def test_templates_show_no_text_outside_of_gettext():
    assert len(TEMPLATES) > 80
    found = {
        str(path.relative_to(SOURCE)): literals
        for path in TEMPLATES
        if (literals := shown_literals(path.read_text(encoding="utf-8")))
    }
    assert found == {}


def test_expressions_of_templates_hold_no_text_outside_of_gettext():
    env = environment()
    found = []
    for path in TEMPLATES:
        for text in constants(env.parse(path.read_text(encoding="utf-8"))):
            if re.search("[åäöÅÄÖ]", text) or re.match(r"[A-ZÅÄÖ][a-zåäö]+ [a-zåäö]", text):
                found.append((str(path.relative_to(SOURCE)), text))
    assert found == []
