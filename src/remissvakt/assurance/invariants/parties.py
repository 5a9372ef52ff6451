"""11. Another unit's patient is indistinguishable from one that does not exist: only parties see a referral."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from ..view import View


def found_by_name(view: View) -> Iterator[str]:
    """Every unit that is or was part of the referral finds the patient by the name that the patient has."""
    for unit_id in view.participants:
        if unit_id not in view.known:
            yield _("patienten hittas inte på namnet av en enhet som har remissen")
        elif not view.known[unit_id]:
            yield _("patienten hittas på ett namn som inte är patientens")


def parties_complete(view: View) -> Iterator[str]:
    """The sender here and every receiver so far see it; nobody else does, and nobody else has work on it."""
    facts = view.facts
    wanted = {case.unit_id for case in facts.cases}
    if facts.referrer_unit is not None and facts.referrer_unit.local:
        wanted.add(facts.referrer_unit.id)
    allowed = wanted | {facts.referrer_unit_id}
    if not wanted <= view.participants | {u for u in wanted if not facts.units[u].local}:
        yield _("en part kan inte se remissen")
    if not view.participants <= allowed:
        yield _("en enhet som inte är part kan se remissen")
    if any(item.unit_id not in wanted for item in view.items):
        yield _("en enhet som inte är part har arbete med remissen")
    if any(item.patient_id != facts.patient_id for item in view.items):
        yield _("arbete med fel patient")
