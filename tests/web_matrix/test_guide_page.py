"""办事指南: what the public reads about a limit can be acted upon."""

from __future__ import annotations

import re

import pytest
from django.test import Client

from tests.support.home import Home
from tests.web_matrix.test_rules_page import text_of
from tests.web_matrix.town import sqlite_town  # noqa: F401 - a fixture


@pytest.mark.parametrize(
    ("guide", "said"),
    [
        ("inspection_plan", "年度检查计划备案：至计划备案的截止日（3 月 31 日）当日（未核实）。"),
        ("annual_enforcement_report", "公开执法年报：至年报公开的截止日（次年 1 月 31 日）当日（未核实）。"),
        ("permit", "决定是否延续 在届满三十日前提出延续申请的 至有效期届满日当日 视为准予延续"),
    ],
)
def test_a_limit_of_no_days_names_the_day(sqlite_town: Home, guide: str, said: str) -> None:  # noqa: F811
    assert said in text_of(Client().get(f"/guide/{guide}/").content)


def test_every_kind_of_act_has_a_heading_in_words(sqlite_town: Home) -> None:  # noqa: F811
    heads = re.findall(r"<h2[^>]*>([^<]+)</h2>", Client().get("/guide/").content.decode())
    assert "年报" in heads and len(heads) == len(set(heads))
    assert not [one for one in heads if one.isascii()]
