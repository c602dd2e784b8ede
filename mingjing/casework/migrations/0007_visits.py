"""Visits to a party, as its yearly cap counts them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0006_next_limit")]

    operations = [
        migrations.CreateModel(
            "VisitRow",
            [
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="visit",
                        serialize=False,
                        to="casework.caserow",
                    ),
                ),
                ("agency", models.CharField(max_length=40)),
                ("party", models.CharField(max_length=64)),
                ("item", models.CharField(max_length=64)),
                ("on", models.CharField(max_length=10)),
                ("n", models.PositiveIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["party", "on"], name="visit_party")]},
        ),
    ]
