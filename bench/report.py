"""What a question found, as lines of a table: printed, and written into `bench/README.md` between its markers."""

from __future__ import annotations

import os
import platform
import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

README = Path(__file__).with_name("README.md")
BEGIN, END = "<!-- figures: begin (written by script/bench) -->", "<!-- figures: end -->"
QUESTIONS = {
    "door": "The door alone",
    "acts": "The usual way of every procedure, at the door",
    "case": "A complete case over HTTP",
    "verify": "`ledger verify`",
    "pages": "Pages, processes, numbering, sealing",
    "closed": "Closed cases of an older system",
    "lists": "Lists of 100,000 cases, the menu, stored pages",
}


@dataclass(frozen=True, slots=True)
class Goal:
    """What was promised: at least `value`, or at most."""

    value: float
    most: bool = False

    def met(self, found: float) -> bool:
        return found <= self.value if self.most else found >= self.value

    def __str__(self) -> str:
        return f"{'≤' if self.most else '≥'} {number(self.value)}"


@dataclass(frozen=True, slots=True)
class Line:
    """One figure. `why`: the excerpt of a profile, shown when the goal was missed."""

    question: str
    vendor: str
    what: str
    value: float
    unit: str
    goal: Goal | None = None
    note: str = ""
    why: str = ""

    @property
    def verdict(self) -> str:
        if self.goal is None:
            return ""
        return "met" if self.goal.met(self.value) else "**missed**"

    @property
    def missed(self) -> bool:
        return self.goal is not None and not self.goal.met(self.value)


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much is measured. Every figure is the median of `runs`."""

    runs: int = 3
    door_cases: int = 6
    http_cases: int = 3
    clients: tuple[int, ...] = (1, 8)
    entries: int = 50_000
    replayed: int = 50_000
    requests: int = 300
    numbers: int = 400
    seals: int = 60
    listed: int = 100_000
    closed: int = 3_000


QUICK = Sizes(3, 2, 1, (1, 2), 5_000, 5_000, 60, 80, 15, 5_000, 200)
TINY = Sizes(1, 1, 1, (1,), 300, 300, 5, 16, 3, 50, 5)


@dataclass(slots=True)
class Report:
    lines: list[Line] = field(default_factory=list)

    def add(self, line: Line) -> None:
        self.lines.append(line)
        print(
            f"{line.vendor:<9} {line.what:<44} {number(line.value):>10} {line.unit:<5} "
            f"{str(line.goal or ''):<10} {line.verdict.strip('*'):<7} {line.note}",
            flush=True,
        )

    def markdown(self, command: str) -> str:
        parts = [f"Command: `{command}`. {machine()}"]
        for question, title in QUESTIONS.items():
            if found := [one for one in self.lines if one.question == question]:
                parts.append(f"## {title}\n\n{_table(found)}{_profiles(found)}")
        return "\n\n".join(parts)

    def write(self, command: str) -> None:
        """Everything between the markers is replaced; the text around them stays."""
        text = README.read_text(encoding="utf-8")
        before, _, rest = text.partition(BEGIN)
        after = rest.partition(END)[2]
        README.write_text(f"{before}{BEGIN}\n\n{self.markdown(command)}\n\n{END}{after}", encoding="utf-8")


def _table(lines: Sequence[Line]) -> str:
    rows = [
        f"| {one.vendor} | {one.what} | {number(one.value)} {one.unit} | {one.goal or ''} | {one.verdict} | {one.note} |"
        for one in lines
    ]
    return "\n".join(["| database | what | median | goal | | remarks |", "|---|---|--:|--:|---|---|", *rows])


def _profiles(lines: Sequence[Line]) -> str:
    shown: dict[str, str] = {}
    for one in lines:
        if one.missed and one.why:
            shown.setdefault(one.why, f"{one.what}, {one.vendor}")
    return "".join(f"\n\nWhere the time goes ({what}):\n\n```\n{why}\n```" for why, what in shown.items())


def number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value == int(value) else f"{value:.2f}" if value < 10 else f"{value:.1f}"


def machine() -> str:
    """What the figures were taken on; nothing that would name the machine."""
    names = ("Django", "psycopg", "granian", "cryptography")
    libraries = ", ".join(f"{name} {version(name)}" for name in names)
    load = os.getloadavg()[0]
    return (
        f"{datetime.now(UTC):%Y-%m-%d}; {os.cpu_count()} cores ({_processor()}), load {load:.1f} at the end, "
        f"yardstick {yardstick() * 1000:.0f} ms; "
        f"{platform.system()} {platform.machine()}, Python {platform.python_version()}, {libraries}, "
        f"SQLite {sqlite3.sqlite_version}{_postgres()}."
    )


def yardstick() -> float:
    """CPU seconds of one million additions, median of five: how fast a core was for us while others worked, too."""
    found = []
    for _ in range(5):
        started, total = time.process_time(), 0
        for number in range(1_000_000):
            total += number
        found.append(time.process_time() - started)
    return sorted(found)[2]


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()


def _postgres() -> str:
    from tests.support.environment import OWNER_URL

    if OWNER_URL is None:
        return ""
    import psycopg

    with psycopg.connect(OWNER_URL) as owner:
        major, minor = divmod(owner.info.server_version, 10000)
    return f", PostgreSQL {major}.{minor}"
