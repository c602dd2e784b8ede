"""Papers of taking evidence, of side decisions and of the file (rules §1.10)."""

from __future__ import annotations

from mingjing.law.bases import CF, PLATFORM, YSFZ
from mingjing.law.papers.fields import (
    agency_name,
    facts_found,
    opinion_text,
    party,
    place,
    reasons,
    violated,
)
from mingjing.law.terms import Field, Kind, Paper, Words

goods = Field(
    "goods",
    "物品清单",
    Kind.GOODS,
    element=True,
    sample=[{"name": "叉车", "spec": "演示-07", "count": "1", "unit": "台", "value": ""}],
)

sampling_way = Field("sampling_way", "抽样方法和基数", Kind.LONG_TEXT, sample="从 20 瓶库存中随机抽取。")
sampling_voucher = Paper(
    "sampling_voucher",
    "抽样取证凭证",
    (
        party,
        place,
        Field("sampled", "抽取的样品", Kind.LONG_TEXT, sample="同批次制动液 2 瓶，1 瓶检验，1 瓶备检。"),
        sampling_way,
    ),
    signed_by="officer×2",
    word="抽样",
    basis=CF("第五十六条"),
)
preservation_notice = Paper(
    "preservation_notice",
    "先行登记保存通知书",
    (
        party,
        Field(
            "preserve_why",
            "登记保存的理由",
            Kind.LONG_TEXT,
            element=True,
            sample="叉车随时可能转移，以后难以取得。",
        ),
        Field(
            "kept_at", "保存地点和保管人", Kind.TEXT, element=True, sample="原址封存，由当事人保管（演示）"
        ),
        agency_name,
    ),
    word="登保",
    sealed=True,
    basis=CF("第五十六条"),
)
preservation_inventory = Paper(
    "preservation_inventory", "物品清单", (goods,), signed_by="officer×2, 当事人", basis=CF("第五十六条")
)
preservation_disposal = Paper(
    "preservation_disposal",
    "登记保存处理决定书",
    (
        party,
        Field(
            "disposal",
            "处理决定",
            Kind.CHOICE,
            element=True,
            sample="return",
            choices=(
                ("copy", "复制、拍照、录像留证后退还"),
                ("test", "送交检验、检测、鉴定"),
                ("seize", "依法查封、扣押"),
                ("confiscate", "进入没收程序"),
                ("return", "解除登记保存，退还"),
            ),
        ),
        reasons,
        agency_name,
    ),
    word="登处",
    sealed=True,
    basis=CF("第五十六条"),
)
expert_request = Paper(
    "expert_request",
    "检测检验鉴定委托书",
    (
        Field("expert", "受委托的机构", Kind.TEXT, element=True, sample="山东省特种设备检验研究院（演示）"),
        Field(
            "question",
            "委托的事项",
            Kind.LONG_TEXT,
            element=True,
            sample="叉车制动性能是否符合安全技术规范。",
        ),
        agency_name,
    ),
    word="委托",
    sealed=True,
    basis=CF("第四十六条"),
)
expert_report_notice = Paper(
    "expert_report_notice",
    "检测检验鉴定结果告知书",
    (
        party,
        Field("result", "结果", Kind.LONG_TEXT, element=True, sample="制动距离超过规范，结论为不合格。"),
        Field(
            "again",
            "申请复检的权利和期限",
            Kind.LONG_TEXT,
            element=True,
            sample="有异议的，可以自收到之日起按有关规定申请复检、重新鉴定。",
            usual=Words("有异议的，可以自收到之日起按有关规定申请复检、重新鉴定。"),
        ),
        agency_name,
    ),
    word="鉴告",
    sealed=True,
    basis=CF("第四十六条"),
)
order_to_correct = Paper(
    "order_to_correct",
    "责令改正通知书",
    (
        party,
        facts_found,
        violated,
        Field("correct_by", "改正期限", Kind.DAY, not_before="on", element=True, sample="2025-10-20"),
        Field(
            "correct_how",
            "改正的内容和要求",
            Kind.LONG_TEXT,
            element=True,
            sample="停止使用未经定期检验的叉车，申报检验。",
        ),
        agency_name,
    ),
    word="责改",
    sealed=True,
    basis=CF("第二十八条"),
)
transfer_letter = Paper(
    "transfer_letter",
    "涉嫌犯罪移送书",
    (
        Field("transferred_to", "移送至", Kind.TEXT, required=False, sample="枣庄市公安局薛城分局（演示）"),
        party,
        Field("crime", "涉嫌的罪名", Kind.TEXT, element=True, sample="危险作业罪"),
        facts_found,
        Field(
            "enclosed",
            "附件",
            Kind.CHOICES,
            element=True,
            sample=["investigation_report", "goods_list", "expert_reports"],
            choices=(
                ("investigation_report", "涉嫌犯罪案件情况的调查报告"),
                ("goods_list", "涉案物品清单"),
                ("expert_reports", "有关检验报告或者鉴定意见"),
                ("others", "其他有关涉嫌犯罪的材料"),
            ),
        ),
        goods,
        agency_name,
    ),
    word="移送",
    sealed=True,
    basis=YSFZ("第六条"),
)
withdrawal_approval = Paper(
    "withdrawal_approval",
    "撤案审批表",
    (facts_found, reasons, opinion_text),
    signed_by="agency_head",
    word="撤",
    basis=PLATFORM("撤案", mark="P"),
)
deferral_decision = Paper(
    "deferral_decision",
    "延期（分期）缴纳决定书",
    (
        party,
        Field(
            "hardship",
            "当事人的申请和经济困难的情况",
            Kind.LONG_TEXT,
            element=True,
            sample="近三个月停产，附财务报表。",
        ),
        Field("until_day", "延至（最后一期）", Kind.DAY, not_before="on", element=True, sample="2026-01-15"),
        Field("plan", "分期安排", Kind.LONG_TEXT, required=False, sample="分三期，每月 15 日前缴纳 1 万元。"),
        agency_name,
    ),
    word="缓缴",
    sealed=True,
    basis=CF("第六十六条第二款"),
)
surcharge_statement = Paper(
    "surcharge_statement",
    "加处罚款计算单",
    (
        party,
        Field("surcharge", "加处罚款", Kind.MONEY, element=True, sample=900000),
        Field(
            "counted",
            "计算过程",
            Kind.LONG_TEXT,
            element=True,
            sample="自缴款期满次日起每日按罚款数额的百分之三，共 10 日。",
        ),
        agency_name,
    ),
    word="加罚",
    sealed=True,
    basis=CF("第七十二条"),
)
monitoring_review = Paper(
    "monitoring_review",
    "电子技术监控记录审核意见",
    (
        Field("device", "设备名称、编号和设置地点", Kind.TEXT, sample="卡口 演示-03，光明路与长江路口"),
        Field("published_on", "设置地点公布日期", Kind.DAY, sample="2025-01-10"),
        Field(
            "legal_passed",
            "法制审核",
            Kind.CHOICE,
            sample="yes",
            choices=(("yes", "设备经过法制审核"), ("no", "没有经过或者没有通过")),
        ),
        Field(
            "technical_passed",
            "技术审核",
            Kind.CHOICE,
            sample="yes",
            choices=(("yes", "设备符合标准、设置合理、标志明显，记录真实清晰完整"), ("no", "不符合")),
        ),
        opinion_text,
    ),
    signed_by="reviewer, 技术人员",
    basis=CF("第四十一条"),
)
recusal_decision = Paper(
    "recusal_decision",
    "回避决定书",
    (
        Field(
            "recused",
            "决定",
            Kind.CHOICE,
            sample="no",
            choices=(("yes", "应当回避"), ("no", "驳回回避申请")),
        ),
        reasons,
    ),
    signed_by="agency_head",
    basis=CF("第四十三条第三款"),
)
file_cover = Paper(
    "file_cover",
    "案卷封面",
    (
        Field(
            "file_title", "题名", Kind.TEXT, sample="枣庄启禾仓储服务有限公司（演示）使用未经定期检验的叉车案"
        ),
        Field("retention_years", "保管期限", Kind.TEXT, sample="30 年"),
        Field("archive_number", "归档号", Kind.TEXT, required=False, sample="演示-2025-0001"),
    ),
    signed_by="archivist",
    basis=CF("第四十七条"),
)
file_index = Paper(
    "file_index",
    "卷内目录",
    (Field("filed", "立卷情况", Kind.LONG_TEXT, sample="文书、证据齐全，按顺序编页，目录与卷内一致。"),),
    signed_by="archivist",
    basis=CF("第四十七条"),
)
file_remarks = Paper(
    "file_remarks",
    "备考表",
    (
        Field(
            "file_state",
            "本卷情况说明",
            Kind.LONG_TEXT,
            sample="文书、证据齐全，没有缺损、修改、补充、移出。",
        ),
        Field("filed_by", "立卷人", Kind.TEXT, sample="吴某"),
        Field("file_checked_by", "检查人", Kind.TEXT, required=False, sample="郑某"),
        Field("filed_on", "立卷时间", Kind.DAY, sample="2025-11-10"),
    ),
    signed_by="archivist",
    basis=CF("第四十七条"),
)
