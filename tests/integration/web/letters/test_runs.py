"""From Att skicka to a heap of letters, and from the heap to posted: chosen, printed, ticked off."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import walks
from factories.browser import words_of
from factories.pdfs import words_in
from remissvakt.audit.models import AccessLog
from remissvakt.letters.models import PrintRun, PrintRunEntry
from remissvakt.referrals.actions.change_watcher import change_watcher
from remissvakt.referrals.actions.letters import LetterDraft, send_letter
from remissvakt.referrals.models import Delivery, WorkItem

pytestmark = pytest.mark.django_db
SEND = "/arbete/vart/att-skicka/"


def begin(client, items=None):
    chosen = items or WorkItem.objects.filter(node="send").order_by("id").values_list("id", flat=True)
    return client.post(f"{SEND}flera/", {"do": "brev", "item": [str(one) for one in chosen]})


def run_page(run, more=""):
    return f"/utskrifter/{run.id}/{more}"


def test_chosen_rows_become_a_run(as_, region, now):
    for _ in range(3):
        walks.sent_outside(region, now=now)
    client = as_(region.secretary)
    assert "Skriv ut breven" in words_of(client.get(SEND))
    answer = begin(client)
    run = PrintRun.objects.get()
    assert answer["Location"] == run_page(run)
    words = words_of(client.get(run_page(run)))
    assert words.count("utskrivet, inte postat") == 3 and "9 sidor" in words
    pdf = client.get(run_page(run, "pdf/"))
    assert pdf.headers["Content-Type"] == "application/pdf" and "Utskriftslista" in words_in(pdf.content)
    assert AccessLog.objects.filter(action="print_letter", person_id=region.secretary.person_id).count() == 6
    words = words_of(client.get(SEND))
    assert "3 utskrivna, inte postade" in words and "Utskriven, inte postad, klar idag" in words
    only = client.get(f"{SEND}?varfor=printed_not_posted")
    assert words_of(only).count("Utskriven, inte postad, klar") == 3


def test_all_but_the_unticked_are_posted(as_, region, now):
    run = walks.print_run(region, now=now, many=3)
    client = as_(region.secretary)
    page = client.get(run_page(run))
    held = fields_of(page)
    left = held["brev"].pop()
    answer = client.post(run_page(run, "postade/"), held, follow=True)
    assert "2 brev är postade." in words_of(answer)
    assert sorted(Delivery.objects.values_list("state", flat=True)) == ["posted", "posted", "queued"]
    assert PrintRunEntry.objects.get(id=left).delivery.state == "queued"
    for delivery in Delivery.objects.filter(state="posted"):
        assert delivery.sent_by_id == region.secretary.person_id and delivery.sent_at == now
    assert WorkItem.objects.filter(reason="printed_not_posted").count() == 1


def fields_of(page):
    text = page.content.decode()
    names = re.findall(r'name="(version_[0-9a-f-]+)" value="(\d+)"', text)
    return {**dict(names), "brev": re.findall(r'name="brev" value="([0-9a-f-]+)" checked', text)}


def test_a_refusal_stands_at_its_letter_and_the_others_are_posted(as_, region, now):
    run = walks.print_run(region, now=now, many=3)
    client = as_(region.secretary)
    held = fields_of(client.get(run_page(run)))
    changed = PrintRunEntry.objects.get(id=held["brev"][0]).delivery
    change_watcher(
        referral_id=changed.referral_id,
        version=walks.fresh(changed.referral).version,
        watcher_id=region.secretary.person_id,
        actor=region.nurse,
        now=now,
    )
    answer = client.post(run_page(run, "postade/"), held)
    assert answer.status_code == 409
    words = words_of(answer)
    assert "1 brev kunde inte markeras" in words and "Nina" in words
    assert Delivery.objects.filter(state="posted").count() == 2
    again = fields_of(answer)
    assert again["brev"] == held["brev"][:1]
    client.post(run_page(run, "postade/"), again)
    assert Delivery.objects.filter(state="posted").count() == 3


def test_nothing_ticked_posts_nothing(as_, region, now):
    run = walks.print_run(region, now=now)
    answer = as_(region.secretary).post(run_page(run, "postade/"), {}, follow=True)
    assert "Markera de brev som är postade först." in words_of(answer)
    assert Delivery.objects.get().state == "queued"


def test_a_long_run_shows_how_far_it_is_and_goes_on(as_, region, now):
    for _ in range(12):
        walks.sent_outside(region, now=now)
    client = as_(region.secretary)
    begin(client)
    run = PrintRun.objects.get()
    page = client.get(run_page(run))
    assert "10 av 12" in words_of(page) and f'hx-get="{run_page(run)}"' in page.content.decode()
    assert "Markera valda som postade" not in words_of(page)
    client.post(run_page(run, "fortsatt/"))
    assert client.get(run_page(run), headers={"HX-Request": "true"})["HX-Refresh"] == "true"
    assert "Markera valda som postade" in words_of(client.get(run_page(run)))


def test_rows_that_are_no_letters_are_left(as_, region, now):
    walks.signed(region, now=now)  # to be sent, and no letter yet
    client = as_(region.secretary)
    answer = begin(client)
    assert answer["Location"] == SEND and not PrintRun.objects.exists()
    assert "Inget av det du valde ska skrivas ut." in words_of(client.get(SEND))


def test_other_lists_and_managers_print_no_letters(as_, region, now):
    walks.sent_outside(region, now=now)
    item = WorkItem.objects.get(node="send")
    watched = WorkItem.objects.get(node="watch")
    assert "Skriv ut breven" not in words_of(as_(region.secretary).get("/arbete/vart/att-bevaka/"))
    wrong = as_(region.secretary).post(
        "/arbete/vart/att-bevaka/flera/", {"do": "brev", "item": str(watched.id)}
    )
    assert wrong.status_code == 404
    assert "Skriv ut breven" not in words_of(as_(region.manager).get(SEND))
    assert begin(as_(region.manager), [item.id]).status_code == 404
    assert not PrintRun.objects.exists()


def test_runs_are_found_again(as_, region, now):
    run = walks.print_run(region, now=now, many=2)
    client = as_(region.nurse)
    page = client.get("/utskrifter/")
    assert run_page(run) in page.content.decode() and "2 att posta" in words_of(page)
    assert run_page(run) not in as_(region.assessor).get("/utskrifter/").content.decode()


def statements(client, path):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


def test_pages_of_runs_cost_the_same_whatever_lies_in_them(as_, region, now):
    """Counts, not times: a run of one letter and one of six are read with the same statements."""
    small, large = walks.print_run(region, now=now), walks.print_run(region, now=now, many=6)
    client = as_(region.secretary)
    client.get("/utskrifter/")
    assert statements(client, run_page(small)) == statements(client, run_page(large))
    before = statements(client, "/utskrifter/")
    walks.print_run(region, now=now)
    assert statements(client, "/utskrifter/") == before


def test_the_page_of_a_delivery_costs_the_same_whatever_else_was_sent(as_, region, now):
    one = walks.delivery_of(walks.sent_outside(region, now=now), "queued")
    path = f"/remiss/{one.referral_id}/forsandelse/{one.id}/"
    client = as_(region.secretary)
    client.get(path)
    # Letters are read where there are any: the first costs a statement, and no other does.
    walks.letter_begun(one.referral, actor=region.secretary, now=now, kind="patient")
    before = statements(client, path)
    for _number in range(3):
        walks.letter_begun(one.referral, actor=region.secretary, now=now, kind="chase")
    assert statements(client, path) == before


def test_several_letters_of_one_referral_are_posted_together(as_, region, now):
    """Each post is an act that raises the referral's version; one's own acts are not somebody else's."""
    referral = walks.sent_outside(region, now=now)
    letter = walks.letter_begun(referral, actor=region.secretary, now=now, kind="chase")
    send_letter(
        draft_version=1,
        draft=LetterDraft(letter_id=letter.id, text="Har den kommit?"),
        actor=region.secretary,
        now=now,
    )
    client = as_(region.secretary)
    begin(client)
    run = PrintRun.objects.get()
    client.post(run_page(run, "postade/"), fields_of(client.get(run_page(run))))
    assert list(Delivery.objects.values_list("state", flat=True)) == ["posted", "posted"]
