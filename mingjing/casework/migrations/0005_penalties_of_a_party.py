"""Penalties by party, so that one act is not fined twice. Filled by `mingjing ledger rebuild` for cases of before."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0004_bound_files")]

    operations = [
        migrations.CreateModel(
            "PenaltyRow",
            [
                (
                    "case",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="stands",
                        serialize=False,
                        to="casework.caserow",
                    ),
                ),
                ("agency", models.CharField(max_length=40)),
                ("party", models.CharField(max_length=64)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("item", models.CharField(blank=True, max_length=64)),
                ("cause", models.CharField(blank=True, max_length=220)),
                ("conduct_on", models.CharField(blank=True, max_length=10)),
                ("decided_on", models.CharField(max_length=10)),
                ("fine", models.BigIntegerField()),
                ("n", models.PositiveIntegerField()),
            ],
            options={"indexes": [models.Index(fields=["party", "decided_on"], name="penalty_party")]},
        ),
    ]
