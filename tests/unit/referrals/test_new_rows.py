"""A row made quickly is the row that Django would have made."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.db import models

from remissvakt.patients.models import Patient
from remissvakt.referrals.models import Case, Participant, Referral, ReferralVersion
from remissvakt.referrals.new_rows import new_row

ONE, NOW = UUID(int=1), datetime(2026, 11, 17, 9, 15, tzinfo=UTC)


def held(row: models.Model) -> dict[str, object]:
    return {name: value for name, value in row.__dict__.items() if name != "_state"}


@pytest.mark.parametrize(
    ("model", "values"),
    [
        (Referral, {"id": ONE, "code": "A", "patient_id": ONE, "sent_at": NOW}),
        (ReferralVersion, {"id": ONE, "referral_id": ONE, "question": "?"}),
        (Case, {"id": ONE, "referral_id": ONE, "unit_id": ONE, "opened_at": NOW}),
        (Participant, {"referral_id": ONE, "unit_id": ONE, "since": NOW}),
        (Patient, {"id": ONE, "number": "x"}),
    ],
)
def test_it_holds_what_djangos_own_holds(model, values):
    quick, slow = new_row(model, **values), model(**values)
    assert held(quick) == held(slow)
    assert quick == slow or slow.pk is None
    assert (quick._state.adding, quick._state.db) == (True, None)


def test_what_is_made_anew_for_each_row_is_not_shared():
    changeable = [
        (model, field.attname)
        for model in (Referral, ReferralVersion, Case, Participant, Patient)
        for field in model._meta.concrete_fields
        if callable(field.default)
    ]
    for model, name in changeable:
        one, other = getattr(new_row(model), name), getattr(new_row(model), name)
        assert one == other or not isinstance(one, dict | list)
        assert one is not other or not isinstance(one, dict | list)


def test_a_name_that_is_no_column_is_an_error():
    with pytest.raises(TypeError, match="patiemt_id"):
        new_row(Referral, patiemt_id=ONE)
    with pytest.raises(TypeError, match="referral"):
        new_row(Case, referral=Referral(id=ONE))


def test_no_model_that_is_made_so_hears_of_its_rows_being_made():
    for signal in (models.signals.pre_init, models.signals.post_init):
        for model in (Referral, ReferralVersion, Case, Participant, Patient):
            assert not signal.has_listeners(model)
