"""期限总表 T01–T81: every limit stands in a procedure or in the register, and is answered as the calendar on the wall says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from mingjing.commands.law import deadline, terms
from mingjing.law import limit_table, reference
from mingjing.law.limits import BY_ID, LIMITS, MARKET
from mingjing.law.parameters import packaged, scope_path
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import Param, Term

IDS = [f"T{number:02}" for number in range(1, 82)]
CARRIED: dict[str, list[Term]] = {}
for one in PROCEDURES.values():
    for each in one.terms:
        CARRIED.setdefault(each.id, []).append(each)

UNREAD = frozenset(["T06", "T12", "T55", "T61", "T65", "T67", "T68", "T69", "T70", "T74", "T79"])
"""Marked otherwise than [R] in the table of limits, or [R] of a text that is only a model here (T69)."""
STRICTER = frozenset(["T24", "T28", "T56"])
"""Marked [R] there; here unverified: the reading of the days is our own (C7), the source of twenty days was not read."""


# --- where they stand -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("limit", IDS)
def test_every_limit_stands_somewhere(limit: str) -> None:
    assert limit in CARRIED or limit in BY_ID


def test_no_limit_stands_in_both_under_different_lengths() -> None:
    both = set(CARRIED) & set(BY_ID)
    assert [id_ for id_ in both if any(one.length != BY_ID[id_].term.length for one in CARRIED[id_])] == []
    assert len(LIMITS) == len(BY_ID)


@pytest.mark.parametrize("limit", sorted({*IDS, *BY_ID}))
def test_what_was_not_read_is_shown_as_unverified(limit: str) -> None:
    found = [BY_ID[limit].term] if limit in BY_ID else CARRIED[limit]
    if limit in UNREAD or limit == "T77-Y":
        assert not any(one.basis.verified for one in found)
        assert not any(values(found))
    elif limit in STRICTER:
        assert not any(one.basis.verified for one in found)
    else:
        assert any(one.basis.verified for one in found)
        assert all(values(found)) or limit not in BY_ID


def values(found: list[Term]) -> Iterator[bool]:
    """Whether the values that applied in the autumn of 2025 were read."""
    for term in found:
        fixed = term.yearly.day if term.yearly else None
        field = BY_ID[term.id].field if term.id in BY_ID else MARKET
        for wanted in (term.length, term.extension, fixed):
            if isinstance(wanted, Param):
                yield packaged().value(wanted.key, date(2025, 10, 1), scope_path(field=field)).verified


def test_the_list_is_that_of_the_bureau(testdata: Path) -> None:
    """Against the table of limits itself, where it is at hand."""
    rules = (testdata / "domain" / "rules.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| (T\d\d) \|.*\| ([^|]*) \|$", rules, re.M))
    assert sorted(rows) == IDS
    marked = {id_ for id_, basis in rows.items() if re.search(r"\[(P|K|X|R2)\]", basis)}
    assert marked - {"T77"} == UNREAD - {"T69"}


def test_the_reference_page_lists_every_limit() -> None:
    page = reference.pages()["limits.md"]
    listed = re.findall(r"^\| (T[\w-]+) \|", page, re.M)
    assert set(listed) == {*CARRIED, *BY_ID} and set(IDS) <= set(listed)
    assert listed[:3] == ["T01", "T01-G", "T02"]
    rows = {one.id: one for one in limit_table.rows()}
    assert rows["T62"].used_by == "由后续程序使用" and rows["T62"].checked == "已核实"
    assert (rows["T62"].plain, rows["T05"].plain) == ("20 个工作日", "提前 7 个工作日")
    assert rows["T62"].length == "20 个工作日（disclosure.answer_within）"
    assert "20 个工作日（disclosure.answer_extension）" in rows["T62"].extension
    assert rows["T66"].length == "次年 1 月 31 日（disclosure.report_due）"
    assert rows["T73"].length == "满 1 年之日起 30 日（supervision.first_year_within）"
    assert {"收费目录和年度公开", "征收事项清单", "年度检查计划"} == set(rows["T57"].used_by.split("、"))
    assert rows["T79"].checked == "未核实"


# --- what they answer -----------------------------------------------------------------------------------------------

# The calendar: 2025-10-01 to 10-08 off, 09-28 and 10-11 worked; 2026-02-15 to 02-23 off, 02-14 and 02-28 worked.
# Counted by hand, from Monday 29 September 2025 and from Thursday 12 February 2026.
WORKING = {
    3: ("2025-10-10", "2026-02-24"),
    5: ("2025-10-13", "2026-02-26"),
    7: ("2025-10-15", "2026-02-28"),
    10: ("2025-10-20", "2026-03-04"),
    15: ("2025-10-27", "2026-03-11"),
    20: ("2025-11-03", "2026-03-18"),
}
OF_WORKING_DAYS = {
    3: ("T59", "T60"),
    5: ("T46", "T47", "T80"),
    7: ("T59-J", "T61", "T63", "T81"),
    10: ("T58-A", "T58-B"),
    15: ("T64",),
    20: ("T57", "T62"),
}
ANSWERS: dict[str, tuple[tuple[str, str], ...]] = {
    id_: (("2025-09-29", first), ("2026-02-12", second))
    for amount, (first, second) in WORKING.items()
    for id_ in OF_WORKING_DAYS[amount]
} | {
    # one working day: the eve of the holiday
    "T69": (("2025-09-30", "2025-10-09"), ("2026-02-14", "2026-02-24")),
    # 30 days end on Sunday 5 October, on Thursday 19 February; 60 days on 4 October, on 18 February
    "T71": (("2025-09-05", "2025-10-09"), ("2026-01-20", "2026-02-24")),
    "T72": (("2025-09-05", "2025-10-09"), ("2026-01-20", "2026-02-24")),
    "T73": (("2024-09-05", "2025-10-09"), ("2025-01-20", "2026-02-24")),
    "T44-K": (("2025-08-05", "2025-10-09"), ("2025-12-20", "2026-02-24")),
    "T75": (("2025-08-05", "2025-10-09"), ("2025-12-20", "2026-02-24")),
    # months and years: the corresponding day is 3 October, 20 February
    "T52-K": (("2025-04-03", "2025-10-09"), ("2025-08-20", "2026-02-24")),
    "T44": (("2024-10-03", "2025-10-09"), ("2025-02-20", "2026-02-24")),
    "T52": (("2024-10-03", "2025-10-09"), ("2025-02-20", "2026-02-24")),
    "T45": (("2020-10-03", "2025-10-09"), ("2021-02-20", "2026-02-24")),
    "T52-L": (("2020-10-03", "2025-10-09"), ("2021-02-20", "2026-02-24")),
    "T78-C": (("2015-10-03", "2025-10-09"), ("2016-02-20", "2026-02-24")),
    "T45-R": (("2005-10-03", "2025-10-09"), ("2006-02-20", "2026-02-24")),
    "T52-R": (("2005-10-03", "2025-10-09"), ("2006-02-20", "2026-02-24")),
    "T78": (("2005-10-03", "2025-10-09"), ("2006-02-20", "2026-02-24")),
    # these do not roll
    "T01": (("2023-10-03", "2025-10-03"), ("2024-02-20", "2026-02-20")),
    "T01-G": (("2021-10-03", "2026-10-03"), ("2022-02-20", "2027-02-20")),
    "T54": (("2025-09-05", "2025-10-05"), ("2026-01-20", "2026-02-19")),
    "T79": (("2020-10-03", "2025-10-03"), ("2021-02-20", "2026-02-20")),
    # three per cent a day reach the whole on the thirty-fourth day
    "T09": (("2025-09-30", "2025-11-03"), ("2026-02-12", "2026-03-18")),
    # fixed days: 31 January 2026 is a Saturday, 31 January 2027 a Sunday
    "T65": (("2025-10-03", "2026-01-31"), ("2026-02-20", "2027-01-31")),
    "T66": (("2025-10-03", "2026-01-31"), ("2026-02-20", "2027-01-31")),
    "T74": (("2025-10-03", "2025-03-31"), ("2026-02-20", "2026-03-31")),
    "T76": (("2017-10-03", "2017-10-31"), ("2017-02-01", "2017-10-31")),
    "T77": (("2017-10-03", "2017-12-20"), ("2017-02-01", "2017-12-20")),
    "T77-Y": (("2025-10-03", "2025-12-20"), ("2026-02-20", "2026-12-20")),
}
CASES = [(id_, start, last) for id_, pairs in ANSWERS.items() for start, last in pairs]


def test_every_limit_of_the_register_is_asked() -> None:
    assert set(BY_ID) - set(ANSWERS) == set()


def answer(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[str]]:
    code = deadline(list(arguments), "")
    return code, capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(("limit", "start", "last"), CASES)
def test_a_limit_over_the_holidays(
    limit: str, start: str, last: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, lines = answer(capsys, limit, "--from", start)
    assert (code, lines[-1]) == (0, f"截止：{last}")
    assert lines[0].startswith(f"{limit} {terms()[limit].label}：")


def test_what_is_unverified_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    for limit in ("T61", "T69", "T79", "T77-Y", "T65", "T74"):
        _, lines = answer(capsys, limit, "--from", "2025-09-29")
        assert "未核实" in lines[0] and "未核实" in lines[1], lines
    for limit in ("T62", "T66", "T80", "T71"):
        _, lines = answer(capsys, limit, "--from", "2025-09-29")
        assert not any("未核实" in one for one in lines), lines
    _, lines = answer(capsys, "T71", "--from", "2026-02-02")
    assert lines[1].endswith("未核实")


def test_asking_others_and_an_extension_move_the_answer_to_an_applicant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Counted by hand: 9 to 22 October take out eleven working days; twenty more end on 1 December, on 16 April."""
    skip = ("--skip", "2025-10-09", "2025-10-22")
    _, lines = answer(capsys, "T62", "--from", "2025-09-29", *skip)
    assert lines[-1] == "截止：2025-11-18"
    assert "不计入：征求第三方和其他机关意见的时间" in lines
    assert answer(capsys, "T62", "--from", "2025-09-29", "--extended")[1][-1] == "截止：2025-12-01"
    assert answer(capsys, "T62", "--from", "2026-02-12", "--extended")[1][-1] == "截止：2026-04-16"


@pytest.mark.parametrize(
    ("limit", "last"), [("T65", "2026-01-31"), ("T66", "2026-01-31"), ("T77-Y", "2025-12-20")]
)
def test_a_fixed_day_is_asked_by_year(limit: str, last: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert answer(capsys, limit, "--year", "2025")[1][-1] == f"截止：{last}"


def test_the_year_of_implementation_comes_before_the_thirty_days(capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = answer(capsys, "T73", "--from", "2024-09-05")
    assert "满 1 年之日：2025-09-05 周五，期限由此起算" in lines


def test_the_daily_surcharge_says_when_it_is_full(capsys: pytest.CaptureFixture[str]) -> None:
    _, lines = answer(capsys, "T09", "--from", "2025-09-30")
    assert any(one.startswith("数值：每日 3%") and one.endswith("第 34 日达到上限 100%") for one in lines)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["T62"], "请写明起算日，如 --from 2025-09-24。"),
        (["T66"], "T66 是固定日期的期限，请写明年度，如 --year 2025。"),
        (["T76", "--year", "2018"], "T76 制定三项制度工作方案并备案只适用于 2017 年。"),
        (["T77", "--year", "2025"], "T77 报送三项制度实施情况只适用于 2017 年；其他年度的请用 T77-Y。"),
        (["T63", "--from", "2025-09-24", "--extended"], "T63 告知补正信息公开申请没有规定可以延长多久，请去掉 --extended。"),
        (
            ["T63", "--from", "2025-09-24", "--skip", "2025-10-09", "2025-10-10"],
            "T63 告知补正信息公开申请没有规定不计入的期间，请去掉 --skip。",
        ),
        (
            ["T62", "--from", "2025-09-24", "--skip", "2025-10-10", "2025-10-09"],
            "不计入的期间 2025-10-10 至 2025-10-09 末日早于首日，请改正。",
        ),
        (
            ["T62", "--from", "2018-09-24"],
            "参数 disclosure.answer_within 在 2018-09-24 没有适用的数值（范围：nation、shandong、zaozhuang），"
            "请补充带依据的参数后再办理。",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_how(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer(capsys, *arguments) == (2, [said])
