"""Words read from a scan are a proposal: only the text of the page is written, and only where one asks for it."""

from __future__ import annotations

import os

import pytest

from factories import told_scans as scans
from factories import walks
from remissvakt.assurance.checks import run_checks
from remissvakt.documents.models import CodeKind, Document, ScanPage
from remissvakt.referrals.models import Event, WorkItem
from remissvakt.scanning import ocr

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff"


@pytest.fixture
def tesseract(tmp_path, monkeypatch):
    """Put a program of that name first on the path; it does what its lines say."""

    def install(lines: str) -> None:
        folder = tmp_path / "programs"
        folder.mkdir(exist_ok=True)
        program = folder / "tesseract"
        program.write_text(f"#!/bin/sh\n{lines}\n")
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}{os.pathsep}{os.defpath}")

    return install


@pytest.fixture
def wanted(settings):
    settings.REMISSVAKT_OCR = True


def texts() -> list[str]:
    return list(ScanPage.objects.order_by("number").values_list("text", flat=True))


def test_each_uncoded_page_gets_its_words_once(region, now, tesseract, wanted):
    tesseract("cat > /dev/null; echo Svar: inom tre månader")
    scans.scanned(region, "text", "blank", "text", now=now)
    events = Event.objects.count()
    assert [ocr.work(now=now) for _ in range(3)] == [True, True, False]
    assert texts() == ["Svar: inom tre månader", "", "Svar: inom tre månader"]
    document = Document.objects.get()
    assert (document.referral_id, document.linked_at, document.kind) == (None, None, "")
    assert WorkItem.objects.get(document=document).reason == "paper_unlinked"
    assert Event.objects.count() == events
    assert run_checks(now=now) == []


def test_a_page_that_says_nothing_is_not_read_again(region, now, tesseract, wanted):
    tesseract("cat > /dev/null; exit 1")
    scans.scanned(region, "text", now=now)
    assert [ocr.work(now=now), ocr.work(now=now)] == [True, False]
    assert texts() == ["\n"]


def test_a_coded_page_is_not_read(region, now, tesseract, wanted):
    tesseract("cat > /dev/null; echo ord")
    referral = walks.posted(region, now=now)
    scans.scanned(region, scans.code(referral, now=now, kind=CodeKind.ANSWER_SHEET), now=now)
    assert not ocr.work(now=now)


def test_nothing_is_read_where_nobody_asked_for_it(region, now, tesseract, monkeypatch, settings):
    tesseract("cat > /dev/null; echo ord")
    scans.scanned(region, "text", now=now)
    assert not ocr.work(now=now)
    settings.REMISSVAKT_OCR = True
    monkeypatch.setenv("PATH", "/nowhere")
    assert not ocr.work(now=now)
    assert ocr.read_text(picture=JPEG) == ""
    assert texts() == [""]


def test_a_file_that_is_gone_stops_nobody(region, now, tesseract, wanted, files):
    tesseract("cat > /dev/null; echo ord")
    scans.scanned(region, "text", now=now)
    for path in files.rglob("*"):
        if path.is_file():
            path.unlink()
    assert [ocr.work(now=now), ocr.work(now=now)] == [True, False]


def test_the_program_has_limits_and_no_secrets(tesseract, monkeypatch, tmp_path):
    monkeypatch.setenv("REMISSVAKT_SECRET_KEY", "hemligt")
    tesseract("cat > /dev/null; env; pwd")
    said = ocr.read_text(picture=JPEG)
    assert "hemligt" not in said
    assert said.endswith("/")
    tesseract("sleep 60")
    monkeypatch.setattr(ocr, "_SECONDS", 1)
    assert ocr.read_text(picture=JPEG) == ""
    monkeypatch.setattr(ocr, "_SECONDS", 30)
    tesseract(
        f"cat > /dev/null; sleep 0.5; echo x > {tmp_path}/written; test -s {tmp_path}/written && echo yes"
    )
    assert "yes" not in ocr.read_text(picture=JPEG)
    tesseract("cat > /dev/null; head -c 100000 /dev/zero | tr '\\0' a; printf '\\377'")
    assert ocr.read_text(picture=JPEG) == "a" * 20_000
