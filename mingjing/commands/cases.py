"""`mingjing import cases FILE --map NAME`: take closed cases of an older system in."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing.cli import parser
from mingjing.commands.home import now, set_up

if TYPE_CHECKING:
    from mingjing.exchange.closed import Outcome


def cases(arguments: list[str], words: str) -> int:
    parse = parser("import", words)
    parse.add_argument("what", choices=("cases",))
    parse.add_argument("file", type=Path, help="CSV 或者 XLSX（读第一张表），第一行是列名")
    parse.add_argument("--map", required=True, help="映射的名称，如 prc-guangdong-amr；要有 [case]")
    parse.add_argument("--agency", required=True, help="案件归哪个机关，写机关代码，如 zz-scjg")
    parse.add_argument("--by", required=True, help="补录人的人员编号，如 p-wu")
    parse.add_argument("--dry-run", action="store_true", help="只判断，除报告外什么也不写")
    parse.add_argument("--report", type=Path, default=None, help="逐行原因写到哪里，默认在数据目录里")
    given = parse.parse_args(arguments)
    set_up()

    from mingjing.exchange import closed
    from mingjing.exchange.converters import RULES
    from mingjing.exchange.replay import report_path
    from mingjing.exchange.reports import report
    from mingjing.recording import home

    here = home.current()
    wanted = closed.load(given.map, here.path / "maps")
    path = given.report or report_path(
        here, f"{wanted.name}-cases", now().astimezone().date(), dry_run=given.dry_run
    )
    print(wanted.label, flush=True)
    with report(path) as tell:
        outcome = closed.take(
            given.file, wanted, here, agency=given.agency, person=given.by, clock=now, tell=tell, progress=_Shown(),
            dry_run=given.dry_run,
        )  # fmt: skip
    print(
        f"共 {outcome.rows} 行：{'可以补录' if given.dry_run else '补录'} {outcome.accepted} 行，"
        f"此前已补录 {outcome.already} 行，拒绝 {outcome.refused} 行。"
    )
    for rule, count in sorted(outcome.rules.items(), key=lambda one: (-one[1], one[0])):
        print(f"  {rule:<12}{count:>7} 行  {RULES.get(rule, '')}".rstrip())
    print(f"用时 {outcome.seconds:.1f} 秒，每秒 {outcome.rate:.0f} 行。逐行的原因：{path}")
    return 0


class _Shown:
    """A line on the error output every few seconds: numbers only."""

    def __init__(self) -> None:
        self.shown = time.monotonic()

    def __call__(self, outcome: Outcome, total: int) -> None:
        if outcome.rows == total or time.monotonic() - self.shown >= 3:
            self.shown = time.monotonic()
            print(f"  {outcome.rows}/{total} 行，每秒 {outcome.rate:.0f} 行", file=sys.stderr, flush=True)
