"""The case page says which papers this kind of case must have, and which of them are there."""

from __future__ import annotations

import re

import pytest

from mingjing.casework import service
from mingjing.casework.views import checklist
from mingjing.law import procedures
from mingjing.law.judgement import Standing, replay
from tests.support.home import Home
from tests.web_matrix.test_bad_input import Form
from tests.web_matrix.town import case_at, sqlite_town  # noqa: F401 - fixtures


def states(name: str) -> dict[str, str]:
    case = service.load(case_at(name).id)
    law = procedures.of(case.procedure)
    return {one["label"]: one["state"] for one in checklist.of(law, replay(law, case))}


@pytest.mark.slow
def test_papers_are_there_still_to_come_or_made_when_needed(sqlite_town: Home) -> None:  # noqa: F811
    found = states("filed")
    assert (found["立案审批表"], found["行政处罚决定书"], found["听证通知书"]) == ("已有", "还没有", "需要时")
    assert states("decided")["行政处罚决定书"] == "已有"
    page = (
        Form("zhang", "filed", "po_show_id")
        .client.get(f"/work/cases/{case_at('filed').id}/")
        .content.decode()
    )
    row = re.search(r"立案审批表</th>.*?</tr>", page.split("文书清单")[1], re.S)
    assert row and "承办机构负责人" in row.group(0) and "已有" in row.group(0)


@pytest.mark.parametrize(
    "law", [one for one in procedures.PROCEDURES.values() if not one.history], ids=lambda one: one.id
)
def test_every_paper_that_an_act_makes_is_on_the_list_of_its_kind(law: procedures.Procedure) -> None:
    rows = checklist.of(law, Standing("", (), frozenset()))
    made = {
        paper
        for act in law.derived.values()
        if "system" not in {str(one) for one in act.roles}
        for paper in act.papers
    }
    labels = {found.label for one in made if (found := law.paper(one))}
    assert {one["label"] for one in rows} == labels
    assert not any(re.search("[a-z_]{4,}", one["signed_by"]) for one in rows)
    assert not any(one["state"] == "已有" for one in rows)
