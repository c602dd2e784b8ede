"""What does one act of each kind cost at the door? The usual way of every procedure, beside the penalty's of `door`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from django.conf import settings

from bench import homes
from bench.door import DAY, TimedPlayer
from bench.measure import Meter, middle
from bench.report import Goal, Line, Sizes
from mingjing.demo.year import CHARGES, usual
from mingjing.law import procedures
from mingjing.law.terms import Kind
from mingjing.recording.home import Home
from mingjing.scenario.player import PlayedClock
from tests.support import city

CPU = Goal(4, most=True)
FIRST = "penalty_ordinary"
WAIT = timedelta(days=7)
"""Where a period must end first, the act is tried again so much later; what was refused is not measured."""


def kinds() -> list[str]:
    """Procedures that can be opened by themselves; the others are opened from one of these."""
    found = []
    for law in procedures.PROCEDURES.values():
        first = next(one for one in law.derived.values() if one.opening)
        asked = (law.asked(one) for one in first.asks)
        if not law.history and not any(one.kind is Kind.CASE and one.required for one in asked):
            found.append(law.id)
    return found


def case(kind: str, meter: Meter) -> None:
    """One case of this kind from its first act to its last."""
    home, clock = Home(Path(settings.MINGJING_HOME)), PlayedClock(city.BEFORE_ALL)
    one = TimedPlayer(home, clock, kind, city.AGENCY, city.team(), meter=meter)
    if kind in CHARGES:
        quantity, standard = CHARGES[kind]
        one.overrides |= {"quantity": quantity, "amount_due": quantity * standard}
    one.overrides |= {"acceptance_day": DAY, "way": "case_based", "fine": 100_000}
    day = date.fromisoformat(DAY)
    for step in usual(kind):
        while True:
            one.overrides["announced_on"] = day.isoformat()
            one.meter = tried = Meter()
            played = one.do(step.action, day.isoformat(), facts=dict(step.facts))
            if played.refused is None or played.refused.ids != {"E-EARLY"}:
                break
            day += WAIT
        if played.refused:
            raise SystemExit(f"{kind} 没有走完：{step.action} {played.refused}")
        meter += tried


def lines(sizes: Sizes) -> Iterator[Line]:
    for vendor in homes.vendors():
        with homes.city(vendor):
            for kind in kinds():
                if not _own(kind):
                    case(kind, Meter())
                    yield _line(vendor, kind, [_several(kind, sizes) for _ in range(sizes.runs)])
        for kind in filter(_own, kinds()):
            yield _line(vendor, kind, [_once(vendor, kind) for _ in range(sizes.runs)])


def _own(kind: str) -> bool:
    """About the agency itself: there is one a year."""
    return procedures.current(kind, DAY).own


def _several(kind: str, sizes: Sizes) -> Meter:
    meter = Meter()
    for _ in range(max(1, sizes.door_cases // 2)):
        case(kind, meter)
    return meter


def _once(vendor: str, kind: str) -> Meter:
    """In a city of its own, on a connection that is in use as those of the others are."""
    with homes.city(vendor):
        case(FIRST, Meter())
        case(kind, meter := Meter())
    return meter


def _line(vendor: str, kind: str, meters: list[Meter]) -> Line:
    cpu = middle([one.cpu / one.times * 1000 for one in meters])
    statements = middle([one.statements / one.times for one in meters])
    note = f"{meters[0].times} acts × {len(meters)}; {statements:.1f} SQL statements each"
    return Line("acts", vendor, f"CPU per act, {kind}", cpu, "ms", CPU, note)
