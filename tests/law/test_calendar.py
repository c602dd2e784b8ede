"""Counting rules C1–C15: golden tables, and properties against a slow oracle that shares no code."""

from __future__ import annotations

import timeit
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta

import chinese_calendar
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.law.calendar import Calendar, CountedDay, Why, Year, count_hours, surcharge_days
from mingjing.law.parameters import packaged_calendar
from mingjing.law.terms import Length, Unit

CALENDAR = packaged_calendar()
ONE = timedelta(days=1)

Range = tuple[date, date]


def working(amount: int) -> Length:
    return Length(amount, Unit.WORKING_DAY)


def days(amount: int) -> Length:
    return Length(amount, Unit.DAY)


def months(amount: int) -> Length:
    return Length(amount, Unit.MONTH)


def years(amount: int) -> Length:
    return Length(amount, Unit.YEAR)


def on(text: str) -> date:
    return date.fromisoformat(text)


def last_day(start: str, length: Length, *, rolls: bool = True) -> str:
    return str(CALENDAR.count(on(start), length, rolls=rolls).last_day)


# -- the holiday table -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_year_has_248_working_days(year: int) -> None:
    first = date(year, 1, 1)
    assert sum(CALENDAR.is_working(first + n * ONE) for n in range(365)) == 248


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("2025-01-01", "2025-01-01"),
        ("2025-01-28", "2025-02-04"),
        ("2025-04-04", "2025-04-06"),
        ("2025-05-01", "2025-05-05"),
        ("2025-05-31", "2025-06-02"),
        ("2025-10-01", "2025-10-08"),
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
    ],
)
def test_published_days_off_are_off(first: str, last: str) -> None:
    day = on(first)
    while day <= on(last):
        assert not CALENDAR.is_working(day)
        assert CALENDAR.holiday(day)
        day += ONE


def test_shifted_working_days_are_exactly_those_of_the_notices() -> None:
    shifted = [str(day) for year in (2025, 2026) for day in sorted(CALENDAR.years[year].makeup)]
    assert shifted == [
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
        "2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
    ]  # fmt: skip
    assert all(CALENDAR.is_working(on(day)) for day in shifted)


def test_every_day_agrees_with_the_library_but_one() -> None:
    """国办发明电〔2005〕35号 makes Saturday 2005-12-31 a working day; the library does not know it."""
    first = date(2004, 1, 1)
    every = [first + n * ONE for n in range((date(2027, 1, 1) - first).days)]
    differing = [day for day in every if CALENDAR.is_working(day) != chinese_calendar.is_workday(day)]
    assert differing == [date(2005, 12, 31)]
    assert all(CALENDAR.is_final(day) for day in every)


# -- golden limits -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        # National Day 2025: 09-28 and 10-11 are worked, 10-01 to 10-08 are off.
        ("2025-09-24", working(5), "2025-09-30"),
        ("2025-09-25", working(5), "2025-10-09"),
        ("2025-09-26", working(1), "2025-09-28"),
        ("2025-09-27", working(1), "2025-09-28"),
        ("2025-09-30", working(1), "2025-10-09"),
        ("2025-09-30", working(3), "2025-10-11"),
        ("2025-09-30", working(4), "2025-10-13"),
        ("2025-10-08", working(7), "2025-10-16"),
        ("2025-09-20", days(15), "2025-10-09"),
        ("2025-09-16", days(15), "2025-10-09"),
        ("2025-09-15", days(15), "2025-09-30"),
        ("2025-09-13", days(15), "2025-09-28"),
        ("2025-09-26", days(15), "2025-10-11"),
        ("2025-07-29", days(90), "2025-10-27"),
        # Spring Festival 2026: 02-14 and 02-28 are worked, 02-15 to 02-23 are off.
        ("2026-02-12", working(3), "2026-02-24"),
        ("2026-02-13", working(1), "2026-02-14"),
        ("2026-02-26", working(2), "2026-02-28"),
        ("2026-02-27", working(2), "2026-03-02"),
        ("2026-01-31", days(15), "2026-02-24"),
        ("2026-02-13", days(15), "2026-02-28"),
        ("2025-12-22", days(60), "2026-02-24"),
        ("2025-08-17", months(6), "2026-02-24"),
    ],
)
def test_limits_around_the_holidays(start: str, length: Length, expected: str) -> None:
    assert last_day(start, length) == expected


@pytest.mark.parametrize(
    ("start", "length", "expected"),
    [
        ("2025-01-31", months(1), "2025-02-28"),
        ("2024-01-31", months(1), "2024-02-29"),
        ("2024-01-30", months(1), "2024-02-29"),
        ("2024-02-29", months(1), "2024-03-29"),
        ("2024-02-29", years(1), "2025-02-28"),
        ("2024-02-29", years(4), "2028-02-29"),
        ("2025-08-31", months(6), "2026-02-28"),
        ("2025-12-31", months(2), "2026-02-28"),
        ("2025-03-31", months(12), "2026-03-31"),
        ("2025-11-30", months(1), "2025-12-30"),
        ("2025-12-15", months(1), "2026-01-15"),
    ],
)
def test_months_and_years_end_on_the_corresponding_day_or_the_last_of_the_month(
    start: str, length: Length, expected: str
) -> None:
    assert last_day(start, length, rolls=False) == expected


def test_a_limit_that_restricts_rights_does_not_roll() -> None:
    """C11: seizure from 2025-09-05 for 30 days ends on Sunday 5 October, in the holiday."""
    due = CALENDAR.count(on("2025-09-05"), days(30), rolls=False)
    assert (due.last_day, due.rolled_from) == (on("2025-10-05"), None)


def test_the_day_before_rolling_is_told() -> None:
    due = CALENDAR.count(on("2025-09-05"), days(30), rolls=True)
    assert (due.last_day, due.rolled_from) == (on("2025-10-09"), on("2025-10-05"))


def test_only_the_last_day_is_looked_at_for_rolling() -> None:
    """C3: the eight days of National Day inside the period do not lengthen it."""
    assert last_day("2025-09-30", days(10)) == "2025-10-10"


def test_a_last_day_on_a_worked_saturday_does_not_roll() -> None:
    assert last_day("2025-10-01", days(10)) == "2025-10-11"


def test_a_pause_moves_the_end_and_a_double_pause_counts_once() -> None:
    twice = ((on("2025-07-01"), on("2025-07-10")), (on("2025-07-05"), on("2025-07-12")))
    due = CALENDAR.count(on("2025-06-20"), days(20), rolls=False, pauses=twice)
    assert due.last_day == on("2025-07-22")
    assert sum(one.why is Why.PAUSED for one in due.days) == 12


def test_a_pause_before_the_start_after_the_end_or_reversed_does_nothing() -> None:
    outside = (
        (on("2025-06-01"), on("2025-06-20")),
        (on("2025-07-11"), on("2025-07-12")),
        (on("2025-07-05"), on("2025-07-01")),
    )
    assert CALENDAR.count(on("2025-06-20"), days(20), rolls=False, pauses=outside).last_day == on(
        "2025-07-10"
    )


def test_a_limit_does_not_roll_into_a_pause() -> None:
    paused = ((on("2025-10-09"), on("2025-10-10")),)
    assert CALENDAR.count(on("2025-09-20"), days(15), rolls=True, pauses=paused).last_day == on("2025-10-11")


def test_an_extension_is_added_before_rolling() -> None:
    """90 days and 30 days are 120 days, though the ninetieth falls into the holiday."""
    plain = CALENDAR.count(on("2025-07-08"), days(120), rolls=True)
    assert CALENDAR.count(on("2025-07-08"), days(90), rolls=True, extend=days(30)).last_day == plain.last_day


def test_a_month_and_a_month_are_two_months() -> None:
    due = CALENDAR.count(on("2025-01-31"), months(1), rolls=False, extend=months(1))
    assert due.last_day == on("2025-03-31")


def test_an_extension_in_another_unit_runs_from_the_end_of_the_first() -> None:
    due = CALENDAR.count(on("2025-09-24"), days(5), rolls=False, extend=working(2))
    assert due.last_day == on("2025-10-09")
    assert [one.number for one in due.days if one.number] == [1, 2, 3, 4, 5, 1, 2]


def test_tax_periods_are_prolonged_by_long_rests() -> None:
    """E28: 1–15 October 2025 holds eight days off in a row; week-ends of two days prolong nothing."""
    start = on("2025-09-30")
    assert CALENDAR.count(start, days(15), rolls=True, prolongs=True).last_day == on("2025-10-23")
    assert CALENDAR.count(on("2025-08-31"), days(15), rolls=True, prolongs=True).last_day == on("2025-09-15")
    told = CALENDAR.count(start, days(15), rolls=True, prolongs=True).days
    assert sum(one.why is Why.PROLONGED for one in told) == 8


def test_a_rest_that_runs_over_the_end_prolongs_by_its_days_inside() -> None:
    due = CALENDAR.count(on("2025-09-20"), days(13), rolls=False, prolongs=True)
    assert due.last_day == on("2025-10-06")
    assert CALENDAR.count(on("2025-09-20"), days(12), rolls=False, prolongs=True).last_day == on("2025-10-02")


# -- C10: days that must lie in full between ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "length", "expected"),
    [
        ("2025-10-15", working(7), "2025-09-28"),
        ("2025-10-16", working(7), "2025-09-29"),
        ("2025-10-17", working(7), "2025-10-08"),
        ("2025-07-16", working(7), "2025-07-06"),
        ("2025-07-17", working(7), "2025-07-07"),
        ("2026-02-26", working(3), "2026-02-13"),
        ("2025-07-17", days(30), "2025-06-16"),
    ],
)
def test_notice_leaves_full_days_before_the_event(event: str, length: Length, expected: str) -> None:
    notice = CALENDAR.count_back(on(event), length).last_day
    assert notice == on(expected)
    assert CALENDAR.full_days_between(notice, on(event), length.unit) == length.amount
    assert CALENDAR.full_days_between(notice + ONE, on(event), length.unit) == length.amount - 1


def test_neither_notice_nor_event_counts() -> None:
    assert CALENDAR.full_days_between(on("2025-07-07"), on("2025-07-08")) == 0
    assert CALENDAR.full_days_between(on("2025-07-07"), on("2025-07-09")) == 1
    assert CALENDAR.full_days_between(on("2025-07-09"), on("2025-07-07")) == 0


def test_notice_is_not_counted_in_hours() -> None:
    with pytest.raises(ValueError, match=r"提前量|时刻"):
        CALENDAR.count_back(on("2025-07-07"), Length(1, Unit.HOUR))


@pytest.mark.parametrize(
    ("event", "length", "expected"),
    [
        ("2028-10-19", Length(3, Unit.MONTH), "2028-07-19"),
        ("2026-08-31", Length(6, Unit.MONTH), "2026-02-28"),
        ("2028-02-29", Length(1, Unit.YEAR), "2027-02-28"),
    ],
)
def test_notice_months_before_is_the_corresponding_day(event: str, length: Length, expected: str) -> None:
    """期满前三个月（《安全生产许可证条例》第九条）: the corresponding day itself is in time (E19)."""
    assert CALENDAR.count_back(on(event), length).last_day == on(expected)


# -- hours, surcharge, posting -----------------------------------------------------------------------------------


def test_hours_run_on_through_the_holiday_and_show_shanghai_time() -> None:
    begin = datetime(2025, 9, 30, 8, 30, tzinfo=UTC)
    assert str(count_hours(begin, 24)) == "2025-10-01 16:30"
    assert str(count_hours(begin, Length(48, Unit.HOUR))) == "2025-10-02 16:30"
    assert count_hours(begin, 24).at == begin + timedelta(hours=24)


def test_hours_cross_the_day_line_in_shanghai() -> None:
    assert str(count_hours(datetime(2025, 9, 24, 15, 59, 30, tzinfo=UTC), 24)) == "2025-09-25 23:59:30"
    assert str(count_hours(datetime(2025, 9, 24, 16, 0, tzinfo=UTC), 24)) == "2025-09-26 00:00"


def test_hours_want_a_zone_and_hours() -> None:
    with pytest.raises(ValueError, match="时区"):
        count_hours(datetime(2025, 9, 24, 9, 30), 24)  # noqa: DTZ001
    with pytest.raises(ValueError, match="不是按小时"):
        count_hours(datetime(2025, 9, 24, 9, 30, tzinfo=UTC), days(1))


@pytest.mark.parametrize(
    ("paid", "excluded", "expected"),
    [
        ("2025-10-08", (), 0),
        ("2025-10-09", (), 0),
        ("2025-10-10", (), 1),
        ("2025-10-19", (), 10),
        ("2025-10-19", (("2025-10-12", "2025-10-14"),), 7),
        ("2025-10-19", (("2025-10-12", "2025-10-14"), ("2025-10-13", "2025-10-15")), 6),
        ("2025-10-19", (("2025-10-01", "2025-10-10"),), 9),
        ("2025-10-19", (("2025-10-19", "2025-12-01"),), 9),
        ("2025-10-19", (("2025-10-01", "2025-12-01"),), 0),
        ("2025-10-09", (("2025-10-01", "2025-12-01"),), 0),
    ],
)
def test_surcharge_days(paid: str, excluded: Sequence[tuple[str, str]], expected: int) -> None:
    """C14 counts first and last day; C15 takes out both ends of a reconsideration. Due on 2025-10-09 (rolled)."""
    ranges = [(on(first), on(last)) for first, last in excluded]
    assert surcharge_days(on("2025-10-09"), on(paid), ranges) == expected


def test_what_was_posted_in_time_is_in_time() -> None:
    due = CALENDAR.count(on("2025-09-24"), working(5), rolls=True)
    assert due.allows(on("2025-09-30"))
    assert not due.allows(on("2025-10-01"))
    assert due.allows(on("2025-10-09"), posted_on=on("2025-09-30"))
    assert not due.allows(on("2025-10-09"), posted_on=on("2025-10-01"))


# -- the story ---------------------------------------------------------------------------------------------------


def test_every_day_says_why() -> None:
    told = CALENDAR.count(on("2025-09-26"), working(3), rolls=True).days
    assert [(one.day.day, one.number, one.why) for one in told] == [
        (26, 0, Why.START), (27, 0, Why.WEEKEND), (28, 1, Why.MAKEUP), (29, 2, Why.COUNTED), (30, 3, Why.COUNTED),
    ]  # fmt: skip


def test_a_week_end_inside_a_holiday_is_the_holiday() -> None:
    told = {one.day: one for one in CALENDAR.count(on("2025-09-30"), working(1), rolls=True).days}
    assert told[on("2025-10-04")] == CountedDay(on("2025-10-04"), 0, Why.HOLIDAY, name="国庆节、中秋节")


# -- years without notice ----------------------------------------------------------------------------------------


def test_a_year_without_notice_is_provisional_and_names_the_year() -> None:
    due = CALENDAR.count(on("2026-12-30"), working(2), rolls=True)
    assert (due.last_day, due.provisional) == (on("2027-01-04"), True)
    assert "2027 年的放假安排尚未公布" in due.reason
    assert [one.provisional for one in due.days] == [False, False, True, True, True, True]


def test_plain_days_are_exact_but_for_their_rolling() -> None:
    assert CALENDAR.count(on("2026-12-30"), days(30), rolls=True).provisional
    assert not CALENDAR.count(on("2026-12-30"), days(30), rolls=False).provisional
    assert not CALENDAR.count_back(on("2027-03-01"), days(5)).provisional
    assert CALENDAR.count_back(on("2027-03-01"), working(5)).provisional


def test_the_last_day_of_the_last_known_year_is_final() -> None:
    assert not CALENDAR.count(on("2026-12-24"), days(7), rolls=True).provisional
    assert not CALENDAR.count_back(on("2027-01-01"), working(7)).provisional


def test_festivals_with_a_fixed_day_are_assumed() -> None:
    off = ["2027-01-01", "2028-05-01", "2028-05-02", "2027-10-01", "2029-10-02", "2029-10-03", "2027-02-06"]
    worked = ["2029-10-04", "2028-05-03", "2003-05-02", "2027-02-08"]
    assert not any(CALENDAR.is_working(on(day)) for day in off)
    assert all(CALENDAR.is_working(on(day)) for day in worked)


def test_a_provisional_limit_knows_the_day_that_no_notice_can_undercut() -> None:
    due = CALENDAR.count(on("2026-12-30"), working(5), rolls=True)
    assert (due.last_day, due.sure) == (
        on("2027-01-07"),
        on("2027-01-05"),
    )  # 2 and 3 January might be worked, 1 not
    rolled = CALENDAR.count(on("2026-07-10"), Length(6, Unit.MONTH), rolls=True)
    assert (rolled.last_day, rolled.sure) == (on("2027-01-11"), on("2027-01-10"))
    festival = CALENDAR.count(on("2026-11-01"), Length(2, Unit.MONTH), rolls=True)
    assert (festival.last_day, festival.sure) == (on("2027-01-04"), on("2027-01-02"))
    notice = CALENDAR.count_back(on("2027-03-03"), working(7))
    assert (notice.last_day, notice.sure) == (on("2027-02-21"), on("2027-02-23"))


def test_a_certain_limit_is_sure_of_its_last_day() -> None:
    for due in (
        CALENDAR.count(on("2025-09-24"), working(5), rolls=True),
        CALENDAR.count_back(on("2025-10-15"), working(7)),
        CALENDAR.count_back(on("2027-03-01"), Length(3, Unit.MONTH)),
    ):
        assert due.sure == due.last_day and not due.provisional


def test_a_tentative_year_is_provisional_too() -> None:
    tentative = Calendar({2027: Year({on("2027-02-08"): "春节"}, {}, "征求意见", final=False)})
    due = tentative.count(on("2027-02-05"), working(1), rolls=True)
    assert (due.last_day, due.provisional) == (on("2027-02-09"), True)


def test_a_tentative_year_has_another_version() -> None:
    year = CALENDAR.years[2025]
    tentative = Calendar({2025: Year(year.off, year.makeup, year.source, final=False)})
    assert tentative.digest != Calendar({2025: year}).digest


def test_only_days_that_decide_can_make_a_limit_provisional() -> None:
    """Saturday 2022-12-31 rolls into a year without notice; a start in a year without notice decides nothing."""
    until_2022 = Calendar({n: one for n, one in CALENDAR.years.items() if n <= 2022})
    rolled = until_2022.count(on("2022-12-16"), days(15), rolls=True)
    assert (rolled.last_day, rolled.provisional) == (on("2023-01-02"), True)
    only_2025 = Calendar({2025: CALENDAR.years[2025]})
    assert not only_2025.count(on("2024-12-31"), working(1), rolls=True).provisional


def test_a_gap_between_known_years_is_provisional() -> None:
    gap = Calendar({2024: CALENDAR.years[2024], 2026: CALENDAR.years[2026]})
    assert gap.count(on("2025-09-30"), working(1), rolls=True).last_day == on("2025-10-06")
    assert not gap.is_final(on("2025-06-01"))
    assert Calendar({}).count(on("2025-09-24"), working(5), rolls=True).provisional


def test_an_imported_year_replaces_the_assumption() -> None:
    notice = Year(
        dict.fromkeys([on("2027-01-01"), on("2027-01-04")], "元旦"), {on("2027-01-09"): "元旦"}, "试验"
    )
    imported = Calendar({**CALENDAR.years, 2027: notice})
    due = imported.count(on("2026-12-30"), working(2), rolls=True)
    assert (due.last_day, due.provisional, due.reason) == (on("2027-01-05"), False, "")
    assert imported.version != CALENDAR.version


def test_the_version_depends_on_days_and_not_on_names() -> None:
    renamed = {
        n: Year(dict.fromkeys(y.off, ""), dict.fromkeys(y.makeup, ""), "x") for n, y in CALENDAR.years.items()
    }
    assert Calendar(renamed).digest == CALENDAR.digest
    assert Calendar({2025: CALENDAR.years[2025]}).digest != CALENDAR.digest


# -- refusals and speed ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("length", [Length(1, Unit.HOUR), days(-1), working(10**9), months(1201), years(101)])
def test_absurd_lengths_are_refused(length: Length) -> None:
    with pytest.raises(ValueError, match="期限|时刻"):
        CALENDAR.count(on("2025-09-24"), length, rolls=True)


def test_a_moment_is_not_a_day() -> None:
    with pytest.raises(TypeError):
        CALENDAR.count(datetime(2025, 9, 24, 23, 30, tzinfo=UTC), days(5), rolls=True)
    with pytest.raises(ValueError, match="范围"):
        CALENDAR.count(date(9999, 12, 31), days(5), rolls=True)


def test_counting_ninety_days_is_fast() -> None:
    def ninety() -> object:
        return CALENDAR.count(date(2025, 7, 29), days(90), rolls=True)

    assert min(timeit.repeat(ninety, number=200, repeat=7)) / 200 < 50e-6


# -- properties against an oracle that walks day by day ----------------------------------------------------------


def oracle_works(day: date) -> bool:
    if day == date(2005, 12, 31):
        return True
    if day.year > 2026:
        fixed = {(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)}
        return day.isoweekday() <= 5 and (day.month, day.day) not in fixed
    return bool(chinese_calendar.is_workday(day))


def oracle_month(start: date, count: int) -> date:
    year, month = start.year, start.month
    for _ in range(count):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    for day in range(start.day, 0, -1):
        try:
            return date(year, month, day)
        except ValueError:
            continue
    raise AssertionError


def oracle_walk(start: date, amount: int, counts: Callable[[date], bool]) -> date:
    day = start
    while amount:
        day += ONE
        amount -= counts(day)
    return day


def oracle(start: date, length: Length, rolls: bool, pauses: Sequence[Range]) -> date:
    paused = {first + n * ONE for first, last in pauses for n in range((last - first).days + 1)}
    if length.unit is Unit.WORKING_DAY:
        return oracle_walk(start, length.amount, lambda day: day not in paused and oracle_works(day))
    amount = length.amount
    if length.unit in (Unit.MONTH, Unit.YEAR):
        count = amount * 12 if length.unit is Unit.YEAR else amount
        amount = (oracle_month(start, count) - start).days
    day = oracle_walk(start, amount, lambda one: one not in paused)
    while rolls and (day in paused or not oracle_works(day)):
        day += ONE
    return day


DAYS = st.dates(date(2004, 1, 1), date(2026, 12, 31))
AMOUNTS = {Unit.DAY: 200, Unit.WORKING_DAY: 60, Unit.MONTH: 30, Unit.YEAR: 5}
LENGTHS = st.sampled_from(sorted(AMOUNTS)).flatmap(
    lambda unit: st.integers(1, AMOUNTS[unit]).map(lambda amount: Length(amount, unit))
)


@st.composite
def paused(draw: st.DrawFn, start: date) -> list[Range]:
    spans = draw(st.lists(st.tuples(st.integers(-20, 120), st.integers(0, 25)), max_size=4))
    return [(start + n * ONE, start + (n + size) * ONE) for n, size in spans]


@given(DAYS, LENGTHS, st.booleans(), st.data())
def test_count_agrees_with_the_oracle(start: date, length: Length, rolls: bool, data: st.DataObject) -> None:
    pauses = data.draw(paused(start))
    due = CALENDAR.count(start, length, rolls=rolls, pauses=pauses)
    assert due.last_day == oracle(start, length, rolls, pauses)
    assert bool(due.reason) == due.provisional
    assert not due.provisional or due.last_day.year > 2026


@given(DAYS, LENGTHS, st.booleans(), st.data())
def test_the_story_tells_every_day_once_and_its_numbers_add_up(
    start: date, length: Length, rolls: bool, data: st.DataObject
) -> None:
    due = CALENDAR.count(start, length, rolls=rolls, pauses=data.draw(paused(start)))
    assert [one.day for one in due.days] == [start + n * ONE for n in range((due.last_day - start).days + 1)]
    counted = [one for one in due.days if one.number]
    assert [one.number for one in counted] == list(range(1, len(counted) + 1))
    if length.unit in (Unit.DAY, Unit.WORKING_DAY):
        assert len(counted) == length.amount


@given(DAYS, LENGTHS, st.integers(1, 60), st.booleans())
def test_an_extension_of_the_same_unit_is_a_longer_limit(
    start: date, length: Length, more: int, rolls: bool
) -> None:
    extended = CALENDAR.count(start, length, rolls=rolls, extend=Length(more, length.unit))
    longer = Length(length.amount + more, length.unit)
    if longer.unit is not Unit.YEAR or longer.amount <= 100:
        assert extended.last_day == CALENDAR.count(start, longer, rolls=rolls).last_day


@given(DAYS, st.integers(1, 30), st.sampled_from([Unit.DAY, Unit.WORKING_DAY]))
def test_count_back_is_the_latest_day_with_enough_full_days(event: date, amount: int, unit: Unit) -> None:
    def between(notice: date) -> int:
        inside = (notice + n * ONE for n in range(1, (event - notice).days))
        return sum(
            unit is Unit.DAY or (oracle_works(day) if day.year >= 2004 else day.weekday() < 5)
            for day in inside
        )

    notice = CALENDAR.count_back(event, Length(amount, unit)).last_day
    if notice.year >= 2004:
        assert between(notice) == amount
        assert between(notice + ONE) < amount
        assert CALENDAR.full_days_between(notice, event, unit) == amount


@given(DAYS, st.integers(-5, 80), st.data())
def test_surcharge_counts_single_days(due_day: date, late: int, data: st.DataObject) -> None:
    excluded = data.draw(paused(due_day))
    out = {first + n * ONE for first, last in excluded for n in range((last - first).days + 1)}
    single = {due_day + n * ONE for n in range(1, late + 1)} - out
    assert surcharge_days(due_day, due_day + late * ONE, excluded) == len(single)
