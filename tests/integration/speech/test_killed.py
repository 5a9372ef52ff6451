"""Recording and putting together, killed at every step: nothing acknowledged is lost, nothing is there twice."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from killing import kill_at_every_step
from remissvakt.core.ids import new_id
from remissvakt.dictation.models import Part, Recording, RecordingState, Take
from remissvakt.referrals.actions.speak import finish_speaking, give_back_unreadable
from remissvakt.referrals.loop import load
from remissvakt.referrals.models import Event, Referral, WorkItem
from remissvakt.referrals.record import differences, wanted_items
from remissvakt.speech import assemble, hearing
from remissvakt.speech.actions.begin_take import begin_take
from remissvakt.speech.actions.put_file import put_file
from remissvakt.speech.actions.stop_take import stop_take
from remissvakt.speech.actions.store_part import store_part
from remissvakt.storage import keys, store
from remissvakt.storage.key_ring import with_new_key
from sounds import sound
from speaking import begin, begun, parts_of, send, speak

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def files(settings: Any, tmp_path: Path, now: datetime) -> Path:
    """A storage of its own for each test."""
    settings.REMISSVAKT_DATA = tmp_path
    settings.REMISSVAKT_FILES = str(tmp_path / "files")
    settings.REMISSVAKT_FILE_KEY = ""
    settings.REMISSVAKT_FILE_KEY_FILE = tmp_path / "file_key"
    keys.replace_file(with_new_key(ring=None, now=now))
    return tmp_path / "files"


@pytest.fixture
def region(transactional_db: None, now: datetime) -> Any:
    from factories import make_region

    return make_region(now=now)


@pytest.fixture
def recording(region: Any, files: Path, now: datetime) -> Recording:
    return begun(region, now=now)


@pytest.fixture
def common(recording: Recording, region: Any, now: datetime) -> dict[str, Any]:
    return {"recording_id": recording.id, "actor": region.referrer, "now": now}


def sound_and_work_agree() -> None:
    """Every row has its bytes; work items are what the facts ask for, event chain and referral agree."""
    for part in Part.objects.all():
        store.check_whole(sha256=part.file_id)
    for row in [*Recording.objects.exclude(whole=None), *Take.objects.exclude(sound=None)]:
        store.check_whole(sha256=row.whole_id if isinstance(row, Recording) else row.sound_id)
    for loop in load(Referral.objects.all()).values():
        wanted = {item.key: item for item in wanted_items(loop.facts())}
        stored = {item.key: item for item in WorkItem.objects.filter(referral=loop.referral)}
        assert wanted.keys() == stored.keys()
        assert not any(differences(stored[key], item) for key, item in wanted.items())
        assert loop.referral.event_count == Event.objects.filter(referral=loop.referral).count()


def then(*checks: Callable[[], bool]) -> Callable[[], None]:
    def check() -> None:
        sound_and_work_agree()
        assert all(one() for one in checks)

    return check


def test_begin_a_take(common: dict[str, Any], files: Path, now: datetime) -> None:
    take_id = new_id(now=now)
    steps = kill_at_every_step(
        lambda: begin_take(
            take_id=take_id, media_type="audio/webm", at_ms=None, overwrites=False, version=None, **common
        ),
        sound_and_work_agree,
        done=then(lambda: Take.objects.count() == 1, lambda: Recording.objects.get().version == 2),
        folders=[files],
    )
    assert "commit" in steps


def test_store_a_part(recording: Recording, common: dict[str, Any], files: Path, now: datetime) -> None:
    take = begin(recording, actor=common["actor"], now=now)
    first, second = parts_of(sound("webm", [(400, 1.0)]))[:2]
    store_part(take_id=take.id, number=0, content=first, until_ms=500, **common)
    acknowledged = Part.objects.get()

    def the_first_is_there() -> bool:
        return store.read(sha256=Part.objects.get(id=acknowledged.id).file_id) == first

    steps = kill_at_every_step(
        lambda: store_part(take_id=take.id, number=1, content=second, until_ms=1_000, **common),
        then(the_first_is_there),
        done=then(the_first_is_there, lambda: Part.objects.filter(number=1).count() == 1),
        folders=[files],
    )
    # The bytes are durable before anything says that they are there.
    assert steps.index("os.fsync") < steps.index("commit")
    assert steps.count("commit") == 2


def test_stop_a_take(recording: Recording, common: dict[str, Any], files: Path, now: datetime) -> None:
    take = begin(recording, actor=common["actor"], now=now)
    send(take, [b"a", b"b"], actor=common["actor"], now=now, milliseconds=900)
    kill_at_every_step(
        lambda: stop_take(take_id=take.id, parts_expected=2, duration_ms=1_000, **common),
        then(lambda: Part.objects.count() == 2),
        done=then(
            lambda: Take.objects.get().duration_ms == 1_000, lambda: Recording.objects.get().version == 3
        ),
        folders=[files],
    )


def test_put_a_file(common: dict[str, Any], files: Path, now: datetime) -> None:
    take_id, content = new_id(now=now), sound("m4a", [(400, 0.5)])
    kill_at_every_step(
        lambda: put_file(take_id=take_id, content=[content], version=None, **common),
        then(lambda: Part.objects.count() == Take.objects.count()),
        done=then(
            lambda: Part.objects.count() == Take.objects.count() == 1,
            lambda: store.read(sha256=Part.objects.get().file_id) == content,
        ),
        folders=[files],
    )


def test_hand_over(recording: Recording, common: dict[str, Any], files: Path, now: datetime) -> None:
    speak(recording, [(400, 0.5)], actor=common["actor"], now=now)

    def once_more() -> None:
        if Recording.objects.get().finished_at is None:
            finish_speaking(version=None, **common)

    kill_at_every_step(
        lambda: finish_speaking(version=None, **common),
        sound_and_work_agree,
        again=once_more,
        done=then(lambda: Event.objects.filter(kind="dictation_finished").count() == 1),
        folders=[files],
    )


def test_put_together(recording: Recording, common: dict[str, Any], files: Path, now: datetime) -> None:
    speak(recording, [(400, 0.5)], actor=common["actor"], now=now)
    finish_speaking(version=None, **common)
    later = now + assemble.LEASE * 2

    def ready() -> bool:
        row = Recording.objects.get()
        return row.state == RecordingState.READY and row.duration_ms > 0 and Part.objects.count() > 0

    steps = kill_at_every_step(
        lambda: assemble.work(now=now),
        then(lambda: Recording.objects.get().state in (RecordingState.FINISHED, RecordingState.READY)),
        again=lambda: assemble.work(now=later),
        done=then(ready),
        folders=[files],
    )
    assert steps.count("commit") == 2  # the file, and then the recording that has it


def test_hear_a_take(recording: Recording, common: dict[str, Any], files: Path, now: datetime) -> None:
    speak(recording, [(400, 0.5)], actor=common["actor"], now=now)
    soon = now + hearing.QUIET * 2
    kill_at_every_step(
        lambda: assemble.work(now=soon),
        sound_and_work_agree,
        again=lambda: assemble.work(now=soon + hearing.LEASE * 2),
        done=then(lambda: Take.objects.get().sound_id is not None),
        folders=[files],
    )


def test_give_back(recording: Recording, common: dict[str, Any], files: Path, now: datetime) -> None:
    speak(recording, [(400, 0.5)], actor=common["actor"], now=now)
    version = finish_speaking(version=None, **common).version
    kill_at_every_step(
        lambda: give_back_unreadable(recording_id=recording.id, version=version, take_numbers=[0], now=now),
        sound_and_work_agree,
        done=then(
            lambda: Recording.objects.get().state == RecordingState.FAULTY,
            lambda: WorkItem.objects.get().reason == "finish_dictation",
        ),
        folders=[files],
    )
