"""规则与参数 says what is enforced: every value with its mark, every act, limit and condition, for the day asked about."""

from __future__ import annotations

import re
from datetime import date
from html import unescape

import pytest

from mingjing.casework.context import law_set
from mingjing.casework.views.rules import scope_name
from mingjing.law import describe, limit_table, wording
from mingjing.law.calendar import Calendar
from mingjing.law.procedures import PROCEDURES
from tests.support.home import Home
from tests.web_matrix.test_counts import client_of
from tests.web_matrix.town import sqlite_town  # noqa: F401 - a fixture

DAY = "2026-03-02"


def text_of(body: bytes) -> str:
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", body.decode())))


def rows_of(body: bytes) -> list[str]:
    table = body.decode().split("<tbody>")[1].split("</tbody>")[0]
    return [
        re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", one))).strip() for one in table.split("</tr>")
    ][:-1]


def test_every_parameter_in_force_is_shown_with_its_mark(sqlite_town: Home) -> None:  # noqa: F811
    answer = client_of("feng").get("/work/rules/", {"day": DAY})
    rows = rows_of(answer.content)
    known = law_set().parameters
    places = {(row.value.key, row.value.scope) for row in known.rows}
    day = date.fromisoformat(DAY)
    in_force = [value for key, scope in places if (value := known.find(key, day, scope))]
    assert len(rows) == len(in_force)
    for value in in_force:
        mark = "已核实" if value.verified else "未核实"
        parts = (
            f" {value.key} ",
            scope_name(value.scope),
            wording.amount(value),
            value.since,
            value.basis,
            mark,
        )
        assert [row for row in rows if all(part in f" {row} " for part in parts)], value


def test_the_narrowest_value_of_the_agency_applies(sqlite_town: Home) -> None:  # noqa: F811
    def applying(agency: str) -> list[str]:
        rows = rows_of(client_of("feng").get("/work/rules/", {"day": DAY, "agency": agency}).content)
        return [one for one in rows if " hearing.threshold_org " in one and "适用" in one]

    (market,) = applying("zz-scjg")
    assert "领域：市场监管" in market
    assert "100,000 元" in market
    assert applying("zz-sfj") == []


def test_an_older_day_shows_the_older_values(sqlite_town: Home) -> None:  # noqa: F811
    def ecology(day: str) -> list[str]:
        rows = rows_of(client_of("feng").get("/work/rules/", {"day": day}).content)
        return [one for one in rows if "领域：生态环境" in one and "threshold_org" in one]

    assert "50,000 元" in ecology("2023-06-30")[0]
    assert "200,000 元" in ecology("2023-07-01")[0]


def test_a_bad_day_is_said_and_today_is_shown(sqlite_town: Home) -> None:  # noqa: F811
    answer = client_of("feng").get("/work/rules/", {"day": "2026-02-30"})
    assert answer.status_code == 200
    assert "现在显示的是今天" in text_of(answer.content)


@pytest.mark.parametrize("procedure", list(PROCEDURES.values()), ids=lambda one: one.id)
def test_a_procedure_is_printed_whole(sqlite_town: Home, procedure) -> None:  # type: ignore[no-untyped-def]  # noqa: F811, ANN001
    said = text_of(client_of("zhang").get("/work/rules/", {"show": procedure.id}).content)
    for one in (*procedure.actions, *procedure.terms, *describe.guards_of(procedure)):
        assert one.label in said
        assert str(one.basis) in said
    for action in procedure.actions:
        for name, words in describe.act_facts(procedure, action):
            assert name in said
            assert re.sub(r"\s+", " ", words) in said


def test_every_limit_is_listed_with_its_mark(sqlite_town: Home) -> None:  # noqa: F811
    rows = rows_of(client_of("zhang").get("/work/rules/", {"show": "limits"}).content)
    for row, one in zip(rows, limit_table.rows(), strict=True):
        assert row.startswith(f"{one.label} {one.id} ")
        assert all(
            re.sub(r"\s+", " ", said) in row
            for said in (one.plain, one.starts, one.extension, one.skips, one.used_by)
        )
        assert ("已核实" in row) == one.verified
        assert all(str(basis) in row for basis in one.bases)


def test_the_holiday_notices_are_listed(sqlite_town: Home) -> None:  # noqa: F811
    said = text_of(client_of("zhang").get("/work/rules/", {"show": "holidays"}).content)
    calendar: Calendar = law_set().calendar
    assert all(f"{year} 年" in said and one.source in said for year, one in calendar.years.items())


def test_it_can_only_be_read(sqlite_town: Home) -> None:  # noqa: F811
    assert client_of("feng").post("/work/rules/", {"day": DAY}).status_code in (403, 405)
