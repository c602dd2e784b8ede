"""行政征收：没有法律、行政法规依据不得征收，核定、告知、审核、决定、缴纳、滞纳金、减免缓退（rules §1.7）。一行一个动作。"""

from __future__ import annotations

from mingjing.law import papers as p
from mingjing.law.bases import GK, PLATFORM, QZ, SG, ZSH
from mingjing.law.common import (
    COMMON_ACTIONS,
    COMMON_FIELDS,
    REMEDY_FIELDS,
    party_corrected,
    remedy_actions,
    remedy_terms,
)
from mingjing.law.guards.amounts import catalogue_grounds, yuan
from mingjing.law.guards.charges import (
    G_CATALOGUED,
    G_LATE_LEFT,
    G_NOT_MORE,
    G_OVERDUE,
    G_PAID_OR_TAKEN,
    G_PAY_BY,
    G_PUT_OFF,
    G_RELIEF,
    G_RELIEVED,
    G_SUM,
    charge_owing,
    relief_grounds,
)
from mingjing.law.guards.decision import bound_to, heard_out, review_passed, reviewed_beside, served
from mingjing.law.guards.people import G_AVOID, G_CERT_HERE, G_SEPARATE, G_TWO_HERE
from mingjing.law.guards.powers import G_POWER
from mingjing.law.guards.service import delivered, issued, recorded
from mingjing.law.judgement import Judgement
from mingjing.law.sections import (
    BOOK_FIELDS,
    PUBLICITY,
    PUBLICITY_FIELDS,
    TAKEN_BACK,
    archive_term,
    archived,
    collected,
    corrected,
    explained,
    publish_term,
    publishing,
    review_term,
    reviewing,
    serving,
)
from mingjing.law.tallies import remedy_tallies
from mingjing.law.terms import (
    Action,
    Condition,
    Field,
    Kind,
    On,
    Procedure,
    Publicity,
    Recording,
    Review,
    Role,
    Tally,
    Term,
    Track,
    done,
    event,
    open_,
    param,
    per,
    step,
)

OFFICER, UNIT_HEAD, AGENCY_HEAD, PARTY = Role.OFFICER, Role.UNIT_HEAD, Role.AGENCY_HEAD, Role.PARTY
STAFF, TWO, REVIEW = (OFFICER, UNIT_HEAD), param("levy.officers"), ZSH("第四条", mark="R2")
NOTIFIED = delivered("levy_notice", "lv_serve", PLATFORM("征收前告知", mark="P"))
HEARD = heard_out("lv_said", PLATFORM("征收前告知", mark="P"))
RELIEF_REVIEWED = reviewed_beside("lv_relief", "lv_relief", relief_grounds, REVIEW)
DECIDED = delivered("levy_decision", "lv_serve", GK("第二十条"))


PERFORMED = (
    "lv_pay",
    "lv_collected",
    "lv_late",
    "lv_relief_submit_review",
    "lv_relief_review",
    "lv_relief.ask",
    "lv_relief",
    "lv_exempt",
    "lv_enforce",
)
"""What was paid, remitted and enforced of a decision does not count for the one that is made anew."""


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


def levy_grounds(j: Judgement) -> list[str]:
    """Why a levy must pass legal review (rules §3.1 lev_major)."""
    limit = j.param("review.levy_amount").number
    grounds = [f"征收数额达到 {yuan(limit)}"] if j.money("amount_due") >= limit else []
    if j.value("several") is True:
        grounds.append("涉及多人")
    return grounds + catalogue_grounds(j, j.money("amount_due"))


SURCHARGED = Condition("加收过滞纳金", lambda j: bool(j.last("lv_late")))

# One row is one act; in these tables rows are read, not brackets.
# fmt: off
LEVY = Procedure(
    "levy", "行政征收", "2017-10-01", "levy",
    basis=GK("第二十条"),
    stages=(("declared", "申报"), ("assessed", "核定"), ("told", "告知"), ("decided", "决定"), ("served", "送达"), ("paid", "缴清"),
            ("exempted", "全部免征"), ("archived", "归档")),
    exits=at("paid", "exempted", "archived"),
    tracks=(PUBLICITY, Track("payment", "缴纳"), Track("remedy", "复议、诉讼")),
    guards=(G_SEPARATE, G_AVOID), owing=charge_owing,
    review=Review(submit="lv_submit_review", review="lv_review", opinion="opinion", passed="approve",
                  decision="lv_decide", paper="levy_decision", grounds=levy_grounds),
    beside=(Review(submit="lv_relief_submit_review", review="lv_relief_review", opinion="opinion", passed="approve",
                   decision="lv_relief", paper="levy_relief_approval", grounds=relief_grounds),),
    papers=p.PAPERS,
    publicity=Publicity("public_notice", of=("levy_decision",), shows=("levy_basis", "amount_due")),
    fields=COMMON_FIELDS + REMEDY_FIELDS + BOOK_FIELDS + PUBLICITY_FIELDS + (
        p.party,
        Field("item", "征收事项", Kind.TEXT, sample="LEV-0001", help="从本机关公布的征收事项清单选择。"),
        Field("declared", "申报的内容", Kind.LONG_TEXT, sample="占地 5000 平方米。"),
        Field("on_site", "现场核定", Kind.YES_NO, sample=False),
        Field("said", "陈述、申辩和复核", Kind.LONG_TEXT, sample="没有意见。"),
        Field("amount", "缴纳金额", Kind.MONEY, sample=600000, carries="amount_due"),
        Field("paid_on", "缴纳日期", Kind.DAY, sample="2025-10-20"),
        Field("bill", "财政票据、完税凭证号", Kind.TEXT, sample="演示票-0001"),
        Field("in_full", "是否全部缴清", Kind.CHOICE, choices=(("yes", "全部缴清"), ("no", "部分缴纳")), sample="yes"),
        Field("superior_approval", "上级机关批准缓缴的文件", Kind.TEXT, required=False, sample="", help="由上级机关批准的领域填写。"),
        Field("request", "申请减免缓退的理由", Kind.LONG_TEXT, sample="受灾，申请减征。"),
    ),
    path=(step("lv_declare"), step("lv_assess"), step("lv_notice"), step("lv_serve", paper="levy_notice"), step("lv_said"),
          step("lv_submit_review", optional=True), step("lv_review", optional=True), step("lv_decide.ask"), step("lv_decide"),
          step("lv_serve", paper="levy_decision"), step("lv_publish"), step("lv_pay"), step("lv_archive")),
    actions=(
        Action("lv_declare", "申报", OFFICER, GK("第二十条"), opening=True, to="declared", asks=("item", "party", "declared"),
               needs=(G_POWER, G_CATALOGUED), plain="公布的事项、依据、标准以外不得征收；登记当事人的申报。"),
        party_corrected("lv", at("declared", "assessed", "told"), "lv_assess", "lv_notice", served("levy_notice", "lv_serve"), "lv_said",
                        "lv_submit_review", "lv_review", "lv_decide.ask", to="declared"),
        Action("lv_assess", "核定", OFFICER, SG("第三十五条"), stage=at("declared", "assessed", "told"), to="assessed", repeat=True,
               officers=TWO, asks=("on_site",), records=Recording.M, papers=("levy_assessment",), needs=(G_CERT_HERE, G_TWO_HERE, G_SUM),
               plain="金额等于公布的标准乘以数量；申辩成立的重新核定、重新告知。"),
        Action("lv_notice", "告知", OFFICER, PLATFORM("征收前告知", mark="P"), stage=at("assessed", "told"), to="told", repeat=True,
               papers=("levy_notice",), voids=(served("levy_notice", "lv_serve"), "lv_said", "lv_submit_review", "lv_review",
               "lv_decide.ask"),
               needs=(G_CERT_HERE, G_SUM), plain="告知拟征收的事实、依据、金额和陈述、申辩的权利。"),
        Action("lv_said", "陈述、申辩和复核", PARTY, PLATFORM("征收前告知", mark="P"), stage=at("told"), repeat=True, stated_by=True,
               asks=("said",),
               needs=(NOTIFIED,), plain="当事人的意见登记在案，逐项复核。"),
        *reviewing("lv", at("told"), "levy_decision", REVIEW, needs=(NOTIFIED,), decision="lv_decide"),
        Action("lv_decide", "决定征收", STAFF, GK("第二十条"), stage=at("told"), to="decided", papers=("levy_decision",),
               binds="levy_decision",
               decides=True, approved_by=AGENCY_HEAD,
               needs=(G_POWER, G_CATALOGUED, NOTIFIED, HEARD, G_SUM, G_NOT_MORE, G_PAY_BY, review_passed("lv_submit_review", REVIEW),
               bound_to("lv_submit_review", REVIEW)),
               plain="机关负责人审查后决定。"),
        serving("lv", at("assessed", "told", "decided", "served"), TWO, to=per("paper", levy_decision="served"),
                opens=per("paper", levy_decision=("payment",))),
        Action("lv_pay", "缴纳", PARTY, SG("第三十四条"), stage=at("served"), to=per("in_full", yes="paid"), shuts=per("in_full",
               yes=("payment",)),
               repeat=True, stated_by=True, asks=("amount", "paid_on", "bill", "in_full"), needs=(DECIDED, open_("payment"),
               G_PAID_OR_TAKEN),
               plain="缴入国库，取得财政票据、完税凭证；不开票据的可以拒缴。"),
        collected("lv", at("served"), DECIDED, to="paid"),
        Action("lv_late", "加收滞纳金", STAFF, QZ("第四十五条"), stage=at("served"), repeat=True, papers=("late_statement",),
               needs=(DECIDED, open_("payment"), G_OVERDUE, G_LATE_LEFT), plain="有法律依据、逾期不缴的才可以加收，不超过本金。"),
        Action("lv_relief_req", "申请减征、免征、缓征、退还", PARTY, SG("第三十三条"), stage=at("told", "served", "paid"), repeat=True,
               stated_by=True,
               asks=("request",), plain="当事人可以申请。"),
        *reviewing("lv_relief", at("served", "paid"), "levy_relief_approval", REVIEW, needs=(DECIDED,), decision="lv_relief"),
        Action("lv_relief", "减征、免征、缓征、退还", STAFF, SG("第三十三条"), stage=at("served", "paid"), repeat=True,
               papers=("levy_relief_approval",), binds="levy_relief_approval",
               asks=("superior_approval",), needs=(DECIDED, G_RELIEF, G_PUT_OFF, *RELIEF_REVIEWED), approved_by=AGENCY_HEAD,
               plain="依照法律、行政法规，减征、免征的先经法制审核，由机关负责人批准；擅自减免的无效。"),
        Action("lv_exempt", "全部免征，不再征收", STAFF, SG("第三十三条"), stage=at("served"), to="exempted", shuts=at("payment"),
               asks=("reason",),
               needs=(done("lv_relief"), G_RELIEVED), plain="批准全部免征的，写明后结束。"),
        Action("lv_enforce", "另立强制执行案件", STAFF, QZ("第三十四条、第五十三条"), stage=at("served"), repeat=True, asks=("reason",),
               opens_case=("compulsory_execution", "court_application"), needs=(DECIDED, open_("payment"), G_OVERDUE),
               plain="催缴仍不缴纳的，有强制执行权的强制执行，没有的申请人民法院。"),
        *publishing("lv", at("decided", "served", "paid", "exempted", "archived"), "public_notice",
                    (issued("levy_decision", "征收决定书"),), GK("第二十条")),
        archived("lv", at("paid", "exempted"), recorded("lv_explain_record"), closes=at("payment", "remedy")),
        explained("lv"),
        corrected("lv"),
        *remedy_actions("lv", at("decided", "served", "paid", "archived"), ("lv_decide", "lv_decide.ask", served("levy_decision",
        "lv_serve"), *PERFORMED),
                        again="told"),
    ) + COMMON_ACTIONS,
    tallies=(Tally("levies", "lv_decide", sums=("amount_due",)), *remedy_tallies("lv"),
             Tally("surcharge", event("lv_pay", in_full="yes"), when=SURCHARGED)),
    terms=(
        Term("T06", "陈述、申辩期", param("levy.defense_within"), runs_from=served("levy_notice", "lv_serve"), until="lv_said", waits=False,
             consequence="视为放弃", basis=PLATFORM("陈述申辩期", mark="P")),
        Term("T-LV1", "征收决定", param("levy.decide_within"), runs_from="lv_declare", until="lv_decide", basis=PLATFORM("征收决定的期限",
             mark="P")),
        Term("T-LV2", "送达征收决定", param("levy.serve_within"), runs_from="lv_decide", until=served("levy_decision", "lv_serve"),
             basis=PLATFORM("征收决定的送达", mark="P")),
        publish_term("lv", "T56", "征收结果公示", "publication.result_within", "lv_decide"),
        review_term("lv"),
        review_term("lv_relief", "-R", "减免的法制审核"),
        archive_term("lv", On("lv_pay", (("in_full", "yes"),)), "lv_exempt", "lv_collected"),
        *remedy_terms("lv", (served("levy_decision", "lv_serve"),), reconsider_first=False,
                      published=TAKEN_BACK),
    ),
)
# fmt: on

PROCEDURES = (LEVY,)
