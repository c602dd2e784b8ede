"""Paying a fine: what is due after deferral and remedies, whether it is paid in full, what is added for delay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from mingjing.law import fields
from mingjing.law.bases import CF
from mingjing.law.clocks import clock_of
from mingjing.law.guards.amounts import yuan
from mingjing.law.guards.domain import found
from mingjing.law.judgement import Judgement, day_of
from mingjing.law.owing import Owing
from mingjing.law.surcharge import Surcharge, surcharge
from mingjing.law.terms import Entry, Guard, Why

DECIDED = ("po_decide", "ps_decide")
RESULTS = ("po_remedy_result", "ps_remedy_result")
PAID = ("po_pay", "ps_pay", "ps_collect")
"""The same acts of the ordinary and of the summary procedure."""


def _events(j: Judgement, actions: tuple[str, ...]) -> list[Entry]:
    """The live entries of these acts, in the order of the case."""
    return sorted((entry for one in actions for entry in j.events(one)), key=lambda entry: entry.n)


def due_fine(j: Judgement) -> int:
    """The fine in 分 as it stands: as 复议 or 诉讼 changed it, else as decided; 0 when the decision has fallen."""
    made = _events(j, DECIDED)
    if not made:
        return 0
    changed = [
        one for one in _events(j, RESULTS) if one.n > made[-1].n and j.fact(one, "result") == "changed"
    ]
    found = j.fact(changed[-1], "changed_fine") if changed else j.fact(made[-1], "fine")
    return found if isinstance(found, int) else 0


def due_day(j: Judgement) -> date | None:
    """The last day for payment, as put off by a deferral."""
    clock = clock_of(j.procedure, j.procedure.term("T08"), j)
    return clock.last_day if clock else None


def payments(j: Judgement) -> list[tuple[date, int]]:
    return [(_paid_on(j, one), _amount(j, one)) for one in _events(j, PAID)]


def _paid_on(j: Judgement, entry: Entry) -> date:
    stated = j.fact(entry, "paid_on")
    return (
        date.fromisoformat(stated) if isinstance(stated, str) and fields.is_day(stated) else day_of(entry.on)
    )


def _amount(j: Judgement, entry: Entry, name: str = "amount") -> int:
    found = j.fact(entry, name)
    return found if isinstance(found, int) else 0


def fine_owing(j: Judgement) -> Owing:
    """What the decision orders to be paid; only the fine bears a surcharge, what is confiscated does not."""
    made, raised, fine = _events(j, DECIDED), j.last("po_surcharge"), due_fine(j)
    return Owing(
        fine + (_amount(j, made[-1], "confiscated") if made else 0),
        fine,
        _amount(j, raised, "surcharge") if raised and made else 0,
        due_day(j),
        tuple(payments(j)),
        tuple(stayed(j)),
        "penalty.surcharge_daily",
        "penalty.surcharge_cap",
    )


def stayed(j: Judgement) -> list[tuple[date, date]]:
    """Days of 复议 and 诉讼, from acceptance to receipt (rules C15); what is still running has no end yet.

    Whether the first and the last of them bear the surcharge is for the bureau to say (E30).
    """
    filed = _events(j, ("po_remedy_filed", "ps_remedy_filed"))
    rule = found(j, "penalty.stay_ends") if filed else None
    inside = timedelta(days=1 if rule is not None and rule.amount == "counted" else 0)
    spans = []
    for entry in filed:
        begin = j.fact(entry, "accepted_on")
        if not isinstance(begin, str) or not fields.is_day(begin):
            continue
        ends = (j.fact(one, "received_on") for one in _events(j, RESULTS) if one.n > entry.n)
        end = next((one for one in ends if isinstance(one, str) and fields.is_day(one)), None)
        last = date.fromisoformat(end) - inside if end else date.max
        spans.append((date.fromisoformat(begin) + inside, last))
    return spans


def added(j: Judgement, until: date) -> Surcharge | None:
    """What has been added to the fine by a day; None while payment is not late."""
    due = due_day(j)
    if due is None or until <= due:
        return None
    return surcharge(
        due_fine(j),
        payments(j),
        due,
        until,
        stayed(j),
        percent=j.param("penalty.surcharge_daily", until).number,
        cap_percent=j.param("penalty.surcharge_cap", until).number,
    )


def _surcharge(j: Judgement) -> Iterator[str]:
    if j.move.asking or j.action.asked_by:
        return
    found = added(j, j.on)
    if found is None:
        due = due_day(j)
        yield f"缴款期限到 {due} 才届满，还不能加处罚款。" if due else "决定书还没有送达，还不能加处罚款。"
    elif j.stated("surcharge") != found.amount:
        yield (
            f"到 {j.on} 应加处罚款 {yuan(found.amount)}（{_counted(found)}），与填写的 {yuan(j.money('surcharge'))}不符。"
        )


def _counted(found: Surcharge) -> str:
    spans = "；".join(
        f"{one.since} 至 {one.until} 共 {one.days} 日，未缴 {yuan(one.unpaid)}" for one in found.spans
    )
    return f"{spans or '没有应计的日子'}{'；以罚款数额为上限' if found.capped else ''}"


G_SURCHARGE = Guard("E-FIELD", "加处罚款按日计算，不超过罚款数额", CF("第七十二条第一款第一项"), _surcharge)


def _in_full(j: Judgement) -> Iterator[str]:
    if j.stated("in_full") != "yes":
        return
    raised = j.last("po_surcharge")
    extra = j.fact(raised, "surcharge") if raised else 0
    owed = due_fine(j) + (extra if isinstance(extra, int) else 0)
    paid = sum(amount for _, amount in payments(j)) + j.money("amount")
    if paid < owed:
        yield f"应缴 {yuan(owed)}，连同这一次共缴 {yuan(paid)}，还没有缴清，请改选部分缴纳或者核对金额。"


G_PAID = Guard("E-FIELD", "缴清的数额相符", CF("第六十七条"), _in_full)


def _fined(j: Judgement) -> Iterator[str | Why]:
    if fine := due_fine(j):
        yield Why(f"决定有罚款 {yuan(fine)}，缴清以后才算履行，请登记缴纳罚款。", "po_pay")


G_NO_FINE = Guard("E-ORDER", "没有罚款的才登记履行", CF("第六十七条"), _fined, cures=("po_pay",))


def _unperformed(j: Judgement) -> Iterator[str]:
    """What the decision orders beside the fine stays enforceable after the fine is paid, once its own day is over."""
    until = j.known("ordered_by")
    if "payment" in j.standing.open:
        return
    if "duty" not in j.standing.open:
        yield "决定的义务都已经履行，或者决定已经撤销，没有可以执行的。"
    elif isinstance(until, str) and j.on.isoformat() <= until:
        yield f"责令履行的期限到 {until} 才届满，期满仍不履行的才能另立执行案件。"


G_UNPERFORMED = Guard("E-ORDER", "还有没有履行的义务", CF("第七十二条"), _unperformed)
