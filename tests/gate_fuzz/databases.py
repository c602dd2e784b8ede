"""The gate's tables without Django: SQLite in memory, PostgreSQL as a role of the test's own database."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path

import psycopg

from tests.gate_fuzz.machine import COLUMNS
from tests.gate_fuzz.oracle import TABLES, Row


class Lite:
    """An in-memory copy of a migrated database, gate tables and triggers only."""

    vendor = "sqlite"

    def __init__(self, file: Path) -> None:
        source = sqlite3.connect(file)
        wanted = ", ".join(f"'{table}'" for table in TABLES)
        statements = source.execute(
            f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({wanted}) AND sql IS NOT NULL ORDER BY type = 'trigger', rootpage"
        ).fetchall()
        source.close()
        self.connection = sqlite3.connect(":memory:", isolation_level=None, cached_statements=2000)
        for (statement,) in statements:
            self.connection.execute(statement)
        self._changes = 0

    def begin(self) -> None:
        # Each walk begins as an attacker may: with the defaults of SQLite, whatever our settings say.
        for switch in ("recursive_triggers", "foreign_keys", "ignore_check_constraints"):
            self.connection.execute(f"PRAGMA {switch} = OFF")
        self.connection.execute("BEGIN")

    def rollback(self) -> None:
        self.connection.execute("ROLLBACK")

    def run(self, statement: str, values: Sequence[object] = ()) -> bool:
        try:
            self.connection.execute(statement, values)
        except sqlite3.Error:
            return False
        return True

    def changed(self) -> bool:
        before, self._changes = self._changes, self.connection.total_changes
        return before != self._changes

    def rows(self, table: str) -> set[Row]:
        return {_row(table, one) for one in self.connection.execute(_SELECT[table])}


class Grown:
    """PostgreSQL; a failed statement is taken back by its savepoint."""

    vendor = "postgresql"

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self._changed = False

    def begin(self) -> None:
        self.connection.execute("BEGIN")

    def rollback(self) -> None:
        self.connection.execute("ROLLBACK")

    def run(self, statement: str, values: Sequence[object] = ()) -> bool:
        if statement.split()[0] in ("SAVEPOINT", "ROLLBACK", "RELEASE"):
            self.connection.execute(statement)
            return True
        self.connection.execute("SAVEPOINT one")
        try:
            self.connection.execute(statement, values or None)
        except psycopg.Error:
            self.connection.execute("ROLLBACK TO one")
            return False
        self._changed = True
        return True

    def changed(self) -> bool:
        before, self._changed = self._changed, False
        return before

    def rows(self, table: str) -> set[Row]:
        return {_row(table, one) for one in self.connection.execute(_SELECT[table]).fetchall()}


_SELECT = {
    table: f"SELECT {', '.join(f'{chr(34)}{one}{chr(34)}' for one in columns)} FROM \"{table}\""
    for table, columns in COLUMNS.items()
}


def _row(table: str, values: Sequence[object]) -> Row:
    return TABLES[table](*values)
