"""/remiss/<id>/: every state, seen from every side, and nothing that is another's."""

from __future__ import annotations

import re

import pytest

from factories import walks
from factories.browser import words_of
from remissvakt.audit.models import AccessLog

pytestmark = pytest.mark.django_db
SENDERS, RECEIVERS = ("referrer", "nurse", "secretary"), ("assessor", "optician", "eye_secretary")


def address(referral):
    return f"/remiss/{referral.id}/"


@pytest.mark.parametrize("state", sorted(walks.STATES))
def test_every_state_is_drawn_for_every_party(as_, region, now, state):
    referral = walks.STATES[state](region, now=now)
    seen = 0
    for name, actor in region.people.items():
        page = as_(actor).get(address(referral))
        assert page.status_code in (200, 404), name
        if page.status_code == 200:
            seen += 1
            words = words_of(page)
            assert referral.code in words
            assert "Tolvan Tolvansson" in words
            assert page.content.count(b'aria-current="step"') == (
                0 if referral.state in ("closed", "voided") else 1
            )
    assert seen
    assert AccessLog.objects.filter(referral_id=referral.id).count() == seen


def buttons(page):
    """The labels of what can be done, in order, without their letters."""
    html = page.content.decode()
    bar = html[html.index("data-actions") :]
    bar = bar[: bar.index("</section>")]
    bar = bar.split('<details class="refused"')[0]
    labels = re.findall(
        r'class="button button--(?:primary|secondary|discrete)[^"]*"[^>]*>(.*?)</(?:a|button)>',
        bar,
        re.DOTALL,
    )
    return [re.sub(r"<kbd.*?</kbd>", "", label).strip() for label in labels]


@pytest.mark.parametrize(
    ("state", "who", "first"),
    [
        ("dictated", "secretary", "Skriv ut diktatet"),
        ("drafted", "referrer", "Skriv remissen"),
        ("completed", "referrer", "Signera och skicka"),
        ("signed", "secretary", "Skicka"),
        ("sent", "secretary", "Efterfråga hos mottagaren"),
        ("sent_outside", "secretary", "Postad"),
        ("delivery_failed", "secretary", "Skicka på nytt"),
        ("posted", "secretary", "Registrera bekräftelse eller svar"),
        ("confirmed", "secretary", "Vidimera: bekräftelse"),
        ("information_requested", "referrer", "Vidimera: begäran om komplettering"),
        ("rejected", "referrer", "Vidimera: avvisad"),
        ("rejection_acknowledged", "referrer", "Säg vad som görs i stället"),
        ("answered", "referrer", "Vidimera: slutsvar"),
        ("closed", "referrer", "Öppna remissen igen"),
        ("sent", "eye_secretary", "Utse bedömare"),
        ("assigned", "assessor", "Bekräfta med väntetid"),
        ("confirmed", "eye_secretary", "Patienten informerad"),
        ("answer_begun", "assessor", "Skriv svaret"),
        ("answer_completed", "assessor", "Signera och skicka svaret"),
        ("answer_signed", "eye_secretary", "Skicka svaret"),
        ("reprioritisation_asked", "assessor", "Besvara begäran"),
        ("forwarded", "eye_secretary", "Efterfråga hos nya enheten"),
        ("forwarded", "skin_secretary", "Utse bedömare"),
    ],
)
def test_the_likeliest_act_comes_first(as_, region, now, state, who, first):
    referral = walks.STATES[state](region, now=now)
    page = as_(region.people[who]).get(address(referral))
    assert buttons(page)[0] == first or first in buttons(page)[:2], buttons(page)


def test_every_letter_stands_for_one_act(as_, region, now):
    for state in walks.STATES:
        referral = walks.STATES[state](region, now=now)
        for who in ("referrer", "assessor"):
            page = as_(region.people[who]).get(address(referral))
            if page.status_code == 200:
                letters = re.findall(r'data-key="(.)"', page.content.decode())
                assert len(letters) == len(set(letters)), state
                assert not set(letters) & set("jkg/?"), state


def test_why_not_is_the_rules_own_reason(as_, region, now):
    referral = walks.answered(region, now=now)
    words = words_of(as_(region.referrer).get(address(referral)))
    assert "Varför kan jag inte …" in words
    assert "Avsluta av medicinskt skäl Det finns svar som inte är vidimerade. Läs dem först." in words
    # What belongs to the other side is not mentioned at all.
    assert "Bara den mottagande enheten" not in words


def test_a_confirmation_is_never_shown_as_an_answer(as_, region, now):
    referral = walks.answered(region, now=now)
    page = as_(region.referrer).get(address(referral)).content.decode()
    cards = re.findall(r'<article class="reply ([^"]*)".*?</article>', page, re.DOTALL)
    kinds = {("reply--answer" in card, "reply--confirmation" in card) for card in cards}
    assert kinds == {(True, False), (False, True)}
    words = words_of(as_(region.referrer).get(address(referral)))
    assert "Slutsvar SSV inte vidimerad" in words
    assert "Bekräftelse BEK inte svar inte vidimerad" in words


def test_a_replaced_answer_stays_readable(as_, region, now):
    referral = walks.answered_in_part(region, now=now)
    _answer_again(referral, region, now)
    words = words_of(as_(region.referrer).get(address(referral)))
    assert "ersatt av senare svar" in words
    assert "Helt nytt svar." in words
    assert words.count("Inget glaukom.") >= 1


def _answer_again(referral, region, now):
    from remissvakt.core.ids import new_id
    from remissvakt.referrals.actions.answer import decide_answer, sign_and_send_answer

    case = walks.case_of(referral)
    reply = decide_answer(
        case_id=case.id,
        version=case.version,
        reply_id=new_id(now=now),
        kind="FINAL",
        actor=region.assessor,
        now=now,
    )
    sign_and_send_answer(
        reply_id=reply.id, draft_version=1, text="Helt nytt svar.", actor=region.assessor, now=now
    )


def test_each_side_reads_its_own_events(as_, region, now):
    referral = walks.answer_begun(region, now=now)
    sender = words_of(as_(region.referrer).get(address(referral)))
    receiver = words_of(as_(region.assessor).get(address(referral)))
    assert "Olle Öberg beslutade att besvara" in receiver
    assert "beslutade att besvara" not in sender
    assert "Anna Almgren signerade" in sender
    assert "Anna Almgren signerade" not in receiver
    for words in (sender, receiver):
        assert "Anna Almgren skickade remissen till Ögonkliniken" in words
        assert "Olle Öberg bekräftade remissen" in words


def test_the_unit_in_the_middle_keeps_custody_in_sight(as_, region, now):
    referral = walks.forwarded(region, now=now)
    words = words_of(as_(region.eye_secretary).get(address(referral)))
    assert "Den nya enheten ska ha bekräftat" in words
    assert "vidaresänd från Ögonkliniken" in words
    first = words_of(as_(region.referrer).get(address(referral)))
    assert "Vidaresänd VID" in first


def test_a_pool_sees_a_referral_only_while_there_is_work_for_it(as_, region, now):
    pool = as_(region.pool_secretary)
    assert pool.get(address(walks.drafted(region, now=now))).status_code == 200
    assert pool.get(address(walks.assigned(region, now=now))).status_code == 404


def test_the_way_back_goes_along_to_every_act(as_, region, now):
    referral = walks.sent(region, now=now)
    page = as_(region.secretary).get(address(referral), {"tillbaka": "/arbete/vart/att-bevaka/?rad=3"})
    html = page.content.decode()
    links = re.findall(rf'href="(/remiss/{referral.id}/gor/[^"]*)"', html)
    assert links
    assert all("tillbaka=%2Farbete%2Fvart%2Fatt-bevaka%2F%3Frad%3D3" in link for link in links)


@pytest.mark.parametrize("who", ["manager", "eye_manager", "administrator", "skin_doctor", "company_doctor"])
def test_who_is_not_part_of_the_care_sees_nothing(as_, region, now, who):
    referral = walks.sent(region, now=now)
    page = as_(region.people[who]).get(address(referral))
    assert page.status_code == 404
    assert referral.code not in page.content.decode()
    assert not AccessLog.objects.filter(referral_id=referral.id).exists()


def test_a_page_costs_the_same_however_long_its_story(as_, region, now):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from remissvakt.core.ids import new_id
    from remissvakt.referrals.actions.questions import ask
    from remissvakt.referrals.actions.watch import chase

    referral = walks.confirmed(region, now=now)
    client = as_(region.referrer)
    client.get(address(referral))

    def cost():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address(referral)).status_code == 200
        return len(seen)

    def one_more(at):
        row = walks.fresh(referral)
        chase(
            referral_id=row.id,
            version=row.version,
            how="phone",
            reached=f"Person {at}",
            said="Väntar.",
            watch_on=now.date(),
            actor=region.secretary,
            now=now,
        )
        ask(
            referral_id=row.id,
            question_id=new_id(now=now),
            from_unit_id=region.eye_clinic.id,
            to_unit_id=region.health_centre.id,
            to_person_id=None,
            subject=f"Fråga {at}",
            text="Hur går det?",
            actor=region.eye_secretary,
            now=now,
        )

    # What a referral has none of is not read: the first of a kind may cost a statement, and no other does.
    one_more(0)
    before = cost()
    for at in range(1, 8):
        one_more(at)
    assert cost() == before
    assert before <= 11  # with BEGIN and COMMIT
