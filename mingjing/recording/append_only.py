"""SQL that makes a table append-only, by hand for each database; migrations run it, `verify` checks that it stands.

Text of a released version is never changed: an amended trigger is a new name and a new migration.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from django.db.backends.base.base import BaseDatabaseWrapper

Columns: TypeAlias = Sequence[str]

REFUSED = "只可增加，不可修改或删除"
"""Ends the message of these triggers, so that a test or an operator knows what spoke."""

PG_FUNCTION = f"""CREATE FUNCTION mingjing_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION '%：{REFUSED}', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$"""


@dataclass(frozen=True, slots=True)
class Guards:
    """The triggers of one room: statements by database, in order. Everything named here must stand."""

    sqlite: tuple[str, ...]
    postgres: tuple[str, ...]
    functions: tuple[str, ...] = field(default=())

    def make(self, connection: BaseDatabaseWrapper) -> None:
        statements = self.sqlite if connection.vendor == "sqlite" else (*self.functions, *self.postgres)
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)

    def undo(self, connection: BaseDatabaseWrapper) -> None:
        with connection.cursor() as cursor:
            for statement in self._undo(connection.vendor):
                cursor.execute(statement)

    def _undo(self, vendor: str) -> Iterator[str]:
        if vendor == "sqlite":
            yield from (f'DROP TRIGGER IF EXISTS "{name}"' for name in _named(self.sqlite))
            return
        yield from (
            f'DROP TRIGGER IF EXISTS "{name}" ON "{_table(one)}"'
            for name, one in _named(self.postgres).items()
        )
        yield from (f"DROP FUNCTION IF EXISTS {name}()" for name in _named(self.functions))

    def fallen(self, connection: BaseDatabaseWrapper) -> list[str]:
        """Names of triggers and functions that are missing, changed or switched off."""
        if connection.vendor == "sqlite":
            return list(self._fallen_sqlite(connection))
        return list(self._fallen_postgres(connection))

    def _fallen_sqlite(self, connection: BaseDatabaseWrapper) -> Iterator[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            standing = dict(cursor.fetchall())
        yield from (name for name, text in _named(self.sqlite).items() if standing.get(name) != text)

    def _fallen_postgres(self, connection: BaseDatabaseWrapper) -> Iterator[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
                "WHERE NOT t.tgisinternal AND t.tgenabled = 'A' AND c.relnamespace = current_schema()::regnamespace"
            )
            triggers = {row[0] for row in cursor.fetchall()}
            cursor.execute(
                "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = current_schema()::regnamespace"
            )
            bodies = dict(cursor.fetchall())
        yield from (name for name in _named(self.postgres) if name not in triggers)
        for name, text in _named(self.functions).items():
            if bodies.get(name) != text.split("$$")[1]:
                yield name


def sqlite(table: str, keys: Sequence[Columns]) -> list[str]:
    """Refuse UPDATE, DELETE, and any INSERT that meets an existing key.

    The last one is the point: INSERT OR REPLACE deletes the old row without firing delete triggers unless
    `recursive_triggers` is on, which is a matter of the connection and therefore of the attacker.
    """
    same = " OR ".join(f'EXISTS (SELECT 1 FROM "{table}" WHERE {_all_equal(key)})' for key in keys)
    return [
        f'CREATE TRIGGER "{table}_no_update" BEFORE UPDATE ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table}：{REFUSED}'); END",
        f'CREATE TRIGGER "{table}_no_delete" BEFORE DELETE ON "{table}" '
        f"BEGIN SELECT RAISE(ABORT, '{table}：{REFUSED}'); END",
        f'CREATE TRIGGER "{table}_no_replace" BEFORE INSERT ON "{table}" WHEN {same} '
        f"BEGIN SELECT RAISE(ABORT, '{table}：同一条记录已经存在，{REFUSED}'); END",
    ]


def postgres(table: str) -> list[str]:
    """Refuse UPDATE, DELETE and TRUNCATE, even of no row at all."""
    return [
        f'CREATE TRIGGER "{table}_append_only" BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" '
        "FOR EACH STATEMENT EXECUTE FUNCTION mingjing_append_only()",
        always(table, f"{table}_append_only"),
    ]


def always(table: str, trigger: str) -> str:
    """Also while `session_replication_role` pretends that this is a replica."""
    return f'ALTER TABLE "{table}" ENABLE ALWAYS TRIGGER "{trigger}"'


def tables(wanted: Mapping[str, Sequence[Columns]]) -> Guards:
    """Plain append-only guards for tables with these keys; the function is the recording room's."""
    return Guards(
        sqlite=tuple(one for table, keys in wanted.items() for one in sqlite(table, keys)),
        postgres=tuple(one for table in wanted for one in postgres(table)),
    )


def _all_equal(key: Columns) -> str:
    return " AND ".join(f'"{column}" = NEW."{column}"' for column in key)


def _named(statements: Iterable[str]) -> dict[str, str]:
    """The statements that make something, by its name."""
    found = ((re.match(r'CREATE (?:TRIGGER|FUNCTION) "?(\w+)"?', one), one) for one in statements)
    return {match[1]: one for match, one in found if match}


def _table(statement: str) -> str:
    match = re.search(r' ON "(\w+)"', statement)
    assert match, statement
    return match[1]
