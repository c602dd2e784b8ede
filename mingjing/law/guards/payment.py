"""Paying a fine: what is due after deferral and remedies, whether it is paid in full, what is added for delay."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from mingjing.law import fields
from mingjing.law.bases import CF
from mingjing.law.clocks import Clock, clock_of
from mingjing.law.guards.amounts import yuan
from mingjing.law.guards.domain import found
from mingjing.law.judgement import Judgement, day_of
from mingjing.law.owing import Owing, elsewhere
from mingjing.law.surcharge import Surcharge, surcharge
from mingjing.law.terms import After, Condition, Entry, Guard, Why

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


def imposed(j: Judgement) -> int:
    """The fine and what is confiscated, in 分, as the decision stands; 0 where it orders no money or has fallen."""
    made = _events(j, DECIDED)
    return due_fine(j) + (_amount(j, made[-1], "confiscated") if made else 0)


ORDERS_MONEY = Condition("决定有罚款或者没收款", lambda j: imposed(j) > 0)


def _due(j: Judgement) -> Clock | None:
    """The time to pay, as put off by a deferral."""
    return clock_of(j.procedure, j.procedure.term("T08"), j)


def due_day(j: Judgement) -> date | None:
    clock = _due(j)
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
    raised, clock = j.last("po_surcharge"), _due(j)
    return Owing(
        imposed(j),
        due_fine(j),
        _amount(j, raised, "surcharge") if raised else 0,
        clock.last_day if clock else None,
        tuple(payments(j)),
        tuple(stayed(j)),
        "penalty.surcharge_daily",
        "penalty.surcharge_cap",
        clock.certain if clock else None,
        taken=elsewhere(j),
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
        fine_owing(j).received,
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


G_SURCHARGE = Guard(
    "E-FIELD", "加处罚款按日计算，不超过罚款数额", CF("第七十二条第一款第一项"), _surcharge, links=True
)


def _in_full(j: Judgement) -> Iterator[str]:
    """What an enforcement took is counted already: the same sum entered as a payment would count twice."""
    debt, paying = fine_owing(j), j.money("amount")
    taken = sum(amount for one in debt.taken for _, amount in one.rows)
    already = f"执行案件已经划拨、抵缴 {yuan(taken)}，" if taken else ""
    if taken and paying > debt.outstanding:
        yield (
            f"{already}还应缴的只有 {yuan(debt.outstanding)}，这一次登记了 {yuan(paying)}；执行所得不用再登记为缴纳，请核对。"
        )
    owed = due_fine(j) + debt.added
    if (
        j.stated("in_full") != "no"
        and not j.move.asking
        and debt.paid + paying < owed
        and paying < debt.outstanding
    ):
        yield f"{already}应缴 {yuan(owed)}，连同这一次共缴 {yuan(debt.paid + paying)}，还没有缴清，请改选部分缴纳或者核对金额。"


G_PAID = Guard("E-FIELD", "缴清的数额相符", CF("第六十七条"), _in_full, links=True)


def _orders(what: str, sum_of: Callable[[Judgement], int], cure: str = "") -> Guard:
    def check(j: Judgement) -> Iterator[str]:
        if not sum_of(j):
            yield f"决定没有{what}，或者决定已经撤销，不能办“{j.action.label}”。"

    return Guard("E-ORDER", f"决定有{what}", CF("第六十六条、第六十七条"), check, cure=cure)


G_FINED, G_TO_PAY = _orders("罚款", due_fine), _orders("要缴纳的款项", imposed)
G_TO_PAY_HERE = replace(G_TO_PAY, cure="po_perform")


def _fined(j: Judgement) -> Iterator[str | Why]:
    if fine := due_fine(j):
        yield Why(f"决定有罚款 {yuan(fine)}，缴清以后才算履行，请登记缴纳罚款。", "po_pay")


G_NO_FINE = Guard("E-ORDER", "没有罚款的才登记履行", CF("第六十七条"), _fined, cures=("po_pay",))


def _duty_until(j: Judgement) -> str:
    """The last day for what the decision orders beside a payment, while that is not done; "" = there is no such duty."""
    return str(j.known("ordered_by") or "") if "duty" in j.standing.open else ""


def _pays(j: Judgement) -> bool:
    return "payment" in j.standing.open and ORDERS_MONEY.test(j)


def _duty_is_late(j: Judgement) -> bool:
    until = _duty_until(j)
    return bool(until) and j.on.isoformat() > until


ONLY_MONEY_LATE = Condition("责令的其他义务没有逾期", lambda j: not _duty_is_late(j))


def _unperformed(j: Judgement) -> Iterator[str]:
    """What the decision orders is enforceable part by part: money once the time to pay is over (T08), another duty once its
    own day is; what orders neither (吊销, 警告) leaves nothing to enforce.
    """
    if _pays(j) or _duty_is_late(j):
        return
    if until := _duty_until(j):
        yield f"责令履行的期限到 {until} 才届满，期满仍不履行的才能办“{j.action.label}”。"
    else:
        yield "决定没有要缴纳的款项和责令履行的其他义务，或者都已经履行，或者决定已经撤销，没有可以执行的。"


G_UNPERFORMED = Guard("E-ORDER", "还有没有履行的义务", CF("第六十六条第一款、第七十二条"), _unperformed)
LATE = (G_UNPERFORMED, After("T08", when=ONLY_MONEY_LATE))
"""Nobody is demanded or forced before they are late; a payment put off (暂缓、分期) holds up no other duty."""
