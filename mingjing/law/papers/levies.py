"""Papers of 行政征收 (rules §1.7): assessment, notice, decision, late charge, relief."""

from __future__ import annotations

from dataclasses import replace

from mingjing.law.bases import GK, PLATFORM, QZ, SG
from mingjing.law.papers.charges import amount_due, pay_by, quantity
from mingjing.law.papers.fields import agency_name, opinion_text, party, reasons, remedies, rights, stamped
from mingjing.law.terms import Field, Kind, Paper, Words

area = replace(quantity, sample=5000)
due = replace(amount_due, sample=600000)
why = replace(reasons, sample="生产建设项目占用、损坏土地 5000 平方米，水土保持功能不能恢复（演示）。")
levy_basis = Field(
    "levy_basis",
    "征收的法律、行政法规依据",
    Kind.ARTICLE,
    element=True,
    rank="regulation",
    sample=[{"law": "中华人民共和国水土保持法", "article": "第三十二条"}],
)
how = Field("sum_shown", "计算方法", Kind.TEXT, element=True, sample="每平方米 1.2 元，5000 平方米。")
levy_assessment = Paper(
    "levy_assessment",
    "征收核定表",
    (
        party,
        area,
        how,
        due,
        Field("assessed", "核定的情况", Kind.LONG_TEXT, sample="按申报面积核定，与测绘报告一致。"),
        Field("several", "涉及多人", Kind.YES_NO, sample=False, help="选“是”的，要先经法制审核。"),
        opinion_text,
    ),
    signed_by="officer×2",
    basis=SG("第三十五条"),
)
levy_rights = replace(
    rights,
    usual=Words("可以自收到本告知书之日起 {levy.defense_within}内陈述、申辩；逾期未提出的，视为放弃。"),
)
levy_notice = stamped(
    "levy_notice",
    "征收告知书",
    (party, why, levy_basis, how, due, levy_rights, agency_name),
    word="征告",
    basis=PLATFORM("征收前告知", mark="P"),
)
levy_decision = stamped(
    "levy_decision",
    "征收决定书（缴款通知书）",
    (
        party,
        why,
        levy_basis,
        area,
        how,
        due,
        pay_by,
        Field("where_to_pay", "缴入账户", Kind.TEXT, element=True, sample="枣庄市国库（演示）"),
        remedies,
        agency_name,
    ),
    word="征决",
    public="judged",
    basis=GK("第十九条、第二十条"),
)
late_statement = stamped(
    "late_statement",
    "滞纳金计算单",
    (
        party,
        Field("late_charge", "滞纳金", Kind.MONEY, element=True, sample=9000),
        Field("late_basis", "加收滞纳金的法律依据", Kind.ARTICLE, element=True, rank="regulation",
              sample=[{"law": "中华人民共和国税收征收管理法", "article": "第三十二条"}]),
        Field("late_how", "标准和计算方法", Kind.LONG_TEXT, element=True, sample="自滞纳之日起按日万分之五，30 日。"),
        agency_name,
    ),
    word="征滞",
    basis=QZ("第四十五条"),
)  # fmt: skip
levy_relief_approval = Paper(
    "levy_relief_approval",
    "减征、免征、缓征、退还审批表",
    (
        Field("relief_kind", "减、免、缓、退", Kind.CHOICE, sample="reduce",
              choices=(("reduce", "减征"), ("exempt", "免征"), ("defer", "缓征"), ("refund", "退还"))),
        Field("relief_basis", "法律、行政法规的依据", Kind.ARTICLE, element=True, rank="regulation",
              sample=[{"law": "中华人民共和国税收征收管理法", "article": "第三十三条"}]),
        Field("relief_amount", "减免、退还的金额", Kind.MONEY, required=False, sample=100000),
        Field("deferred_until", "缓缴到哪一天", Kind.DAY, not_before="on", required=False, sample=""),
        reasons,
        opinion_text,
    ),
    signed_by="officer, agency_head",
    basis=SG("第三十三条"),
)  # fmt: skip
