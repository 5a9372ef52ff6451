"""The watchdog: silent when all holds; alarm by log, figures, mail and exit code when not, once, and once when over."""

import json
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
import structlog
from django.db import DatabaseError
from structlog.testing import LogCapture

from factories import make_region, walks
from mail_server import mail_server
from remissvakt.assurance.heartbeat import WORKER, beat
from remissvakt.assurance.watchdog import look, rounds, signs
from remissvakt.assurance.watchdog.alarms import Alarm, at_most
from remissvakt.assurance.watchdog.mail import MailSettings
from remissvakt.assurance.watchdog.memory import Memory, recall
from remissvakt.assurance.watchdog.rounds import Watch, go_round
from remissvakt.cli.commands import watchdog
from remissvakt.referrals.models import Event, Referral, ReferralVersion, WorkItem
from unguarded import unguarded

pytestmark = pytest.mark.django_db
FIVE = timedelta(minutes=5)


@pytest.fixture
def sound(files, db, now):
    """A region with a sent referral, whose worker has just been alive."""
    region = make_region(now=now)
    referral = walks.sent(region, now=now)
    walks.confirmed(region, now=now)
    beat(name=WORKER, now=now)
    return SimpleNamespace(region=region, referral=referral)


@pytest.fixture
def post():
    with mail_server() as server:
        yield server


@pytest.fixture
def guard(post, tmp_path, monkeypatch, now):
    """The watchdog: `guard.round()` goes the next one, five minutes later, with a live worker."""
    heard = LogCapture()
    monkeypatch.setattr(rounds, "log", structlog.wrap_logger(None, processors=[heard]))

    class Guard:
        def __init__(self):
            self.watch = Watch(
                remembers=tmp_path / "watchdog.json",
                metrics=tmp_path / "figures" / "remissvakt.prom",
                mail=MailSettings(
                    post.address, "vakt@example.org", ("drift@example.org", "chef@example.org")
                ),
                server="",
                seconds=60,
                every=FIVE,
            )
            self.now = now
            self.post = post

        def round(self, *, worker=True, after=FIVE, watch=None):
            heard.entries.clear()
            self.now += after
            if worker:
                beat(name=WORKER, now=self.now)
            # As a process that was started anew: what it knows is in its file.
            return go_round(
                watch=watch or self.watch,
                memory=recall(self.watch.remembers),
                now=self.now,
                elapsed=lambda: 0.0,
            )

        def logged(self, event):
            return [entry for entry in heard.entries if entry["event"] == event]

        def figure(self, name):
            text = self.watch.metrics.read_text()
            return float(re.search(rf"^remissvakt_watchdog_{re.escape(name)} (\S+)$", text, re.MULTILINE)[1])

    return Guard()


def test_what_is_sound_is_silent(sound, guard):
    for _ in range(3):
        went = guard.round()
        assert (went.alarms, went.begun, went.over, went.readable) == ((), (), (), True)
        assert not guard.logged("watchdog_alarm") and not guard.logged("watchdog_mail_failed")
        text = guard.watch.metrics.read_text()
        assert set(re.findall(r"_alarms\{.*\} (\S+)", text)) == {"0.000"}
        assert guard.figure("last_success_timestamp_seconds") == guard.now.timestamp()
    assert guard.post.mails == []


def the_watch_is_gone(referral):
    WorkItem.objects.filter(referral=referral, node="watch").delete()
    return {"watched", "recount"}


def a_watch_date_is_moved(referral):
    Referral.objects.filter(id=referral.id).update(watch_on=referral.watch_on + timedelta(days=300))
    return {"recount"}


def a_signed_text_is_changed(referral):
    ReferralVersion.objects.filter(referral=referral).update(question="Något annat?")
    return {"signed_unchanged"}


def an_event_is_changed(referral):
    with unguarded("referrals_event"):
        Event.objects.filter(referral=referral, kind="sent").update(person_name="Någon Annan")
    return {"timeline_whole"}


def a_row_that_cannot_be_understood(referral):
    with unguarded("referrals_event"):
        Event.objects.filter(referral=referral, kind="sent").update(kind="paper_link_asked", data={})
    return {"unreadable"}


@pytest.mark.parametrize(
    "damage",
    [
        the_watch_is_gone,
        a_watch_date_is_moved,
        a_signed_text_is_changed,
        an_event_is_changed,
        a_row_that_cannot_be_understood,
    ],
)
def test_damage_is_told_of_in_every_way_and_once(sound, guard, damage):
    guard.round()
    names = damage(sound.referral)
    went = guard.round()
    assert {alarm.name for alarm in went.alarms} == names == {alarm.name for alarm in went.begun}
    assert {entry["alarm"] for entry in guard.logged("watchdog_alarm")} == names
    for name in names:
        assert guard.figure(f'alarms{{alarm="{name}"}}') == 1
    (mail,) = guard.post.mails
    assert mail["To"] == "drift@example.org, chef@example.org"
    assert mail["Subject"] == "Remissvakt: larm"
    assert mail.get_content().count("Nytt larm") == len(names)
    for secret in (sound.referral.code, "Tolvan", "191212121212", "Någon Annan"):
        assert secret not in mail.as_string() and secret not in guard.watch.metrics.read_text()
    assert "Tolvan" not in guard.watch.remembers.read_text()

    again = guard.round()
    assert again.alarms == went.alarms and again.begun == ()
    assert not guard.logged("watchdog_alarm")
    assert len(guard.post.mails) == 1


def test_an_alarm_that_is_over_is_told_of_once(sound, guard):
    item = WorkItem.objects.get(referral=sound.referral, node="watch")
    the_watch_is_gone(sound.referral)
    guard.round()
    item.save(force_insert=True)
    went = guard.round()
    assert went.alarms == () and {alarm.name for alarm in went.over} == {"watched", "recount"}
    assert {entry["alarm"] for entry in guard.logged("watchdog_alarm_over")} == {"watched", "recount"}
    assert [mail["Subject"] for mail in guard.post.mails] == [
        "Remissvakt: larm",
        "Remissvakt: larmet är över",
    ]
    assert "Larm över: 1 Skickad och inte avslutad är bevakad (1)" in guard.post.mails[1].get_content()
    guard.round()
    assert len(guard.post.mails) == 2


def test_another_referral_with_the_same_fault_is_a_new_alarm(sound, guard, now):
    the_watch_is_gone(sound.referral)
    guard.round()
    other = walks.sent(sound.region, now=now)
    the_watch_is_gone(other)
    assert {alarm.subject for alarm in guard.round().begun} == {other.code}
    assert len(guard.post.mails) == 2


def test_a_mail_that_cannot_be_sent_is_shown_and_tried_again(sound, guard):
    guard.post.refuse = True
    the_watch_is_gone(sound.referral)
    guard.round()
    assert guard.post.mails == []
    (failed,) = guard.logged("watchdog_mail_failed")
    assert (failed["error"], failed["lines"]) == ("SMTPRecipientsRefused", 2)
    assert guard.figure("mail_waiting") == 2
    guard.round()
    assert guard.figure("mail_waiting") == 2
    guard.post.refuse = False
    guard.round()
    assert guard.figure("mail_waiting") == 0 and len(guard.post.mails) == 1
    assert guard.post.mails[0].get_content().count("Nytt larm") == 2


def test_a_mail_server_that_is_not_there(sound, guard):
    the_watch_is_gone(sound.referral)
    gone = Watch(**{name: getattr(guard.watch, name) for name in Watch.__slots__} | {
        "mail": MailSettings("smtp+starttls://user:secret@127.0.0.1:1", "vakt@example.org", ("d@example.org",))
    })  # fmt: skip
    guard.round(watch=gone)
    (failed,) = guard.logged("watchdog_mail_failed")
    assert failed["error"] == "ConnectionRefusedError" and "secret" not in str(failed)


def test_a_silent_worker(sound, guard):
    assert guard.round(worker=False).alarms == ()
    went = guard.round(worker=False, after=timedelta(minutes=12))
    assert {alarm.name for alarm in went.alarms} == {"worker"}
    assert "Arbetsprocessen ger inget livstecken" in guard.post.mails[0].get_content()
    assert guard.round().alarms == ()


def test_what_cannot_be_read_is_an_alarm_and_ends_none(sound, guard, monkeypatch):
    the_watch_is_gone(sound.referral)
    guard.round()
    success = guard.figure("last_success_timestamp_seconds")

    def broken(**_):
        raise DatabaseError("host=secret")

    monkeypatch.setattr(rounds, "look", broken)
    went = guard.round()
    assert not went.readable and went.over == ()
    assert {alarm.name for alarm in went.alarms} == {"watched", "recount", "unreadable"}
    assert guard.figure("last_success_timestamp_seconds") == success < guard.now.timestamp()
    assert guard.figure("last_round_timestamp_seconds") == guard.now.timestamp()
    assert "secret" not in str(guard.logged("watchdog_alarm"))


@pytest.mark.parametrize("gap", [timedelta(hours=2), -timedelta(hours=1)])
def test_a_watchdog_that_was_away_says_so(sound, guard, gap):
    guard.round()
    assert {alarm.name for alarm in guard.round(after=gap).alarms} == {"late"}
    assert guard.round().alarms == ()


def test_a_storage_that_does_not_answer(sound, guard, monkeypatch):
    from remissvakt.storage.errors import Unreachable

    def away(self):
        raise Unreachable

    monkeypatch.setattr("remissvakt.storage.backends.disk.Disk.found", away)
    assert {(alarm.name, alarm.subject) for alarm in guard.round().alarms} == {("unreadable", "files_there")}


def test_a_memory_that_cannot_be_read_tells_once_more(sound, guard):
    the_watch_is_gone(sound.referral)
    guard.round()
    for spoilt in ("", "[]", '{"alarms": 1}', "\0"):
        guard.watch.remembers.write_text(spoilt)
        assert {alarm.name for alarm in guard.round().begun} == {"watched", "recount"}
    assert guard.watch.remembers.stat().st_mode & 0o777 == 0o600
    assert guard.watch.metrics.stat().st_mode & 0o777 == 0o644


def test_a_large_archive_is_read_in_laps_and_what_was_wrong_stays_in_sight(sound, guard, now, monkeypatch):
    monkeypatch.setattr("remissvakt.assurance.view.CHUNK", 2)
    referrals = [sound.referral] + [walks.sent(sound.region, now=now) for _ in range(5)]
    the_watch_is_gone(referrals[-1])
    memory = Memory()
    rounds_until_found = 0
    while not any(alarm.name == "watched" for alarm in memory.alarms):
        memory.alarms = look.look(memory=memory, now=now, seconds=0, elapsed=lambda: 1.0).alarms
        rounds_until_found += 1
        assert rounds_until_found < 5
    assert rounds_until_found > 1  # two referrals of each lap in a round
    for _ in range(6):
        seen = look.look(memory=memory, now=now, seconds=0, elapsed=lambda: 1.0)
        memory.alarms = seen.alarms
        assert {alarm.subject for alarm in seen.alarms if alarm.name == "watched"} == {referrals[-1].code}
        assert seen.referrals <= 5
    assert memory.lap_ended.keys() == {look.OPEN, look.ALL}


def test_long_checks_rest_for_an_hour_unless_they_have_found_something(sound, guard, now, monkeypatch):
    done = []
    monkeypatch.setattr(look, "of_database", lambda name, *, now: done.append(name) or [])
    memory = Memory()
    for minutes, again in ((0, True), (5, False), (59, False), (60, True), (30, True)):
        done.clear()
        look.look(memory=memory, now=now + timedelta(minutes=minutes), seconds=60, elapsed=lambda: 0.0)
        assert (set(done) >= look.LONG) is again, minutes
    memory.alarms = [Alarm("conservation", "x", "y")]
    done.clear()
    look.look(memory=memory, now=now + timedelta(minutes=31), seconds=60, elapsed=lambda: 0.0)
    assert set(done) & look.LONG == {"conservation"}


def test_alarms_without_end_fit_in_memory():
    many = [Alarm("watched", f"{number:06}", "x") for number in range(5000)]
    assert at_most(many) == at_most(reversed(many)) and len(at_most(many)) == 1000


def test_the_service_is_asked(live_server, sound, now):
    assert list(signs.server_sign(address=live_server.url, pause=0)) == []
    (dead,) = signs.server_sign(address="http://127.0.0.1:1", pause=0)
    assert (dead.name, dead.text) == ("server", "URLError")
    assert list(signs.server_sign(address="", pause=0)) == []


def test_the_command_ends_with_what_it_found(sound, guard, monkeypatch, capsys, settings):
    monkeypatch.setattr(watchdog, "make_read_only", lambda: None)
    monkeypatch.setattr(watchdog.connection, "close", lambda: None)
    monkeypatch.setattr(watchdog, "SystemClock", lambda: SimpleNamespace(now=lambda: guard.now))
    once = SimpleNamespace(once=True, every=5, seconds=60)
    assert (watchdog.run(once), capsys.readouterr().out) == (0, "")
    the_watch_is_gone(sound.referral)
    assert watchdog.run(once) == 1
    assert "Skickad och inte avslutad är bevakad [watched]\n" in capsys.readouterr().out
    monkeypatch.setattr(rounds, "look", lambda **_: (_ for _ in ()).throw(DatabaseError()))
    assert watchdog.run(once) == 2
    assert json.loads((settings.REMISSVAKT_DATA / "watchdog.json").read_text())["alarms"]
