"""`mingjing import replay FILE --map NAME`: play real records as new cases of a practice home."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from mingjing.cli import parser
from mingjing.commands.home import now, set_up


def replay(arguments: list[str], words: str) -> int:
    parse = parser("import", words)
    parse.add_argument("what", choices=("replay",))
    parse.add_argument("file", type=Path, help="CSV 文件，第一行是列名")
    parse.add_argument("--map", required=True, help="映射的名称，如 tw-moenv")
    parse.add_argument(
        "--dry-run",
        action="store_true",
        help="只判断，除报告外什么也不留下；逐行判断、逐行撤回，期间可以照常办案",
    )
    parse.add_argument("--limit", type=_count, default=None, help="只看前几行")
    parse.add_argument("--report", type=Path, default=None, help="逐行原因写到哪里，默认在数据目录里")
    given = parse.parse_args(arguments)
    set_up()
    return _replay(given)


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("应当是 1 以上的整数")
    return int(text)


def _replay(given: argparse.Namespace) -> int:
    from mingjing.exchange import maps
    from mingjing.exchange import replay as playing
    from mingjing.exchange.reports import report
    from mingjing.recording import home
    from mingjing.registry.text import clean

    here = home.current()
    playing.practice(here)
    wanted = maps.load(given.map, here.path / "maps")
    path = given.report or playing.report_path(
        here, wanted.name, now().astimezone().date(), dry_run=given.dry_run
    )
    print(clean(wanted.label, limit=200), flush=True)
    with report(path) as tell:
        outcome = playing.replay(
            given.file,
            wanted,
            here,
            clock=now,
            tell=tell,
            progress=_Shown(),
            dry_run=given.dry_run,
            limit=given.limit,
        )
    _print(outcome, path, given.dry_run)
    return 1 if outcome.broken else 0


class _Shown:
    """A line on the error output every few seconds: numbers only, never what stands in a row."""

    def __init__(self) -> None:
        self.shown = time.monotonic()

    def __call__(self, outcome: object, total: int) -> None:
        from mingjing.exchange.replay import Outcome

        assert isinstance(outcome, Outcome)
        if not outcome.rows:
            print(f"  共 {total} 行，先登记条款和当事单位……", file=sys.stderr, flush=True)
        elif outcome.rows == total or time.monotonic() - self.shown >= 3:
            self.shown = time.monotonic()
            print(f"  {outcome.rows}/{total} 行，每秒 {outcome.rate:.1f} 行", file=sys.stderr, flush=True)


def _print(outcome: object, path: Path, dry_run: bool) -> None:
    from mingjing.exchange.converters import RULES
    from mingjing.exchange.replay import Outcome

    assert isinstance(outcome, Outcome)
    print(
        f"共 {outcome.rows} 行：{'可以办成' if dry_run else '办成'} {outcome.accepted} 行，"
        f"此前已导入 {outcome.already} 行，未通过 {outcome.refused} 行。"
    )
    print(f"新登记条款 {outcome.norms} 条、当事单位 {outcome.parties} 个{'（已撤回）' if dry_run else ''}。")
    if outcome.rules:
        print("未通过的原因（一行可以有几个）：")
    for rule, count in sorted(outcome.rules.items(), key=lambda one: (-one[1], one[0])):
        print(f"  {rule:<12}{count:>7} 行  {RULES.get(rule, '')}".rstrip())
    print(f"用时 {outcome.seconds:.1f} 秒，每秒 {outcome.rate:.1f} 行。逐行的原因：{path}")
