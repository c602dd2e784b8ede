"""How fast does `ledger verify` read a ledger? Beside reading the same rows and hashing the same bytes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256

from django.db import connection

from bench import copies, door, homes
from bench.measure import Meter, middle, profiled
from bench.report import Goal, Line, Sizes
from mingjing.casework import service
from mingjing.casework.verification import comparisons
from mingjing.recording import home as recording
from mingjing.recording import sealer
from mingjing.recording import verify as checking

HASHES, REPLAY = Goal(50_000), Goal(5_000)


def grow(entries: int) -> int:
    """A sealed ledger of at least that many entries."""
    case = service.load(door.case(Meter()).case)
    copies.copy(case, -(-entries // case.last))
    sealed = 1
    while sealed:
        sealed = sealer.seal_once(recording.current(), datetime.now(UTC), whole=True).n
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM entry")
        return int(cursor.fetchone()[0])


def hashes() -> checking.Report:
    return checking.verify(recording.current(), replay=False)


def replayed() -> checking.Report:
    return checking.verify(recording.current(), comparisons=comparisons())


def floor() -> int:
    """Every stored byte read and hashed once."""
    found = 0
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT header, box FROM entry")
        while rows := cursor.fetchmany(2000):
            for header, box in rows:
                sha256(header).digest(), sha256(box).digest()
                found += 1
    return found


def rate(entries: int, work: Callable[[], object]) -> float:
    started = time.perf_counter()
    found = work()
    seconds = time.perf_counter() - started
    if isinstance(found, checking.Report) and not found.sound:
        raise SystemExit(f"账本不完好：{len(found.findings)} 处，{found.findings[0]}")
    return entries / seconds


def lines(sizes: Sizes) -> Iterator[Line]:
    for vendor in homes.vendors():
        with homes.city(vendor):
            yield from _compared(vendor, sizes, grow(sizes.entries))


def _compared(vendor: str, sizes: Sizes, entries: int) -> Iterator[Line]:
    note = f"{entries:,} entries"
    for what, work, goal in (
        ("hashing only (chain, tree, tiles, heads)", hashes, HASHES),
        ("with replay (decrypt, gates judged again, rows)", replayed, REPLAY),
        ("floor: read the rows, hash the bytes", floor, None),
    ):
        found = middle([rate(entries, work) for _ in range(sizes.runs)])
        why = _why(work) if goal and not goal.met(found) else ""
        yield Line("verify", vendor, what, found, "/s", goal, note, why)


def _why(work: Callable[[], object]) -> str:
    with profiled(by="tottime") as excerpt:
        work()
    return excerpt()
