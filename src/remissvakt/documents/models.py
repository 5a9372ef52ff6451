"""Papers and files that arrive: linked to a referral, or in a visible unlinked tray (A.3, A.6, B.1).

A scan is a file as it arrived; its pages are put into documents; a document is linked to a referral or is work in
Okopplade. Nothing here is ever deleted.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


def _stored() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)


def _person() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=True)


class DocumentKind(models.TextChoices):
    """What a paper is to its referral. A confirmation is never an answer."""

    UNKNOWN = "", "okänd"
    REFERRAL = "referral", "remiss"
    CONFIRMATION = "confirmation", "bekräftelse"
    ANSWER = "answer", "svar"
    OTHER = "other", "annat"


class CodeKind(models.TextChoices):
    """What a coded page is. The two sheets are what a receiver outside fills in and sends back."""

    REFERRAL = "referral", "remiss"
    REPLY = "reply", "besked eller svar från oss"
    LETTER = "letter", "brev"
    CONFIRMATION_SHEET = "confirmation_sheet", "bekräftelseblad"
    ANSWER_SHEET = "answer_sheet", "svarsblad"


class PaperCode(models.Model):
    """The opaque token that stands in the codes of a printed paper, and what it means. It says nothing by itself."""

    token = models.CharField(max_length=26, primary_key=True)
    kind = models.CharField(max_length=20, choices=CodeKind.choices)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="paper_codes")
    delivery = models.ForeignKey(
        "referrals.Delivery", on_delete=models.PROTECT, related_name="paper_codes", null=True
    )
    unit = models.ForeignKey(
        "organisations.Unit", on_delete=models.PROTECT, related_name="+"
    )  # who printed it
    made_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "kind"], name="papercode_delivery_kind_once"),
        ]


class ScanSource(models.TextChoices):
    PAGE = "page", "uppladdad"
    FOLDER = "folder", "skannermapp"
    MAIL = "mail", "e-post"


class ScanState(models.TextChoices):
    WAITING = "waiting", "väntar på att läsas"
    READING = "reading", "läses"
    SPLIT = "split", "delad i dokument"
    REFUSED = "refused", "kunde inte läsas"


class VirusState(models.TextChoices):
    NOT_SCANNED = "not_scanned", "inte viruskontrollerad"
    CLEAN = "clean", "inga virus funna"
    INFECTED = "infected", "virus funnet"


class Scan(models.Model):
    """A file as it arrived at a unit.

    From its arrival it has a document, which is work in Okopplade; reading splits that into more. A file that
    cannot be read keeps its one document there, until a person has dealt with it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=200, blank=True)  # digits masked: a file may be named after a patient
    source = models.CharField(max_length=10, choices=ScanSource.choices)
    arrived_on = models.DateField()
    received_at = models.DateTimeField()
    received_by = _person()  # nobody, from a folder or by mail
    state = models.CharField(max_length=10, choices=ScanState.choices, default=ScanState.WAITING)
    taken_until = models.DateTimeField(null=True)  # a reader that died leaves it free again after this
    attempts = models.PositiveSmallIntegerField(default=0)
    page_count = models.PositiveIntegerField(default=0)
    pages_read = models.PositiveIntegerField(default=0)
    read_at = models.DateTimeField(null=True)
    virus_state = models.CharField(max_length=12, choices=VirusState.choices, default=VirusState.NOT_SCANNED)
    refusal = models.CharField(max_length=60, blank=True)  # a code; the words are made when it is shown
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in ScanState]), name="scan_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="refused") | ~models.Q(refusal=""), name="scan_refused_has_reason"
            ),
            models.UniqueConstraint(fields=["unit", "file"], name="scan_file_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "received_at"], name="scan_state_received")]


class Document(models.Model):
    """One paper or file at a unit. Without `linked_at` it is work in Okopplade.

    Its pages are `ScanPage` rows; a paper that is only registered by hand has none.

    A number on the paper that is not the patient's needs two persons: the first asks (`asked_*`), a second links.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="documents", null=True)
    position = models.PositiveIntegerField(default=0)  # within its scan
    kind = models.CharField(max_length=12, choices=DocumentKind.choices, blank=True)
    code = models.ForeignKey(PaperCode, on_delete=models.PROTECT, related_name="documents", null=True)
    arrived_on = models.DateField()
    sender = models.CharField(max_length=200, blank=True)
    description = models.CharField(max_length=500, blank=True)
    registered_at = models.DateTimeField()
    registered_by = _person()  # nobody, from a folder or by mail
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="documents", null=True
    )
    reply = models.ForeignKey(
        "referrals.Reply", on_delete=models.PROTECT, related_name="documents", null=True
    )
    linked_at = models.DateTimeField(null=True)
    linked_by = _person()  # nobody, when its own code linked it
    asked_referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="+", null=True
    )
    asked_at = models.DateTimeField(null=True)
    asked_by = _person()
    asked_reason = models.CharField(max_length=300, blank=True)
    set_aside_reason = models.CharField(max_length=300, blank=True)  # not a referral matter; who and why
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(linked_at__isnull=True)
                | models.Q(referral__isnull=False)
                | ~models.Q(set_aside_reason=""),
                name="document_linked_to_something",
            ),
            models.CheckConstraint(
                condition=models.Q(asked_at__isnull=True)
                | models.Q(asked_by__isnull=False, asked_referral__isnull=False),
                name="document_asked_by_somebody",
            ),
        ]


class ScanPage(models.Model):
    """One page of a scan, as it is shown: turned upright, with two pictures. The scan keeps its original."""

    id = models.UUIDField(primary_key=True, editable=False)
    scan = models.ForeignKey(Scan, on_delete=models.PROTECT, related_name="pages")
    number = models.PositiveIntegerField()  # in the scan, from 1; never changes
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="pages", null=True)
    position = models.PositiveIntegerField(default=0)  # within the document
    picture = _stored()
    small_picture = _stored()
    width = models.PositiveIntegerField()  # of the picture, pixels
    height = models.PositiveIntegerField()
    quarter_turns = models.PositiveSmallIntegerField(default=0)  # by a person, after reading; clockwise
    skew_tenths = models.SmallIntegerField(default=0)  # tenths of a degree that were corrected
    blank = models.BooleanField(default=False)
    separator = models.BooleanField(default=False)
    token = models.CharField(max_length=26, blank=True)  # what its code said, known or not
    text = models.TextField(blank=True)  # by OCR where it is installed: a proposal, never a fact

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scan", "number"], name="scanpage_number_once"),
        ]
        indexes: ClassVar = [models.Index(fields=["document", "position"], name="scanpage_document")]
