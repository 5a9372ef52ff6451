import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("dictation", "0002_recordings"),
        ("storage", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="take",
            name="at_ms",
            field=models.PositiveIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="take",
            name="overwrites",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="take",
            name="sound",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="storage.storedfile",
            ),
        ),
        migrations.AddField(
            model_name="take",
            name="peaks",
            field=models.JSONField(default=list),
        ),
        migrations.AddField(
            model_name="take",
            name="heard_parts",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="take",
            name="taken_until",
            field=models.DateTimeField(null=True),
        ),
    ]
