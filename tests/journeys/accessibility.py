"""axe-core on the page that is open: what it finds against WCAG 2.2 AA."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.urls import Resolver404, resolve
from playwright.sync_api import Page

SCRIPT = (Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js").read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RUN = "tags => axe.run(document, {runOnly: tags, resultTypes: ['violations']})"


def findings(page: Page) -> list[str]:
    """What axe has to say about the page as it stands: rule, place, and which page. Empty is good."""
    # A colour on its way to another is no colour: let everything that moves arrive first.
    page.evaluate("document.getAnimations().forEach(one => one.finish())")
    page.evaluate(SCRIPT)
    found: dict[str, Any] = page.evaluate(RUN, TAGS)
    return [
        f"{kind_of(page)}: {rule['id']}: {node['html'][:300]}"
        for rule in found["violations"]
        for node in rule["nodes"]
    ]


def kind_of(page: Page) -> str:
    """Which page this is, whoever it is about: its name, what it does, and whether something is wrong on it."""
    try:
        match = resolve(urlsplit(page.url).path)
    except Resolver404:
        return page.url
    words = [str(value) for value in match.kwargs.values() if re.fullmatch("[a-z_-]+", str(value))]
    wrong = page.locator(".error-summary").count()
    return " ".join([str(match.view_name), *words, *(["with errors"] if wrong else [])])
