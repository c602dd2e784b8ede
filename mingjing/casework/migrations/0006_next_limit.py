"""The first limit of a case stands in its row, so that what is overdue is found by one index."""

import django.db.models as models
from django.db import migrations

FILL = (
    "UPDATE casework_caserow SET due_on = "
    "(SELECT MIN(last_day) FROM casework_due WHERE casework_due.case_id = casework_caserow.id)"
)


class Migration(migrations.Migration):
    dependencies = [("casework", "0005_penalties_of_a_party")]

    operations = [
        migrations.AddField("caserow", "due_on", models.DateField(null=True)),
        migrations.RunSQL(FILL, migrations.RunSQL.noop),
        migrations.AddIndex("caserow", models.Index(fields=["ended", "-acted_on"], name="case_acted")),
        migrations.AddIndex(
            "caserow", models.Index(fields=["agency", "ended", "due_on"], name="case_agency_due")
        ),
        migrations.AddIndex("caserow", models.Index(fields=["ended", "due_on"], name="case_due")),
    ]
