"""Who read private content: a file of its own, so that looking at a page changes no business state.

A view notes what it shows; the notes are written in one group after the response. The file is append-only.
"""

from __future__ import annotations

import os
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
_kept: tuple[Path, tuple[int, int, int], sqlite3.Connection] | None = None


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
    with _flushing:
        rows = (
            _opened(path)
            .execute(f'SELECT {_COLUMNS} FROM "read" WHERE {where} ORDER BY id', [value])
            .fetchall()
        )
    return [Read(*row) for row in rows]


def _write(path: Path, group: Sequence[Read]) -> None:
    with _opened(path) as connection:
        connection.executemany(
            f'INSERT INTO "read" ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)',
            [astuple(one) for one in group],
        )


def _opened(path: Path) -> sqlite3.Connection:
    """The connection that this process keeps, under `_flushing`; another file at this place gets another one."""
    global _kept
    if _kept is not None and _kept[:2] == (path, _identity(path)):
        return _kept[2]
    if _kept is not None:
        _kept[2].close()
    connection = sqlite3.connect(path, timeout=20, check_same_thread=False)
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA recursive_triggers=ON")
    for statement in _SCHEMA:
        connection.execute(statement)
    connection.commit()
    _kept = (path, _identity(path), connection)
    return connection


def _identity(path: Path) -> tuple[int, int, int]:
    """Which file it is, and in which process: a connection must not be carried into a child."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return (0, 0, os.getpid())
    return (found.st_dev, found.st_ino, os.getpid())
