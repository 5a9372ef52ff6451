from django.db import migrations, models

from remissvakt.audit.append_only import refuse_changes


class Migration(migrations.Migration):
    dependencies = [("assurance", "0002_heartbeat")]

    operations = [
        migrations.CreateModel(
            name="NightlyReport",
            fields=[
                ("day", models.DateField(primary_key=True, serialize=False)),
                ("made_at", models.DateTimeField()),
                ("lines", models.JSONField()),
                ("unaccounted", models.JSONField()),
                ("previous_hash", models.CharField(blank=True, max_length=64)),
                ("hash", models.CharField(max_length=64)),
            ],
        ),
        *refuse_changes("assurance_nightlyreport"),
    ]
