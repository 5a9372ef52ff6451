"""What clients ask for, request by request, on an archive that `archive` has built."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from random import Random
from typing import Any
from uuid import UUID

from remissvakt.core.ids import new_id
from remissvakt.organisations.models import Unit
from remissvakt.patients.models import Patient
from remissvakt.referrals.models import Case, Referral, Reply

from .archive import DONE, ORDINARY
from .histories import FIELDS
from .region import PASSWORD, username

Task = dict[str, Any]
LIST, COUNTS, SEARCH = "/arbete/vart/att-bevaka/", "/arbete/antal/", "/sok/"
# The units between which the measured referrals go, and how many they are.
FIRST, PAIRS = 3, 8
BIGGEST = 2
UNMEASURED = 15


def login(name: str) -> list[Task]:
    """The two requests after which somebody is logged in."""
    enter = {"username": name, "password": PASSWORD}
    return [{"path": "/logga-in"}, {"method": "POST", "path": "/logga-in", "body": enter}]


def sender_of(client: int) -> int:
    return FIRST + client % PAIRS


def doctor(number: int) -> str:
    return username(number, "doktor")


def unit_of(number: int) -> Unit:
    return Unit.objects.get(name=f"Enhet{number:04}")


def readers(name: str) -> int:
    """At which unit the clients of a reading task work."""
    return {"list_done": DONE, "list_biggest": BIGGEST}.get(name, ORDINARY)


def reading(name: str, *, chance: Random) -> list[Task]:
    """The tasks of one reading client, to be done again and again."""
    if name.startswith("list"):
        return [{"path": LIST}]
    if name == "counts":
        return [{"path": COUNTS}]
    unit = unit_of(ORDINARY)
    some = list(
        Referral.objects.filter(referrer_unit=unit).order_by("-id").values_list("id", flat=True)[:2000]
    )
    chosen = chance.sample(some, min(60, len(some)))
    if name == "open":
        return [{"path": f"/remiss/{key}/"} for key in chosen]
    patients = list(Patient.objects.filter(referrals__in=chosen).distinct())
    if name == "search_code":
        asked = list(Referral.objects.filter(id__in=chosen).values_list("code", flat=True))
    elif name == "search_number":
        asked = [one.number for one in patients]
    else:
        asked = [f"{one.family_name[:5]} {one.given_name[:1]}" for one in patients]
    # A search is its question and the page that it leads to; by name that is the list of those found.
    follow = name == "search_name"
    return [
        {"method": "POST", "path": SEARCH, "body": {"q": text}, "follow": follow, "stays": True}
        for text in asked
    ]


def refer(number: int, *, many: int, now: datetime, chance: Random) -> list[Task]:
    """New referrals, signed and sent in one request each, from a unit to the next."""
    unit, to = unit_of(number), unit_of(number + 1)
    person = unit.assignments.get(role="doctor").person_id
    found = Referral.objects.filter(referrer_unit=unit).values_list("patient_id", flat=True)[:400]
    patients = sorted(set(found))
    tasks = []
    for _one in range(many):
        body = {
            "do": "send",
            "referral_id": str(new_id(now=now)),
            "referrer": str(person),
            "to_unit": str(to.id),
            "to_unit_text": "",
            "nyckel": str(new_id(now=now)),
            **FIELDS,
        }
        tasks.append(
            {"method": "POST", "path": f"/remiss/ny/?patient={chance.choice(patients)}", "body": body}
        )
    return tasks


def ids_of(tasks: Iterable[Task]) -> list[UUID]:
    return [UUID(task["body"]["referral_id"]) for task in tasks]


def confirm(referral_ids: Iterable[UUID], *, now: datetime) -> list[Task]:
    return [
        _on_case(case, "confirm", {"wait": "8 veckor", "text": "Vi kallar."}, now)
        for case in _cases(referral_ids)
    ]


def forward(referral_ids: Iterable[UUID], *, number: int, now: datetime) -> list[Task]:
    to = {"to_unit": str(unit_of(number + 1).id), "reason": "Hör till er.", "consent": ""}
    return [_on_case(case, "forward", to, now) for case in _cases(referral_ids)]


def acknowledge(referral_ids: Iterable[UUID], *, now: datetime) -> list[Task]:
    rows = Reply.objects.filter(referral__in=list(referral_ids), kind="CONFIRMED").select_related("referral")
    return [
        {
            "method": "POST",
            "path": f"/remiss/{row.referral_id}/gor/acknowledge/?svar={row.id}",
            "body": {
                "accept_wait": "accepted",
                "note": "",
                "version": str(row.referral.version),
                "nyckel": str(new_id(now=now)),
            },
        }
        for row in rows
    ]


def _cases(referral_ids: Iterable[UUID]) -> Iterable[Case]:
    return Case.objects.filter(referral__in=list(referral_ids)).order_by("id")


def _on_case(case: Case, act: str, fields: dict[str, str], now: datetime) -> Task:
    keys = {"version": str(case.version), "new_id": str(new_id(now=now)), "nyckel": str(new_id(now=now))}
    path = f"/remiss/{case.referral_id}/gor/{act}/?arende={case.id}"
    return {"method": "POST", "path": path, "body": {**fields, **keys}}
