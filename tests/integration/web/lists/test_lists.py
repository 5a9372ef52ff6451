"""The lists as pages: what stands in them, what opens beside them, and where an act leads."""

import re
from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factories import make_absent, make_loan, walks
from remissvakt.audit.models import AccessLog
from remissvakt.core.clock import local_date
from remissvakt.core.ids import new_id
from remissvakt.referrals.models import WorkItem
from remissvakt.worklists.nodes import MY_LISTS, OUR_LISTS

WATCH, OUR_WATCH = "/arbete/mitt/att-bevaka/", "/arbete/vart/att-bevaka/"


def item_of(referral, node="watch", **more):
    return WorkItem.objects.get(referral=referral, node=node, **more)


def text(response):
    """What somebody reads of a page, on one line."""
    inside = re.sub(r"<(script|style|template)\b.*?</\1>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", inside).split())


def test_a_list_says_who_why_and_how_late(region, now, as_):
    walks.sent(region, now=now - timedelta(days=20))
    page = as_(region.secretary).get(OUR_WATCH)
    assert page.status_code == 200
    read = text(page)
    assert "Vårt arbete – Att bevaka 1 ärende 1 försenat" in read
    assert "19121212-1212 Tolvan Tolvansson" in read
    assert "Bekräftelse saknas sedan 20 dagar" in read
    assert "6 dagar försenad" in read
    assert "Ögonkliniken" in read
    assert f"Hög sänd 28 okt {region.referrer.person_name}" in read
    assert "191212121212" not in page.content.decode().replace("19121212-1212", "")


@pytest.mark.parametrize("whose", ["mitt", "vart"])
def test_every_list_of_ones_own_opens_and_the_menu_agrees(region, now, as_, whose):
    for walk in (
        walks.sent,
        walks.signed,
        walks.dictated,
        walks.delivery_failed,
        walks.asked,
        walks.answered,
    ):
        walk(region, now=now - timedelta(days=20))
    walks.paper(region, now=now)
    walks.certificate(region, now=now)
    browser = as_(region.referrer)
    counts = browser.get("/arbete/antal/").json()["nodes"]
    for one in MY_LISTS if whose == "mitt" else OUR_LISTS:
        page = browser.get(f"/arbete/{whose}/{one.slug}/")
        key = f"{'mine' if whose == 'mitt' else 'ours'}:{one.name}"
        assert page.content.decode().count("data-row=") == counts[key]["count"]
        menu = re.search(rf'data-node="{key}".*?data-count>(\d+)<', page.content.decode(), re.DOTALL)
        assert menu is not None
        assert int(menu[1]) == counts[key]["count"]


def test_an_empty_list_is_good_news_and_leads_on(region, now, as_):
    walks.sent(region, now=now)
    read = text(as_(region.referrer).get("/arbete/mitt/att-signera/"))
    assert "Klart här Inget väntar på signering." in read
    assert "Vidare till Att bevaka (1)" in read


@pytest.mark.parametrize(
    "address", ["/arbete/mitt/inkorg/", "/arbete/vart/finns-inte/", "/arbete/deras/inkorg/"]
)
def test_a_list_that_is_not_there(region, as_, address):
    assert as_(region.secretary).get(address).status_code == 404


def test_roles(region, now, as_):
    walks.sent(region, now=now)
    for path in (
        OUR_WATCH,
        f"{OUR_WATCH}csv/",
        f"{OUR_WATCH}utskrift/",
        f"{OUR_WATCH}nya/",
        "/arbete/antal/",
    ):
        assert as_(region.manager).get(path).status_code == 200
        assert as_(region.administrator).get(path).status_code == 404
    assert as_(region.manager).get(WATCH).status_code == 404
    assert as_(region.administrator).get("/dagens-kontroll/").status_code == 404
    assert not AccessLog.objects.filter(person_id=region.administrator.person_id).exists()


def test_the_open_row_shows_its_referral_and_logs_the_read(region, now, as_):
    referral = walks.sent(region, now=now)
    page = as_(region.secretary).get(OUR_WATCH, {"rad": item_of(referral).id})
    assert page.status_code == 200
    assert referral.code in text(page)
    assert 'aria-current="true"' in page.content.decode()
    logged = set(AccessLog.objects.values_list("action", "patient_id", "referral_id"))
    assert ("read_list", region.patient.id, referral.id) in logged
    assert ("read_referral", region.patient.id, referral.id) in logged


def test_htmx_gets_the_pane_alone(region, now, as_):
    referral = walks.sent(region, now=now)
    page = as_(region.secretary).get(OUR_WATCH, {"rad": item_of(referral).id}, headers={"HX-Request": "true"})
    html = page.content.decode()
    assert html.lstrip().startswith("<section")
    assert 'id="detail"' in html
    assert "data-list" not in html
    assert referral.code in html


def test_the_acts_of_an_open_row_lead_to_the_next_row(region, now, as_):
    first, second, third = (walks.sent(region, now=now + timedelta(minutes=n)) for n in range(3))
    browser = as_(region.secretary)

    def leads_to(referral):
        html = browser.get(OUR_WATCH, {"rad": item_of(referral).id}).content.decode()
        return {unquote(path) for path in re.findall(r"tillbaka=([^&\"]+)", html)}

    assert leads_to(first) == {f"{OUR_WATCH}?rad={item_of(second).id}"}
    assert leads_to(third) == {f"{OUR_WATCH}?rad={item_of(second).id}"}


def test_act_then_next(region, now, as_):
    first, second = (walks.sent(region, now=now + timedelta(minutes=n)) for n in range(2))
    browser = as_(region.secretary)
    html = browser.get(OUR_WATCH, {"rad": item_of(first).id}).content.decode()
    act = re.search(rf'href="(/remiss/{first.id}/gor/move_watch/[^"]*)"', html)
    assert act is not None
    form = browser.get(act[1].replace("&amp;", "&")).content.decode()
    fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form))
    answer = browser.post(
        act[1].replace("&amp;", "&"), fields | {"watch_on": "om 4 veckor", "reason": "Semester där"}
    )
    assert answer.status_code == 302
    page = browser.get(answer["Location"])
    assert page.request["QUERY_STRING"] == f"rad={item_of(second).id}"
    assert second.code in text(page)
    assert "data-message" in page.content.decode()
    assert "data-message" not in browser.get(OUR_WATCH).content.decode()


def test_a_row_that_somebody_has_done_is_told(region, now, as_):
    walks.sent(region, now=now)
    page = as_(region.secretary).get(OUR_WATCH, {"rad": new_id(now=now)})
    assert "Raden du hade öppen finns inte längre" in text(page)
    part = as_(region.secretary).get(OUR_WATCH, {"rad": new_id(now=now)}, headers={"HX-Request": "true"})
    assert "Raden finns inte längre" in text(part)


def test_another_units_row_looks_like_none(region, now, as_):
    referral = walks.assigned(region, now=now)
    theirs = item_of(referral, "inbox").id
    page = as_(region.secretary).get("/arbete/vart/inkorg/", {"rad": theirs})
    assert referral.code not in text(page)
    assert "Raden du hade öppen finns inte längre" in text(page)


def test_lent_work_says_whose_it_is(region, now, as_):
    walks.sent(region, now=now)
    today = local_date(now)
    make_loan(
        unit_id=region.health_centre.id, from_person_id=region.referrer.person_id,
        to_person_id=region.nurse.person_id, decided_by_id=region.manager.person_id,
        nodes=["watch"], from_on=today, to_on=today, now=now,
    )  # fmt: skip
    assert f"för {region.referrer.person_name}" in text(as_(region.nurse).get(WATCH))


def test_work_of_somebody_away_is_told_and_lies_without_owner(region, now, as_):
    walks.sent(region, now=now)
    make_absent(person_id=region.referrer.person_id, from_on=local_date(now), to_on=None, now=now)
    read = text(as_(region.secretary).get("/arbete/vart/utan-ansvarig/"))
    assert "Att bevaka sänd 17 nov" in read
    assert f"{region.referrer.person_name} (borta)" in read


def test_a_manager_sees_whose_the_work_is_and_not_the_referral(region, now, as_):
    referral = walks.sent(region, now=now)
    item = item_of(referral)
    page = as_(region.manager).get(OUR_WATCH, {"rad": item.id})
    read = text(page)
    assert "Byt bevakare" in read
    assert referral.code not in read
    assert "Glaukom?" not in read
    assert not AccessLog.objects.filter(action="read_referral").exists()


def test_a_paper_and_a_certificate_lead_to_their_pages(region, now, as_):
    paper = walks.paper(region, now=now)
    certificate = walks.certificate(region, now=now)
    browser = as_(region.secretary)
    html = browser.get("/arbete/vart/okopplade/", {"rad": paper.id}).content.decode()
    assert f'href="/papper/{paper.id}/?tillbaka=' in html
    item = WorkItem.objects.get(certificate_question=certificate)
    html = browser.get("/arbete/vart/webcert/", {"rad": item.id}).content.decode()
    assert f'href="/intyg/{certificate.id}/?tillbaka=' in html


def test_a_filter_is_told_and_hides_nothing_silently(region, now, as_):
    walks.sent(region, now=now - timedelta(days=20))
    walks.sent_outside(region, now=now)
    browser = as_(region.secretary)
    read = text(browser.get(OUR_WATCH, {"forsenade": "1"}))
    assert "2 ärenden 1 försenat" in read
    assert "Bara försenade 1 dold av filter · visa alla" in read
    read = text(browser.get(OUR_WATCH, {"papper": "1", "prio": "2"}))
    assert "Universitetssjukhuset" in read
    assert "Ögonkliniken" not in read.partition("dold av filter")[2]
    read = text(browser.get(OUR_WATCH, {"person": str(region.nurse.person_id)}))
    assert "Filtret döljer allt" in read
    assert "finns inte här längre" in read


def test_a_filter_stays_with_the_rows_and_pages(region, now, as_):
    referral = walks.sent(region, now=now - timedelta(days=20))
    html = as_(region.secretary).get(OUR_WATCH, {"forsenade": "1"}).content.decode()
    assert f'href="{OUR_WATCH}?forsenade=1&amp;rad={item_of(referral).id}"' in html


def test_rubbish_in_the_address_shows_the_whole_list(region, now, as_):
    walks.sent(region, now=now)
    browser = as_(region.secretary)
    for query in ("sida=x", "sida=-1", "sida=99999999999", "rad=x", "prio=%C2%B2", "person=%00", "sedan=x"):
        page = browser.get(f"{OUR_WATCH}?{query}")
        assert page.status_code == 200
        assert page.content.decode().count("data-row=") == 1


def test_new_rows_wait(region, now, as_):
    walks.sent(region, now=now)
    browser = as_(region.secretary)
    html = browser.get(OUR_WATCH).content.decode()
    newest = re.search(r'data-newest="([^"]+)"', html)
    assert newest is not None
    poll = {"newest": newest[1]}
    assert browser.get(f"{OUR_WATCH}nya/", poll, headers={"X-Background": "1"}).json() == {
        "new": 0,
        "label": "0 nya",
    }
    walks.sent(region, now=now + timedelta(minutes=1))
    walks.sent(region, now=now + timedelta(minutes=2))
    assert browser.get(f"{OUR_WATCH}nya/", poll).json() == {"new": 2, "label": "2 nya"}
    where = re.search(r'class="new-rows" href="([^"]+)"', html)
    assert where is not None
    assert browser.get(where[1].replace("&amp;", "&")).content.decode().count("task--new") == 2


def test_polling_reads_no_patient(region, now, as_):
    walks.sent(region, now=now)
    browser = as_(region.secretary)
    browser.get("/arbete/antal/")
    browser.get(f"{OUR_WATCH}nya/", {"newest": "0."})
    assert not AccessLog.objects.exists()


def test_a_list_page_takes_as_many_statements_whatever_the_size(region, now, as_):
    browser = as_(region.secretary)
    taken = []
    item = item_of(walks.sent(region, now=now))
    for n in (10, 40, 450):
        copies = []
        for _number in range(n):
            fields = {field.attname: getattr(item, field.attname) for field in WorkItem._meta.concrete_fields}
            key = new_id(now=now)
            copies.append(WorkItem(**(fields | {"id": key, "key": f"watch:{key}"})))
        WorkItem.objects.bulk_create(copies)
        taken.append(_statements_of(browser, OUR_WATCH))
    assert len(set(taken)) == 1
    # Session, account, assignment; all counts; the rows; the access log.
    assert taken[0] == 6


def test_loans_and_favourites_are_read_by_those_who_have_them(region, now, as_):
    """One statement more each, and what the page shows is theirs."""
    walks.sent(region, now=now)
    today, browser = local_date(now), as_(region.referrer)
    assert _statements_of(browser, WATCH) == 6
    make_loan(
        unit_id=region.health_centre.id, from_person_id=region.nurse.person_id,
        to_person_id=region.referrer.person_id, decided_by_id=region.manager.person_id,
        nodes=["watch"], from_on=today, to_on=today, now=now,
    )  # fmt: skip
    assert _statements_of(browser, WATCH) == 7
    browser.post(f"{WATCH}favorit/?forsenade=1", {"name": "Sena"})
    assert _statements_of(browser, WATCH) == 8
    assert ">Sena</a>" in browser.get(WATCH).content.decode()


def _statements_of(browser, address):
    browser.get(address)
    with CaptureQueriesContext(connection) as statements:
        page = browser.get(address)
    assert page.status_code == 200
    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    return len([one for one in statements.captured_queries if not one["sql"].startswith(frame)])


def test_a_row_is_drawn_anew_when_anything_of_it_is_another(region, now, as_):
    referral = walks.sent(region, now=now)
    browser = as_(region.secretary)
    first = browser.get(OUR_WATCH).content.decode()
    assert browser.get(OUR_WATCH).content.decode().count(region.patient.name) == first.count(
        region.patient.name
    )
    item = item_of(referral)
    WorkItem.objects.filter(id=item.id).update(due_on=local_date(now) - timedelta(days=3))
    assert "3 dagar försenad" in browser.get(OUR_WATCH).content.decode()
    type(region.patient).objects.filter(id=region.patient.id).update(
        family_name="Nyttnamnsson", confidential=True
    )
    page = browser.get(OUR_WATCH).content.decode()
    assert "Nyttnamnsson" in page
    assert "Sekretessmarkering" in page
    WorkItem.objects.filter(id=item.id).update(reason="no_receipt")
    assert browser.get(OUR_WATCH).content.decode() != page
    browser.cookies["remissvakt-language"] = "en"
    assert "3 days late" in browser.get(OUR_WATCH).content.decode()
    browser.cookies["remissvakt-language"] = "sv"
    assert "3 dagar försenad" in browser.get(OUR_WATCH).content.decode()


def test_the_frame_is_each_persons_own(region, now, as_):
    """What is kept of it is kept for one person, one language and one look, and never with somebody's token."""
    pages = {}
    for person in (region.secretary, region.referrer, region.eye_secretary, region.secretary):
        browser = as_(person)
        page = browser.get(OUR_WATCH).content.decode()
        assert person.person_name in page
        assert person.unit_name in page
        assert "\ue000" not in page
        assert f'name="next" value="{OUR_WATCH}"' in page
        tokens = set(re.findall(r'name="csrfmiddlewaretoken" value="([^"]+)"', page))
        assert len(tokens) > 0
        for before in pages.values():
            assert not tokens & before
        pages[len(pages)] = tokens
    browser.cookies["rv_theme"] = "dark"
    assert re.search(r'value="dark"[^>]*aria-pressed="true"', browser.get(OUR_WATCH).content.decode())


def test_the_choices_of_the_filter_are_fetched_when_its_menu_is_opened(region, now, as_):
    walks.sent(region, now=now)
    browser = as_(region.secretary)
    page = browser.get(OUR_WATCH).content.decode()
    assert 'id="filter-form"' not in page
    assert f'hx-get="{OUR_WATCH}filter/"' in page
    form = browser.get(f"{OUR_WATCH}filter/").content.decode()
    assert f'<form class="filter-form" id="filter-form" method="get" action="{OUR_WATCH}">' in form
    assert 'name="forsenade"' in form
    filtered = browser.get(f"{OUR_WATCH}?forsenade=1").content.decode()
    assert 'id="filter-form"' in filtered
    assert browser.get("/arbete/vart/finns-inte/filter/").status_code == 404


@pytest.mark.parametrize(
    ("who", "walk", "where"),
    [
        ("referrer", "completed", "/arbete/mitt/att-signera/"),
        ("secretary", "sent", "/arbete/vart/inkorg/"),
        ("eye_secretary", "sent", "/arbete/vart/inkorg/"),
        ("pool_secretary", "dictated", "/arbete/vart/att-skriva-ut/"),
        ("assessor", "assigned", "/arbete/mitt/att-besvara/"),
        ("other_assessor", "assigned", "/arbete/mitt/att-bevaka/"),
        ("manager", "sent", "/dagens-kontroll/"),
        ("administrator", "sent", "/administration/"),
    ],
)
def test_everybody_begins_where_their_work_is(region, now, as_, who, walk, where):
    getattr(walks, walk)(region, now=now)
    assert as_(getattr(region, who)).get("/")["Location"] == where


def test_help(region, as_):
    assert "Så arbetar du" in text(as_(region.administrator).get("/hjalp/"))


def test_nobody_comes_in_without_logging_in(client, db):
    for path in (WATCH, OUR_WATCH, "/", "/dagens-kontroll/", "/arbete/antal/", f"{OUR_WATCH}csv/", "/hjalp/"):
        answer = client.get(path)
        assert answer.status_code == 302
        assert answer["Location"].startswith("/logga-in")
