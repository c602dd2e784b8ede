"""What becomes of a permit's publication: when its limits begin and end, and when they begin anew."""

from __future__ import annotations

import pytest

from mingjing.law.procedures import PROCEDURES, of
from mingjing.law.terms import Power, Procedure
from tests.law.world import AGENCY, Story, World

PERMIT = of("permit@2019-04-23")
LIMITS = ("T55", "T56", "T58")
IN_TIME = [one for one in PROCEDURES.values() if any(term.id in LIMITS for term in one.terms)]
"""On-the-spot penalties are published by choice, so no limit runs."""


def permit(**said: object) -> Story:
    world = World(powers={"PER-0001": Power("PER-0001", AGENCY, "permit", "2021-07-15")})
    story = Story(PERMIT, world, said={"acceptance_day": "2025-09-22"} | said)  # type: ignore[arg-type]
    return story.through("pm_serve:permit_certificate", on="2025-09-22")


def last_day(story: Story, term: str) -> str | None:
    clock = story.clock(term)
    return clock.last_day.isoformat() if clock else None


def ended_on(story: Story, term: str) -> str | None:
    clock = story.clock(term)
    return clock.ended_on.isoformat() if clock and clock.ended_on else None


# --- T55, T56: published again -----------------------------------------------------------------------------------


@pytest.mark.parametrize("law", IN_TIME, ids=lambda one: one.key)
def test_a_republication_ends_the_limit_of_publishing(law: Procedure) -> None:
    publish = next(one for one in law.derived if one.endswith("_publish"))
    for one in [{on.action for on in one.ends} for one in law.terms if one.id in LIMITS]:
        assert {publish, publish.replace("_publish", "_republish")} <= one


def test_a_permit_decided_anew_is_published_in_its_old_place_and_in_time() -> None:
    story = permit().do("pm_publish", on="2025-09-23").do("pm_remedy_filed", on="2025-09-24")
    story.do("pm_remedy_result", on="2025-09-25", result="redo").do("pm_unpublish", on="2025-09-25")
    story.do("pm_exam", on="2025-09-26").do("pm_decide.ask").do("pm_decide", on="2025-09-26")
    assert (last_day(story, "T55"), ended_on(story, "T55")) == ("2025-10-13", None)
    story.do("pm_republish", on="2025-10-13")
    assert ended_on(story, "T55") == "2025-10-13"


# --- T13: taken back within three working days -------------------------------------------------------------------


def test_what_is_public_is_taken_back_when_the_decision_falls() -> None:
    story = permit().do("pm_publish", on="2025-09-23").do("pm_remedy_filed", on="2025-09-24")
    story.do("pm_remedy_result", on="2025-09-25", result="revoked", received_on="2025-09-25")
    assert last_day(story, "T13") == "2025-09-29"  # the 28th, a Sunday, is worked
    story.do("pm_unpublish", on="2025-09-26")
    assert ended_on(story, "T13") == "2025-09-26"


def test_what_was_taken_down_before_is_not_to_be_taken_back_again() -> None:
    story = permit().do("pm_publish", on="2025-09-23").do("pm_unpublish", on="2025-09-24")
    story.do("pm_remedy_filed", on="2025-09-24")
    story.do("pm_remedy_result", on="2025-09-25", result="revoked", received_on="2025-09-25")
    assert story.clock("T13") is None


def test_what_was_published_again_is_taken_back_again() -> None:
    story = permit().do("pm_publish", on="2025-09-23").do("pm_unpublish", on="2025-09-24")
    story.do("pm_republish", on="2025-09-24").do("pm_remedy_filed", on="2025-09-24")
    story.do("pm_remedy_result", on="2025-09-25", result="revoked", received_on="2025-09-25")
    assert last_day(story, "T13") == "2025-09-29"


@pytest.mark.parametrize(("ground", "wanted"), [("undone", "2025-09-29"), ("dissolved", None)])
def test_a_permit_cancelled_because_it_was_undone_is_taken_back(ground: str, wanted: str | None) -> None:
    story = permit().do("pm_publish", on="2025-09-23")
    story.do("pm_cancel.ask", on="2025-09-25", cancel_ground=ground).do("pm_cancel", on="2025-09-25")
    assert last_day(story, "T13") == wanted
    if wanted:
        story.do("pm_unpublish", on="2025-09-29")
        assert ended_on(story, "T13") == "2025-09-29"


def test_a_cancellation_after_the_taking_down_starts_nothing() -> None:
    story = permit().do("pm_publish", on="2025-09-23").do("pm_unpublish", on="2025-09-24")
    story.do("pm_cancel.ask", on="2025-09-25", cancel_ground="undone").do("pm_cancel", on="2025-09-25")
    assert story.clock("T13") is None
