"""One open obligation. Every list in the product is a plain query over this table."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from ..states import Node
from . import fields
from .fields import choices, one_of, person, unit


class WorkItem(models.Model):
    """What must be done, where, by whom and by when; written only by `record`.

    Holds open work only. `key` names the obligation within its subject, so that a recount finds
    the same row again. `patient`, `other_unit` and the priority are there for the list's row. Its rows come and go with
    every act: only what is looked for by has an index, and a column that begins one has none of its own.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    key = models.CharField(max_length=120)
    node = models.CharField(max_length=12, choices=choices(Node))
    unit = unit()
    person = person()
    wants_person = models.BooleanField()
    due_on = models.DateField()
    since_on = models.DateField()
    reason = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    priority_rank = models.PositiveSmallIntegerField()
    priority_label = models.CharField(max_length=60, blank=True)
    patient = models.ForeignKey("patients.Patient", on_delete=models.PROTECT, related_name="+", null=True)
    other_unit = fields.unit(null=True)
    referral = models.ForeignKey(
        "referrals.Referral", on_delete=models.PROTECT, related_name="work_items", null=True, db_index=False
    )
    case = models.ForeignKey(
        "referrals.Case", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    reply = models.ForeignKey(
        "referrals.Reply", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    delivery = models.ForeignKey(
        "referrals.Delivery", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    question = models.ForeignKey(
        "referrals.Question", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    letter = models.ForeignKey(
        "referrals.Letter", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    document = models.ForeignKey(
        "documents.Document", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )
    certificate_question = models.ForeignKey(
        "referrals.CertificateQuestion", on_delete=models.PROTECT, related_name="+", null=True, db_index=False
    )

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(condition=one_of("node", Node), name="workitem_node"),
            models.UniqueConstraint(fields=["referral", "key"], name="workitem_referral_key"),
            models.UniqueConstraint(
                fields=["document"],
                condition=models.Q(document__isnull=False, referral__isnull=True),
                name="workitem_document_once",
            ),
            models.UniqueConstraint(
                fields=["certificate_question"],
                condition=models.Q(certificate_question__isnull=False),
                name="workitem_certificate_once",
            ),
            models.CheckConstraint(
                condition=models.Q(referral__isnull=False)
                | models.Q(document__isnull=False)
                | models.Q(certificate_question__isnull=False),
                name="workitem_about_something",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "node", "due_on", "priority_rank", "since_on", "id"], name="workitem_unit"
            ),
            models.Index(fields=["person", "node", "due_on"], name="workitem_person"),
        ]
