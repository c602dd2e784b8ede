"""What does one act cost at the door? Full cases through `service.perform`, beside fifteen inserts and one commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from bench import homes
from bench.measure import Meter, Profiled, excerpt, middle
from bench.report import Goal, Line, Sizes
from mingjing.law.terms import Move
from mingjing.recording.home import Home
from mingjing.scenario.player import Played, PlayedClock, Player
from tests.support import city

DAY = "2025-09-24"
ACTS = 14
INSERTS = 15
ROW = "x" * 400


@dataclass
class TimedPlayer(Player):
    """Measures the door and nothing else: drafts are written, papers made and files kept outside the clock."""

    meter: Meter = field(default_factory=Meter)

    def _perform(self, move: Move) -> Played:
        with self.meter.measured():
            return super()._perform(move)


def case(meter: Meter) -> TimedPlayer:
    """One penalty from lead to closing."""
    home = Home(Path(settings.MINGJING_HOME))
    clock = PlayedClock(city.BEFORE_ALL)
    one = TimedPlayer(home, clock, "penalty_ordinary", city.AGENCY, city.team(), meter=meter)
    played = one.through("po_close", DAY)
    refused = [f"{step.action}: {step.refused}" for step in played if step.refused]
    if refused or len(played) < ACTS:
        raise SystemExit(f"案件没有走完：{refused or len(played)}")
    return one


def floor(times: int) -> Meter:
    """Plain inserts through the same driver connection, without Django's cursor around it."""
    meter = Meter()
    connection.ensure_connection()
    driver, mark = connection.connection, "%s" if connection.vendor == "postgresql" else "?"
    statement = f"INSERT INTO bench_floor (a, b, c) VALUES ({mark}, {mark}, {mark})"
    for number in range(times):
        with meter.measured(), transaction.atomic():
            cursor = driver.cursor()
            for row in range(INSERTS):
                cursor.execute(statement, (f"case-{number}", row, ROW))
            meter.statements += INSERTS
    return meter


def lines(sizes: Sizes) -> Iterator[Line]:
    for vendor in homes.vendors():
        with homes.city(vendor) as home:
            homes.floor_table(home)
            case(Meter())  # what a process reads once: law, parameters, registry
            yield from _compared(vendor, sizes)


def _compared(vendor: str, sizes: Sizes) -> Iterator[Line]:
    doors, floors = list[Meter](), list[Meter]()
    for _ in range(sizes.runs):
        doors.append(meter := Meter())
        for _ in range(sizes.door_cases):
            case(meter)
        floors.append(floor(meter.times))
    yield from _cpu(vendor, sizes, doors, floors)
    yield from _rates(vendor, doors, floors)


def _cpu(vendor: str, sizes: Sizes, doors: list[Meter], floors: list[Meter]) -> Iterator[Line]:
    cpu, goal = _each(doors, "cpu"), Goal(4, most=True)
    note = f"{doors[0].times} acts × {sizes.runs}; here {_each(doors, 'own'):.2f} + server {_each(doors, 'server'):.2f}"
    yield Line("door", vendor, "CPU per act", cpu, "ms", goal, note, "" if goal.met(cpu) else _why())
    note = f"here {_each(floors, 'own'):.2f} + server {_each(floors, 'server'):.2f}"
    yield Line("door", vendor, "CPU of the floor", _each(floors, "cpu"), "ms", None, note)
    yield Line("door", vendor, "SQL statements per act", _each(doors, "statements") / 1000, "")


def _rates(vendor: str, doors: list[Meter], floors: list[Meter]) -> Iterator[Line]:
    yield Line("door", vendor, "acts", 1000 / _each(doors, "wall"), "/s")
    yield Line("door", vendor, f"floor ({INSERTS} inserts, 1 commit)", 1000 / _each(floors, "wall"), "/s")
    share = middle([one.wall / two.wall * 100 for one, two in zip(floors, doors, strict=True)])
    goal = Goal(50) if vendor == "postgres" else None
    yield Line(
        "door",
        vendor,
        "door beside floor",
        share,
        "%",
        goal,
        "",
        _why() if goal and not goal.met(share) else "",
    )


def _each(meters: list[Meter], name: str) -> float:
    """Thousandths per stretch: seconds become milliseconds."""
    return middle([getattr(one, name) / one.times * 1000 for one in meters])


def _why() -> str:
    """The profile of the acts of one case, without what the player does between them."""
    case(meter := Profiled())
    return excerpt(meter.profile, 30, "tottime")
