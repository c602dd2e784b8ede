"""Counting days: 日, 工作日, 小时, 月, 年, with holidays and 调休 (rules §2.1, C1–C15). No clock, no files."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import StrEnum
from functools import partial
from typing import TypeAlias

from mingjing.law.terms import Length, Unit

SHANGHAI = timezone(timedelta(hours=8), "UTC+8")
"""Fixed offset: China keeps no summer time, and a slim container carries no zone database."""

DayRange: TypeAlias = tuple[date, date]
"""First and last day, both belonging to it."""

_Span: TypeAlias = tuple[int, int]
_Works: TypeAlias = Callable[[int], bool]
_Leg: TypeAlias = tuple[int, int, Unit]

_YEAR_DAY = re.compile("(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31")

LONGEST = 36_600
"""Refuse more days than a hundred years, so that a slip in a file cannot keep a worker busy."""


class BadFile(ValueError):
    """A holiday or parameter file that cannot be used; the message is one Chinese sentence naming file and row."""


class Why(StrEnum):
    """Why a day does or does not count."""

    START = "start"
    COUNTED = "counted"
    MAKEUP = "makeup"
    WEEKEND = "weekend"
    HOLIDAY = "holiday"
    PAUSED = "paused"
    PROLONGED = "prolonged"
    ROLLED = "rolled"
    EVENT = "event"
    NOTICE = "notice"


WHY_LABELS: Mapping[Why, str] = {
    Why.START: "起算日不计入",
    Why.COUNTED: "计入",
    Why.MAKEUP: "计入（调休上班）",
    Why.WEEKEND: "周末，不计入",
    Why.HOLIDAY: "放假，不计入",
    Why.PAUSED: "期间暂停，不计入",
    Why.PROLONGED: "因连续三日以上法定休假日顺延",
    Why.ROLLED: "末日遇休假，顺延",
    Why.EVENT: "活动当日不计入",
    Why.NOTICE: "通知当日不计入，最迟须在此日通知",
}


@dataclass(frozen=True, slots=True)
class Year:
    """One holiday notice (国务院办公厅): days off and shifted working days, each with the festival's name or "".

    Its days may reach into the December before: that is how the notices of 元旦 are written.
    """

    off: Mapping[date, str]
    makeup: Mapping[date, str]
    source: str
    final: bool = True


@dataclass(frozen=True, slots=True)
class CountedDay:
    """One line of the arithmetic: `number` is its place in the count, 0 when it does not count."""

    day: date
    number: int
    why: Why
    name: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """A counted limit. `last_day` runs until 24:00, or until business closes (C12, 《民法典》第二百零三条第二款).

    `rolled_from` is the day the count itself ended on when C3 moved it. `reason` says in Chinese why it is 暂定.
    `sure` is the day on which no holiday notice can do more: a limit ends then at the earliest, and what must come
    before an event comes then at the latest. It is `last_day` where nothing is 暂定.
    """

    last_day: date
    provisional: bool
    reason: str
    sure: date
    rolled_from: date | None = None
    _tell: Callable[[], tuple[CountedDay, ...]] = field(default=tuple, repr=False, compare=False)

    @property
    def days(self) -> tuple[CountedDay, ...]:
        """Every day with its reason; worked out only when asked, so that counting stays cheap."""
        return self._tell()

    def allows(self, done_on: date, *, posted_on: date | None = None) -> bool:
        """Whether an act is in time. Posting within the limit suffices (C12, 《民事诉讼法》第八十五条)."""
        return min(done_on, posted_on or done_on) <= self.last_day


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """The end of an hour limit, in Shanghai time."""

    at: datetime

    def __str__(self) -> str:
        return f"{self.at.date()} {self.clock}"

    @property
    def clock(self) -> str:
        return self.at.strftime("%H:%M:%S" if self.at.second else "%H:%M")


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of the known years; an unknown year answers provisionally and never raises.

    `digest` covers exactly what decides a day; `version` is its beginning, as printed.
    """

    years: Mapping[int, Year]
    digest: str = field(init=False, compare=False)
    _off: Mapping[int, str] = field(init=False, repr=False, compare=False)
    _makeup: Mapping[int, str] = field(init=False, repr=False, compare=False)
    _final: frozenset[int] = field(init=False, repr=False, compare=False)
    _known: range = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        notices = [self.years[number] for number in sorted(self.years)]
        off = {day.toordinal(): name for one in notices for day, name in one.off.items()}
        makeup = {day.toordinal(): name for one in notices for day, name in one.makeup.items()}
        object.__setattr__(self, "_off", off)
        object.__setattr__(self, "_makeup", makeup)
        object.__setattr__(self, "_final", frozenset(n for n, one in self.years.items() if one.final))
        object.__setattr__(self, "_known", _unbroken(self.years))
        object.__setattr__(self, "digest", _digest(self.years))

    @property
    def version(self) -> str:
        return self.digest[:12]

    # -- single days ---------------------------------------------------------------------------------------------

    def is_working(self, day: date) -> bool:
        """C4: not Saturday or Sunday, not a published day off, or a shifted working day (调休上班)."""
        return self._works(day.toordinal())

    def is_final(self, day: date) -> bool:
        """Whether the holiday notice of the day's year is known."""
        return day.year in self._final

    def holiday(self, day: date) -> str:
        """The festival for which a day is off or worked in exchange, "" when unknown or none."""
        number = day.toordinal()
        return self._off.get(number) or self._makeup.get(number) or self._assumed(number)

    def _works(self, number: int) -> bool:
        if (number - 1) % 7 > 4:  # ordinal 1 was a Monday
            return number in self._makeup
        return number not in self._off and (number in self._known or not self._assumed(number))

    def _may_work(self, number: int) -> bool:
        """Whether a notice that is still to come could make it a working day: any day but a festival with a fixed day."""
        day = date.fromordinal(number)
        return self._works(number) if day.year in self._final else not _fixed_festival(day)

    def _assumed(self, number: int) -> str:
        day = date.fromordinal(number)
        return "" if day.year in self.years else _fixed_festival(day)

    # -- limits --------------------------------------------------------------------------------------------------

    def count(
        self,
        start: date,
        length: Length,
        *,
        rolls: bool,
        pauses: Sequence[DayRange] = (),
        extend: Length | None = None,
        prolongs: bool = False,
    ) -> Due:
        """The last day of a limit in 日, 工作日, 月 or 年 that runs from `start` (C1–C9, C11).

        The day `start` itself is not counted (《民法典》第二百零一条); `rolls` moves a last day that is off to the
        next working day (第二百零三条), and looks at no other day. `pauses` are days that do not count. `extend`
        is added before the roll-over: 90 日 and 30 日 are 120 日. `prolongs`: tax periods, E28 (《税收征收管理法
        实施细则》第一百零九条). Raises ValueError for hours (`count_hours`) and for absurd amounts.
        """
        first, held = _ordinal(start), _spans(pauses)
        lengths = _lengths(length, extend)

        def ending(works: _Works) -> tuple[tuple[_Leg, ...], int, int]:
            legs = _legs(first, lengths, held, works)
            ended = legs[-1][1]
            nominal = ended + _long_rests(first, ended, works) if prolongs else ended
            return legs, nominal, _roll(nominal, held, works) if rolls else nominal

        legs, nominal, last = ending(self._works)
        reason = self._doubt(*_looked_at(legs, nominal, last, rolls=rolls, prolongs=prolongs))
        return Due(
            last_day=date.fromordinal(last),
            provisional=bool(reason),
            reason=reason,
            sure=date.fromordinal(ending(self._may_work)[2] if reason else last),
            rolled_from=date.fromordinal(nominal) if last != nominal else None,
            _tell=partial(self._story, legs, nominal, last, held),
        )

    def count_back(self, event: date, full_days: Length) -> Due:
        """C10: the latest day of notice so that `full_days` lie complete between it and the event.

        Neither the day of notice nor the day of the event counts (《行政处罚法》第六十四条第二项: 举行听证的七日前).
        The day returned may itself be off; no roll-over, since later would be too late. Of months and years it is the
        corresponding day before the event, or the last of that month (C2).
        """
        amount, unit = _checked(full_days).amount, full_days.unit
        if unit is Unit.HOUR:
            raise ValueError(f"提前量不能按{full_days}计算。")
        last = _ordinal(event)
        if unit in (Unit.MONTH, Unit.YEAR):
            number = _ordinal(months_later(event, -amount * (12 if unit is Unit.YEAR else 1)))
            tell = partial(self._story_back, number, last, unit)
            day = date.fromordinal(number)
            return Due(last_day=day, provisional=False, reason="", sure=day, _tell=tell)
        works = self._works if unit is Unit.WORKING_DAY else _every_day
        number = _back(last, amount, works)
        reason = self._doubt(number + 1, last - 1) if unit is Unit.WORKING_DAY else ""
        return Due(
            last_day=date.fromordinal(number),
            provisional=bool(reason),
            reason=reason,
            sure=date.fromordinal(_back(last, amount, self._may_work) if reason else number),
            _tell=partial(self._story_back, number, last, unit),
        )

    def full_days_between(self, notice: date, event: date, unit: Unit = Unit.WORKING_DAY) -> int:
        """How many complete days (or working days) lie between two days, neither of them counted (C10)."""
        between = range(_ordinal(notice) + 1, _ordinal(event))
        return len(between) if unit is Unit.DAY else sum(map(self._works, between))

    def _doubt(self, low: int, high: int) -> str:
        """Why the answer is 暂定: the years without notice among the days that were looked at."""
        if low > high:
            return ""
        years = range(date.fromordinal(low).year, date.fromordinal(high).year + 1)
        unknown = [str(one) for one in years if one not in self._final]
        if not unknown:
            return ""
        return (
            f"{'、'.join(unknown)} 年的放假安排尚未公布或未导入，"
            "暂按周六、周日和公历日期固定的法定节日（元旦、劳动节、国庆节）休息计算，导入后重算"
        )

    # -- the story of a count ------------------------------------------------------------------------------------

    def _story(
        self, legs: Sequence[_Leg], nominal: int, last: int, held: Sequence[_Span]
    ) -> tuple[CountedDay, ...]:
        told = [self._line(legs[0][0], 0, Why.START)]
        for begin, end, unit in legs:
            told += self._numbered(range(begin + 1, end + 1), held, working=unit is Unit.WORKING_DAY)
        told += [self._line(one, 0, Why.PROLONGED) for one in range(legs[-1][1] + 1, nominal + 1)]
        told += [self._line(one, 0, Why.ROLLED) for one in range(nominal + 1, last + 1)]
        return tuple(told)

    def _story_back(self, notice: int, event: int, unit: Unit) -> tuple[CountedDay, ...]:
        between = self._numbered(range(notice + 1, event), (), working=unit is Unit.WORKING_DAY)
        return (self._line(notice, 0, Why.NOTICE), *between, self._line(event, 0, Why.EVENT))

    def _numbered(self, days: range, held: Sequence[_Span], *, working: bool) -> Iterator[CountedDay]:
        place = 0
        for number in days:
            why = self._why(number, held, working=working)
            counts = why in (Why.COUNTED, Why.MAKEUP)
            place += counts
            yield self._line(number, place if counts else 0, why)

    def _why(self, number: int, held: Sequence[_Span], *, working: bool) -> Why:
        if _within(number, held):
            return Why.PAUSED
        if not working:
            return Why.COUNTED
        if self._works(number):
            return Why.MAKEUP if number in self._makeup else Why.COUNTED
        named = number in self._off or self._assumed(number)
        return Why.HOLIDAY if named else Why.WEEKEND

    def _line(self, number: int, place: int, why: Why) -> CountedDay:
        day = date.fromordinal(number)
        return CountedDay(day, place, why, name=self.holiday(day), provisional=not self.is_final(day))


def count_hours(start: datetime, length: Length | int) -> Moment:
    """The end of a limit in hours: continuous, holidays included (C1, 《民法典》第二百零一条第二款).

    Counting from the moment itself is a platform choice (E29 [P]). Takes aware times only.
    """
    if isinstance(length, Length) and length.unit is not Unit.HOUR:
        raise ValueError(f"{length}不是按小时计算的期限。")
    amount = length.amount if isinstance(length, Length) else length
    if start.tzinfo is None or not 0 <= amount <= LONGEST * 24:
        raise ValueError(f"{amount} 小时须从写明时区的时刻起算，且不超过一百年。")
    _ordinal(start.astimezone(SHANGHAI).date())
    return Moment(start.astimezone(SHANGHAI) + timedelta(hours=amount))


def surcharge_days(due_day: date, paid_on: date, excluded: Sequence[DayRange] = ()) -> int:
    """C14: days of 加处罚款 or 滞纳金, from the day after `due_day` (rolled) to the day of payment, both counted.

    `excluded` (C15 [P]): from acceptance of a reconsideration or suit to service of its result, both days excluded
    (《行政处罚法》第七十三条第三款). By analogy with 《税收征收管理法实施细则》第七十五条.
    """
    first, last = _ordinal(due_day) + 1, _ordinal(paid_on)
    inside = ((max(low, first), min(high, last)) for low, high in _spans(excluded))
    return max(0, last - first + 1) - sum(high - low + 1 for low, high in inside if low <= high)


def day_of_year(text: str, year: int) -> date:
    """The fixed day "01-31" of a year. Raises ValueError for what is no day of every year."""
    if not _YEAR_DAY.fullmatch(text):
        raise ValueError(f"“{text}”不是每年都有的一天，应写成 01-31。")
    return date(year, int(text[:2]), int(text[3:]))


# -- days as numbers: arithmetic on ordinals is several times faster than on dates ----------------------------------


def _ordinal(day: date) -> int:
    if isinstance(day, datetime):
        raise TypeError("a day is wanted, not a moment: its day depends on the time zone")
    if not 1900 <= day.year <= 9000:
        raise ValueError(f"日期 {day} 超出可计算的范围。")
    return day.toordinal()


def _every_day(number: int) -> bool:
    return True


def _back(event: int, amount: int, works: _Works) -> int:
    """The day before the last `amount` days that lie complete before an event."""
    number = event - 1
    while amount:
        amount -= works(number)
        number -= 1
    return number


def _legs(first: int, lengths: Sequence[Length], held: Sequence[_Span], works: _Works) -> tuple[_Leg, ...]:
    legs: list[_Leg] = []
    for length in lengths:
        begin = legs[-1][1] if legs else first
        legs.append((begin, _advance(begin, length, held, works), length.unit))
    return tuple(legs)


def _advance(begin: int, length: Length, held: Sequence[_Span], works: _Works) -> int:
    if length.unit is Unit.WORKING_DAY:
        return _advance_working(begin, length.amount, held, works)
    if length.unit is Unit.DAY:
        return _shift(begin, begin + length.amount, held)
    months = length.amount * (12 if length.unit is Unit.YEAR else 1)
    return _shift(begin, months_later(date.fromordinal(begin), months).toordinal(), held)


def _advance_working(number: int, amount: int, held: Sequence[_Span], works: _Works) -> int:
    while amount:
        number += 1
        if works(number) and not (held and _within(number, held)):
            amount -= 1
    return number


def _roll(number: int, held: Sequence[_Span], works: _Works) -> int:
    # A pause that begins between the last day and the day rolled to is waited out as well.
    while not works(number) or (held and _within(number, held)):
        number += 1
    return number


def _long_rests(first: int, last: int, works: _Works) -> int:
    """Days in runs of three or more consecutive days off inside the period (E28)."""
    total = run = 0
    for number in range(first + 1, last + 2):
        if number <= last and not works(number):
            run += 1
            continue
        total += run if run >= 3 else 0
        run = 0
    return total


def _within(number: int, held: Sequence[_Span]) -> bool:
    return any(low <= number <= high for low, high in held)


def _spans(ranges: Sequence[DayRange]) -> tuple[_Span, ...]:
    """The ranges in order, joined where they overlap, so that no day is excluded twice.

    A range that ends before it begins holds no day: so looks a pause seen from a day before it.
    """
    if not ranges:
        return ()
    joined: list[_Span] = []
    for low, high in sorted((_ordinal(one), _ordinal(two)) for one, two in ranges):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(high, joined[-1][1]))
        elif low <= high:
            joined.append((low, high))
    return tuple(joined)


def _shift(begin: int, end: int, held: Sequence[_Span]) -> int:
    """Move the end by the paused days that fall between, as the end itself moves."""
    for low, high in held:
        inside = max(low, begin + 1)
        if inside <= end and inside <= high:
            end += high - inside + 1
    return end


def _checked(length: Length) -> Length:
    if length.unit is Unit.HOUR:
        raise ValueError(f"{length}须从时刻起算，不能从日期起算。")
    longest = {Unit.MONTH: 1200, Unit.YEAR: 100}.get(length.unit, LONGEST)
    if not 0 <= length.amount <= longest:
        raise ValueError(f"期限{length}超出可计算的范围。")
    return length


def _lengths(length: Length, extend: Length | None) -> tuple[Length, ...]:
    """Same unit: one sum (a month and a month from 31 January end on 31 March); otherwise one after the other."""
    _checked(length)
    if extend is None:
        return (length,)
    if _checked(extend).unit is length.unit:
        return (Length(length.amount + extend.amount, length.unit),)
    return (length, extend)


def months_later(day: date, months: int) -> date:
    """C2: the corresponding day, or the last of the month (《民法典》第二百零二条)."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, _month_length(year, month)))


def _month_length(year: int, month: int) -> int:
    following = date(year + month // 12, month % 12 + 1, 1)
    return (following - timedelta(days=1)).day


def _looked_at(legs: Sequence[_Leg], nominal: int, last: int, *, rolls: bool, prolongs: bool) -> _Span:
    """The days whose being off or not decided the answer: plain 日 are exact except for their roll-over."""
    if prolongs:
        return legs[0][0] + 1, last
    working = [begin for begin, end, unit in legs if unit is Unit.WORKING_DAY and end > begin]
    if working:
        return working[0] + 1, last
    return (nominal, last) if rolls else (nominal, nominal - 1)


def _fixed_festival(day: date) -> str:
    """Statutory days off with a fixed day (《全国年节及纪念日放假办法》第二条; 5 月 2 日 since 2025)."""
    match day.month, day.day:
        case 1, 1:
            return "元旦"
        case 5, 1:
            return "劳动节"
        case 5, 2 if day.year >= 2025:
            return "劳动节"
        case 10, 1 | 2 | 3:
            return "国庆节"
    return ""


# -- reading holiday files ---------------------------------------------------------------------------------------


def load_calendar(texts: Iterable[tuple[str, str]]) -> Calendar:
    """The calendar of all `holidays-YYYY.toml` among (name, text); a later file replaces an earlier year.

    Other names are passed over, so that a whole parameter folder may be handed in. Raises BadFile.
    """
    return Calendar({_year_of(name): _read_year(name, text) for name, text in texts if is_holiday_file(name)})


def is_holiday_file(name: str) -> bool:
    return name.startswith("holidays-") and name.endswith(".toml")


def _year_of(name: str) -> int:
    digits = name.removeprefix("holidays-").removesuffix(".toml")
    if not (len(digits) == 4 and digits.isascii() and digits.isdigit()):
        raise BadFile(f"{name}：文件名应为 holidays-四位年份.toml。")
    return int(digits)


def _read_year(name: str, text: str) -> Year:
    content = parse(name, text)
    if unknown := set(content) - {"source", "final", "verified", "off", "makeup"}:
        raise BadFile(f"{name}：不认识的字段 {'、'.join(sorted(unknown))}。")
    source, final = content.get("source"), content.get("final", True)
    if not isinstance(source, str) or not source.strip():
        raise BadFile(f"{name}：缺少出处 source（放假通知的名称）。")
    if not isinstance(final, bool):
        raise BadFile(f"{name}：final 应为 true 或 false。")
    off, makeup = _read_days(name, "off", content), _read_days(name, "makeup", content)
    _check_days(name, off, makeup)
    return Year(off, makeup, source, final)


def parse(name: str, text: str) -> dict[str, object]:
    """One TOML file; raises BadFile with the place of the fault."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadFile(f"{name}：不是有效的 TOML（{fault}）。") from fault


def _read_days(name: str, part: str, content: Mapping[str, object]) -> dict[date, str]:
    rows = content.get(part, [])
    if not isinstance(rows, list):
        raise BadFile(f"{name}：{part} 应写成 [[{part}]]。")
    days: dict[date, str] = {}
    for place, row in enumerate(rows, 1):
        where = f"{name} 第 {place} 个 [[{part}]]"
        label, found = _read_row(where, row)
        if twice := [day for day in found if day in days]:
            raise BadFile(f"{where}：{twice[0]} 重复。")
        days |= dict.fromkeys(found, label)
    return days


def _read_row(where: str, row: object) -> tuple[str, list[date]]:
    if not isinstance(row, dict) or not set(row) <= {"name", "from", "to", "days"}:
        raise BadFile(f"{where}：只能有 name、from、to、days。")
    label = row.get("name", "")
    days = row.get("days", [])
    first, last = row.get("from"), row.get("to", row.get("from"))
    listed = days if isinstance(days, list) else [days]
    given = [*listed, *(one for one in (first, last) if one is not None)]
    complete = bool(listed) or first is not None
    if not isinstance(label, str) or not complete or not all(type(one) is date for one in given):
        raise BadFile(f"{where}：日期应写成 2025-10-01，不加引号。")
    if first is None:
        return label, listed
    if not 0 <= (last - first).days <= 31:
        raise BadFile(f"{where}：to 早于 from，或者超过一个月。")
    return label, [*listed, *(first + timedelta(days=n) for n in range((last - first).days + 1))]


def _check_days(name: str, off: Mapping[date, str], makeup: Mapping[date, str]) -> None:
    year = _year_of(name)
    for day in (*off, *makeup):
        if day.year != year and (day.year, day.month) != (year - 1, 12):
            raise BadFile(f"{name}：{day} 不属于 {year} 年（上一年 12 月除外）。")
    fixed = [date(year, month, day) for month, day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3))]
    if missing := [day for day in fixed if day not in off]:
        raise BadFile(f"{name}：缺少法定节日 {missing[0]}（{_fixed_festival(missing[0])}），放假安排不完整。")
    if both := set(off) & set(makeup):
        raise BadFile(f"{name}：{min(both)} 既放假又上班。")
    if plain := [day for day in makeup if day.weekday() < 5]:
        raise BadFile(f"{name}：调休上班日 {plain[0]} 本来就不是周六、周日。")


def _unbroken(years: Mapping[int, Year]) -> range:
    """The days of the known years when no year between them is missing: they need no second look."""
    if not years or max(years) - min(years) + 1 != len(years):
        return range(0)
    return range(date(min(years), 1, 1).toordinal(), date(max(years) + 1, 1, 1).toordinal())


def _digest(years: Mapping[int, Year]) -> str:
    lines = [
        f"{number} {'final' if one.final else 'tentative'} off {_days(one.off)} makeup {_days(one.makeup)}"
        for number, one in sorted(years.items())
    ]
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def _days(days: Iterable[date]) -> str:
    return ",".join(day.isoformat() for day in sorted(days))
