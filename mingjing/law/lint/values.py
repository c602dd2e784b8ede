"""Samples that fit, no floats, lengths in the parameter set and in units of time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass

from mingjing.law import fields as kinds
from mingjing.law import wording
from mingjing.law.calendar import day_of_year
from mingjing.law.limits import Limit
from mingjing.law.lint.finding import (
    Finding,
)
from mingjing.law.parameters import REGIONS, ParameterSet
from mingjing.law.terms import (
    Kind,
    Param,
    Procedure,
    Term,
    Unit,
    Value,
)

REGISTER = "limits.py"


def samples_fit(p: Procedure) -> Iterator[Finding]:
    every = [(p.id, one) for one in p.fields]
    every += [(f"{p.id} {paper.id}", one) for paper in p.papers for one in paper.fields]
    for where, one in every:
        if one.kind in (Kind.CHOICE, Kind.CHOICES, Kind.FINDINGS) and not one.choices:
            yield Finding(f"{where} {one.id}", "没有可选的内容。")
        elif one.sample is None and one.required and one.kind is not Kind.DIGEST:
            yield Finding(f"{where} {one.id}", "必填而没有样例。")
        elif not kinds.blank(one.sample) and (fault := kinds.fault(one, one.sample)):
            yield Finding(f"{where} {one.id}", f"样例{fault}。")


def floats(p: Procedure) -> Iterator[Finding]:
    if _holds_float(p):
        yield Finding(p.id, "表中有小数；金额写分，期限写整数。")


def _holds_float(value: object) -> bool:
    if isinstance(value, float):
        return True
    if is_dataclass(value) and not isinstance(value, type):
        return any(_holds_float(getattr(value, one.name)) for one in fields(value) if one.compare)
    if isinstance(value, Mapping):
        return any(map(_holds_float, value.values()))
    return isinstance(value, tuple | list | frozenset | set) and any(map(_holds_float, value))


def lengths(p: Procedure, known: ParameterSet) -> Iterator[Finding]:
    """Lengths must be in the parameter set, in a unit of time; limits in hours need acts that state the hour."""
    for term in p.terms:
        where = f"{p.id} {term.id}"
        for wanted in (term.length, term.extension):
            yield from _param(where, wanted, known, time=True)
        yield from _fixed(where, term, known)
        if _in_hours(term, known):
            for on in (*term.starts, *term.ends):
                action = p.action(on.action)
                if action is not None and not action.hours:
                    yield Finding(where, f"按小时计算，但 {on.action} 不写明时刻。")
        elif only := _hours_somewhere(term, known):
            sentence = f"在{'、'.join(only)}按小时计算，以登记的时刻为准。"
            yield Finding(where, sentence, wrong=False)
    for action in p.actions:
        yield from _param(f"{p.id} {action.id}", action.officers, known, time=False)


def words(p: Procedure, known: ParameterSet) -> Iterator[Finding]:
    """The usual words of a text name parameters that there are."""
    every = [(p.id, one) for one in p.fields]
    every += [(f"{p.id} {paper.id}", one) for paper in p.papers for one in paper.fields]
    for where, one in every:
        for key in sorted(wording.parameters(one.usual)) if one.usual else ():
            yield from _param(f"{where} {one.id}", Param(key), known, time=False)


ROUGHLY = {Unit.DAY: (1, 1), Unit.WORKING_DAY: (1, 2), Unit.MONTH: (28, 31), Unit.YEAR: (365, 366)}
"""How many days one unit is at least and at most, so far as a comparison needs it."""


def bounds(p: Procedure, known: ParameterSet) -> Iterator[Finding]:
    """A statute that lets others set a limit only longer, or only shorter, is kept by every field and matter."""
    for term in p.terms:
        key = term.length.key if term.bound and isinstance(term.length, Param) else ""
        for row in known.all(key):
            wide = known.find(key, row.since, REGIONS[0])
            if wide is not None and row.value.scope not in REGIONS and not _kept(row.value, wide, term.bound):
                way = {"longer": "长", "shorter": "短"}[term.bound]
                yield Finding(
                    f"{p.id} {term.id}",
                    f"{row.value.scope} 的 {row.value.length}不比 {wide.length}{way}：{term.otherwise}。",
                )


def _kept(own: Value, wide: Value, bound: str) -> bool:
    low, high = (
        (one.number * ROUGHLY[Unit(one.unit)][0], one.number * ROUGHLY[Unit(one.unit)][1])
        for one in (own, wide)
    )
    return low[0] > high[1] if bound == "longer" else low[1] < high[0]


def _param(where: str, wanted: object, known: ParameterSet, *, time: bool) -> Iterator[Finding]:
    if not isinstance(wanted, Param):
        return
    rows = known.all(wanted.key)
    if not rows:
        yield Finding(where, f"没有参数 {wanted.key}。")
    if time and any(row.value.unit not in set(Unit) for row in rows):
        yield Finding(where, f"参数 {wanted.key} 不是时间。")


def _fixed(where: str, term: Term, known: ParameterSet) -> Iterator[Finding]:
    """The fixed day of a year is a day of every year, "01-31"."""
    if term.yearly is None:
        return
    day = term.yearly.day
    if isinstance(day, Param) and not known.all(day.key):
        yield Finding(where, f"没有参数 {day.key}。")
    days = [str(row.value.amount) for row in known.all(day.key)] if isinstance(day, Param) else [day]
    for one in days:
        try:
            day_of_year(one, 2025)
        except ValueError as fault:
            yield Finding(where, str(fault))


def _in_hours(term: Term, known: ParameterSet) -> bool:
    """Whether the limit is in hours wherever nothing else was set; acts must then state the hour."""
    if isinstance(term.length, Param):
        rows = known.all(term.length.key)
        return bool(rows) and rows[0].value.unit == Unit.HOUR
    return term.length.unit is Unit.HOUR


def _hours_somewhere(term: Term, known: ParameterSet) -> list[str]:
    rows = known.all(term.length.key) if isinstance(term.length, Param) else ()
    return list(dict.fromkeys(row.value.scope for row in rows if row.value.unit == Unit.HOUR))


def startless(p: Procedure) -> Iterator[Finding]:
    for term in p.terms:
        if not (term.starts or term.after):
            yield Finding(
                f"{p.id} {term.id}", f"“{term.label}”仅作期限：可以计算，起算的动作尚未列入。", wrong=False
            )


def register(limits: Iterable[Limit], procedures: Iterable[Procedure]) -> Iterator[Finding]:
    """Limits that no procedure carries: told, and at fault where a procedure says the same limit otherwise."""
    carried = {term.id: term for p in procedures for term in p.terms}
    for limit in limits:
        term, same = limit.term, carried.get(limit.term.id)
        if same is not None and (same.length, same.yearly) != (term.length, term.yearly):
            yield Finding(term.id, f"“{term.label}”与程序表里的长度不同。", file=REGISTER)
        elif not limit.starts:
            yield Finding(term.id, f"“{term.label}”没有写从何时起算。", file=REGISTER)
        else:
            sentence = f"“{term.label}”仅作期限：可以计算，{limit.user}。"
            yield Finding(term.id, sentence, wrong=False, file=REGISTER)


def register_lengths(limits: Iterable[Limit], known: ParameterSet) -> Iterator[Finding]:
    for limit in limits:
        where = limit.term.id
        for wanted in (limit.term.length, limit.term.extension):
            yield from _param(where, wanted, known, time=True)
        for share in (limit.rate.daily, limit.rate.cap) if limit.rate else ():
            yield from _param(where, share, known, time=False)
        yield from _fixed(where, limit.term, known)


def unverified_values(known: ParameterSet) -> Iterator[Finding]:
    for row in known.rows:
        if not row.value.verified:
            where = f"参数 {row.value.key}（{row.value.scope}，{row.value.since} 起）"
            yield Finding(where, f"未核实：{row.value.basis}。", wrong=False)
