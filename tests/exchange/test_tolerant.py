"""A cell of a hand-kept list has one meaning, or none."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.exchange import tolerant
from mingjing.law.codes import uscc_check
from mingjing.registry.codes import BadCode


@pytest.mark.parametrize(
    "text",
    [
        "2025-9-24",
        "2025-09-24",
        "2025/9/24",
        "2025.09.24",
        "2025年9月24日",
        "二〇二五年九月二十四日",
        "45924",
        "45924.0",
    ],
)
def test_one_day_in_every_style(text):
    assert tolerant.day(text) == date(2025, 9, 24)


@pytest.mark.parametrize(
    "text",
    ["", "2025-9/24", "2025-02-29", "20250924", "24/9/2025", "9/24", "二〇二五年二月三十日", "二〇二五年十十月一日", "99999", "123"],
)  # fmt: skip
def test_what_is_no_day_is_not_guessed(text):
    assert tolerant.day(text) is None


@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)))
def test_serial_numbers_count_days(day):
    serial = (day - date(2000, 1, 1)) // timedelta(days=1) + 36526
    assert tolerant.day(str(serial)) == day


@pytest.mark.parametrize(
    ("text", "fen"),
    [
        ("28000", 2_800_000), ("1,234.5", 123_450), ("13675310.88", 1_367_531_088), ("49.370242万元", 49_370_242),
        ("0.29元", 29), ("1.005", None), ("0.1234567万元", None), ("1,23", None), ("-5", None), ("", None), ("1e5", None),
    ],
)  # fmt: skip
def test_amounts_to_the_last_fen(text, fen):
    assert tolerant.fen(text) == fen


@given(st.integers(0, 10**12))
def test_yuan_and_ten_thousands_agree(fen):
    assert tolerant.fen(f"{Decimal(fen) / 100:.2f}") == fen
    assert tolerant.fen(f"{Decimal(fen) / 1_000_000:.6f}万元") == fen


@pytest.mark.parametrize("text", ["9.13704E+17", "913704001234567.0", "913704001234567000"])
def test_a_code_that_was_a_number_is_refused_with_the_cure(text):
    with pytest.raises(BadCode, match="设为文本格式"):
        tolerant.credit_code(text)


def test_a_right_code_is_taken_and_a_wrong_one_named():
    right = "913704005550000" + "1X"
    right += uscc_check(right + "0")
    assert tolerant.credit_code(right) == right
    with pytest.raises(BadCode, match="校验码不符"):
        tolerant.credit_code(right[:-1] + ("0" if right[-1] != "0" else "1"))


def test_a_right_code_that_ends_in_three_zeros_is_taken():
    codes = (f"91370400{number:07d}00" for number in range(1000))
    right = next(code + "0" for code in codes if uscc_check(code + "0") == "0")
    assert tolerant.lost_digits(right)
    assert tolerant.credit_code(right) == right
