import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("organisations", "0004_pool_nodes"),
        ("patients", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="KnownPatient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sort_name", models.CharField(max_length=400)),
                ("search_family", models.CharField(max_length=400)),
                ("search_given", models.CharField(max_length=400)),
                (
                    "patient",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="patients.patient",
                    ),
                ),
                (
                    "unit",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="organisations.unit",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["unit", "search_family", "search_given"], name="known_patient_name")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("patient", "unit"), name="known_patient_once")
                ],
            },
        ),
    ]
