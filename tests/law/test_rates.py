"""When a text has told what a delay adds: it names it, and says which part a day adds."""

from __future__ import annotations

import pytest

from mingjing.law.guards.rates import tells


@pytest.mark.parametrize(
    "text",
    [
        "到期不缴纳的，每日按罚款数额的百分之三加处罚款。",
        "逾期缴纳的，从滞纳之日起按日加收滞纳税款万分之五的滞纳金。",
        "每日按罚款数额的 3% 加处罚款。",
    ],
)
def test_a_rate_that_is_told(text: str) -> None:
    assert tells(text)


@pytest.mark.parametrize(
    "text", ["", "到期不缴纳的，依法加处罚款。", "自收到之日起十五日内缴纳百分之百。", "不加处。"]
)
def test_a_rate_that_is_not(text: str) -> None:
    assert not tells(text)
