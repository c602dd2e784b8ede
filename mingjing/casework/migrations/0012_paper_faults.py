"""Why a paper could not be made, so that its page and the administrator can say it."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0011_bars")]

    operations = [
        migrations.CreateModel(
            "PaperFault",
            [
                (
                    "paper",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="fault",
                        serialize=False,
                        to="casework.paperrow",
                    ),
                ),
                ("layout", models.CharField(blank=True, max_length=80)),
                ("sentence", models.CharField(max_length=600)),
                ("since", models.DateTimeField()),
            ],
        ),
    ]
