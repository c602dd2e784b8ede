"""Houses on state land: only for the public good, the plan heard, the money there first, nobody driven out (第 590 号令)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mingjing.law import fields
from mingjing.law.bases import FZ590
from mingjing.law.guards.amounts import yuan
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Condition, Guard, Why

NEEDS = (
    ("defence", "国防和外交"),
    ("infrastructure", "政府组织实施的能源、交通、水利等基础设施"),
    ("service", "政府组织实施的科教文卫体、环境资源、防灾、文物、福利、市政等公共事业"),
    ("housing", "政府组织实施的保障性安居工程"),
    ("renewal", "政府依照城乡规划法组织实施的旧城区改建"),
    ("by_law", "法律、行政法规规定的其他公共利益"),
    ("none", "不属于上列情形（商业开发等）"),
)
MEANS = (
    ("violence", "暴力"),
    ("threats", "威胁"),
    ("supplies", "中断供水、供热、供气、供电"),
    ("road", "中断道路通行"),
    ("builder", "建设单位参与搬迁"),
)
YEARLY = Condition("保障性安居工程、旧城区改建", lambda j: j.value("public_need") in ("housing", "renewal"))


def _number(j: Judgement, name: str) -> int:
    found = j.value(name)
    return found if isinstance(found, int) else 0


HEARING_DUE = Condition(
    "旧城区改建，多数被征收人认为方案不符合条例",
    lambda j: j.value("public_need") == "renewal" and _number(j, "objecting") * 2 > _number(j, "households"),
)
MANY = Condition(
    "被征收人数量较多",
    lambda j: _number(j, "households") >= j.param("levy_house.many_households").number,
)


def _public(j: Judgement) -> Iterator[str]:
    if j.stated("public_need") == "none":
        yield "不是为了公共利益的需要，不得征收房屋。"
    if j.stated("in_plans") is False:
        yield "建设活动不符合国民经济和社会发展规划、土地利用总体规划、城乡规划和专项规划，不得征收。"
    if YEARLY.test(j) and j.stated("yearly_plan") is not True and not j.move.asking:
        yield "保障性安居工程、旧城区改建应当纳入市、县级国民经济和社会发展年度计划，请先纳入。"


G_PUBLIC_NEED = Guard("E-FIELD", "公共利益的需要，符合规划", FZ590("第八条、第九条"), _public)


def _suspension(j: Judgement) -> Iterator[str]:
    until = j.stated("suspend_until")
    if not isinstance(until, str) or not fields.is_day(until):
        return
    length = j.param("levy_house.suspension_within").length
    last = j.context.calendar.count(j.on, length, rolls=False).last_day
    if until > last.isoformat():
        yield f"暂停办理的期限最长 {length}，到 {last} 为止，请改正。"


G_SUSPENSION = Guard("E-FIELD", "暂停办理不超过一年", FZ590("第十六条第二款"), _suspension)


def _attended(j: Judgement) -> Iterator[str]:
    came = j.stated("attended")
    if isinstance(came, list) and not {"owners", "public"} <= set(came):
        yield "听证会应当由被征收人和公众代表参加，缺一不可。"


G_ATTENDED = Guard("G-HEAR", "被征收人和公众代表参加听证", FZ590("第十一条第二款"), _attended)


def _heard(j: Judgement) -> Iterator[str | Why]:
    if HEARING_DUE.test(j) and not j.last("lh_hear"):
        yield Why(
            "旧城区改建，多数被征收人认为补偿方案不符合条例，应当组织听证会，根据听证情况修改方案。",
            "lh_hear" if j.last("lh_hear_call") else "lh_hear_call",
        )


G_PLAN_HEARD = Guard(
    "G-HEAR",
    "应当听证的已听证",
    FZ590("第十一条第二款"),
    _heard,
    cure="lh_hear_call",
    cures=("lh_hear",),
)


def _funded(j: Judgement) -> Iterator[str]:
    wanted, held = j.stated("fund_needed"), j.stated("fund_held")
    if isinstance(wanted, int) and isinstance(held, int) and held < wanted:
        yield f"征收补偿费用要 {yuan(wanted)}，专户只有 {yuan(held)}，足额到位以后才能登记。"


G_FUNDED = Guard("E-FIELD", "补偿费用足额到位", FZ590("第十二条第二款"), _funded)


def _today(j: Judgement) -> Iterator[str]:
    said = j.stated("announced_on")
    if isinstance(said, str) and fields.is_day(said) and said != j.on.isoformat():
        yield f"公告的日期就是登记当日（{j.on}），请核对：房屋价值按公告之日评估。"


G_ANNOUNCED_ON = Guard("E-FIELD", "公告之日写明", FZ590("第十三条、第十九条"), _today)


def _valued(j: Judgement) -> Iterator[str]:
    said, announced = j.stated("valued_on"), j.of_linked("levy_case", "announced_on")
    if isinstance(said, str) and isinstance(announced, str) and said != announced:
        yield f"评估时点应当是房屋征收决定公告之日（{announced}），不是 {said}。"


G_VALUED_ON = Guard("E-FIELD", "按公告之日评估", FZ590("第十九条第一款"), _valued)


def _standing(j: Judgement) -> Iterator[str]:
    """What an annulled decision announced no longer counts (复议、诉讼的结果)."""
    if j.value("levy_case") and j.of_linked("levy_case", "announced_on") is None:
        yield "房屋征收决定还没有公告，或者已经被撤销，不能据以补偿，也不能申请法院执行；重新决定并公告以后再办。"


G_STANDING = Guard("E-LINK", "征收决定已公告，没有被撤销", FZ590("第十三条、第十七条"), _standing, links=True)


def _nothing_owed(j: Judgement) -> Iterator[str]:
    """An agreement or a decision is kept, unless the levy for which it was made has fallen."""
    promised = j.last("lh_agree") or j.last("lh_compensate")
    if promised and j.of_linked("levy_case", "announced_on") is not None:
        yield "已经订立补偿协议、作出补偿决定，应当按它补偿，不能撤销立案；征收决定或者补偿决定被撤销的除外。"


G_NOTHING_OWED = Guard(
    "E-ORDER", "没有要履行的补偿协议、补偿决定", FZ590("第二十五条、第二十六条"), _nothing_owed, links=True
)


def _fair(j: Judgement) -> Iterator[str]:
    """Not less than the house is worth, whatever the household agreed to."""
    value, worth = j.stated("house_value"), j.known("appraised_value")
    if isinstance(value, int) and isinstance(worth, int) and value < worth:
        yield f"房屋价值的补偿 {yuan(value)}低于评估的 {yuan(worth)}，不得低于公告之日类似房地产的市场价格。"
    total = j.stated("total")
    if isinstance(value, int) and isinstance(total, int) and total < value:
        yield f"补偿的总额 {yuan(total)}少于房屋价值的补偿 {yuan(value)}，请核对。"


G_FAIR = Guard("E-FIELD", "补偿不低于评估价值", FZ590("第十九条第一款"), _fair)


def _owner(j: Judgement) -> Iterator[str]:
    if j.known("owner_known") is False:
        yield "被征收房屋所有权人不明确，不能订立协议，由政府作出补偿决定。"


G_OWNER = Guard("E-FIELD", "所有权人明确", FZ590("第二十六条第一款"), _owner)


def _signing(j: Judgement) -> Iterator[str]:
    until = j.of_linked("levy_case", "sign_by")
    if j.known("owner_known") is not False and isinstance(until, str) and j.on.isoformat() <= until:
        yield f"方案确定的签约期限到 {until} 才届满，期限内达不成协议的才能作出补偿决定。"


G_SIGNING = Guard("E-EARLY", "签约期限已过，或者所有权人不明确", FZ590("第二十六条第一款"), _signing)


def _whole(j: Judgement) -> Iterator[str]:
    given, total = j.stated("given"), j.known("total")
    if isinstance(given, int) and isinstance(total, int) and given < total:
        yield f"应当给付 {yuan(total)}，只给付 {yuan(given)}；先补偿、后搬迁，全部给付以后才能登记。"


G_WHOLE = Guard("E-FIELD", "补偿已经全部给付", FZ590("第二十七条第一款"), _whole)


def _no_force(j: Judgement) -> Iterator[str]:
    used = j.stated("means")
    for code, label in MEANS:
        if isinstance(used, list) and code in used:
            yield f"不得采取{label}等方式迫使被征收人搬迁，请立即停止；不搬迁的，申请人民法院强制执行。"


G_NO_FORCE = Guard("E-FIELD", "没有迫使搬迁", FZ590("第二十七条第三款"), _no_force)


def _moving(j: Judgement) -> Iterator[str]:
    until = j.known("move_by")
    if isinstance(until, str) and fields.is_day(until) and j.on <= date.fromisoformat(until):
        yield f"补偿决定规定的搬迁期限到 {until} 才届满，期满不搬迁的才能申请人民法院强制执行。"


G_MOVE_BY = Guard("E-EARLY", "搬迁期限已过", FZ590("第二十八条第一款"), _moving)


def house_grounds(j: Judgement) -> list[str]:
    """Every decision to take houses concerns many people and a great public interest (rules §3.1 lev_major)."""
    return ["征收房屋涉及多人、重大公共利益，列入重大执法决定目录"]


def household_grounds(j: Judgement) -> list[str]:
    limit = j.param("review.levy_amount").number
    return [f"补偿数额达到 {yuan(limit)}"] if j.money("total") >= limit else []
