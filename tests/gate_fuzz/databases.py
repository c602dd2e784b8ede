"""The gate's tables without Django: SQLite in memory, PostgreSQL as a role of the test's own database."""

from __future__ import annotations

import random
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

    def begin(self, dice: random.Random) -> None:
        # As an attacker may: what our settings switch on for a connection, another connection leaves off.
        for switch in ("recursive_triggers", "foreign_keys", "ignore_check_constraints"):
            self.connection.execute(f"PRAGMA {switch} = {dice.choice(('ON', 'OFF'))}")
        self.connection.execute("BEGIN")
        self.changes()

    def mark(self) -> None:
        self.connection.execute("SAVEPOINT walk")

    def back(self) -> None:
        self.connection.execute("ROLLBACK TO walk")
        self.connection.execute("RELEASE walk")
        self.changes()

    def rollback(self) -> None:
        self.connection.execute("ROLLBACK")

    def run(self, statement: str, values: Sequence[object] = ()) -> bool:
        try:
            self.connection.execute(statement, values)
        except sqlite3.Error:
            return False
        return True

    def changes(self) -> int:
        before, self._changes = self._changes, self.connection.total_changes
        return self._changes - before

    def rows(self, table: str) -> set[Row]:
        return {_row(table, one) for one in self.connection.execute(_SELECT[table])}

    def one_id(self, table: str, column: str) -> object:
        return next(self.connection.execute(f'SELECT "{column}" FROM "{table}" LIMIT 1'), (None,))[0]


class Grown:
    """PostgreSQL; a failed statement is taken back by its savepoint."""

    vendor = "postgresql"

    def __init__(self, connection: psycopg.Connection) -> None:
        self.connection = connection
        self._changes = 0

    def begin(self, dice: random.Random) -> None:
        self.connection.execute("BEGIN")

    def mark(self) -> None:
        self.connection.execute("SAVEPOINT walk")

    def back(self) -> None:
        self.connection.execute("ROLLBACK TO walk")
        self.connection.execute("RELEASE walk")
        self._changes = 0

    def rollback(self) -> None:
        self.connection.execute("ROLLBACK")

    def run(self, statement: str, values: Sequence[object] = ()) -> bool:
        if statement.split()[0] in ("SAVEPOINT", "ROLLBACK", "RELEASE"):
            self.connection.execute(statement)
            return True
        self.connection.execute("SAVEPOINT one")
        try:
            done = self.connection.execute(statement, values or None)
        except psycopg.Error:
            self.connection.execute("ROLLBACK TO one")
            return False
        self._changes += max(0, done.rowcount)
        return True

    def changes(self) -> int:
        before, self._changes = self._changes, 0
        return before

    def rows(self, table: str) -> set[Row]:
        return {_row(table, one) for one in self.connection.execute(_SELECT[table]).fetchall()}

    def one_id(self, table: str, column: str) -> object:
        return (self.connection.execute(f'SELECT "{column}" FROM "{table}" LIMIT 1').fetchone() or (None,))[0]


_SELECT = {
    table: f'SELECT {", ".join(f"{chr(34)}{one}{chr(34)}" for one in columns)} FROM "{table}"'
    for table, columns in COLUMNS.items()
}


def _row(table: str, values: Sequence[object]) -> Row:
    return TABLES[table](*values)
