"""A visit may be for several items at once, so their codes need more room."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("casework", "0008_links")]

    operations = [
        migrations.AlterField("visitrow", "item", models.CharField(max_length=400)),
    ]
