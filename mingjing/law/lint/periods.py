"""Periods of parameters and holiday notices: overlaps, gaps, a value that comes back, a year without notice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta

from mingjing.law.bases import LAWS
from mingjing.law.calendar import Calendar
from mingjing.law.lint.finding import Finding
from mingjing.law.parameters import REGIONS, SOMEWHERE, ParameterSet, Row

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
    """A time without a value: a fault where no place gives one to every case, else worth knowing."""
    for rows in _places(known):
        for last, first, end in _holes(rows):
            others = _everywhere(known, last.value.key, besides=last.value.scope)
            yield _gap(last, others, first, end)


def _holes(rows: Sequence[Row]) -> Iterator[tuple[Row, date, date | None]]:
    """Days between the first value and for ever on which none of them applies: the value that ended, from, to."""
    last = rows[0]
    for row in rows[1:]:
        if last.until is not None and last.until + DAY < row.since:
            yield last, last.until + DAY, row.since - DAY
        if last.until is not None and (row.until is None or row.until > last.until):
            last = row
    if last.until is not None:
        yield last, last.until + DAY, None


def _everywhere(known: ParameterSet, key: str, besides: str = "") -> list[Row]:
    """The rows that reach every case, the widest first. A field or a matter gives nothing to the others."""
    return [one for one in known.all(key) if one.value.scope in REGIONS and one.value.scope != besides]


def _gap(row: Row, others: Sequence[Row], first: date, end: date | None) -> Finding:
    span = f"从 {first} 到 {end} " if end else f"从 {first} 起"
    bare = _uncovered(others, first, end)
    if bare is None:
        scope = next(one.value.scope for one in reversed(others) if one.applies(first))
        return Finding(row_name(row), f"{span}没有数值，改由 {scope} 的数值适用。", wrong=False)
    since = f"其中 {bare} 起" if bare != first else ""
    return Finding(row_name(row), f"{span}没有数值，{since}也没有更宽的范围可用。")


def _uncovered(rows: Sequence[Row], day: date, end: date | None) -> date | None:
    """The first day from `day` to `end` on which none of the rows applies."""
    while end is None or day <= end:
        applying = [one.until for one in rows if one.applies(day)]
        if not applying:
            return day
        if None in applying:
            return None
        day = max(one for one in applying if one is not None) + DAY
    return None


def unreached(known: ParameterSet, wanted: Iterable[str], today: date | None) -> Iterator[Finding]:
    """Keys that are read in every case and have a value only in some fields or matters, or only later."""
    for key in sorted(set(wanted) - SOMEWHERE):
        rows, reaching = known.all(key), _everywhere(known, key)
        if not reaching:
            where = "、".join(dict.fromkeys(one.value.scope for one in rows))
            sentence = f"只有 {where} 的数值，其他案件没有数值可用" if where else "没有数值"
            yield Finding(f"参数 {key}", f"{sentence}；请检查键名，或者补上 {REGIONS[0]} 的数值。")
        elif today and all(one.since > today for one in reaching):
            first = min(reaching, key=lambda one: one.since)
            yield Finding(row_name(first), f"到 {first.since} 才有数值，在这以前没有更宽的范围可用。")


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
