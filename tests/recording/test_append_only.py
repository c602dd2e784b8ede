"""The ledger's tables only grow: on both databases, for the app, the sealer and the owner, by any statement."""

from contextlib import closing, suppress

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction

from mingjing.casework import gate_sql
from mingjing.recording import guards, roles
from mingjing.recording.append_only import REFUSED
from mingjing.recording.home import Home
from tests.recording.ledger import add, check_ledger, new_case, publish, seal

ROWS = {
    "entry": ("commitment", "'x'"),
    "open_leaf": ("body", "'x'"),
    "leaf": ("hash", "'x'"),
    "checkpoint": ("note", "'x'"),
}
KEYS = {"entry": "id", "open_leaf": "id", "leaf": "index", "checkpoint": "size"}
BOTH = [
    'UPDATE "{table}" SET {column} = {value}',
    'UPDATE "{table}" SET {column} = {value} WHERE {key} = 1',
    'UPDATE "{table}" SET "{key}" = "{key}" + 100',
    'DELETE FROM "{table}"',
    'DELETE FROM "{table}" WHERE true',
    'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE true ON CONFLICT ("{key}") DO UPDATE SET {column} = {value}',
    'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE true ON CONFLICT DO NOTHING',
]
SQLITE = [
    'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"',
    'REPLACE INTO "{table}" ({other}, {column}) SELECT {other}, {value} FROM "{table}"',
    'INSERT OR IGNORE INTO "{table}" ({other}, {column}) SELECT {other}, {value} FROM "{table}"',
    'UPDATE OR REPLACE "{table}" SET {column} = {value}',
    'UPDATE OR IGNORE "{table}" SET {column} = {value}',
    "PRAGMA recursive_triggers = OFF",
    "PRAGMA foreign_keys = OFF",
    "PRAGMA ignore_check_constraints = ON",
    'REPLACE INTO "{table}" ({other}, {column}) SELECT {other}, {value} FROM "{table}"',
]
POSTGRES = [
    'TRUNCATE "{table}"',
    'TRUNCATE "{table}" CASCADE',
    "SET session_replication_role = replica",
    'UPDATE "{table}" SET {column} = {value}',
    'DELETE FROM "{table}"',
]


@pytest.fixture
def grown(home: Home) -> Home:
    add(case := new_case(), 3)
    publish(case, b"decision")
    seal(home)
    return home


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize("role", ["app", "sealer", "owner"])
def test_no_statement_changes_or_removes_a_row(grown, fresh_ledger, table, role):
    (column, value), key = ROWS[table], KEYS[table]
    if connection.vendor == "sqlite" and role != "app":
        return  # one file, one role
    before, others = snapshot(table), columns(table, column, key)
    with closing(fresh_ledger.connect(role)) as raw:
        for attack in BOTH + (SQLITE if connection.vendor == "sqlite" else POSTGRES):
            statement = attack.format(table=table, column=column, value=value, key=key, other=others)
            with suppress(Exception):
                raw.execute(statement)
            assert [row for row in snapshot(table) if row[0] in {one[0] for one in before}] == before, (
                statement
            )
    if len(snapshot(table)) == len(before):  # where garbage can be added, adding is all that was possible
        check_ledger(grown)


@pytest.mark.parametrize("table", ROWS)
def test_the_refusal_says_so(grown, fresh_ledger, table):
    column, value = ROWS[table]
    with fresh_ledger.role("owner"), connection.cursor() as cursor:
        for statement in (f'UPDATE "{table}" SET {column} = {value}', f'DELETE FROM "{table}"'):
            with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
                cursor.execute(statement)


@pytest.mark.parametrize(
    ("n", "prev"),
    [("2", "NULL"), ("9", "'x'"), ("NULL", "NULL"), ("5", "(SELECT commitment FROM entry WHERE n = 3)")],
)
def test_an_entry_past_the_store_must_at_least_continue_its_case(grown, n, prev):
    with connection.cursor() as cursor:
        cursor.execute('SELECT "case" FROM entry LIMIT 1')
        (case,) = cursor.fetchone()
        with pytest.raises(IntegrityError), transaction.atomic():
            cursor.execute(
                'INSERT INTO entry ("case", n, prev, header, "inner", box, commitment) '
                f"VALUES (%s, {n}, {prev}, %s, 'i', %s, 'c')",
                [case, b"h", b"b"],
            )


def test_a_leaf_is_of_one_thing(grown):
    with connection.cursor() as cursor:
        for entry, open_leaf in (("NULL", "NULL"), ("1", "1")):
            with pytest.raises(IntegrityError), transaction.atomic():
                cursor.execute(
                    f"INSERT INTO leaf (\"index\", entry_id, open_leaf_id, hash) VALUES (99, {entry}, {open_leaf}, 'x')"
                )


def test_every_trigger_stands(home):
    assert guards.LEDGER.fallen(connection) == []


def test_a_fallen_trigger_is_named(home, fresh_ledger):
    with fresh_ledger.role("owner"), connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER leaf_no_update")
            assert guards.LEDGER.fallen(connection) == ["leaf_no_update"]
        else:
            cursor.execute("ALTER TABLE leaf DISABLE TRIGGER leaf_append_only")
            assert guards.LEDGER.fallen(connection) == ["leaf_append_only"]


def test_the_roles_are_those_of_the_settings():
    from mingjing.database import ROLES

    assert (ROLES["app"], ROLES["sealer"]) == (roles.APP, roles.SEALER)


def test_the_sealer_reads_no_keys_and_writes_no_entries(grown, fresh_ledger):
    if connection.vendor == "sqlite":
        return
    with fresh_ledger.role("sealer"), connection.cursor() as cursor:
        for statement in (
            "SELECT * FROM data_key",
            "SELECT * FROM command",
            "SELECT * FROM decision",
            "INSERT INTO entry DEFAULT VALUES",
            "INSERT INTO open_leaf DEFAULT VALUES",
        ):
            with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
                cursor.execute(statement)


def test_the_sealer_seals_with_its_own_rights(home, fresh_ledger):
    publish(new_case(), b"decision")
    with fresh_ledger.role("sealer"):
        assert seal(home).n == 2
    check_ledger(home)


def snapshot(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        return [
            tuple(bytes(one) if isinstance(one, memoryview) else one for one in row)
            for row in cursor.fetchall()
        ]


def columns(table: str, *without: str) -> str:
    with connection.cursor() as cursor:
        found = connection.introspection.get_table_description(cursor, table)
    return ", ".join(f'"{one.name}"' for one in found if one.name not in without)


def test_the_triggers_can_be_taken_away_and_made_again(fresh_ledger):
    rooms = (gate_sql.GATE, guards.LEDGER)  # the gate leans on a function of the ledger
    with fresh_ledger.role("owner"):
        for room in rooms:
            room.undo(connection)
            assert room.fallen(connection)
        for room in reversed(rooms):
            room.make(connection)
            assert room.fallen(connection) == []
