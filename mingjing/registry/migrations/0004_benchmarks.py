"""Discretion benchmarks beside the article that they belong to; articles entered before have none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_number_style")]

    operations = [migrations.AddField("normrow", "tiers", models.JSONField(default=list))]
