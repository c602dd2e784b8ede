"""行政检查：公布的事项、计划或者线索、批准、通知、亮证入企、记录、告知结果、处置、复查（rules §1.6）。一行一个动作。"""

from __future__ import annotations

from mingjing.law import papers as p
from mingjing.law.bases import G54, JCWS, SDJD, SPJC, XK, YS
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS, party_corrected
from mingjing.law.guards.decision import bound_to, review_passed
from mingjing.law.guards.links import declared
from mingjing.law.guards.people import G_AVOID, G_CERT_HERE, G_SEPARATE, G_TWO_VISIT
from mingjing.law.guards.plans import G_ASSIGN, G_DRAWN, G_PLAN, G_PLAN_YEAR, G_TARGET, RANDOM
from mingjing.law.guards.powers import G_POWER
from mingjing.law.guards.service import issued, recorded
from mingjing.law.guards.visits import (
    COUNTED,
    G_FOLLOWED,
    G_FREQUENCY,
    G_KNOWN,
    G_MERGED,
    G_NOT_TWICE,
    PROHIBITED,
    PROHIBITIONS,
    WAYS,
    visit_grounds,
)
from mingjing.law.sections import (
    BOOK_FIELDS,
    PUBLICITY,
    PUBLICITY_FIELDS,
    RECUSAL_FIELDS,
    archive_term,
    archived,
    corrected,
    explained,
    publish_term,
    publishing,
    recusing,
    review_term,
    reviewing,
)
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
    done,
    done_if,
    event,
    not_done,
    param,
    per,
    step,
)

OFFICER, UNIT_HEAD, AGENCY_HEAD, M = Role.OFFICER, Role.UNIT_HEAD, Role.AGENCY_HEAD, Recording.M
TWO = param("inspection.officers")
URGENT_WITHIN = param("inspection.urgent_approve_within")
REVIEW = SDJD("第十三条")
REVIEWED = review_passed("in_submit_review", REVIEW)
URGENT = Condition("紧急入企的", lambda j: bool(j.last("in_enter_urgent.ask")))
ON_SITE = (G_CERT_HERE, G_TWO_VISIT, G_DRAWN)
NOT_STOPPED = not_done("in_enter_urgent.back")
"""Approval refused afterwards: the inspection stops."""
CORRECTS = Condition("责令改正", lambda j: j.stated("outcome") == "correct")
HANDS_OVER = Condition("立案或者移送", lambda j: j.stated("outcome") in ("file", "hand_over"))


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


# One row is one act; in these tables rows are read, not brackets.
# fmt: off
INSPECTION = Procedure(
    "inspection", "行政检查", "2025-01-03", "inspection",
    basis=G54("（条文未核）", mark="R2"),
    stages=(("planned", "列入任务"), ("approved", "批准"), ("entered", "入企"), ("checked", "现场检查"), ("told", "告知结果"),
            ("handled", "处置"), ("dropped", "取消"), ("archived", "归档")),
    exits=at("dropped", "archived"),
    tracks=(PUBLICITY,),
    guards=(G_SEPARATE, G_AVOID),
    review=Review(submit="in_submit_review", review="in_review", opinion="opinion", passed="approve", decision="in_approve",
                  paper="inspection_approval", grounds=visit_grounds),
    papers=p.PAPERS,
    publicity=Publicity("public_notice", of=("inspection_result_notice",), shows=("way", "outcome"),
                        lasts=("publication.display_inspection", "publication.display_inspection")),
    fields=COMMON_FIELDS + (
        p.party,
        Field("item", "检查事项", Kind.TEXT, sample="INS-0001", help="从本机关公布的检查事项清单选择。"),
        Field("permit_case", "被许可人的许可案件", Kind.CASE, required=False, choices=(("permit", "行政许可"),),
              help="对被许可人的监督检查，选择许可案件；当事人不用再填。"),
        Field("plan_case", "年度检查计划", Kind.CASE, required=False, choices=(("inspection_plan", "年度检查计划"),),
              help="日常、双随机、专项检查选择当年的计划；个案检查不用选。"),
        Field("draw_case", "双随机抽取", Kind.CASE, required=False, choices=(("inspection_draw", "双随机抽取"),),
              help="双随机检查选择抽出这一户的抽取案件。"),
        Field("also_items", "合并检查的其他事项", Kind.LONG_TEXT, required=False, sample="",
              help="本机关对这一当事人还有其他事项要检查的，合并进行，一行一个事项编号；各事项分别计入频次。"),
        Field("joint_with", "联合检查的机关", Kind.TEXT, required=False, sample="",
              help="多个部门检查同一当事人的，由司法行政部门协调、一个部门组织；写明参加的机关和协调的情况。"),
        Field("way", "检查方式", Kind.CHOICE, choices=WAYS, sample="daily"),
        Field("occasion", "检查的由来", Kind.TEXT, sample="2025 年度检查计划（演示备〔2025〕1号）",
              help="日常检查写年度计划和备案号，个案检查写线索，专项检查写部署的文件。"),
        Field("circumstances", "有没有下列情形", Kind.CHOICES, required=False, sample=[],
              choices=tuple((code, label) for code, label, _ in PROHIBITED), help="有其中一种的，不得入企检查。"),
        Field("shown_to", "向谁出示证件和通知书", Kind.TEXT, sample="孙大海"),
        Field("urgency", "为什么来不及先批准", Kind.LONG_TEXT, sample="群众来电称仓库内气瓶泄漏，现场随时可能发生危险。"),
        Field("outcome", "处置", Kind.CHOICE, sample="pass",
              choices=(("pass", "合格，检查结束"), ("correct", "责令改正"), ("file", "涉嫌违法，登记线索立案"),
                       ("hand_over", "移送其他机关"))),
        Field("handed_to", "线索编号或者接收机关", Kind.TEXT, when=HANDS_OVER, sample="枣庄市薛城区市场监督管理局（演示）"),
    ) + RECUSAL_FIELDS + BOOK_FIELDS + PUBLICITY_FIELDS,
    path=(step("in_plan"), step("in_submit_review", optional=True), step("in_review", optional=True),
          step("in_draw_officers", optional=True), step("in_approve.ask"), step("in_approve"), step("in_notify"), step("in_enter"),
          step("in_check"), step("in_interview", optional=True), step("in_result"), step("in_order", optional=True), step("in_act"),
          step("in_recheck", optional=True), step("in_publish"), step("in_archive")),
    actions=(
        Action("in_plan", "列入检查任务", (OFFICER, UNIT_HEAD), G54("（条文未核）", mark="R2"), opening=True, to="planned",
               asks=("item", "permit_case", "plan_case", "draw_case", "party", "way", "occasion", "also_items",
                     "joint_with", "circumstances"),
               needs=(G_KNOWN, G_POWER, G_MERGED, G_PLAN, G_TARGET, G_FREQUENCY, *PROHIBITIONS, declared(XK("第六十一条"), "permit_case")),
               plain="没有公布的事项不检查；日常、双随机、专项检查列入年度计划，双随机的对象由抽取产生，个案检查有线索。"),
        Action("in_draw_officers", "抽派执法人员", (OFFICER, UNIT_HEAD), YS("第五十四条"),
               stage=at("planned", "approved", "entered", "checked", "told", "handled"), repeat=True, papers=("officer_draw_record",),
               needs=(G_ASSIGN,), plain="双随机检查由系统从人员名录抽派；有人回避或者证件失效的，只为缺的那一名重新抽派。"),
        *recusing("in", JCWS("行政检查通知书", mark="R2"), JCWS("行政检查通知书", mark="R2")),
        *reviewing("in", at("planned"), "inspection_approval", REVIEW, decision="in_approve"),
        Action("in_approve", "批准检查", UNIT_HEAD, JCWS("行政检查审批表", mark="R2"), stage=at("planned"), to="approved",
               papers=("inspection_approval",), binds="inspection_approval", approved_by=AGENCY_HEAD,
               needs=(G_POWER, G_PLAN, G_FREQUENCY, REVIEWED, bound_to("in_submit_review", REVIEW)),
               plain="由机关负责人批准，没有批准不得入企；专项检查先经法制审核；批准时计划要仍然有效。"),
        party_corrected("in", at("planned"), "in_submit_review", "in_review", "in_approve.ask"),
        Action("in_drop", "取消检查", UNIT_HEAD, G54("（条文未核）", mark="R2"), stage=at("planned", "approved"), to="dropped",
               asks=("reason",), plain="不再需要的，写明原因。"),
        Action("in_notify", "通知", OFFICER, JCWS("行政检查通知书", mark="R2"), stage=at("approved"), papers=("inspection_notice",),
               needs=(G_CERT_HERE,), plain="制作通知书，写明检查内容和当事人的权利；个案检查可以不预告，入场时出示，不能没有。"),
        Action("in_enter", "亮证入企", OFFICER, SPJC("第二十三条", mark="R2"), stage=at("approved"), to="entered", officers=TWO,
               records=M, visits=COUNTED, asks=("shown_to",),
               needs=(*ON_SITE, G_FREQUENCY, G_PLAN_YEAR, done("in_notify"), done_if("in_draw_officers", RANDOM)),
               plain="两名以上执法人员出示执法证和通知书后进入。"),
        Action("in_enter_urgent", "紧急入企", OFFICER, JCWS("行政检查审批表", mark="R2"), stage=at("planned"), to="entered", officers=TWO,
               records=M, visits=COUNTED, hours=True, asks=("shown_to", "urgency"), papers=("inspection_approval",),
               needs=(*ON_SITE, G_POWER, G_FREQUENCY, G_PLAN_YEAR, REVIEWED, done_if("in_draw_officers", RANDOM)),
               approved_by=AGENCY_HEAD, approve_after=URGENT_WITHIN,
               plain="情况紧急、来不及先批准的，写明原因先入企，事后补办批准；不批准的立即停止。"),
        Action("in_stop", "停止检查", OFFICER, JCWS("行政检查审批表", mark="R2"), stage=at("entered", "checked", "told"), to="dropped",
               asks=("reason",), needs=(done("in_enter_urgent.back"),),
               plain="补办没有批准的，立即停止，写明已经做了什么、怎样处理取得的材料。"),
        Action("in_check", "现场检查", OFFICER, SPJC("第二十七条", mark="R2"), stage=at("entered"), to="checked", officers=TWO,
               records=M, papers=("onsite_inspection_record",), needs=(*ON_SITE, NOT_STOPPED),
               plain="制作现场检查笔录；不收费，不妨碍正常生产经营。"),
        Action("in_interview", "询问", OFFICER, JCWS("询问笔录", mark="R2"), stage=at("entered", "checked"), officers=TWO,
               records=M, repeat=True, papers=("interview_record",), needs=(*ON_SITE, NOT_STOPPED), plain="需要时询问并制作笔录。"),
        Action("in_survey", "勘验", OFFICER, JCWS("勘验笔录", mark="R2"), stage=at("entered", "checked"), officers=TWO, records=M,
               repeat=True,
               papers=("survey_record",), needs=(*ON_SITE, NOT_STOPPED), plain="需要测量、拍照、绘图的，勘验并制作笔录。"),
        Action("in_sample", "抽样", OFFICER, JCWS("抽样记录", mark="R2"), stage=at("entered", "checked"), officers=TWO, records=M,
               repeat=True,
               papers=("sampling_sheet",), needs=(*ON_SITE, NOT_STOPPED), plain="需要检验的，抽取样品并制作记录；样品按规定支付费用。"),
        Action("in_result", "告知检查结果", OFFICER, JCWS("行政检查结果告知书", mark="R2"), stage=at("checked"), to="told",
               papers=("inspection_result_notice",), needs=(G_CERT_HERE, G_DRAWN, NOT_STOPPED), plain="检查结束后书面告知结果。"),
        Action("in_order", "责令改正", OFFICER, SPJC("第三十条", mark="R2"), stage=at("told"), papers=("order_to_correct",),
               needs=(G_CERT_HERE, G_DRAWN, NOT_STOPPED), plain="发现问题可以当场或者限期改正的，责令改正。"),
        Action("in_act", "处置", UNIT_HEAD, G54("（条文未核）", mark="R2"), stage=at("told", "handled"), to="handled", repeat=True,
               asks=("outcome", "handed_to"),
               opens_case=per("outcome", file="penalty_ordinary"),
               needs=(G_NOT_TWICE, done_if("in_order", CORRECTS), NOT_STOPPED, done_if("in_enter_urgent", URGENT)),
               plain="合格的结束；有问题的责令改正、登记线索立案或者移送；复查没有改正的，立案或者移送。"),
        Action("in_recheck", "复查", OFFICER, SPJC("第三十条", mark="R2"), stage=at("handled"), officers=TWO, records=M, repeat=True,
               papers=("recheck_opinion",), needs=(*ON_SITE, done("in_order")), plain="限期改正期满后复查；复查不计频次。"),
        *publishing("in", at("handled", "archived"), "public_notice", (issued("inspection_result_notice", "行政检查结果告知书"),),
                    SPJC("第三十九条", mark="R2")),
        archived("in", at("handled"), recorded("in_explain_record"),
                 G_FOLLOWED, done_if("in_recheck", Condition("责令改正过", lambda j: bool(j.last("in_order"))))),
        explained("in"),
        corrected("in"),
    ) + COMMON_ACTIONS,
    tallies=(Tally("inspections", "in_check"),),
    terms=(
        Term("T-IN1", "告知检查结果", param("inspection.result_within"), runs_from="in_check", until="in_result",
             basis=JCWS("行政检查结果告知书", mark="P")),
        Term("T-IN2", "决定怎样处置", param("inspection.act_within"), until="in_act",
             runs_from=(On("in_result"), event("in_recheck", recheck_result="not_corrected")),
             consequence="监督预警", basis=G54("（条文未核）", mark="P")),
        Term("T-IN3", "复查", param("inspection.recheck_within"), runs_from=On("in_order", day="correct_by"), until="in_recheck",
             basis=SPJC("第三十条", mark="P")),
        publish_term("in", "T56", "检查结果公示", "publication.result_within", "in_result"),
        Term("T-IN4", "紧急入企后补办批准", URGENT_WITHIN, rolls=False, runs_from="in_enter_urgent.ask",
             until=(On("in_enter_urgent"), On("in_enter_urgent.back")), consequence="程序违法，报监督",
             basis=JCWS("行政检查审批表", mark="P")),
        review_term("in"),
        archive_term("in", "in_act"),
    ),
)
# fmt: on

PROCEDURES = (INSPECTION,)
