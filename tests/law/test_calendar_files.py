"""Holiday files: read strictly, replaced as a whole, and refused with one sentence that names the file."""

from __future__ import annotations

from datetime import date

import pytest

from mingjing.law.calendar import BadFile, load_calendar
from mingjing.law.parameters import packaged_texts

HEAD = """
source = "试验"
[[off]]
days = [2027-05-01, 2027-10-01, 2027-10-02, 2027-10-03]
"""
REST = f"{HEAD}[[off]]\nfrom = 2027-01-01\n"
GOOD = f"""{HEAD}
[[off]]
name = "元旦"
from = 2026-12-31
to = 2027-01-03
[[makeup]]
days = [2027-01-09]
"""


def test_a_notice_reaches_into_the_december_before() -> None:
    calendar = load_calendar([*packaged_texts(), ("holidays-2027.toml", GOOD)])
    assert not calendar.is_working(date(2026, 12, 31))
    assert calendar.is_working(date(2027, 1, 9))
    assert calendar.holiday(date(2027, 1, 1)) == "元旦"
    assert calendar.is_final(date(2027, 6, 1))


def test_a_later_file_replaces_the_year() -> None:
    later = REST.replace("2027", "2026")
    calendar = load_calendar([*packaged_texts(), ("holidays-2026.toml", later)])
    assert not calendar.is_working(date(2026, 10, 1))
    assert calendar.is_working(date(2026, 10, 5))


def test_other_files_are_passed_over() -> None:
    assert load_calendar([("nation.toml", "nonsense")]).years == {}


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("holidays-27.toml", GOOD, "四位年份"),
        ("holidays-2027.toml", "source =", "不是有效的 TOML"),
        ("holidays-2027.toml", "[[off]]\nfrom = 2027-01-01", "出处"),
        ("holidays-2027.toml", 'source = "x"\nyear = 2027', "不认识的字段 year"),
        ("holidays-2027.toml", 'source = "x"\nfinal = 1', "final"),
        ("holidays-2027.toml", 'source = "x"\noff = 3', r"\[\[off\]\]"),
        ("holidays-2027.toml", 'source = "x"\n[[off]]\nname = "元旦"', "日期应写成"),
        ("holidays-2027.toml", 'source = "x"\n[[off]]\nfrom = "2027-01-01"', "日期应写成"),
        ("holidays-2027.toml", 'source = "x"\n[[off]]\nto = 2027-01-01', "日期应写成"),
        ("holidays-2027.toml", 'source = "x"\n[[off]]\ndays = [2027-01-01T00:00:00]', "日期应写成"),
        ("holidays-2027.toml", 'source = "x"\n[[off]]\nfrom = 2027-01-03\nto = 2027-01-01', "早于"),
        ("holidays-2027.toml", 'source = "x"\n[[off]]\nfrom = 2027-01-03\nto = 2027-03-01', "一个月"),
        ("holidays-2027.toml", 'source = "x"\n[[off]]\nday = 2027-01-03', "只能有"),
        ("holidays-2027.toml", f"{REST}[[off]]\nfrom = 2026-01-03", "不属于 2027 年"),
        ("holidays-2027.toml", f"{REST}[[off]]\nfrom = 2026-11-30", "不属于 2027 年"),
        ("holidays-2027.toml", f"{REST}[[off]]\ndays = [2027-01-01]", "重复"),
        ("holidays-2027.toml", f"{REST}[[makeup]]\ndays = [2027-01-05]", "本来就不是"),
        ("holidays-2027.toml", f"{REST}[[makeup]]\ndays = [2027-05-01]", "既放假又上班"),
        ("holidays-2027.toml", HEAD, "缺少法定节日 2027-01-01"),
    ],
)
def test_a_bad_file_is_refused_by_name(name: str, text: str, said: str) -> None:
    with pytest.raises(BadFile, match=said) as refused:
        load_calendar([(name, text)])
    assert str(refused.value).startswith(name)
    assert str(refused.value).endswith("。")
