"""What `mingjing deadline` prints: every day with its reason, and a last line that a script can read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from mingjing.law.calendar import Calendar
from mingjing.law.deadline import deadline_lines, explain, parse_start
from mingjing.law.parameters import packaged, packaged_calendar, scope_path
from mingjing.law.terms import Law, Length, Term, Unit, param

CALENDAR = packaged_calendar()
CF = Law("CF", "行政处罚法")
T04 = Term("T04", "听证要求", Length(5, Unit.WORKING_DAY), basis=CF("第六十四条"))
FOOT = (
    f"放假日历：2004–2026 年，版本 {CALENDAR.version}；"
    "当日 24:00 截止，有业务时间的以停止业务时为准，交邮以交邮日为准"
)


def test_t04_from_24_september_2025() -> None:
    assert deadline_lines(T04, Length(5, Unit.WORKING_DAY), date(2025, 9, 24), CALENDAR) == [
        "T04 听证要求：5 个工作日（《行政处罚法》第六十四条）",
        "2025-09-24 周三  起算日不计入",
        "2025-09-25 周四  第 1 个工作日",
        "2025-09-26 周五  第 2 个工作日",
        "2025-09-27 周六  周末，不计入",
        "2025-09-28 周日  第 3 个工作日（国庆节调休上班）",
        "2025-09-29 周一  第 4 个工作日",
        "2025-09-30 周二  第 5 个工作日",
        FOOT,
        "截止：2025-09-30",
    ]


def test_a_value_shows_its_citation_and_whether_it_was_read() -> None:
    value = packaged().value("penalty.defense_within", date(2025, 9, 24), scope_path())
    term = Term("T06", "陈述申辩期", param("penalty.defense_within"))
    lines = deadline_lines(term, value.length, date(2025, 9, 24), CALENDAR, value=value)
    assert lines[:2] == [
        "T06 陈述申辩期：5 个工作日",
        "数值：5 个工作日，平台默认值（行政处罚法 第四十五条未规定天数），自 2021-07-15 起，范围 nation，未核实",
    ]


def test_a_long_limit_is_told_in_runs_with_its_roll_over() -> None:
    term = Term("T02", "处罚决定", Length(90, Unit.DAY), basis=CF("第六十条"))
    assert deadline_lines(term, Length(90, Unit.DAY), date(2025, 7, 8), CALENDAR) == [
        "T02 处罚决定：90 日（《行政处罚法》第六十条）",
        "2025-07-08 周二  起算日不计入",
        "2025-07-09 周三 至 2025-10-06 周一  第 1 至 90 日",
        "2025-10-07 周二 至 2025-10-08 周三  国庆节、中秋节放假，顺延",
        "2025-10-09 周四  顺延至其后首个工作日",
        "末日 2025-10-06 周一 遇国庆节、中秋节放假，顺延至其后首个工作日 2025-10-09 周四",
        FOOT,
        "截止：2025-10-09",
    ]


def test_a_week_end_is_called_a_week_end() -> None:
    lines = deadline_lines(T04, Length(3, Unit.DAY), date(2025, 7, 2), CALENDAR)
    assert lines[-3] == "末日 2025-07-05 周六 遇周末，顺延至其后首个工作日 2025-07-07 周一"
    assert "2025-07-06 周日  周末，顺延" in lines


def test_a_last_day_at_work_is_said_to_stand() -> None:
    lines = deadline_lines(T04, Length(2, Unit.DAY), date(2025, 7, 2), CALENDAR)
    assert lines[-3:] == ["末日 2025-07-04 周五 是工作日，不顺延", FOOT, "截止：2025-07-04"]


def test_seizure_with_testing_time_does_not_roll() -> None:
    term = Term("T32", "查封扣押", Length(30, Unit.DAY), rolls=False)
    pauses = ((date(2025, 9, 10), date(2025, 9, 12)),)
    lines = deadline_lines(term, Length(30, Unit.DAY), date(2025, 9, 5), CALENDAR, pauses=pauses)
    assert lines[3:] == [
        "2025-09-10 周三 至 2025-09-12 周五  期间暂停，不计入",
        "2025-09-13 周六 至 2025-10-08 周三  第 5 至 30 日",
        "末日 2025-10-08 周三，本期限遇休假也不顺延",
        FOOT,
        "截止：2025-10-08",
    ]


def test_months_name_the_corresponding_day() -> None:
    lines = deadline_lines(T04, Length(6, Unit.MONTH), date(2025, 8, 31), CALENDAR)
    assert "按月计算：到期月的对应日为末日，没有对应日的为月末日（2026-02-28）" in lines
    assert lines[-1] == "截止：2026-02-28"


def test_notice_before_a_hearing_counts_back_from_it() -> None:
    term = Term("T05", "听证通知提前", Length(7, Unit.WORKING_DAY), before=True)
    lines = deadline_lines(term, Length(7, Unit.WORKING_DAY), date(2025, 7, 16), CALENDAR)
    assert lines[0] == "T05 听证通知提前：7 个工作日之前，其间须有完整的天数"
    assert lines[1] == "2025-07-06 周日  通知当日不计入，最迟须在此日通知"
    assert lines[-3:] == ["2025-07-16 周三  活动当日不计入", FOOT, "截止：2025-07-06"]


def test_provisional_days_are_marked_and_the_last_line_stays_readable() -> None:
    lines = deadline_lines(T04, Length(3, Unit.WORKING_DAY), date(2026, 12, 30), CALENDAR)
    assert lines[2:5] == [
        "2026-12-31 周四  第 1 个工作日",
        "2027-01-01 周五  元旦放假，不计入（暂定）",
        "2027-01-02 周六  周末，不计入（暂定）",
    ]
    assert lines[-3].startswith("暂定：2027 年的放假安排尚未公布或未导入")
    assert lines[-1] == "截止：2027-01-05"


def test_the_day_rolled_to_stands_alone() -> None:
    lines = deadline_lines(T04, Length(6, Unit.MONTH), date(2026, 7, 2), CALENDAR)
    assert "2027-01-03 周日  周末，顺延（暂定）" in lines
    assert "2027-01-04 周一  顺延至其后首个工作日（暂定）" in lines


def test_an_extension_is_named_and_counted() -> None:
    more = Length(10, Unit.WORKING_DAY)
    lines = deadline_lines(T04, Length(20, Unit.WORKING_DAY), date(2025, 7, 1), CALENDAR, extension=more)
    assert lines[1] == "延长：10 个工作日"
    assert lines[-1] == "截止：2025-08-12"


def test_hours_print_times_and_run_through_the_holiday() -> None:
    term = Term("T15", "移送公安", Length(24, Unit.HOUR))
    start = parse_start("2025-09-24T09:30", Unit.HOUR)
    lines = deadline_lines(term, Length(24, Unit.HOUR), start, CALENDAR)
    assert lines[1] == "2025-09-24 周三 09:30  起算时点"
    assert lines[-1] == "截止：2025-09-25 09:30"
    eve = deadline_lines(term, Length(24, Unit.HOUR), datetime(2025, 9, 30, 8, 0, tzinfo=UTC), CALENDAR)
    assert "2025-10-01 周三 休假，照常计算" in eve[2]
    assert eve[-1] == "截止：2025-10-01 16:00"


def test_a_moment_serves_a_day_limit_with_its_day_in_shanghai() -> None:
    late = datetime(2025, 9, 23, 16, 0, tzinfo=UTC)
    assert deadline_lines(T04, Length(5, Unit.WORKING_DAY), late, CALENDAR)[-1] == "截止：2025-09-30"


def test_explain_alone_ends_on_the_same_line() -> None:
    length = Length(5, Unit.WORKING_DAY)
    due = CALENDAR.count(date(2025, 9, 24), length, rolls=True)
    assert explain(due, length, CALENDAR) == deadline_lines(T04, length, date(2025, 9, 24), CALENDAR)[1:]


def test_an_empty_calendar_still_answers() -> None:
    lines = deadline_lines(T04, Length(5, Unit.WORKING_DAY), date(2025, 9, 24), Calendar({}))
    assert any(one.startswith("放假日历：没有任何年份") for one in lines)
    assert lines[-1] == "截止：2025-10-06"


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("明天", Unit.DAY, "无法识别"),
        ("2025-02-30", Unit.DAY, "无法识别"),
        ("", Unit.DAY, "无法识别"),
        ("9999-12-31", Unit.DAY, "年份"),
        ("0001-01-01", Unit.DAY, "年份"),
        ("2025-09-24", Unit.HOUR, "须写明时刻"),
    ],
)
def test_a_bad_start_is_told_how_to_be_written(text: str, unit: Unit, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        parse_start(text, unit)


def test_an_hour_limit_without_a_time_is_refused() -> None:
    with pytest.raises(ValueError, match="须写明时刻，如 2025-09-24T09:30"):
        deadline_lines(T04, Length(24, Unit.HOUR), date(2025, 9, 24), CALENDAR)


def test_starts_are_read_in_shanghai() -> None:
    assert parse_start("2025-09-24", Unit.DAY) == date(2025, 9, 24)
    assert parse_start("2025-09-23T16:30Z", Unit.DAY) == date(2025, 9, 24)
    assert parse_start("2025-09-24T09:30", Unit.HOUR) == datetime(2025, 9, 24, 1, 30, tzinfo=UTC)
