"""What an enforcement may take and do: the sums are those of the decided case, the duty and the way those that were decided."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from mingjing.law import fields, owing
from mingjing.law.bases import CF, QZ
from mingjing.law.clocks import event_day
from mingjing.law.guards.amounts import yuan
from mingjing.law.guards.charges import late_to
from mingjing.law.guards.decision import served
from mingjing.law.judgement import Judgement, day_of
from mingjing.law.owing import Owing, Taken
from mingjing.law.surcharge import Surcharge
from mingjing.law.terms import Condition, Entry, Field, Guard, Json, Kind

# --- the duty -----------------------------------------------------------------------------------------------------------

MONEY, AT_ONCE = "money", "clear_at_once"
DUTIES = {
    MONEY: "缴纳罚款、没收款、征收款",
    "demolish": "拆除违法的建筑物、构筑物、设施",
    "remove": "排除妨碍、恢复原状",
    "move": "搬迁",
    AT_ONCE: "立即清除遗洒物、障碍物、污染物（没有在先的决定）",
}
TRACK_OF = {MONEY: "payment", "demolish": "duty", "remove": "duty", "move": "moving"}
"""The track of the decided case that is open while the duty is not done."""
ORDERED = ("demolish", "remove")
"""Duties that a decision orders beside a payment, under the field `orders`."""
WAYS = {MONEY: ("transfer", "auction", "other"), "demolish": ("demolish", "other")}
"""The ways in which a duty may be enforced by the agency itself."""


def duty(*codes: str) -> Field:
    """Which duty of the decision is enforced in this case; one case enforces one duty."""
    return Field(
        "duty", "执行的是哪一项义务", Kind.CHOICE, sample=codes[0], carries="orders",
        choices=tuple((one, DUTIES[one]) for one in codes), help="一个案件执行一项义务；罚款缴清以后，其他义务仍可以执行。",
    )  # fmt: skip


FOR_MONEY = Condition("执行金钱给付义务", lambda j: j.value("duty", MONEY) == MONEY)
DECIDED_BEFORE = Condition("有所执行的决定", lambda j: j.value("duty") != AT_ONCE)


def _made_anew(j: Judgement) -> bool:
    """Whether the decision that stands was made after this enforcement was begun: what is enforced here is another."""
    begun = day_of(j.case.entries[0].on) if j.case.entries else j.on
    return begun.isoformat() < str(j.of_linked("decided_case", owing.DECIDED_ON) or "")


def _still_due(j: Judgement) -> Iterator[str]:
    code = j.value("duty")
    tracks = {TRACK_OF[str(code)]} if code in TRACK_OF else set(TRACK_OF.values())
    if code != AT_ONCE and _made_anew(j):
        yield "本案执行的决定已经撤销，原案另作了决定；请终结执行，按新的决定另立案件。"
        return
    for one in j.named():
        if one.relation == "decided_case" and code != AT_ONCE and not tracks & one.open:
            yield "关联案件没有这项义务，或者义务已经履行，或者决定已经撤销，不能执行；已经立案的，请终结执行。"
            return
    debt = debt_of(j) if code == MONEY else None
    if debt is not None and not debt.imposed:
        yield "所执行的决定没有要缴纳的款项，没有可以执行的；已经立案的，请终结执行。"


G_STILL_DUE = Guard(
    "E-LINK", "义务还没有履行，决定还有效", QZ("第三十七条、第四十条"), _still_due, links=True
)


def _as_ordered(j: Judgement) -> Iterator[str]:
    code, ordered = j.stated("duty"), j.of_linked("decided_case", "orders")
    until = j.of_linked("decided_case", "ordered_by")
    if code not in ORDERED or j.move.asking:
        return
    if code == ordered and isinstance(until, str) and j.on.isoformat() <= until:
        yield f"责令履行的期限到 {until} 才届满，期满仍不履行的才能执行。"
    if code != ordered:
        said = f"责令的是“{DUTIES.get(str(ordered), ordered)}”" if ordered else "没有责令这样的义务"
        yield f"所执行的决定{said}，不能执行“{DUTIES[str(code)]}”，请按决定书改正。"


G_AS_ORDERED = Guard("E-LINK", "执行的是决定责令的义务", QZ("第四十四条、第五十条"), _as_ordered, links=True)


def _against_whom(j: Judgement) -> Iterator[str]:
    said, decided = j.stated("party"), j.of_linked("decided_case", "party")
    if not isinstance(said, dict) or not isinstance(decided, dict):
        return
    if differs := fields.other_party(said, decided):
        whom = f"所执行的决定是对“{decided.get('name')}”作出的，不能对“{said.get('name')}”执行"
        yield f"{whom}（{'、'.join(differs)}不同），请改正。"


G_AGAINST_WHOM = Guard("E-LINK", "执行的是决定所对的当事人", QZ("第三十四条"), _against_whom, links=True)


def _not_late(j: Judgement) -> Iterator[str]:
    """As the decided case says now: what was put off since (暂缓、分期、缓征) stops what was begun before."""
    debt = debt_of(j) if j.value("duty", MONEY) == MONEY else None
    if debt is not None and debt.certain is not None and j.on <= debt.certain:
        yield f"所执行的案件的缴款期限（含暂缓、分期）到 {debt.certain} 才届满，届满以前不能办“{j.action.label}”。"


G_LATE = Guard("E-EARLY", "缴款期限已过，没有暂缓、分期", CF("第六十六条第二款"), _not_late, links=True)


def _for_money(j: Judgement) -> Iterator[str]:
    if (code := j.value("duty", MONEY)) != MONEY:
        yield f"本案执行的是“{DUTIES.get(str(code), code)}”，这一步只用于金钱给付义务。"


G_FOR_MONEY = Guard("E-ORDER", "执行的是金钱给付义务", QZ("第四十五条至第四十八条"), _for_money)


def _to_demolish(j: Judgement) -> Iterator[str]:
    if j.value("duty", "demolish") != "demolish":
        yield f"本案执行的是“{DUTIES.get(str(j.value('duty')), '')}”，没有要拆除的建筑物、构筑物、设施。"


G_TO_DEMOLISH = Guard("E-ORDER", "执行的是拆除义务", QZ("第四十四条"), _to_demolish)


def _has_decision(j: Judgement) -> Iterator[str]:
    if j.known("duty") == AT_ONCE:
        yield "立即清除的没有在先的决定，不催告、不决定代履行，请登记立即代履行。"


G_DECIDED_BEFORE = Guard("E-ORDER", "有所执行的决定", QZ("第三十四条"), _has_decision)


# --- the way ------------------------------------------------------------------------------------------------------------


def fitting(j: Judgement) -> Json:
    """The usual way of the duty."""
    return WAYS.get(str(j.known("duty") or MONEY), ("other",))[0]


def _fits(j: Judgement) -> Iterator[str]:
    code, way = str(j.known("duty") or MONEY), j.stated("way")
    if way is not None and way not in WAYS.get(code, ("other",)):
        yield f"执行“{DUTIES.get(code, code)}”不能用决定书写的方式，请改选强制执行的方式。"


G_WAY_FITS = Guard("E-FIELD", "强制执行的方式与义务相符", QZ("第十二条、第三十七条第二款"), _fits)


def decided_way(j: Judgement) -> Json:
    made = j.last("ce_now") or j.last("ce_decide")
    return j.fact(made, "way")


def carried_out(way: str, label: str) -> Guard:
    """The way that was decided is the way that is carried out."""

    def check(j: Judgement) -> Iterator[str]:
        if decided_way(j) not in (way, None):
            yield f"强制执行决定书写明的方式不是{label}，只能按决定的方式执行。"

    return Guard("E-ORDER", f"决定的方式是{label}", QZ("第三十七条第二款"), check)


OTHER_WAY = Condition("决定的是其他方式", lambda j: decided_way(j) == "other")
NAMED_WAY = Condition("决定写明划拨、拍卖或者拆除", lambda j: decided_way(j) != "other")


# --- the sums -----------------------------------------------------------------------------------------------------------


def debt_of(j: Judgement) -> Owing | None:
    """As the decided case says, without what this one took: that is read here."""
    debt = owing.read(j.of_linked("decided_case", owing.OWING))
    return replace(debt, taken=tuple(one for one in debt.taken if one.case != j.case.id)) if debt else None


def takes(j: Judgement) -> Taken:
    return Taken(
        j.case.id,
        day_of(j.case.entries[0].on),
        j.standing.stage in j.procedure.exits,
        tuple(_taken(j)),
        _amount(j, j.last("ce_surcharge"), "late_charge"),
        sum(_amount(j, one, "reduced") for one in j.events("ce_agree")),
    )


def _amount(j: Judgement, entry: Entry | None, name: str) -> int:
    found = j.fact(entry, name)
    return found if isinstance(found, int) else 0


def _taken(j: Judgement) -> list[tuple[date, int]]:
    """What was taken in this case, by day."""
    rows = [(one, "transferred") for one in j.events("ce_transfer")]
    rows += [(one, "offset") for one in j.events("ce_offset")]
    return [(day_of(one.on), _amount(j, one, name)) for one, name in rows]


def taken(j: Judgement) -> int:
    return sum(amount for _, amount in _taken(j))


def _each(j: Judgement) -> tuple[Taken, ...]:
    """Every enforcement of the decision, this one last."""
    debt = debt_of(j)
    return (*(debt.taken if debt else ()), takes(j)) if j.case.entries else ()


def remitted(j: Judgement) -> int:
    return sum(one.remitted for one in _each(j))


def added(j: Judgement) -> int:
    """What was added for delay, there or in any enforcement: each counts from the first day, so that the latest holds the
    others.
    """
    debt = debt_of(j)
    return max([debt.added if debt else 0, *(one.added for one in _each(j))])


def principal_left(j: Judgement) -> Json:
    """What is left of what was imposed, after payments there and what was taken here."""
    debt = debt_of(j)
    return max(debt.left - taken(j), 0) if debt else None


def added_left(j: Judgement) -> Json:
    """What is left of what was added: payments go to what was imposed first."""
    debt = debt_of(j)
    if debt is None:
        return None
    over = max(debt.paid + taken(j) - debt.imposed, 0)
    return max(added(j) - remitted(j) - over, 0)


def owed(j: Judgement) -> int:
    """What may still be taken in all."""
    return sum(one for one in (principal_left(j), added_left(j)) if isinstance(one, int))


def still_owed(j: Judgement) -> Json:
    return owed(j)


def held_to(field: str, label: str, computed: str) -> Guard:
    """`computed`: what the sum must be, one of `SUMS`."""
    find = SUMS[computed]

    def check(j: Judgement) -> Iterator[str]:
        wanted, said = find(j), j.stated(field)
        if isinstance(said, int) and said != wanted and not j.move.asking:
            right = f"应当是 {yuan(wanted)}" if isinstance(wanted, int) else "没有金钱给付，请去掉"
            yield f"{label}填写的是 {yuan(said)}，按所执行的案件和本案已经执行的数额{right}，请改正。"

    return Guard("E-FIELD", f"{label}按所执行的案件计算", QZ("第五条、第四十七条"), check, links=True)


SUMS = {"principal": principal_left, "added": added_left}
G_PRINCIPAL_IS = held_to("principal", "本金", "principal")
G_DEMANDED_SUM = held_to("owed_amount", "催告的金额", "principal")
G_DEMANDED_LATE = held_to("surcharge", "催告的加处罚款、滞纳金", "added")
G_ASKED_SUM = held_to("asked_principal", "申请执行的本金", "principal")
G_ASKED_LATE = held_to("asked_late", "申请执行的加处罚款、滞纳金", "added")


def _beyond(j: Judgement) -> Iterator[str]:
    """What may be taken in all: the principal and what was added, less what was paid, taken and remitted."""
    for name, verb in (("transferred", "划拨"), ("offset", "抵缴")):
        said, most = j.stated(name), owed(j)
        if isinstance(said, int) and said > most:
            yield f"{verb} {yuan(said)}超过了还应当履行的 {yuan(most)}，请改正。"


G_NOT_BEYOND = Guard(
    "E-FIELD", "划拨、抵缴不超过应当履行的数额", QZ("第五条、第四十七条"), _beyond, links=True
)


def _agreed(j: Judgement) -> Iterator[str]:
    reduced, late = j.stated("reduced"), added_left(j)
    most = late if isinstance(late, int) else 0
    if isinstance(reduced, int) and reduced > most:
        yield f"执行协议只能减免还没有减免、没有缴纳的加处罚款或者滞纳金（{yuan(most)}），不得减免本金。"


G_PRINCIPAL = Guard("E-FIELD", "没有减免本金", QZ("第四十二条第二款"), _agreed, links=True)


# --- what a delay adds ----------------------------------------------------------------------------------------------------


def _grown(j: Judgement) -> Surcharge | None:
    debt = debt_of(j)
    return late_to(j, debt, j.on, _taken(j)) if debt else None


def late_since(j: Judgement) -> Json:
    debt = debt_of(j)
    return debt.since.isoformat() if debt and debt.since else None


def late_charge(j: Judgement) -> Json:
    grown = _grown(j)
    return grown.amount if grown else None


NO_RATE = Condition("本领域没有规定滞纳金的标准", lambda j: debt_of(j) is not None and _grown(j) is None)


def _late_charge(j: Judgement) -> Iterator[str]:
    debt, late = debt_of(j), j.stated("late_charge")
    if debt is None or debt.due is None or j.move.asking:
        return
    if j.on <= debt.due:
        yield f"缴款期限到 {debt.due} 才届满，还不能加处。"
        return
    if (since := j.stated("late_since")) != late_since(j):
        yield f"加处从缴款期满的次日（{late_since(j)}）起算，不是 {since}，请改正。"
    if not isinstance(late, int):
        return
    if (grown := _grown(j)) is not None and late != grown.amount:
        capped = "，以本金为上限" if grown.capped else ""
        yield f"到 {j.on} 共 {grown.days} 日，应当加处 {yuan(grown.amount)}{capped}，与填写的 {yuan(late)}不符，请改正。"
    most = debt.bearing * j.param(debt.cap).number // 100
    if grown is None and late > most:
        yield f"滞纳金 {yuan(late)}超过了上限 {yuan(most)}，不得超过。"


G_LATE_CHARGE = Guard(
    "E-FIELD", "加处的数额按日计算，不超过本金", CF("第七十二条第一款第一项"), _late_charge, links=True
)
CHARGED = Condition("加处过罚款、滞纳金", lambda j: added(j) > 0)


# --- goods --------------------------------------------------------------------------------------------------------------


def _seized(j: Judgement) -> Iterator[str]:
    """QZ46③, QZ48: what is sold was sealed or seized before, in a case beside the one that is enforced."""
    decided = j.known("decided_case")
    found = j.siblings(MEASURE, "measure", naming=str(decided)) if decided else ()
    if not any("measure" in one.open and one.facts.get("measure") in ("seal", "seize") for one in found):
        yield "没有正在查封、扣押的财物，不能拍卖；拍卖的只能是依法查封、扣押的财物。"


MEASURE = "compulsory_measure"
G_SEIZED = Guard("E-LINK", "财物已经依法查封、扣押", QZ("第四十六条第三款、第四十八条"), _seized, links=True)


# --- once the decision has fallen ------------------------------------------------------------------------------------------


def stands(j: Judgement) -> bool:
    """Whether the decision that is enforced still stands; what has no decision before it does."""
    return j.of_linked("decided_case", owing.STANDS) is not False and not _made_anew(j)


def _fallen(j: Judgement) -> Iterator[str]:
    if not stands(j):
        yield "据以执行的决定已经被撤销或者确认无效，不能登记执行完毕；请终结执行，已经执行的办理执行回转。"


G_STANDS = Guard(
    "E-LINK", "据以执行的决定有效", QZ("第四十条第四项、第四十一条"), _fallen, cure="ce_end.ask", links=True
)
DONE = ("ce_transfer", "ce_offset", "ce_auction", "ce_demolish", "ce_sub_do")


def _collected(j: Judgement) -> Iterator[str]:
    """Asked in the decided case."""
    debt = j.procedure.owing(j) if j.procedure.owing else None
    took = [one for one in debt.taken if one.rows] if debt else []
    if debt is None or not took:
        yield "执行案件没有划拨、抵缴过，当事人缴纳的请登记缴纳。"
    elif not all(one.over for one in took):
        yield "执行案件还没有结束，请先在执行案件里登记执行完毕。"
    elif debt.outstanding:
        yield f"还有 {yuan(debt.outstanding)}没有执行、没有缴纳，不能登记执行到位。"


G_COLLECTED = Guard("E-LINK", "应缴的已经执行到位", QZ("第四十九条"), _collected, links=True)


def _to_restore(j: Judgement) -> Iterator[str]:
    """What was taken without a decision, or beyond what was left of it, is given back before the file is closed."""
    if j.last("ce_restore"):
        return
    debt, got = debt_of(j), taken(j)
    most = debt.imposed + added(j) - remitted(j) if debt else 0
    if not stands(j) and any(j.last(one) for one in DONE):
        yield "据以执行的决定已经被撤销或者确认无效，已经执行的还没有恢复原状、退还或者赔偿，请先办理执行回转。"
    elif debt is not None and got and debt.paid + got > most:
        paid = f"，另外缴纳、执行 {yuan(debt.paid)}" if debt.paid else ""
        yield f"已经执行 {yuan(got)}{paid}，应当履行的只有 {yuan(most)}，多出的还没有退还，请先办理执行回转。"


G_RESTORED = Guard(
    "E-LINK", "该回转的已经回转", QZ("第四十一条"), _to_restore, cure="ce_restore.ask", links=True
)

END_GROUNDS = (
    ("died", "公民死亡，无遗产可供执行，又无义务承受人"),
    ("dissolved", "法人、其他组织终止，无财产可供执行，又无义务承受人"),
    ("object_gone", "执行标的灭失"),
    ("revoked", "据以执行的决定被撤销"),
    ("other", "行政机关认为需要终结执行的其他情形"),
)
SUSPENSION_GROUNDS = (
    ("unable", "履行确有困难或者暂无履行能力"),
    ("third_party", "第三人对执行标的主张权利，确有理由"),
    ("irreparable", "执行可能造成难以弥补的损失，且中止执行不损害公共利益"),
    ("other", "行政机关认为需要中止执行的其他情形"),
)


def _end_ground(j: Judgement) -> Iterator[str]:
    ground, party = j.stated("end_ground"), j.value("party")
    person = fields.is_citizen(party)
    if ground == "died" and not person:
        yield "当事人不是公民，不能以公民死亡终结执行。"
    elif ground == "dissolved" and isinstance(party, dict) and party.get("kind") == "citizen":
        yield "当事人是公民，不能以法人、其他组织终止终结执行。"
    elif ground == "revoked" and stands(j):
        yield "关联案件没有登记决定被撤销，不能以决定被撤销终结执行；请先在原案登记复议、诉讼的结果。"


G_END_GROUND = Guard("E-FIELD", "终结执行的情形属实", QZ("第四十条"), _end_ground, links=True)


# --- how long the demand runs ----------------------------------------------------------------------------------------------


DEMAND_SERVED = served("demand_notice", "ce_serve")


def _demanded(j: Judgement) -> Iterator[str]:
    """Until the day that was named, and never on the day of service: whoever receives it late has a day."""
    told = j.last(DEMAND_SERVED)
    day = event_day(j.procedure, told, DEMAND_SERVED) if told else None
    first = (day + timedelta(days=1)).isoformat() if day else ""
    until = max(str(j.known("demand_by") or ""), first)
    if fields.is_day(until) and j.on.isoformat() <= until:
        yield f"催告书写明的履行期限到 {until} 才届满，期满仍不履行的才能决定强制执行。"


G_DEMANDED = Guard("E-EARLY", "催告的履行期限已过", QZ("第三十七条第一款"), _demanded)
