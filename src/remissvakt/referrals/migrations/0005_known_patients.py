"""Each unit's patients by name: filled from what is there, and kept from here on by the database."""

from typing import ClassVar

from django.db import migrations

from remissvakt.patients.known import kept_known


class Migration(migrations.Migration):
    dependencies: ClassVar = [
        ("patients", "0002_known_patient"),
        ("referrals", "0004_fewer_indexes"),
    ]

    operations: ClassVar = kept_known()
