"""检查事项清单、年度检查计划和双随机抽取（rules §1.6-1、2、4，§6.7）。一行一个动作。

计划每个机关每年一个案件，没有当事人；抽取每次一个案件，属于当年的计划。检查案件选择它们。
"""

from __future__ import annotations

from mingjing.law.bases import G54, GK, YS
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS
from mingjing.law.guards.people import G_AVOID, G_SEPARATE
from mingjing.law.guards.plans import (
    G_AGAIN,
    G_AS_APPROVED,
    G_DRAW,
    G_LIST,
    G_LISTED,
    G_LISTS,
    G_ONE_PLAN,
    G_PLAN,
    G_YEAR,
    STOPPED,
    plan_due,
)
from mingjing.law.guards.powers import G_POWER
from mingjing.law.papers import plans as p
from mingjing.law.sections import BOOK_FIELDS, STAFF, archive_term, archived, corrected
from mingjing.law.terms import (
    Action,
    Field,
    Kind,
    Length,
    On,
    Procedure,
    Role,
    Term,
    Unit,
    Yearly,
    done,
    param,
    step,
)

UNIT_HEAD, AGENCY_HEAD, PUBLISHER = Role.UNIT_HEAD, Role.AGENCY_HEAD, Role.PUBLISHER
SOURCE = G54("（条文未核）", mark="R2")
LOTS = YS("第五十四条")


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


# One row is one act; in these tables rows are read, not brackets.
# fmt: off
PLAN = Procedure(
    "inspection_plan", "年度检查计划", "2025-01-03", "inspection",
    basis=SOURCE, own=True, guards=(G_SEPARATE, G_AVOID),
    stages=(("listed", "公布清单"), ("approved", "批准"), ("filed", "备案"), ("announced", "公布"), (STOPPED, "停止执行"),
            ("archived", "归档")),
    exits=at(STOPPED, "archived"),
    papers=(p.inspection_item_list, p.inspection_plan, p.inspection_plan_notice),
    fields=COMMON_FIELDS + (
        p.year,
        Field("plan_due", "计划备案的截止日", Kind.DAY, sample="2025-03-31", follows=plan_due, help="随年度和参数而定。"),
        Field("changed_on", "变更的日期", Kind.DAY, sample="2025-09-24", help="法律、职权、频次上限或者标准变更的日期。"),
        Field("filed_with", "备案机关", Kind.TEXT, sample="枣庄市司法局（演示）"),
        Field("filing_no", "备案号", Kind.TEXT, sample="演示备〔2025〕1号"),
    ) + BOOK_FIELDS,
    path=(step("in_list"), step("ip_plan.ask"), step("ip_plan"), step("ip_file"), step("ip_announce"),
          step("ip_list_due", optional=True), step("in_list_change", optional=True), step("ip_archive")),
    actions=(
        Action("in_list", "公布检查事项清单", PUBLISHER, SOURCE, opening=True, to="listed", asks=("year", "plan_due"),
               papers=("inspection_item_list",), needs=(G_LIST, G_YEAR, G_ONE_PLAN),
               plain="公布检查主体、事项、频次上限和标准；没有公布的不得实施。一年一份清单和计划。"),
        Action("ip_list_due", "登记清单需要变更", UNIT_HEAD, GK("第二十六条"), repeat=True, asks=("changed_on", "reason"),
               plain="职权、频次上限或者标准有变更的，登记日期；二十个工作日内更新清单。"),
        Action("in_list_change", "更新检查事项清单", PUBLISHER, GK("第二十六条"), repeat=True, papers=("inspection_item_list",),
               needs=(done("ip_list_due"), G_LIST), plain="按变更后的内容重新公布。"),
        Action("ip_plan", "年度检查计划", UNIT_HEAD, SOURCE, stage=at("listed"), to="approved", papers=("inspection_plan",),
               needs=(G_LISTED,), approved_by=AGENCY_HEAD, plain="拟定全年的检查计划，由机关负责人批准。"),
        Action("ip_file", "备案", UNIT_HEAD, SOURCE, stage=at("approved"), to="filed", repeat=True, asks=("filed_with", "filing_no"),
               plain="每年三月底以前报司法行政部门备案；变更以后重新备案。"),
        Action("ip_announce", "公布计划", PUBLISHER, SOURCE, stage=at("filed"), to="announced", repeat=True,
               papers=("inspection_plan_notice",), opens_case=("inspection", "inspection_draw"), needs=(G_AS_APPROVED,),
               plain="公布以后才能按计划检查、抽取。"),
        Action("ip_change", "变更年度检查计划", UNIT_HEAD, SOURCE, stage=at("announced"), to="approved", repeat=True,
               papers=("inspection_plan",), needs=(G_LISTED,), approved_by=AGENCY_HEAD,
               plain="需要增减的，重新批准、备案、公布；公布以前按原来的计划执行。"),
        Action("ip_stop", "停止执行计划", AGENCY_HEAD, SOURCE, stage=at("approved", "filed", "announced"), to=STOPPED,
               asks=("reason",), voids=("ip_announce",), plain="计划不再执行的，写明原因；以后不能再按它检查。"),
        archived("ip", at("announced")),
        corrected("ip"),
    ) + COMMON_ACTIONS,
    terms=(
        Term("T74", "年度检查计划备案", Length(0, Unit.DAY), rolls=False, runs_from=On("in_list", day="plan_due"), until="ip_file",
             yearly=Yearly(param("inspection.plan_due")), consequence="通报", basis=SOURCE),
        Term("T57", "更新检查事项清单", param("inspection.list_within"), runs_from=On("ip_list_due", day="changed_on"),
             until="in_list_change", consequence="通报", basis=GK("第二十六条")),
    ),
)

DRAW = Procedure(
    "inspection_draw", "双随机抽取", "2025-01-03", "inspection",
    basis=LOTS, guards=(G_SEPARATE, G_AVOID),
    stages=(("fixed", "确定名录"), ("drawn", "抽取"), ("dropped", "不再抽取"), ("archived", "归档")),
    exits=at("dropped", "archived"),
    papers=(p.draw_record,),
    fields=COMMON_FIELDS + (
        p.item,
        Field("plan_case", "年度检查计划", Kind.CASE, sample="00000000-0000-4000-8000-000000000001",
              choices=(("inspection_plan", "年度检查计划"),)),
        Field("pool", "检查对象名录", Kind.LONG_TEXT,
              sample=p.POOL, help="一行一户：统一社会信用代码、名称，用空格隔开；没有代码的只写名称。"),
        Field("how_many", "抽取户数", Kind.NUMBER, sample=1),
        Field("inspectors", "执法检查人员名录", Kind.PERSONS, sample=["zhang", "wang"]),
        Field("again_why", "再次抽取的原因", Kind.LONG_TEXT, required=False, sample="",
              help="按同一份计划对同一事项已经抽取过的，写明为什么再次抽取。"),
    ) + BOOK_FIELDS,
    path=(step("dw_list"), step("in_draw"), step("dw_archive")),
    actions=(
        Action("dw_list", "确定名录", UNIT_HEAD, LOTS, opening=True, to="fixed",
               asks=("item", "plan_case", "pool", "how_many", "inspectors", "again_why"), needs=(G_POWER, G_PLAN, G_LISTS, G_AGAIN),
               plain="先确定检查对象和执法检查人员两份名录、抽取的户数；登记以后不能改动，再次抽取的写明原因。"),
        Action("in_draw", "抽取检查对象", STAFF, LOTS, stage=at("fixed"), to="drawn", papers=("draw_record",),
               needs=(G_DRAW,), opens_case="inspection", plain="由系统按种子从名录抽取，谁都可以复算；不得人工指定。"),
        Action("dw_drop", "不再抽取", UNIT_HEAD, LOTS, stage=at("fixed"), to="dropped", asks=("reason",),
               plain="名录有错误的，写明原因，另行抽取。"),
        archived("dw", at("drawn")),
        corrected("dw"),
    ) + COMMON_ACTIONS,
    terms=(archive_term("dw", "in_draw"),),
)
# fmt: on

PROCEDURES = (PLAN, DRAW)
