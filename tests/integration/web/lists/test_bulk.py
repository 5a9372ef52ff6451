"""Many rows at once: each its own act, each with its own answer; never acknowledging, never closing."""

import re
from datetime import date, timedelta

import pytest

from factories import make_absent, walks
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.referrals.actions.watch import move_watch
from remissvakt.referrals.models import Case, Contact, Event, Letter, Referral, WorkItem
from remissvakt.web.lists.jobs import JOBS

WATCH, INBOX = "/arbete/vart/att-bevaka/", "/arbete/vart/inkorg/"


def choose(browser, path, items, job, **more):
    """Tick the rows, press the button; return the page and the hidden fields of its form."""
    page = browser.post(f"{path}flera/", {"do": job, "item": [str(item) for item in items], **more})
    fields: dict[str, list[str]] = {}
    for name, value in re.findall(
        r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page.content.decode()
    ):
        fields.setdefault(name, []).append(value)
    return page, fields


def watches(*referrals):
    return [WorkItem.objects.get(referral=referral, key="watch").id for referral in referrals]


@pytest.fixture
def three(region, now):
    return [walks.sent(region, now=now + timedelta(minutes=n)) for n in range(3)]


def test_change_watcher_of_many(region, as_, three):
    browser = as_(region.secretary)
    page, fields = choose(browser, WATCH, watches(*three[:2]), "bevakare")
    assert page.status_code == 200
    assert "Byt bevakare på 2" in page.content.decode()
    answer = browser.post(f"{WATCH}flera/", fields | {"watcher": str(region.nurse.person_id)})
    assert answer["Location"] == WATCH
    assert "2 remisser har bytt bevakare." in browser.get(WATCH).content.decode()
    who = list(Referral.objects.order_by("id").values_list("watcher_id", flat=True))
    assert who == [region.nurse.person_id, region.nurse.person_id, region.referrer.person_id]
    assert Event.objects.filter(kind="watcher_changed").count() == 2


def test_move_watches(region, as_, now, three):
    browser = as_(region.secretary)
    _page, fields = choose(browser, WATCH, watches(*three), "flytta")
    browser.post(f"{WATCH}flera/", fields | {"watch_on": "2027-01-12", "reason": "Stängt över jul"})
    assert set(Referral.objects.values_list("watch_on", flat=True)) == {date(2027, 1, 12)}


def test_one_contact_is_kept_for_each(region, as_, now, three):
    browser = as_(region.secretary)
    page, fields = choose(browser, WATCH, watches(*three), "efterfraga")
    assert "tis 1 dec 2026" in page.content.decode()  # the unit's fourteen days
    typed = {"how": "phone", "reached": "Ek", "said": "Nästa vecka.", "watch_on": "1/12"}
    browser.post(f"{WATCH}flera/", fields | typed)
    assert Contact.objects.count() == 3
    assert {row.watch_on for row in Referral.objects.all()} == {local_date(now) + timedelta(days=14)}


def test_a_letter_to_each_receiver_outside_is_written_in_the_same_act(region, as_, now):
    """A.4: nobody has said anything; whoever is asked here gets no letter, and is told so."""
    outside = [walks.posted(region, now=now + timedelta(minutes=n)) for n in range(2)]
    here = walks.sent(region, now=now + timedelta(minutes=3))
    browser = as_(region.secretary)
    page, fields = choose(browser, WATCH, watches(*outside, here), "efterfraga")
    assert "i var sitt brev" in page.content.decode()
    asked = fields | {"how": "letter", "reached": "", "said": "", "watch_on": "1/12"}
    missing = browser.post(f"{WATCH}flera/", asked)
    assert missing.status_code == 422 and "Skriv något här." in missing.content.decode()
    answer = browser.post(
        f"{WATCH}flera/", asked | {"letter_text": "När kan patienten få tid?"}
    ).content.decode()
    assert "2 remisser är efterfrågade." in answer and "1 kunde inte ändras" in answer
    letters = Letter.objects.select_related("contact", "referral")
    assert {one.referral_id for one in letters} == {one.id for one in outside}
    for one in letters:
        assert (one.kind, one.text, one.contact.how) == ("chase", "När kan patienten få tid?", "letter")
        assert one.referral.watch_on == local_date(now) + timedelta(days=14)
    assert WorkItem.objects.filter(node="send", letter__isnull=False).count() == 2
    by_phone = fields | {
        "how": "phone",
        "letter_text": "Glömd",
        "reached": "Ek",
        "said": "Snart.",
        "watch_on": "1/12",
    }
    browser.post(f"{WATCH}flera/", by_phone)
    assert letters.count() == 2


def test_loose_papers_and_certificates_are_not_printed_as_rows(region, as_, now, three):
    walks.paper(region, now=now)
    browser, papers = as_(region.secretary), "/arbete/vart/okopplade/"
    shown = browser.get(papers).content.decode()
    assert "task__link" in shown and "task__check" not in shown and "Skriv ut raderna" not in shown
    item = WorkItem.objects.get(node="unlinked").id
    assert browser.post(f"{papers}flera/", {"do": "skriv-ut", "item": [item]}).status_code == 404
    assert "Skriv ut raderna" in browser.get(WATCH).content.decode()


def test_assign_many(region, as_, now, three):
    browser = as_(region.eye_secretary)
    items = list(WorkItem.objects.filter(node="inbox").values_list("id", flat=True))
    _page, fields = choose(browser, INBOX, items, "bedomare")
    answer = browser.post(f"{INBOX}flera/", fields | {"assessor": str(region.assessor.person_id)})
    assert answer["Location"] == INBOX
    assert set(Case.objects.values_list("assessor_id", flat=True)) == {region.assessor.person_id}


def test_one_that_somebody_else_changed_is_told_and_the_others_are_done(region, as_, now, three):
    browser = as_(region.secretary)
    _page, fields = choose(browser, WATCH, watches(*three), "bevakare")
    move_watch(
        referral_id=three[1].id, version=three[1].version, watch_on=local_date(now) + timedelta(days=3),
        reason="Ringt", actor=region.nurse, now=now,
    )  # fmt: skip
    page = browser.post(f"{WATCH}flera/", fields | {"watcher": str(region.nurse.person_id)})
    html = page.content.decode()
    assert page.status_code == 200
    assert "2 remisser har bytt bevakare." in html
    assert "1 kunde inte ändras" in html
    assert f"{region.nurse.person_name} hann före" in html
    watchers = dict(Referral.objects.values_list("id", "watcher_id"))
    assert watchers[three[1].id] == region.referrer.person_id
    assert watchers[three[0].id] == watchers[three[2].id] == region.nurse.person_id


def test_a_form_sent_twice_changes_nothing_more(region, as_, three):
    browser = as_(region.secretary)
    _page, fields = choose(browser, WATCH, watches(*three), "flytta")
    typed = fields | {"watch_on": "om 3 veckor", "reason": "Semester"}
    browser.post(f"{WATCH}flera/", typed)
    page = browser.post(f"{WATCH}flera/", typed)
    assert "3 kunde inte ändras" in page.content.decode()
    assert Event.objects.filter(kind="watch_moved").count() == 3


def test_what_is_wrong_with_a_field_is_told_there_and_nothing_is_done(region, as_, now, three):
    make_absent(person_id=region.nurse.person_id, from_on=local_date(now), to_on=None, now=now)
    browser = as_(region.secretary)
    _page, fields = choose(browser, WATCH, watches(*three), "bevakare")
    page = browser.post(f"{WATCH}flera/", fields | {"watcher": str(region.nurse.person_id)})
    assert page.status_code == 422
    assert "är frånvarande tills vidare" in page.content.decode()
    _page, fields = choose(browser, WATCH, watches(*three), "flytta")
    for watch_on in ("", "31/2", "igår", "2099-01-01"):
        page = browser.post(f"{WATCH}flera/", fields | {"watch_on": watch_on, "reason": "Jul"})
        assert page.status_code == 422
        assert 'value="Jul"' in page.content.decode()
    assert not Event.objects.filter(kind__in=["watch_moved", "watcher_changed"]).exists()


def test_a_forged_person_is_no_choice(region, as_, three):
    browser = as_(region.secretary)
    _page, fields = choose(browser, WATCH, watches(*three), "bevakare")
    for forged in ("", "x", str(region.assessor.person_id), str(region.manager.person_id)):
        assert browser.post(f"{WATCH}flera/", fields | {"watcher": forged}).status_code == 422


def test_nothing_ticked_and_nothing_fitting_are_told(region, as_, now, three):
    browser = as_(region.secretary)
    for items in ([], ["x"], [new_id(now=now)]):
        answer = browser.post(f"{WATCH}flera/", {"do": "flytta", "item": items})
        assert answer["Location"] == WATCH
        assert "message--warning" in browser.get(WATCH).content.decode()


def test_another_units_rows_are_not_there(region, as_, three):
    browser = as_(region.secretary)
    theirs = list(WorkItem.objects.filter(node="inbox").values_list("id", flat=True))
    assert choose(browser, INBOX, theirs, "bedomare")[0]["Location"] == INBOX
    assert not Case.objects.filter(assessor__isnull=False).exists()


@pytest.mark.parametrize("job", ["", "vidimera", "avsluta", "acknowledge", "close", "bedomare"])
def test_no_list_offers_what_may_not_be_done_to_many(region, as_, three, job):
    browser = as_(region.referrer)
    assert browser.post(f"{WATCH}flera/", {"do": job, "item": watches(*three)}).status_code == 404


def test_no_job_acknowledges_or_closes():
    assert set(JOBS) == {"bedomare", "bevakare", "flytta", "efterfraga"}


def test_a_manager_may_hand_out_and_not_chase(region, as_, three):
    browser = as_(region.manager)
    html = browser.get(WATCH).content.decode()
    assert 'value="bevakare"' in html
    assert 'value="flytta"' not in html
    _page, fields = choose(browser, WATCH, watches(three[0]), "bevakare")
    browser.post(f"{WATCH}flera/", fields | {"watcher": str(region.nurse.person_id)})
    assert Referral.objects.get(id=three[0].id).watcher_id == region.nurse.person_id
    assert browser.post(f"{WATCH}flera/", {"do": "flytta", "item": watches(*three)}).status_code == 404


def test_rows_that_are_about_something_else_are_left_and_told(region, as_, now, three):
    forwarded = walks.forwarded(region, now=now)
    items = list(
        WorkItem.objects.filter(unit_id=region.eye_clinic.id, node="watch").values_list("id", flat=True)
    )
    assert items
    browser = as_(region.eye_secretary)
    answer = browser.post(f"{WATCH}flera/", {"do": "bevakare", "item": items})
    assert answer.status_code == 302
    assert Referral.objects.get(id=forwarded.id).watcher_id == region.referrer.person_id


def test_chosen_rows_can_be_printed(region, as_, three):
    page = as_(region.secretary).post(f"{WATCH}flera/", {"do": "skriv-ut", "item": watches(*three[:2])})
    html = page.content.decode()
    assert "2 rader" in html
    assert "valda rader" in html
    assert three[0].code in html
    assert three[2].code not in html
