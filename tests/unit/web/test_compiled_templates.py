"""A compiled template is used only for the text that it was made of, and a page never depends on there being one."""

from __future__ import annotations

import pytest
from django.template import engines
from jinja2 import DictLoader

from remissvakt.web import compiled_templates
from remissvakt.web.compiled_templates import Compiled, compile_all


@pytest.fixture
def environment(tmp_path):
    """One with two templates of its own, and a folder that nothing else uses."""
    whole = engines["jinja2"].env
    own = whole.overlay(loader=DictLoader({"a.html": "Hej {{ name }}", "b/c.html": "<p>{{ 1 + 1 }}</p>"}))
    own.bytecode_cache = Compiled(tmp_path / "compiled")
    return own


@pytest.fixture
def compiled(environment, monkeypatch, tmp_path):
    monkeypatch.setattr(compiled_templates, "_environment", lambda: environment)
    return lambda: compile_all(folder=tmp_path / "compiled")


def drawn_without_compiling(environment, template: str, monkeypatch, **context: str) -> str:
    environment.cache.clear()
    with monkeypatch.context() as patch:
        patch.setattr(type(environment), "_parse", lambda *_: pytest.fail("it was compiled"))
        return environment.get_template(template).render(context)


def test_what_is_compiled_is_not_compiled_again(environment, compiled, monkeypatch):
    assert compiled() == 2
    assert compiled() == 0
    assert drawn_without_compiling(environment, "a.html", monkeypatch, name="<x>") == "Hej &lt;x&gt;"
    assert drawn_without_compiling(environment, "b/c.html", monkeypatch) == "<p>2</p>"


def test_another_text_is_compiled_anew_and_never_shown_as_it_was(environment, compiled):
    compiled()
    environment.loader.mapping["a.html"] = "Adjö {{ name }}"
    environment.cache.clear()
    assert environment.get_template("a.html").render(name="du") == "Adjö du"
    assert compiled() == 1


def test_another_environment_makes_it_anew(environment, compiled, monkeypatch):
    compiled()
    monkeypatch.setattr(compiled_templates, "_makers", lambda: b"another")
    environment.cache.clear()
    assert compiled() == 2


def test_without_a_folder_and_with_a_broken_file_pages_are_drawn(environment, compiled, tmp_path):
    assert environment.get_template("a.html").render(name="du") == "Hej du"
    assert not (tmp_path / "compiled").exists()
    compiled()
    (tmp_path / "compiled" / "a.html.compiled").write_bytes(b"j2 and then nothing of use")
    environment.cache.clear()
    assert environment.get_template("a.html").render(name="du") == "Hej du"


def test_what_has_no_template_any_more_is_taken_away(environment, compiled, tmp_path):
    compiled()
    del environment.loader.mapping["b/c.html"]
    compiled()
    assert [path.name for path in (tmp_path / "compiled").rglob("*.compiled")] == ["a.html.compiled"]


def test_every_template_of_the_product_compiles(tmp_path):
    names = engines["jinja2"].env.list_templates()
    assert compile_all(folder=tmp_path) == len(names) > 50
