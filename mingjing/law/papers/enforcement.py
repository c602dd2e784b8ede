"""Papers of 行政强制执行 (rules §1.5): decision, transfer, auction, substitute performance, demolition, court application."""

from __future__ import annotations

from dataclasses import replace

from mingjing.law.bases import QZ
from mingjing.law.guards.coercion import HOUSE
from mingjing.law.guards.enforced import (
    END_GROUNDS,
    FOR_MONEY,
    NO_RATE,
    SUSPENSION_GROUNDS,
    added_left,
    fitting,
    late_charge,
    late_since,
    principal_left,
    still_owed,
)
from mingjing.law.papers.coercion import account, bank
from mingjing.law.papers.fields import (
    agency_name,
    because,
    evidence,
    opinion_text,
    party,
    place,
    reasons,
    remedies,
    stamped,
)
from mingjing.law.terms import Field, Json, Kind, Paper

owed = Field("owed", "应当履行的义务", Kind.LONG_TEXT, element=True, sample="缴纳罚款 3 万元。")
enforced_by = Field(
    "enforced_by",
    "强制执行的依据",
    Kind.ARTICLE,
    element=True,
    sample=[{"law": "中华人民共和国行政处罚法", "article": "第七十二条"}],
)
perform_on = Field("perform_on", "代履行的时间", Kind.DAY, not_before="on", element=True, sample="2025-11-12")
COSTS: Json = [
    {"name": "挖掘、装车", "spec": "每立方米 20 元", "count": "200", "unit": "立方米", "value": 400000},
    {"name": "运输、处置", "spec": "每立方米 10 元", "count": "200", "unit": "立方米", "value": 200000},
]
enforcement_decision = stamped(
    "enforcement_decision",
    "行政强制执行决定书",
    (
        party,
        replace(reasons, sample="当事人没有申请行政复议、提起行政诉讼，经催告逾期仍不履行，没有正当理由。"),
        enforced_by,
        owed,
        Field("way", "强制执行的方式", Kind.CHOICE, element=True, sample="transfer", follows=fitting,
              choices=(("transfer", "划拨存款、汇款"), ("auction", "拍卖或者依法处理查封、扣押的财物"), ("demolish", "强制拆除"),
                       ("other", "其他方式"))),
        Field("execute_when", "执行的时间", Kind.TEXT, element=True, sample="自本决定书送达之日起五个工作日内"),
        remedies,
        agency_name,
    ),
    word="强执",
    basis=QZ("第三十七条"),
)  # fmt: skip
late_charge_decision = stamped(
    "late_charge_decision",
    "加处罚款（滞纳金）决定书",
    (
        party,
        Field(
            "principal",
            "本金（还没有缴纳的）",
            Kind.MONEY,
            element=True,
            sample=3000000,
            follows=principal_left,
            held=True,
        ),
        Field(
            "late_since",
            "自何日起加处",
            Kind.DAY,
            element=True,
            sample="2025-10-10",
            follows=late_since,
            held=True,
        ),
        Field(
            "late_charge",
            "加处的数额（到本日共计）",
            Kind.MONEY,
            element=True,
            sample=900000,
            follows=late_charge,
        ),
        Field(
            "late_basis",
            "加收滞纳金的法律依据",
            Kind.ARTICLE,
            element=True,
            when=NO_RATE,
            sample=[{"law": "中华人民共和国水土保持法", "article": "第五十七条"}],
            help="没有法律授权不得加收；本领域没有规定标准的写明。",
        ),
        Field(
            "late_how",
            "标准和计算方法",
            Kind.LONG_TEXT,
            element=True,
            sample="每日按未缴部分的百分之三，自 10 月 10 日起。",
        ),
        remedies,
        agency_name,
    ),
    word="强滞",
    basis=QZ("第四十五条"),
)
transfer_order = stamped(
    "transfer_order",
    "协助划拨通知书",
    (
        bank,
        account,
        Field(
            "transferred",
            "划拨的数额",
            Kind.MONEY,
            element=True,
            sample=3000000,
            follows=still_owed,
            help="划拨以后不另在原案件登记缴纳；执行完毕再在原案件登记缴清。",
        ),
        Field("into", "划入的账户", Kind.TEXT, element=True, sample="枣庄市财政专户（演示）"),
        agency_name,
    ),
    word="划拨",
    basis=QZ("第四十七条"),
)
auction_entrustment = stamped(
    "auction_entrustment",
    "拍卖委托书",
    (
        Field("sold", "拍卖的财物", Kind.LONG_TEXT, element=True, sample="查封的叉车 2 台"),
        Field("auctioneer", "拍卖机构", Kind.TEXT, element=True, sample="演示拍卖有限公司"),
        agency_name,
    ),
    word="拍委",
    basis=QZ("第四十八条"),
)
execution_record = Paper(
    "execution_record",
    "强制执行笔录",
    (
        party,
        place,
        Field(
            "course", "执行经过", Kind.LONG_TEXT, element=True, sample="清点物品后拆除，拆除物品移交当事人。"
        ),
        Field(
            "present",
            "到场的人和签名",
            Kind.LONG_TEXT,
            element=True,
            sample="执法人员张某、王某，当事人孙大海，均签名。",
        ),
    ),
    signed_by="officer×2, 当事人或者见证人",
    basis=QZ("第三十七条"),
)
demolition_notice = stamped(
    "demolition_notice",
    "限期拆除公告",
    (
        party,
        Field(
            "building",
            "违法的建筑物、构筑物、设施",
            Kind.LONG_TEXT,
            element=True,
            sample="光明路 1 号西侧彩钢棚，60 平方米",
        ),
        Field(
            "demolish_by",
            "自行拆除的期限（最后一天）",
            Kind.DAY,
            not_before="on",
            element=True,
            sample="2025-10-31",
        ),
        agency_name,
    ),
    word="拆告",
    public="judged",
    basis=QZ("第四十四条"),
)
suspension_decision = stamped(
    "suspension_decision",
    "中止执行决定书",
    (
        party,
        Field(
            "suspension_ground",
            "中止执行的情形",
            Kind.CHOICE,
            element=True,
            choices=SUSPENSION_GROUNDS,
            sample="unable",
        ),
        because("当事人停产，账户没有可供执行的存款，暂无履行能力。"),
        agency_name,
    ),
    word="执中",
    basis=QZ("第三十九条"),
)
end_decision = stamped(
    "end_decision",
    "终结执行决定书",
    (
        party,
        Field("end_ground", "终结执行的情形", Kind.CHOICE, element=True, choices=END_GROUNDS, sample="other"),
        because("人民法院已经受理当事人的破产申请，债权已经申报。"),
        agency_name,
    ),
    word="执终",
    basis=QZ("第四十条"),
)
enforcement_agreement = Paper(
    "enforcement_agreement",
    "执行协议",
    (
        party,
        Field(
            "instalments",
            "分期履行的安排",
            Kind.LONG_TEXT,
            element=True,
            sample="分三期，每月 20 日以前缴纳 1 万元。",
        ),
        Field(
            "reduced",
            "减免加处罚款、滞纳金的数额",
            Kind.MONEY,
            required=False,
            sample=0,
            help="只能减免加处的部分。",
        ),
        agency_name,
    ),
    signed_by="机关印章, 当事人",
    word="执协",
    sealed=True,
    basis=QZ("第四十二条"),
)
restitution_decision = stamped(
    "restitution_decision",
    "执行回转（退还、赔偿）决定书",
    (
        party,
        because("据以执行的处罚决定已被复议机关撤销。"),
        Field("returned", "退还的财物、赔偿的数额", Kind.LONG_TEXT, element=True, sample="退还 3.9 万元。"),
        agency_name,
    ),
    word="执回",
    basis=QZ("第四十一条"),
)
substitute_decision = stamped(
    "substitute_decision",
    "代履行决定书",
    (
        party,
        replace(reasons, sample="当事人在河道倾倒砂石，逾期不清除，经催告仍不履行，将造成环境污染。"),
        replace(enforced_by, sample=[{"law": "中华人民共和国行政强制法", "article": "第五十条"}]),
        Field(
            "substitute_how",
            "代履行的方式",
            Kind.LONG_TEXT,
            element=True,
            sample="委托第三人清运堆放的砂石，恢复河道原状。",
        ),
        perform_on,
        Field("substitute_object", "代履行的标的", Kind.TEXT, element=True, sample="砂石约 200 立方米"),
        Field(
            "cost_items",
            "费用预算的明细",
            Kind.GOODS,
            required=False,
            sample=COSTS,
            help="一行一项：名称写费用项目，规格写标准，价值写这一项的金额；相加等于费用预算。",
        ),
        Field("cost_estimate", "费用预算", Kind.MONEY, element=True, sample=600000),
        Field(
            "performer",
            "代履行人",
            Kind.TEXT,
            element=True,
            sample="演示环境工程有限公司，与当事人没有利害关系",
        ),
        remedies,
        agency_name,
    ),
    word="代履",
    basis=QZ("第五十一条第一款第一项"),
)
substitute_demand = stamped(
    "substitute_demand",
    "代履行催告书",
    (
        party,
        replace(owed, sample="清除倾倒在河道内的砂石，恢复河道原状。"),
        perform_on,
        agency_name,
    ),
    word="代催",
    basis=QZ("第五十一条第一款第二项"),
)
substitute_record = Paper(
    "substitute_record",
    "代履行现场记录",
    (
        party,
        place,
        Field(
            "course", "代履行经过", Kind.LONG_TEXT, element=True, sample="清运砂石 198 立方米，河道恢复原状。"
        ),
        Field("supervisor", "到场监督的工作人员", Kind.TEXT, element=True, sample="张守正，已签名"),
        Field(
            "performer_signed",
            "代履行人",
            Kind.TEXT,
            element=True,
            sample="演示环境工程有限公司 李某，已签名",
        ),
        Field("party_signed", "当事人或者见证人", Kind.TEXT, element=True, sample="孙大海，已签名"),
        Field("actual_cost", "实际费用", Kind.MONEY, element=True, sample=580000),
    ),
    signed_by="监督人, 代履行人, 当事人或者见证人",
    basis=QZ("第五十一条第一款第四项"),
)
immediate_substitute_notice = stamped(
    "immediate_substitute_notice",
    "立即代履行告知书",
    (party, place, because("渣土遗洒在道路上，当事人不能当场清除，影响通行安全。"), remedies, agency_name),
    word="即代",
    basis=QZ("第五十二条"),
)
court_application = Paper(
    "court_application",
    "强制执行申请书",
    (
        party,
        Field("court", "人民法院", Kind.TEXT, element=True, sample="枣庄市薛城区人民法院（演示）"),
        owed,
        Field(
            "target_state",
            "申请强制执行标的情况",
            Kind.LONG_TEXT,
            element=True,
            sample="罚款 3 万元，已经生效，没有履行。",
        ),
        Field(
            "asked_principal",
            "申请执行的本金",
            Kind.MONEY,
            element=True,
            when=FOR_MONEY,
            sample=3000000,
            follows=principal_left,
            held=True,
        ),
        Field(
            "asked_late",
            "申请执行的加处罚款、滞纳金",
            Kind.MONEY,
            element=True,
            when=FOR_MONEY,
            sample=0,
            follows=added_left,
            held=True,
        ),
        Field(
            "party_said",
            "当事人的意见和催告情况",
            Kind.LONG_TEXT,
            element=True,
            sample="催告书已经送达，当事人没有陈述、申辩，也没有履行。",
        ),
        evidence,
        Field(
            "attached",
            "所附材料",
            Kind.LONG_TEXT,
            element=True,
            sample="行政处罚决定书：1 份\n决定的事实、理由和依据：1 份\n催告书和送达回证：2 份",
            help="一行一件，写成“材料：份数”，文书后面成“法院申请材料清单”。",
        ),
        Field(
            "house_materials",
            "补偿金额和专户存储账号、产权调换房屋和周转用房的地点、面积",
            Kind.LONG_TEXT,
            element=True,
            when=HOUSE,
            sample="补偿 86 万元，演示银行 专户 0002；没有产权调换。",
        ),
        Field("head_signed", "机关负责人签名", Kind.TEXT, element=True, sample="李秉公"),
        agency_name,
    ),
    signed_by="机关负责人, 机关印章",
    word="强申",
    sealed=True,
    basis=QZ("第五十五条"),
)
immediate_execution_application = Paper(
    "immediate_execution_application",
    "立即执行申请书",
    (
        party,
        Field("court", "人民法院", Kind.TEXT, element=True, sample="枣庄市薛城区人民法院（演示）"),
        owed,
        Field(
            "urgent_facts",
            "紧急的情况和对公共安全的危险",
            Kind.LONG_TEXT,
            element=True,
            sample="储罐泄漏，毗邻居民区，随时可能爆炸。",
        ),
        evidence,
        Field("head_signed", "机关负责人签名", Kind.TEXT, element=True, sample="李秉公"),
        agency_name,
    ),
    signed_by="机关负责人, 机关印章",
    word="即执",
    sealed=True,
    basis=QZ("第五十九条"),
)
enforcement_reexamination = Paper(
    "enforcement_reexamination",
    "陈述申辩记录和复核意见",
    (
        Field("said", "当事人的陈述、申辩", Kind.LONG_TEXT, sample="当事人称资金周转困难，请求宽限。"),
        Field("adopted", "复核意见", Kind.LONG_TEXT, sample="没有提出新的事实，不予采纳；可以协商分期。"),
        opinion_text,
    ),
    signed_by="officer, unit_head",
    basis=QZ("第三十六条"),
)
