"""Every hostile file is read as harmless pages or refused in words; nothing else happens (T13, S9)."""

from __future__ import annotations

import gc
import io
import os
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image

from clamav import EICAR, clamav
from remissvakt.sandbox import scans
from remissvakt.sandbox.reading.limits import LONGEST_PICTURE_SIDE
from remissvakt.sandbox.run import Refused
from remissvakt.sandbox.scans import ReadPage, read_scan, refusal_text
from remissvakt.scanning.clamd import look_through

from .corpus import corpus
from .hostile import ANYTHING, PAGES, Hostile
from .others import with_eicar
from .pdf_contents import many_expensive_pages
from .raw_pdf import one_page

# A file that would use its 20 seconds is as well contained after one. One whose outcome is known has them all: what
# is asked there is what it is, not how busy the machine is.
SHORT = replace(scans.LIMITS, wall_seconds=1, seconds_for_each_result=0.01)
LONG = scans.LIMITS
GROWTH = 24 * 1024 * 1024


def test_there_are_three_hundred_files_or_more():
    files = [one for kind in corpus().values() for one in kind]
    assert len(files) >= 300
    assert len({(one.kind, one.name) for one in files}) == len(files)


@pytest.mark.parametrize("kind", corpus())
def test_every_file_is_read_or_refused(kind, monkeypatch):
    wrong = {}
    before = surroundings()
    for one in corpus()[kind]:
        monkeypatch.setattr(scans, "LIMITS", SHORT if one.allowed == ANYTHING else LONG)
        result, growth = outcome_and_growth(one)
        if result not in one.allowed:
            wrong[one.name] = result
        if growth > GROWTH:
            wrong[f"{one.name}: memory"] = growth
    assert wrong == {}
    assert surroundings() == before


def test_pages_that_take_long_are_stopped_however_honestly_they_are_drawn(monkeypatch):
    """Pages that came do not buy the next ones time, unless all of them have come quickly."""
    monkeypatch.setattr(scans, "LIMITS", SHORT)
    pages: list[ReadPage] = []
    with pytest.raises(Refused) as caught:
        read_scan(content=[many_expensive_pages()], on_page=pages.append)
    assert caught.value.code == "scan_took_too_long"
    assert len(pages) < 20


def outcome_and_growth(one: Hostile) -> tuple[str, int]:
    """Give the file in pieces, as a store does, and look at this process's memory around the reading."""
    content = one.make()
    pieces = (content[start : start + 65536] for start in range(0, len(content), 65536))
    gc.collect()
    before = resident()
    try:
        count = read_scan(content=pieces, on_page=checked)
    except Refused as refused:
        words = str(refusal_text(refused.code))
        assert words.endswith(".") and refused.code not in words
        result = refused.code
    else:
        assert 1 <= count <= 200
        result = PAGES
    return result, resident() - before


def checked(page: ReadPage) -> None:
    """A page is two small pictures that can be decoded, and nothing more."""
    for content in (page.picture, page.small_picture):
        picture = Image.open(io.BytesIO(content), formats=["JPEG"])
        assert max(picture.size) <= LONGEST_PICTURE_SIDE
        assert not picture.info.get("comment") and not picture.getexif()
    assert page.tokens == ()
    assert not page.separator


def surroundings() -> tuple[set[str], list[str]]:
    """Files where a child is, and children of this process."""
    return (
        {one.name for one in Path("/").iterdir()},
        [
            child
            for task in Path("/proc/self/task").iterdir()
            for child in (task / "children").read_text().split()
        ],
    )


def resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_a_virus_is_found_by_the_check_whatever_holds_it():
    """The reading never opens what is attached; where a daemon is set up, it is what finds it."""
    with clamav() as daemon:
        for content in (EICAR, with_eicar()):
            assert look_through(content=[content], address=daemon.address).virus
        assert look_through(content=[one_page()], address=daemon.address).clean
