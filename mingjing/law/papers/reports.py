"""What an agency reports every year: its enforcement (rules §6.3), and its charges with their directory (§1.8-1, 8)."""

from __future__ import annotations

from dataclasses import replace

from mingjing.law import tallies
from mingjing.law.bases import G118, GK, SDSF
from mingjing.law.guards import reports
from mingjing.law.papers.fields import own_name
from mingjing.law.terms import Field, Json, Kind, Paper

year = Field("year", "年度", Kind.NUMBER, element=True, sample=2025, follows=reports.last_year)
told_year = Field(
    "year",
    "年度",
    Kind.NUMBER,
    element=True,
    sample=2025,
    follows=lambda j: j.known("year", reports.last_year(j)),
)
announced_at = Field(
    "announced_at", "在哪里公布", Kind.TEXT, element=True, sample="本机关门户网站“行政执法公示专栏”（演示）"
)
ROWS: Json = [{"row": "fine", "label": "罚款", "count": 1, "sum": 3000000}]
ITEMS: Json = [{"row": "FEE-0001", "label": "特种设备检验费（演示）", "count": 1, "sum": 60000}]


def _sheet(one: tallies.Sheet) -> Field:
    return Field(
        one.id,
        one.label,
        Kind.FIGURES,
        element=True,
        sample=ROWS,
        help=one.note,
        follows=reports.sheet_of(one),
        sums=one.money,
        held=True,
    )


SHEETS = tuple(map(_sheet, tallies.NATIONAL))
COUNTED = tuple(one.id for one in SHEETS)
annual_report = Paper(
    "annual_report",
    "行政执法年度报告",
    (
        own_name,
        told_year,
        *SHEETS,
        Field(
            "report_text",
            "执法情况、存在的问题和改进措施",
            Kind.LONG_TEXT,
            element=True,
            sample="全年依法履行职责，没有发生重大执法过错；下一年加强非现场检查，减少入企次数（演示）。",
        ),
        announced_at,
    ),
    signed_by="机关印章",
    sealed=True,
    public="yes",
    long=True,
    basis=G118("年报", mark="K"),
)
fee_directory = Paper(
    "fee_directory",
    "收费目录清单",
    (
        own_name,
        Field(
            "charges",
            "收费项目、标准和批准文号",
            Kind.LONG_TEXT,
            element=True,
            follows=reports.directory,
            held=True,
            sample="FEE-0001 特种设备检验费（演示） 300 元/台 演示费字〔2025〕1号",
            help="由权责清单中的收费事项得出，不用填写；需要改的，在名录中更改。",
        ),
        Field("charged_from", "收费对象", Kind.LONG_TEXT, element=True, sample="特种设备使用单位（演示）。"),
        Field("complaints", "监督电话", Kind.TEXT, element=True, sample="0632-12345（演示）"),
        announced_at,
    ),
    signed_by="机关印章",
    sealed=True,
    public="yes",
    basis=SDSF("第十五条", mark="R2"),
)
levy_directory = Paper(
    "levy_directory",
    "征收事项清单",
    (
        own_name,
        Field(
            "charges",
            "征收事项、标准和依据文号",
            Kind.LONG_TEXT,
            element=True,
            follows=reports.directory,
            held=True,
            sample="LEV-0001 水土保持补偿费（演示） 1.20 元/平方米 演示征字〔2025〕1号",
            help="由权责清单中的征收事项得出，不用填写；需要改的，在名录中更改。",
        ),
        Field(
            "levy_way",
            "征收对象、程序和救济途径",
            Kind.LONG_TEXT,
            element=True,
            sample="申报、核定、告知、决定、缴纳；可以申请复议、提起诉讼（演示）。",
        ),
        announced_at,
    ),
    signed_by="机关印章",
    sealed=True,
    public="yes",
    basis=GK("第二十条"),
)
fee_account = Paper(
    "fee_account",
    "年度收费情况",
    (
        own_name,
        replace(told_year, help="以前漏了的年度可以补，一年一份；改了年度，各项数字随之统计。"),
        Field(
            "charged",
            "各项收费的笔数和金额",
            Kind.FIGURES,
            required=False,
            sample=ITEMS,
            follows=reports.charged("charged"),
            held=True,
            help="按缴费日期统计，不用填写。",
        ),
        Field(
            "relieved",
            "各项减免、退还的笔数和金额",
            Kind.FIGURES,
            required=False,
            sample=[],
            follows=reports.charged("relieved"),
            held=True,
        ),
        Field(
            "where_it_went",
            "收入缴库、支出的情况",
            Kind.LONG_TEXT,
            element=True,
            sample="全部缴入财政专户，收支两条线；收费与考核、奖金不挂钩（演示）。",
        ),
        announced_at,
    ),
    signed_by="机关印章",
    sealed=True,
    public="yes",
    basis=reports.ACCOUNT,
)
