"""Providers, units, their priorities and texts, and the pools that serve them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from remissvakt.audit.admin_events import verify_admin_chain
from remissvakt.audit.models import AdminEvent
from remissvakt.core.clock import local_date
from remissvakt.core.refusal import NotFound, Refusal
from remissvakt.organisations.actions.change_priorities import change_priorities
from remissvakt.organisations.actions.change_unit import change_unit
from remissvakt.organisations.actions.create_provider import create_provider
from remissvakt.organisations.actions.create_unit import create_unit
from remissvakt.organisations.actions.deactivate_unit import deactivate_unit, reactivate_unit
from remissvakt.organisations.actions.register_external_unit import register_external_unit
from remissvakt.organisations.actions.save_template import retire_template, save_template
from remissvakt.organisations.actions.serve_unit import end_service, serve_unit
from remissvakt.organisations.actors import actor_for
from remissvakt.organisations.models import CareProvider, PriorityLevel, ReplyTemplate, Unit, UnitRoutine
from remissvakt.organisations.template_kinds import TEMPLATE_KINDS
from remissvakt.referrals.states import ReplyKind


def refused(code, act, **arguments):
    with pytest.raises(Refusal) as caught:
        act(**arguments)
    assert caught.value.code == code
    return caught.value


@pytest.fixture
def admin(region, now):
    return {"actor": region.administrator, "now": now}


ADDRESS = {"street": "Storgatan 1", "postal_code": "12345", "city": "Ekby", "phone": "08-1"}


def test_a_new_provider(region, admin):
    provider, warnings = create_provider(name="  Nya   bolaget ", hsa_id="se2321000016-a1", **admin)
    assert (provider.name, provider.hsa_id, warnings) == ("Nya bolaget", "SE2321000016-A1", ())
    refused("provider_exists", create_provider, name="Nya bolaget", **admin)


def test_a_new_unit_has_limits_and_priorities(region, admin):
    unit, warnings = create_unit(
        provider_id=region.region.id, name="Örats mottagning", channels=["local", "paper"], **ADDRESS, **admin
    )
    unit.refresh_from_db()
    assert (unit.postal_code, unit.channels, unit.local, warnings) == ("123 45", ["local", "paper"], True, ())
    assert UnitRoutine.objects.get(unit=unit).lead_time_days == 14
    scale = PriorityLevel.objects.filter(unit=unit).order_by("rank").values_list("rank", "label")
    assert list(scale) == [(1, "Akut"), (2, "Förtur"), (3, "Normal"), (4, "Kan vänta")]


def test_an_unusual_hsa_id_is_taken_with_a_warning_and_a_wrong_one_refused(region, admin):
    given = {"provider_id": region.region.id, "channels": ["paper"], **admin}
    unit, warnings = create_unit(name="En", hsa_id="TSTNMT2321000156-1001", **given)
    assert (unit.hsa_id, len(warnings)) == ("TSTNMT2321000156-1001", 1)
    assert refused("hsa_id_format", create_unit, name="Två", hsa_id="hejsan", **given).field == "hsa_id"
    assert refused("hsa_id_taken", create_unit, name="Tre", hsa_id=unit.hsa_id, **given).field == "hsa_id"
    assert not Unit.objects.filter(name__in=["Två", "Tre"]).exists()


@pytest.mark.parametrize("channels", [[], ["email"], ["local", "email"]])
def test_a_unit_takes_referrals_somehow(region, admin, channels):
    refused("channels", create_unit, provider_id=region.region.id, name="En", channels=channels, **admin)


def test_an_external_unit_is_not_reached_inside(region, admin):
    refused(
        "channels",
        create_unit,
        provider_id=region.region.id,
        name="En",
        local=False,
        channels=["local"],
        **admin,
    )


def test_a_pool_is_local_and_has_no_channels(region, admin):
    pool, _warnings = create_unit(
        provider_id=region.region.id, name="Poolen", kind="pool", local=False, channels=["paper"], **admin
    )
    assert (pool.local, pool.channels) == (True, [])


def test_bad_names_and_unknown_providers(region, admin):
    given = {"channels": ["paper"], **admin}
    refused("missing", create_unit, provider_id=region.region.id, name=" \u200b ", **given)
    refused("text_too_long", create_unit, provider_id=region.region.id, name="x" * 201, **given)
    refused("unit_exists", create_unit, provider_id=region.region.id, name="Ögonkliniken", **given)
    with pytest.raises(NotFound):
        create_unit(provider_id=uuid4(), name="En", **given)


@pytest.mark.parametrize("name", ["referrer", "secretary", "manager", "nurse", "pool_secretary"])
def test_only_an_administrator_makes_units(region, now, name):
    actor = getattr(region, name)
    refused("not_allowed", create_provider, name="Nytt", actor=actor, now=now)
    refused(
        "not_allowed",
        create_unit,
        provider_id=region.region.id,
        name="En",
        channels=["local"],
        actor=actor,
        now=now,
    )


@pytest.mark.parametrize("name", ["secretary", "pool_secretary", "administrator"])
def test_a_secretary_registers_an_external_unit(region, now, name):
    unit, _warnings = register_external_unit(
        name="Tandläkare Ek", **ADDRESS, actor=getattr(region, name), now=now
    )
    assert (unit.local, unit.channels, unit.provider.name) == (False, ["paper", "phone"], "Tandläkare Ek")


def test_a_doctor_does_not_register_units(region, now):
    refused("not_allowed", register_external_unit, name="Ek", actor=region.referrer, now=now)


def test_an_external_unit_of_a_known_provider(region, now):
    given = {"actor": region.secretary, "now": now}
    by_name, _w = register_external_unit(name="Norra", provider_name="Nordöga AB", **given)
    by_id, _w = register_external_unit(name="Södra", provider_id=region.company.id, **given)
    assert by_name.provider_id == by_id.provider_id == region.company.id
    assert CareProvider.objects.count() == 2


def unit_as_it_is(unit, **changes):
    return {
        "unit_id": unit.id,
        "name": unit.name,
        "channels": unit.channels,
        "hsa_id": unit.hsa_id,
        "street": unit.street,
        "postal_code": unit.postal_code,
        "city": unit.city,
        "phone": unit.phone,
        **changes,
    }


def test_a_manager_changes_the_own_units_address_but_not_its_name(region, now):
    unit = region.health_centre
    change_unit(**unit_as_it_is(unit, phone="08-123"), actor=region.manager, now=now)
    assert Unit.objects.get(id=unit.id).phone == "08-123"
    event = AdminEvent.objects.get(kind="unit_changed")
    assert event.data == {"before": {"phone": ""}, "after": {"phone": "08-123"}}
    unit.refresh_from_db()
    refused("not_allowed", change_unit, **unit_as_it_is(unit, name="Nytt"), actor=region.manager, now=now)
    refused("not_allowed", change_unit, **unit_as_it_is(unit), actor=region.eye_manager, now=now)


def test_a_change_that_changes_nothing_leaves_no_event(region, admin):
    change_unit(**unit_as_it_is(region.health_centre), **admin)
    assert not AdminEvent.objects.exists()


def test_a_new_name_is_found_and_sorted_by(region, admin):
    change_unit(**unit_as_it_is(region.eye_clinic, name="Ålands ögonklinik"), **admin)
    unit = Unit.objects.get(id=region.eye_clinic.id)
    assert unit.search_name.startswith("z1l")
    assert list(Unit.objects.order_by("sort_name"))[-1] == unit


def test_a_unit_with_open_work_is_not_closed(region, admin):
    refusal = refused(
        "unit_has_open_work",
        deactivate_unit,
        unit_id=region.eye_clinic.id,
        count_open_work=lambda: 3,
        **admin,
    )
    assert refusal.message.startswith("Ögonkliniken har 3 öppna uppgifter.")
    assert Unit.objects.get(id=region.eye_clinic.id).active


def test_a_unit_is_closed_and_opened(region, admin, now):
    deactivate_unit(unit_id=region.eye_clinic.id, count_open_work=lambda: 0, **admin)
    with pytest.raises(NotFound):
        actor_for(
            assignment_id=region.assessor.assignment_id,
            person_id=region.assessor.person_id,
            today=local_date(now),
        )
    reactivate_unit(unit_id=region.eye_clinic.id, **admin)
    assert Unit.objects.get(id=region.eye_clinic.id).active
    assert [event.kind for event in AdminEvent.objects.order_by("sequence")] == [
        "unit_deactivated",
        "unit_reactivated",
    ]
    assert verify_admin_chain() == []


def test_a_new_scale_keeps_old_steps_readable(region, now):
    manager = {"unit_id": region.eye_clinic.id, "actor": region.eye_manager, "now": now}
    rows = change_priorities(labels=["Akut", "Inom en vecka", "Normal"], **manager)
    assert [(row.rank, row.label) for row in rows] == [(1, "Akut"), (2, "Inom en vecka"), (3, "Normal")]
    active = PriorityLevel.objects.filter(unit=region.eye_clinic, active=True).order_by("rank")
    assert list(active) == rows
    assert PriorityLevel.objects.filter(unit=region.eye_clinic, active=False).count() == 2
    # The other way round: every step changes its place, and no two stand on one.
    change_priorities(labels=["Normal", "Inom en vecka", "Akut"], **manager)
    assert [row.label for row in active.all()] == ["Normal", "Inom en vecka", "Akut"]


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        ("priorities_count", []),
        ("priorities_count", [str(number) for number in range(10)]),
        ("priorities_alike", ["Akut", "akut"]),
        ("missing", ["Akut", " "]),
    ],
)
def test_scales_that_cannot_be(region, admin, code, labels):
    refused(code, change_priorities, unit_id=region.eye_clinic.id, labels=labels, **admin)


def test_a_template_is_written_changed_and_put_away(region, now):
    manager = {"unit_id": region.eye_clinic.id, "actor": region.eye_manager, "now": now}
    row = save_template(kind="CONFIRMED", title="Väntetid", text="Tack.\r\nVi hör av oss.", **manager)
    assert row.text == "Tack.\nVi hör av oss."
    save_template(template_id=row.id, kind="CONFIRMED", title="Väntetid", text="Tack!", **manager)
    assert ReplyTemplate.objects.get().text == "Tack!"
    retire_template(template_id=row.id, **manager)
    assert not ReplyTemplate.objects.get().active
    with pytest.raises(NotFound):
        retire_template(template_id=row.id, **manager)


def test_templates_that_cannot_be(region, now):
    manager = {"unit_id": region.eye_clinic.id, "actor": region.eye_manager, "now": now}
    refused("template_kind", save_template, kind="OTHER", title="T", text="T", **manager)
    refused("missing", save_template, kind="FINAL", title=" ", text="T", **manager)
    refused("missing", save_template, kind="FINAL", title="T", text=" ", **manager)
    refused("text_too_long", save_template, kind="FINAL", title="T", text="x" * 1_000_000, **manager)
    mine = save_template(kind="FINAL", title="T", text="T", **manager)
    other = {"unit_id": region.health_centre.id, "actor": region.manager, "now": now}
    with pytest.raises(NotFound):
        save_template(template_id=mine.id, kind="FINAL", title="T", text="T", **other)
    refused("not_allowed", retire_template, template_id=mine.id, **{**manager, "actor": region.manager})


def test_template_kinds_are_the_replies_and_the_patient():
    assert {*TEMPLATE_KINDS} == {*(kind.value for kind in ReplyKind), "patient"}


def test_a_pool_serves_a_unit_until_it_is_ended(region, admin, now):
    today = local_date(now)
    row = serve_unit(pool_id=region.pool.id, unit_id=region.skin_clinic.id, from_on=today, **admin)
    pool = {
        "assignment_id": region.pool_secretary.assignment_id,
        "person_id": region.pool_secretary.person_id,
    }
    assert region.skin_clinic.id in actor_for(**pool, today=today).unit_ids
    refused(
        "pool_serves_already",
        serve_unit,
        pool_id=region.pool.id,
        unit_id=region.skin_clinic.id,
        from_on=today + timedelta(days=9),
        **admin,
    )
    end_service(service_id=row.id, **admin)
    assert region.skin_clinic.id not in actor_for(**pool, today=today).unit_ids
    refused("pool_service_ended", end_service, service_id=row.id, **admin)


def test_a_pool_serves_only_local_care_units(region, admin, now):
    today = local_date(now)
    for pool, unit in [
        (region.pool, region.outside_unit),
        (region.pool, region.pool),
        (region.eye_clinic, region.skin_clinic),
    ]:
        with pytest.raises(NotFound):
            serve_unit(pool_id=pool.id, unit_id=unit.id, from_on=today, **admin)
    refused(
        "period_backwards",
        serve_unit,
        pool_id=region.pool.id,
        unit_id=region.skin_clinic.id,
        from_on=today,
        to_on=today - timedelta(days=1),
        **admin,
    )
