"""Flowchart and reference pages say what the tables say, and nothing is drawn over anything else."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from xml.etree import ElementTree

import pytest

from mingjing.law import chart, chart_drawing, describe, reference
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
    for drawn in (chart_drawing.svg(found), chart_drawing.narrow_svg(found)):
        check_drawing(ElementTree.fromstring(drawn), found)


def check_drawing(drawn: ElementTree.Element, found: chart.Chart) -> None:
    kinds = ("n", "q")
    shapes = [
        one.attrib
        for one in drawn.iter()
        if one.attrib.get("class", "").split()[:1] in [[one] for one in kinds]
    ]
    boxes = [one for one in shapes if one["class"].split()[0] == "n"]
    assert len(boxes) == len(found.stops)
    for one, other in combinations([box_of(one) for one in shapes], 2):
        apart = one[0] + one[2] <= other[0] or other[0] + other[2] <= one[0]
        assert apart or one[1] + one[3] <= other[1] or other[1] + other[3] <= one[1]
    width, height = int(drawn.attrib["width"]), int(drawn.attrib["height"])
    numbers = [
        int(one)
        for path in drawn.iter()
        if "d" in path.attrib
        for one in re.findall(r"\d+", path.attrib["d"])
    ]
    assert max(numbers) <= max(width, height)
    rows = ["".join(one.itertext()) for one in drawn.iter() if one.tag.endswith("tspan")]
    assert all(len(one) <= 24 and not one.startswith(chart_drawing.CLOSING) for one in rows)


def box_of(shape: dict[str, str]) -> tuple[int, int, int, int]:
    return int(shape["x"]), int(shape["y"]), int(shape["width"]), int(shape["height"])


def of(name: str) -> Procedure:
    return next(one for one in PROCEDURES.values() if one.id == name)


def said(drawn: str) -> list[str]:
    """The words of each box, without its number; and names and notes."""
    texts = [one for one in ElementTree.fromstring(drawn).iter() if one.tag.endswith("}text")]
    return [re.sub(r"^\d+\. ", "", "".join(one.itertext())) for one in texts]


@pytest.mark.parametrize("law", LAWS, ids=lambda one: one.key)
def test_no_two_boxes_say_the_same(law: Procedure):
    found = chart.chart(law)
    labels = [one.label for one in found.stops]
    assert len(set(labels)) == len(labels)
    if labels:
        boxes = said(chart_drawing.svg(replace(found, lanes=found.lanes, outcomes=())))
        boxes = [one for one in boxes if one not in {*found.lanes, *(stop.when for stop in found.stops)}]
        assert len(set(boxes)) == len(boxes)


def test_alternatives_stand_side_by_side_under_their_names():
    found = chart.chart(of("compulsory_measure"))
    plan = chart_drawing._plan(found, chart_drawing.WIDE)
    places = {one.action: box for one, box in zip(found.stops, plan.boxes, strict=True)}
    seized, frozen = places["cm_present"], places["cm_freeze"]  # a freeze is not told of beforehand
    assert (seized.name, frozen.name) == ("查封、扣押", "冻结")
    assert seized.y == frozen.y and seized.x < frozen.x
    for drawn in (chart_drawing.svg(found), chart_drawing.narrow_svg(found)):
        assert said(drawn).count("冻结") >= 1


def test_where_the_way_is_left_is_shown_with_what_the_law_takes_as_done():
    found = chart.chart(of("permit"))
    left = {one.label: (found.stops[one.at].action, one.presumed) for one in found.outcomes}
    assert left["不予受理"] == ("pm_screen", False)
    assert left["不予许可"] == ("pm_decide", False)
    assert left["不需要取得许可，即时告知"] == ("pm_screen", False)
    assert left["视为受理"] == ("pm_screen", True)
    onward = next(one.to for one in found.outcomes if one.presumed)
    assert onward is not None and found.stops[onward].action == "pm_exam"
    assert {"不予受理", "不予许可", "期满：视为受理", "其他结果"} <= set(said(chart_drawing.svg(found)))
    assert {"或者：不予受理", "或者：不予许可", "期满：视为受理"} <= set(
        said(chart_drawing.narrow_svg(found))
    )
    page = reference.pages()[f"{of('permit').key}.md"]
    assert "   - 或者：不予许可（机关负责人）\n" in page and "   - 期满：视为受理（系统）\n" in page
    assert {one.label for one in chart.chart(of("penalty_ordinary")).outcomes} == {"不予立案", "撤案"}


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
    assert "<&" not in chart_drawing.svg(chart.chart(odd))


@pytest.mark.parametrize(
    ("law", "term", "said"),
    [
        ("inspection_plan", "T74", "至计划备案的截止日（3 月 31 日）当日"),
        ("annual_enforcement_report", "T65", "至年报公开的截止日（次年 1 月 31 日）当日"),
        ("permit", "T29", "至有效期届满日当日"),
        ("inspection", "T-IN1", "5 个工作日（食品 “现场检查”当日）"),
        ("penalty_ordinary", "T04", "5 个工作日"),
    ],
)
def test_a_limit_of_no_days_names_the_day(law: str, term: str, said: str):
    procedure = next(one for one in PROCEDURES.values() if one.id == law)
    assert describe.lengths(procedure, procedure.term(term)) == said


@pytest.mark.parametrize("law", LAWS, ids=lambda one: one.key)
def test_no_limit_ends_on_a_day_that_nobody_can_tell(law: Procedure):
    said = [describe.lengths(law, one) for one in law.terms]
    assert [one for one in said if re.search(r"(^|或 )至?当日", one)] == []


def test_the_public_is_told_that_it_may_speak_not_that_it_waives():
    found = chart.chart(of("penalty_ordinary"))
    spoken = [one for one in found.stops if one.action == "po_waive"]
    assert [one.label for one in spoken] == ["不要求听证：陈述、申辩", "要求听证：陈述、申辩"]
    assert all("可以陈述、申辩" in one.plain for one in spoken)
    assert not [one for one in found.stops if "放弃" in one.label]


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.key)
def test_no_line_runs_through_what_stands_beside_an_arrow(law: Procedure):
    drawn = ElementTree.fromstring(chart_drawing.svg(chart.chart(law)))
    every = list(drawn.iter())
    beside = [one for one in every if one.get("class") == "el" and "".join(one.itertext()).endswith("需要时")]
    level = [
        row for one in every if one.tag.endswith("path") and one.get("d") for row in level_parts(one.get("d"))
    ]
    for one in beside:
        x, y, wide = float(one.get("x")), float(one.get("y")), 12 * len("".join(one.itertext()))
        left = x - wide if one.get("text-anchor") == "end" else x
        assert not [row for row in level if y - 12 < row[0] < y and row[1] < left + wide and left < row[2]], (
            law.id
        )


def level_parts(path: str):
    """(y, from x, to x) of the horizontal parts of a path of M, H and V."""
    x = y = 0.0
    for letter, said in re.findall(r"([MHV])([-\d. ]+)", path):
        numbers = [float(one) for one in said.split()]
        if letter == "H":
            yield y, min(x, numbers[0]), max(x, numbers[0])
        x = numbers[0] if letter != "V" else x
        y = numbers[-1] if letter != "H" else y
