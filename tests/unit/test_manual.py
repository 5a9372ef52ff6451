"""The manual's pictures: none is missing, none is left over, and together they stay small."""

import re
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"
FOLDERS = (DOCS / "screenshots", DOCS / "letters")
LARGEST, LARGEST_TOGETHER = 60 * 1024, 8 * 1024 * 1024


def _shown() -> dict[Path, str]:
    """Every picture that a page of the manual shows, and what it says to those who cannot see it."""
    return {
        (page.parent / address).resolve(): words
        for page in DOCS.rglob("*.md")
        for words, address in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text())
    }


def _pictures() -> list[Path]:
    return [path for folder in FOLDERS for path in folder.iterdir()]


def test_every_picture_exists_and_is_described():
    assert [path.name for path in _shown() if not path.exists()] == []
    assert [path.name for path, words in _shown().items() if not words.strip()] == []


def test_no_picture_is_left_over():
    assert {path.resolve() for path in _pictures()} == set(_shown())


def test_pictures_are_small():
    sizes = {path.name: path.stat().st_size for path in _pictures()}
    assert [name for name, size in sizes.items() if size > LARGEST] == []
    assert sum(sizes.values()) < LARGEST_TOGETHER


def test_every_link_between_pages_leads_somewhere():
    for page in DOCS.rglob("*.md"):
        links = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:]+)\)", page.read_text())
        assert [link for link in links if not (page.parent / link).exists()] == [], page.name


def test_each_role_has_a_page():
    pages = {path.stem for path in (DOCS / "manual").glob("*.md")}
    assert pages == {"sekreterare", "remittent", "bedomare", "chef", "administrator"}
