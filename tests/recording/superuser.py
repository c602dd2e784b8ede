"""Attacks past the triggers: by whoever holds the SQLite file, or owns PostgreSQL's tables."""

import psycopg
from django.db import connection

from tests.support.environment import OWNER_URL
from tests.support.postgres import address

TABLES = ("entry", "open_leaf", "leaf", "checkpoint")


def past_the_triggers(*statements: str) -> None:
    """Run the statements with every trigger and check out of the way, then put all back as it was."""
    if connection.vendor == "sqlite":
        _sqlite(statements)
    else:
        _postgres(statements)


def _sqlite(statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute("PRAGMA foreign_keys = OFF")
        for statement in statements:
            cursor.execute(statement)
        for _, text in triggers:
            cursor.execute(text)
        cursor.execute("PRAGMA ignore_check_constraints = OFF")
        cursor.execute("PRAGMA foreign_keys = ON")


def _postgres(statements: tuple[str, ...]) -> None:
    """The owner cannot switch foreign keys off as a superuser can, so it drops and keeps them off."""
    assert OWNER_URL is not None
    url = address(OWNER_URL, database=str(connection.settings_dict["NAME"]))
    with psycopg.connect(url, autocommit=True) as owner:
        for table in TABLES:
            owner.execute(f'ALTER TABLE "{table}" DISABLE TRIGGER USER')
        for name, table in owner.execute(_CONSTRAINTS, [list(TABLES)]).fetchall():
            owner.execute(f'ALTER TABLE {table} DROP CONSTRAINT IF EXISTS "{name}"')
        for statement in statements:
            owner.execute(statement)
        for name, table in owner.execute(_TRIGGERS, [list(TABLES)]).fetchall():
            owner.execute(f'ALTER TABLE {table} ENABLE ALWAYS TRIGGER "{name}"')


_CONSTRAINTS = """
SELECT conname, conrelid::regclass::text FROM pg_constraint
WHERE conrelid = ANY (SELECT oid FROM pg_class WHERE relname = ANY (%s)) AND contype IN ('c', 'f')
"""
_TRIGGERS = """
SELECT tgname, tgrelid::regclass::text FROM pg_trigger
WHERE tgrelid = ANY (SELECT oid FROM pg_class WHERE relname = ANY (%s)) AND NOT tgisinternal
"""
