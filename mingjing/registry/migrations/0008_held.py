"""By which decision an agency holds a power that the statute gives to another: concentrated, or handed down to a town."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0007_matter")]

    operations = [
        migrations.AddField("powerrow", "held", models.CharField(blank=True, default="", max_length=20)),
        migrations.AddField("powerrow", "decision", models.CharField(blank=True, default="", max_length=200)),
    ]
