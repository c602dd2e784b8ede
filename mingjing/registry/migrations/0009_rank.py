"""How high a norm of the basis library stands, where its name does not tell."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0008_held")]

    operations = [
        migrations.AddField("normrow", "rank", models.CharField(blank=True, default="", max_length=20)),
    ]
