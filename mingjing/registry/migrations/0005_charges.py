"""What a charge of the published catalogue is: its standard, its unit, the document that approved it."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0004_benchmarks")]

    operations = [
        migrations.AddField("powerrow", "standard", models.BigIntegerField(null=True)),
        migrations.AddField("powerrow", "unit", models.CharField(blank=True, default="", max_length=20)),
        migrations.AddField("powerrow", "approval", models.CharField(blank=True, default="", max_length=100)),
    ]
