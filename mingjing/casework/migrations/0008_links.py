"""Which case names which."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0007_visits")]

    operations = [
        migrations.CreateModel(
            "LinkRow",
            [
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="names",
                        to="casework.caserow",
                    ),
                ),
                ("relation", models.CharField(max_length=40)),
                ("other", models.CharField(max_length=40)),
                ("n", models.PositiveIntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["other"], name="link_other")],
                "constraints": [
                    models.UniqueConstraint(fields=("case", "relation", "n"), name="link_once"),
                ],
            },
        ),
    ]
