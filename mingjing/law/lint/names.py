"""Ids once, every id with a name, every code known."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law.lint.finding import (
    Finding,
    all_codes,
    known,
    unique,
)
from mingjing.law.terms import (
    IsOpen,
    Procedure,
)

MAIN_LINE = 12
"""Most stages of a main line (architecture §4)."""


def ids(p: Procedure) -> Iterator[Finding]:
    yield from unique("动作", [one.id for action in p.actions for one in action.derive()], p.id)
    yield from unique("期限", [one.id for one in p.terms], p.id)
    yield from unique("要素", [one.id for one in p.fields], p.id)
    yield from unique("文书", [one.id for one in p.papers], p.id)
    yield from unique("轨道", [one.id for one in p.tracks], p.id)
    yield from unique("阶段", [code for code, _ in p.stages], p.id)
    for paper in p.papers:
        yield from unique("要素", [one.id for one in paper.fields], f"{p.id} {paper.id}")
    if len(p.stages) > MAIN_LINE:
        yield Finding(p.id, f"主线有 {len(p.stages)} 个阶段，最多 {MAIN_LINE} 个。")


def labels(p: Procedure) -> Iterator[Finding]:
    named = [(one.id, one.label) for one in (*p.actions, *p.derived.values())]
    named += [(one.id, one.label) for one in p.terms]
    named += [
        (one.id, one.label) for one in (*p.fields, *(one for paper in p.papers for one in paper.fields))
    ]
    named += [(one.id, one.label) for one in p.papers]
    named += [(one.id, one.label) for one in p.tracks]
    for code, label in (*named, *p.stages):
        if not label.strip():
            yield Finding(p.id, f"{code} 没有中文名称。")


def codes(p: Procedure) -> Iterator[Finding]:
    stages, tracks = {code for code, _ in p.stages}, {one.id for one in p.tracks}
    for action in p.derived.values():
        where = f"{p.id} {action.id}"
        yield from known(where, "阶段", all_codes(action.to) | set(action.stage or ()), stages)
        yield from known(
            where, "轨道", all_codes(action.opens) | all_codes(action.shuts) | set(action.closes), tracks
        )
        yield from known(
            where, "轨道", {one.track for one in action.needs if isinstance(one, IsOpen)}, tracks
        )
    yield from known(p.id, "结束阶段", set(p.exits), stages)
