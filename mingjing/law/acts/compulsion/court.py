"""申请人民法院强制执行：没有强制执行权的机关（《行政强制法》第五十三条至第六十条）。一行一个动作，依据在行内。"""

from __future__ import annotations

from mingjing.law import fields
from mingjing.law import papers as p
from mingjing.law.acts.compulsion.words import (
    AGENCY_HEAD,
    DEMANDED,
    FIELDS,
    FREE,
    G_CERT,
    LATE,
    RUNNING,
    STAFF,
    SUSPENDED,
    TRACKS,
    TWO,
    M,
    at,
    begun,
    demanding,
    ending,
    remedies_over,
)
from mingjing.law.bases import QZ, SSJ, ZSH
from mingjing.law.common import COMMON_ACTIONS
from mingjing.law.guards.coercion import (
    G_ASKED_AT_ONCE,
    G_DEMANDED_EARLY,
    G_NO_REMEDY,
    G_PUBLIC_SAFETY,
    enforcement_grounds,
    review_and_bound,
    urgent_at_once,
)
from mingjing.law.guards.decision import served
from mingjing.law.guards.enforced import (
    G_ASKED_LATE,
    G_ASKED_SUM,
    G_DEMANDED,
    G_FOR_MONEY,
    G_LATE,
    G_NOT_BEYOND,
    G_RESTORED,
    G_SEIZED,
    G_STANDS,
    G_STILL_DUE,
    duty,
    takes,
)
from mingjing.law.guards.people import G_AVOID, G_SEPARATE
from mingjing.law.guards.service import recorded
from mingjing.law.sections import (
    archive_term,
    archived,
    corrected,
    explained,
    review_term,
    reviewing,
    serving,
)
from mingjing.law.terms import (
    Action,
    After,
    Condition,
    Field,
    Kind,
    On,
    Procedure,
    Review,
    Tally,
    Term,
    Within,
    done,
    done_any,
    event,
    param,
    per,
    step,
)

OPEN = at("due", "urged", "auctioned", "applied", "accepted", "ruled")
NO_EXCUSE = Condition("没有写明逾期的正当理由", lambda j: fields.blank(j.value("late_excuse")))
REVIEWED = review_and_bound("ce_submit_review")
WAITS = Condition("救济期届满以后才能申请", lambda j: not (j.last("ce_court_urgent") and urgent_at_once(j)))
HEARD = Condition("法院听取意见", lambda j: j.last("ce_court_hear") is not None)
PLAIN = Condition("法院书面审查", lambda j: j.last("ce_court_hear") is None)
ACCEPTED = (
    event("ce_court_accept", court_answer="accepted"),
    event("ce_court_upper", upper_ruling="accepted"),
)
DECLINED = Condition(
    "法院不予受理", lambda j: j.known("court_answer") == "declined" and not j.last("ce_court_rule")
)
DENIED = Condition("法院不准予强制执行", lambda j: j.known("ruling") == "denied")
SUMS_ASKED = (G_ASKED_SUM, G_ASKED_LATE)
REFUSED = done_any(event("ce_court_accept", court_answer="declined"), event("ce_court_rule", ruling="denied"))

# One row is one act; in these tables rows are read, not brackets.
# fmt: off
COURT = Procedure(
    "court_application", "申请人民法院强制执行", "2012-01-01", "compulsion",
    basis=QZ("第五十三条"),
    stages=(("due", "逾期未履行"), ("urged", "催告"), ("auctioned", "拍卖抵缴"), ("applied", "申请"), ("accepted", "受理"),
            ("ruled", "裁定"), ("ended", "结束"), ("archived", "归档")),
    exits=at("ended", "archived"),
    tracks=TRACKS,
    guards=(G_SEPARATE, G_AVOID), takes=takes,
    review=Review(submit="ce_submit_review", review="ce_review", opinion="opinion", passed="approve",
                  decision="ce_court_apply", paper="court_application", grounds=enforcement_grounds),
    papers=p.PAPERS,
    fields=FIELDS + (
        duty("money", "demolish", "remove", "move"),
        Field("late_excuse", "逾期申请的正当理由", Kind.LONG_TEXT, required=False, sample="", help="超过三个月的写明；由人民法院审查。"),
        Field("court_answer", "人民法院的决定", Kind.CHOICE, sample="accepted", choices=(("accepted", "受理"), ("declined", "不予受理"))),
        Field("ruling", "裁定", Kind.CHOICE, sample="granted", choices=(("granted", "准予强制执行"), ("denied", "不准予强制执行"))),
        Field("court_document", "文书编号", Kind.TEXT, sample="（2026）鲁0403行审1号（演示）"),
        Field("received_day", "收到的日期", Kind.DAY, sample="2026-04-20"),
        Field("for_public_safety", "情况紧急，为保障公共安全", Kind.YES_NO, sample=True),
        Field("president_approved", "院长批准立即执行", Kind.YES_NO, required=False, sample=False, help="申请过立即执行的填写。"),
        Field("upper_ruling", "上一级法院的裁定", Kind.CHOICE, sample="upheld",
              choices=(("upheld", "维持"), ("accepted", "受理"), ("granted", "准予强制执行"))),
    ),
    path=(step("ce_due"), step("ce_urge"), step("ce_serve", paper="demand_notice"), step("ce_hear", optional=True),
    step("ce_submit_review"),
          step("ce_review"), step("ce_court_apply.ask"), step("ce_court_apply"), step("ce_court_urgent", optional=True),
          step("ce_court_accept"), step("ce_court_hear", optional=True), step("ce_court_rule"),
          step("ce_finish"), step("ce_archive")),
    actions=(
        begun(needs=(G_CERT,)),
        *demanding(at("due", "urged"), OPEN, G_DEMANDED_EARLY),
        LATE,
        *reviewing("ce", at("urged", "auctioned"), "court_application", ZSH("第四条", mark="R2"), needs=(DEMANDED, *SUMS_ASKED),
                   decision="ce_court_apply"),
        Action("ce_auction", "拍卖查封、扣押的财物", STAFF, QZ("第四十六条第三款、第四十八条"), stage=at("urged", "auctioned"),
               to="auctioned", repeat=True, records=M, papers=("auction_entrustment",), approved_by=AGENCY_HEAD,
               needs=(RUNNING, FREE, G_FOR_MONEY, G_STILL_DUE, G_LATE, DEMANDED, G_DEMANDED, After("T43"), After("T51"), After("T50"),
               G_NO_REMEDY, G_SEIZED),
               plain="没有强制执行权的，当事人不申请复议、不起诉，经催告仍不履行的，可以拍卖已经查封、扣押的财物抵缴罚款。"),
        Action("ce_offset", "拍卖所得抵缴", STAFF, QZ("第四十六条第三款、第四十九条"), stage=at("auctioned"), repeat=True, asks=("offset",),
               needs=(done("ce_auction"), G_STILL_DUE, G_NOT_BEYOND), plain="拍卖所得抵缴应当缴纳的数额，多出的退还当事人。"),
        Action("ce_court_apply", "申请强制执行", STAFF, QZ("第五十三条、第五十五条"), stage=at("urged", "auctioned"), to="applied",
               asks=("late_excuse",),
               papers=("court_application",), binds="court_application", decides=True, approved_by=AGENCY_HEAD,
               needs=(RUNNING, FREE, G_STILL_DUE, G_LATE, DEMANDED, *SUMS_ASKED, After("T35"), After("T43", when=WAITS),
               After("T51", when=WAITS), After("T50", when=WAITS), G_NO_REMEDY, Within("T38", when=NO_EXCUSE), *REVIEWED),
               plain="法定期限内不申请复议、不起诉又不履行，催告满十个工作日的，三个月内申请人民法院强制执行。"),
        Action("ce_court_urgent", "申请立即执行", STAFF, QZ("第五十九条"), stage=at("urged", "applied", "accepted"), repeat=True,
               asks=("for_public_safety",), papers=("immediate_execution_application",),
               needs=(RUNNING, FREE, G_STILL_DUE, G_LATE, G_PUBLIC_SAFETY),
               plain="情况紧急，为保障公共安全，可以申请人民法院立即执行；院长批准的，法院自裁定之日起五个工作日内执行。"),
        serving("ce", OPEN, TWO),
        Action("ce_court_accept", "登记法院是否受理", STAFF, QZ("第五十六条"), stage=at("applied"), repeat=True,
               asks=("court_answer", "court_document", "received_day"), to=per("court_answer", accepted="accepted"),
               plain="五个工作日内受理；不予受理的，十五日内可以向上一级法院申请复议。"),
        Action("ce_court_object", "向上一级法院申请复议", STAFF, QZ("第五十六条第二款、第五十八条第三款"), stage=at("applied", "accepted",
               "ruled"),
               repeat=True, asks=("reason",), needs=(Within("T41"), REFUSED),
               plain="对不予受理、不予执行的裁定有异议的，十五日内申请复议。"),
        Action("ce_court_upper", "登记上一级法院的裁定", STAFF, QZ("第五十六条第二款、第五十八条第三款"), stage=at("applied", "ruled"),
               repeat=True, asks=("upper_ruling", "court_document", "received_day"), to=per("upper_ruling", accepted="accepted"),
               needs=(done("ce_court_object"),), plain="不予受理的十五日内、不予执行的三十日内裁定。"),
        Action("ce_court_hear", "登记法院听取意见", STAFF, QZ("第五十八条"), stage=at("accepted"), asks=("reason",),
               plain="法院发现明显缺乏事实根据、法律依据等情形，听取意见的，三十日内裁定。"),
        Action("ce_court_rule", "登记法院裁定", STAFF, QZ("第五十七条、第五十八条"), stage=at("accepted"), to="ruled",
               asks=("ruling", "court_document", "received_day", "president_approved"), needs=(G_ASKED_AT_ONCE,),
               plain="书面审查的七个工作日内裁定。"),
        Action("ce_finish", "法院执行完毕、案件终结", STAFF, SSJ("第一百六十条"), stage=at("auctioned", "applied", "ruled"), to="ended",
               asks=("reason",),
               needs=(done_any("ce_court_accept", "ce_offset"), G_STANDS), plain="登记执行的结果，或者不予受理、不准予执行以后的处理。"),
        *ending(OPEN, at("auctioned", "ruled", "ended", "archived")),
        archived("ce", at("ended"), recorded("ce_explain_record"), G_RESTORED, closes=at("suspension", "agreement")),
        explained("ce"),
        corrected("ce"),
    ) + COMMON_ACTIONS,
    tallies=(Tally("court", "ce_court_apply"),),
    terms=(
        *remedies_over(),
        Term("T35", "催告满十个工作日", param("enforcement.court_after_demand"), runs_from=served("demand_notice", "ce_serve"), waits=False,
             consequence="期未满不得申请", basis=QZ("第五十四条")),
        Term("T38", "申请人民法院强制执行", param("enforcement.court_within"), after=("T43", "T51", "T50", "T08-D"),
             until=(On("ce_court_apply"), On("ce_performed")), consequence="法院不受理，有正当理由的除外", basis=QZ("第五十三条")),
        Term("T39", "法院受理", param("enforcement.court_accept_within"), runs_from="ce_court_apply", until="ce_court_accept", waits=False,
             basis=QZ("第五十六条")),
        Term("T40", "法院裁定", param("enforcement.court_rule_within"), runs_from=ACCEPTED,
             until="ce_court_rule", waits=False, when=PLAIN, basis=QZ("第五十七条")),
        Term("T40-H", "法院裁定（听取意见的）", param("enforcement.court_hear_within"), until="ce_court_rule", waits=False, when=HEARD,
             runs_from=ACCEPTED, basis=QZ("第五十八条第二款")),
        Term("T40-U", "裁定以后立即执行", param("enforcement.court_urgent_within"), until="ce_finish", waits=False,
             runs_from=event("ce_court_rule", ruling="granted", president_approved=True), basis=QZ("第五十九条、第六十九条")),
        Term("T41", "对不予受理、不予执行申请复议", param("enforcement.court_object_within"),
             runs_from=(On("ce_court_accept", (("court_answer", "declined"),), day="received_day"),
                        On("ce_court_rule", (("ruling", "denied"),), day="received_day")),
             until=(On("ce_court_object"), On("ce_finish")), waits=False, basis=QZ("第五十六条第二款、第五十八条第三款")),
        Term("T41-A", "上一级法院裁定是否受理", param("enforcement.court_upper_accept_within"), runs_from="ce_court_object",
             until="ce_court_upper", waits=False, when=DECLINED, basis=QZ("第五十六条第二款")),
        Term("T41-R", "上一级法院裁定是否执行", param("enforcement.court_upper_rule_within"), runs_from="ce_court_object",
             until="ce_court_upper", waits=False, when=DENIED, basis=QZ("第五十八条第三款")),
        SUSPENDED,
        review_term("ce"),
        archive_term("ce", "ce_finish", "ce_end", "ce_performed"),
    ),
)
# fmt: on
