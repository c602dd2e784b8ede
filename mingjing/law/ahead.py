"""What waits in a case: the next step, unanswered asks, what a running limit runs to. To-do lists and case pages ask here.

Pure, from the table and the standing. A step that is refused for its order alone is none: what cures it waits instead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from mingjing.law.clocks import Clock
from mingjing.law.judgement import Judgement, branch_of, codes, happened, walked
from mingjing.law.rules import out_of_order, unmet
from mingjing.law.terms import (
    Action,
    After,
    Entry,
    Guard,
    LinkedIs,
    Need,
    On,
    Procedure,
    Refusal,
    Role,
    Step,
    Term,
)

HOLDING = frozenset({"E-EARLY", "E-LINK"})
"""Reasons that no act of the case cures: a day that has not come, another case that does not stand as it must."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An act that may be done now, as a step (which paper is served), with the limit that it is done by."""

    step: Step
    action: Action
    clock: Clock | None = None


def kept(procedure: Procedure, term: Term) -> bool:
    """Whether this agency must keep the limit. A right, another's duty, a waiting period: when it is over nobody here is late."""
    return term.waits and not any(procedure.derived[on.action].stated_by for on in term.ends[:1])


def opens(procedure: Procedure, term: Term) -> bool:
    """Whether an act waits for the end of the limit."""
    needs = (need for action in procedure.derived.values() for need in action.needs)
    return any(isinstance(need, After) and need.term == term.id for need in needs)


def holding(action: Action) -> tuple[Need, ...]:
    """What of an act's needs may hold it up though it is next."""
    return tuple(
        one
        for one in action.needs
        if isinstance(one, After | LinkedIs)
        or (isinstance(one, Guard) and one.id in HOLDING and not one.warns and not one.cure)
    )


def held(j: Judgement, action: Action) -> tuple[Refusal, ...]:
    """Why a waiting act cannot be done yet on the day of the judgement; where a limit still runs it says until when."""
    at = replace(j, action=action)
    return tuple(reason for one in holding(action) for reason in unmet(at, one))


def waiting(j: Judgement, clocks: Iterable[Clock]) -> tuple[Waiting, ...]:
    """What waits, the next step first. `j`: a judgement of no act; `clocks`: the limits of the case."""
    asked = _unanswered(j)
    # Whoever approves it leads the case on, so nothing else is the next step meanwhile.
    ahead = () if any(one.to for one in asked) else steps(j)
    found = {one.action: one for one in (*ahead, *(Step(one.id) for one in asked))}
    lead = next(iter(found), "")
    limits: dict[str, Clock] = {}
    further = list[Clock]()
    for clock in sorted((one for one in clocks if one.runs and one.term.waits), key=lambda one: one.last_day):
        if act := _waits_for(j, clock, found):
            limits.setdefault(act, clock)
        elif (
            step := None if lead and _on_the_way(j, clock) else _doable(j, _step(j, clock.term.ends[0]))
        ) is None:
            further.append(clock)
        else:
            found.setdefault(step.action, step)
            limits.setdefault(step.action, clock)
    if further and lead:  # what comes later must be reached in time, so the step before it is pressing
        limits.setdefault(lead, further[0])
    return tuple(Waiting(one, j.procedure.derived[act], limits.get(act)) for act, one in found.items())


def steps(j: Judgement) -> tuple[Step, ...]:
    """The next step of the usual way; behind it what the party may do before it. () when nothing is left."""
    rights = dict[str, Step]()
    for tier in (_due, _skipped, _onward):
        for one in tier(j):
            step = _doable(j, one)
            if step is None:
                continue
            if not j.procedure.derived[step.action].stated_by:
                return (step, *rights.values())
            rights.setdefault(step.action, step)
        if rights or ended(j):
            break
    return tuple(rights.values())


def ended(j: Judgement) -> bool:
    return j.standing.stage in j.procedure.exits


# --- where on the way the case is -------------------------------------------------------------------------------


def _due(j: Judgement) -> Iterator[Step]:
    """A review that is asked for, what was undone, what was written and not served, what lies ahead."""
    review = j.procedure.review
    if review and _last(j, review.submit) > _last(j, review.review):
        yield Step(review.review)
    way = _way(j)
    taken = [walked(j.procedure, j.standing, one) for one in way]
    furthest = max((place for place, done in enumerate(taken) if done), default=-1)
    for one, done in zip(way[: furthest + 1], taken, strict=False):
        if not done and (_taken(j, j.case.entries, one) or _paper(one) and _made(j, one)):
            yield one
    yield from way[furthest + 1 :]


def _skipped(j: Judgement) -> Iterator[Step]:
    """What was passed over, where nothing ahead can be done yet: of this way, then of the others."""
    others = [one for one in j.procedure.path if not one.optional]
    for one in (*_way(j), *others):
        if not walked(j.procedure, j.standing, one):
            yield one


def _onward(j: Judgement) -> Iterator[Step]:
    """What leads on from this stage: a step that is taken again, else any act of the table."""
    path = [one for one in j.procedure.path if not one.optional]
    others = [
        Step(one.id) for one in j.procedure.derived.values() if one.stage and not one.id.endswith(".back")
    ]
    for one in (*path, *others):
        action = j.procedure.derived[one.action]
        to = codes(j.procedure, action.to, dict(one.facts))
        if to and j.standing.stage not in to:
            yield one


def _way(j: Judgement) -> list[Step]:
    branch = branch_of(j.procedure, j.standing)
    return [one for one in j.procedure.path if one.branch in ("", branch) and not one.optional]


def _taken(j: Judgement, entries: Sequence[Entry], step: Step) -> bool:
    on = On(step.action, tuple((name, value) for name, value in step.facts if not isinstance(value, list)))
    return any(happened(j.procedure, one, on) for one in entries)


def _paper(step: Step) -> str:
    return str(dict(step.facts).get("paper", ""))


def _made(j: Judgement, step: Step) -> bool:
    """Whether the paper that a step is about, if any, is there."""
    paper = _paper(step)
    made = (one for one in j.standing.live if j.procedure.derived[one.action].effective)
    return not paper or any(paper in j.procedure.derived[one.action].papers for one in made)


def _last(j: Judgement, act: str) -> int:
    entry = j.last(act)
    return entry.n if entry else 0


# --- what can be done ---------------------------------------------------------------------------------------------


def _doable(j: Judgement, step: Step, before: tuple[str, ...] = ()) -> Step | None:
    """The step itself, else what must be done before it; None when neither is possible as the case stands."""
    action = j.procedure.derived[step.action]
    if action.id in before or Role.SYSTEM in action.roles:
        return None
    faults = list(out_of_order(replace(j, action=action)))
    if not faults:
        return step if _made(j, step) else None
    cures = [one.cure for one in faults if one.cure]
    if len(cures) < len(faults):
        return None
    return _doable(j, _step(j, On(cures[0])), (*before, action.id))


def _step(j: Judgement, on: On) -> Step:
    """The event as a step: the one of the usual way that is still to be taken, where it has one."""
    same = [one for one in j.procedure.path if one.action == on.action]
    left = (one for one in same if not walked(j.procedure, j.standing, one) and _made(j, one))
    return Step(on.action, on.where) if on.where else next(left, Step(on.action))


def _unanswered(j: Judgement) -> list[Action]:
    """Approvals that somebody asked for."""
    found = [
        one
        for one in j.procedure.approvals
        if one.asked_by in j.standing.by_action
        and _last(j, one.asked_by) > max(_last(j, one.id), _last(j, f"{one.id}.back"))
    ]
    return [one for one in found if not list(out_of_order(replace(j, action=one)))]


def _waits_for(j: Judgement, clock: Clock, found: Iterable[str]) -> str:
    """Which of the waiting acts ends the limit."""
    acts = {on.action for on in clock.term.ends}
    acts |= {j.procedure.derived[one].asked_by for one in acts}
    return next((one for one in found if one in acts), "")


def _on_the_way(j: Judgement, clock: Clock) -> bool:
    """Whether the limit runs to a step that the case is on its way to, and not to one beside it (公示)."""
    if ended(j):
        return False
    way = {one.action for one in _way(j)}
    return any(on.action in way and j.procedure.derived[on.action].to for on in clock.term.ends)
