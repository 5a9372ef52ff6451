"""What a machine has heard is a draft: marked, read through by a person, and never signed before that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from factories import walks
from remissvakt.core.refusal import Refusal
from remissvakt.dictation.models import Dictation, Recording, UnclearSpot
from remissvakt.referrals.actions.type_dictation import Typed, hand_on, save_typed, take_dictation
from remissvakt.referrals.models import WorkItem
from remissvakt.speech.recognition import engine as engines
from remissvakt.speech.recognition.drafts import LEASE, draft_one, text_of, work
from remissvakt.speech.recognition.engine import Engine, NoSuchEngine, Word, engine_of
from remissvakt.speech.recognition.vosk import words_of
from typing_out import spoken


class Fake:
    """Hears three words in anything, and is unsure of the last."""

    name = "prov 1"

    def recognise(self, *, sound: Iterable[bytes], rate: int, language: str) -> Iterator[Word]:
        seconds = sum(len(chunk) for chunk in sound) / rate / 2
        assert 1 < seconds < 2 and language == "sv"
        yield Word(0, 400, "Högt", 0.9)
        yield Word(400, 800, "ögontryck,", 0.95)
        yield Word(800, 1200, "hereditet", 0.3)


class Broken:
    name = "trasig"

    def recognise(self, *, sound: Iterable[bytes], rate: int, language: str) -> Iterator[Word]:
        raise ValueError("model")


@pytest.fixture
def drafted(region, now) -> Dictation:
    dictation = spoken(region, now=now)
    assert draft_one(engine=Fake(), now=now)
    return dictation


def test_the_draft_is_no_text_until_somebody_takes_the_dictation(region, now, drafted):
    recording = Recording.objects.get()
    assert (recording.draft, recording.draft_engine) == ("Högt ögontryck, hereditet", "prov 1")
    assert drafted.referral_version.clinical_information == ""
    assert not draft_one(engine=Fake(), now=now)  # once is enough
    take_dictation(dictation_id=drafted.id, actor=region.pool_secretary, now=now)
    drafted = Dictation.objects.get()
    assert drafted.machine_draft
    assert drafted.referral_version.clinical_information == "Högt ögontryck, hereditet"
    spot = UnclearSpot.objects.get()
    assert (spot.at_ms, spot.note, spot.marked_by_id) == (800, "hereditet", None)


def test_a_person_says_that_it_is_read_through(region, now, drafted):
    take_dictation(dictation_id=drafted.id, actor=region.pool_secretary, now=now)
    given = {
        "dictation_id": drafted.id,
        "draft_version": 2,
        "typed": Typed(fields=walks.FIELDS),
        "actor": region.pool_secretary,
        "now": now,
    }
    with pytest.raises(Refusal) as refused:
        hand_on(**given)
    assert (refused.value.code, refused.value.field) == ("machine_text_unread", "read_through")
    assert WorkItem.objects.get().node == "transcribe"
    hand_on(**given, read_through=True)
    drafted = Dictation.objects.get()
    assert (drafted.read_through_by_id, drafted.read_through_at) == (region.pool_secretary.person_id, now)
    # What the machine doubted is read through too; nothing of it stops the signature.
    assert UnclearSpot.objects.get().settled_by_id == region.pool_secretary.person_id
    assert WorkItem.objects.get().node == "sign"


def test_what_somebody_has_typed_is_not_written_over(region, now):
    dictation = spoken(region, now=now)
    take_dictation(dictation_id=dictation.id, actor=region.secretary, now=now)
    hand_on(
        dictation_id=dictation.id,
        draft_version=1,
        typed=Typed(fields=walks.FIELDS),
        actor=region.secretary,
        now=now,
    )
    assert not draft_one(engine=Fake(), now=now)


def test_a_text_that_somebody_has_begun_gets_no_draft(region, now):
    """The draft came while it was being typed: whoever takes it next goes on with what stands there."""
    dictation = spoken(region, now=now)
    save_typed(
        dictation_id=dictation.id,
        draft_version=1,
        typed=Typed(fields={"question": "Glaukom?"}),
        actor=region.secretary,
        now=now,
    )
    assert draft_one(engine=Fake(), now=now)
    take_dictation(dictation_id=dictation.id, actor=region.secretary, now=now)
    dictation = Dictation.objects.get()
    row = dictation.referral_version
    assert (row.question, row.clinical_information, row.draft_version) == ("Glaukom?", "", 2)
    assert not dictation.machine_draft and not UnclearSpot.objects.exists()


def test_a_draft_that_somebody_has_thrown_away_does_not_come_back(region, now, drafted):
    given = {"dictation_id": drafted.id, "actor": region.secretary, "now": now}
    take_dictation(**given)
    save_typed(draft_version=2, typed=Typed(fields={"clinical_information": ""}), **given)
    take_dictation(**given)
    row = Dictation.objects.get().referral_version
    assert (row.clinical_information, row.draft_version) == ("", 3)
    assert UnclearSpot.objects.count() == 1


def test_an_engine_that_fails_is_no_hindrance(region, now):
    dictation = spoken(region, now=now)
    assert draft_one(engine=Broken(), now=now)
    assert not draft_one(engine=Broken(), now=now)
    take_dictation(dictation_id=dictation.id, actor=region.secretary, now=now)
    assert not Dictation.objects.get().machine_draft


def test_a_worker_that_died_leaves_it_to_the_next_one(region, now):
    spoken(region, now=now)
    Recording.objects.update(taken_until=now + LEASE)
    assert not draft_one(engine=Fake(), now=now)
    assert draft_one(engine=Fake(), now=now + LEASE + LEASE)


def test_no_engine_is_set_from_the_start(settings, region, now):
    spoken(region, now=now)
    assert settings.REMISSVAKT_SPEECH_ENGINE == ""
    assert not work(now=now)
    settings.REMISSVAKT_SPEECH_ENGINE = f"{__name__}:Fake"
    engines.engine_of.cache_clear()
    assert work(now=now)


def test_the_setting_names_an_engine_or_says_why_not(tmp_path):
    engines.engine_of.cache_clear()
    assert isinstance(engine_of(f"{__name__}:Fake"), Engine)
    for wrong in ("no.such:Thing", f"{__name__}:spoken", "vosk:/no/such/folder", f"vosk:{tmp_path}"):
        with pytest.raises(NoSuchEngine):
            engine_of(wrong)


def test_vosk_says_words_with_seconds_and_confidence():
    phrase = '{"result": [{"conf": 0.5, "start": 0.12, "end": 0.61, "word": "glaukom"}], "text": "glaukom"}'
    assert list(words_of(phrase)) == [Word(120, 610, "glaukom", 0.5)]
    assert list(words_of('{"text": ""}')) == []


def test_doubts_are_words_that_were_heard_badly():
    words = [Word(-5, 10, " a ", 0.1), Word(20, 30, "", 0.0), Word(40, 50, "b", 0.99)]
    assert text_of(words) == ("a b", [(0, "a")])
