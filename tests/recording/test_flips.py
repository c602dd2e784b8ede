"""Every bit of a small log flipped, one at a time: each is found, and the finding names the place."""

import sqlite3
from pathlib import Path

import pytest
from django.db import connection

from mingjing.recording import verify
from mingjing.recording.home import Home
from tests.recording.ledger import add, new_case, publish, seal
from tests.support import home as support

sqlite_home = support.fresh("ledger", vendors=[support.SQLITE])


@pytest.fixture
def small(sqlite_home: support.Home) -> Home:
    """Two cases, one publication, two heads: four leaves."""
    home = Home(sqlite_home.path)
    add(one := new_case(), facts={"fine": 1})
    add(new_case(), facts={"fine": 2})
    seal(home)
    publish(one, b"decision")
    seal(home)
    assert verify.verify(home).sound
    return home


def flips(data: bytes):
    """Each single-bit change of the data."""
    for position in range(len(data)):
        for bit in range(8):
            yield data[:position] + bytes([data[position] ^ 1 << bit]) + data[position + 1 :]


@pytest.mark.slow
def test_every_bit_of_tiles_and_heads(small):
    files = [path for path in (*small.tiles.rglob("*"), small.last_head) if path.is_file()]
    assert len(files) == 6
    for path in files:
        whole = path.read_bytes()
        name = path.relative_to(small.path).as_posix()
        for number, flipped in enumerate(flips(whole)):
            path.write_bytes(flipped)
            findings = verify.verify(small, replay=False).findings
            assert any(_names_file(one, path) for one in findings), (name, number, findings)
        path.write_bytes(whole)
    assert verify.verify(small).sound


def _names_file(finding: verify.Finding, path: Path) -> bool:
    if path.parent.name == "last-head":
        return finding.table == "last-head" or finding.what.startswith("最后一个检查点与 last-head")
    return finding.table == "tiles" and path.as_posix().endswith(finding.row)


def test_every_bit_of_every_tile_names_the_entry(small):
    """A flipped entry bundle or hash tile names the entry whose leaf it holds."""
    for name, width in (("entries", 0), ("0", 32)):
        path = small.tiles / "tile" / name / "000.p" / "4"
        whole = path.read_bytes()
        for position in range(len(whole)):
            path.write_bytes(whole[:position] + bytes([whole[position] ^ 1]) + whole[position + 1 :])
            (finding,) = verify.verify(small, replay=False).findings
            assert finding.entry == _entry_at(position // width if width else _bundle_index(whole, position))
        path.write_bytes(whole)


def _bundle_index(data: bytes, position: int) -> int:
    index, at = 0, 0
    while True:
        at += 2 + int.from_bytes(data[at : at + 2], "big")
        if position < at:
            return index
        index += 1


def _entry_at(index: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT e."case", e.n FROM leaf l LEFT JOIN open_leaf o ON o.id = l.open_leaf_id '
            'JOIN entry e ON e.id = coalesce(l.entry_id, o.entry_id) WHERE l."index" = %s',
            [index],
        )
        case, n = cursor.fetchone()
    return f"{case}/{n}"


COLUMNS = {
    "entry": ("case", "n", "prev", "header", "inner", "box", "commitment"),
    "leaf": ("index", "entry_id", "open_leaf_id", "hash"),
    "open_leaf": ("body", "entry_id"),
    "checkpoint": ("size", "note"),
    "data_key": ("case", "wrapped"),
}
"""Every column but `entry.id` and `open_leaf.id`, which are no more than names (a change shows in leaf), and
`checkpoint.at`, which says when a head was signed as far as our clock knew and is not signed itself."""


@pytest.mark.slow
@pytest.mark.parametrize("table", COLUMNS)
def test_every_bit_of_every_column(small, table):
    connection.close()
    raw = sqlite3.connect(small.path / "db.sqlite3", isolation_level=None)
    raw.execute("PRAGMA ignore_check_constraints = ON")
    raw.execute("PRAGMA synchronous = OFF")
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f'DROP TRIGGER "{name}"')
    replay = table == "data_key"  # whatever else there is, hashes alone find
    fallen = set(verify.verify(small, replay=replay).findings)
    checked = 0
    for rowid, *values in raw.execute(
        f'SELECT rowid, {_names(table)} FROM "{table}"{_which(table)}'
    ).fetchall():
        for column, value in zip(COLUMNS[table], values, strict=True):
            for flipped in _flipped(value):
                try:
                    raw.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', [flipped, rowid])
                except sqlite3.IntegrityError:
                    continue  # the value is taken: the database itself says so
                findings = set(verify.verify(small, replay=replay).findings) - fallen
                assert _located(findings, table), (table, rowid, column, value, flipped, findings)
                raw.execute(f'UPDATE "{table}" SET "{column}" = ? WHERE rowid = ?', [value, rowid])
                checked += 1
    assert set(verify.verify(small, replay=replay).findings) == fallen
    assert checked > 50
    raw.close()


def _names(table: str) -> str:
    return ", ".join(f'"{one}"' for one in COLUMNS[table])


def _which(table: str) -> str:
    """Of the three entries the first and the one that follows it: the second case's differs in nothing."""
    return " WHERE rowid <> 2" if table == "entry" else ""


def _flipped(value: object):
    """Every bit of bytes and texts (a text only where it stays one), the low bits of numbers."""
    if isinstance(value, bytes):
        yield from flips(value)
    elif isinstance(value, str):
        for changed in flips(value.encode()):
            try:
                yield changed.decode()
            except UnicodeDecodeError:
                yield changed
    elif isinstance(value, int):
        yield from (value ^ 1 << bit for bit in range(8))


def _located(findings: set[verify.Finding], table: str) -> bool:
    """Something is found, and some finding says where: this table, or the row that no longer meets it."""
    near = {"entry": {"entry", "leaf", "data_key"}, "open_leaf": {"open_leaf", "leaf"}}.get(table, {table})
    return any(one.table in near and (one.row or one.entry) for one in findings)
