"""行政强制执行：有强制执行权的机关催告、决定、划拨、拍卖、强制拆除（rules §1.5）。一行一个动作，依据在行内。"""

from __future__ import annotations

from mingjing.law import papers as p
from mingjing.law.acts.compulsion.words import (
    AGENCY_HEAD,
    DEMANDED,
    FIELDS,
    FREE,
    G_CERT,
    G_TWO,
    LATE,
    RUNNING,
    STAFF,
    SUSPENDED,
    TRACKS,
    TWO,
    F,
    M,
    at,
    begun,
    demanding,
    ending,
    remedies_over,
)
from mingjing.law.bases import QZ, ZSH
from mingjing.law.common import COMMON_ACTIONS
from mingjing.law.guards.charges import gives_time
from mingjing.law.guards.coercion import (
    G_ANNOUNCED,
    G_NIGHT,
    G_NO_REMEDY,
    G_SUPPLIES,
    G_TRANSFER_LAW,
    NIGHT_FIELDS,
    enforcement_grounds,
    review_and_bound,
)
from mingjing.law.guards.enforced import (
    CHARGED,
    G_DEMANDED,
    G_FOR_MONEY,
    G_LATE,
    G_NOT_BEYOND,
    G_RESTORED,
    G_SEIZED,
    G_STANDS,
    G_STILL_DUE,
    G_TO_DEMOLISH,
    G_WAY_FITS,
    NAMED_WAY,
    carried_out,
    duty,
    takes,
)
from mingjing.law.guards.people import G_AVOID, G_SEPARATE
from mingjing.law.guards.powers import G_POWER
from mingjing.law.guards.service import delivered, issued, recorded
from mingjing.law.sections import (
    PUBLICITY,
    PUBLICITY_FIELDS,
    RESULTS_OUT,
    archive_term,
    archived,
    corrected,
    explained,
    publish_term,
    publishing,
    review_term,
    reviewing,
    serving,
)
from mingjing.law.terms import (
    Action,
    After,
    Condition,
    Done,
    Field,
    Kind,
    On,
    Procedure,
    Publicity,
    Review,
    Role,
    Tally,
    Term,
    done,
    param,
    per,
    step,
)

REVIEWED = review_and_bound("ce_submit_review")
TOLD = delivered("enforcement_decision", "ce_serve", QZ("第三十八条"))
OPEN = at("due", "urged", "decided", "executing")
EXECUTED = Done((On("ce_transfer"), On("ce_auction"), On("ce_demolish")), NAMED_WAY)
BY_TRANSFER, BY_AUCTION = carried_out("transfer", "划拨"), carried_out("auction", "拍卖或者依法处理")
BY_DEMOLITION = carried_out("demolish", "强制拆除")
ANNOUNCED_IN_TIME = gives_time("demolish_by", "自行拆除的期限", QZ("第四十四条"))

BEGUN = Condition("决定过强制执行", lambda j: bool(j.last("ce_decide") or j.last("ce_now")))

# One row is one act; in these tables rows are read, not brackets.
# fmt: off
EXECUTION = Procedure(
    "compulsory_execution", "行政强制执行", "2012-01-01", "compulsion",
    basis=QZ("第三十四条"),
    stages=(("due", "逾期未履行"), ("urged", "催告"), ("decided", "决定强制执行"), ("executing", "执行"), ("ended", "结束"),
            ("archived", "归档")),
    exits=at("ended", "archived"),
    tracks=TRACKS + (PUBLICITY,),
    guards=(G_SEPARATE, G_AVOID), takes=takes,
    review=Review(submit="ce_submit_review", review="ce_review", opinion="opinion", passed="approve",
                  decision="ce_decide", paper="enforcement_decision", grounds=enforcement_grounds),
    papers=p.PAPERS,
    publicity=Publicity("public_notice", of=("enforcement_decision",), shows=("way",)),
    fields=FIELDS + PUBLICITY_FIELDS + NIGHT_FIELDS + (
        duty("money", "demolish"),
        Field("item", "强制执行事项", Kind.TEXT, sample="COM-0002",
              help="法律授权本机关强制执行的事项。没有授权的，申请人民法院强制执行。"),
        Field("hiding", "转移、隐匿财物迹象的证据", Kind.LONG_TEXT, sample="10 月 20 日转出存款 5 万元的银行流水 1 份。"),
        Field("transfer_law", "划拨的法律依据", Kind.ARTICLE, required=False, rank="law",
              sample=[{"law": "中华人民共和国税收征收管理法", "article": "第四十条"}]),
        Field("cuts_supplies", "对居民停水、停电、停热、停气", Kind.YES_NO, sample=False),
    ),
    path=(step("ce_due"), step("ce_urge"), step("ce_serve", paper="demand_notice"), step("ce_hear", optional=True),
          step("ce_submit_review"), step("ce_review"), step("ce_decide.ask"), step("ce_decide"),
          step("ce_serve", paper="enforcement_decision"),
          step("ce_transfer", "money"), step("ce_demolish_pub", "building"), step("ce_demolish", "building"),
          step("ce_finish"), step("ce_publish"), step("ce_archive")),
    branches=(("money", "金钱给付"), ("building", "拆除违法建筑")),
    actions=(
        begun(needs=(G_CERT, G_POWER), asks=("item",)),
        *demanding(at("due", "urged"), OPEN),
        LATE,
        *reviewing("ce", at("urged"), "enforcement_decision", ZSH("第四条", mark="R2"), needs=(DEMANDED, G_WAY_FITS),
                   decision="ce_decide"),
        Action("ce_decide", "决定强制执行", STAFF, QZ("第十三条、第三十七条第一款"), stage=at("urged"), to="decided",
               papers=("enforcement_decision",), binds="enforcement_decision", decides=True, approved_by=AGENCY_HEAD,
               needs=(G_POWER, RUNNING, FREE, G_STILL_DUE, G_LATE, DEMANDED, G_DEMANDED, G_WAY_FITS, After("T36", when=CHARGED), *REVIEWED),
               plain="催告期满无正当理由仍不履行，有强制执行权的机关可以决定强制执行；没有法律授权的，申请人民法院。"),
        Action("ce_now", "决定立即强制执行", STAFF, QZ("第三十七条第三款"), stage=at("urged"), to="decided", asks=("hiding",),
               papers=("enforcement_decision",), binds="enforcement_decision", decides=True, approved_by=AGENCY_HEAD,
               needs=(G_POWER, RUNNING, FREE, G_STILL_DUE, G_LATE, DEMANDED, G_WAY_FITS, *REVIEWED),
               plain="催告期间有证据证明有转移、隐匿财物迹象的，可以立即强制执行。"),
        serving("ce", OPEN, TWO),
        Action("ce_transfer", "划拨存款、汇款", STAFF, QZ("第四十七条"), stage=at("decided", "executing"), to="executing", repeat=True,
               asks=("transfer_law",), papers=("transfer_order",),
               needs=(RUNNING, FREE, G_FOR_MONEY, G_STILL_DUE, G_LATE, TOLD, BY_TRANSFER, G_TRANSFER_LAW, G_NOT_BEYOND),
               plain="由法律规定的机关决定，书面通知金融机构。"),
        Action("ce_auction", "拍卖、依法处理", STAFF, QZ("第四十六条第三款、第四十八条"), stage=at("decided", "executing"), to="executing",
               repeat=True, records=M, papers=("auction_entrustment",),
               needs=(RUNNING, FREE, G_FOR_MONEY, G_STILL_DUE, G_LATE, TOLD, BY_AUCTION, G_SEIZED),
               plain="查封、扣押的财物委托拍卖机构拍卖，款项上缴国库。"),
        Action("ce_offset", "拍卖所得抵缴", STAFF, QZ("第四十六条第三款、第四十九条"), stage=at("executing"), repeat=True, asks=("offset",),
               needs=(done("ce_auction"), G_STILL_DUE, G_NOT_BEYOND), plain="拍卖所得抵缴应当缴纳的数额，多出的退还当事人。"),
        Action("ce_demolish_pub", "公告限期拆除", STAFF, QZ("第四十四条"), stage=at("due", "urged", "decided"), repeat=True, records=M,
               papers=("demolition_notice",), needs=(G_CERT, G_TO_DEMOLISH, ANNOUNCED_IN_TIME),
               plain="对违法的建筑物、构筑物、设施，公告限期当事人自行拆除。"),
        Action("ce_demolish", "强制拆除", Role.OFFICER, QZ("第四十四条"), stage=at("decided"), to="executing", officers=TWO, records=F,
               hours=True, asks=("cuts_supplies", "night_urgent", "urgency", "night_why"), papers=("execution_record",),
               needs=(G_CERT, G_TWO, RUNNING, FREE, G_STILL_DUE, TOLD, BY_DEMOLITION, done("ce_demolish_pub"), G_ANNOUNCED, After("T43"),
               After("T51"), After("T50"), G_NO_REMEDY, G_NIGHT, G_SUPPLIES),
               plain="复议、诉讼期限都已届满，当事人不申请、不起诉又不拆除的，可以依法强制拆除。"),
        Action("ce_finish", "执行完毕", STAFF, QZ("第三十七条"), stage=at("decided", "executing"), to="ended", asks=("reason",),
               needs=(RUNNING, FREE, TOLD, EXECUTED, G_STANDS),
               plain="执行完毕的，登记结果。"),
        *ending(OPEN, at("executing", "ended", "archived")),
        *publishing("ce", at("decided", "executing", "ended", "archived"), "public_notice",
                    (issued("enforcement_decision", "行政强制执行决定书"),), RESULTS_OUT),
        archived("ce", at("ended"), recorded("ce_explain_record"), G_RESTORED, closes=at("suspension", "agreement")),
        explained("ce"),
        corrected("ce"),
    ) + COMMON_ACTIONS,
    tallies=(Tally(per("way", "other_execution", transfer="transfer", auction="auction", demolish="demolish"),
                   (On("ce_finish"), On("ce_end")), when=BEGUN),),
    terms=(
        *remedies_over(),
        Term("T36", "加处罚款、滞纳金满三十日", param("enforcement.surcharge_over"), rolls=False, waits=False,
             runs_from=(On("ce_surcharge", day="late_since"), On("ce_due", day="surcharged_from")), when=CHARGED,
             consequence="未满不得强制执行", basis=QZ("第四十六条第一款")),
        SUSPENDED,
        publish_term("ce", "T56", "强制执行公示", "publication.result_within", "ce_decide", "ce_now"),
        review_term("ce"),
        archive_term("ce", "ce_finish", "ce_end", "ce_performed"),
    ),
)
# fmt: on
