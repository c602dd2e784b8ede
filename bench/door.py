"""What does one act cost at the door? Full cases through `service.perform`, beside fifteen inserts and one commit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from bench import homes
from bench.measure import Meter, middle, profiled
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
    doors, floors = [], []
    for _ in range(sizes.runs):
        doors.append(meter := Meter())
        for _ in range(sizes.door_cases):
            case(meter)
        floors.append(floor(meter.times))
    with profiled(by="tottime") as excerpt:
        case(Meter())
    acts = f"{doors[0].times} acts × {sizes.runs} runs"
    cpu = middle([one.cpu / one.times * 1000 for one in doors])
    own, server = (
        middle([getattr(one, name) / one.times * 1000 for one in doors]) for name in ("own", "server")
    )
    yield Line(
        "door",
        vendor,
        "CPU per act",
        cpu,
        "ms",
        Goal(4, most=True),
        f"{acts}; web {own:.2f} + database {server:.2f}",
        excerpt() if cpu > 4 else "",
    )
    yield Line(
        "door", vendor, "CPU of the floor", middle([one.cpu / one.times * 1000 for one in floors]), "ms"
    )
    yield Line("door", vendor, "acts", middle([one.times / one.wall for one in doors]), "/s")
    yield Line(
        "door", vendor, "floor (15 inserts, 1 commit)", middle([one.times / one.wall for one in floors]), "/s"
    )
    share = middle([one.wall / two.wall * 100 for one, two in zip(floors, doors, strict=True)])
    yield Line(
        "door",
        vendor,
        "door beside floor",
        share,
        "%",
        Goal(50) if vendor == "postgres" else None,
        "",
        excerpt() if share < 50 else "",
    )
    yield Line(
        "door", vendor, "SQL statements per act", middle([one.statements / one.times for one in doors]), ""
    )
