"""行政检查：公布的事项、计划或者线索、批准、通知、亮证入企、记录、告知结果、处置、复查（rules §1.6）。一行一个动作。"""

from __future__ import annotations

from mingjing.law import papers as p
from mingjing.law.bases import G54, JCWS, SPJC, XK
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS
from mingjing.law.guards.links import declared
from mingjing.law.guards.people import G_AVOID, G_CERT, G_SEPARATE, G_TWO
from mingjing.law.guards.powers import G_POWER
from mingjing.law.guards.service import issued, recorded
from mingjing.law.guards.visits import (
    COUNTED,
    FORETOLD,
    G_FREQUENCY,
    PROHIBITED,
    PROHIBITIONS,
    WAYS,
)
from mingjing.law.sections import (
    BOOK_FIELDS,
    PUBLICITY,
    PUBLICITY_FIELDS,
    archive_term,
    archived,
    corrected,
    explained,
    publish_term,
    publishing,
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
    Role,
    Term,
    done,
    done_if,
    param,
    per,
    step,
)

OFFICER, UNIT_HEAD, AGENCY_HEAD, M = Role.OFFICER, Role.UNIT_HEAD, Role.AGENCY_HEAD, Recording.M
TWO = param("inspection.officers")
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
    papers=p.PAPERS,
    publicity=Publicity("public_notice", of=("inspection_result_notice",), shows=("way", "outcome"),
                        lasts=("publication.display_inspection", "publication.display_inspection")),
    fields=COMMON_FIELDS + (
        p.party,
        Field("item", "检查事项", Kind.TEXT, sample="INS-0001", help="从本机关公布的检查事项清单选择。"),
        Field("permit_case", "被许可人的许可案件", Kind.CASE, required=False, choices=(("permit", "行政许可"),),
              help="对被许可人的监督检查，选择许可案件；当事人不用再填。"),
        Field("way", "检查方式", Kind.CHOICE, choices=WAYS, sample="daily"),
        Field("occasion", "检查的由来", Kind.TEXT, sample="2025 年度检查计划（演示备〔2025〕1号）",
              help="日常检查写年度计划和备案号，个案检查写线索，专项检查写部署的文件。"),
        Field("circumstances", "有没有下列情形", Kind.CHOICES, required=False, sample=[],
              choices=tuple((code, label) for code, label, _ in PROHIBITED), help="有其中一种的，不得入企检查。"),
        Field("shown_to", "向谁出示证件和通知书", Kind.TEXT, sample="孙大海"),
        Field("outcome", "处置", Kind.CHOICE, sample="pass",
              choices=(("pass", "合格，检查结束"), ("correct", "责令改正"), ("file", "涉嫌违法，登记线索立案"),
                       ("hand_over", "移送其他机关"))),
        Field("handed_to", "线索编号或者接收机关", Kind.TEXT, when=HANDS_OVER, sample="枣庄市薛城区市场监督管理局（演示）"),
    ) + BOOK_FIELDS + PUBLICITY_FIELDS,
    path=(step("in_plan"), step("in_approve.ask"), step("in_approve"), step("in_notify"), step("in_enter"), step("in_check"),
          step("in_interview", optional=True), step("in_result"), step("in_order", optional=True), step("in_act"),
          step("in_recheck", optional=True), step("in_publish"), step("in_archive")),
    actions=(
        Action("in_plan", "列入检查任务", (OFFICER, UNIT_HEAD), G54("（条文未核）", mark="R2"), opening=True, to="planned",
               asks=("item", "permit_case", "party", "way", "occasion", "circumstances"),
               needs=(G_POWER, G_FREQUENCY, *PROHIBITIONS, declared(XK("第六十一条"))),
               plain="没有公布的事项不检查；日常检查列入年度计划，个案检查有线索，专项检查有部署。"),
        Action("in_approve", "批准检查", UNIT_HEAD, JCWS("行政检查审批表", mark="R2"), stage=at("planned"), to="approved",
               papers=("inspection_approval",), needs=(G_POWER, G_FREQUENCY), approved_by=AGENCY_HEAD,
               plain="由机关负责人批准，没有批准不得入企。"),
        Action("in_drop", "取消检查", UNIT_HEAD, G54("（条文未核）", mark="R2"), stage=at("planned", "approved"), to="dropped",
               asks=("reason",), plain="不再需要的，写明原因。"),
        Action("in_notify", "通知", OFFICER, JCWS("行政检查通知书", mark="R2"), stage=at("approved"), papers=("inspection_notice",),
               needs=(G_CERT,), plain="制作通知书，写明检查内容和当事人的权利；个案检查可以不预告，入场时出示。"),
        Action("in_enter", "亮证入企", OFFICER, SPJC("第二十三条", mark="R2"), stage=at("approved"), to="entered", officers=TWO,
               records=M, visits=COUNTED, asks=("shown_to",), needs=(G_CERT, G_TWO, G_FREQUENCY, done_if("in_notify", FORETOLD)),
               plain="两名以上执法人员出示执法证和通知书后进入。"),
        Action("in_check", "现场检查", OFFICER, SPJC("第二十七条", mark="R2"), stage=at("entered"), to="checked", officers=TWO,
               records=M, papers=("onsite_inspection_record",), needs=(G_CERT, G_TWO),
               plain="制作现场检查笔录；不收费，不妨碍正常生产经营。"),
        Action("in_interview", "询问", OFFICER, JCWS("询问笔录", mark="R2"), stage=at("entered", "checked"), officers=TWO,
               records=M, repeat=True, papers=("interview_record",), needs=(G_CERT, G_TWO), plain="需要时询问并制作笔录。"),
        Action("in_survey", "勘验", OFFICER, JCWS("勘验笔录", mark="R2"), stage=at("entered", "checked"), officers=TWO, records=M,
               repeat=True,
               papers=("survey_record",), needs=(G_CERT, G_TWO), plain="需要测量、拍照、绘图的，勘验并制作笔录。"),
        Action("in_sample", "抽样", OFFICER, JCWS("抽样记录", mark="R2"), stage=at("entered", "checked"), officers=TWO, records=M,
               repeat=True,
               papers=("sampling_sheet",), needs=(G_CERT, G_TWO), plain="需要检验的，抽取样品并制作记录；样品按规定支付费用。"),
        Action("in_result", "告知检查结果", OFFICER, JCWS("行政检查结果告知书", mark="R2"), stage=at("checked"), to="told",
               papers=("inspection_result_notice",), needs=(G_CERT,), plain="检查结束后书面告知结果。"),
        Action("in_order", "责令改正", OFFICER, SPJC("第三十条", mark="R2"), stage=at("told"), papers=("order_to_correct",),
               needs=(G_CERT,), plain="发现问题可以当场或者限期改正的，责令改正。"),
        Action("in_act", "处置", UNIT_HEAD, G54("（条文未核）", mark="R2"), stage=at("told"), to="handled", asks=("outcome", "handed_to"),
               opens_case=per("outcome", file="penalty_ordinary"),
               needs=(done_if("in_order", CORRECTS),), plain="合格的结束；有问题的责令改正、登记线索立案或者移送。"),
        Action("in_recheck", "复查", OFFICER, SPJC("第三十条", mark="R2"), stage=at("handled"), officers=TWO, records=M, repeat=True,
               papers=("recheck_opinion",), needs=(G_CERT, G_TWO, done("in_order")), plain="限期改正期满后复查；复查不计频次。"),
        *publishing("in", at("handled", "archived"), "public_notice", (issued("inspection_result_notice", "行政检查结果告知书"),),
                    SPJC("第三十九条", mark="R2")),
        archived("in", at("handled"), recorded("in_explain_record"),
                 done_if("in_recheck", Condition("责令改正过", lambda j: bool(j.last("in_order"))))),
        explained("in"),
        corrected("in"),
    ) + COMMON_ACTIONS,
    terms=(
        Term("T-IN1", "告知检查结果", param("inspection.result_within"), runs_from="in_check", until="in_result",
             basis=JCWS("行政检查结果告知书", mark="P")),
        Term("T-IN2", "决定怎样处置", param("inspection.act_within"), runs_from="in_result", until="in_act",
             consequence="监督预警", basis=G54("（条文未核）", mark="P")),
        Term("T-IN3", "复查", param("inspection.recheck_within"), runs_from=On("in_order", day="correct_by"), until="in_recheck",
             basis=SPJC("第三十条", mark="P")),
        publish_term("in", "T56", "检查结果公示", "publication.result_within", "in_result"),
        archive_term("in", "in_act"),
    ),
)
# fmt: on

PROCEDURES = (INSPECTION,)
