"""What comes in from another system: open referrals, sent and received, with what is known of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from unittest import mock
from uuid import UUID

from factories import walks
from factories.people import make_absent
from factories.region import Region
from referral_files import IN, OUT, read, table
from remissvakt.core.clock import local_date
from remissvakt.organisations.models import CareProvider, Unit, UnitRoutine
from remissvakt.patients.models import Patient
from remissvakt.referrals.actions import import_open
from remissvakt.referrals.open_referrals import Batch

from .calls import DAY, refused

NEW = {**OUT, "Remissnummer": "U-9", "Motpart": "Kuststadens sjukhus"}


def batch(region: Region, now: datetime, *lines: dict[str, str], **more: Any) -> Batch:
    report = read(region, now, table(*lines), **more)
    assert report.faults == [], report.faults
    assert report.batch is not None
    return report.batch


def bring_in(region: Region, now: datetime, *lines: dict[str, str], create_units: bool = False) -> Any:
    made = batch(region, now, *lines, create_units=create_units)
    return import_open.import_open(
        batch=made, unit_id=region.health_centre.id, actor=region.secretary, now=now
    )


def imported(region: Region, now: datetime) -> None:
    """Sent and received, in every state that a file can say; brought in again, nothing comes."""
    UnitRoutine.objects.filter(unit=region.health_centre).update(confirmation_days=30)
    confirmed = {"Status": "Bekräftad", "Bekräftelsedatum": "2026-11-03", "Utlovad väntetid": "8 veckor"}
    lines = [
        OUT,
        {**OUT, "Remissnummer": "U-2", **confirmed},
        {**OUT, "Remissnummer": "U-3", "Bevakningsdatum": "2026-12-24", "Motpart": "Ögonkliniken"},
        {**OUT, "Remissnummer": "U-4", "Remittent": "", "Beslutsdatum": ""},
        {**OUT, "Remissnummer": "U-5", "Remittent": ""},
        IN,
        {**IN, "Remissnummer": "I-2", "Status": "Bedömd"},
        {**IN, "Remissnummer": "I-3", "Ansvarig bedömare": "", "Motpart": "Ögonkliniken"},
        {**IN, "Remissnummer": "I-4", **confirmed},
        {**IN, "Remissnummer": "I-5", "Typ": "Egen vårdbegäran", "Motpart": "", "Remittent": ""},
    ]
    for _twice in range(2):
        bring_in(region, now, *lines)


def imported_with_new_units(region: Region, now: datetime) -> None:
    """Units and patients that nobody knows here; a provider of the same name is taken."""
    CareProvider.objects.filter(id=region.company.id).update(name="Fjällstadens sjukhus")
    bring_in(
        region,
        now,
        NEW,
        {**NEW, "Remissnummer": "U-10", "Motpart": "Fjällstadens sjukhus"},
        {**NEW, "Remissnummer": "U-11", "Personnummer": "19900602-2397", "Patientnamn": "Ny, Nils"},
        {**NEW, "Remissnummer": "U-12", "Personnummer": "19440813-9089", "Patientnamn": "Annan, Åke"},
        {**NEW, "Remissnummer": "U-13", "Personnummer": "19961020-2385", "Patientnamn": "Skyddad, Siv"}
        | {"Skyddade personuppgifter": "ja"},
        create_units=True,
    )


def import_refused(region: Region, now: datetime) -> None:
    """By whom, where, and what has changed since the file was read."""
    given: dict[str, Any] = {"unit_id": region.health_centre.id, "actor": region.secretary, "now": now}
    made = batch(region, now, NEW, create_units=True)
    plain = batch(region, now, OUT, IN)
    for actor in (region.administrator, region.eye_secretary):
        refused(import_open.import_open, batch=plain, **given | {"actor": actor})
    refused(import_open.import_open, batch=made, **given | {"actor": region.nurse})
    refused(import_open.import_open, batch=plain, **given | {"unit_id": UUID(int=7)})
    for person in (region.secretary, region.other_referrer):
        absence = make_absent(person_id=person.person_id, from_on=local_date(now), to_on=None, now=now)
        refused(import_open.import_open, batch=plain, **given)
        absence.delete()
    Unit.objects.filter(id=region.outside_unit.id).update(active=False)
    refused(import_open.import_open, batch=plain, **given)
    Unit.objects.filter(id=region.outside_unit.id).update(active=True)
    import_open.import_open(batch=plain, **given | {"actor": region.manager})
    Patient.objects.filter(id=region.patient.id).update(number="199107172380")
    refused(import_open.import_open, batch=plain, **given)


def import_beside_others(region: Region, now: datetime) -> None:
    """A referral of the same patient that is here already is another one."""
    walks.sent(region, now=now)
    bring_in(region, now, OUT)


def import_known_patient(region: Region, now: datetime) -> None:
    """Marked in the file and not here: it is told, and left as it is."""
    marked = {"Skyddade personuppgifter": "ja"}
    bring_in(region, now, OUT | marked, {**IN, **marked, "Remissnummer": "I-7"})


def import_meanwhile(region: Region, now: datetime) -> None:
    """Another's import came between; and a day that was to come when the file was read."""
    lines = [{**OUT, "Skickad": "2026-11-18", "Remissnummer": "U-20"}]
    given = {"unit_id": region.health_centre.id, "actor": region.secretary, "now": now}
    refused(import_open.import_open, batch=batch(region, now + 2 * DAY, *lines), **given)
    made = batch(region, now, OUT)
    import_open.import_open(batch=made, **given)
    with mock.patch.object(import_open, "already_there", return_value=(set(), set())):
        refused(import_open.import_open, batch=made, **given)
