"""A value that is named is one that can be chosen; what is wanted before or beside an act can be so when it is done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from mingjing.law.common import COMMON_ACTIONS
from mingjing.law.lint.finding import Finding, all_codes, every, field_of, file_of, known, wanted
from mingjing.law.tallies import COLUMNS
from mingjing.law.terms import (
    Action,
    Done,
    Json,
    Kind,
    LinkedIs,
    NotDone,
    On,
    Per,
    Procedure,
    Role,
)

NEVER = frozenset({Role.ASSISTANT, Role.SYSADMIN, Role.SECADMIN, Role.AUDITADMIN})
"""Who acts in no case (rules §1.0): an assistant not alone, the three administrators not at all."""


def values(p: Procedure) -> Iterator[Finding]:
    """Where a table names the value of a field: events, what depends on a field, the usual way, the review."""
    for action in p.derived.values():
        where = f"{p.id} {action.id}"
        for column in (action.to, action.opens, action.shuts, action.voids):
            yield from _of_column(p, where, column)
        yield from _of_events(
            p, where, [*every(action.voids), *(on for n in action.needs for on in wanted(n))]
        )
    for term in p.terms:
        yield from _of_events(p, f"{p.id} {term.id}", [*term.starts, *term.ends])
    for step in p.path:
        yield from _of_pairs(p, f"{p.id} 路径 {step.action}", step.facts)
    for tally in p.tallies:
        yield from _of_events(p, f"{p.id} 年报", tally.events)
        yield from known(f"{p.id} 年报", "栏", tally.columns, COLUMNS)
    for review in p.reviews:
        yield from _of_pairs(p, p.id, [(review.opinion, review.passed)])
    yield from _publicity(p)
    yield from _days(p)


def _of_column(p: Procedure, where: str, column: object) -> Iterator[Finding]:
    if isinstance(column, Per):
        yield from _of_pairs(p, where, [(column.field, value) for value, _ in column.cases])
        for inner in (*(given for _, given in column.cases), column.default):
            yield from _of_column(p, where, inner)


def _of_events(p: Procedure, where: str, events: Iterable[On]) -> Iterator[Finding]:
    for on in events:
        if not on.linked:
            yield from _of_pairs(p, where, on.where)


def _of_pairs(p: Procedure, where: str, pairs: Iterable[tuple[str, Json]]) -> Iterator[Finding]:
    for name, value in pairs:
        field = field_of(p, name)
        if field is None:
            yield Finding(where, f"没有 {name} 这个要素。")
        elif codes := _codes(p, field.kind, [code for code, _ in field.choices]):
            said = {str(one) for one in (value if isinstance(value, list) else [value]) if one is not None}
            yield from known(where, f"“{field.label}”的选择", said, codes)


def _codes(p: Procedure, kind: Kind, choices: Sequence[str]) -> Sequence[str]:
    """What a field of this kind may be; nothing where anything may be written."""
    if kind is Kind.PAPER:
        return [one.id for one in p.papers]
    return choices if kind in (Kind.CHOICE, Kind.CHOICES) else ()


def _publicity(p: Procedure) -> Iterator[Finding]:
    if p.publicity is None:
        return
    papers = {p.publicity.paper, *p.publicity.of}
    yield from known(f"{p.id} 公示", "文书", papers, {one.id for one in p.papers})
    missing = [name for name in p.publicity.shows if field_of(p, name) is None]
    yield from known(f"{p.id} 公示", "要素", missing, ())


def _days(p: Procedure) -> Iterator[Finding]:
    fields = (*p.fields, *(one for paper in p.papers for one in paper.fields))
    named = {one.not_before for one in fields} - {"", "on"}
    yield from known(f"{p.id} 日期", "要素", [one for one in named if field_of(p, one) is None], ())


def linked_stages(procedures: Sequence[Procedure]) -> Iterator[Finding]:
    """A linked case is wanted at stages that its procedure has."""
    stages = {one.id: {code for code, _ in one.stages} for one in procedures}
    for p in procedures:
        for action in p.derived.values():
            for need in action.needs:
                if isinstance(need, LinkedIs):
                    found = _linked(p, f"{p.id} {action.id}", need, stages)
                    yield from (replace(one, file=file_of(p)) for one in found)


def _linked(p: Procedure, where: str, need: LinkedIs, stages: dict[str, set[str]]) -> Iterator[Finding]:
    """The relation is a field that names a case, or the procedure of cases that name this one."""
    field = field_of(p, need.relation)
    of = [code for code, _ in field.choices] if field else [need.relation]
    if not set(of) & stages.keys():
        yield Finding(where, f"没有 {need.relation} 这个关联案件。")
        return
    had = {stage for one in of for stage in stages.get(one, ())}
    yield from known(where, "关联案件的阶段", need.stages, had)


def never(p: Procedure) -> Iterator[Finding]:
    """Acts that somebody is named for and that nobody does."""
    common = {one.id for one in COMMON_ACTIONS}
    presumed = {one.presumes for one in p.terms}
    for action in p.derived.values():
        where = f"{p.id} {action.id}"
        if action.roles and action.roles <= NEVER:
            yield Finding(where, "只写了不得办案的人，没有人可以办理。")
        if action.roles == {Role.SYSTEM} and action.id not in common | presumed and not p.history:
            yield Finding(where, "只由系统办理，但没有期限推定这一步，没有人会办理。")


def order(p: Procedure) -> Iterator[Finding]:
    """What is wanted before an act does not forbid it, and does not lie behind it on the way."""
    begun = [one.id for one in p.actions if one.opening]
    for action in p.derived.values():
        where = f"{p.id} {action.id}"
        always = {*(begun if len(begun) == 1 else ()), *_always(p, action, {action.id})} - {action.id}
        for need in action.needs:
            if isinstance(need, NotDone) and need.event in {On(one) for one in always}:
                yield Finding(where, f"要求没有办过{_called(p, [need.event])}，而办这一步以前总是办过的。")
            behind = isinstance(need, Done) and need.when is None
            if behind and not any(_then(p, on.action, action) for on in wanted(need)):
                said = f"要先办{_called(p, wanted(need))}，而办过以后回不到可以办这一步的阶段。"
                yield Finding(where, said)


def _called(p: Procedure, events: Iterable[On]) -> str:
    return "、".join(f"“{found.label}”" for on in events if (found := p.action(on.action)))


def _always(p: Procedure, action: Action, seen: set[str]) -> set[str]:
    """Acts that were done whenever this one can be."""
    first = {
        need.events[0].action
        for need in action.needs
        if isinstance(need, Done) and need.when is None and len(need.events) == 1
    } - seen
    found = set(first)
    for one in first:
        if (before := p.action(one)) is not None:
            found |= _always(p, before, seen | found)
    return found


def _then(p: Procedure, first: str, action: Action) -> bool:
    """Whether an act may still be done when another has been."""
    done = p.action(first)
    if done is None or done.stage is None or action.stage is None:
        return True
    led = all_codes(done.to) if done.effective else set()
    stays = set() if led and not isinstance(done.to, Per) else done.stage
    return bool(_onward(p, led | stays) & action.stage)


def _onward(p: Procedure, stages: set[str]) -> set[str]:
    """The stages to which a case may come from these, they themselves among them."""
    found = set(stages)
    while True:
        size = len(found)
        for one in p.derived.values():
            if one.effective and not one.opening and (one.stage is None or one.stage & found):
                found |= all_codes(one.to)
        if len(found) == size:
            return found
