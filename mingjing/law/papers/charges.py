"""Papers of 行政收费 (rules §1.8): what is to be paid, the demand, relief and refund."""

from __future__ import annotations

from mingjing.law.bases import PLATFORM
from mingjing.law.papers.fields import agency_name, opinion_text, party, reasons, remedies, stamped
from mingjing.law.terms import Field, Kind, Paper

quantity = Field("quantity", "数量", Kind.NUMBER, element=True, sample=2)
amount_due = Field(
    "amount_due", "应缴金额", Kind.MONEY, element=True, sample=60000, help="等于清单上的标准乘以数量。"
)
pay_by = Field("pay_by", "缴费期限（最后一天）", Kind.DAY, not_before="on", element=True, sample="2025-10-10")
charge_basis = Field(
    "charge_basis",
    "收费的法律、行政法规依据",
    Kind.ARTICLE,
    required=False,
    rank="regulation",
    sample=[],
    help="因实施许可或者检查许可事项收费的必须填写：没有法律、行政法规规定的，不得收费。",
)
payment_notice = stamped(
    "payment_notice",
    "缴费通知书",
    (
        party,
        quantity,
        Field("sum_shown", "计算方法", Kind.TEXT, element=True, sample="每台 300 元，2 台。"),
        amount_due,
        pay_by,
        Field("where_to_pay", "缴入账户", Kind.TEXT, element=True, sample="枣庄市财政专户（演示）"),
        charge_basis,
        remedies,
        agency_name,
    ),
    word="缴",
    basis=PLATFORM("缴费通知", mark="P"),
)
charge_demand = stamped(
    "charge_demand",
    "催缴通知书",
    (
        party,
        Field("demanded", "还应缴的金额", Kind.MONEY, element=True, sample=60000, carries="amount_due"),
        Field("late_charge", "滞纳金", Kind.MONEY, required=False, sample=0),
        Field(
            "late_basis", "加收滞纳金的法律依据", Kind.ARTICLE, required=False, sample=[], rank="regulation"
        ),
        Field(
            "demand_by", "催缴期限（最后一天）", Kind.DAY, not_before="on", element=True, sample="2025-10-24"
        ),
        remedies,
        agency_name,
    ),
    word="催缴",
    basis=PLATFORM("缴费通知", mark="P"),
)
fee_relief_approval = Paper(
    "fee_relief_approval",
    "减免、退费审批表",
    (
        Field(
            "relief_ground",
            "减免、退费的理由",
            Kind.CHOICE,
            choices=(("by_law", "法律、法规、规章规定减免"), ("overcharged", "多收、错收")),
            sample="overcharged",
        ),
        Field("relief_basis", "减免的依据", Kind.ARTICLE, required=False, sample=[], rank="rule"),
        Field("relief_amount", "减免、退还的金额", Kind.MONEY, sample=30000),
        reasons,
        opinion_text,
    ),
    signed_by="officer, agency_head",
    basis=PLATFORM("减免、退费", mark="P"),
)
