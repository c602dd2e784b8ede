"""The gate: its tables, and the triggers that refuse a decision without a valid clearance."""

import django.db.models.deletion
from django.db import migrations, models

from mingjing.casework import gate_sql
from mingjing.recording import roles


def make(apps, schema_editor):
    gate_sql.GATE.make(schema_editor.connection)
    roles.grant(schema_editor.connection)


def undo(apps, schema_editor):
    gate_sql.GATE.undo(schema_editor.connection)


class Migration(migrations.Migration):
    initial = True

    dependencies = [("recording", "0002_append_only")]

    operations = [
        migrations.CreateModel(
            name="Gated",
            fields=[
                ("case", models.TextField(primary_key=True, serialize=False)),
                ("review", models.BooleanField()),
            ],
            options={
                "db_table": "gated",
            },
        ),
        migrations.CreateModel(
            name="Clearance",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case", models.TextField()),
                ("round", models.PositiveIntegerField()),
                ("draft", models.TextField()),
                ("kind", models.TextField()),
                ("catalogue", models.TextField()),
                ("person", models.TextField()),
                ("n", models.PositiveIntegerField()),
                ("party_kind", models.TextField(null=True)),
                ("fine", models.BigIntegerField(null=True)),
                ("confiscated", models.BigIntegerField(null=True)),
                ("other_major", models.BooleanField(null=True)),
                ("digest", models.TextField(null=True)),
                ("scopes", models.TextField(null=True)),
                ("day", models.TextField(null=True)),
            ],
            options={
                "db_table": "clearance",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "n"), name="clearance_once"),
                    models.CheckConstraint(condition=models.Q(("id__gt", 0)), name="clearance_id_positive"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["passed", "not_required"])),
                        name="clearance_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind", "passed"),
                            models.Q(
                                ("confiscated__gte", 0),
                                ("confiscated__isnull", False),
                                ("day__isnull", False),
                                ("digest__isnull", False),
                                ("fine__gte", 0),
                                ("fine__isnull", False),
                                ("other_major", False),
                                ("other_major__isnull", False),
                                ("party_kind__in", ["citizen", "org"]),
                                ("party_kind__isnull", False),
                                ("scopes__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="clearance_says_why",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Handler",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case", models.TextField()),
                ("person", models.TextField()),
                ("n", models.PositiveIntegerField()),
            ],
            options={
                "db_table": "handler",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "person"), name="handler_once"),
                    models.CheckConstraint(condition=models.Q(("id__gt", 0)), name="handler_id_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reviewed",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case", models.TextField()),
                ("round", models.PositiveIntegerField()),
                ("n", models.PositiveIntegerField()),
                ("draft", models.TextField()),
                ("opinion", models.TextField()),
                ("person", models.TextField()),
            ],
            options={
                "db_table": "reviewed",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "n"), name="reviewed_once"),
                    models.CheckConstraint(condition=models.Q(("id__gt", 0)), name="reviewed_id_positive"),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReviewThreshold",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("digest", models.TextField()),
                ("scope", models.TextField()),
                ("since", models.TextField()),
                ("until", models.TextField(default="")),
                ("kind", models.TextField()),
                ("amount", models.BigIntegerField()),
            ],
            options={
                "db_table": "review_threshold",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("digest", "scope", "since", "kind"), name="review_threshold_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("id__gt", 0)), name="review_threshold_id_positive"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                (
                                    "fine_citizen",
                                    "fine_org",
                                    "confiscate_citizen",
                                    "confiscate_org",
                                    "scope_all",
                                ),
                            )
                        ),
                        name="review_threshold_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="review_threshold_amount"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Decision",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("case", models.TextField()),
                ("round", models.PositiveIntegerField()),
                ("kind", models.TextField()),
                ("draft", models.TextField()),
                ("decider", models.TextField()),
                ("n", models.PositiveIntegerField()),
                (
                    "clearance",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="casework.clearance",
                    ),
                ),
            ],
            options={
                "db_table": "decision",
                "constraints": [
                    models.UniqueConstraint(fields=("case", "kind", "round"), name="decision_once"),
                    models.UniqueConstraint(fields=("clearance",), name="decision_uses_clearance_once"),
                    models.CheckConstraint(condition=models.Q(("id__gt", 0)), name="decision_id_positive"),
                ],
            },
        ),
        migrations.RunPython(make, undo),
    ]
