"""The sealer: gives entries their place in the tree, reads them back, signs the head, publishes the tiles.

Every step may be the last before a power cut; what stands then is said beside it. Recovery is the same function:
each pass begins from the last signed head and from what the database holds, never from memory.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from mingjing.database import state
from mingjing.recording import home as homes
from mingjing.recording.home import Home
from mingjing.recording.opening import header_of, public_leaf, raw
from mingjing.tlog import commitment as tlog
from mingjing.tlog import note, tiles
from mingjing.tlog.canonical import utc_ms
from mingjing.tlog.tree import leaf_hash

POLL = 0.1
"""Seconds between two looks; p95 from commit to signed head stays below 200 ms."""
SWEEP = 600.0
"""Seconds between two looks at everything, for an entry whose transaction outlived a thousand others."""
MARGIN = 1000
BATCH = 4096
_LOCK_NUMBER = 0x6D696E67

Row: TypeAlias = tuple[Any, ...]


class SealRefused(RuntimeError):
    """Nothing was signed, and nothing will be until someone has looked: one Chinese sentence says at what."""


@dataclass(frozen=True, slots=True)
class Sealed:
    """What a pass did: how many leaves came under the signed head, and its size."""

    n: int
    size: int


@dataclass(frozen=True, slots=True)
class Head:
    """A signed head as it is kept."""

    size: int
    root: bytes
    note: bytes


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf row to insert: its place, what it is of, its hash."""

    index: int
    entry: int | None
    open_leaf: int | None
    hash: str


# --- storage: every durable step goes through here, so that a test can break each one ------------------------


def _insert_leaves(rows: Sequence[Placed]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(
            'INSERT INTO leaf ("index", entry_id, open_leaf_id, hash) VALUES (%s, %s, %s, %s)',
            [(one.index, one.entry, one.open_leaf, one.hash) for one in rows],
        )


def _insert_checkpoint(head: Head, at: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO checkpoint (size, note, at) VALUES (%s, %s, %s)", [head.size, head.note.decode(), at]
        )


@dataclass(frozen=True, slots=True)
class Storage:
    """What the sealer writes with."""

    write_file: Callable[[Path, bytes], None] = homes.replace_file
    insert_leaves: Callable[[Sequence[Placed]], None] = _insert_leaves
    insert_checkpoint: Callable[[Head, str], None] = _insert_checkpoint


REAL = Storage()


# --- one pass ------------------------------------------------------------------------------------------------


def seal_once(home: Home, now: datetime, *, storage: Storage = REAL, whole: bool = False) -> Sealed:
    """Place, read back, sign and publish what is waiting; at most BATCH of each kind. Raises SealRefused.

    `whole` looks at every entry, not only at the latest.
    """
    if connection.in_atomic_block:
        raise RuntimeError(
            "seal_once inside a transaction: the leaves would not be durable when they are signed"
        )
    with only_one(home):
        head = _last_head(home)
        # Died after the head was kept: the row and the public copy are made up for first.
        _publish(home, head, utc_ms(now), storage)
        # Died after placing: the rows stand unsigned and are signed below; places are never given twice.
        _place(head, storage, whole=whole)
        leaves = _unsigned(head.size)
        if not leaves:
            return Sealed(0, head.size)
        new = _sign(home, head, leaves, storage)
        _swap(home, head, new, storage)
        _publish(home, new, utc_ms(now), storage)
        _prune(home, new.size)
        return Sealed(len(leaves), new.size)


def _sign(home: Home, head: Head, leaves: Sequence[bytes], storage: Storage) -> Head:
    """Write the tiles, then sign. Died in between: the same bytes are written again."""
    read = reader(home)
    try:
        growth = tiles.grow(read, head.size, head.root, leaves)
    except (tiles.BadTile, FileNotFoundError) as fault:
        raise SealRefused(
            f"分块文件缺失或与上一次签名不符，停止存证：{fault}。请运行 ledger verify。"
        ) from fault
    for path, content in growth.files.items():
        _write_tile(home.tiles / path, content, storage)
    key = homes.signer(home)
    root = growth.edge.root()
    signed = note.sign_checkpoint(note.Checkpoint(key.name, growth.edge.size, root), [key])
    return Head(growth.edge.size, root, signed)


def _write_tile(path: Path, content: bytes, storage: Storage) -> None:
    try:
        standing = path.read_bytes()
    except FileNotFoundError:
        standing = None
    if standing == content:
        return
    if standing is not None:
        raise SealRefused(f"分块文件 {path.name} 已经存在而内容不同，停止存证。请运行 ledger verify。")
    storage.write_file(path, content)


def _swap(home: Home, old: Head, new: Head, storage: Storage) -> None:
    """Keep the new head outside the database before anyone sees it, if the old one is still the last."""
    if home.last_head.read_bytes() != old.note or new.size <= old.size:
        raise SealRefused("上一次签名的检查点在存证过程中被改动，停止存证。")
    storage.write_file(home.last_head, new.note)


def _publish(home: Home, head: Head, at: str, storage: Storage) -> None:
    """The row and the public copy of a kept head. Does nothing when both are there."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT size, note FROM checkpoint ORDER BY size DESC LIMIT 1")
        row = cursor.fetchone()
    if row is None or row[0] > head.size or (row[0] == head.size and raw(row[1]) != head.note):
        raise SealRefused("数据库里的检查点与 last-head 里最后签名的不符（可能恢复了旧备份），停止存证。")
    if row[0] < head.size:
        storage.insert_checkpoint(head, at)
    public = home.tiles / tiles.CHECKPOINT
    if not public.exists() or public.read_bytes() != head.note:
        storage.write_file(public, head.note)


def _prune(home: Home, size: int) -> None:
    """Partial tiles that a full one replaced; verifiers then read the full one (C2SP tlog-tiles)."""
    for level, full, _ in tiles.layout(size):
        for kind in (None, level) if level == 0 else (level,):
            for index in range(max(0, full - 2), full):
                folder = home.tiles / f"{tiles.Place(kind, index, tiles.WIDTH).path()}.p"
                for old in folder.glob("*"):
                    old.unlink()
                if folder.exists():
                    folder.rmdir()


# --- the last head -------------------------------------------------------------------------------------------


def _last_head(home: Home) -> Head:
    """The head kept outside the database; made with the home, so a missing one means a lost or forged log."""
    homes.check(home)
    try:
        kept = home.last_head.read_bytes()
        found = note.open_checkpoint(kept, note.parse_vkey(homes.vkey(home)))
    except FileNotFoundError as fault:
        raise SealRefused(
            "last-head 里没有检查点：不知道签到哪里，停止存证。请从备份恢复 last-head。"
        ) from fault
    except note.NotSigned as fault:
        raise SealRefused(f"last-head 里的检查点不可信，停止存证：{fault}。") from fault
    with connection.cursor() as cursor:
        cursor.execute(
            'SELECT count(*), max("index"), (SELECT count(*) FROM checkpoint) FROM leaf WHERE "index" >= %s',
            [max(0, found.size - 1)],
        )
        count, highest, heads = cursor.fetchone()
    if found.size and (not count or highest + 1 < found.size):
        raise SealRefused(f"已签名 {found.size} 条，数据库里却没有这么多（可能恢复了旧备份），停止存证。")
    if not heads:
        raise SealRefused("数据库里没有检查点，而存证日志早已建立：可能换成了空库，停止存证。")
    return Head(found.size, found.root, kept)


# --- placing and reading back --------------------------------------------------------------------------------

_ENTRY = 'e.id, e."case", e.n, e.prev, e.header, e.inner, e.box, e.commitment'


def _place(head: Head, storage: Storage, *, whole: bool) -> None:
    """Leaf rows for what has none: entries in the order of their ids, then the open leaves of placed entries."""
    with connection.cursor() as cursor:
        cursor.execute('SELECT coalesce(max("index") + 1, 0) FROM leaf')
        free = max(int(cursor.fetchone()[0]), head.size)
        rows: list[Placed] = []
        for row in _waiting_entries(cursor, whole):
            rows.append(Placed(free + len(rows), int(row[0]), None, leaf_hash(_entry_leaf(row)).hex()))
        places = {one.entry: one.index for one in rows}
        for id_, body, entry, placed in _waiting_open(cursor, whole):
            sealed = places.get(entry) if placed is None else placed
            if sealed is not None:
                rows.append(
                    Placed(free + len(rows), None, id_, leaf_hash(_open_leaf(id_, body, sealed)).hex())
                )
    if rows:
        storage.insert_leaves(rows)


def _waiting_entries(cursor: CursorWrapper, whole: bool) -> list[Row]:
    cursor.execute(
        f"SELECT {_ENTRY} FROM entry e LEFT JOIN leaf l ON l.entry_id = e.id "
        'WHERE l."index" IS NULL AND e.id > %s ORDER BY e.id LIMIT %s',
        [_floor(cursor, "entry_id", whole), BATCH],
    )
    return cursor.fetchall()


def _waiting_open(cursor: CursorWrapper, whole: bool) -> list[Row]:
    cursor.execute(
        'SELECT o.id, o.body, o.entry_id, p."index" FROM open_leaf o LEFT JOIN leaf l ON l.open_leaf_id = o.id '
        'LEFT JOIN leaf p ON p.entry_id = o.entry_id WHERE l."index" IS NULL AND o.id > %s ORDER BY o.id LIMIT %s',
        [_floor(cursor, "open_leaf_id", whole), BATCH],
    )
    return cursor.fetchall()


def _floor(cursor: CursorWrapper, column: str, whole: bool) -> int:
    """Ids below it are placed, or their transaction outlived a thousand others and waits for the sweep."""
    if whole:
        return 0
    cursor.execute(f"SELECT {column} FROM leaf WHERE {column} IS NOT NULL ORDER BY {column} DESC LIMIT 1")
    row = cursor.fetchone()
    return max(0, row[0] - MARGIN) if row else 0


def _unsigned(size: int) -> list[bytes]:
    """The leaves from `size` on, recomputed from the stored bytes once more (security F10)."""
    with connection.cursor() as cursor:
        cursor.execute(
            f'SELECT l."index", l.hash, o.id, o.body, p."index", {_ENTRY} FROM leaf l '
            "LEFT JOIN entry e ON e.id = l.entry_id LEFT JOIN open_leaf o ON o.id = l.open_leaf_id "
            'LEFT JOIN leaf p ON p.entry_id = o.entry_id WHERE l."index" >= %s ORDER BY l."index"',
            [size],
        )
        rows = cursor.fetchall()
    leaves = []
    for expected, row in enumerate(rows, start=size):
        leaf = _entry_leaf(row[5:]) if row[5] is not None else _open_leaf(row[2], row[3], row[4])
        if row[0] != expected or leaf_hash(leaf).hex() != row[1]:
            raise SealRefused(
                f"表 leaf 第 {expected} 行缺失或与所存条目不符，停止存证。请运行 ledger verify。"
            )
        leaves.append(leaf)
    return leaves


def _entry_leaf(row: Sequence[Any]) -> bytes:
    """The sealed leaf of an entry row, when every stored byte agrees; needs no key."""
    _, case, n, prev, header, inner, box, name = row
    header, digest = raw(header), hashlib.sha256(raw(box)).hexdigest()
    if header != header_of(case, n, prev, inner, digest) or tlog.commitment(header) != name:
        raise SealRefused(
            f"案件 {case} 第 {n} 条记录（表 entry）的内容与承诺值不符，停止存证。请运行 ledger verify。"
        )
    return tlog.sealed_leaf(name)


def _open_leaf(id_: int, body: bytes, sealed: int) -> bytes:
    """The public leaf with the place of its entry filled in."""
    try:
        return public_leaf(raw(body), sealed)
    except ValueError as fault:
        raise SealRefused(f"表 open_leaf 第 {id_} 行不能存证：{fault}。") from fault


# --- running -------------------------------------------------------------------------------------------------


@contextmanager
def only_one(home: Home) -> Iterator[None]:
    """No pass meanwhile: the folder is locked on one machine, a number where several share a PostgreSQL."""
    folder = os.open(home.path, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        with _locked_number() if connection.vendor == "postgresql" else nullcontext():
            yield
    finally:
        os.close(folder)


@contextmanager
def _locked_number() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_LOCK_NUMBER])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_LOCK_NUMBER])


def run(home: Home, stop: threading.Event, *, clock: Callable[[], datetime] | None = None) -> None:
    """Seal until told to stop. A refusal ends it: signing on would make things worse."""
    now = clock or (lambda: datetime.now(UTC))
    swept, seen = 0.0, ""
    while not stop.is_set():
        whole = (at := now().timestamp()) - swept >= SWEEP
        swept = at if whole else swept
        # Asked before the pass: what is committed meanwhile is another state, and has its own pass.
        before, seen = seen, state()
        if (whole or seen != before) and seal_once(home, now(), whole=whole).n == BATCH:
            seen = ""
            continue
        stop.wait(POLL)


def reader(home: Home) -> tiles.Read:
    """How `tlog` reads this home's tiles."""
    return lambda path: (home.tiles / path).read_bytes()
