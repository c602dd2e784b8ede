"""Who acts, at which stage, on which ask: what bars an act before anything of it is read."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law.bases import CF
from mingjing.law.judgement import Judgement
from mingjing.law.rules.base import carried, draft, possible, refuse
from mingjing.law.terms import ROLE_LABELS, Refusal, Role


def stale(j: Judgement) -> Iterator[Refusal]:
    after = j.move.after
    if after is not None and after != j.case.last:
        yield refuse(
            j, "E-STALE", f"您打开页面以后案件又有新的记录（已到第 {j.case.last} 条），请看过以后再办。"
        )


def role(j: Judgement) -> Iterator[Refusal]:
    wanted = j.action.roles
    if j.move.actor == Role.SYSTEM:
        if Role.SYSTEM not in wanted:
            yield refuse(j, "E-ROLE", f"“{j.action.label}”不能由系统办理。")
        return
    person = j.person(j.move.actor)
    if person is None or not person.roles & j.action.holders:
        who = "、".join(ROLE_LABELS[role] for role in sorted(wanted))
        yield refuse(
            j, "E-ROLE", f"“{j.action.label}”由{who}办理，您在本机关没有这个角色。", basis=j.action.basis
        )


def order(j: Judgement) -> Iterator[Refusal]:
    action, standing = j.action, j.standing
    if action.opening != (not j.case.entries) and (action.opening or not j.case.entries):
        yield refuse(
            j,
            "E-ORDER",
            f"“{action.label}”只能在案件开始时办理一次。" if j.case.entries else "案件还没有开始。",
        )
        return
    if action.stage is not None and j.case.entries and standing.stage not in action.stage:
        yield refuse(
            j,
            "E-ORDER",
            f"案件现在处于“{j.procedure.stage_label(standing.stage)}”，"
            f"“{action.label}”要在{_stages(j)}办理。",
            basis=action.basis,
        )
    if action.asked_by and j.ask is None:
        ask = j.procedure.derived[action.asked_by]
        yield refuse(j, "E-ORDER", f"还没有“{ask.label}”，请先呈批。", basis=action.basis, cure=ask.id)
    elif not action.repeat and j.last(action.id):
        yield refuse(j, "E-ORDER", f"“{action.label}”已经办过，不能重复办理。", basis=action.basis)
    for track in sorted(action.closes & standing.open):
        yield refuse(
            j,
            "E-ORDER",
            f"“{track_label(j, track)}”还没有完结，请先办结。",
            basis=action.basis,
            cure=shutting_act(j, track),
        )


def _stages(j: Judgement) -> str:
    wanted = [label for code, label in j.procedure.stages if code in (j.action.stage or ())]
    return "、".join(f"“{label}”" for label in wanted) + "阶段"


def track_label(j: Judgement, track: str) -> str:
    return next((one.label for one in j.procedure.tracks if one.id == track), track)


def shutting_act(j: Judgement, track: str) -> str:
    return next((one.id for one in j.procedure.derived.values() if track in possible(one.shuts)), "")


def bound(j: Judgement) -> Iterator[Refusal]:
    """An approval is bound to its ask: a draft changed since then makes the ask lapse (G-BOUND)."""
    ask = j.ask
    if ask is None:
        return
    for paper in carried(j.action):
        asked, current = j.digest(ask, paper), draft(j, paper)
        if current and current != asked:
            label = found.label if (found := j.procedure.paper(paper)) else paper
            yield refuse(
                j,
                "G-BOUND",
                f"呈批以后《{label}》的稿件有改动，呈批失效，请重新呈批。",
                basis=CF("第五十八条") if paper == j.action.binds else j.action.basis,
                cure=ask.action,
            )
