"""Lists that are too long to count whole say so, and begin with what presses most."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from mingjing.casework.models import CaseRow, Due, Todo
from mingjing.casework.views import cases, home
from mingjing.law import ahead
from mingjing.law.procedures import PROCEDURES
from tests.support.home import Home
from tests.web_matrix.test_url_matrix import client_of
from tests.web_matrix.town import case_at, sqlite_town  # noqa: F401


def more(name: str, many: int) -> None:
    """`many` cases like one of the town, each a day longer overdue than the one before; rows only."""
    first = case_at(name)
    values = {one.attname: getattr(first, one.attname) for one in CaseRow._meta.concrete_fields}
    team = list(first.members.values_list("person", "role"))
    for number in range(many):
        last = date(2025, 12, 31) - timedelta(days=number)
        said = {"id": f"more-{number}", "title": f"第{number}号案", "due_on": last, "ended": False}
        row = CaseRow.objects.create(**values | said)
        row.members.bulk_create(row.members.model(case=row, person=one, role=role) for one, role in team)
        for role in ("officer", "party"):
            Todo.objects.create(
                case=row, agency=row.agency, role=role, action="po_conclude", label="调查终结", last_day=last,
                since=last,
            )  # fmt: skip


def test_the_list_counts_no_further_than_it_can_be_leafed_through(
    sqlite_town: Home,  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    more("filed", 5)
    zhang = client_of("zhang")
    whole = zhang.get("/work/cases/?state=open").content.decode()
    assert "件以上" not in whole
    monkeypatch.setattr(cases, "MOST", 4)
    monkeypatch.setattr(cases, "PAGE", 3)
    told = zhang.get("/work/cases/?state=open").content.decode()
    assert "4 件以上" in told and "最前面的 4 件" in told
    assert zhang.get("/work/cases/?state=open&page=99").context["page"].number == 2


def test_what_is_overdue_longest_stands_first(sqlite_town: Home) -> None:  # noqa: F811
    more("filed", 3)
    shown = [row["title"] for row in client_of("zhang").get("/work/cases/?state=over").context["rows"]]
    assert [one for one in shown if one.startswith("第")] == ["第2号案", "第1号案", "第0号案"]


def test_more_to_dos_than_are_shown_are_told(sqlite_town: Home, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    more("filed", 6)
    zhang = client_of("zhang")
    assert "先列期限最近" not in zhang.get("/work/").content.decode()
    monkeypatch.setattr(home, "SHOWN", 3)
    told = zhang.get("/work/").content.decode()
    assert "3 件以上" in told and "全部 3+" in told and "第5号案" in told and "第1号案" not in told


def test_only_items_of_the_act_may_be_chosen_and_a_charge_says_its_standard(sqlite_town: Home) -> None:  # noqa: F811
    zhang = client_of("zhang")
    charges = zhang.get(f"/work/new/fee/?case={uuid4()}").content.decode()
    assert "FEE-0001 特种设备检验收费（演示）（300 元/台）" in charges and "PEN-0001" not in charges
    penalties = zhang.get(f"/work/new/penalty_summary/?case={uuid4()}").content.decode()
    assert "PEN-0001" in penalties and "FEE-0001" not in penalties


def test_the_row_of_a_case_keeps_the_limit_that_ends_first(sqlite_town: Home) -> None:  # noqa: F811
    for row in CaseRow.objects.all():
        law = PROCEDURES[row.procedure]
        kept = [one.id for one in law.terms if ahead.kept(law, one)]
        days = Due.objects.filter(case=row, term__in=kept).order_by("last_day")
        assert row.due_on == days.values_list("last_day", flat=True).first()
    assert CaseRow.objects.exclude(due_on=None).exists()
