"""What the table wants before an act: other acts, open tracks, limits that run or have run out, guards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from mingjing.law.clocks import Clock, clock_of
from mingjing.law.judgement import Judgement, day_of, moment_of
from mingjing.law.rules.base import refuse
from mingjing.law.rules.linked import linked
from mingjing.law.rules.order import order, shutting_act, track_label
from mingjing.law.terms import (
    After,
    Done,
    Guard,
    IsOpen,
    LinkedIs,
    Need,
    NotDone,
    On,
    Refusal,
    Role,
    Why,
    Within,
)

ORDERING = frozenset({"E-ORDER", "G-DELIV"})
"""Reasons that another act of the same case cures: what comes first, what is served first."""


def needs(j: Judgement) -> Iterator[Refusal]:
    guards = () if j.move.actor == Role.SYSTEM else j.procedure.guards
    for need in (*j.action.needs, *guards):
        if found := unmet(j, need):
            yield from found


def out_of_order(j: Judgement) -> Iterator[Refusal]:
    """What bars an act for the order of acts alone: stage, what must come before or be served before, what is under way."""
    yield from order(j)
    for need in j.action.needs:
        if isinstance(need, Done | NotDone | IsOpen) or (isinstance(need, Guard) and need.id in ORDERING):
            yield from unmet(j, need)


def unmet(j: Judgement, need: Need) -> Iterable[Refusal]:
    match need:
        case Guard():
            return () if need.warns else reasons(j, need)
        case Done():
            return _done(j, need)
        case NotDone():
            return _not_done(j, need)
        case IsOpen():
            return _is_open(j, need)
        case After():
            return _after(j, need)
        case Within():
            return _within(j, need)
        case LinkedIs():
            return linked(j, need)


def reasons(j: Judgement, guard: Guard) -> Sequence[Refusal]:
    """Why a guard is not met; () when it is, as most are: a menu asks hundreds."""
    before = len(j.consulted)
    key = (id(guard), guard.same(j)) if guard.same and j.move.asking else None
    if key is not None and key in j.shared:
        return ()
    if not (found := list(guard.check(j))):
        if key is not None:
            j.shared[key] = ([], [])
        return ()
    said = _unverified(j, before)
    return [_reason(guard, one if isinstance(one, Why) else Why(one, guard.cure), said) for one in found]


def _reason(guard: Guard, one: Why, said: str) -> Refusal:
    shows_number = any(char.isdigit() for char in one.sentence) and "未核实" not in one.sentence
    sentence = f"{one.sentence.removesuffix('。')}{said}。" if shows_number and said else one.sentence
    return Refusal(guard.id, sentence, guard.basis, one.cure)


def _unverified(j: Judgement, since: int) -> str:
    """What is said behind a reason that rests on an unverified value: the reader must not take it for the law."""
    bases = dict.fromkeys(one.basis for one in j.consulted[since:] if not one.verified)
    return f"（数值未核实：{'、'.join(bases)}）" if bases else ""


def _label(j: Judgement, on: On) -> str:
    action = j.procedure.action(on.action)
    paper = next((j.procedure.paper(str(value)) for name, value in on.where if name == "paper"), None)
    return (f"{action.label}" if action else on.action) + (f"（{paper.label}）" if paper else "")


def _done(j: Judgement, need: Done) -> Iterator[Refusal]:
    if need.when is not None and not need.when.test(j):
        return
    found = [day_of(one.on) for on in need.events for one in j.events(on)]
    if found and min(found) <= j.on:
        return
    wanted = "或者".join(f"“{_label(j, on)}”" for on in need.events)
    if found:
        yield refuse(
            j, "E-ORDER", f"{wanted}是 {min(found)} 办的，不能在此之前办“{j.action.label}”。", field="on"
        )
        return
    why = f"（{need.when.label}）" if need.when else ""
    yield refuse(
        j, "E-ORDER", f"还没有{wanted}{why}，请先办理。", basis=j.action.basis, cure=need.events[0].action
    )


def _not_done(j: Judgement, need: NotDone) -> Iterator[Refusal]:
    if j.last(need.event):
        yield refuse(
            j,
            "E-ORDER",
            f"“{_label(j, need.event)}”已经办过，不能再办“{j.action.label}”。",
            basis=j.action.basis,
        )


def _is_open(j: Judgement, need: IsOpen) -> Iterator[Refusal]:
    if (need.track in j.standing.open) != need.open:
        state = "没有开始" if need.open else "正在进行"
        yield refuse(
            j,
            "E-ORDER",
            f"“{track_label(j, need.track)}”{state}，不能办“{j.action.label}”。",
            basis=j.action.basis,
            cure="" if need.open else shutting_act(j, need.track),
        )


def _after(j: Judgement, need: After) -> Iterator[Refusal]:
    if need.when is not None and not need.when.test(j):
        return
    term = j.procedure.term(need.term)
    if any(j.last(on) for on in need.unless):
        return
    clock = clock_of(j.procedure, term, j)
    if clock is None:
        return
    if term.before:
        yield from _too_soon(j, clock)
    elif _surely_runs(j, clock):
        yield refuse(
            j,
            "E-EARLY",
            f"“{term.label}”{_until(clock)} 才届满，期满以后才能办“{j.action.label}”{unsure(clock)}。",
            basis=term.basis,
        )


def _surely_runs(j: Judgement, clock: Clock) -> bool:
    """A provisional day bars nothing (architecture §4), but the days before it that no notice can take away do."""
    return j.on <= clock.certain if clock.provisional else _not_over(j, clock)


def _until(clock: Clock) -> str:
    if not clock.provisional:
        return f"到 {clock.shown}"
    return f"暂定到 {clock.shown}（{clock.reason.partition('，')[0]}），最早也要到 {clock.certain}"


def _too_soon(j: Judgement, clock: Clock) -> Iterator[Refusal]:
    """C10: the full days must lie between the notice and the event, and the event is on the day that was told."""
    term = clock.term
    if clock.ended_on is not None and clock.ended_on > clock.certain:
        yield refuse(
            j,
            "E-EARLY",
            f"{term.label}应当不晚于 {clock.certain}，实际为 {clock.ended_on}，提前量不足{unsure(clock)}。",
            basis=term.basis,
        )
    if j.on < clock.started_on:
        yield refuse(
            j,
            "E-EARLY",
            f"通知的日期是 {clock.started_on}，不能提前办“{j.action.label}”。",
            basis=term.basis,
        )


def unsure(clock: Clock) -> str:
    return f"（期限未核实：{clock.unsure or clock.term.basis}）" if not clock.verified else ""


def _not_over(j: Judgement, clock: Clock) -> bool:
    if clock.last_moment is not None and len(j.move.on) > 10:
        return moment_of(j.move.on) <= clock.last_moment
    return j.on <= clock.last_day


def _within(j: Judgement, need: Within) -> Iterator[Refusal]:
    if need.when is not None and not need.when.test(j):
        return
    term = j.procedure.term(need.term)
    clock = clock_of(j.procedure, term, j)
    if clock is not None and not clock.provisional and not _not_over(j, clock):
        yield refuse(
            j,
            "E-LATE",
            f"“{term.label}”已于 {clock.shown} 届满，{term.consequence or '不能再办'}{unsure(clock)}。",
            basis=term.basis,
        )
