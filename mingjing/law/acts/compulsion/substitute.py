"""代履行：排除妨碍、恢复原状等义务，由机关或者第三人代为履行（《行政强制法》第五十条至第五十二条）。一行一个动作。"""

from __future__ import annotations

from mingjing.law import papers as p
from mingjing.law.acts.compulsion.words import (
    AGENCY_HEAD,
    DEMANDED,
    FIELDS,
    FREE,
    G_CERT,
    G_TWO,
    RUNNING,
    STAFF,
    SUSPENDED,
    TRACKS,
    TWO,
    F,
    at,
    begun,
    demanding,
    ending,
)
from mingjing.law.bases import QZ, ZSH
from mingjing.law.common import COMMON_ACTIONS
from mingjing.law.guards.coercion import (
    G_ADDS_UP,
    G_NIGHT,
    G_ON_TIME,
    G_SUPPLIES,
    NIGHT_FIELDS,
    enforcement_grounds,
    review_and_bound,
)
from mingjing.law.guards.decision import served
from mingjing.law.guards.enforced import G_DEMANDED, G_RESTORED, G_STANDS, G_STILL_DUE, duty, takes
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
    step,
)

REVIEWED = review_and_bound("ce_submit_review")
OPEN = at("due", "urged", "decided", "executing")

BEGUN = Condition("决定过代履行", lambda j: bool(j.last("ce_sub") or j.last("ce_sub_now")))

# One row is one act; in these tables rows are read, not brackets.
# fmt: off
SUBSTITUTE = Procedure(
    "substitute_performance", "代履行", "2012-01-01", "compulsion",
    basis=QZ("第五十条"),
    stages=(("due", "逾期未履行"), ("urged", "催告"), ("decided", "决定代履行"), ("executing", "代履行"), ("ended", "结束"),
            ("archived", "归档")),
    exits=at("ended", "archived"),
    tracks=TRACKS + (PUBLICITY,),
    guards=(G_SEPARATE, G_AVOID), takes=takes,
    review=Review(submit="ce_submit_review", review="ce_review", opinion="opinion", passed="approve",
                  decision="ce_sub", paper="substitute_decision", grounds=enforcement_grounds),
    papers=p.PAPERS,
    publicity=Publicity("public_notice", of=("substitute_decision",), shows=("perform_on", "cost_estimate")),
    fields=FIELDS + PUBLICITY_FIELDS + NIGHT_FIELDS + (
        duty("remove", "clear_at_once"),
        Field("item", "代履行事项", Kind.TEXT, sample="COM-0003", help="从本机关公告的权责清单选择。"),
        Field("harm", "已经或者将造成的后果", Kind.CHOICE, sample="environment",
              choices=(("traffic", "危害交通安全"), ("environment", "造成环境污染"), ("resources", "破坏自然资源"))),
        Field("obstacle_place", "清除的地方", Kind.CHOICE, sample="river",
              choices=(("road", "道路"), ("river", "河道"), ("channel", "航道"), ("public", "公共场所"))),
        Field("cuts_supplies", "对居民停水、停电、停热、停气", Kind.YES_NO, sample=False),
        Field("obstacle", "清除的东西", Kind.CHOICE, sample="obstacle",
              choices=(("spill", "遗洒物"), ("obstacle", "障碍物"), ("pollution", "污染物"))),
        Field("cannot_clear", "当事人不能清除的情况", Kind.LONG_TEXT, sample="当事人不在场，电话联系不上，无法立即清除。"),
    ),
    path=(step("ce_due"), step("ce_urge", "urged"), step("ce_serve", "urged", paper="demand_notice"), step("ce_submit_review", "urged"),
          step("ce_review", "urged"), step("ce_sub.ask", "urged"), step("ce_sub", "urged"),
          step("ce_serve", "urged", paper="substitute_decision"), step("ce_sub_urge", "urged"),
          step("ce_serve", "urged", paper="substitute_demand"), step("ce_sub_do", "urged"), step("ce_sub_now", "at_once"),
          step("ce_finish"), step("ce_publish", "urged"), step("ce_archive")),
    branches=(("urged", "催告后代履行"), ("at_once", "立即代履行")),
    actions=(
        begun(needs=(G_CERT, G_POWER), asks=("item", "harm")),
        *demanding(at("due", "urged"), OPEN),
        *reviewing("ce", at("urged"), "substitute_decision", ZSH("第四条", mark="R2"), needs=(DEMANDED, G_ADDS_UP), decision="ce_sub"),
        Action("ce_sub", "决定代履行", STAFF, QZ("第五十条、第五十一条"), stage=at("urged"), to="decided", papers=("substitute_decision",),
               binds="substitute_decision", decides=True, approved_by=AGENCY_HEAD,
               needs=(G_POWER, RUNNING, FREE, G_STILL_DUE, DEMANDED, G_DEMANDED, G_ADDS_UP, *REVIEWED),
               plain="经催告仍不履行，后果已经或者将危害交通安全、造成环境污染、破坏自然资源的，可以代履行。"),
        serving("ce", OPEN, TWO),
        Action("ce_sub_urge", "代履行前再次催告", STAFF, QZ("第五十一条第一款第二项"), stage=at("decided"), repeat=True,
               papers=("substitute_demand",), voids=(served("substitute_demand", "ce_serve"),),
               needs=(G_CERT, delivered("substitute_decision", "ce_serve", QZ("第五十一条"))),
               plain="代履行三个工作日以前再次催告；当事人履行的，停止代履行。"),
        Action("ce_sub_do", "实施代履行", Role.OFFICER, QZ("第五十一条第一款第三项、第四项"), stage=at("decided"), to="executing",
               officers=TWO,
               records=F, hours=True, asks=("cuts_supplies", "night_urgent", "urgency", "night_why"), papers=("substitute_record",),
               needs=(G_CERT, G_TWO, RUNNING, FREE, G_STILL_DUE, done("ce_sub_urge"), done("ce_serve", paper="substitute_demand"),
               After("T37"), G_ON_TIME, G_NIGHT, G_SUPPLIES),
               plain="机关派员到场监督；监督人、代履行人、当事人或者见证人签名；不得暴力、胁迫。"),
        Action("ce_sub_now", "立即代履行", Role.OFFICER, QZ("第五十二条"), stage=at("due", "urged"), to="executing", officers=TWO,
               records=F,
               asks=("obstacle_place", "obstacle", "cannot_clear"), papers=("immediate_substitute_notice",),
               needs=(G_CERT, G_TWO, G_POWER, FREE, G_STILL_DUE),
               plain="道路、河道、航道、公共场所的遗洒物、障碍物、污染物，当事人不能清除的，立即代履行；不在场的事后立即通知。"),
        Action("ce_finish", "代履行完毕", STAFF, QZ("第五十一条"), stage=at("executing"), to="ended", asks=("reason",),
               needs=(RUNNING, FREE, G_STANDS),
               plain="登记结果；费用按照成本合理确定，由当事人承担，法律另有规定的除外。"),
        *ending(OPEN, at("executing", "ended", "archived")),
        *publishing("ce", at("decided", "executing", "ended", "archived"), "public_notice",
                    (issued("substitute_decision", "代履行决定书"),), RESULTS_OUT),
        archived("ce", at("ended"), recorded("ce_explain_record"), G_RESTORED, closes=at("suspension", "agreement")),
        explained("ce"),
        corrected("ce"),
    ) + COMMON_ACTIONS,
    tallies=(Tally("substitute", (On("ce_finish"), On("ce_end")), when=BEGUN),),
    terms=(
        Term("T37", "代履行前再次催告", param("enforcement.substitute_before"), before=True, runs_from=On("ce_sub_urge", day="perform_on"),
             until=On("ce_serve", (("paper", "substitute_demand"),)), consequence="不得实施代履行",
             basis=QZ("第五十一条第一款第二项")),
        SUSPENDED,
        publish_term("ce", "T56", "代履行公示", "publication.result_within", "ce_sub"),
        review_term("ce"),
        archive_term("ce", "ce_finish", "ce_end", "ce_performed"),
    ),
)
# fmt: on
