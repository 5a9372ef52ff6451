"""Indexes that nothing is looked for by, and those that another index begins with, cost every write and serve no read.

Django would make whole tables anew on SQLite for this, without their triggers, and all models for each column: here the
indexes are taken away by name.
"""

from typing import ClassVar

from django.db import migrations
from django.db.migrations.operations.base import Operation

_WITHOUT = {
    "case": "answer_decided_by arrival_registered_by assessed_by assessor assigned_by ended_by forwarded_by unit",
    "certificatequestion": "handled_by issuer",
    "contact": "made_by unit",
    "delivery": "from_unit printed_by queued_by sent_by to_unit",
    "event": "person referral unit",
    "letter": "author completed_by edited_by from_unit sent_by signed_by to_unit voided_by",
    "participant": "referral unit",
    "patientnotice": "told_by",
    "question": "answered_by closed_by from_person from_unit to_person to_unit",
    "questionmessage": "person unit",
    "receiverrequest": "answered_by asked_by",
    "referral": "closed_by decided_by patient referrer sent_by signed_by voided_by watcher",
    "referralversion": "author completed_by edited_by referral sent_by signed_by voided_by",
    "reply": "acknowledged_by author completed_by decided_by edited_by forwarded_to from_unit instead_by referral registered_by sent_by signed_by voided_by",
    "workitem": "case certificate_question delivery document letter other_unit person question referral reply unit",
}


class WithoutIndexes(Operation):
    """These references have no index of their own."""

    def state_forwards(self, app_label, state):
        for model, names in _WITHOUT.items():
            fields = state.models[app_label, model].fields
            for name in names.split():
                fields[name] = fields[name].clone()
                fields[name].db_index = False
        state.reload_models({(app_label, model) for model in _WITHOUT}, delay=True)

    def database_forwards(self, app_label, editor, from_state, to_state):
        for model, names in _WITHOUT.items():
            with editor.connection.cursor() as cursor:
                found = editor.connection.introspection.get_constraints(cursor, f"{app_label}_{model}")
            without = [[f"{name}_id"] for name in names.split()]
            for name, one in found.items():
                own = one["index"] and not one["unique"] and not one["primary_key"]
                if own and one["columns"] in without and not one["check"] and not one["foreign_key"]:
                    editor.execute(f"DROP INDEX {editor.quote_name(name)}")

    def database_backwards(self, app_label, editor, from_state, to_state):
        """Indexes that are missing do no harm."""

    def describe(self):
        return "Take away the indexes that no read uses"


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("documents", "0003_scans"),
        ("organisations", "0004_pool_nodes"),
        ("patients", "0001_initial"),
        ("referrals", "0003_letters_and_printing"),
    ]

    operations: ClassVar = [WithoutIndexes()]
