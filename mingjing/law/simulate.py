"""What another set of parameters would change in a case: limits, what it needs, which acts are open.

Pure. Nothing is judged here: the engine and the clocks are asked twice, once with each world, and the answers compared.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from mingjing.law import clocks, engine
from mingjing.law.guards.amounts import HEARING_DUE, MAJOR
from mingjing.law.guards.decision import PANEL_DUE
from mingjing.law.judgement import replay
from mingjing.law.parameters import UnknownParameter
from mingjing.law.terms import Action, Basis, Case, Condition, Context, Procedure, Refusal, Value

LIMIT, NEED, ACT = "期限", "条件", "动作"
NEEDS: tuple[tuple[str, Condition], ...] = (
    ("听证", HEARING_DUE),
    ("法制审核", MAJOR),
    ("集体讨论", PANEL_DUE),
)
"""What a case may newly need. A procedure without a legal review has none of the three."""
NOT_RUNNING, NONE_NEEDED, NEEDED, OPEN = "不计算", "不需要", "需要", "可以办"

Actor = Callable[[Action], str]
"""Who would do an act; the same person is asked before and after."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference in one case. `what` = 期限 · 条件 · 动作; `before` and `after` as shown; `article` = its basis."""

    what: str
    about: str
    before: str
    after: str
    article: str


class Watching:
    """A context that notices when a value that is asked for would be another one in the other world."""

    def __init__(self, inner: Context, other: Context) -> None:
        self._inner = inner
        self._other = other
        self.touched = inner.calendar is not other.calendar

    def parameter(self, key: str, day: date, matter: str = "") -> Value:
        found = self._inner.parameter(key, day, matter)
        try:
            self.touched = self.touched or self._other.parameter(key, day, matter) != found
        except UnknownParameter:
            self.touched = True
        return found

    def __getattr__(self, name: str) -> object:
        return getattr(self._inner, name)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The answers of one world."""

    limits: dict[str, tuple[str, str, Basis]]
    needs: dict[str, tuple[bool, Basis]]
    acts: dict[str, tuple[str, Sequence[Refusal]]]


def changes(procedure: Procedure, case: Case, now: Context, then: Context, actor: Actor) -> list[Change]:
    """What is different in `then`. A case that asks for no changed value is looked at once only."""
    watching = Watching(now, then)
    before = _seen(procedure, case, watching, actor)  # type: ignore[arg-type]
    if not watching.touched:
        return []
    try:
        after = _seen(procedure, case, then, actor)
    except UnknownParameter as fault:
        return [Change(ACT, "全部", "可以判断", f"无法判断：{fault}", "")]
    return [*_limits(before, after), *_needs(before, after), *_acts(before, after)]


def _seen(procedure: Procedure, case: Case, context: Context, actor: Actor) -> _Seen:
    standing = replay(procedure, case)
    running = clocks.clocks(procedure, case, context, standing)
    j = clocks.looking(procedure, case, context, standing)
    needs = NEEDS if procedure.review else ()
    chosen = (
        (action, engine.choice(procedure, case, action, actor(action), context, standing))
        for action in procedure.derived.values()
    )
    return _Seen(
        {one.term.id: (one.term.label, one.shown, one.term.basis) for one in running if not one.ended_on},
        {label: (one.test(j), procedure.basis) for label, one in needs},
        {action.id: (action.label, one.refusals) for action, one in chosen},
    )


def _limits(before: _Seen, after: _Seen) -> Iterator[Change]:
    for term, (label, _, basis) in (before.limits | after.limits).items():
        was, will = (one.limits.get(term, ("", NOT_RUNNING, basis))[1] for one in (before, after))
        if was != will:
            yield Change(LIMIT, f"{term} {label}", was, will, str(basis))


def _needs(before: _Seen, after: _Seen) -> Iterator[Change]:
    for label, (was, basis) in before.needs.items():
        will = after.needs[label][0]
        if was != will:
            said = {True: NEEDED, False: NONE_NEEDED}
            yield Change(NEED, label, said[was], said[will], str(basis))


def _acts(before: _Seen, after: _Seen) -> Iterator[Change]:
    for act, (label, was) in before.acts.items():
        will = after.acts[act][1]
        if bool(was) != bool(will):
            reason = (will or was)[0]
            yield Change(ACT, f"{act} {label}", _said(was), _said(will), str(reason.basis))


def _said(refusals: Sequence[Refusal]) -> str:
    return f"不能办：{'；'.join(one.sentence.removesuffix('。') for one in refusals)}" if refusals else OPEN
