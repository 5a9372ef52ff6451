"""What the manager changes: each way that works, and each that is refused with the reason beside its field."""

from datetime import timedelta

import pytest

from factories import make_absent, make_loan
from factories.browser import hidden_values, words_of
from remissvakt.audit.models import AdminEvent
from remissvakt.delegation.models import Delegation
from remissvakt.organisations.models import (
    Absence,
    Assignment,
    ForwardingTarget,
    PriorityLevel,
    ReplyTemplate,
    Unit,
    UnitRoutine,
)
from remissvakt.referrals.models import WorkItem
from remissvakt.web.unit.limit_texts import LIMITS


@pytest.fixture
def manager(as_, region):
    return as_(region.manager)


def send(browser, path, data, *, page=None):
    """Open the page, and post its hidden fields with the data."""
    return browser.post(path, {**hidden_values(browser.get(page or path)), **data})


def limits_of(unit, **changed):
    routine = UnitRoutine.objects.get(unit=unit)
    held = {one.name: getattr(routine, one.name) for one in LIMITS}
    return {**held, "acknowledge_rule": routine.acknowledge_rule, **changed}


# Limits


def test_every_limit_of_the_routine_has_a_field():
    columns = {f.name for f in UnitRoutine._meta.get_fields() if f.name.endswith(("_days", "_workdays"))}
    assert {one.name for one in LIMITS} == columns


def test_limits_are_changed_and_open_work_follows(manager, region, now):
    from factories import walks

    walks.drafted(region, now=now)
    before = WorkItem.objects.get().due_on
    data = limits_of(region.health_centre, send_workdays=1, acknowledge_rule="referrer")
    response = send(manager, "/enhet/granser/", data)
    assert response.status_code == 302
    routine = UnitRoutine.objects.get(unit=region.health_centre)
    assert (routine.send_workdays, routine.acknowledge_rule) == (1, "referrer")
    assert WorkItem.objects.get().due_on < before


def test_how_long_sound_is_kept_and_that_only_checked_files_are_opened(manager, as_, region):
    data = limits_of(region.health_centre, audio_days=30, virus_check_required="on")
    assert send(manager, "/enhet/granser/", data).status_code == 302
    routine = UnitRoutine.objects.get(unit=region.health_centre)
    assert (routine.audio_days, routine.virus_check_required) == (30, True)
    event = AdminEvent.objects.get(kind="routine_changed")
    assert (event.data["before"]["virus_check_required"], event.data["after"]["audio_days"]) == (False, 30)
    assert "öppnas inte här" in words_of(as_(region.secretary).get("/enhet/granser/"))
    assert (
        "checked"
        in manager.get("/enhet/granser/").content.decode().partition("virus_check_required")[2][:200]
    )
    send(manager, "/enhet/granser/", limits_of(region.health_centre))
    assert UnitRoutine.objects.get(unit=region.health_centre).virus_check_required is False


@pytest.mark.parametrize("value", ["", "-1", "731", "tre", "1e3", "9" * 400])
def test_limit_out_of_range_is_said_at_its_field(manager, region, value):
    response = send(manager, "/enhet/granser/", limits_of(region.health_centre, chase_days=value))
    assert response.status_code == 422
    assert "Efterfrågan följs upp: Skriv ett helt antal dagar, 0 till 730." in words_of(response)
    assert UnitRoutine.objects.get(unit=region.health_centre).chase_days == 14


def test_stale_limits_name_who_was_first_and_keep_what_was_typed(manager, as_, region):
    first = hidden_values(manager.get("/enhet/granser/"))
    send(as_(region.manager), "/enhet/granser/", limits_of(region.health_centre, chase_days=7))
    late = {**limits_of(region.health_centre, chase_days=21), **first}
    response = manager.post("/enhet/granser/", late)
    assert response.status_code == 409
    assert "Mona Malm hann före: Gränser ändrade" in words_of(response)
    assert 'value="21"' in response.content.decode()
    again = {**limits_of(region.health_centre, chase_days=21), **hidden_values(response)}
    assert manager.post("/enhet/granser/", again).status_code == 302
    assert UnitRoutine.objects.get(unit=region.health_centre).chase_days == 21


# Address, priorities, texts


def test_address_and_channels(manager, region):
    data = {
        "street": "Storgatan 1",
        "postal_code": "12345",
        "city": "Ekby",
        "phone": "010-1",
        "channels": ["paper"],
    }
    assert send(manager, "/enhet/uppgifter/", data).status_code == 302
    unit = Unit.objects.get(id=region.health_centre.id)
    assert (unit.street, unit.postal_code, unit.channels) == ("Storgatan 1", "123 45", ["paper"])


def test_unit_without_channel_is_refused(manager):
    response = send(manager, "/enhet/uppgifter/", {"city": "Ekby"})
    assert response.status_code == 422
    assert "Välj på vilka sätt enheten kan ta emot remisser." in words_of(response)


def test_priorities(manager, region):
    assert send(manager, "/enhet/prioriteter/", {"labels": "Nu\n\n Sedan \n"}).status_code == 302
    rows = PriorityLevel.objects.filter(unit=region.health_centre, active=True).order_by("rank")
    assert [row.label for row in rows] == ["Nu", "Sedan"]


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Fyll i fältet."), ("A\na", "Två steg heter likadant."), ("\n".join("abcdefghij"), "1–9 steg")],
)
def test_priorities_refused(manager, typed, said):
    response = send(manager, "/enhet/prioriteter/", {"labels": typed})
    assert response.status_code == 422
    assert said in words_of(response)


def test_text_is_written_once_changed_and_put_away(manager, region):
    data = {"kind": "CONFIRMED", "title": "Kort", "text": "Vi tar emot."}
    sent = {**hidden_values(manager.get("/enhet/texter/ny/")), **data}
    assert manager.post("/enhet/texter/ny/", sent).status_code == 302
    assert manager.post("/enhet/texter/ny/", sent).status_code == 302
    row = ReplyTemplate.objects.get(unit=region.health_centre)
    path = f"/enhet/texter/{row.id}/"
    assert send(manager, path, {**data, "text": "Vi återkommer."}).status_code == 302
    row.refresh_from_db()
    assert row.text == "Vi återkommer."
    assert "Ta bort svarstexten?" in words_of(manager.get(f"{path}ta-bort/"))
    assert manager.post(f"{path}ta-bort/").status_code == 302
    assert not ReplyTemplate.objects.filter(active=True).exists()
    assert manager.post(f"{path}ta-bort/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "NONSENSE"}, "Används i: Välj i listan."),
        ({"title": " "}, "Namn på texten: Fyll i fältet."),
        ({"text": ""}, "Text: Fyll i fältet."),
        ({"text": "x" * 5001}, "Texten är för lång"),
        ({"title": "x" * 101}, "Texten är för lång"),
    ],
)
def test_text_refused(manager, wrong, said):
    data = {"kind": "FINAL", "title": "T", "text": "Text", **wrong}
    response = send(manager, "/enhet/texter/ny/", data)
    assert response.status_code == 422
    assert said in words_of(response)
    assert not ReplyTemplate.objects.exists()


def test_text_of_another_unit_is_404(manager, as_, region):
    send(as_(region.eye_manager), "/enhet/texter/ny/", {"kind": "FINAL", "title": "T", "text": "Text"})
    row = ReplyTemplate.objects.get()
    assert manager.get(f"/enhet/texter/{row.id}/").status_code == 404
    assert manager.post(f"/enhet/texter/{row.id}/ta-bort/").status_code == 404


def test_late_text_names_who_was_first(manager, as_, region):
    send(manager, "/enhet/texter/ny/", {"kind": "FINAL", "title": "T", "text": "Text"})
    path = f"/enhet/texter/{ReplyTemplate.objects.get().id}/"
    seen = hidden_values(manager.get(path))
    send(as_(region.manager), path, {"kind": "FINAL", "title": "T", "text": "Först"})
    response = manager.post(path, {**seen, "kind": "FINAL", "title": "T", "text": "Sist"})
    assert response.status_code == 409
    assert "Sist" in response.content.decode()
    assert ReplyTemplate.objects.get().text == "Först"


# Forwarding (B.5)


def test_forwarding_is_asked_for_once(manager, region):
    path = "/enhet/vidareremittering/"
    sent = {
        **hidden_values(manager.get(path)),
        "to_unit": region.eye_clinic.id,
        "motivation": "Ögonsjukdomar",
    }
    assert manager.post(path, sent).status_code == 302
    assert manager.post(path, sent).status_code == 302
    row = ForwardingTarget.objects.get(unit=region.health_centre)
    assert (row.state, row.to_unit_id) == ("requested", region.eye_clinic.id)
    assert "0 av 10" in words_of(manager.get(path))
    response = send(manager, path, {"to_unit": region.eye_clinic.id})
    assert response.status_code == 422
    assert "Den enheten är redan begärd eller aktiv." in words_of(response)


@pytest.mark.parametrize("unit", ["health_centre", "pool"])
def test_forwarding_to_oneself_or_a_pool_cannot_be_chosen(manager, region, unit):
    response = send(manager, "/enhet/vidareremittering/", {"to_unit": getattr(region, unit).id})
    assert response.status_code == 422
    assert not ForwardingTarget.objects.filter(unit=region.health_centre).exists()


def test_forwarding_is_ended_by_its_own_manager_alone(as_, region):
    row = ForwardingTarget.objects.get(unit=region.eye_clinic, to_unit=region.skin_clinic)
    path = f"/enhet/vidareremittering/{row.id}/avsluta/"
    assert as_(region.manager).post(path).status_code == 404
    browser = as_(region.eye_manager)
    assert browser.post(path).status_code == 302
    row.refresh_from_db()
    assert (row.state, row.slot) == ("ended", None)
    response = browser.post(path)
    assert response.status_code == 409
    assert "redan avgjord" in words_of(response)


# People and absences (C)


def test_manager_gives_and_ends_an_assignment(manager, region, now):
    path = "/enhet/personer/uppdrag/"
    data = {"person": region.assessor.person_id, "role": "doctor", "from_on": "idag", "to_on": "om 2 veckor"}
    sent = {**hidden_values(manager.get(path)), **data}
    assert manager.post(path, sent).status_code == 302
    assert manager.post(path, sent).status_code == 302
    row = Assignment.objects.get(unit=region.health_centre, person_id=region.assessor.person_id)
    assert row.to_on == now.date() + timedelta(days=14)
    end = f"/enhet/uppdrag/{row.id}/avsluta/"
    response = manager.post(end, {"last_on": "igår"})
    assert response.status_code == 422
    assert "Uppdraget kan sluta tidigast idag." in words_of(response)
    assert manager.post(end, {"last_on": ""}).status_code == 302
    row.refresh_from_db()
    assert row.to_on == now.date() - timedelta(days=1)


@pytest.mark.parametrize("role", ["manager", "administrator", "king"])
def test_manager_hands_out_care_roles_alone(manager, region, role):
    data = {"person": region.assessor.person_id, "role": role, "from_on": "idag"}
    assert send(manager, "/enhet/personer/uppdrag/", data).status_code == 422
    assert not Assignment.objects.filter(
        unit=region.health_centre, person_id=region.assessor.person_id
    ).exists()


def test_manager_cannot_end_a_managers_or_anothers_assignment(manager, region):
    for assignment in (
        region.manager.assignment_id,
        region.administrator.assignment_id,
        region.assessor.assignment_id,
    ):
        assert manager.post(f"/enhet/uppdrag/{assignment}/avsluta/", {"last_on": ""}).status_code == 404


def test_absence_of_a_colleague_is_registered_changed_and_taken_back(manager, region, now):
    path = "/enhet/franvaro/ny/"
    data = {"person": region.referrer.person_id, "from_on": "idag", "to_on": "", "note": "Vab"}
    sent = {**hidden_values(manager.get(path)), **data}
    assert manager.post(path, sent).status_code == 302
    assert manager.post(path, sent).status_code == 302
    row = Absence.objects.get()
    assert "Anna Almgren" in words_of(manager.get("/enhet/franvaro/"))
    one = f"/enhet/franvaro/{row.id}/"
    assert manager.post(one, {"last_on": "imorgon"}).status_code == 302
    row.refresh_from_db()
    assert row.to_on == now.date() + timedelta(days=1)
    assert manager.post(one, {"last_on": "1 jan 2020"}).status_code == 422
    assert manager.post(one, {"do": "cancel"}).status_code == 302
    assert not Absence.objects.exists()
    kinds = AdminEvent.objects.values_list("kind", flat=True)
    assert list(kinds.order_by("sequence")) == ["absence_registered", "absence_ended", "absence_cancelled"]


def test_own_absence_is_everybodys_to_tell_of_and_no_other(as_, region):
    browser = as_(region.secretary)
    own = {"person": region.secretary.person_id, "from_on": "imorgon", "to_on": "imorgon"}
    assert send(browser, "/enhet/franvaro/ny/", own).status_code == 302
    other = {**own, "person": region.referrer.person_id}
    assert send(browser, "/enhet/franvaro/ny/", other).status_code == 422
    assert Absence.objects.get().person_id == region.secretary.person_id


def test_note_is_for_the_person_and_the_manager(as_, region, now):
    row = make_absent(person_id=region.referrer.person_id, from_on=now.date(), to_on=None, now=now)
    Absence.objects.filter(id=row.id).update(note="Sjukskriven")
    assert "Sjukskriven" in words_of(as_(region.manager).get("/enhet/franvaro/"))
    assert "Sjukskriven" in words_of(as_(region.referrer).get("/enhet/franvaro/"))
    assert "Sjukskriven" not in words_of(as_(region.secretary).get("/enhet/franvaro/"))
    person = f"/enhet/personer/{region.referrer.person_id}/"
    assert "Sjukskriven" not in words_of(as_(region.secretary).get(person))
    assert as_(region.secretary).get(f"/enhet/franvaro/{row.id}/").status_code == 404
    assert as_(region.eye_manager).get(f"/enhet/franvaro/{row.id}/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"from_on": "31/2"}, "Från och med:"),
        ({"from_on": "igår", "to_on": "1 jan 2020"}, "Sista dagen ligger före den första."),
        ({"from_on": "1 jan 2050", "to_on": "2 jan 2050"}, "Kontrollera året."),
        ({"person": ""}, "Vem är borta?: Välj i listan."),
        ({"new_id": "x"}, "Formuläret är trasigt."),
    ],
)
def test_absence_refused(manager, region, wrong, said):
    data = {"person": region.referrer.person_id, "from_on": "idag", "to_on": "imorgon", **wrong}
    response = send(manager, "/enhet/franvaro/ny/", data)
    assert response.status_code == 422
    assert said in words_of(response)
    assert not Absence.objects.exists()


# Dela ut (C.3)


def lending(region, **changed):
    return {
        "from_person": region.referrer.person_id,
        "to_person": region.other_referrer.person_id,
        "nodes": ["watch", "sign"],
        "agreement": "Arvid tar det brådskande.",
        "from_on": "idag",
        "to_on": "om 2 veckor",
        **changed,
    }


def test_chosen_nodes_are_lent_and_taken_back(manager, region):
    path = "/enhet/utdelat/ny/"
    page = manager.get(path)
    assert 'name="nodes"' in page.content.decode()
    assert not any(
        "checked" in part.split(">")[0] for part in page.content.decode().split('name="nodes"')[1:]
    )
    sent = {**hidden_values(page), **lending(region)}
    assert manager.post(path, sent).status_code == 302
    assert manager.post(path, sent).status_code == 302
    row = Delegation.objects.get()
    assert sorted(row.nodes.values_list("node", flat=True)) == ["sign", "watch"]
    assert row.decided_by_id == region.manager.person_id
    assert "Arvid Ask" in words_of(manager.get("/enhet/utdelat/"))
    end = f"/enhet/utdelat/{row.id}/avsluta/"
    assert manager.post(end).status_code == 302
    row.refresh_from_db()
    assert row.ended_by_id == region.manager.person_id
    assert "avslutad i förtid" in words_of(manager.get("/enhet/utdelat/"))
    assert manager.post(end).status_code == 409


def test_all_eight_with_one_box(manager, region):
    data = lending(region, every_node="on", nodes=[])
    assert send(manager, "/enhet/utdelat/ny/", data).status_code == 302
    assert Delegation.objects.get().nodes.count() == 8


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"nodes": []}, "Välj minst en av de åtta noderna"),
        ({"nodes": ["inbox"]}, "Välj bland de åtta noderna."),
        ({"agreement": " "}, "Vad har ni kommit överens om?: Fyll i fältet."),
        ({"agreement": "x" * 2001}, "Texten är för lång"),
        ({"to_on": ""}, "Till och med: Skriv ett datum."),
        ({"to_on": "om 3 år"}, "högst ett år"),
        ({"from_on": "1 jan 2026"}, "tidigast idag"),
        ({"to_person": "same"}, "Välj en annan person"),
        ({"to_person": "manager"}, "Vem tar över så länge?: Välj i listan."),
        ({"to_person": "00000000-0000-7000-8000-000000000000"}, "Vem tar över så länge?: Välj i listan."),
    ],
)
def test_lending_refused(manager, region, wrong, said):
    data = lending(region, **wrong)
    if data["to_person"] == "same":
        data["to_person"] = data["from_person"]
    if data["to_person"] == "manager":
        data["to_person"] = region.manager.person_id
    response = send(manager, "/enhet/utdelat/ny/", data)
    assert response.status_code == 422
    assert said in words_of(response)
    assert not Delegation.objects.exists()


def test_lending_to_somebody_away_is_refused_with_a_proposal(manager, region, now):
    make_absent(person_id=region.other_referrer.person_id, from_on=now.date(), to_on=None, now=now)
    response = send(manager, "/enhet/utdelat/ny/", lending(region))
    assert response.status_code == 422
    assert "Arvid Ask är frånvarande tills vidare. Du kan i stället välja" in words_of(response)


def test_agreement_is_for_the_manager_and_the_two(as_, region, now):
    row = make_loan(
        unit_id=region.health_centre.id,
        from_person_id=region.referrer.person_id,
        to_person_id=region.other_referrer.person_id,
        decided_by_id=region.manager.person_id,
        nodes=["watch"],
        from_on=now.date(),
        to_on=now.date(),
        now=now,
    )
    for who in ("manager", "referrer", "other_referrer"):
        assert row.agreement in words_of(as_(getattr(region, who)).get("/enhet/utdelat/"))
    text = words_of(as_(region.secretary).get("/enhet/utdelat/"))
    assert "Arvid Ask" in text
    assert row.agreement not in text
    assert as_(region.eye_manager).post(f"/enhet/utdelat/{row.id}/avsluta/").status_code == 404
    assert as_(region.secretary).post(f"/enhet/utdelat/{row.id}/avsluta/").status_code == 403


def test_nodes_say_how_much_lies_there(manager, region, now):
    from factories import walks

    walks.sent(region, now=now)
    page = manager.get(f"/enhet/utdelat/ny/?person={region.referrer.person_id}")
    assert "Att bevaka (1)" in words_of(page)
