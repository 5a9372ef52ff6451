"""Speech on its way to text (A.1, B.3): recordings with their parts, and the dictations that become texts."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models


def _person(*, null: bool = True) -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("organisations.Person", on_delete=models.PROTECT, related_name="+", null=null)


def _stored() -> models.ForeignKey[Any, Any]:
    return models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+", null=True)


class RecordingKind(models.TextChoices):
    """What is dictated. Referrals and answers come first in the queue (A.1, B.3)."""

    REFERRAL = "referral", "remiss"
    ANSWER = "answer", "svar"
    CONFIRMATION = "confirmation", "bekräftelse"
    LETTER = "letter", "brev"


class RecordingState(models.TextChoices):
    OPEN = "open", "spelas in"  # begun; may be gone on with, on any device
    FINISHED = "finished", "klart, bearbetas"  # the author is done; the whole is being put together
    READY = "ready", "klart att skriva ut"
    FAULTY = "faulty", "ljudet går inte att läsa"
    ERASED = "erased", "ljudet är gallrat"


class Recording(models.Model):
    """What somebody has said about one patient, as takes with parts, and as one whole when it is finished.

    `cuts` is the order in which pieces of takes are heard: [[take number, from ms, to ms], …].
    """

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="+")
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+")
    author = _person(null=False)
    kind = models.CharField(max_length=12, choices=RecordingKind.choices)
    state = models.CharField(max_length=10, choices=RecordingState.choices, default=RecordingState.OPEN)
    begun_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    cuts = models.JSONField(default=list)
    whole = _stored()  # the finished speech as one file that every browser can seek in
    duration_ms = models.PositiveIntegerField(default=0)
    peaks = models.JSONField(default=list)  # loudness 0–99, ten a second, for the waveform
    taken_until = models.DateTimeField(null=True)  # a worker that died leaves it free again after this
    attempts = models.PositiveSmallIntegerField(default=0)
    draft = models.TextField(blank=True)  # by speech recognition: a draft, never a fact
    draft_engine = models.CharField(max_length=60, blank=True)
    draft_doubts = models.JSONField(default=list)  # [[at ms, word], …] of which the engine was unsure
    draft_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(state__in=[one.value for one in RecordingState]), name="recording_state"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="ready") | models.Q(whole__isnull=False),
                name="recording_ready_has_whole",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["state", "changed_at"], name="recording_state_changed")]


class Take(models.Model):
    """One stretch of recording, from start or resume to stop; or one uploaded file. Its parts come one by one.

    `sound`, `peaks` and `heard_parts` are what a worker made of so many parts: for whoever comes back to the page.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="takes")
    number = models.PositiveIntegerField()
    media_type = models.CharField(max_length=60)
    begun_at = models.DateTimeField()
    at_ms = models.PositiveIntegerField(null=True)  # where it was spoken in what was there; NULL: at the end
    overwrites = models.BooleanField(
        default=False
    )  # it replaces as much as it is long, instead of pushing aside
    parts_expected = models.PositiveIntegerField(null=True)  # told when the take is stopped
    duration_ms = models.PositiveIntegerField(null=True)  # of what is stored, as far as anybody knows
    sound = _stored()  # MP3
    peaks = models.JSONField(default=list)
    heard_parts = models.PositiveIntegerField(default=0)
    taken_until = models.DateTimeField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["recording", "number"], name="take_number_once")
        ]


class Part(models.Model):
    """A few seconds of a take, stored as they came. Acknowledged only when stored; the same one again is the same."""

    take = models.ForeignKey(Take, on_delete=models.PROTECT, related_name="parts")
    number = models.PositiveIntegerField()
    file = models.ForeignKey("storage.StoredFile", on_delete=models.PROTECT, related_name="+")
    stored_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["take", "number"], name="part_number_once")]


class Dictation(models.Model):
    """A dictation of one text: a referral, a reply or a letter. Until `transcribed_at` it is work in Att skriva ut.

    `place` says where the speech lies when it was recorded elsewhere ("diktat 4711, dikteringssystemet").
    Several dictations may share one recording: several texts from one speech.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    place = models.CharField(max_length=200, blank=True)
    recording = models.ForeignKey(Recording, on_delete=models.PROTECT, related_name="dictations", null=True)
    dictated_at = models.DateTimeField()
    dictated_by = _person(null=False)
    taken_at = models.DateTimeField(null=True)
    taken_by = _person()
    transcribed_at = models.DateTimeField(null=True)
    transcribed_by = _person()
    sent_back_at = models.DateTimeField(null=True)  # by the author, to be typed again
    sent_back_note = models.CharField(max_length=500, blank=True)
    machine_draft = models.BooleanField(default=False)  # its text began as speech recognition's
    read_through_at = models.DateTimeField(null=True)  # by a person, against the speech
    read_through_by = _person()


class UnclearSpot(models.Model):
    """A place that the transcriber could not hear for sure, for the author to play and settle.

    Without `marked_by` it is speech recognition that was unsure; whoever reads its text through settles it.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    dictation = models.ForeignKey(Dictation, on_delete=models.PROTECT, related_name="unclear")
    at_ms = models.PositiveIntegerField()
    note = models.CharField(max_length=200, blank=True)
    marked_at = models.DateTimeField()
    marked_by = _person()
    settled_at = models.DateTimeField(null=True)
    settled_by = _person()


class TypingHabits(models.Model):
    """How a person wants the player to behave: keys (a foot pedal sends keys), speed, and the jump back on stop."""

    person = models.OneToOneField(
        "organisations.Person", on_delete=models.PROTECT, related_name="+", primary_key=True
    )
    keys = models.JSONField(default=dict)  # what it does → the name of the key, as browsers name keys
    jump_back_ms = models.PositiveIntegerField(default=2000)
    speed_percent = models.PositiveSmallIntegerField(default=100)


class Phrase(models.Model):
    """A unit's abbreviation and what it stands for, expanded while one types."""

    id = models.UUIDField(primary_key=True, editable=False)
    unit = models.ForeignKey("organisations.Unit", on_delete=models.PROTECT, related_name="phrases")
    short = models.CharField(max_length=20)
    text = models.CharField(max_length=2000)
    active = models.BooleanField(default=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["unit", "short"], condition=models.Q(active=True), name="phrase_short_once"
            )
        ]
