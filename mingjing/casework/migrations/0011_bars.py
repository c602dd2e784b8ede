"""Limits during which a party may not apply again, as its later cases see them."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0010_tallies")]

    operations = [
        migrations.CreateModel(
            "BarRow",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("term", models.CharField(max_length=10)),
                ("agency", models.CharField(max_length=40)),
                ("party", models.CharField(max_length=64)),
                ("item", models.CharField(max_length=64)),
                ("label", models.CharField(max_length=60)),
                ("since", models.CharField(max_length=10)),
                ("until", models.CharField(max_length=10)),
                ("number", models.CharField(blank=True, max_length=60)),
                ("n", models.PositiveIntegerField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bars",
                        to="casework.caserow",
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["party", "since"], name="bar_party")],
                "constraints": [models.UniqueConstraint(fields=("case", "term"), name="bar_once")],
            },
        ),
    ]
