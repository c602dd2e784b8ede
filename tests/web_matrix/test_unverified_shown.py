"""A day or a reason that rests on an unverified value is marked wherever it is shown: lists, desk, case, public page."""

from __future__ import annotations

import re
from html import unescape

from django.test import Client

from mingjing.casework.models import Due, Todo
from mingjing.disclosure.models import Publication
from tests.support.home import Home
from tests.web_matrix.test_counts import client_of
from tests.web_matrix.town import case_at, fresh_town, sqlite_town  # noqa: F401 - fixtures


def rows(body: bytes) -> list[str]:
    """Table rows as text."""
    return [
        re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", one)))
        for one in re.findall(r"<tr>.*?</tr>", body.decode(), re.DOTALL)
    ]


def test_the_rows_know_which_limits_are_unverified(fresh_town: Home) -> None:  # noqa: F811
    case = case_at("reviewing").id
    limits = dict(Due.objects.filter(case=case).values_list("term", "verified"))
    assert (limits["T02"], limits["T67"]) == (True, False)
    assert not Todo.objects.get(case=case, action="po_review").verified


def test_lists_mark_an_unverified_limit_and_no_verified_one(sqlite_town: Home) -> None:  # noqa: F811
    title = case_at("reviewing").title
    for who, path in (("zhou", "/work/"), ("zhou", "/work/review/"), ("zhang", "/work/cases/?state=all")):
        (row,) = [one for one in rows(client_of(who).get(path).content) if title in one]
        assert "未核实" in row, path
    (filed,) = [
        one for one in rows(client_of("zhang").get("/work/cases/").content) if case_at("filed").title in one
    ]
    assert "作出处罚决定" in filed
    assert "未核实" not in filed


def test_the_case_says_whose_days_are_unverified(sqlite_town: Home) -> None:  # noqa: F811
    listed = rows(client_of("zhang").get(f"/work/cases/{case_at('reviewing').id}/").content)
    (review,) = [one for one in listed if "法制审核" in one and "最后一天" not in one and "天数依据" in one]
    assert "未核实" in review
    assert "平台默认值" in review
    (decide,) = [one for one in listed if "作出处罚决定" in one and "第六十条" in one]
    assert "未核实" not in decide


def test_the_desk_says_it_too(sqlite_town: Home) -> None:  # noqa: F811
    assert (
        "未核实"
        in client_of("zhou")
        .get(f"/work/review/{case_at('reviewing').id}/")
        .content.decode()
        .split("</h1>")[1][:1500]
    )


def test_the_public_page_says_it_of_its_periods(sqlite_town: Home) -> None:  # noqa: F811
    from datetime import UTC, datetime

    from mingjing.recording import home as homes
    from mingjing.recording import sealer

    while sealer.seal_once(homes.current(), datetime.now(UTC), whole=True).n:
        pass
    number = Publication.objects.get().number
    said = Client().get(f"/decisions/{number}/").content.decode()
    assert "天数未核实：平台默认值（参照外省口径）" in said
    assert "天数未核实：国办发〔2018〕118号" in said
