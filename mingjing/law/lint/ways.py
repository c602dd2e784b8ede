"""The way through: every act reachable, every stage with a way out, the usual way walked on paper."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from mingjing.law.judgement import names
from mingjing.law.lint.finding import (
    Finding,
    all_codes,
    field_of,
    known,
    stated,
)
from mingjing.law.terms import (
    Action,
    Done,
    IsOpen,
    Json,
    On,
    Procedure,
    Step,
)


def ways(p: Procedure) -> Iterator[Finding]:
    reached, doable = reach(p)
    if not any(one.opening for one in p.actions):
        yield Finding(p.id, "没有起始动作。")
    for action in p.derived.values():
        if action.id not in doable:
            yield Finding(f"{p.id} {action.id}", f"从起始动作走不到这一步{_why(p, action, doable)}。")
    for code, label in p.stages:
        if code not in reached:
            yield Finding(p.id, f"阶段“{label}”现在还没有动作通到。", wrong=False)
    if not p.exits & reached:
        yield Finding(p.id, "没有一个结束阶段走得到。")
        return
    for code in sorted(reached - _escaping(p, reached, doable)):
        yield Finding(p.id, f"到了“{p.stage_label(code)}”就走不到任何结束阶段。")


def _why(p: Procedure, action: Action, doable: Collection[str]) -> str:
    first = next((one for one in _before(p, action) if not one & set(doable)), None)
    if first is None:
        return ""
    names_ = "、".join(f"“{found.label}”" for one in sorted(first) if (found := p.action(one)))
    return f"：要先办的{names_}也走不到" if names_ else ""


def reach(p: Procedure) -> tuple[set[str], set[str]]:
    """Stages and actions that can be reached from the opening acts; "" is the stage of a case just begun."""
    reached, doable = set[str](), set[str]()
    before = {action.id: tuple(_before(p, action)) for action in p.derived.values()}
    while True:
        sizes = len(reached), len(doable)
        for action in p.derived.values():
            at_stage = action.opening or (doable and (action.stage is None or action.stage & reached))
            if at_stage and all(one & doable for one in before[action.id]):
                doable.add(action.id)
                reached |= all_codes(action.to) if action.effective else set()
        if (len(reached), len(doable)) == sizes:
            return reached, doable


def _before(p: Procedure, action: Action) -> Iterator[set[str]]:
    """Sets of acts of which one must always have been done before. What depends on a condition is left out."""
    if action.asked_by:
        yield {action.asked_by}
    for need in action.needs:
        match need:
            case Done(events=events, when=None):
                yield {on.action for on in events}
            case IsOpen(track=track, open=True):
                yield {one.id for one in p.derived.values() if track in all_codes(one.opens)}


def _escaping(p: Procedure, reached: set[str], doable: Collection[str]) -> set[str]:
    """Stages from which an exit can be reached."""
    found = set(p.exits & reached)
    while True:
        before = len(found)
        for action in p.derived.values():
            if action.id not in doable or action.opening or not action.effective:
                continue
            if all_codes(action.to) & found:
                found |= reached if action.stage is None else action.stage & reached
        if len(found) == before:
            return found


def path(p: Procedure) -> Iterator[Finding]:
    """The usual way is walked on paper, branch by branch: known acts, right stages, an end."""
    if not p.path:
        yield Finding(p.id, "没有写通常路径。")
    yield from known(p.id, "分支", {one.branch for one in p.path} - {""}, p.ways)
    yield from known(p.id, "动作", {one.action for one in p.path}, p.derived)
    for one in p.path:
        for name, value in one.leaves:
            found = field_of(p, name)
            if found is None or value not in dict(found.choices):
                yield Finding(f"{p.id} 路径", f"{one.action} 没有 {name} = {value} 这个选择。")
    for branch in p.ways or ("",):
        way = [one for one in p.path if one.branch in ("", branch) and one.action in p.derived]
        yield from _walk(p, way, f"{p.id} 路径{branch and f'（{branch}）'}")


def _walk(p: Procedure, way: Sequence[Step], where: str) -> Iterator[Finding]:
    stage, done = "", set[str]()
    for place, one in enumerate(way):
        action = p.derived[one.action]
        if action.opening != (place == 0):
            yield Finding(where, f"第 {place + 1} 步 {one.action} 与起始动作的位置不符。")
        if action.stage is not None and place and stage not in action.stage:
            yield Finding(where, f"在“{p.stage_label(stage)}”不能办 {one.action}。")
        if action.asked_by and action.asked_by not in done:
            yield Finding(where, f"{one.action} 之前没有 {action.asked_by}。")
        done.add(one.action)
        if action.effective and not one.optional:
            stage = next((on.action for on in names(p, action.to, _samples(p, action, one))), stage)
    if way and stage not in p.exits:
        yield Finding(where, f"走到“{p.stage_label(stage)}”为止，没有走到结束阶段。")


def _samples(p: Procedure, action: Action, one: Step) -> dict[str, Json]:
    facts: dict[str, Json] = {
        name: found.sample for name in stated(p, action) if (found := field_of(p, name))
    }
    return facts | dict(one.facts)


def approvals(p: Procedure) -> Iterator[Finding]:
    """An urgent act is approved within a limit in hours, so that limit must stand in the table."""
    for action in p.actions:
        running = [
            one for one in p.terms if On(f"{action.id}.ask") in one.starts and On(action.id) in one.ends
        ]
        if action.approve_after is not None and action.approve_after not in [one.length for one in running]:
            yield Finding(f"{p.id} {action.id}", f"没有写补批的期限（{action.approve_after}）。")
