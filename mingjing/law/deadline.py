"""The arithmetic of a limit in words: which days counted, which did not and why (`mingjing deadline`)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from itertools import groupby

from mingjing.law.calendar import (
    SHANGHAI,
    WHY_LABELS,
    Calendar,
    CountedDay,
    DayRange,
    Due,
    Moment,
    Why,
    count_hours,
    day_of_year,
)
from mingjing.law.terms import Length, Term, Unit, Value, Yearly

LONG = 16
"""More days than this are told in runs, fewer one by one."""

_WEEKDAYS = "一二三四五六日"
_CALENDAR_UNITS = (Unit.DAY, Unit.MONTH, Unit.YEAR)


def parse_start(text: str, unit: Unit) -> date | datetime:
    """The start as typed: a day, or for hour limits a time (Shanghai unless it names its zone). Raises ValueError."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError as fault:
        raise ValueError(
            f"起算时间 {text} 无法识别，应写成 2025-09-24，按小时计算的写成 2025-09-24T09:30。"
        ) from fault
    if not 1949 <= moment.year <= 2200:
        raise ValueError(f"起算时间 {text} 超出可计算的年份（1949 至 2200）。")
    if unit is not Unit.HOUR:
        return _shanghai(moment).date()
    if len(text.strip()) <= len("2025-09-24"):
        raise ValueError(f"本期限按小时计算，起算时间须写明时刻，如 {moment.date()}T09:30。")
    return _shanghai(moment)


def deadline_lines(
    term: Term,
    length: Length,
    start: date | datetime,
    calendar: Calendar,
    *,
    value: Value | None = None,
    extension: Length | None = None,
    pauses: Sequence[DayRange] = (),
    lead: Length | None = None,
    notes: Sequence[str] = (),
) -> list[str]:
    """All that `mingjing deadline` prints for a term; the last line is `截止：…`.

    `length` is the term's own or what its parameter gave (`value`, whose citation is then shown). For a term with
    `before` the start is the event, and the answer the latest day of notice (C10). A time without zone is Shanghai's.
    `lead` must have passed since the start before the length begins; `notes` are told after the head.
    Raises ValueError when an hour limit is given a bare day.
    """
    head = [*_head(term, length, value, extension), *notes]
    if length.unit is Unit.HOUR:
        return head + _explain_hours(start, length, calendar)
    day = _shanghai(start).date() if isinstance(start, datetime) else start
    if lead:
        day = calendar.count(day, lead, rolls=False).last_day
        head = [*head, f"满 {lead}之日：{_named(day)}，期限由此起算"]
    if term.before:
        return head + explain(calendar.count_back(day, length), length, calendar, before=True)
    due = calendar.count(day, length, rolls=term.rolls, pauses=pauses, extend=extension)
    return head + explain(due, length, calendar, rolls=term.rolls)


def explain(
    due: Due, length: Length, calendar: Calendar, *, rolls: bool = True, before: bool = False
) -> list[str]:
    """The days of a counted limit, the roll-over, what is provisional and the calendar; last line `截止：YYYY-MM-DD`."""
    unit = length.unit
    return [
        *_story(due, unit),
        *([] if before else _ending(due, unit, calendar, rolls=rolls)),
        *([f"暂定：{due.reason}"] if due.provisional else []),
        _calendar_line(calendar),
        f"截止：{due.last_day}",
    ]


def _head(term: Term, length: Length, value: Value | None, extension: Length | None) -> list[str]:
    basis = f"（{term.basis}）" if term.basis.title else ""
    before = "之前，其间须有完整的天数" if term.before else ""
    unsure = "" if term.basis.verified or not term.basis.title else f"，未核实（{term.basis.mark}）"
    lines = [f"{term.id} {term.label}：{length}{before}{basis}{unsure}"]
    if value is not None:
        lines.append(f"数值：{length}，{cited(value)}")
    if extension is not None:
        lines.append(f"延长：{extension}")
    return lines


def cited(value: Value) -> str:
    """Where a value comes from, since when, how far it reaches, and whether it was verified."""
    return f"{value.basis}，自 {value.since} 起，范围 {value.scope}{'' if value.verified else '，未核实'}"


def yearly_lines(term: Term, yearly: Yearly, year: int, day: str, value: Value | None = None) -> list[str]:
    """All that is printed for a fixed day of the year asked about."""
    last = day_of_year(day, year + yearly.after)
    unsure = "" if term.basis.verified else f"，未核实（{term.basis.mark}）"
    after = f"，{year} 年度的在 {last.year} 年" if yearly.after else ""
    return [
        f"{term.id} {term.label}：固定日期（{term.basis}）{unsure}",
        *([f"数值：{day}，{cited(value)}"] if value else []),
        f"{_named(last)}  固定日期{after}，遇休假也不顺延",
        f"截止：{last}",
    ]


# -- days --------------------------------------------------------------------------------------------------------


def _story(due: Due, unit: Unit) -> list[str]:
    days = due.days
    if len(days) <= LONG:
        return [f"{_named(one.day)}  {_words(due, unit, one, one)}" for one in days]
    return [_run(due, unit, run) for run in _runs(days, due.last_day)]


def _runs(days: Iterable[CountedDay], last_day: date) -> Iterator[list[CountedDay]]:
    """Consecutive days of which the same is to be said; the last day stands alone when the count rolled to it."""

    def said(one: CountedDay) -> tuple[object, ...]:
        name = "" if one.why is Why.COUNTED else one.name
        return one.why, name, one.why is Why.ROLLED and one.day == last_day

    for _, run in groupby(days, key=said):
        yield list(run)


def _run(due: Due, unit: Unit, run: Sequence[CountedDay]) -> str:
    first, last = run[0], run[-1]
    if first is last:
        return f"{_named(first.day)}  {_words(due, unit, first, last)}"
    return f"{_named(first.day)} 至 {_named(last.day)}  {_words(due, unit, first, last)}"


def _words(due: Due, unit: Unit, first: CountedDay, last: CountedDay) -> str:
    guessed = last.provisional and (unit is Unit.WORKING_DAY or first.why is Why.ROLLED)
    return _reason(due, unit, first, last) + ("（暂定）" if guessed else "")


def _reason(due: Due, unit: Unit, first: CountedDay, last: CountedDay) -> str:
    match first.why:
        case Why.COUNTED | Why.MAKEUP:
            shifted = f"（{first.name}调休上班）" if first.why is Why.MAKEUP else ""
            return f"{_place(first, last, unit)}{shifted}"
        case Why.HOLIDAY:
            return f"{first.name}放假，不计入"
        case Why.ROLLED if last.day == due.last_day:
            return "顺延至其后首个工作日"
        case Why.ROLLED:
            return f"{first.name or '周末'}{'放假' if first.name else ''}，顺延"
        case _:
            return WHY_LABELS[first.why]


def _place(first: CountedDay, last: CountedDay, unit: Unit) -> str:
    numbers = f"{first.number}" if first is last else f"{first.number} 至 {last.number}"
    return f"第 {numbers} 个工作日" if unit is Unit.WORKING_DAY else f"第 {numbers} 日"


def _ending(due: Due, unit: Unit, calendar: Calendar, *, rolls: bool) -> list[str]:
    """What C2, C3 and C11 made of the last day."""
    ended = due.rolled_from or due.last_day
    lines = []
    if unit in (Unit.MONTH, Unit.YEAR):
        lines.append(
            f"按{'月' if unit is Unit.MONTH else '年'}计算：到期月的对应日为末日，没有对应日的为月末日（{ended}）"
        )
    if unit not in _CALENDAR_UNITS:
        return lines
    if not rolls:
        return [*lines, f"末日 {_named(ended)}，本期限遇休假也不顺延"]
    if due.rolled_from is None:
        return [*lines, f"末日 {_named(ended)} 是工作日，不顺延"]
    name = calendar.holiday(ended)
    rest = f"{name}放假" if name else "周末"
    return [*lines, f"末日 {_named(ended)} 遇{rest}，顺延至其后首个工作日 {_named(due.last_day)}"]


def _named(day: date) -> str:
    return f"{day} 周{_WEEKDAYS[day.weekday()]}"


def _calendar_line(calendar: Calendar) -> str:
    years = sorted(calendar.years)
    known = f"{years[0]}–{years[-1]} 年" if years else "没有任何年份"
    return f"放假日历：{known}，版本 {calendar.version}；当日 24:00 截止，有业务时间的以停止业务时为准，交邮以交邮日为准"


# -- hours -------------------------------------------------------------------------------------------------------


def _explain_hours(start: date | datetime, length: Length, calendar: Calendar) -> list[str]:
    if not isinstance(start, datetime):
        raise ValueError(f"本期限按小时计算，起算时间须写明时刻，如 {start}T09:30。")  # noqa: TRY004 - typed by a person
    begin = _shanghai(start)
    end = count_hours(begin, length)
    crossed = [one for one in _days_of(begin, end) if not calendar.is_working(one)]
    rest = f"其间 {'、'.join(_named(one) for one in crossed)} 休假，照常计算" if crossed else "其间没有休假日"
    return [
        f"{_named(begin.date())} {Moment(begin).clock}  起算时点",
        f"从该时点起连续计算 {length.amount} 小时，夜间和节假日不停；{rest}",
        f"截止：{end}",
    ]


def _days_of(begin: datetime, end: Moment) -> list[date]:
    first, last = begin.date(), end.at.date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _shanghai(moment: datetime) -> datetime:
    return moment.replace(tzinfo=SHANGHAI) if moment.tzinfo is None else moment.astimezone(SHANGHAI)
