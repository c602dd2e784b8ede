"""PURE: the usual way through a procedure, read from the table for a flowchart and a list (rules §4.1 事前公示).

Lines come from the ways that the table names: a step that is taken only on one branch or only when needed is gone round
by a line of its own. Where the way is left is read from the table too: acts and choices that end the case, and what the
law takes as done. `chart_drawing` draws it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mingjing.law import describe
from mingjing.law.lint.finding import all_codes, field_of
from mingjing.law.terms import ROLE_LABELS, Action, Basis, Done, Per, Procedure, Role, Step


@dataclass(frozen=True, slots=True)
class Stop:
    """One step of the way, in words. `when`: on which branch, or that it is taken only when needed."""

    action: str
    label: str
    who: str
    plain: str
    when: str
    limits: tuple[str, ...]
    basis: Basis
    branch: str = ""
    """Label of its branch; "" belongs to every way."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the way is left: an end of the case, or (`presumed`) what the law takes as done when a limit has run out.

    `at`: place of the step from which it comes; `to`: of the step with which the way then goes on.
    """

    at: int
    label: str
    who: str
    plain: str
    basis: Basis
    presumed: bool = False
    to: int | None = None

    @property
    def said(self) -> str:
        return f"{'期满' if self.presumed else '或者'}：{self.label}（{self.who}）"


@dataclass(frozen=True, slots=True)
class Chart:
    """`stops` in order; `lines` lead from one to another by their places; `outcomes` lead off the way."""

    label: str
    lanes: tuple[str, ...]
    stops: tuple[Stop, ...]
    lines: tuple[tuple[int, int], ...]
    outcomes: tuple[Outcome, ...] = ()


def chart(p: Procedure) -> Chart:
    """The way of a procedure. Empty for one that has none (旧案补录)."""
    steps = tuple(one for one in p.path if one.action in p.derived)
    stops = _told_apart([_stop(p, one) for one in steps])
    lanes = tuple(dict.fromkeys(one.who for one in stops))
    outcomes = sorted((*_ends(p, steps), *_presumed(p, steps)), key=lambda one: one.at) if steps else ()
    return Chart(p.label, lanes, stops, tuple(sorted(set(_lines(p, steps)))), tuple(outcomes))


def _stop(p: Procedure, step: Step) -> Stop:
    action = p.derived[step.action]
    paper = p.paper(str(dict(step.facts).get("paper", "")))
    branch = dict(p.branches).get(step.branch, "")
    label, plain = step.says
    return Stop(
        action.id,
        label or action.label + (f"：{paper.label}" if paper else ""),
        _lane(action),
        plain or action.plain,
        branch + ("需要时" if step.optional else ""),
        tuple(dict.fromkeys(_limits(p, action, step))),
        action.basis,
        branch,
    )


def _told_apart(stops: Sequence[Stop]) -> tuple[Stop, ...]:
    """The same act on two branches says on which it is."""
    count = Counter(one.label for one in stops)
    return tuple(
        replace(one, label=f"{one.branch}：{one.label}") if count[one.label] > 1 and one.branch else one
        for one in stops
    )


# --- where the way is left ----------------------------------------------------------------------------------------


def _ends(p: Procedure, steps: Sequence[Step]) -> Iterator[Outcome]:
    """Acts and choices that end the case at a stage to which the way itself does not lead."""
    own = {_goes(p, one) for one in steps}
    walked = {one.action for one in steps}
    for action in p.derived.values():
        ends = all_codes(action.to) & p.exits
        early = ends - own or (ends and action.stage)  # at its own stages, before the way comes to that end
        if action.effective and action.id not in walked and early:
            yield _outcome(action, action.label, _from(p, steps, action))
    for at, step in enumerate(steps):
        action = p.derived[step.action]
        column = action.to
        leaving = column.cases if isinstance(column, Per) else ()
        chosen = [(column.field, value) for value, code in leaving if code in p.exits - own]  # type: ignore[union-attr]
        for name, value in (*chosen, *step.leaves):
            field = field_of(p, name)
            yield _outcome(action, dict(field.choices).get(value, value) if field else value, at)


def _presumed(p: Procedure, steps: Sequence[Step]) -> Iterator[Outcome]:
    """What the law takes as done when a limit that began on the way has run out."""
    places = _places(steps)
    for term in p.terms:
        action = p.action(term.presumes) if term.presumes else None
        ended = [places[on.action] for on in term.ends if on.action in places]
        if action is None or not ended or not any(on.action in places for on in term.starts):
            continue
        stages = all_codes(action.to)
        onward = (
            at
            for at, one in enumerate(steps)
            if at > min(ended) and stages & (p.derived[one.action].stage or set())
        )
        yield replace(_outcome(action, action.label, min(ended)), presumed=True, to=next(onward, None))


def _outcome(action: Action, label: str, at: int) -> Outcome:
    return Outcome(at, label, _lane(action), action.plain, action.basis)


def _from(p: Procedure, steps: Sequence[Step], action: Action) -> int:
    """The first step after which the act can be done: its stage is reached, what it always needs is done."""
    places = _places(steps)
    reached = [at for at, one in enumerate(steps) if _goes(p, one) in (action.stage or ())]
    needed = [
        min((places[on.action] for on in need.events if on.action in places), default=0)
        for need in action.needs
        if isinstance(need, Done) and need.when is None
    ]
    return max(min(reached, default=0), *needed, 0)


def _places(steps: Sequence[Step]) -> dict[str, int]:
    return {one.action: at for at, one in reversed(list(enumerate(steps)))}


def _goes(p: Procedure, step: Step) -> str:
    """The stage to which a step of the way leads; "" where it stays."""
    action = p.derived[step.action]
    column: object = action.to if action.effective else None
    while isinstance(column, Per):
        field = field_of(p, column.field)
        column = column.pick(dict(step.facts).get(column.field, field.sample if field else None))
    return str(column or "")


def _lane(action: Action) -> str:
    """The role that acts; what a party does is hers though an officer registers it."""
    return ROLE_LABELS[next(one for one in Role if one in action.roles)]


def _limits(p: Procedure, action: Action, step: Step) -> Iterator[str]:
    """Limits by which this step is due: begun by a step of the way, and ended by this one before all others."""
    walked = {one.action for one in p.path}
    for term in p.terms:
        ends = next(iter(term.ends), None)
        if ends is None or ends.action != action.id or not any(on.action in walked for on in term.starts):
            continue
        if all(one in step.facts for one in ends.where):
            unsure = "" if term.basis.verified else "（未核实）"
            before = "提前" if term.before else ""
            yield f"{term.label}：{before}{describe.lengths(p, term)}{unsure}"


def _lines(p: Procedure, steps: Sequence[Step]) -> Iterator[tuple[int, int]]:
    for branch in p.ways or ("",):
        walked = [place for place, one in enumerate(steps) if one.branch in ("", branch)]
        yield from pairwise(walked)
        yield from pairwise(place for place in walked if not steps[place].optional)
