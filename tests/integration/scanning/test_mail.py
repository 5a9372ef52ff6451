"""The mail-in folder: attachments become scans, and a mail that fits nothing is kept and shown (A.6)."""

import os
from datetime import timedelta
from email.message import EmailMessage

import pytest

from factories import told_scans as scans
from remissvakt.assurance.checks import run_checks
from remissvakt.documents.models import Document, Scan
from remissvakt.referrals.models import WorkItem
from remissvakt.scanning.mail import MailFolder
from remissvakt.scanning.mail import work as mail_work

pytestmark = pytest.mark.django_db
MOMENT = timedelta(seconds=6)


def mail(*files, sender="Ögonkliniken Norr <svar@ogon.example>", text="Se bifogat."):
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, "remisser@eken.example", "Svar"
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


class Post:
    """The mail folder of the health centre, and a clock."""

    def __init__(self, root, unit, now):
        self.now, self.folder = now, root / str(unit.id)
        for name in ("new", "cur", "tmp"):
            (self.folder / name).mkdir(parents=True)
        self.service = MailFolder(root)

    def lay(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        os.utime(path, (self.now.timestamp(), self.now.timestamp()))

    def looks(self, times=4):
        taken = 0
        for _ in range(times):
            self.now += MOMENT
            while self.service.work(now=self.now):
                taken += 1
        return taken

    def here(self, folder):
        place = self.folder / folder
        return sorted(path.name for path in place.iterdir() if path.is_file()) if place.exists() else []


@pytest.fixture
def post(region, tmp_path, now):
    return Post(tmp_path / "post", region.health_centre, now)


def test_each_attachment_is_a_scan_with_its_sender(region, post, now):
    post.lay("brev.eml", mail(("svar 1.pdf", scans.stack("text")), ("bild.png", b"\x89PNG\r\n\x1a\n rest")))
    assert post.looks() == 1
    assert list(Scan.objects.order_by("received_at", "id").values_list("name", "source", "received_by")) == [
        ("svar 1.pdf", "mail", None),
        ("bild.png", "mail", None),
    ]
    assert set(Document.objects.values_list("sender", flat=True)) == {"Ögonkliniken Norr"}
    assert post.here("mottagna") == ["brev.eml"]
    assert run_checks(now=now) == []


@pytest.mark.parametrize("place", ["new", "cur"])
def test_a_maildir_is_read_too_but_not_what_is_still_delivered(post, place):
    post.lay(f"{place}/1700000000.M1P1.host", mail(("svar.pdf", scans.stack("text"))))
    post.lay("tmp/1700000001.M1P1.host", mail(("half.pdf", scans.stack("text", "text"))))
    assert post.looks() == 1
    assert Scan.objects.get().name == "svar.pdf"
    assert post.here(f"{place}/mottagna") == ["1700000000.M1P1.host"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (mail(text="Ring mig om 19121212-1212."), "ingen bifogad fil"),
        (mail(("avtal.docx", b"PK\x03\x04")), "avtal.docx"),
        (b"", "ingen bifogad fil"),
        (b"\0\xff" * 5000, "ingen bifogad fil"),
    ],
)
def test_a_mail_that_fits_nothing_is_kept_and_shown(region, post, now, content, says):
    post.lay("brev.eml", content or b"\n")
    assert post.looks() == 1
    document = Document.objects.get()
    assert says in document.description
    assert "1212" not in document.description
    assert WorkItem.objects.get(document=document).unit_id == region.health_centre.id
    assert post.here("gick-inte") == ["brev.eml"]
    assert not Scan.objects.exists()
    assert run_checks(now=now) == []


def test_what_fits_is_taken_also_beside_what_does_not(post):
    post.lay("brev.eml", mail(("svar.pdf", scans.stack("text")), ("avtal.docx", b"PK\x03\x04")))
    assert post.looks() == 1
    assert Scan.objects.get().name == "svar.pdf"
    assert Document.objects.filter(scan=None).count() == 1
    assert post.here("gick-inte") == ["brev.eml"]


def test_the_same_mail_again_is_recognised(post):
    content = mail(("svar.pdf", scans.stack("text")))
    post.lay("ett.eml", content)
    post.looks()
    post.lay("tva.eml", content)
    assert post.looks() == 1
    assert (Scan.objects.count(), Document.objects.count()) == (1, 1)


def test_killed_in_the_middle_it_goes_on(post, monkeypatch, tmp_path):
    def killed(*_args, **_given):
        raise KeyboardInterrupt

    post.lay("brev.eml", mail(("1.pdf", scans.stack("text")), ("2.docx", b"PK\x03\x04")))
    with monkeypatch.context() as patched:
        patched.setattr("remissvakt.scanning.mail.put_in", killed)
        with pytest.raises(KeyboardInterrupt):
            post.looks()
    post.service = MailFolder(tmp_path / "post")
    assert post.looks() == 1
    assert (Scan.objects.count(), Document.objects.count()) == (1, 2)


def test_names_in_old_encodings_and_with_paths(post):
    raw = mail(("x.pdf", scans.stack("text"))).replace(
        b'filename="x.pdf"', b"filename*=windows-1252''..%2F..%2Fsvar%20fr%E5n%20191212-1212.pdf"
    )
    post.lay("brev.eml", raw)
    assert post.looks() == 1
    assert Scan.objects.get().name == "svar från ••••••-••••.pdf"


def test_pictures_in_a_signature_are_no_scans(post):
    message = EmailMessage()
    message["From"] = "x@y.example"
    message.set_content("Hej")
    message.add_alternative('<img src="cid:logo">', subtype="html")
    message.get_payload()[1].add_related(b"\x89PNG\r\n\x1a\n", "image", "png", cid="<logo>")
    message.make_mixed()
    message.add_attachment(scans.stack("text"), maintype="application", subtype="pdf", filename="svar.pdf")
    post.lay("brev.eml", message.as_bytes())
    assert post.looks() == 1
    assert Scan.objects.get().name == "svar.pdf"


def test_a_bomb_of_parts_is_contained(post):
    """Deep in each other, and more than anybody sends."""
    head = b"From: x@y.example\r\nMIME-Version: 1.0\r\n"
    deep = b"".join(
        b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(5000)
    )
    post.lay("djup.eml", head + deep)
    many = b"--b\r\nContent-Disposition: attachment; filename=a.pdf\r\n\r\n%PDF-\r\n" * 5000
    post.lay("manga.eml", head + b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + many)
    assert post.looks() == 2
    assert post.here("gick-inte") == ["djup.eml", "manga.eml"]


def test_without_a_folder_nothing_is_looked_for(settings, now):
    settings.REMISSVAKT_MAIL_FOLDER = ""
    assert mail_work(now=now) is False
