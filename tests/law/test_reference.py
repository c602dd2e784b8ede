"""Flowchart and reference pages say what the tables say, and nothing is drawn over anything else."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mingjing.law import chart, describe, reference
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import Procedure, step
from tests.law.fragments import FRAGMENTS

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
LAWS = [*PROCEDURES.values(), *FRAGMENTS]


def test_the_pages_in_the_docs_are_what_the_tables_say():
    wanted = reference.pages()
    found = {one.name: one.read_text(encoding="utf-8") for one in FOLDER.iterdir()}
    assert found == wanted, "规则表有改动：请运行 script/docs，并把 docs/reference 的差异一起交给法制人员看"


@pytest.mark.parametrize("law", PROCEDURES.values(), ids=lambda one: one.id)
def test_a_page_names_every_act_limit_guard_paper_and_article(law: Procedure):
    page = reference.pages()[f"{law.key}.md"]
    for action in law.actions:
        assert f"`{action.id}`" in page and describe.cited(action.basis) in page
        assert all(f"《{law.paper(one).label}》" in page for one in action.papers)  # type: ignore[union-attr]
    assert all(f"### {one.id} {one.label}" in page for one in (*law.terms, *describe.guards_of(law)))


@pytest.mark.parametrize("law", LAWS, ids=lambda one: one.key)
def test_every_step_is_reached_and_no_box_lies_on_another(law: Procedure):
    found = chart.chart(law)
    assert [one.action for one in found.stops] == [one.action for one in law.path]
    assert {end for _, end in found.lines} == set(range(1, len(found.stops)))
    assert {start for start, _ in found.lines} == set(range(len(found.stops) - 1))
    assert all(start < end for start, end in found.lines)
    if not found.stops:
        return
    for drawn in (chart.svg(found), chart.narrow_svg(found)):
        check_drawing(ElementTree.fromstring(drawn), found)


def check_drawing(drawn: ElementTree.Element, found: chart.Chart) -> None:
    boxes = [one.attrib for one in drawn.iter() if one.attrib.get("class", "").split()[:1] == ["n"]]
    places = {(int(one["x"]), int(one["y"])) for one in boxes}
    assert len(places) == len(boxes) == len(found.stops)
    assert len({y for _, y in places}) == len(boxes)
    width, height = int(drawn.attrib["width"]), int(drawn.attrib["height"])
    numbers = [
        int(one)
        for path in drawn.iter()
        if "d" in path.attrib
        for one in re.findall(r"\d+", path.attrib["d"])
    ]
    assert max(numbers) <= max(width, height)
    rows = ["".join(one.itertext()) for one in drawn.iter() if one.tag.endswith("tspan")]
    assert all(len(one) <= 24 and not one.startswith(chart.CLOSING) for one in rows)


def test_a_step_taken_only_when_needed_is_gone_round():
    law = next(one for one in PROCEDURES.values() if one.id == "penalty_ordinary")
    place = next(number for number, one in enumerate(law.path) if one.optional)
    assert {(place - 1, place), (place, place + 1), (place - 1, place + 1)} <= set(chart.chart(law).lines)


def test_two_ways_part_and_meet_again():
    law = next(one for one in PROCEDURES.values() if len(one.ways) > 1)
    found = chart.chart(law)
    lone = [number for number, one in enumerate(law.path) if one.branch]
    parting, meeting = lone[0] - 1, lone[-1] + 1
    assert len([one for one in found.lines if one[0] == parting]) == len(law.ways)
    assert len([one for one in found.lines if one[1] == meeting]) == len(law.ways)
    assert {stop.when for stop in found.stops} - {"", "需要时"} == {label for _, label in law.branches}


def test_words_of_the_table_are_escaped():
    (first, *_) = PROCEDURES.values()
    odd = Procedure(
        "x", '<&"', "2020-01-01", "x", stages=(), actions=first.actions[:2], path=(step("po_lead"),)
    )
    assert "<&" not in chart.svg(chart.chart(odd))


@pytest.mark.parametrize(
    ("law", "term", "said"),
    [
        ("inspection_plan", "T74", "至计划备案的截止日（3 月 31 日）当日"),
        ("annual_enforcement_report", "T65", "至年报公开的截止日（次年 1 月 31 日）当日"),
        ("permit", "T29", "至有效期届满日当日"),
        ("inspection", "T-IN1", "5 工作日或 “现场检查”当日"),
        ("penalty_ordinary", "T04", "5 工作日"),
    ],
)
def test_a_limit_of_no_days_names_the_day(law: str, term: str, said: str):
    procedure = next(one for one in PROCEDURES.values() if one.id == law)
    assert describe.lengths(procedure, procedure.term(term)) == said


@pytest.mark.parametrize("law", LAWS, ids=lambda one: one.key)
def test_no_limit_ends_on_a_day_that_nobody_can_tell(law: Procedure):
    said = [describe.lengths(law, one) for one in law.terms]
    assert [one for one in said if re.search(r"(^|或 )至?当日", one)] == []
