"""The annual report and the account of charges say what the cases say, and nothing that was typed (rules §1.8-8, §6.3)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from mingjing.law import tallies
from mingjing.law.bases import G118, GK, PLATFORM
from mingjing.law.guards.yearly import one_a_year
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Guard, Json


def _year(j: Judgement) -> int:
    said = j.value("year")
    return said if isinstance(said, int) and not isinstance(said, bool) else last_year(j)


def last_year(j: Judgement) -> int:
    """The year that is over."""
    return j.on.year - 1


def report_due(j: Judgement) -> Json:
    """T65: 31 January of the year after the one reported."""
    return f"{_year(j) + 1}-{j.param('report.due').amount}"


def sheet_of(sheet: tallies.Sheet) -> Callable[[Judgement], Json]:
    return lambda j: [*tallies.figures(sheet, j.tallied(_year(j)))]


def charged(column: str) -> Callable[[Judgement], Json]:
    """What was charged, or relieved, in the year, by item."""
    return lambda j: [*tallies.by_item(column, j.tallied(_year(j)), dict(_names(j)))]


def _names(j: Judgement) -> Iterator[tuple[str, str]]:
    return ((power.item, name) for power, name in j.charges())


def directory(j: Judgement) -> Json:
    """The charges of the agency, one to a line: code, name, standard in 元, approval."""
    return "\n".join(
        f"{power.item} {name} {_yuan(power.standard)}/{power.unit or '件'} {power.approval}".rstrip()
        for power, name in j.charges()
    )


def _yuan(fen: int | None) -> str:
    whole, rest = divmod(fen or 0, 100)
    return f"{whole}.{rest:02d} 元" if rest else f"{whole} 元"


REPORT = G118("年报", mark="K")


def _past(j: Judgement) -> Iterator[str]:
    """A year of which there can be cases, and which is over."""
    year, first = j.value("year"), int(j.procedure.since[:4])
    if j.move.asking or not isinstance(year, int):
        return
    if year >= j.on.year:
        yield f"{year} 年还没有结束，请到次年一月再汇总。"
    elif year < first:
        yield f"可以汇总的是 {first} 年到 {j.on.year - 1} 年，所填的年度是 {year} 年，请核对。"


def _over(j: Judgement) -> Iterator[str]:
    """A case begun for a year stays with it, however late; one that is begun is for the year that is over."""
    year, begun = j.value("year"), j.known("year")
    if j.move.asking or not isinstance(year, int):
        return
    if begun is not None and year != begun:
        yield f"汇总的是 {begun} 年，文书中写的是 {year} 年，请改正。"
    elif year >= j.on.year:
        yield from _past(j)
    elif begun is None and year < j.on.year - 1:
        yield f"现在汇总的是 {j.on.year - 1} 年，所填的年度是 {year} 年，请核对。"
    elif (due := j.stated("report_due")) is not None and due != report_due(j):
        yield f"{year} 年度年报的公开截止日是 {report_due(j)}，请改正。"


G_YEAR_OVER = Guard("annual_enforcement_report", "年度已经结束", REPORT, _over)
G_ONE_REPORT = one_a_year(
    "annual_enforcement_report",
    "年报",
    REPORT,
    ended="dropped",
    cure="在原有的案件里办理；误立的先办理“不再办理”",
)
ACCOUNT = PLATFORM("收费情况年度公开", mark="P")
"""Rules §0.4 E50: article 16 of SDSF is about reports to the finance and price authorities."""
G_PAST_YEAR = Guard("annual_enforcement_report", "年度已经结束", ACCOUNT, _past)
"""An account that was forgotten is made up for, however late."""
G_ONE_ACCOUNT = one_a_year(
    "annual_enforcement_report",
    "收费情况",
    ACCOUNT,
    ended="listed",
    cure="没有公开过的年度才可以补",
)


def _as_counted(names: tuple[str, ...], j: Judgement) -> Iterator[str]:
    for name in () if j.move.asking else names:
        field = next(one for paper in j.procedure.papers for one in paper.fields if one.id == name)
        if field.follows and (j.stated(name) or []) != field.follows(j):
            yield f"“{field.label}”与系统统计的不一致（可能有案件在此期间登记），请重新打开这一步，按现在的统计登记。"


def as_counted(*names: str) -> Guard:
    """The stated figures are those that the cases give now."""
    return Guard(
        "annual_enforcement_report",
        "数字由系统统计，与案件相符",
        REPORT,
        partial(_as_counted, names),
    )


def _listed(j: Judgement) -> Iterator[str]:
    if not j.move.asking and j.stated("charges") != directory(j):
        yield "清单与权责清单中的事项不一致，请重新打开这一步；需要改的，先在名录中更改。"


G_DIRECTORY = Guard("item_list", "目录就是权责清单中的事项", GK("第二十条"), _listed)


def as_before(j: Judgement) -> bool:
    """Whether the list says what the agency last put up in another case: the same items, standards, approvals and payers."""
    names = ("charges", "charged_from")
    put_up = [one.decided for one in j.siblings(j.procedure.id, decided=names) if one.decided]
    return bool(put_up) and all(j.stated(one) == put_up[-1].get(one) for one in names)
