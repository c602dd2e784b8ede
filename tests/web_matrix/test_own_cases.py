"""Lists, plans and reports of the agency itself: whoever publishes opens them, whoever works there sees them, nobody else."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mingjing.casework.models import Draft
from mingjing.law import procedures
from tests.support import city
from tests.support.home import Home
from tests.web_matrix.test_counts import client_of
from tests.web_matrix.town import sqlite_town  # noqa: F401 - a fixture

DAY = "2025-09-24"
OPENED_BY = {
    "inspection_plan": ("qian", "chen"),
    "fee_list": ("chen", "qian"),
    "levy_list": ("qian", "chen"),
    "annual_enforcement_report": ("chen", "qian"),
}
"""Who may open it by the table, and who may not."""


def test_they_are_all_here() -> None:
    assert {key.partition("@")[0] for key in procedures.OWN} == set(OPENED_BY)


@pytest.mark.parametrize("procedure", OPENED_BY)
def test_whom_the_table_names_opens_it_on_the_page(sqlite_town: Home, procedure: str) -> None:  # noqa: F811
    may, may_not = OPENED_BY[procedure]
    for name, status in ((may, 200), (may_not, 404)):
        answer = client_of(name).get(f"/work/new/{procedure}/", {"case": str(uuid4())})
        assert answer.status_code == status, name
    listed = client_of(may).get("/work/new/").content.decode()
    assert f"/work/new/{procedure}/" in listed


def test_everybody_of_the_agency_sees_it_and_nobody_else(sqlite_town: Home) -> None:  # noqa: F811
    one = city.player(procedure="inspection_plan")
    assert one.do("in_list", DAY).refused is None
    page = f"/work/cases/{one.case}/"
    for name, status in (("qian", 200), ("zhang", 200), ("zhou", 200), ("xu", 404), ("sysadmin", 404)):
        assert client_of(name).get(page).status_code == status, name
    assert page in client_of("zhang").get("/work/cases/", {"state": "all"}).content.decode()
    assert page not in client_of("xu").get("/work/cases/", {"state": "all"}).content.decode()


def test_only_who_acts_in_it_touches_its_working_copies(sqlite_town: Home) -> None:  # noqa: F811
    """A colleague sees the plan, but neither opens its forms nor writes over what its unit has drafted."""
    one = city.player(procedure="inspection_plan")
    assert one.do("in_list", DAY).refused is None
    form = f"/work/cases/{one.case}/act/ip_plan.ask/"
    typed = {"on": DAY, "then": "save", "inspection_plan.plan_why": "本机关的草稿（演示）"}
    assert client_of("chen").post(form, typed).status_code == 302
    before = Draft.objects.get(case=one.case, kind="inspection_plan")
    for name in ("zhang", "zhou", "xu"):
        for answer in (
            client_of(name).get(form),
            client_of(name).post(form, typed | {"version.inspection_plan": before.version}),
            client_of(name).post(f"{form}discard/"),
        ):
            assert answer.status_code == 404, name
    after = Draft.objects.get(case=one.case, kind="inspection_plan")
    assert (after.version, after.saved_by) == (before.version, before.saved_by)
    for name in ("chen", "li", "qian"):
        assert client_of(name).get(form).status_code == 200, name


def test_own_cases_cost_a_list_no_second_question_of_the_members(sqlite_town: Home) -> None:  # noqa: F811
    """Two questions joined by "or" read the rows of all members, however few are shown."""
    with CaptureQueriesContext(connection) as asked:
        assert client_of("zhang").get("/work/cases/").status_code == 200
    lists = [one["sql"] for one in asked if "casework_member" in one["sql"]]
    assert lists and {one.count("EXISTS") for one in lists} == {1}
    assert not any(" OR " in one for one in lists)
