"""Triggers and rights of the ledger's append-only tables."""

from django.db import migrations

from mingjing.recording import guards, roles


def make(apps, schema_editor):
    guards.LEDGER.make(schema_editor.connection)
    roles.grant(schema_editor.connection)


def undo(apps, schema_editor):
    guards.LEDGER.undo(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("recording", "0001_initial")]
    operations = [migrations.RunPython(make, undo)]
