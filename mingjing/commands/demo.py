"""`mingjing demo`: a whole city in a practice home, with a year of cases of all kinds."""

from __future__ import annotations

import sys
import time
from datetime import UTC, date, datetime
from random import Random

from mingjing.cli import parser
from mingjing.commands.home import make, set_up

WIDTH = 30
BEGUN, BUILT = "demo-begun", "demo-built"
"""Written into the home before the first and after the last act, so that half a city is known as such."""
MOST = 8000


def demo(arguments: list[str], words: str) -> int:
    """`demo [--cases N] [--seed N] [--today YYYY-MM-DD]`: into the empty folder of MINGJING_HOME."""
    parse = parser("demo", words)
    parse.add_argument(
        "--cases",
        type=int,
        default=650,
        help="大约多少个案件，默认 650；每种程序至少一件，写得再小也有三四十件",
    )
    parse.add_argument("--seed", type=int, default=2017, help="同一个数和同一天得到同样的案件")
    parse.add_argument("--today", type=date.fromisoformat, default=None, help="最后一天，默认今天")
    given = parse.parse_args(arguments)
    if not 1 <= given.cases <= MOST:
        print(f"案件数应当在 1 到 {MOST} 之间，请修改 --cases。", file=sys.stderr)
        return 2
    set_up()
    from mingjing.demo import year

    today = given.today or datetime.now().astimezone().date()
    if not year.earliest() <= today <= year.LAST:
        print(
            f"演示要办满一年，所用的程序在 {year.earliest()} 以前还没有都施行满一年，演示人员的证件到 {year.LAST} 为止；"
            f"请把 --today 改成这两天之间的日期。",
            file=sys.stderr,
        )
        return 2
    if not make(practice=True):
        return _there()
    return _build(given.cases, given.seed, today)


def _there() -> int:
    """The folder is not empty: what to do depends on what is in it."""
    from mingjing.demo import accounts
    from mingjing.recording import home

    path = home.current().path
    if (path / BUILT).exists():
        print(f"{path} 里已经建好了演示城市，保留原样，用 mingjing serve 打开；要重建的，请换一个空目录。")
        print("\n".join(accounts.table()))
        return 0
    if (path / BEGUN).exists():
        print(
            f"{path} 里的演示城市没有建完（可能被中断），不能接着建。请删去这个目录，或者用 MINGJING_HOME 换一个空目录，"
            "再运行 mingjing demo；用 PostgreSQL 的，还要换一个空的数据库。",
            file=sys.stderr,
        )
    else:
        print("这个目录里已经有数据，演示城市只建在空目录里，请换一个目录。", file=sys.stderr)
    return 1


def _build(cases: int, seed: int, today: date) -> int:
    from mingjing.casework.thresholds import enter_loaded_set
    from mingjing.demo import accounts, bureaus, city, story, year
    from mingjing.recording import home, sealer
    from mingjing.scenario.player import PlayedClock

    print("明镜演示城市：以下机关、人员、单位和案情均为虚构。")
    here, clock, dice, started = home.current(), PlayedClock(story.BEFORE_ALL), Random(seed), time.monotonic()  # noqa: S311
    (here.path / BEGUN).touch()
    enter_loaded_set(lambda: datetime.now(UTC))
    city.build(clock)
    teams = bureaus.enter(clock, dice, known={one[0]: city.team(one[0]) for one in city.AGENCIES})
    agencies = {*teams, *(one[0] for one in city.AGENCIES)}
    people = {*city.people(), *(id for team in teams.values() for ids in team.values() for id in ids)}
    print(f"{len(agencies)} 个机关、{len(people)} 人已经登记（{time.monotonic() - started:.0f} 秒）。")
    played = year.play(here, clock, teams, cases=cases, today=today, dice=dice, say=_bar)
    print(f"\n{played} 个案件已经办到 {today}（{time.monotonic() - started:.0f} 秒），正在封存……")
    sealed = sealer.seal_once(here, datetime.now(UTC), whole=True)
    while sealed.n:
        sealed = sealer.seal_once(here, datetime.now(UTC), whole=True)
    (here.path / BUILT).touch()
    print(f"存证树共 {sealed.size} 条，用时 {time.monotonic() - started:.0f} 秒。用 mingjing serve 打开。\n")
    print("\n".join(accounts.table()))
    return 0


def _bar(done: int, whole: int) -> None:
    """A bar on a terminal, a line for every tenth elsewhere."""
    if sys.stdout.isatty():
        filled = WIDTH * done // whole
        print(f"\r[{'■' * filled}{'□' * (WIDTH - filled)}] {done}/{whole} 步", end="", flush=True)
    elif done * 10 // whole != (done - 1) * 10 // whole:
        print(f"已办 {done}/{whole} 步", flush=True)
