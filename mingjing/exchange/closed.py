"""Takes closed cases of an older system in: one entry per row, as the source states it. Nothing is decided or published.

A row is one transaction. Its case has an id that follows from home, map and row key, so a second run finds what is there
and goes on with the rest, and two runs at once write nothing twice.
"""

from __future__ import annotations

import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.db import transaction

from mingjing.casework import service
from mingjing.casework.thresholds import enter_loaded_set
from mingjing.exchange import checking, rows
from mingjing.exchange.checking import Checklist
from mingjing.exchange.maps import BadMap, resolve
from mingjing.exchange.reports import Refusals, Tell
from mingjing.law import procedures
from mingjing.law.fields import blank
from mingjing.law.judgement import SHANGHAI
from mingjing.law.terms import Json, Move, Role
from mingjing.recording import home as homes
from mingjing.recording.home import Home
from mingjing.registry import reads

PROCEDURE, ACTION = "penalty_history", "import_closed"
OWN = frozenset({"source_cells", "source_file", "source_row", "source_map", "imported_by"})
"""Facts that the import states itself."""
BLOCK = 1 << 20
Progress = Callable[["Outcome", int], None]


@dataclass(slots=True)
class Outcome:
    """What became of the rows so far."""

    accepted: int = 0
    already: int = 0
    refused: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    seconds: float = 0.0

    @property
    def rows(self) -> int:
        return self.accepted + self.already + self.refused

    @property
    def rate(self) -> float:
        return self.rows / self.seconds if self.seconds else 0.0


@dataclass(frozen=True, slots=True)
class Import:
    """What all rows of one import share."""

    wanted: Checklist
    agency: str
    person: str
    file: str
    identity: str
    clock: service.Clock
    dry_run: bool

    def case_id(self, key: str) -> str:
        return str(
            uuid.uuid5(uuid.NAMESPACE_URL, f"mingjing:{self.identity}:closed:{self.wanted.name}:{key}")
        )


def load(name: str, own: Path | None = None) -> Checklist:
    """The map of this name, which must say how a row becomes a case. Raises BadMap."""
    wanted = checking.load(name, own)
    law = procedures.current(PROCEDURE, "9999-12-31")
    asked = set(law.derived[ACTION].asked) - OWN
    wrong = []
    if not wanted.case:
        wrong.append("只用来核对清单，没有写明怎样补录案件（[case]）")
    elif not wanted.key:
        wrong.append("没有写明行编号列（[map] 的 key），补录要靠它认出已经补录过的行")
    wrong += [f"[case] 有不认识的 {one}" for one in sorted(set(wanted.case) - asked)]
    must = {one for one in asked if law.asked(one).required}
    wrong += [f"[case] 缺 {one}" for one in sorted(must - set(wanted.case)) if wanted.case]
    named = (str(one)[1:] for one in wanted.case.values() if str(one).startswith("@"))
    wrong += [f"[case] 的 @{one} 不在 [values] 里" for one in named if one not in wanted.values]
    if wrong:
        raise BadMap(f"映射 {name} 不能用来补录：{'；'.join(wrong)}。")
    return wanted


def take(
    path: Path, wanted: Checklist, home: Home, *,
    agency: str, person: str, clock: service.Clock, tell: Tell, progress: Progress, dry_run: bool = False,
) -> Outcome:  # fmt: skip
    """Judge every row and enter each that fits. `agency` keeps the cases, `person` answers for the import.

    `tell` gets each refused row. Raises HomeFault, BadFile, BadAgency.
    """
    known = reads.snapshot(clock().astimezone(SHANGHAI).date())
    if known.agency(agency) is None:
        raise BadAgency(f"名录里没有 {agency} 这个机关，请先登记机关。")
    if known.person(person, agency) is None:
        raise BadAgency(f"名录里没有 {person} 这个人员，请写补录人的人员编号。")
    homes.agree(home)
    total = rows.check(path, wanted)
    if not dry_run:
        enter_loaded_set(clock)
    run = Import(wanted, agency, person, digest(path), homes.mark(home).identity, clock, dry_run)
    outcome, begun = Outcome(), time.monotonic()
    for line in rows.lines(path, wanted):
        _count(outcome, line, _row(run, line), tell)
        outcome.seconds = time.monotonic() - begun
        progress(outcome, total)
    return outcome


class BadAgency(Exception):
    """For whom or by whom is not known; one sentence."""


def digest(path: Path) -> str:
    """SHA-256 of the file as it lies there."""
    found = sha256()
    with path.open("rb") as file:
        while part := file.read(BLOCK):
            found.update(part)
    return found.hexdigest()


def _count(outcome: Outcome, line: rows.Line, refusals: Refusals | None, tell: Tell) -> None:
    if refusals is None:
        outcome.already += 1
    elif refusals:
        outcome.refused += 1
        outcome.rules.update({rule for rule, _ in refusals})
        tell(f"第 {line.number} 行 {line.key}".rstrip(), refusals)
    else:
        outcome.accepted += 1


def _row(run: Import, line: rows.Line) -> Refusals | None:
    """Why the row was not taken; None when it is there already."""
    unfit = [line.fault] if line.fault else []
    values, more = ({}, []) if line.fault else checking.read(line.cells, run.wanted)
    if unfit := [*unfit, *more]:
        return [(one.rule, one.sentence) for one in unfit]
    facts = _facts(run, line, values)
    case = run.case_id(line.key)
    if service.exists(case):
        return _again(case, facts)
    try:
        _enter(run, case, facts)
    except service.Refused as refused:
        return [(one.id, one.sentence) for one in refused.reasons]
    except service.KeyReused:
        return [("M-THERE", "这个行编号刚刚由另一次补录用过，请核对后再运行一次。")]
    return []


def _facts(run: Import, line: rows.Line, values: Mapping[str, Json]) -> dict[str, Json]:
    stated: dict[str, Any] = {
        name: resolve(told, line.cells, values, {}) for name, told in run.wanted.case.items()
    }
    stated |= {
        "source_cells": [{"column": column, "text": text} for column, text in line.cells.items()],
        "source_file": run.file,
        "source_row": line.number,
        "source_map": run.wanted.name,
        "imported_by": run.person,
    }
    return {name: value for name, value in stated.items() if not blank(value)}


def _enter(run: Import, case: str, facts: Mapping[str, Json]) -> None:
    """One transaction; a dry run takes it back."""
    now = run.clock()
    move = Move(ACTION, Role.SYSTEM.value, now.astimezone(SHANGHAI).date().isoformat(), facts)
    with transaction.atomic():
        service.perform(case, move, clock=lambda: now, procedure=PROCEDURE, agency=run.agency)
        if run.dry_run:
            transaction.set_rollback(True)


def _again(case: str, facts: Mapping[str, Json]) -> Refusals | None:
    """The same row again is passed over; another text under the same key is told, never written over."""
    there = service.load(case).entries[0].facts
    if there.get("source_cells") == facts.get("source_cells"):
        return None
    return [
        ("M-THERE", "同一行编号已经补录过，内容与这一行不同；请在案件里用“更正、补记”写明，或者核对来源。")
    ]
