"""Coercion: what may be seized or frozen, by whom it is kept, when nothing may be enforced (《行政强制法》)."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law import fields
from mingjing.law.bases import QZ, ZSH
from mingjing.law.clocks import clock_of
from mingjing.law.common import UNDONE
from mingjing.law.guards.amounts import catalogue_grounds, citizen, yuan
from mingjing.law.guards.decision import bound_to, review_passed
from mingjing.law.guards.links import decided, says
from mingjing.law.judgement import SHANGHAI, Judgement, moment_of
from mingjing.law.terms import Basis, Condition, Field, Guard, Json, Kind

MEASURES = (("seal", "查封"), ("seize", "扣押"), ("freeze", "冻结存款、汇款"))
OUTCOMES = (
    ("returned", "解除，退还"),
    ("confiscated", "没收"),
    ("destroyed", "销毁"),
    ("handed_over", "移送司法机关"),
)
OWN_HEAD = "本机关负责人"
"""Who extends a measure where no field says otherwise (《行政强制法》第二十五条第一款)."""
CONFISCATES = Condition("没收所查封、扣押的财物", lambda j: j.value("outcome") == "confiscated")
KEEPS = Condition("不是解除、退还", lambda j: j.value("outcome") not in (None, "returned"))
EXPIRED = Condition("以期限届满解除", lambda j: j.stated("release_ground") == "expired")
URGENT = Condition("紧急实施的", lambda j: bool(j.last("cm_urgent.ask")))
FROZEN = Condition("冻结了的", lambda j: bool(j.last("cm_freeze")))
PENALTY = "penalty_case"
OBJECTS: tuple[tuple[str, str, str], ...] = (
    ("unrelated", "与违法行为无关", "不得查封、扣押、冻结与违法行为无关的财物"),
    ("necessities", "公民个人及其所扶养家属的生活必需品", "不得查封、扣押公民个人及其所扶养家属的生活必需品"),
    ("held_by_others", "已被其他国家机关查封、冻结", "已被其他国家机关依法查封、冻结的，不得重复查封、冻结"),
)
"""What may not be taken: code, what is so in this case, why it is refused."""


def _objects(j: Judgement) -> Iterator[str]:
    stated = j.value("circumstances")
    for code, _, sentence in OBJECTS:
        if isinstance(stated, list) and code in stated:
            yield f"{sentence}，请把它从清单中去掉。"


G_SEIZEOBJ = Guard("G-SEIZEOBJ", "查封、扣押、冻结的对象合法", QZ("第二十三条、第二十九条"), _objects)


def _kind(*wanted: str) -> Guard:
    labels = "、".join(dict(MEASURES)[one] for one in wanted)

    def check(j: Judgement) -> Iterator[str]:
        if j.known("measure") not in (*wanted, None):
            yield f"本案要采取的是“{dict(MEASURES).get(str(j.known('measure')), '')}”，这一步只用于{labels}。"

    return Guard("E-ORDER", f"要采取的是{labels}", QZ("第九条"), check)


G_GOODS, G_MONEY = _kind("seal", "seize"), _kind("freeze")


def _custody(j: Judgement) -> Iterator[str]:
    if j.stated("keeper") == "third_party" and j.known("measure") != "seal":
        yield "只有查封的场所、设施、财物可以委托第三人保管，扣押的财物由本机关保管。"


G_CUSTODY = Guard("E-FIELD", "只有查封的可以委托第三人保管", QZ("第二十六条"), _custody)


def _extended_by(key: str, what: str, basis: Basis) -> Guard:
    def check(j: Judgement) -> Iterator[str]:
        who = str(j.param(key).amount)
        if who != OWN_HEAD and fields.blank(j.value("superior_approval")) and not j.move.asking:
            yield f"本领域延长{what}的期限由{who}批准，请写明批准的文件。"

    return Guard("E-FIELD", f"由有权的机关批准延长{what}", basis, check)


G_EXTENDER = _extended_by("seizure.extension_approver", "查封、扣押", QZ("第二十五条第一款"))
G_FREEZE_EXTENDER = _extended_by("freeze.extension_approver", "冻结", QZ("第三十二条第一款"))


def measure_grounds(j: Judgement) -> list[str]:
    """Why a measure must pass legal review (rules §3.1 com_seize): premises, or a large value."""
    grounds = ["查封生产经营场所"] if j.value("premises") is True else []
    limit = j.param("review.measure_citizen" if citizen(j) else "review.measure_org").number
    if j.money("measure_value") >= limit:
        grounds.append(f"财物价值或者冻结数额达到 {yuan(limit)}")
    return grounds + [one for one in catalogue_grounds(j, j.money("measure_value")) if one not in grounds]


LATER_REVIEW = Condition(
    "紧急实施、补办批准以后应当法制审核", lambda j: bool(j.last("cm_urgent")) and bool(measure_grounds(j))
)
"""What was urgent could not be reviewed before it was done; it is before it is prolonged or the goods are disposed of."""

G_CONFISCATED = decided(
    PENALTY,
    "kinds",
    "confiscation",
    "处罚决定没收了财物，仍然有效",
    "处罚决定没有没收，或者已经被撤销，不能没收查封、扣押的财物；请解除并退还，应当没收的先依法作出决定。",
    QZ("第二十一条、第二十七条"),
    CONFISCATES,
)


def _still_there(j: Judgement) -> Iterator[str]:
    """What was confiscated goes back only when the decision fell; what was destroyed or handed over cannot."""
    if not j.last("cm_handle") or not KEEPS.test(j):
        return
    outcome = j.known("outcome")
    fell = (one for one in j.events("cm_remedy_result") if j.fact(one, "result") in UNDONE)
    if any(fell) or (outcome == "confiscated" and not says(j, PENALTY, "kinds", "confiscation")):
        return
    label = dict(OUTCOMES).get(str(outcome), "")
    yield f"财物已经决定{label}，没有可以退还的；处理决定、处罚决定被撤销的，登记结果以后再解除。"


G_STILL_THERE = Guard(
    "E-ORDER", "财物没有没收、销毁、移送", QZ("第二十七条、第二十八条"), _still_there, links=True
)


def _again(j: Judgement) -> Iterator[str]:
    """A new case of the same penalty gives no new thirty days."""
    fined_in = j.value(PENALTY)
    if not isinstance(fined_in, str) or not fined_in or j.move.asking:
        return
    names = ("goods", "account", "release_ground")
    for one in j.siblings(j.procedure.id, *names, naming=fined_in):
        if one.facts.get("release_ground") != "expired":
            continue
        for same in sorted(
            _taken(j.stated("goods"), j.stated("account")) & _taken(*map(one.facts.get, names[:2]))
        ):
            yield (
                f"“{same}”在同一处罚案件中已经查封、扣押、冻结到期满解除（案件 {one.name}），"
                "不得另立案件重复采取来延长期限。"
            )


def _taken(goods: Json, account: Json) -> set[str]:
    """What a measure took: goods by name and kind, money by its account."""
    rows = [one for one in goods if isinstance(one, dict)] if isinstance(goods, list) else []
    found = {" ".join(f"{one.get('name') or ''} {one.get('spec') or ''}".split()) for one in rows}
    return found | ({account} if isinstance(account, str) and account else set())


G_NOT_AGAIN = Guard(
    "G-SEIZEOBJ", "期满解除的没有重复采取", QZ("第二十五条第一款、第三十二条第一款"), _again, links=True
)


# --- enforcement ----------------------------------------------------------------------------------------------------


def enforcement_grounds(j: Judgement) -> list[str]:
    """Every decision to enforce is on the list (rules §3.1 com_exec, com_demolish, com_court)."""
    return ["强制执行决定列入重大执法决定目录"]


def review_and_bound(submit: str) -> tuple[Guard, Guard]:
    return review_passed(submit, ZSH("第四条", mark="R2")), bound_to(submit, ZSH("第四条", mark="R2"))


def _night(j: Judgement) -> Iterator[str]:
    """Stricter than the words on days off: every published day off and week-end, so that nobody argues (E27)."""
    urgent = j.stated("night_urgent") is True and not fields.blank(j.stated("night_why"))
    if len(j.move.on) == 10 or urgent or j.move.asking:
        return
    moment = moment_of(j.move.on).astimezone(SHANGHAI)
    begin, end = j.param("compulsion.night_from").number, j.param("compulsion.night_until").number
    if moment.hour >= begin or moment.hour < end:
        yield f"夜间（{begin} 时至次日 {end} 时）不得实施强制执行；情况紧急的，写明是什么紧急情况、为什么不能等。"
    if not j.context.calendar.is_working(moment.date()):
        yield f"{moment.date()} 是法定节假日、休息日，不得实施强制执行；情况紧急的，写明是什么紧急情况、为什么不能等。"


AT_NIGHT = Condition("情况紧急，夜间或者节假日实施", lambda j: j.stated("night_urgent") is True)
URGENCIES = (
    ("lives", "危及人身安全、公共安全"),
    ("pollution", "正在造成环境污染、生态破坏"),
    ("goods", "标的正在灭失、被转移"),
    ("other", "其他紧急情况"),
)
"""The article says only that the matter is urgent; these kinds are the platform's [P]."""
NIGHT_FIELDS = (
    Field("night_urgent", "情况紧急，夜间或者节假日实施", Kind.YES_NO, required=False, sample=False),
    Field("urgency", "紧急情况的种类", Kind.CHOICE, when=AT_NIGHT, choices=URGENCIES, sample="lives"),
    Field(
        "night_why",
        "是什么紧急情况，为什么不能等",
        Kind.LONG_TEXT,
        when=AT_NIGHT,
        sample="棚架倾斜，随时可能倒塌伤人。",
    ),
)
"""What an act states that is done at night or on a day off (《行政强制法》第四十三条第一款)."""


G_NIGHT = Guard("G-NIGHT", "不在夜间、法定节假日执行", QZ("第四十三条第一款"), _night)


def _supplies(j: Judgement) -> Iterator[str]:
    if j.stated("cuts_supplies") is True:
        yield "不得对居民生活采取停止供水、供电、供热、供燃气等方式迫使当事人履行。"


G_SUPPLIES = Guard("G-NIGHT", "没有停水、停电、停热、停气", QZ("第四十三条第二款"), _supplies)


def _demanded_early(j: Judgement) -> Iterator[str]:
    """The article does not say whether the demand may come before the remedies have expired; two views are found (E42)."""
    found = (clock_of(j.procedure, j.procedure.term(one), j) for one in ("T43", "T51", "T50"))
    last = max((one.last_day for one in found if one is not None), default=None)
    if last is not None and j.on <= last:
        yield (
            f"复议、起诉的期限到 {last} 才届满；条文没有写明能不能在此之前催告，有两种看法。"
            "履行期已满的可以催告；要避免争议的，期满以后再催告一次。"
        )


G_DEMANDED_EARLY = Guard("E-EARLY", "复议、起诉期满以前催告", QZ("第五十四条"), _demanded_early, warns=True)


def _no_remedy(j: Judgement) -> Iterator[str]:
    open_ = next((one for one in j.linked() if one.relation == "decided_case"), None)
    if open_ is not None and "remedy" in open_.open:
        yield "关联案件的复议、诉讼还没有结束，不能申请强制执行、强制拆除。"


G_NO_REMEDY = Guard("E-LINK", "没有进行中的复议、诉讼", QZ("第四十四条、第五十三条"), _no_remedy, links=True)


def _agrees(j: Judgement) -> Iterator[str]:
    """The days from which the windows of enforcement are counted are those of the linked case, not what is typed."""
    served = j.of_linked("decided_case", "decision_served_on")
    if j.move.asking or not any(one.relation == "decided_case" for one in j.named()):
        return
    if not served:
        yield "所执行的决定还没有送达，不能执行。"
    elif j.stated("decision_served_on") not in (None, "", served):
        yield f"所执行的决定是 {served} 送达的，请按关联案件改正。"
    ended, said = j.of_linked("decided_case", "remedy_ended_on") or "", j.stated("remedy_ended_on") or ""
    if said != ended:
        yield f"关联案件的复议、诉讼{f'结果是 {ended} 收到的' if ended else '没有登记结果'}，请按关联案件改正。"

    since, said = j.of_linked("decided_case", "surcharged_from") or "", j.stated("surcharged_from") or ""
    if said != since:
        yield f"关联案件{f'从 {since} 起加处' if since else '没有加处'}，请按关联案件改正。"


G_AGREES = Guard("E-LINK", "送达、救济的日期与关联案件一致", QZ("第三十四条、第五十三条"), _agrees)


HOUSE = Condition(
    "执行房屋征收补偿决定",
    lambda j: any(one.procedure.startswith("house_compensation") for one in j.named()),
)


def _foretold(j: Judgement) -> Iterator[str]:
    until = j.known("demolish_by")
    if isinstance(until, str) and fields.is_day(until) and j.on.isoformat() <= until:
        yield f"公告限期自行拆除到 {until}，期满仍不拆除的才能强制拆除。"


G_ANNOUNCED = Guard("E-EARLY", "公告的期限已过", QZ("第四十四条"), _foretold)


def _adds_up(j: Judgement) -> Iterator[str]:
    """Where the items are listed with what each costs; items in words alone are left to the reader."""
    rows, estimate = j.stated("cost_items"), j.stated("cost_estimate")
    if not isinstance(rows, list) or not isinstance(estimate, int):
        return
    worth = [fields.worth(one.get("value")) for one in rows if isinstance(one, dict)]
    known = [one for one in worth if one is not None]
    if known and len(known) < len(worth):
        yield f"费用预算的明细有 {len(worth) - len(known)} 项没有写金额，请补上，或者都不写金额。"
    elif known and sum(known) != estimate:
        yield f"费用预算的明细相加是 {yuan(sum(known))}，与费用预算 {yuan(estimate)}不符，请核对。"


G_ADDS_UP = Guard("E-FIELD", "费用预算等于各项之和", QZ("第五十一条第一款第一项、第二款"), _adds_up)


def _performed_on(j: Judgement) -> Iterator[str]:
    day, until = j.known("perform_on"), j.on.isoformat()
    if isinstance(day, str) and fields.is_day(day) and until < day and not j.move.asking:
        yield f"决定书写明 {day} 代履行，不能提前到 {until}。"


G_ON_TIME = Guard("E-EARLY", "不早于决定书写明的代履行时间", QZ("第五十一条第一款第一项"), _performed_on)


def _public_safety(j: Judgement) -> Iterator[str]:
    if j.stated("for_public_safety") is False:
        yield "申请立即执行限于情况紧急、为保障公共安全的，没有这种情形的按通常程序申请强制执行。"


G_PUBLIC_SAFETY = Guard("E-FIELD", "情况紧急，为保障公共安全", QZ("第五十九条"), _public_safety)


def urgent_at_once(j: Judgement) -> bool:
    """Whether an urgent application need not wait for the remedies to expire: the article does not say [解释]."""
    return j.param("enforcement.urgent_waits").amount == "at_once"


def _asked_at_once(j: Judgement) -> Iterator[str]:
    if j.stated("president_approved") is True and not j.last("ce_court_urgent"):
        yield "没有申请过立即执行，不会有院长批准；申请过的，先登记申请书。"


G_ASKED_AT_ONCE = Guard(
    "E-ORDER", "院长批准立即执行的，申请过立即执行", QZ("第五十九条"), _asked_at_once, cure="ce_court_urgent"
)


def _lawful_way(j: Judgement) -> Iterator[str]:
    if fields.blank(j.stated("transfer_law")) and not j.move.asking:
        yield "划拨存款、汇款由法律规定的机关决定，请写明是哪一条法律。"


G_TRANSFER_LAW = Guard("G-BASIS", "划拨由法律规定的机关决定", QZ("第四十七条"), _lawful_way)
