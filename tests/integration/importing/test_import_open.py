"""What comes in is what the file says, whole or not at all, once, and as work that nobody can lose."""

from datetime import date, timedelta

import pytest

from factories import make_absent
from racing import race
from referral_files import IN, OUT, read, table
from remissvakt.assurance.checks import run_checks
from remissvakt.audit.models import AdminEvent
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.organisations.models import Unit, UnitRoutine
from remissvakt.patients.models import Patient
from remissvakt.referrals.actions import import_open as module
from remissvakt.referrals.actions.import_open import import_open
from remissvakt.referrals.loop import load
from remissvakt.referrals.models import Case, Event, Participant, Referral, ReferralVersion, WorkItem
from remissvakt.referrals.queries import open_referral
from remissvakt.referrals.record import differences, event_hash, wanted_items


def bring_in(region, now, *lines, actor=None, unit=None, create_units=False):
    actor, unit = actor or region.secretary, unit or region.health_centre
    report = read(region, now, table(*lines), actor=actor, unit=unit, create_units=create_units)
    assert report.faults == []
    return import_open(batch=report.batch, unit_id=unit.id, actor=actor, now=now)


def work(**where):
    rows = WorkItem.objects.filter(**where).values_list("node", "reason", "unit__name", "due_on", "person_id")
    return sorted(rows, key=str)


def check_everything(now):
    """All invariants, as `remissvakt check` runs them; and no referral without work."""
    assert run_checks(now=now) == []
    for loop in load(Referral.objects.all()).values():
        wanted = {item.key: item for item in wanted_items(loop.facts())}
        stored = {item.key: item for item in WorkItem.objects.filter(referral=loop.referral)}
        assert stored
        assert wanted.keys() == stored.keys()
        assert not any(differences(stored[key], wanted[key]) for key in wanted)
        (event,) = Event.objects.filter(referral=loop.referral)
        assert event.hash == event_hash(event)
        assert (loop.referral.event_hash, loop.referral.event_count) == (event.hash, 1)


def test_a_sent_referral_is_watched_from_the_day_it_was_sent(region, now):
    done = bring_in(region, now, OUT)
    assert (done.outgoing, done.incoming, done.there, done.patients) == (1, 0, 0, 0)
    row = Referral.objects.get()
    assert (row.state, row.source, row.watched, row.import_key) == ("sent", "written", True, "U-1")
    assert (row.watcher_id, row.referrer_id) == (region.secretary.person_id, region.referrer.person_id)
    assert row.watch_on == date(2026, 11, 10)  # 14 days after sending: it has passed, and so is late
    case = Case.objects.get()
    assert (case.state, case.arrived_on, case.unit_id) == ("sent", None, region.outside_unit.id)
    assert work() == [
        (
            "watch",
            "confirmation_awaited",
            "Vårdcentralen Eken",
            date(2026, 11, 10),
            region.secretary.person_id,
        )
    ]
    assert list(Participant.objects.values_list("unit_id", flat=True)) == [region.health_centre.id]
    check_everything(now)


def test_the_unit_s_own_limit_counts(region, now):
    UnitRoutine.objects.filter(unit=region.health_centre).update(confirmation_days=30)
    bring_in(region, now, OUT)
    assert Referral.objects.get().watch_on == date(2026, 11, 26)


def test_a_confirmation_moves_the_watch_to_its_wait_and_never_ends_it(region, now):
    bring_in(
        region,
        now,
        {**OUT, "Status": "Bekräftad", "Bekräftelsedatum": "2026-11-03", "Utlovad väntetid": "8 veckor"},
    )
    case = Case.objects.get()
    assert (case.state, case.wait_kind, case.wait_value, case.wait_until) == (
        "in_progress", "weeks", "8", date(2026, 12, 29),
    )  # fmt: skip
    assert case.confirmed_at is not None
    assert [item[:4] for item in work()] == [
        ("watch", "answer_awaited", "Vårdcentralen Eken", date(2026, 12, 29)),
    ]
    check_everything(now)


def test_a_stated_watch_date_wins_also_when_it_has_passed(region, now):
    bring_in(region, now, {**OUT, "Utlovad väntetid": "v 4 2027", "Bevakningsdatum": "2026-11-05"})
    assert Referral.objects.get().watch_on == date(2026, 11, 5)


def test_without_persons_the_work_lies_with_nobody_and_is_seen(region, now):
    bring_in(
        region,
        now,
        {**OUT, "Remittent": "", "Bevakare": "", "Beslutsdatum": ""},
        {**IN, "Ansvarig bedömare": "", "Status": "Pågår"},
    )
    assert {item[4] for item in work()} == {None}
    assert WorkItem.objects.filter(wants_person=True, person=None).count() == 2
    assert set(Referral.objects.values_list("source", flat=True)) == {"arrived"}
    check_everything(now)


def test_an_incoming_case_waits_for_its_assessor(region, now):
    bring_in(region, now, IN, {**IN, "Remissnummer": "I-2", "Status": "Pågår", "Utlovad väntetid": "v 50"})
    first, second = Case.objects.order_by("import_key")
    assert (first.state, first.arrived_on, first.assessor_id, first.import_key) == (
        "received", date(2026, 11, 2), region.other_referrer.person_id, "I-1",
    )  # fmt: skip
    assert (second.state, second.wait_until) == ("in_progress", date(2026, 12, 13))
    assert {item[:2] for item in work(case=first)} == {("answer", "not_assessed"), ("inbox", "not_assessed")}
    assert {item[:2] for item in work(case=second)} == {
        ("answer", "answer_promised"),
        ("inbox", "answer_promised"),
    }
    assert not Referral.objects.filter(watched=True).exists()
    check_everything(now)


def test_between_units_here_both_have_it_in_their_lists(region, now):
    bring_in(region, now, {**OUT, "Motpart": "Ögonkliniken"})
    bring_in(region, now, {**IN, "Motpart": "Ögonkliniken"})
    assert [item[:3] for item in work()] == [
        ("answer", "not_assessed", "Vårdcentralen Eken"),
        ("inbox", "no_assessor", "Ögonkliniken"),
        ("inbox", "not_assessed", "Vårdcentralen Eken"),
        ("watch", "confirmation_awaited", "Vårdcentralen Eken"),
        ("watch", "confirmation_awaited", "Ögonkliniken"),
    ]
    assert Participant.objects.count() == 4
    check_everything(now)


def test_a_referral_that_the_other_unit_has_brought_in_is_the_same(region, now):
    line = {**OUT, "Remissnummer": "R-7", "Motpart": "Ögonkliniken"}
    bring_in(region, now, line)
    other = {**IN, "Remissnummer": "R-7", "Motpart": "Vårdcentralen Eken", "Ansvarig bedömare": ""}
    same = {**other, "Personnummer": OUT["Personnummer"], "Patientnamn": OUT["Patientnamn"]}
    eye = {"actor": region.eye_secretary, "unit": region.eye_clinic}
    done = bring_in(region, now, same, **eye)
    assert (done.incoming, done.there) == (0, 1)
    named = read(region, now, table({**same, "Ansvarig bedömare": "Olle Öberg"}), **eye)
    assert [(one.line, one.column) for one in named.notes] == [(2, "Ansvarig bedömare")]
    assert "Utse bedömaren i Inkorg" in named.notes[0].reason
    report = read(region, now, table(other), **eye)
    assert [(one.line, one.column) for one in report.faults] == [(2, "Remissnummer")]
    assert "annan patients" in report.faults[0].reason
    assert Referral.objects.count() == 1


def test_a_second_run_brings_in_nothing_twice(region, now):
    lines = [OUT, IN, {**IN, "Typ": "Egen vårdbegäran", "Remissnummer": "E-1", "Motpart": ""}]
    bring_in(region, now, *lines)
    before = list(WorkItem.objects.order_by("id").values_list())
    report = read(region, now, table(*lines))
    assert (report.new, report.there, report.outgoing, report.incoming) == (0, 3, 0, 0)
    done = bring_in(region, now + timedelta(days=1), *lines, {**OUT, "Remissnummer": "U-2"})
    assert (done.outgoing, done.incoming, done.there) == (1, 0, 3)
    assert list(WorkItem.objects.exclude(referral__import_key="U-2").order_by("id").values_list()) == before
    assert Referral.objects.count() == 4


def test_what_has_gone_on_since_is_left_alone_by_a_second_run(region, now):
    from remissvakt.referrals.actions.watch import move_watch

    bring_in(region, now, OUT)
    row = Referral.objects.get()
    move_watch(
        referral_id=row.id,
        version=1,
        watch_on=date(2026, 12, 1),
        reason="Ringt",
        actor=region.secretary,
        now=now,
    )
    bring_in(region, now, OUT)
    assert Referral.objects.get().watch_on == date(2026, 12, 1)


def test_patients_are_created_once_and_those_here_stay_as_they_are(region, now):
    new = {**OUT, "Personnummer": "19900602-2397", "Patientnamn": "Ny, Ni", "Skyddade personuppgifter": "Ja"}
    done = bring_in(
        region,
        now,
        new,
        {**new, "Remissnummer": "U-2"},
        {**OUT, "Remissnummer": "U-3", "Patientnamn": "Annat, Namn"},
        {**IN, "Skyddade personuppgifter": "Skyddad folkbokföring"},
    )
    assert done.patients == 1
    assert done.other_names == ("U-3",)
    assert done.less_protected == ("I-1",)
    patient = Patient.objects.get(number="199006022397")
    assert (patient.name, patient.confidential, patient.number_kind) == ("Ni Ny", True, "personnummer")
    assert Patient.objects.get(id=region.patient.id).name == "Tolvan Tolvansson"
    assert not Patient.objects.get(id=region.other_patient.id).protected


def test_unknown_units_are_added_outside_with_the_file_s_name(region, now):
    done = bring_in(region, now, {**OUT, "Motpart": "Kliniken Ny"}, create_units=True)
    assert done.units == 1
    unit = Unit.objects.get(name="Kliniken Ny")
    assert (unit.local, unit.active, unit.channels) == (False, True, ["paper", "phone"])
    assert Case.objects.get().unit_id == unit.id
    assert set(AdminEvent.objects.values_list("kind", flat=True)) >= {"unit_created", "referrals_imported"}
    check_everything(now)


def test_the_page_of_an_imported_referral_opens_and_tells_where_it_came_from(region, now):
    bring_in(region, now, OUT, {**IN, "Motpart": "Ögonkliniken"})
    for row in Referral.objects.all():
        opened = open_referral(referral_id=row.id, actor=region.secretary, now=now)
        assert [event.kind for event in opened.events] == ["imported"]
        assert opened.events[0].data["number"] == row.import_key
    with pytest.raises(NotFound):
        open_referral(referral_id=row.id, actor=region.skin_doctor, now=now)


@pytest.mark.parametrize("who", ["referrer", "nurse", "secretary", "manager", "pool_secretary"])
def test_those_who_work_at_the_unit_may(region, now, who):
    assert bring_in(region, now, OUT, actor=region.people[who]).outgoing == 1


@pytest.mark.parametrize("who", ["administrator", "eye_secretary", "skin_doctor"])
def test_others_may_not(region, now, who):
    batch = read(region, now, table(OUT)).batch
    with pytest.raises(Refusal) as caught:
        import_open(batch=batch, unit_id=region.health_centre.id, actor=region.people[who], now=now)
    assert caught.value.code == ("role_not_allowed" if who == "administrator" else "not_found")
    assert not Referral.objects.exists()


def test_new_units_are_for_secretaries(region, now):
    batch = read(region, now, table({**OUT, "Motpart": "Ny"}), create_units=True).batch
    with pytest.raises(Refusal, match="läkarsekreterare"):
        import_open(batch=batch, unit_id=region.health_centre.id, actor=region.manager, now=now)


def test_the_action_checks_again_what_the_file_s_reader_checked(region, now):
    batch = read(region, now, table(OUT, {**IN, "Motpart": "Ögonkliniken"})).batch
    make_absent(person_id=region.secretary.person_id, from_on=now.date(), to_on=None, now=now)
    with pytest.raises(Refusal) as caught:
        import_open(batch=batch, unit_id=region.health_centre.id, actor=region.secretary, now=now)
    assert (caught.value.code, caught.value.field) == ("person_absent", "watcher")
    with pytest.raises(Refusal) as caught:
        import_open(
            batch=batch, unit_id=region.health_centre.id, actor=region.secretary, now=now - timedelta(days=60)
        )
    assert caught.value.code == "date_in_future"
    outside = read(region, now, table({**OUT, "Bevakare": ""})).batch
    Unit.objects.filter(id=region.outside_unit.id).update(active=False)
    with pytest.raises(Refusal) as caught:
        import_open(batch=outside, unit_id=region.health_centre.id, actor=region.referrer, now=now)
    assert caught.value.code == "unit_unusable"
    assert not Referral.objects.exists()


@pytest.mark.parametrize("step", ["insert_rows", "record_work", "record_admin"])
def test_a_failure_half_way_leaves_nothing(region, now, step, monkeypatch):
    """The first 500 are written when the second portion fails."""
    lines = [{**OUT, "Remissnummer": f"U-{n}"} for n in range(750)]
    batch = read(region, now, table(*lines)).batch
    calls = []

    original = getattr(module, step)

    def fail(*args, **kwargs):
        if step == "insert_rows" and not isinstance(next(iter(args[0]), None), Participant):
            return original(*args, **kwargs)
        calls.append(1)
        if len(calls) > 1 or step == "record_admin":
            raise RuntimeError("power cut")
        return original(*args, **kwargs)

    monkeypatch.setattr(module, step, fail)
    seen = []
    with pytest.raises(RuntimeError):
        import_open(
            batch=batch,
            unit_id=region.health_centre.id,
            actor=region.secretary,
            now=now,
            progress=lambda done, total: seen.append((done, total)),
        )
    assert seen[0] == (500, 750)
    for model in (Referral, ReferralVersion, Case, Event, WorkItem, Participant):
        assert not model.objects.exists()
    assert not AdminEvent.objects.exists()


def test_the_number_of_statements_grows_with_portions_not_with_lines(
    region, now, django_assert_max_num_queries
):
    lines = [{**OUT, "Remissnummer": f"U-{n}"} for n in range(20)]
    batch = read(region, now, table(*lines)).batch
    with django_assert_max_num_queries(40):
        import_open(batch=batch, unit_id=region.health_centre.id, actor=region.secretary, now=now)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_bring_it_in_once(now):
    from factories import make_region

    region = make_region(now=now)
    batch = read(region, now, table(OUT, IN)).batch

    def act(actor):
        return lambda: import_open(batch=batch, unit_id=region.health_centre.id, actor=actor, now=now)

    ends = race([act(region.secretary), act(region.manager), act(region.referrer)])
    assert sorted(end.outgoing + end.incoming for end in ends) == [0, 0, 2]
    assert Referral.objects.count() == 2
    check_everything(now)
