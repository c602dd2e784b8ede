"""行政执法年度报告：系统统计，负责人签发，次年一月底前公开，报本级政府和上级主管部门（rules §6.3、T65）。一行一个动作。"""

from __future__ import annotations

from mingjing.law.acts import ActKind
from mingjing.law.bases import G118, GD1
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS
from mingjing.law.guards.people import G_AVOID, G_SEPARATE
from mingjing.law.guards.reports import G_ONE_REPORT, G_YEAR_OVER, as_counted, report_due
from mingjing.law.papers import reports as p
from mingjing.law.sections import BOOK_FIELDS, archive_term, archived, corrected
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
    param,
    step,
)

UNIT_HEAD, AGENCY_HEAD, PUBLISHER = Role.UNIT_HEAD, Role.AGENCY_HEAD, Role.PUBLISHER
SOURCE = G118("年报", mark="K")
KIND = ActKind("report", "年报", enforces=False)


def at(*stages: str) -> frozenset[str]:
    return frozenset(stages)


# One row is one act; in these tables rows are read, not brackets.
# fmt: off
REPORT = Procedure(
    "annual_enforcement_report", "行政执法年报", "2019-01-01", "report",
    basis=SOURCE, own=True, guards=(G_SEPARATE, G_AVOID),
    stages=(("begun", "汇总"), ("published", "签发、公开"), ("reported", "报送"), ("dropped", "不再办理"), ("archived", "归档")),
    exits=at("dropped", "archived"),
    papers=(p.annual_report,),
    fields=COMMON_FIELDS + (
        p.year,
        Field("report_due", "年报公开的截止日", Kind.DAY, sample="2026-01-31", follows=report_due, help="次年一月三十一日。"),
        Field("sent_to", "报送的机关", Kind.TEXT, sample="枣庄市人民政府、山东省司法厅（演示）"),
    ) + BOOK_FIELDS,
    path=(step("ar_begin"), step("ar_publish.ask"), step("ar_publish"), step("ar_send"), step("ar_archive")),
    actions=(
        Action("ar_begin", "开始汇总", UNIT_HEAD, SOURCE, opening=True, to="begun", asks=("year", "report_due"),
               needs=(G_YEAR_OVER, G_ONE_REPORT),
               plain="年度结束以后汇总；数字由系统从案件统计，不用填报。"),
        Action("ar_publish", "签发并公开年报", (UNIT_HEAD, PUBLISHER), SOURCE, stage=at("begun"), to="published",
               papers=("annual_report",), needs=(G_YEAR_OVER, as_counted(*p.COUNTED)), approved_by=AGENCY_HEAD,
               plain="核对各表，写明问题和改进措施；机关负责人签发，次年一月三十一日以前向社会公开。"),
        Action("ar_send", "报送", UNIT_HEAD, GD1("第十七条"), stage=at("published"), to="reported", asks=("sent_to",),
               plain="报本级人民政府和上级主管部门。"),
        Action("ar_drop", "不再办理", UNIT_HEAD, SOURCE, stage=at("begun"), to="dropped", asks=("reason",),
               plain="重复或者误立的，写明原因。"),
        archived("ar", at("reported")),
        corrected("ar"),
    ) + COMMON_ACTIONS,
    terms=(
        Term("T65", "公开执法年报", Length(0, Unit.DAY), rolls=False, runs_from=On("ar_begin", day="report_due"), until="ar_publish",
             yearly=Yearly(param("report.due"), after=1), consequence="通报", basis=SOURCE),
        archive_term("ar", "ar_send"),
    ),
)
# fmt: on

PROCEDURES = (REPORT,)
