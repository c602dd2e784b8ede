"""Counting rules C1–C15 one by one (rules §2.1), on the days of the wall calendar and on the limits that follow each.

2025-10-01 to 10-08 off, 09-28 and 10-11 worked; 2026-02-15 to 02-23 off, 02-14 and 02-28 worked (rules §2.2).
Every day here was counted by hand.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from mingjing.commands.law import deadline
from mingjing.law.calendar import SHANGHAI, count_hours, surcharge_days
from mingjing.law.parameters import packaged, packaged_calendar
from mingjing.law.terms import Length, Unit

CALENDAR = packaged_calendar()
Ask = Callable[[str, str], str]


def on(text: str) -> date:
    return date.fromisoformat(text)


def last_day(start: str, amount: int, unit: Unit = Unit.DAY, *, rolls: bool = True) -> str:
    return str(CALENDAR.count(on(start), Length(amount, unit), rolls=rolls).last_day)


@pytest.fixture
def answers(capsys: pytest.CaptureFixture[str]) -> Ask:
    def ask(limit: str, start: str) -> str:
        assert deadline([limit, "--from", start], "") == 0
        return capsys.readouterr().out.splitlines()[-1].removeprefix("截止：")

    return ask


def counted_in(title: str) -> Iterator[tuple[str, int, str]]:
    """Key, amount and unit of every limit whose value cites the law."""
    for row in packaged().rows:
        value = row.value
        if (
            value.basis.startswith(f"{title} 第")
            and value.unit in set(Unit)
            and not value.key.endswith("_from")
        ):
            yield value.key, value.number, value.unit


def wrongly(title: str, working: set[int]) -> list[str]:
    """Limits in days whose kind of day is not what the law says: working days exactly for these numbers."""
    return [
        key
        for key, amount, unit in counted_in(title)
        if unit in (Unit.DAY, Unit.WORKING_DAY) and (unit == Unit.WORKING_DAY) != (amount in working)
    ]


def test_every_counting_rule_has_its_test() -> None:
    named = re.findall(r"^def test_c(\d+)_", Path(__file__).read_text(encoding="utf-8"), re.M)
    assert sorted({int(one) for one in named}) == list(range(1, 16))


# --- the calendar -----------------------------------------------------------------------------------------------------


def test_c1_the_day_of_the_start_is_not_counted() -> None:
    assert last_day("2025-09-24", 1) == "2025-09-25"
    assert last_day("2025-09-24", 1, Unit.WORKING_DAY) == "2025-09-25"
    assert last_day("2026-02-12", 1, Unit.WORKING_DAY) == "2026-02-13"


def test_c1_hours_run_on_from_the_moment_through_the_holiday() -> None:
    assert str(count_hours(datetime(2025, 9, 30, 16, 30, tzinfo=SHANGHAI), 24)) == "2025-10-01 16:30"
    assert str(count_hours(datetime(2026, 2, 14, 9, 0, tzinfo=SHANGHAI), 48)) == "2026-02-16 09:00"


def test_c2_a_month_ends_on_the_corresponding_day_or_the_last_of_the_month() -> None:
    assert last_day("2025-08-28", 6, Unit.MONTH, rolls=False) == "2026-02-28"
    assert last_day("2025-08-31", 6, Unit.MONTH, rolls=False) == "2026-02-28"
    assert last_day("2024-02-29", 1, Unit.YEAR, rolls=False) == "2025-02-28"


def test_c3_only_a_last_day_that_is_off_is_moved() -> None:
    assert last_day("2025-09-20", 15) == "2025-10-09"  # 5 October
    assert last_day("2025-09-30", 10) == "2025-10-10"  # the holiday lies inside and lengthens nothing
    assert last_day("2025-09-13", 15) == "2025-09-28"  # a Sunday that is worked
    assert last_day("2026-02-03", 15) == "2026-02-24"  # 18 February
    assert last_day("2025-07-02", 3) == "2025-07-07"  # an ordinary Saturday


def test_c4_working_days_leave_out_rest_and_take_in_shifted_days() -> None:
    assert last_day("2025-09-26", 1, Unit.WORKING_DAY) == "2025-09-28"
    assert last_day("2025-09-30", 1, Unit.WORKING_DAY) == "2025-10-09"
    assert last_day("2025-10-10", 1, Unit.WORKING_DAY) == "2025-10-11"
    assert last_day("2026-02-13", 1, Unit.WORKING_DAY) == "2026-02-14"
    assert last_day("2026-02-14", 1, Unit.WORKING_DAY) == "2026-02-24"
    assert last_day("2026-02-27", 1, Unit.WORKING_DAY) == "2026-02-28"


# --- which law counts in what -----------------------------------------------------------------------------------------


def test_c5_two_three_five_and_seven_days_of_a_penalty_are_working_days(answers: Ask) -> None:
    assert wrongly("行政处罚法", {2, 3, 5, 7}) == []
    assert answers("T04", "2025-09-29") == "2025-10-13"
    assert answers("T10", "2026-02-13") == "2026-02-24"
    assert answers("T08", "2025-09-20") == "2025-10-09"  # 15 days to 5 October
    assert answers("T02", "2025-07-08") == "2025-10-09"  # 90 days to 6 October


def test_c6_up_to_ten_days_of_a_coercion_are_working_days(answers: Ask) -> None:
    assert wrongly("行政强制法", {3, 5, 7, 10}) == []
    assert answers("T34", "2025-09-29") == "2025-10-10"
    assert answers("T35", "2026-02-12") == "2026-03-04"
    assert answers("T41", "2025-09-20") == "2025-10-09"  # 15 days to 5 October
    assert answers("T38", "2025-07-03") == "2025-10-09"  # three months to 3 October


def test_c7_a_permit_is_dealt_with_in_working_days_and_renewed_in_plain_ones(answers: Ask) -> None:
    assert [key for key, _, unit in counted_in("行政许可法") if unit == Unit.DAY] == []
    assert answers("T19", "2025-09-29") == "2025-10-13"
    assert answers("T20", "2026-02-12") == "2026-03-18"
    assert answers("T24", "2025-09-29") == "2025-10-13"
    # the thirtieth day before 5 November 2025 is 6 October, though it is a holiday
    assert answers("T28", "2025-11-05") == "2025-10-06"


def test_c8_up_to_ten_days_of_a_reconsideration_are_working_days(answers: Ask) -> None:
    assert wrongly("行政复议法", {3, 5, 7, 10}) == []
    assert answers("T47", "2025-09-29") == "2025-10-13"
    assert answers("T48", "2026-02-12") == "2026-03-04"
    assert answers("T49-S", "2025-09-05") == "2025-10-09"  # 30 days to 5 October
    assert answers("T43", "2025-12-20") == "2026-02-24"  # 60 days to 18 February


def test_c9_a_suit_is_counted_in_plain_days_and_disclosure_in_working_days(answers: Ask) -> None:
    assert wrongly("行政诉讼法", set()) == []
    assert [
        key for key, _, unit in counted_in("中华人民共和国政府信息公开条例") if unit != Unit.WORKING_DAY
    ] == []
    assert answers("T53", "2025-09-20") == "2025-10-09"
    assert answers("T51", "2025-08-20") == "2026-02-24"  # six months to 20 February
    assert answers("T63", "2025-09-29") == "2025-10-15"


# --- notice before, rights, posting -----------------------------------------------------------------------------------


def test_c10_full_working_days_lie_between_the_notice_and_the_event(answers: Ask) -> None:
    assert answers("T05", "2025-10-17") == "2025-10-08"  # 9, 10, 11, 13, 14, 15 and 16 October
    assert answers("T26", "2025-10-16") == "2025-09-29"  # 30 September, 9, 10, 11, 13, 14 and 15 October
    assert answers("T37", "2026-02-26") == "2026-02-13"  # 14, 24 and 25 February


def test_c11_what_restricts_rights_does_not_roll_and_what_helps_does(answers: Ask) -> None:
    for limit in ("T32", "T33"):
        assert answers(limit, "2025-09-05") == "2025-10-05"
        assert answers(limit, "2026-01-20") == "2026-02-19"
    for limit in ("T49-S", "T71"):
        assert answers(limit, "2025-09-05") == "2025-10-09"


def test_c12_posted_in_time_is_in_time_and_the_day_ends_at_midnight(
    capsys: pytest.CaptureFixture[str],
) -> None:
    due = CALENDAR.count(on("2025-09-20"), Length(15, Unit.DAY), rolls=True)
    assert due.allows(on("2025-10-09")) and not due.allows(on("2025-10-10"))
    assert due.allows(on("2025-10-14"), posted_on=on("2025-10-09"))
    assert not due.allows(on("2025-10-14"), posted_on=on("2025-10-10"))
    assert deadline(["T04", "--from", "2025-09-24"], "") == 0
    assert "当日 24:00 截止，有业务时间的以停止业务时为准，交邮以交邮日为准" in capsys.readouterr().out


def test_c13_three_days_of_a_transfer_are_plain_days_that_roll(answers: Ask) -> None:
    assert wrongly("行政执法机关移送涉嫌犯罪案件的规定", set()) == []
    for limit in ("T14", "T16", "T17", "T18"):
        assert answers(limit, "2025-09-30") == "2025-10-09"  # 3 October
        assert answers(limit, "2025-09-25") == "2025-09-28"  # a Sunday that is worked
        assert answers(limit, "2026-02-13") == "2026-02-24"  # 16 February


# --- amounts that grow by the day -------------------------------------------------------------------------------------


def test_c14_a_surcharge_counts_its_first_and_its_last_day() -> None:
    """Paid until 5 October, rolled to the 9th: the first day is the 10th, the day of payment counts."""
    due = CALENDAR.count(on("2025-09-20"), Length(15, Unit.DAY), rolls=True).last_day
    assert surcharge_days(due, on("2025-10-09")) == 0
    assert surcharge_days(due, on("2025-10-10")) == 1
    assert surcharge_days(due, on("2025-10-19")) == 10


def test_c15_a_reconsideration_takes_out_its_first_and_its_last_day() -> None:
    due = on("2025-10-09")
    assert surcharge_days(due, on("2025-10-19"), [(on("2025-10-12"), on("2025-10-14"))]) == 7
    assert surcharge_days(due, on("2025-10-19"), [(on("2025-10-12"), on("2025-10-12"))]) == 9
    assert surcharge_days(due, on("2025-10-19"), [(on("2025-10-01"), on("2025-10-10"))]) == 9
