"""Of which kind of matter an item of the powers list is, where its own law sets limits otherwise."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0006_tokens")]

    operations = [
        migrations.AddField("powerrow", "matter", models.CharField(blank=True, default="", max_length=20)),
    ]
