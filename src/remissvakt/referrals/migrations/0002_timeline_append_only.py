"""The timeline is never changed: the database refuses UPDATE and DELETE on it."""

from typing import ClassVar

from django.db import migrations

from remissvakt.audit.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies: ClassVar = [("referrals", "0001_initial")]

    operations: ClassVar = refuse_changes("referrals_event")
