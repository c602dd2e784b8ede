"""`mingjing demo`: a whole city in a practice home, with a year of cases of all kinds."""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime
from random import Random

from mingjing.cli import parser
from mingjing.commands.home import make, set_up

WIDTH = 30


def demo(arguments: list[str], words: str) -> int:
    """`demo [--cases N] [--seed N] [--today YYYY-MM-DD]`: into the empty folder of MINGJING_HOME."""
    parse = parser("demo", words)
    parse.add_argument("--cases", type=int, default=500, help="多少个案件，默认 500")
    parse.add_argument("--seed", type=int, default=2017, help="同一个数和同一天得到同样的案件")
    parse.add_argument("--today", type=date.fromisoformat, default=None, help="最后一天，默认今天")
    given = parse.parse_args(arguments)
    if given.cases < 1:
        print("案件数应当是正数，请修改 --cases。", file=sys.stderr)
        return 2
    set_up()
    if not make(practice=True):
        print("这个目录里已经有数据，演示城市只建在空目录里，请换一个目录。", file=sys.stderr)
        return 1
    return _build(given.cases, given.seed, given.today or datetime.now().astimezone().date())


def _build(cases: int, seed: int, today: date) -> int:
    from mingjing.casework.thresholds import enter_loaded_set
    from mingjing.demo import bureaus, city, story, year
    from mingjing.recording import home, sealer
    from mingjing.scenario.player import PlayedClock

    print("明镜演示城市：以下机关、人员、单位和案情均为虚构。")
    here, clock, dice, started = home.current(), PlayedClock(story.BEFORE_ALL), Random(seed), time.monotonic()  # noqa: S311
    enter_loaded_set(lambda: datetime.now(UTC))
    city.build(clock)
    known = frozenset(one[0] for one in city.AGENCIES)
    teams = bureaus.enter(clock, known, dice)
    people = sum(len(ids) for team in teams.values() for ids in team.values()) + len(city.PEOPLE)
    print(f"{len(teams) + len(known)} 个机关、{people} 人已经登记（{time.monotonic() - started:.0f} 秒）。")
    played = year.play(here, clock, teams, cases=cases, today=today, dice=dice, say=_bar)
    print(f"\n{played} 个案件已经办到 {today}（{time.monotonic() - started:.0f} 秒），正在封存……")
    sealed = sealer.seal_once(here, datetime.now(UTC), whole=True)
    while sealed.n:
        sealed = sealer.seal_once(here, datetime.now(UTC), whole=True)
    print(f"存证树共 {sealed.size} 条，用时 {time.monotonic() - started:.0f} 秒。用 mingjing serve 打开。")
    return 0


def _bar(done: int, whole: int) -> None:
    """A bar on a terminal, a line for every tenth elsewhere."""
    if sys.stdout.isatty():
        filled = WIDTH * done // whole
        print(f"\r[{'■' * filled}{'□' * (WIDTH - filled)}] {done}/{whole} 步", end="", flush=True)
    elif done * 10 // whole != (done - 1) * 10 // whole:
        print(f"已办 {done}/{whole} 步", flush=True)
