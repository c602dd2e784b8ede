"""On what day an act may be dated: not in the future, not out of order, not after a limit that it extends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

from mingjing.law import fields
from mingjing.law.clocks import clock_of
from mingjing.law.common import COMMON_ACTIONS
from mingjing.law.judgement import SHANGHAI, Judgement, day_of, moment_of, stood
from mingjing.law.rules.base import refuse
from mingjing.law.rules.needs import needs, unsure
from mingjing.law.rules.order import order
from mingjing.law.rules.stated import fields_of, named
from mingjing.law.terms import Refusal, Role

RENDERING = frozenset(one.id for one in COMMON_ACTIONS)
"""What the system does with a paper after the act that made it; its day says nothing of the case."""


def date_faults(j: Judgement) -> Iterator[Refusal]:
    on = j.move.on
    if not (fields.is_time(on) or fields.is_day(on)):
        yield refuse(j, "E-FIELD", "发生日期不对，应当写成 2025-09-24 这样的日期。", field="on")
    elif j.action.hours and len(on) == 10:
        yield refuse(j, "E-FIELD", "这一步按小时计算期限，请写明发生的时间。", field="on")
    elif j.on.isoformat() < j.procedure.since:  # no rule can be asked about a day before it was in force
        yield refuse(
            j,
            "E-FIELD",
            f"“{j.procedure.label}”从 {j.procedure.since} 起施行，立案不能早于这一天；违法行为可以更早。",
            basis=j.procedure.basis,
            field="on",
        )


def entered(j: Judgement) -> Iterator[Refusal]:
    at_day = j.context.at.astimezone(SHANGHAI).date()
    late = j.on > at_day if len(j.move.on) == 10 else moment_of(j.move.on) > j.context.at
    if late:
        yield refuse(j, "E-FIELD", "发生日期晚于现在，请核对。", field="on")
    if j.move.actor == Role.SYSTEM:
        return
    allowed = j.param("backdate.reason_after", j.on).number
    if at_day - j.on > timedelta(days=allowed) and fields.blank(j.move.facts.get("late_reason")):
        yield refuse(
            j,
            "E-FIELD",
            f"发生日期比登记日期早 {(at_day - j.on).days} 日，请写明补录的原因。",
            field="late_reason",
        )


def sequence(j: Judgement) -> Iterator[Refusal]:
    """Nothing happens before its case begins, no approval before its ask: else a limit could be made to run out."""
    if j.case.entries and j.on < (began := day_of(j.case.entries[0].on)):
        yield refuse(j, "E-FIELD", f"发生日期早于案件开始的日期（{began}），请核对。", field="on")
    if j.ask is not None and j.on < (asked := day_of(j.ask.on)):
        yield refuse(j, "E-FIELD", f"批准日期早于呈批日期（{asked}），请核对。", field="on")


def days_in_order(j: Judgement) -> Iterator[Refusal]:
    """A later day does not lie before an earlier one: judged of an approval again, on its own day."""
    for field in (one for one in fields_of(j) if one.not_before):
        day, floor = j.stated(field.id), j.on.isoformat()
        if other := field.not_before if field.not_before != "on" else "":
            floor = str(j.value(other) or "")
        if not (fields.is_day(day) and fields.is_day(floor)) or str(day) >= floor:
            continue
        label = f"“{found.label}”" if (found := named(j, other)) else f"“{j.action.label}”的日期"
        yield refuse(
            j,
            "E-FIELD",
            f"“{field.label}”（{day}）早于{label}（{floor}），请改正。",
            basis=j.action.basis,
            field=field.id,
        )


def extends(j: Judgement) -> Iterator[Refusal]:
    """An extension is not made up for: once the limit has run out in the ledger, no date brings it back."""
    act = j.action.asked_by.removesuffix(".ask") or j.action.id.removesuffix(".ask")
    for term in j.procedure.extending.get(act, ()):
        today = j.context.at.astimezone(SHANGHAI).date()
        clock = clock_of(j.procedure, term, j)
        if clock is not None and not clock.provisional and not clock.ended_on and today > clock.last_day:
            yield refuse(
                j,
                "E-LATE",
                f"“{term.label}”已于 {clock.shown} 届满，期满以后不能再登记“{j.action.label}”，补录也不行{unsure(clock)}。",
                basis=term.basis,
            )


def on_its_day(j: Judgement) -> Iterator[Refusal]:
    """What is entered late must also have been allowed as the case stood on its day: else a deed could be dated before
    the approval, review or service that it needs.
    """
    if j.move.asking or j.move.actor == Role.SYSTEM or not j.case.entries:
        return
    earlier = [one for one in j.case.entries if one.action in RENDERING or day_of(one.on) <= j.on]
    if len(earlier) == j.case.last or day_of(j.case.entries[0].on) > j.on:
        return
    then = replace(j, standing=stood(j.procedure, earlier))
    now = {str(one) for one in (*order(j), *needs(j))}
    for one in (*order(then), *needs(then)):
        if str(one) not in now:
            yield replace(one, sentence=f"发生日期是 {j.on}，按那一天的情况：{one.sentence}", field="on")
