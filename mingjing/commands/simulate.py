"""`mingjing law simulate FILE`: which open cases another value would touch. Nothing is written."""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from mingjing.commands.home import now, set_up
from mingjing.law.calendar import BadFile
from mingjing.law.judgement import SHANGHAI

if TYPE_CHECKING:
    from mingjing.casework.simulation import Line

NEEDED = "请写出参数文件：mingjing law simulate FILE（格式与 parameters/*.toml 相同，也可以是 holidays-YYYY.toml）。"


def simulate(file: str, *, as_json: bool) -> int:
    if not file:
        print(NEEDED)
        return 2
    path = Path(file)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        print(f"读不到 {path.name}，请检查路径；文件应为 UTF-8 的 TOML。")
        return 2
    set_up()
    from mingjing.casework import simulation
    from mingjing.registry import reads

    try:
        law = simulation.altered(path.name, text)
    except BadFile as fault:
        print(fault)
        return 2
    begun = time.monotonic()
    at = simulation.as_of(law, now())
    doubts = simulation.doubts(law, reads.snapshot(at.astimezone(SHANGHAI).date()))
    outcome = simulation.simulate(law, at, _Shown())
    spent = time.monotonic() - begun
    if as_json:
        lines = [{**asdict(one), **asdict(one.change)} for one in outcome.lines]
        listed = [{key: value for key, value in one.items() if key != "change"} for one in lines]
        head = {"day": outcome.day, "cases": outcome.cases, "touched": outcome.touched}
        print(json.dumps({**head, "doubts": doubts, "changes": listed}, ensure_ascii=False, indent=1))
        return 1 if doubts else 0
    for doubt in doubts:
        print(f"注意：{doubt}")
    print(
        f"按 {outcome.day} 判断：在办案件 {outcome.cases} 件，受影响 {outcome.touched} 件。没有写入任何内容。"
    )
    for (what, about), count in sorted(outcome.counts.items()):
        print(f"  {what} {about}：{count} 件")
    for line in outcome.lines:
        print(_said(line))
    print(f"用时 {spent:.1f} 秒。", file=sys.stderr)
    return 1 if doubts else 0


def _said(line: Line) -> str:
    one = line.change
    article = f"（{one.article}）" if one.article else ""
    number = line.number or f"未编号（{line.case}）"
    return (
        f"{number}  {line.agency}  {line.title}  {one.what} {one.about}：{one.before} → {one.after}{article}"
    )


class _Shown:
    """A line on the error output every few seconds."""

    def __init__(self) -> None:
        self.shown = time.monotonic()

    def __call__(self, done: int, total: int) -> None:
        if time.monotonic() - self.shown >= 3:
            self.shown = time.monotonic()
            print(f"  {done}/{total} 件", file=sys.stderr, flush=True)
