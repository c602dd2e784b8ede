"""A visit is found by the party's name and address too, so that a code left out makes nobody another."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0012_paper_faults")]

    operations = [
        migrations.AddField("visitrow", "named", models.CharField(max_length=64, default="")),
        migrations.AddIndex("visitrow", models.Index(fields=["named", "on"], name="visit_named")),
    ]
