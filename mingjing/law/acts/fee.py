"""行政收费：目录清单以外不得收费，金额等于标准乘以数量，收支两条线（rules §1.8）。一行一个动作，依据在行内。"""

from __future__ import annotations

from mingjing.law.bases import PLATFORM, SDSF, ZSH
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS, REMEDY_FIELDS, remedy_actions, remedy_terms
from mingjing.law.guards.charges import (
    G_CATALOGUED,
    G_DEMAND_BY,
    G_FREE,
    G_LATE,
    G_OVERDUE,
    G_PAID,
    G_PAY_BY,
    G_RELIEF,
    G_RELIEVED,
    G_SUM,
    relief_grounds,
)
from mingjing.law.guards.decision import reviewed_beside
from mingjing.law.guards.people import G_AVOID, G_SEPARATE
from mingjing.law.guards.powers import G_POWER
from mingjing.law.papers import charges, fields
from mingjing.law.papers.mainline import legal_review_opinion, review_request
from mingjing.law.sections import BOOK_FIELDS, archive_term, archived, corrected, review_term, reviewing
from mingjing.law.tallies import remedy_tallies
from mingjing.law.terms import (
    Action,
    Field,
    Kind,
    On,
    Procedure,
    Review,
    Role,
    Tally,
    Term,
    Track,
    done,
    open_,
    param,
    step,
)

NOTICE, RELIEF = PLATFORM("缴费通知", mark="P"), PLATFORM("减免、退费", mark="P")
"""Rules §0.4 E50: the regulation speaks of posting, reporting and sanctions, not of these acts."""
OFFICER, UNIT_HEAD, AGENCY_HEAD, PARTY = Role.OFFICER, Role.UNIT_HEAD, Role.AGENCY_HEAD, Role.PARTY


REVIEW = ZSH("第四条", mark="R2")
REVIEWED = reviewed_beside("fe_relief", "fe_relief", relief_grounds, REVIEW)


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


# One row is one act; in these tables rows are read, not brackets.
# fmt: off
FEE = Procedure(
    "fee", "行政收费", "2017-10-01", "fee",
    basis=SDSF("第六条", mark="R2"),
    stages=(("notified", "通知缴费"), ("paid", "已缴费"), ("cancelled", "全部减免"), ("archived", "归档")),
    exits=at("cancelled", "archived"),
    tracks=(Track("payment", "缴费"), Track("remedy", "复议、诉讼")),
    guards=(G_SEPARATE, G_AVOID),
    beside=(Review(submit="fe_relief_submit_review", review="fe_relief_review", opinion="opinion", passed="approve",
                   decision="fe_relief", paper="fee_relief_approval", grounds=relief_grounds),),
    papers=(review_request, legal_review_opinion, charges.payment_notice, charges.charge_demand, charges.fee_relief_approval),
    fields=COMMON_FIELDS + REMEDY_FIELDS + (
        fields.party,
        Field("item", "收费事项", Kind.TEXT, sample="FEE-0001", help="从本机关公布的收费目录清单选择。"),
        Field("for_permit", "因实施许可或者检查许可事项收取", Kind.YES_NO, sample=False),
        Field("amount", "缴费金额", Kind.MONEY, sample=60000, carries="amount_due"),
        Field("paid_on", "缴费日期", Kind.DAY, sample="2025-10-09"),
        Field("bill", "财政票据号", Kind.TEXT, sample="演示票-0001", help="没有财政票据的，当事人可以拒缴。"),
        Field("request", "申请减免、退费的理由", Kind.LONG_TEXT, sample="同一台设备收取了两次。"),
        Field("refund_bill", "退库凭证号", Kind.TEXT, sample="演示退-0001"),
    ) + BOOK_FIELDS,
    path=(step("fe_notice"), step("fe_unpaid", optional=True), step("fe_relief_req", optional=True),
          step("fe_relief.ask", optional=True), step("fe_relief", optional=True), step("fe_pay"), step("fe_archive")),
    actions=(
        Action("fe_notice", "缴费通知", OFFICER, NOTICE, opening=True, to="notified", opens=at("payment"),
               asks=("item", "for_permit"), papers=("payment_notice",), needs=(G_POWER, G_CATALOGUED, G_FREE, G_SUM, G_PAY_BY),
               plain="当场告知项目、标准、计算方法、金额、期限和救济途径；目录清单以外不得收费。"),
        Action("fe_unpaid", "催缴", OFFICER, NOTICE, stage=at("notified"), repeat=True,
               papers=("charge_demand",), needs=(open_("payment"), G_OVERDUE, G_LATE, G_DEMAND_BY),
               plain="期满没有缴纳的催缴；没有法律授权不得加收滞纳金。"),
        Action("fe_relief_req", "申请减免、退费", PARTY, RELIEF, stage=at("notified", "paid"), repeat=True,
               stated_by=True, asks=("request",), plain="当事人认为应当减免，或者多收、错收的，可以申请。"),
        *reviewing("fe_relief", at("notified", "paid"), "fee_relief_approval", REVIEW, decision="fe_relief"),
        Action("fe_relief", "减免、退费", OFFICER, RELIEF, stage=at("notified", "paid"), repeat=True,
               papers=("fee_relief_approval",), binds="fee_relief_approval", needs=(G_RELIEF, *REVIEWED), approved_by=AGENCY_HEAD,
               plain="依照规定减免，或者退还多收、错收的，数额大的先经法制审核，由机关负责人批准。"),
        Action("fe_refund", "退库", OFFICER, RELIEF, stage=at("paid"), asks=("refund_bill",), repeat=True,
               needs=(done("fe_relief"),), plain="已经缴纳的，凭审批表办理退库。"),
        Action("fe_cancel", "全部减免，不再收取", OFFICER, RELIEF, stage=at("notified"), to="cancelled",
               shuts=at("payment"), asks=("reason",), needs=(done("fe_relief"), G_RELIEVED), plain="批准全部减免的，写明后结束。"),
        Action("fe_pay", "缴费", PARTY, SDSF("第十四条", mark="R2"), stage=at("notified"), to="paid", shuts=at("payment"),
               stated_by=True, asks=("amount", "paid_on", "bill"), needs=(open_("payment"), G_PAID),
               plain="缴入国库或者财政专户，取得财政票据；没有财政票据的可以拒缴。"),
        archived("fe", at("paid"), closes=at("payment", "remedy")),
        corrected("fe"),
        *remedy_actions("fe", at("notified", "paid", "archived"), ("fe_notice",)),
    ) + COMMON_ACTIONS,
    tallies=(Tally("charged", On("fe_pay", day="paid_on"), sums=("amount",)), Tally("relieved", "fe_relief", sums=("relief_amount",)),
             *remedy_tallies("fe")),
    terms=(
        Term("T-FE", "减免、退费的决定", param("fee.relief_within"), runs_from="fe_relief_req", until="fe_relief",
             basis=RELIEF),
        review_term("fe_relief", "-R", "减免的法制审核"),
        archive_term("fe", "fe_pay"),
        *remedy_terms("fe", (On("fe_notice"),), reconsider_first=False),
    ),
)
# fmt: on

PROCEDURES = (FEE,)
