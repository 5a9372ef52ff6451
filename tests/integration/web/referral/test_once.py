"""A form has one effect however often it comes: the same answer again, and another content is refused."""

from __future__ import annotations

import re
from argparse import Namespace
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from factories import walks
from factories.browser import hidden_values, log_in_as, words_of
from racing import race
from remissvakt.audit.models import AnsweredRequest
from remissvakt.audit.once import KEPT, forget
from remissvakt.cli.commands import tidy
from remissvakt.core.ids import new_id
from remissvakt.organisations.actions.assign import assign
from remissvakt.referrals.models import Contact, Event, Question, ReferralVersion, Reply
from remissvakt.web import once

OTHER_CONTENT = "redan skickat en gång, med annat innehåll"
CHASED = {"how": "phone", "reached": "Ulla", "said": "Nästa vecka.", "watch_on": "2026-12-01"}


def case_of(referral):
    return {"arende": str(walks.case_of(referral).id)}


@pytest.mark.django_db
def test_the_same_form_again_has_the_same_answer(act, region, now):
    referral = walks.sent(region, now=now)
    answer = act(region.referrer, referral, "chase", **CHASED)
    events = Event.objects.filter(referral=referral).count()
    again = answer.browser.post(answer.address, answer.sent)
    assert (again.status_code, again["Location"]) == (answer.status_code, answer["Location"])
    assert (Contact.objects.count(), Event.objects.filter(referral=referral).count()) == (1, events)
    said = words_of(answer.browser.get(again["Location"]))
    assert said.count("Bevakningen är flyttad") == 1


@pytest.mark.django_db
def test_another_content_is_refused_and_kept_on_the_page(act, region, now):
    referral = walks.sent(region, now=now)
    about = {"to": str(region.health_centre.id), "subject_line": "Droppar"}
    answer = act(region.eye_secretary, referral, "ask", **about, text="Vilka?")
    other = answer.browser.post(answer.address, {**answer.sent, "text": "Sedan när?"})
    assert other.status_code == 409
    assert OTHER_CONTENT in words_of(other)
    assert "Sedan när?" in other.content.decode()
    assert Question.objects.count() == 1
    # The page has a new key: to send it again is another act.
    again = {**answer.sent, **hidden_values(other), "text": "Sedan när?"}
    assert answer.browser.post(answer.address, again).status_code == 302
    assert Question.objects.count() == 2


@pytest.mark.django_db
def test_another_content_where_the_act_makes_no_row(act, region, now):
    referral = walks.sent(region, now=now)
    answer = act(region.referrer, referral, "chase", **CHASED)
    version = str(walks.fresh(referral).version)
    other = answer.browser.post(answer.address, {**answer.sent, "version": version, "said": "Annat"})
    assert other.status_code == 409
    assert OTHER_CONTENT in words_of(other)
    assert Contact.objects.get().said == "Nästa vecka."


@pytest.mark.django_db
def test_another_assignment_is_another_content(act, region, now):
    referral = walks.sent(region, now=now)
    answer = act(region.referrer, referral, "chase", **CHASED)
    second = assign(
        person_id=region.referrer.person_id,
        unit_id=region.health_centre.id,
        role="secretary",
        from_on=now.date(),
        actor=region.administrator,
        now=now,
    )
    session = answer.browser.session
    session["assignment"] = str(second.id)
    session.save()
    assert answer.browser.post(answer.address, answer.sent).status_code == 409
    assert Contact.objects.count() == 1


@pytest.mark.django_db
def test_another_persons_key_says_nothing(act, as_, region, now):
    """A key is its sender's own: with it somebody else does what they may, and learns nothing."""
    referral = walks.sent(region, now=now)
    answer = act(region.referrer, referral, "chase", **CHASED)
    stranger = as_(region.skin_doctor)
    assert stranger.post(answer.address, answer.sent).status_code == 404
    version = str(walks.fresh(referral).version)
    colleague = as_(region.secretary)
    assert colleague.post(answer.address, {**answer.sent, "version": version}).status_code == 302
    assert Contact.objects.count() == 2


@pytest.mark.django_db
def test_the_answer_comes_when_the_act_has_taken_the_referral_out_of_sight(as_, region, now):
    """What a pool has sent is no longer its to see: the same form still has its answer."""
    referral = walks.signed(region, now=now)
    browser = as_(region.pool_secretary)
    url = f"/remiss/{referral.id}/gor/send/"
    held = {**hidden_values(browser.get(url)), "watcher": str(region.referrer.person_id)}
    first = browser.post(url, held)
    assert first.status_code == 302, words_of(first)
    assert browser.get(url).status_code == 404
    again = browser.post(url, held)
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert Event.objects.filter(kind="sent").count() == 1


@pytest.mark.django_db
def test_an_editors_button_is_whole_or_not_at_all(as_, region, now):
    referral = walks.drafted(region, now=now)
    browser = as_(region.referrer)
    url = f"/remiss/{referral.id}/text/"
    held = {**hidden_values(browser.get(url)), "question": "", "do": "sign"}
    refused = browser.post(url, held)
    assert refused.status_code == 422
    version = ReferralVersion.objects.get()
    assert (version.completed_at, version.question) == (None, "")
    held = {**hidden_values(refused), "question": "Grön starr?", "do": "sign"}
    first = browser.post(url, held)
    assert first.status_code == 302, words_of(first)
    again = browser.post(url, held)
    assert (again.status_code, again["Location"]) == (302, first["Location"])
    assert Event.objects.filter(kind="signed").count() == 1


@pytest.mark.django_db
def test_tidy_forgets_old_answers(act, region, now, capsys, clock):
    act(region.referrer, walks.sent(region, now=now), "chase", **CHASED)
    assert forget(now=now + KEPT) == 0
    assert AnsweredRequest.objects.count() == 1
    clock.shift(KEPT + timedelta(seconds=1))
    assert tidy.run(Namespace(dry_run=False)) == 0
    assert "1 kvitton" in capsys.readouterr().out
    assert AnsweredRequest.objects.count() == 0


# --- At the same instant ----------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("slug", ["chase", "ask", "confirm", "forward"])
def test_one_key_at_the_same_instant(transactional_db, now, slug):
    from factories import make_region

    region = make_region(now=now)
    referral = walks.assigned(region, now=now)
    who, fields, made = {
        "chase": (region.referrer, CHASED, Contact),
        "ask": (
            region.eye_secretary,
            {"to": str(region.health_centre.id), "subject_line": "Droppar", "text": "Vilka?"},
            Question,
        ),
        "confirm": (region.assessor, {"wait": "8 veckor", "text": "Ja."}, Reply),
        "forward": (
            region.assessor,
            {"to_unit": str(region.skin_clinic.id), "reason": "Hud.", "consent": ""},
            Reply,
        ),
    }[slug]
    about = case_of(referral) if slug in ("confirm", "forward") else {}
    url = f"/remiss/{referral.id}/gor/{slug}/?{urlencode(about)}"
    browsers = [log_in_as(who, now=now) for _ in range(4)]
    held = {**hidden_values(browsers[0].get(url)), **fields}
    before = made.objects.count()
    ends = race([lambda browser=browser: browser.post(url, held) for browser in browsers])
    assert [getattr(end, "status_code", end) for end in ends] == [302] * 4
    assert len({end["Location"] for end in ends}) == 1
    assert made.objects.count() == before + 1
    assert AnsweredRequest.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_contents_with_one_key_at_the_same_instant(transactional_db, now):
    from factories import make_region

    region = make_region(now=now)
    referral = walks.sent(region, now=now)
    url = f"/remiss/{referral.id}/gor/ask/"
    browsers = [log_in_as(region.eye_secretary, now=now) for _ in range(2)]
    held = {**hidden_values(browsers[0].get(url)), "to": str(region.health_centre.id), "subject_line": "x"}
    ends = race(
        [
            lambda browser=browser, text=text: browser.post(
                url, {**held, "new_id": str(new_id(now=now)), "text": text}
            )
            for browser, text in zip(browsers, ("A", "B"), strict=True)
        ]
    )
    assert sorted(end.status_code for end in ends) == [302, 409]
    assert Question.objects.count() == 1


# --- Forms -------------------------------------------------------------------------------------------------------
def test_every_form_that_an_act_view_answers_carries_a_key():
    web = Path(once.__file__).parent
    views = [path for path in web.rglob("*.py") if "@answers_once" in path.read_text(encoding="utf-8")]
    drawn = {
        name for path in views for name in re.findall(r'"(\w+/\w+\.html)"', path.read_text(encoding="utf-8"))
    }
    without = []
    for name in sorted(drawn):
        for form in re.findall(
            r'<form[^>]*method="post".*?</form>',
            (web / "templates" / name).read_text(encoding="utf-8"),
            re.DOTALL,
        ):
            if "once_input()" not in form:
                without.append(f"{name}: {form[:80]}")
    assert len(views) >= 8
    assert without == []
