"""A year of cases of all kinds for the large demonstration, played through the door in time order. All invented.

Each case has a script of acts and days, made from the usual way of its procedure; the scripts are merged by day and
played on one clock. The same seed and the same last day give the same cases, but for whom a lot draws: that hangs on
what nobody can know before.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count
from random import Random
from uuid import NAMESPACE_URL, UUID, uuid5

from mingjing.demo import words
from mingjing.demo.story import code_of
from mingjing.law import procedures
from mingjing.law.terms import Json, Step
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
CHARGES = words.CHARGES
OF_THE_YEAR = frozenset(
    {"dw_list", "in_draw", "in_plan", "in_approve.ask", "in_approve", "in_notify", "in_enter"}
)
"""What is done under the inspection plan of a year is done within that year."""
LEAST = 40
"""Every story is told once, however few cases are wanted; with what they bring along there are no more than so many."""
FEWEST, PER_AGENCY = 6, 12
"""At least so many agencies have cases; one more for every so many cases wanted."""
WAITED_FOR = frozenset({"E-EARLY", "G-NIGHT"})
"""Refused because a period has not ended, or on a day of rest: done on a later day."""
LISTS = {"fee": "fee_list", "levy": "levy_list"}
"""What an agency that charges has to publish."""
PUTS_UP = ("fe_list", "lv_basis")
"""The acts by which it does."""
WHOLE, RUNNING, LATELY = 0.6, 0.7, 45
"""So many cases go their whole way; of the others so many were begun in so many days, the rest are old and overdue."""
LAST = date(2030, 12, 31)
"""The certificates of the invented officers end here."""
Say = Callable[[int, int], None]
Teams = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(slots=True)
class Act:
    """One act to be played. `said`: what it states of the day on which it is done."""

    day: date
    player: Player
    step: Step
    said: Mapping[str, Callable[[date], Json]] = field(default_factory=dict)


@dataclass(slots=True)
class Script:
    """Acts in their order, of one case or of some that hang together; what comes too early waits, and all after it."""

    acts: list[Act]
    late: timedelta = timedelta()

    @property
    def cases(self) -> set[str]:
        return {one.player.case for one in self.acts}

    def day(self, place: int) -> date:
        return self.acts[place].day + self.late


@dataclass(frozen=True, slots=True)
class City:
    """What every script is made from."""

    home: Home
    clock: PlayedClock
    teams: Teams
    today: date
    dice: Random
    numbers: Iterator[int] = field(default_factory=lambda: count(1))
    """Of the invented parties."""

    @property
    def first(self) -> date:
        return self.today - timedelta(days=YEAR)


def earliest() -> date:
    """The first day that may be the last of a demonstration: all procedures were in force a year before."""
    since = max(date.fromisoformat(one.since) for one in procedures.PROCEDURES.values())
    return since + timedelta(days=YEAR)


def play(
    home: Home,
    clock: PlayedClock,
    teams: Teams,
    *,
    cases: int,
    today: date,
    dice: Random,
    say: Say,
) -> int:
    """Play the year up to `today`; how many cases there are. Raises AssertionError when an act is refused."""
    scripts = written(City(home, clock, teams, today, dice), cases)
    queue = [(script.day(0), number, 0) for number, script in enumerate(scripts)]
    heapq.heapify(queue)
    whole, done = sum(len(script.acts) for script in scripts), 0
    begun: set[str] = set()
    while queue:
        day, number, place = heapq.heappop(queue)
        script = scripts[number]
        if day > today:
            whole -= len(script.acts) - place
            continue
        if not _perform(script.acts[place], day):
            script.late += timedelta(days=1)
            heapq.heappush(queue, (script.day(place), number, place))
            continue
        begun.add(script.acts[place].player.case)
        done += 1
        say(done, whole)
        if place + 1 < len(script.acts):
            heapq.heappush(queue, (script.day(place + 1), number, place + 1))
    return len(begun)


def _perform(act: Act, day: date) -> bool:
    """Whether it was done; a period that has not ended yet is waited for, anything else refused is a fault of ours."""
    one = act.player
    one.overrides["paid_on"] = day.isoformat()
    one.overrides |= {name: said(day) for name, said in act.said.items()}
    played = one.do(act.step.action, day.isoformat(), facts=dict(act.step.facts))
    if played.refused and not played.refused.ids <= WAITED_FOR:
        raise AssertionError(f"{one.procedure} {day} {act.step.action}: {played.refused}")
    return not played.refused


# --- what is played -------------------------------------------------------------------------------------------------


def written(city: City, cases: int) -> list[Script]:
    """About `cases` cases: stories, what every agency owes, and plain cases until there are enough."""
    from mingjing.demo import tales

    agencies = in_play(city.teams, cases)
    scripts = [*tales.tell(city, agencies, cases)]
    plain = plain_cases(city, agencies)
    while sum(len(one.cases) for one in scripts) + _owed(scripts, city.today) < cases:
        scripts.append(next(plain))
    return [*_plans(city, scripts), *_lists(city, scripts), *_reports(city, scripts), *scripts]


def in_play(teams: Teams, cases: int) -> list[str]:
    """The agencies that have cases, of all levels; a small demonstration has few."""
    every = [one for one in sorted(teams) if not one.endswith("-zf")]
    wanted = min(len(every), max(FEWEST, cases // PER_AGENCY))
    return [every[place * len(every) // wanted] for place in range(wanted)]


def _owed(scripts: Sequence[Script], today: date) -> int:
    """How many plans, lists and reports these cases bring with them, at most."""
    charging = {(one.agency, one.procedure) for one in _players(scripts) if one.procedure in LISTS}
    reporting = {one.agency for one in _players(scripts)} if _reported(today) <= today else ()
    return len(_inspected(scripts)) + len(charging) + len(reporting)


def _players(scripts: Sequence[Script]) -> Iterator[Player]:
    """Each case once, in the order of the scripts."""
    seen: set[str] = set()
    for script in scripts:
        for act in script.acts:
            if act.player.case not in seen:
                seen.add(act.player.case)
                yield act.player


def _inspected(scripts: Sequence[Script]) -> dict[tuple[str, int], list[Player]]:
    """Cases that need the plan of an agency and year."""
    found: dict[tuple[str, int], list[Player]] = {}
    seen: set[str] = set()
    for script in scripts:
        for act in script.acts:
            one = act.player
            if one.case not in seen and one.procedure in ("inspection", "inspection_draw"):
                found.setdefault((one.agency, act.day.year), []).append(one)
            seen.add(one.case)
    return found


def _plans(city: City, scripts: Sequence[Script]) -> Iterator[Script]:
    """The yearly inspection plan of every agency that inspects, announced before the first inspection of its year."""
    for (agency, year), players in _inspected(scripts).items():
        plan = _own(city, "inspection_plan", agency, f"{agency}/{year}")
        plan.overrides |= {
            "year": year,
            "plan_due": f"{year}-03-31",
            "filing_no": f"演示备〔{year}〕{sum(map(ord, agency)) % 90 + 1}号",
        }
        day = max(city.first, date(year - 1, 12, 20))
        for one in players:
            one.overrides["plan_case"] = plan.case
        yield Script([Act(day, plan, one) for one in usual(plan.procedure)[:-1]])


def _lists(city: City, scripts: Sequence[Script]) -> Iterator[Script]:
    """Directories of charges and levies, and in January the account of the charges.

    The account on one day: nothing else may be entered between counting and signing.
    """
    charging = {(one.agency, LISTS[one.procedure]) for one in _players(scripts) if one.procedure in LISTS}
    counted = date(city.today.year, 1, 12)
    for agency, procedure in sorted(charging):
        one = _own(city, procedure, agency, f"{agency}/{procedure}/{city.today.year}")
        one.overrides |= {"year": city.today.year - 1}
        way = usual(procedure)
        put_up = 1 + next(place for place, step in enumerate(way) if step.action in PUTS_UP)
        listed, rest = way[:put_up], way[put_up:]
        later = [Act(counted, one, step) for step in rest[:-1]] + [Act(counted + ARCHIVED, one, rest[-1])]
        told = later if procedure == "fee_list" and counted >= city.first else []
        yield Script([*(Act(city.first, one, step) for step in listed), *told])


def _reports(city: City, scripts: Sequence[Script]) -> Iterator[Script]:
    """What every agency with cases owes in January: the report of the year before, counted and signed on one day."""
    counted = _reported(city.today)
    for agency in sorted({one.agency for one in _players(scripts)}):
        one = _own(city, "annual_enforcement_report", agency, f"{agency}/report/{city.today.year}")
        one.overrides |= {"year": city.today.year - 1, "report_due": f"{city.today.year}-01-31"}
        *way, last = usual(one.procedure)
        if counted <= city.today:
            yield Script([*(Act(counted, one, step) for step in way), Act(counted + ARCHIVED, one, last)])


def _reported(today: date) -> date:
    return date(today.year, 1, 19)


ARCHIVED = timedelta(days=9)
"""After reporting."""


def _own(city: City, procedure: str, agency: str, name: str) -> Player:
    """A case of the agency's own, with a steady id."""
    case = str(uuid5(NAMESPACE_URL, name))
    return Player(city.home, city.clock, procedure, agency, city.teams[agency], case=case)


# --- plain cases ----------------------------------------------------------------------------------------------------


def plain_cases(city: City, agencies: Sequence[str]) -> Iterator[Script]:
    """Cases of every kind that stand anywhere on their usual way; what was begun long ago and stopped is overdue."""
    dice, kinds = city.dice, [kind for kind, share in SHARES for _ in range(share)]
    while True:
        whole = dice.random() < WHOLE
        span = LATELY if not whole and dice.random() < RUNNING else YEAR
        begun = city.today - timedelta(days=dice.randrange(3, span))
        one = new_case(city, dice.choice(kinds), dice.choice(agencies), begun)
        way = usual(one.procedure)
        stop = len(way) if whole else dice.randrange(1, len(way) + 1)
        yield Script([Act(day, one, step) for day, step in days(way[:stop], begun, city.today, dice)])


def usual(procedure: str, branch: str = "") -> list[Step]:
    """The usual way on a branch, else the first, without what is done only when needed."""
    law = procedures.current(procedure, "2025-01-03")
    first = branch or (law.ways[0] if law.ways else "")
    return [one for one in law.path if one.branch in ("", first) and not one.optional]


def days(way: Sequence[Step], begun: date, today: date, dice: Random) -> list[tuple[date, Step]]:
    """Each step some days after the one before; nothing lies in the future, nothing planned in another year."""
    found, day = [], begun
    for one in way:
        found.append((within_year(one, day, begun), one))
        day = found[-1][0] + timedelta(days=dice.choice((0, 0, 1, 1, 2, 3)))
        if day > today:
            break
    return found


def within_year(one: Step, day: date, begun: date) -> date:
    """The day, but not after the year of the plan under which the case was begun."""
    return min(day, date(begun.year, 12, 31)) if one.action in OF_THE_YEAR else day


def new_case(city: City, procedure: str, agency: str, begun: date) -> Player:
    """A case with a party, a matter and sums of its own."""
    dice = city.dice
    number = next(city.numbers)
    name = f"{dice.choice(PLACES)}{dice.choice(WORDS)}{dice.choice(TRADES)}有限公司（演示{number}）"
    said: dict[str, Json] = {
        "party": {"kind": "org", "name": name, "code": code_of(1000 + number), "address": "枣庄市（演示）"},
        "conduct_on": (begun - timedelta(days=20)).isoformat(),
        "found_on": begun.isoformat(),
        "acceptance_day": begun.isoformat(),
        "pay_by": (begun + timedelta(days=60)).isoformat(),
        "valid_until": (begun + timedelta(days=4 * YEAR)).isoformat(),
        "recordings": [{"title": "执法记录仪录像（演示）", "sha256": ""}],
        **words.matter(procedure, dice),
    }
    case = str(UUID(int=dice.getrandbits(128), version=4))
    return Player(city.home, city.clock, procedure, agency, city.teams[agency], overrides=said, case=case)
