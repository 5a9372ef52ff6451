"""As whom, and for which unit, does the console bring in a file?"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from remissvakt.core.refusal import Refusal
from remissvakt.core.sorting import search_key
from remissvakt.organisations.actors import Actor, actor_for, valid_on
from remissvakt.organisations.models import Account, Assignment, Unit, UnitKind
from remissvakt.referrals.actions.import_open import may_import

# Where a person has several assignments at the unit: the one that may most here comes first.
_ORDER = ("secretary", "doctor", "clinician", "manager")


def local_unit(text: str) -> Unit:
    """The unit here of that HSA-id or name. Raises Refusal "unit_unknown" or "unit_ambiguous"."""
    here = Unit.objects.filter(local=True, active=True, kind=UnitKind.CARE)
    found = list(here.filter(hsa_id=text.strip().upper())) if text.strip() else []
    found = found or [unit for unit in here if unit.name and search_key(unit.name) == search_key(text)]
    if not found:
        raise Refusal("unit_unknown", _("Det finns ingen enhet här med det namnet eller HSA-id:t."))
    if len(found) > 1:
        raise Refusal("unit_ambiguous", _("Flera enheter heter så. Ange HSA-id i stället."))
    return found[0]


def actor_at(*, username: str, unit_id: UUID, today: date) -> Actor:
    """The person of an account, in the assignment at the unit that may bring in referrals.

    Raises Refusal "account_unknown", or "no_assignment" where none may.
    """
    account = Account.objects.filter(username=username, is_active=True).first()
    if account is None:
        raise Refusal("account_unknown", _("Det finns inget konto med det användarnamnet."))
    rows = Assignment.objects.filter(
        valid_on(today), person_id=account.person_id, person__active=True, unit__active=True
    )
    usable: list[Actor] = []
    for row in rows.order_by("id"):
        actor = actor_for(assignment_id=row.id, person_id=row.person_id, today=today)
        try:
            may_import(unit_id=unit_id, actor=actor)
        except Refusal:
            continue
        usable.append(actor)
    if not usable:
        raise Refusal(
            "no_assignment",
            _("Personen har inget uppdrag vid enheten idag som får föra in remisser."),
        )
    return min(usable, key=lambda actor: _ORDER.index(actor.role))
