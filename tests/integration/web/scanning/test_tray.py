"""/skanning/: files come in, one by one or many at once, and are seen on their way (A.3, A.6, B.1)."""

import os
import tracemalloc

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from factories.browser import hidden_values, words_of
from factories.scans import papers, read, received, scanned, sheets
from paper_sheets import pdf
from remissvakt.core.ids import new_id
from remissvakt.documents.models import Document, Scan
from remissvakt.referrals.models import WorkItem
from rescan.worn import pages_of

pytestmark = pytest.mark.django_db
TRAY = "/skanning/"
MEGABYTE = 1024 * 1024


def file(name="bunt.pdf", content=None, *, seed=1):
    return SimpleUploadedFile(name, content if content is not None else pdf(sheets(1, seed=seed)))


def send(client, *files, **data):
    form = {"batch": hidden_values(client.get(TRAY))["batch"]} | data
    return client.post(TRAY, form | {"file": list(files)})


def test_many_files_at_once_become_scans_and_work(as_, region):
    answer = send(as_(region.secretary), file("a.pdf", seed=1), file("b.pdf", seed=2))
    assert answer.status_code == 200
    assert words_of(answer).count("Mottagen, läses strax") == 2
    assert Scan.objects.filter(unit=region.health_centre, received_by=region.secretary.person_id).count() == 2
    assert WorkItem.objects.filter(node="unlinked", unit=region.health_centre).count() == 2


def test_a_script_is_answered_in_json(as_, region):
    client = as_(region.secretary)
    batch = str(new_id(now=client.session.get_expiry_date()))
    data = {"batch": batch, "number": "0", "file": file()}
    answer = client.post(TRAY, data, headers={"Accept": "application/json"})
    scan = Scan.objects.get()
    assert answer.json() == {"done": True, "words": "Mottagen, läses strax", "url": f"/skanning/{scan.id}/"}


def test_the_same_form_sent_twice_is_one_scan(as_, region):
    client = as_(region.secretary)
    batch = hidden_values(client.get(TRAY))["batch"]
    for _time in range(2):
        assert send(client, file(), batch=batch).status_code == 200
    assert Scan.objects.count() == 1


def test_the_same_file_is_recognised_and_led_to(as_, region):
    send(as_(region.secretary), file("a.pdf"))
    answer = send(as_(region.other_referrer), file("b.pdf"))
    assert answer.status_code == 422
    assert "Sara Sjö" in words_of(answer)
    assert f'href="/skanning/{Scan.objects.get().id}/"' in answer.content.decode()
    assert Document.objects.count() == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"", "Filen är tom"), (b"MZ\x90 not a scan" * 50, "varken PDF, TIFF, JPEG eller PNG")],
)
def test_what_is_no_scan_is_refused_and_the_others_are_taken(as_, region, content, says):
    answer = send(as_(region.secretary), file("dålig.pdf", content), file("bra.pdf"))
    assert answer.status_code == 422
    assert says in words_of(answer)
    assert [scan.name for scan in Scan.objects.all()] == ["bra.pdf"]


@pytest.mark.parametrize("batch", ["", "x"])
def test_a_form_without_its_key_is_said(as_, region, batch):
    answer = send(as_(region.secretary), file(), batch=batch)
    assert answer.status_code == 422
    assert Scan.objects.count() == 0


def test_no_personal_number_stands_in_the_tray(as_, region):
    client = as_(region.secretary)
    send(client, file("19121212-1212 Tolvan.pdf"))
    assert "1212" not in Scan.objects.get().name
    assert "1212-1212" not in client.get(TRAY).content.decode()


def test_the_tray_says_how_far_it_is(as_, region, now):
    client = as_(region.secretary)
    received(sheets(2), actor=region.secretary, now=now)
    page = client.get(TRAY)
    assert "väntar på att läsas" in words_of(page)
    assert 'hx-trigger="every 2s' in page.content.decode()
    read(now=now)
    page = client.get(TRAY)
    assert "1 att koppla" in words_of(page)
    assert "inte viruskontrollerad" in words_of(page)
    assert 'hx-trigger="every 2s' not in page.content.decode()


def test_what_could_not_be_read_says_why_and_stays_to_be_dealt_with(as_, region, now):
    whole = pdf(sheets(1))
    received([], actor=region.secretary, now=now, content=whole[: len(whole) // 3])
    read(now=now)
    scan = Scan.objects.get()
    page = words_of(as_(region.secretary).get(f"{TRAY}{scan.id}/"))
    assert scan.state == "refused"
    assert "Filen kunde inte läsas" in page
    assert "Hämta originalet" in page
    assert WorkItem.objects.get(node="unlinked").document.scan_id == scan.id


def test_earlier_scans_stay_until_their_papers_are_linked(as_, region, now, clock):
    scanned(sheets(1), actor=region.secretary, now=now)
    clock.shift(24 * 3600)
    from factories.browser import log_in_as
    from remissvakt.core.clock import SystemClock

    page = words_of(log_in_as(region.secretary, now=SystemClock().now()).get(TRAY))
    assert "Tidigare, inte färdigt" in page
    assert "Inget är inskannat idag" in page


def test_other_units_scans_are_not_there(as_, region, scan):
    assert "bunt.pdf" not in words_of(as_(region.eye_secretary).get(TRAY))
    for client in (as_(region.eye_secretary), as_(region.skin_secretary)):
        assert client.get(f"{TRAY}{scan.id}/").status_code == 404
        assert client.post(f"{TRAY}{scan.id}/", {"do": "turn"}).status_code == 404


def test_a_pool_says_first_for_which_unit(as_, region):
    client = as_(region.pool_secretary)
    assert "Vårdcentralen Eken" in words_of(client.get(TRAY))
    url = f"{TRAY}?enhet={region.eye_clinic.id}"
    batch = hidden_values(client.get(url))["batch"]
    assert client.post(url, {"batch": batch, "file": file()}).status_code == 200
    assert Scan.objects.get().unit_id == region.eye_clinic.id
    assert client.get(f"{TRAY}?enhet={region.skin_clinic.id}").status_code == 404


# --- How much may come, and where it lies meanwhile ---------------------------------------------------------
def test_only_the_tray_takes_more_than_the_others(as_, region):
    client = as_(region.secretary)
    large = settings.REMISSVAKT_MAX_UPLOAD_BYTES + MEGABYTE
    for path, status in ((TRAY, 422), ("/papper/ny/", 413), ("/finns-inte/", 413)):
        answer = client.generic("POST", path, b"", CONTENT_LENGTH=str(large))
        assert answer.status_code == status, path
    over = settings.REMISSVAKT_LARGER_UPLOADS["scans"] + 1
    assert client.generic("POST", TRAY, b"", CONTENT_LENGTH=str(over)).status_code == 413


def test_a_large_upload_lies_in_a_nameless_file_and_not_in_memory(as_, region, monkeypatch):
    """100 MB come through with some MB of memory, and leave no file behind."""
    seen = {}

    def receive(*, content, size, **_more):
        seen["size"], seen["links"] = size, os.fstat(content.fileno()).st_nlink
        seen["begins"] = content.read(5)
        raise_refusal()

    monkeypatch.setattr("remissvakt.web.scanning.tray.receive", receive)
    client = as_(region.secretary)
    batch = hidden_values(client.get(TRAY))["batch"]
    size = 100 * MEGABYTE
    body, length = multipart(batch, size)
    tracemalloc.start()
    answer = client.generic(
        "POST", TRAY, b"", CONTENT_TYPE="multipart/form-data; boundary=b", CONTENT_LENGTH=str(length),
        **{"wsgi.input": body},
    )  # fmt: skip
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert answer.status_code == 422
    assert seen == {"size": size, "links": 0, "begins": b"%PDF-"}
    assert peak < 12 * MEGABYTE


def test_who_is_not_logged_in_sends_nothing_large(db):
    """The token of the form is looked for in the body before the gate is asked: not in a large one."""
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = "a" * 32
    body, length = multipart("x", 30 * MEGABYTE)
    answer = client.generic(
        "POST", TRAY, b"", CONTENT_TYPE="multipart/form-data; boundary=b", CONTENT_LENGTH=str(length),
        **{"wsgi.input": body},
    )  # fmt: skip
    assert answer.status_code == 413
    assert body.read_bytes == 0


def raise_refusal():
    from remissvakt.core.refusal import Refusal

    raise Refusal("scan_damaged", "Skadad")


def multipart(batch, size):
    """A form with one large file, made as it is read."""
    head = (
        f'--b\r\nContent-Disposition: form-data; name="batch"\r\n\r\n{batch}\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; filename="stor.pdf"\r\n'
        "Content-Type: application/pdf\r\n\r\n"
    ).encode()
    return Body(head, size, b"\r\n--b--\r\n"), len(head) + size + len(b"\r\n--b--\r\n")


class Body:
    """What a browser sends, without ever being in memory as a whole."""

    def __init__(self, head, size, tail):
        self._parts = [head + b"%PDF-", size - 5, tail]
        self.read_bytes = 0

    def read(self, wanted=-1):
        wanted = wanted if wanted and wanted > 0 else 1 << 16
        out = b""
        while len(out) < wanted and self._parts:
            part = self._parts[0]
            take = wanted - len(out)
            if isinstance(part, int):
                out += b"x" * min(part, take)
                rest = part - take
                self._parts[0:1] = [rest] if rest > 0 else []
            else:
                out += part[:take]
                self._parts[0:1] = [part[take:]] if len(part) > take else []
        self.read_bytes += len(out)
        return out

    def readline(self, wanted=-1):
        return self.read(wanted)


def test_the_separator_sheet_is_read_as_one(as_, region, now):
    """Printed from the page and laid between two papers, it divides them."""
    answer = as_(region.secretary).get(f"{TRAY}skiljeblad")
    assert answer["Content-Type"] == "application/pdf"
    printed = pages_of(answer.content)[0].resize(sheets(1)[0].size).convert("L")
    scan = scanned([*sheets(1), printed, *sheets(1, seed=7)], actor=region.secretary, now=now)
    numbers = [list(paper.pages.values_list("number", flat=True)) for paper in papers(scan)]
    assert numbers == [[1, 2], [3]]
