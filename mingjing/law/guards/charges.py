"""Charging: nothing outside the published catalogue, the sum by its standard, nothing for a permit, relief by law only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta

from mingjing.law import fields
from mingjing.law.bases import PLATFORM, QZ, SDSF, SG, XK
from mingjing.law.clocks import for_enforcement
from mingjing.law.guards.amounts import yuan
from mingjing.law.guards.domain import counted, found
from mingjing.law.judgement import Judgement
from mingjing.law.owing import Owing, elsewhere
from mingjing.law.surcharge import Surcharge, surcharge
from mingjing.law.terms import Basis, Entry, Guard, Power, Why


def _item(j: Judgement) -> Power | None:
    item = j.value("item")
    return j.power(str(item)) if item is not None else None


def _catalogued(j: Judgement) -> Iterator[str]:
    power = _item(j)
    if power is not None and (power.standard is None or fields.blank(power.approval)):
        yield f"收费目录清单里“{power.item}”没有写明标准或者批准文号，补齐以前不得收费。"


G_CATALOGUED = Guard("G-BASIS", "收费目录清单写明标准和批准文号", SDSF("第六条", mark="R2"), _catalogued)


def _sum(j: Judgement) -> Iterator[str]:
    power, quantity, due = _item(j), j.value("quantity"), j.stated("amount_due")
    if power is None or power.standard is None or not isinstance(quantity, int) or not isinstance(due, int):
        return
    unit = power.unit or "件"
    if quantity <= 0:
        yield f"数量是 {quantity}，按标准收取的至少是 1 {unit}，请核对数量。"
    elif due != power.standard * quantity:
        yield (
            f"应缴金额 {yuan(due)} 不等于标准 {yuan(power.standard)}/{unit} 乘以数量 {quantity}，"
            f"应当是 {yuan(power.standard * quantity)}。"
        )


G_SUM = Guard("E-FIELD", "金额等于标准乘以数量", PLATFORM("缴费通知", mark="P"), _sum)


def _told_less(j: Judgement) -> Iterator[str]:
    notice = j.last("lv_notice")
    told, due = j.fact(notice, "amount_due") if notice else None, j.stated("amount_due")
    if isinstance(told, int) and isinstance(due, int) and due > told:
        yield f"决定的金额 {yuan(due)}高于告知的 {yuan(told)}，要先重新告知。"


G_NOT_MORE = Guard(
    "G-AMOUNT", "金额不高于告知的金额", PLATFORM("征收前告知", mark="P"), _told_less, cure="lv_notice"
)


def _free(j: Judgement) -> Iterator[str]:
    if j.value("for_permit") is True and fields.blank(j.value("charge_basis")) and not j.move.asking:
        yield "实施行政许可和对许可事项监督检查不得收费；法律、行政法规另有规定的，请写明是哪一条。"


G_FREE = Guard("G-BASIS", "许可和对许可的检查不收费", XK("第五十八条"), _free)


def owed(j: Judgement) -> int:
    """What is still to be paid, in 分: the sum last notified less relief and payments, with the last late charge."""
    if j.procedure.owing is not None:
        return j.procedure.owing(j).outstanding
    paid = sum(_amount(j, one.facts, "amount") for one in j.standing.live if "amount" in one.facts)
    return max(principal(j) + _last(j, "late_charge") - paid, 0)


def principal(j: Judgement) -> int:
    """The sum last notified or as a remedy changed it, less relief granted, in 分."""
    less = sum(_amount(j, one.facts, "relief_amount") for one in j.standing.live if _effective(j, one))
    return max(_ordered(j) - less, 0)


def _ordered(j: Judgement) -> int:
    """What the decision orders to be paid as it stands: a change by 复议 or 诉讼 counts like a decision."""
    effective = (one for one in reversed(j.standing.live) if _effective(j, one))
    stated = (j.fact(one, name) for one in effective for name in ("changed_fine", "amount_due"))
    return next((one for one in stated if isinstance(one, int)), 0)


DAILY, CAP = "levy.late_daily", "charge.late_cap"
PARTS = {"percent": 100, "permyriad": 10000}
"""Of how many parts a rate of that unit is given."""


def late_to(
    j: Judgement, debt: Owing, until: date, taken: Iterable[tuple[date, int]] = ()
) -> Surcharge | None:
    """What a debt has grown by up to a day, by the rate of its own law; None where no rate is set or no day is due.

    `taken`: day and 分 of what was taken elsewhere for it.
    """
    rate = found(j, debt.daily)
    if rate is None or debt.due is None:
        return None
    return surcharge(
        debt.bearing,
        (*debt.received, *taken),
        debt.due,
        until,
        debt.stayed,
        percent=rate.number,
        per=PARTS[rate.unit],
        cap_percent=j.param(debt.cap, until).number,
    )


def charge_owing(j: Judgement) -> Owing:
    """What the decision orders to be paid: the sum less relief; nothing once the decision has fallen."""
    decides = {one.id for one in j.procedure.actions if one.decides}
    stands = not decides or any(one.action in decides for one in j.standing.live)
    due, left = _due(j), principal(j) if stands else 0
    paid = [one for one in j.standing.live if "paid_on" in one.facts and "amount" in one.facts]
    return Owing(
        left,
        left,
        _last(j, "late_charge") if stands else 0,
        date.fromisoformat(due) if fields.is_day(due) else None,
        tuple(
            (date.fromisoformat(str(one.facts["paid_on"])), _amount(j, one.facts, "amount")) for one in paid
        ),
        (),
        DAILY,
        CAP,
        date.fromisoformat(due) if fields.is_day(due) else None,
        date.fromisoformat(later) if fields.is_day(later := _deferred(j)) else None,
        elsewhere(j),
    )


def _effective(j: Judgement, entry: Entry) -> bool:
    """An ask states the same again as its approval; a draft that goes to review decides nothing."""
    action = j.procedure.action(entry.action)
    return action is not None and action.effective and not action.drafts


def _last(j: Judgement, name: str) -> int:
    """The amount that was stated last by an act that took effect."""
    stated = (_amount(j, one.facts, name) for one in reversed(j.standing.live) if _effective(j, one))
    return next((one for one in stated if one), 0)


def _amount(j: Judgement, facts: object, name: str) -> int:
    found = j.procedure.stated(facts, name)  # type: ignore[arg-type]
    return found if isinstance(found, int) else 0


def _paid(j: Judgement) -> Iterator[str]:
    paid = j.stated("amount")
    if not isinstance(paid, int):
        return
    if j.stated("in_full") == "no":
        if not 0 < paid < owed(j):
            yield f"部分缴纳的金额应当大于零且少于应缴的 {yuan(owed(j))}。"
    elif paid != owed(j):
        yield f"缴费金额 {yuan(paid)} 与应缴的 {yuan(owed(j))} 不一致，请核对票据。"


G_PAID = Guard("E-FIELD", "缴费金额与应缴一致", SDSF("第十四条", mark="R2"), _paid)
G_PAID_OR_TAKEN = replace(G_PAID, links=True)
"""Where another case may take what is owed."""


def _relievable(j: Judgement) -> int:
    """What is ordered or, where more than that was paid (变更、撤销、多收), what was paid and not given back since."""
    payments = [one for one in j.standing.live if "paid_on" in one.facts]
    paid = sum(_amount(j, one.facts, "amount") for one in payments)
    back = (one for one in j.standing.live if payments and one.n > payments[0].n and _effective(j, one))
    return max(principal(j), paid - sum(_amount(j, one.facts, "relief_amount") for one in back))


def _relief(j: Judgement) -> Iterator[str | Why]:
    amount, ground = j.stated("relief_amount"), j.stated("relief_ground")
    if isinstance(amount, int) and not 0 < amount <= (most := _relievable(j)):
        yield f"减免、退还的金额应当大于零且不超过 {yuan(most)}。"
    paid = sum(_amount(j, one.facts, "amount") for one in j.standing.live)
    if isinstance(amount, int) and j.stated("relief_kind") == "refund" and amount > paid:
        yield f"已经缴纳 {yuan(paid)}，退还的不能超过这个金额；没有缴纳的请办理减征、免征。"
    if ground == "by_law" and fields.blank(j.stated("relief_basis")):
        yield "减免只能依据法律、法规、规章的规定，请写明是哪一条。"


G_RELIEF = Guard("E-FIELD", "减免、退费有法定理由", PLATFORM("减免、退费", mark="P"), _relief)


def relief_grounds(j: Judgement) -> list[str]:
    """Why relief must pass legal review (rules §3.1 lev_major, fee_new): of a levy always, of a charge when large."""
    stated, kind = j.stated("relief_amount"), j.stated("relief_kind")
    amount = stated if isinstance(stated, int) else 0
    if kind in ("reduce", "exempt") or (kind == "defer" and amount):
        return ["减征、免征列入重大执法决定目录"]
    limit = j.param("review.fee_relief").number
    large = j.stated("relief_ground") is not None and amount >= limit
    return [f"减免、退费达到 {yuan(limit)}"] if large else []


def _all_relieved(j: Judgement) -> Iterator[str]:
    if principal(j):
        yield f"还有 {yuan(principal(j))} 没有批准减免，不能不再收取，请继续收取或者另行呈批减免。"


G_RELIEVED = Guard("E-FIELD", "已经全部减免", PLATFORM("减免、退费", mark="P"), _all_relieved)


def _deferred(j: Judgement) -> str:
    """Until which day payment was put off by an approval; an ask puts nothing off."""
    stated = (j.fact(one, "deferred_until") for one in j.standing.live if _effective(j, one))
    return max((one for one in stated if isinstance(one, str)), default="")


def _due(j: Judgement) -> str:
    """The last day for payment, "YYYY-MM-DD", as put off by an approval, and never the day of service: whoever receives
    the decision late has a day; "" = not stated.
    """
    served = for_enforcement(j.procedure, j.standing).get("decision_served_on")
    first = (date.fromisoformat(str(served)) + timedelta(days=1)).isoformat() if served else ""
    days = (j.known("pay_by"), _deferred(j))
    said = [one for one in days if isinstance(one, str) and one]
    return max(*said, first) if said else ""


def gives_time(field: str, what: str, basis: Basis) -> Guard:
    """The last day that the agency sets lies after the day of the act: a period of no day at all is none."""

    def check(j: Judgement) -> Iterator[str]:
        until = j.stated(field)
        if isinstance(until, str) and fields.is_day(until) and until <= j.on.isoformat():
            yield f"{what}写的是 {until}，办理的日期是 {j.on}，至少要给一日；请改为 {j.on + timedelta(days=1)} 以后的日期。"

    return Guard("E-FIELD", f"{what}至少一日", basis, check)


G_PAY_BY = gives_time("pay_by", "缴费期限", PLATFORM("缴费通知", mark="P"))
G_DEMAND_BY = gives_time("demand_by", "催缴期限", PLATFORM("缴费通知", mark="P"))


def _overdue(j: Judgement) -> Iterator[str]:
    until = _due(j)
    if j.on.isoformat() <= until:
        yield f"缴费期限到 {until} 才届满，期满以后才能催缴。"


G_OVERDUE = Guard("E-EARLY", "缴费期限已过", PLATFORM("缴费通知", mark="P"), _overdue)


def _put_off(j: Judgement) -> Iterator[str]:
    """How long payment may be put off, and by whom, is set by some fields only."""
    wanted, due = j.stated("deferred_until"), j.known("pay_by")
    most, who = found(j, "levy.defer_within"), found(j, "levy.defer_approver")
    if not (isinstance(wanted, str) and fields.is_day(wanted)):
        return
    if most is not None and isinstance(due, str) and fields.is_day(due):
        last = counted(j, date.fromisoformat(due), most.length, rolls=False)
        if wanted > last.isoformat():
            yield f"缓缴最长 {most.length}，到 {last} 为止，不能缓到 {wanted}。"
    if who is not None and fields.blank(j.value("superior_approval")) and not j.move.asking:
        yield f"本领域缓缴由{who.amount}批准，请写明批准的文件。"


G_PUT_OFF = Guard("E-FIELD", "缓缴没有超过期限，有权的机关已批准", SG("第三十一条第二款"), _put_off)


def _late(j: Judgement) -> Iterator[str]:
    late = j.stated("late_charge")
    if not isinstance(late, int) or not late:
        return
    if fields.blank(j.stated("late_basis")):
        yield "没有法律授权不得加收滞纳金，请写明法律依据，或者去掉滞纳金。"
    most = principal(j) * j.param(CAP).number // 100
    if late > most:
        yield f"滞纳金 {yuan(late)}超过了上限 {yuan(most)}，不得超过。"
    yield from _rate(j, late)


def _rate(j: Judgement, late: int) -> Iterator[str]:
    """What a day costs is set by some fields only; both ends of the days count (C14)."""
    rate, counted = found(j, DAILY), late_to(j, charge_owing(j), j.on)
    if rate is not None and counted is not None and late > counted.amount:
        yield (
            f"滞纳金 {yuan(late)}超过按日万分之 {rate.number} 计算 {counted.days} 日的 {yuan(counted.amount)}，请重新计算。"
        )


G_LATE = Guard("E-FIELD", "滞纳金有法律依据，不超过本金", QZ("第四十五条"), _late)
G_LATE_LEFT = replace(G_LATE, links=True)
