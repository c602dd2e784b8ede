"""A year of cases of all kinds for the large demonstration, played through the door in time order. All invented.

Each case has a script of steps and days, made from the usual way of its procedure; the scripts are merged by day and
played on one clock. The same seed and the same last day give the same cases.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from mingjing.demo.story import code_of
from mingjing.law import procedures
from mingjing.law.terms import Json, Step, step
from mingjing.recording.home import Home
from mingjing.scenario.player import PlayedClock, Player

YEAR = 365
SHARES: tuple[tuple[str, int], ...] = (
    ("penalty_ordinary", 34),
    ("penalty_summary", 14),
    ("permit", 20),
    ("inspection", 16),
    ("fee", 5),
    ("levy", 5),
    ("compulsory_measure", 6),
)
"""Of a hundred cases."""
TRADES = ("仓储", "餐饮", "建材", "冷链", "机械", "石料", "汽修", "化工", "纺织", "食品")
WORDS = ("启禾", "恒磊", "德昌", "顺达", "鑫岩", "金浦", "永泰", "华瑞", "众和", "安顺", "天元", "宏业")
PLACES = ("薛城区", "市中区", "峄城区", "台儿庄区", "山亭区", "滕州市")
CAUSES = ("使用未经定期检验的叉车案", "物料未密闭贮存案", "占道经营案", "未按规定培训案", "未按规定公示案")
Say = Callable[[int, int], None]


@dataclass(slots=True)
class Script:
    """One case to be played: its player and what is done on which day."""

    player: Player
    steps: list[tuple[date, Step]] = field(default_factory=list)


def play(
    home: Home,
    clock: PlayedClock,
    teams: Mapping[str, Mapping[str, Sequence[str]]],
    *,
    cases: int,
    today: date,
    dice: Random,
    say: Say,
) -> int:
    """Play the year up to `today`; how many cases there are. Raises AssertionError when an act is refused."""
    scripts = [
        *_plain(home, clock, teams, cases, today, dice),
        *_told(home, clock, teams, today, dice, cases),
    ]
    scripts = [
        *_plans(home, clock, teams, scripts, today),
        *_yearly(home, clock, teams, scripts, today),
        *scripts,
    ]
    queue = [(script.steps[0][0], number, 0) for number, script in enumerate(scripts)]
    heapq.heapify(queue)
    whole, done = sum(len(script.steps) for script in scripts), 0
    while queue:
        day, number, place = heapq.heappop(queue)
        script = scripts[number]
        _, one = script.steps[place]
        script.player.overrides["paid_on"] = day.isoformat()
        played = script.player.do(one.action, day.isoformat(), facts=dict(one.facts))
        if played.refused:
            raise AssertionError(f"{script.player.procedure} {day} {one.action}: {played.refused}")
        done += 1
        say(done, whole)
        if place + 1 < len(script.steps):
            heapq.heappush(queue, (script.steps[place + 1][0], number, place + 1))
    return len(scripts)


def _plans(
    home: Home,
    clock: PlayedClock,
    teams: Mapping[str, Mapping[str, Sequence[str]]],
    scripts: Sequence[Script],
    today: date,
) -> Iterator[Script]:
    """The yearly inspection plan of every agency that inspects, announced before the first inspection of its year."""
    plans: dict[tuple[str, int], Player] = {}
    for script in scripts:
        one, begun = script.player, script.steps[0][0]
        if one.procedure != "inspection":
            continue
        if (one.agency, begun.year) not in plans:
            plans[one.agency, begun.year] = plan = _plan(
                home, clock, one.agency, begun.year, teams[one.agency]
            )
            day = max(today - timedelta(days=YEAR), date(begun.year - 1, 12, 20))
            yield Script(plan, [(day, one) for one in usual(plan.procedure)[:-1]])
        one.overrides["plan_case"] = plans[one.agency, begun.year].case


def _plan(
    home: Home, clock: PlayedClock, agency: str, year: int, team: Mapping[str, Sequence[str]]
) -> Player:
    said: dict[str, Json] = {
        "year": year,
        "plan_due": f"{year}-03-31",
        "filing_no": f"演示备〔{year}〕{sum(map(ord, agency)) % 90 + 1}号",
    }
    case = str(uuid5(NAMESPACE_URL, f"{agency}/{year}"))
    return Player(home, clock, "inspection_plan", agency, team, overrides=said, case=case)


def _yearly(
    home: Home,
    clock: PlayedClock,
    teams: Mapping[str, Mapping[str, Sequence[str]]],
    scripts: Sequence[Script],
    today: date,
) -> Iterator[Script]:
    """What every agency owes in January: its report, and the account of its charges with their directory.

    Each on one day: nothing else may be entered between counting and signing.
    """
    first = today - timedelta(days=YEAR)
    for agency in sorted(teams):
        charges = any(one.player.agency == agency and one.player.procedure == "fee" for one in scripts)
        for procedure, day in (("fee_list", 12), ("annual_enforcement_report", 19)):
            counted = date(today.year, 1, day)
            if counted > today or (procedure == "fee_list" and not charges):
                continue
            case = str(uuid5(NAMESPACE_URL, f"{agency}/{procedure}/{today.year}"))
            said: dict[str, Json] = {"year": today.year - 1, "report_due": f"{today.year}-01-31"}
            one = Player(home, clock, procedure, agency, teams[agency], overrides=said, case=case)
            begun = first if procedure == "fee_list" else counted
            way = usual(procedure)[:-1]
            yield Script(one, [(begun, way[0]), *((counted, step) for step in way[1:])])


def _plain(
    home: Home,
    clock: PlayedClock,
    teams: Mapping[str, Mapping[str, Sequence[str]]],
    cases: int,
    today: date,
    dice: Random,
) -> Iterator[Script]:
    """Cases of every kind that stand anywhere on their usual way; what was begun long ago and stopped is overdue."""
    kinds = [kind for kind, share in SHARES for _ in range(share)]
    agencies = sorted(teams)
    for number in range(cases):
        begun = today - timedelta(days=dice.randrange(3, YEAR))
        one = _player(home, clock, dice.choice(kinds), dice.choice(agencies), teams, dice, number, begun)
        way = usual(one.procedure)
        stop = len(way) if dice.random() < 0.6 else dice.randrange(1, len(way) + 1)
        yield Script(one, _days(way[:stop], begun, today, dice))


def usual(procedure: str) -> list[Step]:
    """The usual way on the first branch, without what is done only when needed."""
    law = procedures.current(procedure, "2025-01-01")
    first = law.ways[0] if law.ways else ""
    return [one for one in law.path if one.branch in ("", first) and not one.optional]


def _days(way: Sequence[Step], begun: date, today: date, dice: Random) -> list[tuple[date, Step]]:
    """Each step some days after the one before; nothing lies in the future."""
    found, day = [], begun
    for one in way:
        found.append((day, one))
        day += timedelta(days=dice.choice((0, 0, 1, 1, 2, 3)))
        if day > today:
            break
    return found


def _player(
    home: Home,
    clock: PlayedClock,
    procedure: str,
    agency: str,
    teams: Mapping[str, Mapping[str, Sequence[str]]],
    dice: Random,
    number: int,
    begun: date,
) -> Player:
    name = f"{dice.choice(PLACES)}{dice.choice(WORDS)}{dice.choice(TRADES)}有限公司（演示{number + 1}）"
    fine = (
        100_000 if procedure == "penalty_summary" else dice.choice((300_000, 500_000, 2_000_000, 3_000_000))
    )
    said: dict[str, Json] = {
        "party": {"kind": "org", "name": name, "code": code_of(1000 + number), "address": "枣庄市（演示）"},
        "cause": dice.choice(CAUSES),
        "fine": fine,
        "amount": fine,
        "conduct_on": (begun - timedelta(days=20)).isoformat(),
        "found_on": begun.isoformat(),
        "acceptance_day": begun.isoformat(),
        "pay_by": (begun + timedelta(days=60)).isoformat(),
        "valid_until": (begun + timedelta(days=3 * YEAR)).isoformat(),
        "recordings": [{"title": "执法记录仪录像（演示）", "sha256": ""}],
    }
    if procedure in CHARGES:
        quantity, standard = CHARGES[procedure]
        said |= {"quantity": quantity, "amount_due": quantity * standard, "amount": quantity * standard}
    said |= dict(zip(SENTENCES, TOLD_TO_ALL.get(procedure, ()), strict=False))
    case = str(UUID(int=dice.getrandbits(128), version=4))
    return Player(home, clock, procedure, agency, teams[agency], overrides=said, case=case)


SENTENCES = ("public_matter", "content", "plain", "public_facts")
TOLD_TO_ALL = {
    "inspection": (
        "叉车使用情况检查",
        "没有发现问题",
        "市场监管局按年度计划检查了这家公司的叉车，没有发现问题。",
        "检查了在用叉车的使用登记和定期检验情况。",
    ),
    "levy": (
        "水土保持补偿费征收",
        "征收 6,000 元",
        "这家公司占地 5,000 平方米，按公布的标准缴纳水土保持补偿费 6,000 元。",
        "数量经两名执法人员现场核定，金额等于标准乘以数量。",
    ),
    "compulsory_measure": (
        "叉车扣押",
        "扣押叉车，期限三十日",
        "这家公司的叉车随时可能被转移，市场监管局依法扣押，查清以后处理。",
        "采用非强制手段不能达到目的，经负责人批准，当场交付决定书和清单。",
    ),
}
"""The sentences for the public by procedure; permits and penalties have those of their papers' samples."""
CHARGES = {"fee": (2, 30_000), "levy": (5_000, 120)}
"""Quantity and standard in 分 of what is charged."""


# --- cases with a story ---------------------------------------------------------------------------------------------


def _told(
    home: Home,
    clock: PlayedClock,
    teams: Mapping[str, Mapping[str, Sequence[str]]],
    today: date,
    dice: Random,
    number: int,
) -> Iterator[Script]:
    """Returned by review, suspended, in court, seized in a penalty case, found by an inspection."""
    agency = min(teams)

    def case(procedure: str, begun: date, place: int, origin: Player | None = None) -> Player:
        one = _player(home, clock, procedure, agency, teams, dice, number + place, begun)
        if origin is not None:
            one.origin = origin.case
            one.overrides["party"] = origin.overrides["party"]
        return one

    def days(begun: date, *steps: tuple[int, Step]) -> list[tuple[date, Step]]:
        return [
            (begun + timedelta(days=after), one)
            for after, one in steps
            if begun + timedelta(days=after) <= today
        ]

    def until(procedure: str, action: str) -> list[Step]:
        way = usual(procedure)
        return way[: next(n for n, one in enumerate(way) if one.action == action) + 1]

    begun = today - timedelta(days=20)
    returned = case("penalty_ordinary", begun, 0)
    returned.overrides["opinion"] = "supplement"
    asked = until("penalty_ordinary", "po_submit_review")
    yield Script(
        returned,
        days(
            begun,
            *((n // 3, one) for n, one in enumerate(asked)),
            (8, step("po_review")),
        ),
    )

    begun = today - timedelta(days=330)
    fined = case("penalty_ordinary", begun, 1)
    published = [(n // 3, one) for n, one in enumerate(until("penalty_ordinary", "po_publish"))]
    yield Script(fined, days(begun, *published, (40, step("po_enforce"))))
    court = case("court_application", begun, 2, fined)
    court.overrides |= {
        "demand_by": (begun + timedelta(days=60)).isoformat(),
    }
    applied = until("court_application", "ce_court_accept")
    yield Script(
        court,
        days(
            begun,
            *((41 + n, one) for n, one in enumerate(applied[:5])),
            *((230 + n, one) for n, one in enumerate(applied[5:])),
        ),
    )

    begun = today - timedelta(days=120)
    owing = case("penalty_ordinary", begun, 3)
    yield Script(owing, days(begun, *published, (40, step("po_enforce"))))
    enforced = case("compulsory_execution", begun, 4, owing)
    enforced.overrides |= {
        "demand_by": (begun + timedelta(days=55)).isoformat(),
    }
    decided = until("compulsory_execution", "ce_decide")
    halted = [(70, step("ce_suspend.ask")), (70, step("ce_suspend"))]
    yield Script(
        enforced,
        days(
            begun,
            *((41 + 2 * n, one) for n, one in enumerate(decided[:5])),
            *((60 + n, one) for n, one in enumerate(decided[5:])),
            *halted,
        ),
    )

    begun = today - timedelta(days=60)
    seizing = case("penalty_ordinary", begun, 5)
    way = until("penalty_ordinary", "po_interview")
    yield Script(seizing, days(begun, *((n // 3, one) for n, one in enumerate(way)), (5, step("po_coerce"))))
    seized = case("compulsory_measure", begun, 6, seizing)
    yield Script(seized, days(begun, *((6, one) for one in until("compulsory_measure", "cm_keep"))))

    begun = today - timedelta(days=30)
    visited = case("inspection", begun, 7)
    handed = [one for one in until("inspection", "in_act") if one.action != "in_act"]
    lead = step("in_act", outcome="file", handed_to="线索（演示）")
    yield Script(visited, days(begun, *((n // 2, one) for n, one in enumerate(handed)), (8, lead)))
    opened = case("penalty_ordinary", begun, 8, visited)
    yield Script(
        opened,
        days(begun, *((9 + n // 2, one) for n, one in enumerate(until("penalty_ordinary", "po_file")))),
    )
