"""A case about the agency itself is everybody's there: one member row that names nobody, so that lists need no second question."""

from typing import Any

from django.db import migrations

from mingjing.law import procedures


def everybody(apps: Any, editor: Any) -> None:
    """A ledger rebuild would write the same rows; nobody should lose sight of a plan until somebody runs it."""
    case, member = apps.get_model("casework", "CaseRow"), apps.get_model("casework", "Member")
    own = case.objects.filter(procedure__in=procedures.OWN).values_list("id", flat=True)
    rows = [member(case_id=one, person="", role="everybody") for one in own]
    member.objects.bulk_create(rows, ignore_conflicts=True)


class Migration(migrations.Migration):
    dependencies = [("casework", "0013_visits_by_name")]

    operations = [migrations.RunPython(everybody, migrations.RunPython.noop)]
