"""Who read private content: a file of its own, so that looking at a page changes no business state.

A view notes what it shows; the notes are written in one group after the response. The file is append-only.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import astuple, dataclass
from pathlib import Path

from mingjing.recording import append_only
from mingjing.recording.home import Home


@dataclass(frozen=True, slots=True)
class Read:
    """One look at private content: who, when, which case, what of it, by what right or for what reason."""

    person: str
    at: str
    case: str
    what: str
    why: str


_COLUMNS = 'person, at, "case", what, why'
_SCHEMA = [
    "PRAGMA journal_mode=WAL",
    'CREATE TABLE IF NOT EXISTS "read" (id INTEGER PRIMARY KEY CHECK (id > 0), person TEXT NOT NULL, '
    'at TEXT NOT NULL, "case" TEXT NOT NULL, what TEXT NOT NULL, why TEXT NOT NULL)',
    'CREATE INDEX IF NOT EXISTS read_case ON "read" ("case", id)',
    'CREATE INDEX IF NOT EXISTS read_person ON "read" (person, id)',
    *(
        one.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS")
        for one in append_only.sqlite("read", [["id"]])
    ),
]
_waiting: deque[Read] = deque()
_flushing = threading.Lock()
_prepared: set[Path] = set()


def note(read: Read) -> None:
    """Remember a look; `flush` writes it. Costs no disk."""
    _waiting.append(read)


def flush(home: Home) -> int:
    """Write everything noted, in one transaction; how many. A failed write keeps the notes and raises."""
    with _flushing:
        group = [_waiting.popleft() for _ in range(len(_waiting))]
        if not group:
            return 0
        try:
            _write(home.reads, group)
        except Exception:
            _waiting.extendleft(reversed(group))
            raise
        return len(group)


def of_case(home: Home, case: str) -> list[Read]:
    """Every look at a case, oldest first."""
    return _select(home.reads, '"case" = ?', case)


def of_person(home: Home, person: str) -> list[Read]:
    return _select(home.reads, "person = ?", person)


def _select(path: Path, where: str, value: str) -> list[Read]:
    connection = _open(path)
    try:
        rows = connection.execute(f'SELECT {_COLUMNS} FROM "read" WHERE {where} ORDER BY id', [value])  # noqa: S608
        return [Read(*row) for row in rows]
    finally:
        connection.close()


def _write(path: Path, group: Sequence[Read]) -> None:
    connection = _open(path)
    try:
        with connection:
            connection.executemany(
                f'INSERT INTO "read" ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)',
                [astuple(one) for one in group],  # noqa: S608
            )
    finally:
        connection.close()


def _open(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=20)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA recursive_triggers=ON")
    if path not in _prepared or not path.stat().st_size:
        for statement in _SCHEMA:
            connection.execute(statement)
        connection.commit()
        _prepared.add(path)
    return connection
