"""收费目录清单和年度收费情况的公开（rules §1.8-1、8）。每个机关每年一个案件，没有当事人；数字由系统统计。一行一个动作。"""

from __future__ import annotations

from mingjing.law.bases import GK, SDSF
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS
from mingjing.law.guards.people import G_AVOID, G_SEPARATE
from mingjing.law.guards.reports import G_DIRECTORY, G_YEAR_OVER, as_counted
from mingjing.law.papers import reports as p
from mingjing.law.sections import BOOK_FIELDS, archive_term, archived, corrected
from mingjing.law.terms import Action, Field, Kind, On, Procedure, Role, Term, done, param, step

UNIT_HEAD, AGENCY_HEAD, PUBLISHER = Role.UNIT_HEAD, Role.AGENCY_HEAD, Role.PUBLISHER
LISTED = SDSF("第十五条", mark="R2")
TOLD = SDSF("第十六条", mark="R2")


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


# One row is one act; in these tables rows are read, not brackets.
# fmt: off
FEE_LIST = Procedure(
    "fee_list", "收费目录和年度公开", "2017-10-01", "fee",
    basis=LISTED, own=True, guards=(G_SEPARATE, G_AVOID),
    stages=(("listed", "公布目录"), ("told", "公开年度收费"), ("archived", "归档")),
    exits=at("archived"),
    papers=(p.fee_directory, p.fee_account),
    fields=COMMON_FIELDS + (
        Field("changed_on", "变更的日期", Kind.DAY, sample="2025-09-24", help="项目、标准、依据或者期限变更的日期。"),
    ) + BOOK_FIELDS,
    path=(step("fe_list"), step("fe_list_due", optional=True), step("fe_list_change", optional=True), step("fe_publish.ask"),
          step("fe_publish"), step("fl_archive")),
    actions=(
        Action("fe_list", "公布收费目录清单", PUBLISHER, LISTED, opening=True, to="listed", papers=("fee_directory",),
               needs=(G_DIRECTORY,), plain="公布项目、依据、标准、对象和监督电话；目录清单以外不得收费。"),
        Action("fe_list_due", "登记目录需要变更", UNIT_HEAD, GK("第二十六条"), stage=at("listed"), repeat=True,
               asks=("changed_on", "reason"), plain="项目、标准、依据或者期限有变更的，登记日期；二十个工作日内更新。"),
        Action("fe_list_change", "更新收费目录清单", PUBLISHER, GK("第二十六条"), stage=at("listed"), repeat=True,
               papers=("fee_directory",), needs=(done("fe_list_due"), G_DIRECTORY), plain="按变更后的内容重新公布。"),
        Action("fe_publish", "收费情况年度公开", PUBLISHER, TOLD, stage=at("listed"), to="told", papers=("fee_account",),
               needs=(G_YEAR_OVER, as_counted("charged", "relieved")), approved_by=AGENCY_HEAD,
               plain="年度结束以后公开收费情况；笔数和金额由系统统计，收支两条线，不与考核挂钩。"),
        archived("fl", at("told")),
        corrected("fl"),
    ) + COMMON_ACTIONS,
    terms=(
        Term("T57", "更新收费目录清单", param("publication.update_within"), runs_from=On("fe_list_due", day="changed_on"),
             until="fe_list_change", consequence="通报", basis=GK("第二十六条")),
        archive_term("fl", "fe_publish"),
    ),
)
# fmt: on

PROCEDURES = (FEE_LIST,)
