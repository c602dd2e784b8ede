"""Fields that several papers share; `element=True` marks a mandatory element of rules §1.9."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from mingjing.law.fields import blank
from mingjing.law.guards.amounts import HEARING_DUE
from mingjing.law.guards.hearing import HEARD
from mingjing.law.guards.party import FINED_BEFORE
from mingjing.law.guards.responsibility import MINOR
from mingjing.law.terms import Condition, Field, Json, Kind, Paper, Words

PARTY_SAMPLE: Json = {
    "kind": "org",
    "name": "枣庄启禾仓储服务有限公司（演示）",
    "code": "91370400MA3YX99014",
    "address": "枣庄市薛城区光明路 1 号（演示）",
    "representative": "孙大海",
}
ARTICLE_SAMPLE: Json = [{"law": "中华人民共和国特种设备安全法", "article": "第四十条第三款"}]
PENALTY_ARTICLE_SAMPLE: Json = [{"law": "中华人民共和国特种设备安全法", "article": "第八十四条第一项"}]

PENALTY_KINDS = (
    ("warning", "警告"),
    ("public_censure", "通报批评"),
    ("fine", "罚款"),
    ("confiscation", "没收违法所得、没收非法财物"),
    ("license_suspension", "暂扣许可证件"),
    ("grade_reduction", "降低资质等级"),
    ("license_revocation", "吊销许可证件"),
    ("activity_restriction", "限制开展生产经营活动"),
    ("suspension_of_business", "责令停产停业"),
    ("closure", "责令关闭"),
    ("occupational_ban", "限制从业"),
    ("other_penalty", "法律、行政法规规定的其他行政处罚"),
)

stamped = partial(Paper, signed_by="机关印章", sealed=True)
"""A paper under the agency's seal."""
stamped_for_permits = partial(Paper, signed_by="专用印章", sealed=True)
"""A paper under the seal kept for permits (行政许可法第三十二条第二款)."""
party = Field("party", "当事人", Kind.PARTY, element=True, sample=PARTY_SAMPLE)
conduct_on = Field(
    "conduct_on",
    "违法行为发生日",
    Kind.DAY,
    sample="2025-07-10",
    help="连续或者继续的，写终了日。追责时效和适用哪一版法律都从这一天看。",
)
cause = Field("cause", "案由", Kind.TEXT, sample="使用未经定期检验的叉车案")
facts_found = Field(
    "facts_found",
    "违法事实",
    Kind.LONG_TEXT,
    element=True,
    sample="检查时，该公司仓库内 2 台叉车正在作业，检验有效期已届满，未申报定期检验。",
)
evidence = Field(
    "evidence",
    "证据",
    Kind.EXHIBITS,
    element=True,
    sample=[{"title": "现场检查笔录 1 份", "sha256": ""}, {"title": "询问笔录 1 份", "sha256": ""}],
)
violated = Field("violated", "违反的规定", Kind.ARTICLE, element=True, sample=ARTICLE_SAMPLE)
punished_by = Field("punished_by", "处罚依据", Kind.ARTICLE, element=True, sample=PENALTY_ARTICLE_SAMPLE)
discretion = Field(
    "discretion",
    "裁量的理由",
    Kind.LONG_TEXT,
    sample="首次违法，检查当日停用并在 5 日内申报检验，按裁量基准属“较轻”档次。",
)
tier = Field(
    "tier", "裁量档次", Kind.BENCHMARK, required=False, sample="", help="处罚依据有裁量基准的，选择档次。"
)
deviation = Field(
    "deviation",
    "偏离裁量基准的理由",
    Kind.LONG_TEXT,
    required=False,
    sample="",
    help="罚款不在所选档次之内的写明；超出基准的要经法制审核。",
)
leniency = Field(
    "leniency",
    "未成年人从轻、减轻",
    Kind.CHOICE,
    when=MINOR,
    sample="lighter",
    choices=(("lighter", "从轻处罚"), ("mitigated", "减轻处罚")),
    help="当事人行为时已满十四周岁不满十八周岁，应当从轻或者减轻。",
)
milder_why = Field(
    "milder_why",
    "适用新规定的理由",
    Kind.LONG_TEXT,
    required=False,
    sample="",
    help="依据在违法行为发生以后才施行的，写明它比当时的规定轻（从旧兼从轻）。",
)
distinct_why = Field(
    "distinct_why",
    "与以往案件不是同一违法行为的理由",
    Kind.LONG_TEXT,
    required=False,
    when=FINED_BEFORE,
    sample="另一处仓库的另一台设备，不是同一个违法行为（演示）。",
    help="当事人同一天的行为已经被罚过款的，写明为什么不是同一个违法行为。",
)
harsher_why = Field(
    "harsher_why",
    "加重的新事实、理由",
    Kind.LONG_TEXT,
    required=False,
    sample="",
    help="当事人申辩、听证以后重新告知，比上一次重的，写明申辩以外的新事实、理由。",
)
hearing_adopted = Field(
    "hearing_adopted",
    "听证的情况和采纳",
    Kind.LONG_TEXT,
    element=True,
    when=HEARD,
    sample="根据听证笔录，当事人关于及时整改的意见属实，予以采纳。",
    help="经过听证的，根据听证笔录作出决定，写明采纳的情况。",
)
kinds = Field("kinds", "处罚种类", Kind.CHOICES, element=True, choices=PENALTY_KINDS, sample=["fine"])
fine = Field("fine", "罚款金额", Kind.MONEY, required=False, sample=3000000)
confiscated = Field("confiscated", "没收金额（价值）", Kind.MONEY, required=False, sample=0)
FINED = Condition("罚款、没收", lambda j: j.money("fine") + j.money("confiscated") > 0)
ORDERED = Condition("责令履行缴款以外的义务", lambda j: not blank(j.value("orders")))
orders = Field(
    "orders",
    "责令履行的其他义务",
    Kind.CHOICE,
    required=False,
    choices=(("demolish", "拆除违法的建筑物、构筑物、设施"), ("remove", "排除妨碍、恢复原状")),
    help="决定除罚没以外还责令拆除、排除妨碍、恢复原状的选择；逾期不履行的，可以另立案件执行。",
)
ordered_by = Field(
    "ordered_by", "履行这项义务的期限（最后一天）", Kind.DAY, when=ORDERED, sample="2025-10-09"
)
business = Field("business", "属于经营活动中的违法行为", Kind.YES_NO, sample=True)
perform = Field(
    "perform",
    "履行方式和期限",
    Kind.LONG_TEXT,
    element=True,
    sample="自收到本决定书之日起 15 日内，到指定银行或者通过电子支付系统缴纳罚款。"
    "到期不缴纳的，每日按罚款数额的百分之三加处罚款，加处的数额不超过罚款数额。",
    usual=Words(
        "自收到本决定书之日起 {penalty.pay_within}内，到指定的银行或者通过电子支付系统缴纳。到期不缴纳罚款的，每日按罚款数额的 "
        "{penalty.surcharge_daily} 加处罚款，加处罚款的数额不超过罚款的数额。",
        when=FINED,
    ),
)
remedies = Field(
    "remedies",
    "救济途径和期限",
    Kind.LONG_TEXT,
    element=True,
    sample="不服本决定的，可以自收到之日起 60 日内申请行政复议，或者在 6 个月内提起行政诉讼。",
    usual=Words(
        "不服本决定的，可以自收到之日起 {reconsideration.apply_within}内向{agency.reconsideration}申请行政复议，"
        "或者自收到之日起 {litigation.direct_within}内向{agency.court}提起行政诉讼。"
    ),
)
agency_name = Field(
    "agency_name",
    "作出决定的机关",
    Kind.TEXT,
    element=True,
    sample="枣庄市市场监督管理局（演示）",
    follows=lambda j: j.context.name or None,
    held=True,
)
own_name = replace(agency_name, label="公布的机关")
"""The agency that speaks of itself: nothing is decided there."""
reasons = Field(
    "reasons",
    "理由",
    Kind.LONG_TEXT,
    element=True,
    sample="使用未经定期检验的特种设备，危及作业人员和公共安全。",
)


def because(sample: str) -> Field:
    """Reasons of this paper's own: those of an earlier paper of the case are not carried over."""
    return replace(reasons, sample=sample, carries="own_reasons")


rights = Field(
    "rights",
    "陈述、申辩的权利和期限",
    Kind.LONG_TEXT,
    element=True,
    sample="可以自收到本告知书之日起 5 个工作日内陈述、申辩；逾期未提出的，视为放弃。",
    usual=Words("可以自收到本告知书之日起 {penalty.defense_within}内陈述、申辩；逾期未提出的，视为放弃。"),
)
hearing_right = Field(
    "hearing_right",
    "要求听证的权利和期限",
    Kind.LONG_TEXT,
    required=False,
    sample="可以自收到本告知书之日起 5 个工作日内要求听证。",
    usual=Words(
        "可以自收到本告知书之日起 {penalty.hearing_request_within}内要求听证；听证不收取费用。逾期未提出的，视为放弃。",
        when=HEARING_DUE,
    ),
)
found_on = Field("found_on", "发现日期", Kind.DAY, sample="2025-07-14")
source = Field(
    "source",
    "案件来源",
    Kind.CHOICE,
    sample="inspection",
    choices=(
        ("inspection", "检查发现"),
        ("report", "投诉举报"),
        ("assigned", "上级交办"),
        ("transferred", "其他机关移送"),
        ("monitoring", "监测"),
    ),
)
summary = Field(
    "summary", "情况摘要", Kind.LONG_TEXT, sample="日常检查中发现 2 台叉车超过检验有效期仍在使用。"
)
opinion_text = Field("opinion_text", "意见", Kind.LONG_TEXT, sample="事实清楚，证据充分，同意。")
place = Field("place", "地点", Kind.PLACE, sample="枣庄市薛城区光明路 1 号仓库（演示）")
started = Field("started", "开始时间", Kind.TIME, sample="2025-08-05T01:30:00.000Z")
ended = Field("ended", "结束时间", Kind.TIME, sample="2025-08-05T03:10:00.000Z")
