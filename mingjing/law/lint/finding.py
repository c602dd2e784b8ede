"""One remark on the tables, and how the checks ask what a table says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mingjing.law.judgement import listed
from mingjing.law.terms import (
    Action,
    After,
    Done,
    Field,
    Need,
    NotDone,
    On,
    Per,
    Procedure,
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark: a fault (`wrong`), or something a reader of the tables should know.

    `kind` and `file` are filled in by `check`; `where` is the row: procedure and act, or parameter with its place.
    """

    where: str
    sentence: str
    wrong: bool = True
    kind: str = ""
    file: str = ""

    def __str__(self) -> str:
        place = f"{self.file} {self.where}".strip()
        return f"{'错误' if self.wrong else '说明'}  {place}：{self.sentence}"


def file_of(p: Procedure) -> str:
    """Where the table of a procedure stands."""
    return f"acts/{p.act}.py"


def unique(what: str, ids: Iterable[str], where: str) -> Iterator[Finding]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield Finding(where, f"{what} {name} 写了 {count} 次。")


def known(where: str, what: str, used: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    for name in sorted(set(used) - set(known)):
        yield Finding(where, f"没有 {name} 这个{what}。")


def all_codes(column: object) -> set[str]:
    """All codes that a column may give."""
    return {one.action for one in every(column)}


def every(column: object) -> tuple[On, ...]:
    """All events or codes that a column may give, whatever the field on which it depends says."""
    values = column.given if isinstance(column, Per) else (column,)
    return tuple(one for value in values for one in listed(value))


def wanted(need: Need) -> tuple[On, ...]:
    match need:
        case Done():
            return need.events
        case NotDone():
            return (need.event,)
        case After():
            return need.unless
    return ()


def stated(p: Procedure, action: Action) -> set[str]:
    """Fields that an act states, itself or in its papers."""
    source = p.derived.get(action.asked_by, action)
    found = (p.paper(one) for one in source.papers + source.drafts)
    return {*source.asked, *action.asked, *(one.id for paper in found if paper for one in paper.fields)}


def stated_by(p: Procedure, on: On) -> set[str]:
    action = p.action(on.action)
    return stated(p, action) if action else set()


def events(p: Procedure, where: str, events: Iterable[On]) -> Iterator[Finding]:
    for on in events:
        if p.action(on.action) is None:
            yield Finding(where, f"没有 {on.action} 这个动作。")
            continue
        used = {name for name, _ in on.where} | ({on.day} if on.day and not on.linked else set())
        yield from known(where, f"“{on.action}”要填写的要素", used, stated_by(p, on))


def field_of(p: Procedure, name: str) -> Field | None:
    own = p.field(name)
    return own or next((one for paper in p.papers for one in paper.fields if one.id == name), None)
