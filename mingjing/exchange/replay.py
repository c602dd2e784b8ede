"""Plays each row of a real file as a new case through the door: complete to its end, or not there at all."""

from __future__ import annotations

import shutil
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from itertools import islice
from pathlib import Path
from typing import Any

from django.db import DatabaseError, OperationalError, transaction

from mingjing.casework import drafts, issue, service
from mingjing.casework.models import CaseRow, PaperRow
from mingjing.casework.thresholds import enter_loaded_set
from mingjing.exchange import rows, setting
from mingjing.exchange.converters import Row, Unfit
from mingjing.exchange.maps import Map, Step, papers_of, resolve
from mingjing.exchange.reports import Refusals, Tell
from mingjing.law.fields import blank
from mingjing.law.judgement import SHANGHAI
from mingjing.law.terms import Action, Content, Json, Move
from mingjing.recording import home as homes
from mingjing.recording.home import Home

NOT_PRACTICE = "导入的记录要用演练的时间，只能导入演练库；这个数据目录不是演练库，请用 mingjing init --practice 另建一个。"
WORK_BEGINS = time_of_day(9, 0)
LOOK_AHEAD = 200
Progress = Callable[["Outcome", int], None]


class AlreadyThere(Exception):
    """Another import has just played this row."""


@dataclass(slots=True)
class Outcome:
    """What became of the rows so far. `broken`: rows at which the program itself failed."""

    accepted: int = 0
    already: int = 0
    refused: int = 0
    broken: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    norms: int = 0
    parties: int = 0
    seconds: float = 0.0

    @property
    def rows(self) -> int:
        return self.accepted + self.already + self.refused

    @property
    def rate(self) -> float:
        """Rows judged per second of playing."""
        return (self.accepted + self.refused) / self.seconds if self.seconds else 0.0


def practice(home: Home) -> None:
    """Raises HomeFault unless folder and database agree that they are a practice home."""
    if not homes.agree(home).practice:
        raise homes.HomeFault(NOT_PRACTICE)


def replay(
    path: Path, wanted: Map, home: Home, *,
    clock: service.Clock, tell: Tell, progress: Progress, dry_run: bool = False, limit: int | None = None,
) -> Outcome:  # fmt: skip
    """Judge every row; each accepted one becomes a case. A row that is there already is passed over.

    `clock` = the real time, for registry entries and as the last possible day. `tell` gets each refused row.
    Raises HomeFault, BadFile, BadRow; OperationalError and OSError (disk full, database gone) stop the run, and
    a later run goes on with the next row.
    """
    practice(home)
    total = rows.check(path, wanted, limit)
    outcome = Outcome()
    progress(outcome, total)
    with _place(dry_run, home) as place:
        if not dry_run:
            enter_loaded_set(clock)
            setting.enter(wanted, clock)
        outcome.norms, outcome.parties = setting.enter_cited(
            wanted, rows.lines(path, wanted, limit), clock, keep=not dry_run
        )
        identity = homes.mark(home).identity
        run = Run(wanted, place, identity, clock().astimezone(SHANGHAI).date(), clock if dry_run else None)
        begun = time.monotonic()
        for line, there in run.looked_ahead(rows.lines(path, wanted, limit)):
            _count(outcome, line, run.refusals(line) if not there else None, tell)
            outcome.seconds = time.monotonic() - begun
            progress(outcome, total)
    return outcome


@contextmanager
def _place(dry_run: bool, home: Home) -> Iterator[Home]:
    """The home that rows are played in. A dry run writes its files elsewhere, and they go with the run."""
    if not dry_run:
        yield home
        return
    with tempfile.TemporaryDirectory(prefix="mingjing-dry-run-") as folder:
        place = Home(Path(folder))
        place.evidence.mkdir(mode=0o700)
        yield place


def _count(outcome: Outcome, line: rows.Line, refusals: Refusals | None, tell: Tell) -> None:
    if refusals is None:
        outcome.already += 1
    elif refusals:
        outcome.refused += 1
        outcome.rules.update({rule for rule, _ in refusals})
        outcome.broken += any(rule == "E-INTERNAL" for rule, _ in refusals)
        tell(line.key or f"第 {line.number} 行", refusals)
    else:
        outcome.accepted += 1


# --- rows -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """What all rows of one import share.

    `trial`: the real time of a dry run. Then each row is a transaction of its own that is taken back, with the
    setting it needs in it: others can write between two rows, and a row does not see the rows before it.
    """

    map: Map
    home: Home
    identity: str
    today: date
    trial: service.Clock | None = None

    def case_id(self, key: str) -> str:
        """The same row of the same map is the same case in this home, whichever run plays it."""
        return str(uuid.uuid5(uuid.UUID(self.identity), f"import/{self.map.name}/{key}"))

    def looked_ahead(self, lines: Iterator[rows.Line]) -> Iterator[tuple[rows.Line, bool]]:
        """Each row, and whether its case is there: one query for many rows."""
        while batch := list(islice(lines, LOOK_AHEAD)):
            ids = {line.number: self.case_id(line.key) for line in batch if line.fault is None}
            there = set(CaseRow.objects.filter(id__in=list(ids.values())).values_list("id", flat=True))
            yield from ((line, ids.get(line.number, "") in there) for line in batch)

    def refusals(self, line: rows.Line) -> Refusals | None:
        """Play one row: [] when accepted, else every reason; None when another import was first."""
        if line.fault is not None:
            return [(line.fault.rule, line.fault.sentence)]
        values, unfit = self.map.read(line.cells)
        if unfit:
            return [(one.rule, one.sentence) for one in unfit]
        try:
            if self.trial is None:
                self._play(line, values)
            else:
                self._try(self.trial, line, values)
        except AlreadyThere:
            return None
        except Unfit as fault:
            return [(fault.rule, fault.sentence)]
        except service.Refused as refused:
            return [(one.id, str(one)) for one in refused.reasons]
        except (OperationalError, OSError):
            raise  # the machine, not the row: the next row would fail as well
        except DatabaseError:
            return [("E-DATABASE", "数据库拒绝了这一行，可能含有数据库存不下的内容。")]
        except Exception as fault:  # noqa: BLE001 - one bad row never stops the rest; it is counted and named
            return [
                ("E-INTERNAL", f"程序在这一行出错（{type(fault).__name__}），请把这条报告交给平台维护人员。")
            ]
        return []

    def _try(self, clock: service.Clock, line: rows.Line, values: Mapping[str, Json]) -> None:
        """One short transaction, taken back whatever comes of it."""
        with transaction.atomic():
            enter_loaded_set(clock)
            setting.enter_row(self.map, line, clock)
            self._play(line, values)
            transaction.set_rollback(True)
        shutil.rmtree(self.home.evidence / self.case_id(line.key), ignore_errors=True)

    def _play(self, line: rows.Line, values: Mapping[str, Json]) -> None:
        """One transaction for the whole case; its files go with it."""
        days = self.map.days.of(values, self.today)
        player = Player(self, self.case_id(line.key), line.key, line.cells, values, days)
        with transaction.atomic():
            try:
                for step in self.map.steps:
                    if step.wanted(values):
                        player.do(step)
            except AlreadyThere:
                raise
            except BaseException:
                # Here, while the case is still locked: another import could otherwise lose its files.
                player.clear()
                raise


@dataclass(slots=True)
class Player:
    """One row's case on its played clock."""

    run: Run
    case: str
    key: str
    row: Row
    values: Mapping[str, Json]
    days: Mapping[str, date]
    now: datetime = datetime.min.replace(tzinfo=SHANGHAI)
    done: dict[str, service.Receipt] = field(default_factory=dict)
    drafted: dict[str, Content] = field(default_factory=dict)

    def do(self, step: Step) -> None:
        """One act, then the papers that it made. Raises service.Refused."""
        law = self.run.map.procedure
        action = law.derived[step.do]
        self._move_to(self.days[step.day])
        given = self._given(action, step)
        facts = {name: value for name in action.asked if not blank(value := self._value(name, given))}
        papers = {
            one.id: self._content(action, one.id, [f.id for f in one.fields], given)
            for one in papers_of(law, action)
        }
        actor = str(self.run.map.cast[step.by]["id"])
        key = "" if self.done else f"import:{self.run.map.name}:{self.key}"
        receipt = service.perform(
            self.case,
            Move(step.do, actor, self._day(), facts, papers, key=key),
            clock=self,
            procedure=law.id,
            agency=str(self.run.map.agency["id"]),
        )
        if receipt.again:
            raise AlreadyThere
        if not self.done:
            self.clear()
        self.done[step.do] = receipt
        if action.effective and action.papers:
            self._issue()

    def __call__(self) -> datetime:
        return self.now

    def clear(self) -> None:
        """Files of an attempt that never became a case: of a killed run, or of a row that was refused."""
        shutil.rmtree(self.run.home.evidence / self.case, ignore_errors=True)

    def _move_to(self, day: date) -> None:
        """09:00 of the day, or a second on: ledger time rises within a case, whatever the offsets say."""
        wanted = datetime.combine(day, WORK_BEGINS, SHANGHAI)
        later = self.now + timedelta(seconds=1) if self.done else wanted
        self.now = max(wanted, later)

    def _issue(self) -> None:
        for row in PaperRow.objects.filter(case_id=self.case, issued_n=None).order_by("pk"):
            self.now += timedelta(milliseconds=1)
            issue.issue(self.run.home, row, render=issue.plain, clock=self)

    def _given(self, action: Action, step: Step) -> dict[str, Any]:
        """What the map says about the fields of this act, and what follows from the case so far."""
        return {
            **self.run.map.fields,
            **step.fields,
            "officers": self.run.map.officers,
            "agency_name": self.run.map.agency["name"],
            "ask": self.done[action.asked_by].commitment if action.asked_by in self.done else None,
        }

    def _value(self, name: str, given: Mapping[str, Any]) -> Json:
        days = {one: day.isoformat() for one, day in self.days.items()} | {"day": self._day()}
        return resolve(given.get(name), self.row, self.values, days)

    def _day(self) -> str:
        return self.now.astimezone(SHANGHAI).date().isoformat()

    def _content(
        self, action: Action, paper: str, fields: Sequence[str], given: Mapping[str, Any]
    ) -> Content:
        """A paper that was drafted before is carried on word for word: review and decision are bound to it."""
        if paper in self.drafted and (action.asked_by or action.binds == paper):
            return self.drafted[paper]
        filled = {name: value for name in fields if not blank(value := self._value(name, given))}
        self.drafted[paper] = drafts.content(paper, filled)
        return self.drafted[paper]


def report_path(home: Home, name: str, day: date, *, dry_run: bool) -> Path:
    return home.path / f"import-{name}-{day.isoformat()}{'-dry-run' if dry_run else ''}.csv"
