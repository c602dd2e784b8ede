"""Chinese numerals: both ways, for every number that a statute may count to."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as some

from mingjing.law.numerals import CHARACTERS, MOST, number, numeral


@given(some.integers(0, MOST))
def test_what_is_written_is_read_again(value: int) -> None:
    assert number(numeral(value)) == value
    assert number(str(value)) == value


@given(some.text(alphabet=CHARACTERS + "条x", max_size=6))
def test_what_is_no_numeral_is_refused_and_nothing_breaks(text: str) -> None:
    with suppress(ValueError):
        assert number(text) >= 0


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("一", 1),
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("一百零三", 103),
        ("一百一十", 110),
        ("一千零一", 1001),
        ("二〇二五", 2025),
        ("１２", 12),
    ],
)
def test_numerals_of_statutes(text: str, value: int) -> None:
    assert number(text) == value


@pytest.mark.parametrize("text", ["", "百百", "十十", "一二十", "零十", "条", "-1", "1.5"])
def test_nonsense_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="numeral"):
        number(text)
    if text:
        with pytest.raises(ValueError, match="not within"):
            numeral(-1)
