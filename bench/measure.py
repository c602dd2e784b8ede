"""CPU, wall time and SQL statements of a stretch of work, from the operating system's own accounts."""

from __future__ import annotations

import cProfile
import io
import os
import pstats
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from django.db import connection

TICKS = os.sysconf("SC_CLK_TCK")
PROC = Path("/proc")


@dataclass(slots=True)
class Meter:
    """What the measured stretches took together; seconds. `server`: the processes of PostgreSQL."""

    times: int = 0
    wall: float = 0.0
    own: float = 0.0
    server: float = 0.0
    statements: int = 0

    @contextmanager
    def measured(self) -> Iterator[None]:
        pids, counter = database_pids(), Counter()
        server = _exact(pids)
        own, wall = time.process_time(), time.perf_counter()
        with connection.execute_wrapper(counter):
            yield
        self.wall += time.perf_counter() - wall
        self.own += time.process_time() - own
        self.server += _exact(pids) - server
        self.statements += counter.n
        self.times += 1

    @property
    def cpu(self) -> float:
        return self.own + self.server

    def __iadd__(self, other: Meter) -> Meter:
        for one in fields(Meter):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))
        return self


@dataclass(slots=True)
class Profiled(Meter):
    """Says where the time of the measured stretches goes, instead of how much it is."""

    profile: cProfile.Profile = field(default_factory=cProfile.Profile)

    @contextmanager
    def measured(self) -> Iterator[None]:
        self.profile.enable()
        try:
            yield
        finally:
            self.profile.disable()


class Counter:
    """Counts the statements of a connection (`execute_wrapper`)."""

    def __init__(self) -> None:
        self.n = 0

    def __call__(self, execute: Callable[..., Any], *given: Any) -> Any:
        self.n += 1
        return execute(*given)


def database_pids() -> tuple[int, ...]:
    """Every process of the PostgreSQL that Django talks to; none on SQLite."""
    if connection.vendor != "postgresql":
        return ()
    connection.ensure_connection()
    return children(parent(connection.connection.info.backend_pid))


def children(pid: int) -> tuple[int, ...]:
    text = (PROC / str(pid) / "task" / str(pid) / "children").read_text()
    return tuple(int(one) for one in text.split())


def parent(pid: int) -> int:
    return int(_stat(pid)[1])


def family(pid: int) -> list[int]:
    """A process and all that came from it."""
    return [pid, *(one for child in children(pid) for one in family(child))]


def _exact(pids: Iterable[int]) -> float:
    """CPU seconds of single-threaded processes, to the nanosecond."""
    total = 0
    for pid in pids:
        with suppress(FileNotFoundError, ProcessLookupError):
            total += int((PROC / str(pid) / "schedstat").read_text().split()[0])
    return total / 1e9


def cpu_of(pids: Iterable[int]) -> float:
    """CPU seconds of processes with all their threads, those that ended included, and of their ended children."""
    total = 0
    for pid in pids:
        with suppress(FileNotFoundError, ProcessLookupError):
            total += sum(int(one) for one in _stat(pid)[11:15])
    return total / TICKS


def _stat(pid: int) -> list[str]:
    """The fields after the name of the program: state, parent, …"""
    return (PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()


def memory_of(pid: int) -> tuple[float, float]:
    """RSS and PSS in MB."""
    found = {}
    for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:]:
        name, value = line.split(":")
        found[name] = int(value.split()[0]) / 1024
    return found["Rss"], found["Pss"]


def middle(values: Sequence[float]) -> float:
    return statistics.median(values)


def part(values: Sequence[float], share: float) -> float:
    """The value below which that share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


@contextmanager
def profiled(lines: int = 25, *, by: str = "cumulative") -> Iterator[Callable[[], str]]:
    """Yields what gives the excerpt of a profile, once the block is left."""
    profile = cProfile.Profile()
    profile.enable()
    try:
        yield lambda: excerpt(profile, lines, by)
    finally:
        profile.disable()


def excerpt(profile: cProfile.Profile | str, lines: int = 25, by: str = "cumulative") -> str:
    """The top of a profile, or of the file that keeps one."""
    out = io.StringIO()
    pstats.Stats(profile, stream=out).sort_stats(by).print_stats(lines)
    text = [line.rstrip() for line in out.getvalue().splitlines() if line.strip()]
    start = next(place for place, line in enumerate(text) if line.lstrip().startswith("ncalls"))
    return "\n".join(_short(line) for line in text[start:])


def _short(line: str) -> str:
    """Paths of the machine do not belong in a report."""
    for mark in ("site-packages/", "/mingjing/", "/bench/", "/lib/python3"):
        before, found, after = line.rpartition(mark)
        if found:
            columns = before.rsplit(" ", 1)[0]
            return f"{columns} {mark.removesuffix('site-packages/').lstrip('/')}{after}"
    return line
