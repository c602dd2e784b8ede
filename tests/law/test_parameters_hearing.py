"""Hearing thresholds (rules §3.2): at the boundary to the 分, and the lower of two standards."""

from __future__ import annotations

from datetime import date

import pytest

from mingjing.law.parameters import (
    ParameterSet,
    UnknownParameter,
    hearing_threshold,
    load,
    packaged,
    packaged_texts,
    scope_path,
)

TODAY = date(2025, 9, 24)
YUAN = 100


def threshold(
    kind: str,
    business: bool,
    max_fine: int | None = None,
    *,
    field: str = "",
    day: date = TODAY,
    params: ParameterSet | None = None,
) -> int:
    scopes = scope_path(field=field, agency="7")
    return hearing_threshold(params or packaged(), day, scopes, kind, business, max_fine)[0].number


@pytest.mark.parametrize(
    ("kind", "business", "yuan"),
    [("citizen", False, 1000), ("citizen", True, 3000), ("org", False, 5000), ("org", True, 10_000)],
)
def test_the_provincial_standard_without_a_highest_fine(kind: str, business: bool, yuan: int) -> None:
    assert threshold(kind, business) == yuan * YUAN


@pytest.mark.parametrize(
    ("business", "max_fine", "expected"),
    [
        (True, 100_000 * YUAN, 50_000 * YUAN),
        (True, 100_000 * YUAN + 1, 50_000 * YUAN + 1),
        (True, 100_000 * YUAN - 1, 50_000 * YUAN),
        (True, 100_000 * YUAN - 2, 50_000 * YUAN - 1),
        (True, 6000 * YUAN, 3000 * YUAN),
        (True, 6000 * YUAN + 1, 3000 * YUAN + 1),
        (True, 6000 * YUAN - 1, 3000 * YUAN),
        (True, 2000 * YUAN, 3000 * YUAN),
        (False, 2000 * YUAN + 2, 1000 * YUAN + 1),
        (False, 2000 * YUAN, 1000 * YUAN),
        (False, 1999 * YUAN, 1000 * YUAN),
    ],
)
@pytest.mark.parametrize("kind", ["citizen", "org"])
def test_half_of_the_highest_fine_but_not_below_the_floor(
    kind: str, business: bool, max_fine: int, expected: int
) -> None:
    """SDTZ-c: a fine reaches the threshold when it is at least half, to the 分; party kinds are not distinguished."""
    found = threshold(kind, business, max_fine)
    assert found == expected
    floor = (3000 if business else 1000) * YUAN
    for fine in (found - 1, found, found + 1):
        assert (fine >= found) == (fine * 2 >= max_fine and fine >= floor)


@pytest.mark.parametrize(
    ("field", "kind", "business", "max_fine", "yuan"),
    [
        ("市场监管", "org", True, None, 10_000),  # province 1万, field 10万
        ("市场监管", "org", True, 500_000 * YUAN, 100_000),  # province 25万, field 10万
        ("市场监管", "citizen", False, 500_000 * YUAN, 10_000),
        ("市场监管", "citizen", True, 10_000 * YUAN, 5000),
        ("生态环境", "org", True, 1_000_000 * YUAN, 200_000),
        ("生态环境", "citizen", True, 1_000_000 * YUAN, 5000),
        ("应急管理", "org", True, 1_000_000 * YUAN, 50_000),
        ("应急管理", "citizen", True, None, 3000),
        ("农业", "org", True, 1_000_000 * YUAN, 500_000),
    ],
)
def test_the_lower_of_field_and_province(
    field: str, kind: str, business: bool, max_fine: int | None, yuan: int
) -> None:
    assert threshold(kind, business, max_fine, field=field) == yuan * YUAN


@pytest.mark.parametrize(("day", "yuan"), [("2023-06-30", 50_000), ("2023-07-01", 200_000)])
def test_ecology_changed_on_the_first_of_july_2023(day: str, yuan: int) -> None:
    found = threshold("org", True, 1_000_000 * YUAN, field="生态环境", day=date.fromisoformat(day))
    assert found == yuan * YUAN


def test_the_reason_names_both_standards_and_that_they_are_unverified() -> None:
    value, why = hearing_threshold(
        packaged(), TODAY, scope_path(field="市场监管"), "org", True, 500_000 * YUAN
    )
    assert not value.verified
    assert why == (
        "领域标准：100000 元（市场监督管理行政处罚听证办法 第五条，未核实）；"
        "省定标准（最高限额 500000 元的 50%，不低于 3000 元）："
        "250000 元（山东省关于较大数额罚款听证标准的规定（文号未核），未核实）；取较低者"
    )


@pytest.mark.parametrize("scope", ["agency:7", "zaozhuang"])
def test_what_the_bureau_sets_with_its_basis_decides_alone(scope: str) -> None:
    overlay = (
        f'[[value]]\nkey = "hearing.threshold_org"\nsince = 2025-01-01\nscope = "{scope}"\n'
        'amount = 2000000\nunit = "分"\nbasis = "枣司〔2025〕1号（试验）"\nverified = true\n'
    )
    params = load([*packaged_texts(), ("home.toml", overlay)])
    value, why = hearing_threshold(params, TODAY, scope_path(agency="7"), "org", True)
    assert (value.number, value.verified) == (20_000 * YUAN, True)
    assert why == "本地另行设定：20000 元（枣司〔2025〕1号（试验））"
    assert threshold("org", True, params=params, day=date(2024, 12, 31)) == 10_000 * YUAN


def test_a_place_without_any_standard_stops() -> None:
    with pytest.raises(UnknownParameter, match="没有适用的听证标准"):
        hearing_threshold(packaged(), TODAY, ("nation",), "org", True)
    assert (
        hearing_threshold(packaged(), TODAY, ("nation", "field:市场监管"), "org", True)[0].number
        == 10_000_000
    )


def test_nonsense_is_refused() -> None:
    with pytest.raises(ValueError, match="citizen or org"):
        threshold("person", True)
    with pytest.raises(ValueError, match="大于零"):
        threshold("org", True, 0)
