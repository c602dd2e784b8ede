"""Periods of parameters and holiday notices: overlaps, gaps, a value that comes back, a year without notice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise

from mingjing.law.bases import LAWS
from mingjing.law.calendar import Calendar
from mingjing.law.lint.finding import Finding
from mingjing.law.parameters import ParameterSet, Row

DAY = timedelta(days=1)
WARN_FROM = 10
"""Month from which the notice for the next year is missed: it usually comes in November."""


def row_name(row: Row) -> str:
    return f"参数 {row.value.key}（{row.value.scope}，{row.since} 起）"


def _places(known: ParameterSet) -> Iterator[list[Row]]:
    """The rows of one key in one scope, the oldest first."""
    for key in known.keys():  # noqa: SIM118 - a parameter set is no mapping
        rows = known.all(key)
        for scope in dict.fromkeys(row.value.scope for row in rows):
            yield [row for row in rows if row.value.scope == scope]


def overlaps(known: ParameterSet) -> Iterator[Finding]:
    """The newer value goes first. Where the older one names a later end, one of the two is a slip."""
    for rows in _places(known):
        for place, newer in enumerate(rows):
            for older in rows[:place]:
                if older.until is not None and older.until >= newer.since:
                    yield Finding(
                        row_name(newer), f"与 {older.since} 起的数值重叠：那一条到 {older.until} 才终止。"
                    )
                elif older.until is None and newer.until is not None and older is rows[place - 1]:
                    yield Finding(
                        row_name(newer),
                        f"到 {newer.until} 终止以后，{older.since} 起的旧数值重新适用；不是这个意思的，请给旧数值写明 until。",
                        wrong=False,
                    )


def gaps(known: ParameterSet) -> Iterator[Finding]:
    """A time without a value: a fault where no wider scope gives one, else worth knowing."""
    for rows in _places(known):
        for older, newer in pairwise(rows):
            if older.until is not None and older.until + DAY < newer.since:
                yield _gap(known, older, f"从 {older.until + DAY} 到 {newer.since - DAY} 没有数值")
        last = rows[-1]
        if last.until is not None:
            yield _gap(known, last, f"从 {last.until + DAY} 起没有数值")


def _gap(known: ParameterSet, row: Row, sentence: str) -> Finding:
    after = (row.until or row.since) + DAY
    wider = [
        one.value.scope
        for one in known.all(row.value.key)
        if one.value.scope != row.value.scope and one.applies(after)
    ]
    if wider:
        return Finding(row_name(row), f"{sentence}，改由 {wider[-1]} 的数值适用。", wrong=False)
    return Finding(row_name(row), f"{sentence}，也没有更宽的范围可用。")


def cited(known: ParameterSet) -> Iterator[Finding]:
    """A verified value cites a source that the rules know, to the article."""
    titles = {law.title for law in LAWS.values()}
    titles |= {title.removeprefix("中华人民共和国") for title in titles}
    for row in known.rows:
        title, _, article = row.value.basis.partition(" ")
        if row.value.verified and (title not in titles or not article.startswith("第")):
            yield Finding(row_name(row), f"写明已核实，但依据“{row.value.basis}”不是规则表认识的法律和条。")


def holidays(calendar: Calendar, today: date) -> Iterator[Finding]:
    """The notice of this year must be there, that of the next from October on."""
    wanted: Sequence[int] = (today.year, *((today.year + 1,) if today.month >= WARN_FROM else ()))
    for year in wanted:
        if not calendar.is_final(date(year, 7, 1)):
            yield Finding(
                f"holidays-{year}.toml",
                f"没有 {year} 年的节假日安排，这一年的工作日都是暂定；请按国务院办公厅的通知补上。",
                wrong=year == today.year,
            )
