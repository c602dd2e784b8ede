"""A limit counted from an unverified value says so in every list. Rows of before count as unverified until rebuilt."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0002_rows")]

    operations = [
        migrations.AddField(name, "verified", models.BooleanField(default=False)) for name in ("due", "todo")
    ]
