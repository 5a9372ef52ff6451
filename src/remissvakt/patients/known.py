"""Which patients does each unit know, by name? Kept by the database beside the rows that tell it, as an index is.

A search by name asks it and need not look at every patient of a region. Triggers write it, so that nothing that writes
referrals can forget to: when a unit becomes part of a referral, and when a patient's name changes.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.utils import CursorWrapper

from remissvakt.database.triggers import made_by

TRIGGERS = ("known_patient_of_unit", "known_patient_renamed")

# `fresh` are the pairs of unit and referral that are new; {fresh} and {wait} differ between the engines.
_ADD = """
    INSERT INTO patients_knownpatient (unit_id, patient_id, sort_name, search_family, search_given)
    SELECT pair.unit_id, p.id, p.sort_name, p.search_family, p.search_given
    FROM (
        SELECT DISTINCT fresh.unit_id, r.patient_id
        FROM {fresh} JOIN referrals_referral r ON r.id = fresh.referral_id
        WHERE NOT EXISTS (
            SELECT 1 FROM patients_knownpatient k WHERE k.patient_id = r.patient_id AND k.unit_id = fresh.unit_id
        )
    ) pair
    JOIN patients_patient p ON p.id = pair.patient_id
    {wait}
"""
_RENAME = """
    UPDATE patients_knownpatient
    SET sort_name = NEW.sort_name, search_family = NEW.search_family, search_given = NEW.search_given
    WHERE patient_id = NEW.id
"""
_RENAMED = "AFTER UPDATE OF sort_name, search_family, search_given ON patients_patient"
# In order, so that two who add the same pairs wait for one another and never for each other; and whoever renames the
# patient meanwhile is waited for.
_IN_TURN = "ORDER BY pair.unit_id, p.id FOR SHARE OF p ON CONFLICT DO NOTHING"

_SQLITE = (
    f"CREATE TRIGGER known_patient_of_unit AFTER INSERT ON referrals_participant BEGIN "
    f"{_ADD.format(fresh='(SELECT NEW.unit_id AS unit_id, NEW.referral_id AS referral_id) fresh', wait='')}; END",
    f"CREATE TRIGGER known_patient_renamed {_RENAMED} BEGIN {_RENAME}; END",
)
# Once a statement, for however many rows.
_POSTGRESQL = (
    "CREATE OR REPLACE FUNCTION known_patient_of_unit() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"{_ADD.format(fresh='fresh', wait=_IN_TURN)}; RETURN NULL; END $$",
    "CREATE TRIGGER known_patient_of_unit AFTER INSERT ON referrals_participant REFERENCING NEW TABLE AS fresh "
    "FOR EACH STATEMENT EXECUTE FUNCTION known_patient_of_unit()",
    "CREATE OR REPLACE FUNCTION known_patient_renamed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
    f"{_RENAME}; RETURN NULL; END $$",
    f"CREATE TRIGGER known_patient_renamed {_RENAMED} FOR EACH ROW EXECUTE FUNCTION known_patient_renamed()",
)

_ALL = _ADD.format(fresh="referrals_participant fresh", wait="")


def add_missing(cursor: CursorWrapper) -> None:
    """Add every pair that is not there, after rows that no trigger has seen (a bulk load)."""
    cursor.execute(_ALL)


def kept_known() -> list[migrations.RunPython]:
    """The operations after which the table is true and stays so."""

    def fill(_apps: Any, editor: BaseDatabaseSchemaEditor) -> None:
        editor.execute(_ALL, params=None)

    return [*made_by(_making, _dropping), migrations.RunPython(fill, migrations.RunPython.noop)]


def _making(vendor: str) -> tuple[str, ...]:
    return _SQLITE if vendor == "sqlite" else _POSTGRESQL


def _dropping(vendor: str) -> list[str]:
    tables = ("referrals_participant", "patients_patient")
    return [
        f"DROP TRIGGER IF EXISTS {name}{'' if vendor == 'sqlite' else f' ON {table}'}"
        for name, table in zip(TRIGGERS, tables, strict=True)
    ]
