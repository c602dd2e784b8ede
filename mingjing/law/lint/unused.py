"""What stands in the tables and does nothing: papers, fields, guards and parameters; limits that nothing ends."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

from mingjing.law.limits import Limit
from mingjing.law.lint.bases import guards_of
from mingjing.law.lint.finding import Finding, file_of
from mingjing.law.lint.ways import reach
from mingjing.law.parameters import ParameterSet
from mingjing.law.rules import RESERVED
from mingjing.law.terms import Field, Guard, Paper, Param, Procedure, Term

Named = Sequence[Procedure]


def endless(p: Procedure) -> Iterator[Finding]:
    """A limit that runs and that no act can end is shown as overdue for ever."""
    _, doable = reach(p)
    for term in p.terms:
        where = f"{p.id} {term.id}"
        if not term.starts:
            continue
        if not term.ends:
            yield Finding(where, f"“{term.label}”起算以后没有动作使它终止，只能期满。", wrong=False)
        elif not any(on.action in doable for on in term.ends):
            yield Finding(where, f"“{term.label}”起算以后，使它终止的动作都走不到。")


def papers(procedures: Named) -> Iterator[Finding]:
    """Papers stand in one list for several procedures, so one that any act makes is used."""
    made = {
        name
        for p in procedures
        for one in p.derived.values()
        for name in (*one.papers, *one.drafts, *((one.binds,) if one.binds else ()))
    }
    for p, name, label in _first(procedures, lambda p: p.papers, made):
        yield Finding(f"{p.id} {name}", f"没有动作制作《{label}》。", wrong=False, file=file_of(p))


def fields(procedures: Named) -> Iterator[Finding]:
    asked = {name for p in procedures for one in p.derived.values() for name in one.asked} | set(RESERVED)
    for p, name, label in _first(procedures, lambda p: p.fields, asked):
        yield Finding(f"{p.id} {name}", f"没有动作填写“{label}”。", wrong=False, file=file_of(p))


def _first(
    procedures: Named, rows: Callable[[Procedure], Sequence[Paper | Field]], used: Collection[str]
) -> Iterator[tuple[Procedure, str, str]]:
    """Each row that nothing uses: the first procedure that has it, its id, its label."""
    told = set(used)
    for p in procedures:
        for one in rows(p):
            if one.id not in told:
                told.add(one.id)
                yield p, one.id, one.label


def guards(procedures: Named, known: Iterable[tuple[str, Guard]]) -> Iterator[Finding]:
    """Conditions that were written and stand in no act."""
    used = {(one.id, one.label) for p in procedures for one in guards_of(p)}
    for name, guard in known:
        if (guard.id, guard.label) not in used:
            yield Finding(f"{guard.id} {name}", f"条件“{guard.label}”没有用在任何动作上。", wrong=False)


def parameters(
    procedures: Named, limits: Iterable[Limit], known: ParameterSet, read: Collection[str]
) -> Iterator[Finding]:
    """Values that no limit and no rule reads; `read` = keys that stand in the rules themselves."""
    used = wanted(procedures, limits, read)
    for key in known.keys():  # noqa: SIM118 - a parameter set is no mapping
        if key not in used:
            yield Finding(f"参数 {key}", "已经录入，还没有期限或者条件用到它。", wrong=False)


def wanted(procedures: Named, limits: Iterable[Limit], read: Collection[str]) -> set[str]:
    """Every key that a limit, an act or a rule reads."""
    used = {*read, *(key for p in procedures for term in p.terms for key in _keys(term))}
    used |= {one.key for limit in limits for one in limit.params}
    return used | {
        one.officers.key for p in procedures for one in p.derived.values() if isinstance(one.officers, Param)
    }


def _keys(term: Term) -> list[str]:
    fixed = term.yearly.day if term.yearly else None
    return [one.key for one in (term.length, term.extension, fixed) if isinstance(one, Param)]
