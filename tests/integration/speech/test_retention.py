"""The sound of a dictation is kept until all its texts are signed, and then for the unit's time; then it is erased."""

from __future__ import annotations

import os
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from factories import walks
from killing import kill_at_every_step
from remissvakt.assurance.checks import run_checks
from remissvakt.assurance.finding import Finding
from remissvakt.audit.models import AdminEvent
from remissvakt.cli.commands import tidy
from remissvakt.core.ids import new_id
from remissvakt.dictation.models import Dictation, Part, Recording, RecordingState, Take
from remissvakt.organisations.models import UnitRoutine
from remissvakt.referrals.actions import complete, sign, void
from remissvakt.referrals.models import Referral, ReferralVersion
from remissvakt.speech.retention import erase_recording, erase_unused_sound, over
from remissvakt.storage.errors import Missing
from remissvakt.storage.models import StoredFile
from remissvakt.storage.store import backend_now, put, read

pytestmark = pytest.mark.django_db
KEPT = timedelta(days=90)
SECOND = timedelta(seconds=1)


def sound(content: bytes, now: datetime) -> StoredFile:
    return put(content=content, media_type="audio/webm", now=now)


def dictated(region: Any, now: datetime, *sounds: bytes) -> tuple[Referral, Recording]:
    """A referral whose doctor has dictated it, in parts, and the whole that was made of them."""
    recording_id = new_id(now=now)
    referral = walks.drafted(region, now=now, fields={}, dictated=True, recording_id=recording_id)
    recording = Recording.objects.get(id=recording_id)
    take = Take.objects.create(
        id=new_id(now=now), recording=recording, number=0, media_type="audio/webm", begun_at=now
    )
    for number, content in enumerate(sounds):
        Part.objects.create(take=take, number=number, file=sound(content, now), stored_at=now)
    recording.whole = sound(b"whole " + b"".join(sounds), now)
    recording.state, recording.finished_at = RecordingState.READY.value, now
    recording.draft, recording.draft_doubts = "Patienten ser sämre", [[10, "sämre"]]
    recording.save()
    return referral, recording


def signed(referral: Referral, region: Any, now: datetime) -> None:
    def seen() -> dict[str, Any]:
        row = Referral.objects.get(id=referral.id)
        return {
            "referral_id": row.id,
            "version": row.version,
            "draft_version": row.versions.get().draft_version,
        }

    complete.transcribe(**seen(), fields=walks.FIELDS, actor=region.secretary, now=now)
    complete.complete(**seen(), actor=region.secretary, now=now)
    sign.sign(**seen(), actor=region.referrer, now=now)


def named() -> set[str]:
    return {found.name for found in backend_now().found()}


def of_files(now: datetime) -> list[Finding]:
    """The sounds here are put together without the worker: only what is said of files is looked at."""
    return [one for one in run_checks(now=now) if one.invariant.startswith("files_")]


def erased(recording_id: UUID) -> bool:
    return Recording.objects.get(id=recording_id).state == RecordingState.ERASED


def test_after_the_units_time_it_is_gone_and_written_down(files, region, now):
    referral, recording = dictated(region, now, b"one", b"two")
    signed(referral, region, now)
    assert over(now=now + KEPT - SECOND) == []
    assert erase_recording(recording_id=recording.id, now=now + KEPT - SECOND) is None
    assert over(now=now + KEPT) == [recording.id]
    assert erase_recording(recording_id=recording.id, now=now + KEPT) == 3
    gone = Recording.objects.get(id=recording.id)
    assert (gone.state, gone.erased_at, gone.draft, gone.draft_doubts) == ("erased", now + KEPT, "", [])
    assert named() == set()
    assert set(StoredFile.objects.values_list("erased_at", flat=True)) == {now + KEPT}
    for row in StoredFile.objects.all():
        with pytest.raises(Missing):
            read(sha256=row.sha256)
    event = AdminEvent.objects.get(kind="sound_erased")
    assert (event.subject_id, event.unit_id, event.data) == (recording.id, recording.unit_id, {"files": 3})
    assert of_files(now + KEPT) == []
    # Once is enough.
    assert over(now=now + 2 * KEPT) == []
    assert erase_recording(recording_id=recording.id, now=now + 2 * KEPT) is None


def test_never_before_it_is_signed(files, region, now):
    referral, recording = dictated(region, now, b"one")
    years_later = now + timedelta(days=3650)
    assert over(now=years_later) == []
    assert erase_recording(recording_id=recording.id, now=years_later) is None
    assert len(named()) == 2
    signed(referral, region, now + timedelta(days=300))
    assert over(now=now + timedelta(days=389)) == []
    assert over(now=now + timedelta(days=391)) == [recording.id]


def test_all_its_texts_must_be_signed(files, region, now):
    referral, recording = dictated(region, now, b"one")
    signed(referral, region, now)
    other = walks.drafted(region, now=now)
    dictation = Dictation.objects.create(
        id=new_id(now=now), recording=recording, dictated_at=now, dictated_by_id=region.referrer.person_id
    )
    assert over(now=now + KEPT) == []  # a dictation whose text nobody has begun
    ReferralVersion.objects.filter(referral=other).update(dictation=dictation)
    assert over(now=now + KEPT) == []
    void.void(
        referral_id=other.id,
        version=other.version,
        reason="Behövs inte.",
        actor=region.referrer,
        now=now + timedelta(days=1),
    )
    assert over(now=now + KEPT) == []
    assert over(now=now + KEPT + timedelta(days=1)) == [recording.id]


def test_each_unit_has_its_own_time(files, region, now):
    referral, recording = dictated(region, now, b"one")
    signed(referral, region, now)
    UnitRoutine.objects.filter(unit=region.eye_clinic).update(audio_days=1)
    assert over(now=now + timedelta(days=2)) == []
    UnitRoutine.objects.filter(unit=region.health_centre).update(audio_days=2)
    assert over(now=now + timedelta(days=2)) == [recording.id]


def test_a_sound_that_another_recording_has_too_stays_until_that_one_is_over(files, region, now):
    first, one = dictated(region, now, b"silence", b"one")
    second, two = dictated(region, now, b"silence", b"two")
    signed(first, region, now)
    assert erase_recording(recording_id=one.id, now=now + KEPT) == 2
    assert of_files(now + KEPT) == []
    assert [
        read(sha256=part.file_id) for part in Part.objects.filter(take__recording=two).order_by("number")
    ] == [
        b"silence",
        b"two",
    ]
    signed(second, region, now + KEPT)
    assert erase_recording(recording_id=two.id, now=now + 2 * KEPT) == 3
    assert named() == set()
    assert of_files(now + 2 * KEPT) == []


def test_a_sound_that_somebody_is_just_putting_waits(files, region, now):
    referral, recording = dictated(region, now, b"one")
    signed(referral, region, now)
    sound(b"one", now + KEPT)
    assert erase_recording(recording_id=recording.id, now=now + KEPT) is None
    assert (
        not erased(recording.id) and len(named()) == 2 and not AdminEvent.objects.filter(kind="sound_erased")
    )
    assert erase_recording(recording_id=recording.id, now=now + KEPT + timedelta(hours=2)) == 2


def test_a_recording_that_a_worker_has_taken_waits(files, region, now):
    referral, recording = dictated(region, now, b"one")
    signed(referral, region, now)
    Recording.objects.update(taken_until=now + KEPT + SECOND)
    assert erase_recording(recording_id=recording.id, now=now + KEPT) is None
    assert erase_recording(recording_id=recording.id, now=now + KEPT + SECOND) == 2


def test_a_sound_that_was_replaced_is_erased_after_the_longest_time_of_any_unit(files, region, now):
    _referral, recording = dictated(region, now, b"one")
    replaced = recording.whole_id
    recording.whole = sound(b"whole anew", now)
    recording.save(update_fields=["whole"])
    letter = put(content=b"%PDF-1.7", media_type="application/pdf", now=now)
    UnitRoutine.objects.filter(unit=region.skin_clinic).update(audio_days=100)
    assert erase_unused_sound(now=now + timedelta(days=99)) == 0
    assert erase_unused_sound(now=now + timedelta(days=100)) == 1
    assert StoredFile.objects.get(erased_at__isnull=False).sha256 == replaced
    assert letter.sha256 in named() and len(named()) == 3
    assert AdminEvent.objects.get(kind="unused_sound_erased").data == {"files": 1}


class Arguments:
    def __init__(self, *, dry_run: bool) -> None:
        self.dry_run = dry_run


def test_the_command(files, region, now, capsys, monkeypatch):
    referral, recording = dictated(region, now, b"one", b"two")
    signed(referral, region, now)
    dead, living = files / "unfinished" / "1.a", files / "unfinished" / "2.b"
    dead.write_bytes(b"x")
    living.write_bytes(b"x")
    later = now + KEPT
    os.utime(dead, (now.timestamp(), now.timestamp()))
    os.utime(living, (later.timestamp(), later.timestamp()))
    monkeypatch.setattr("remissvakt.core.clock.SystemClock.now", lambda self: later)
    assert tidy.run(Arguments(dry_run=True)) == 0
    assert not erased(recording.id) and dead.exists()
    assert tidy.run(Arguments(dry_run=False)) == 0
    assert erased(recording.id) and living.exists() and not dead.exists()
    assert capsys.readouterr().out.splitlines() == [
        "1 inspelningar att gallra.",
        "1 inspelningar gallrade, 3 ljudfiler borttagna.",
        "1 påbörjade filer av avbrutna processer är borttagna.",
    ]


@pytest.mark.django_db(transaction=True)
def test_killed_at_every_step(files, region, now):
    first, one = dictated(region, now, b"silence", b"one")
    _second, two = dictated(region, now, b"silence", b"two")
    signed(first, region, now)
    sounds_of_two = {
        part.file_id: read(sha256=part.file_id) for part in Part.objects.filter(take__recording=two)
    }

    def nothing_half() -> None:
        assert {name: read(sha256=name) for name in sounds_of_two} == sounds_of_two
        assert not erased(two.id)
        events = AdminEvent.objects.filter(kind="sound_erased").count()
        assert events == int(erased(one.id))
        if erased(one.id):
            assert len(named()) == 3

    def done() -> None:
        nothing_half()
        assert erased(one.id)
        assert of_files(now + KEPT) == []

    def erase_what_is_over() -> None:
        for recording_id in over(now=now + KEPT):
            erase_recording(recording_id=recording_id, now=now + KEPT)

    steps = kill_at_every_step(erase_what_is_over, nothing_half, done=done, folders=[files])
    assert steps.count("os.unlink") == 2 and "commit" in steps
