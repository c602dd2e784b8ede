"""The sheets of the annual report (rules §6.3) and how they are filled from what was tallied in the year.

Nothing is typed: each procedure says with `Tally` which of its acts counts where, and the rows add up by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mingjing.law.terms import Heaviest, Json, Tallied, Tally, event

if TYPE_CHECKING:
    from mingjing.law.terms import On


@dataclass(frozen=True, slots=True)
class Column:
    """`also`: other ids that are counted here. `yields`: a case out of which another came that is counted is not.

    `sums=False`: it moves no money, whatever the sheet shows.
    """

    id: str
    label: str
    also: tuple[str, ...] = ()
    yields: bool = False
    sums: bool = True


@dataclass(frozen=True, slots=True)
class Sheet:
    """`total`: how the sum of all columns is called, "" = they are not added. `money`: sums in 分 are shown as well.

    `share`: how the second column as a share of the first is called, in whole percent; "" = it is not shown.
    """

    id: str
    label: str
    columns: tuple[Column, ...]
    total: str = ""
    money: str = ""
    note: str = ""
    share: str = ""


PENALTIES = Sheet(
    "penalties",
    "表一　行政处罚（宗）",
    (
        Column("warning", "警告"),
        Column("public_censure", "通报批评"),
        Column("fine", "罚款"),
        Column("confiscation", "没收违法所得、没收非法财物"),
        Column("license_suspension", "暂扣许可证件"),
        Column("grade_reduction", "降低资质等级"),
        Column("activity_restriction", "限制开展生产经营活动"),
        Column("suspension_of_business", "责令停产停业"),
        Column("closure", "责令关闭、限制从业", also=("occupational_ban",)),
        Column("license_revocation", "吊销许可证件"),
        Column("detention", "行政拘留"),
        Column("other_penalty", "其他行政处罚"),
    ),
    total="合计",
    money="罚没金额",
    note="按作出决定的日期统计，含后来被撤销的；并处的计入最重的一种；金额以决定书为准。",
)
HEAVIER = Heaviest(
    "kinds",
    tuple(code for one in PENALTIES.columns[:-1] for code in (one.id, *one.also)),
    default="other_penalty",
)
"""并处算一宗，计入最重的种类；明确种类与“其他”并处的，计明确种类 (rules §6.3 口径②③)."""

PERMITS = Sheet(
    "permits",
    "表二　行政许可（件）",
    (
        Column("permit_applied", "申请"),
        Column("permit_accepted", "受理"),
        Column("permit_granted", "许可"),
        Column("permit_refused", "不予许可"),
        Column("permit_revoked", "撤销许可"),
    ),
    note="变更、延续的准予计入“许可”，不准的计入“不予许可”；仅咨询的不算申请。",
)
COMPULSION = Sheet(
    "coercion",
    "表三　行政强制（宗）",
    (
        Column("seal", "措施：查封场所、设施、财物"),
        Column("seize", "措施：扣押财物"),
        Column("freeze", "措施：冻结存款、汇款"),
        Column("other_measure", "措施：其他"),
        Column("surcharge", "执行：加处罚款、滞纳金"),
        Column("transfer", "执行：划拨存款、汇款"),
        Column("auction", "执行：拍卖、依法处理"),
        Column("demolish", "执行：排除妨碍、恢复原状"),
        Column("substitute", "执行：代履行"),
        Column("other_execution", "执行：其他"),
        Column("court", "申请人民法院强制执行"),
    ),
    total="合计",
    note="措施按作出决定的日期、执行按执行完毕或者终结的日期、申请法院按申请的日期统计。",
)
OTHERS = Sheet(
    "others",
    "表四　其他行政执法行为",
    (Column("levies", "行政征收（次）"), Column("inspections", "行政检查（次）", yields=True, sums=False)),
    money="金额",
    note="检查一个对象并有完整检查记录的算一次；检查以后作出处罚等其他执法行为的，不计检查次数。",
)
STAFF = Sheet(
    "staff",
    "表五　执法人员持证情况（人）",
    (Column("on_duty", "在岗执法人员"), Column("certified", "持有有效执法证的")),
    share="持证率（%，舍去小数）",
    note="按名录统计年末在岗的执法人员，不含辅助人员。",
)
"""Of the registry, not of the cases (rules §6.3 表五, §6.4 持证率)."""
REMEDIES = Sheet(
    "remedies",
    "行政复议、行政诉讼（件）",
    (
        Column("reconsidered", "被申请行政复议"),
        Column("reconsidered_undone", "复议撤销、变更、确认违法或者无效"),
        Column("sued", "被提起行政诉讼"),
        Column("lost", "诉讼败诉"),
    ),
)
CHARGES = Sheet(
    "charges",
    "行政收费（内部统计，不进国家口径的年报表）",
    (Column("charged", "收费（笔）"), Column("relieved", "减免、退还（笔）")),
    money="金额",
)
SHEETS = (PENALTIES, PERMITS, COMPULSION, OTHERS, STAFF, REMEDIES, CHARGES)
NATIONAL = SHEETS[:-1]
"""What the annual report shows; charges are counted apart (rules X01)."""
COLUMNS: Mapping[str, Column] = {
    code: one for sheet in SHEETS for one in sheet.columns for code in (one.id, *one.also)
}
YIELDING = tuple(code for code, one in COLUMNS.items() if one.yields)


def remedy_tallies(prefix: str) -> tuple[Tally, ...]:
    """复议、诉讼 of the cases of one procedure (《广东省行政执法公示办法》第十一条, as a model)."""
    filed, result = f"{prefix}_remedy_filed", f"{prefix}_remedy_result"
    undone = ("changed", "revoked", "redo", "illegal", "void")

    def lost(remedy: str) -> tuple[On, ...]:
        return tuple(event(result, remedy=remedy, result=one) for one in undone)

    return (
        Tally("reconsidered", event(filed, remedy="reconsideration")),
        Tally("sued", event(filed, remedy="litigation")),
        Tally("reconsidered_undone", lost("reconsideration")),
        Tally("lost", lost("litigation")),
    )


def figures(sheet: Sheet, tallied: Iterable[Tallied]) -> list[Json]:
    """The rows of a sheet: `row` the column's id, `label`, `count`, and `sum` in 分 where it moves money."""
    found = [one for one in tallied if COLUMNS[one.column] in sheet.columns]
    rows = [
        _row(
            one.id, one.label, [t for t in found if COLUMNS[t.column] is one], bool(sheet.money) and one.sums
        )
        for one in sheet.columns
    ]
    if sheet.total:
        rows.append(_row("total", sheet.total, found, bool(sheet.money)))
    if sheet.share:
        rows += _share(sheet, found)
    return [*rows]


def _share(sheet: Sheet, found: Sequence[Tallied]) -> list[Json]:
    """One row; none where there is nothing to take a share of."""
    whole, part = (
        sum(one.count for one in found if COLUMNS[one.column] is column) for column in sheet.columns
    )
    return [{"row": "share", "label": sheet.share, "count": 100 * part // whole}] if whole else []


def _row(code: str, label: str, counted: list[Tallied], sums: bool) -> Json:
    row: dict[str, Json] = {"row": code, "label": label, "count": sum(one.count for one in counted)}
    return row | {"sum": sum(one.sum for one in counted)} if sums else row


def by_item(column: str, tallied: Iterable[Tallied], names: Mapping[str, str]) -> list[Json]:
    """One row per item of a column, by code; `names` are the items'."""
    found = sorted((one for one in tallied if COLUMNS[one.column].id == column), key=lambda one: one.item)
    return [
        {"row": one.item, "label": names.get(one.item, one.item), "count": one.count, "sum": one.sum}
        for one in found
    ]
