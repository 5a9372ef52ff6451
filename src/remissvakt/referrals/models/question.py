"""Questions between units or colleagues about a referral (Fråga/Svar)."""

from __future__ import annotations

from django.db import models

from .fields import person, unit, when


class Question(models.Model):
    """A thread. While `waiting_for` is a unit the next word is theirs; closed by the one who asked."""

    id = models.UUIDField(primary_key=True, editable=False)
    referral = models.ForeignKey("referrals.Referral", on_delete=models.PROTECT, related_name="questions")
    subject = models.CharField(max_length=200)
    from_unit = unit()
    from_person = person(null=False)
    to_unit = unit()
    to_person = person()
    asked_at = when(null=False)
    answered_at = when()
    answered_by = person()
    closed_at = when()
    closed_by = person()


class QuestionMessage(models.Model):
    """One turn in a thread."""

    id = models.UUIDField(primary_key=True, editable=False)
    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="messages")
    unit = unit()
    person = person(null=False)
    written_at = when(null=False)
    text = models.TextField()
