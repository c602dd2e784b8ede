"""What becomes of a permit's publication: when its limits begin and end, and when they begin anew."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mingjing.law import clocks
from mingjing.law.judgement import replay
from mingjing.law.procedures import PROCEDURES, of
from mingjing.law.terms import Barred, Linked, Power, Procedure
from tests.law.world import AGENCY, Story, World, ids

PERMIT = of("permit@2019-04-23")
LIMITS = ("T55", "T56", "T58")
IN_TIME = [one for one in PROCEDURES.values() if any(term.id in LIMITS for term in one.terms)]
"""On-the-spot penalties are published by choice, so no limit runs."""


def permit(**said: object) -> Story:
    world = World(powers={"PER-0001": Power("PER-0001", AGENCY, "permit", "2021-07-15")})
    story = Story(PERMIT, world, said={"acceptance_day": "2025-09-22"} | said)  # type: ignore[arg-type]
    return story.through("pm_serve:permit_certificate", on="2025-09-22")


UNDONE = Linked(
    "permit_undoing", "b", "permit_undoing@2019-04-23", "undone", 1, "0" * 64, open=frozenset({"undone"})
)
"""The case in which the permit was withdrawn."""


def serve(story: Story, paper: str, on: str) -> Story:
    return story.edit("proof_of_service", served_on=on).do("pm_serve", on=on, paper=paper)


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
    story.world.links = (UNDONE,)
    story.do("pm_cancel.ask", on="2025-09-25", cancel_ground=ground).do("pm_cancel", on="2025-09-25")
    assert last_day(story, "T13") == wanted
    if wanted:
        story.do("pm_unpublish", on="2025-09-29")
        assert ended_on(story, "T13") == "2025-09-29"


def test_a_cancellation_after_the_taking_down_starts_nothing() -> None:
    story = permit().do("pm_publish", on="2025-09-23").do("pm_unpublish", on="2025-09-24")
    story.world.links = (UNDONE,)
    story.do("pm_cancel.ask", on="2025-09-25", cancel_ground="undone").do("pm_cancel", on="2025-09-25")
    assert story.clock("T13") is None


# --- T43, T51: each decision from its own service ----------------------------------------------------------------


def changed(**said: object) -> Story:
    """The permit served on 22 September, its change on 13 October."""
    story = serve(permit(**said), "permit_decision", "2025-09-22")
    story.do("pm_change_req", on="2025-10-10").do("pm_change.ask").do("pm_change")
    return serve(story, "permit_change_decision", "2025-10-13")


def test_a_later_decision_is_contested_from_its_own_service_and_hides_no_earlier_limit() -> None:
    story = serve(permit(), "permit_decision", "2025-09-22")
    assert (last_day(story, "T43"), last_day(story, "T43-C")) == ("2025-11-21", None)
    story = changed()
    assert {one: last_day(story, one) for one in ("T43", "T43-C", "T51-C", "T43-R", "T43-X")} == {
        "T43": "2025-11-21",
        "T43-C": "2025-12-12",
        "T51-C": "2026-04-13",
        "T43-R": None,
        "T43-X": None,
    }


@pytest.mark.parametrize(("against", "ended"), [("decision", {"T43", "T51"}), ("change", {"T43-C", "T51-C"})])
def test_what_is_filed_ends_the_limits_of_the_decision_that_it_contests(
    against: str, ended: set[str]
) -> None:
    story = changed().do("pm_remedy_filed", on="2025-10-20", against=against)
    limits = ("T43", "T51", "T43-C", "T51-C")
    assert {one for one in limits if ended_on(story, one)} == ended


def test_what_was_filed_before_decisions_were_told_apart_contests_the_permit() -> None:
    story = changed().do("pm_remedy_filed", on="2025-10-20", against="decision")
    facts = {name: value for name, value in story.entries[-1].facts.items() if name != "against"}
    story.entries[-1] = replace(story.entries[-1], facts=facts)
    assert (ended_on(story, "T43"), ended_on(story, "T43-C")) == ("2025-10-20", None)


def test_the_day_on_which_the_permit_was_served_stays_what_it_was() -> None:
    story = changed()
    said = clocks.for_enforcement(PERMIT, replay(PERMIT, story.case))
    assert said["decision_served_on"] == "2025-09-22"


def fallen(story: Story, against: str, result: str = "revoked") -> Story:
    story.do("pm_remedy_filed", on="2025-10-20", against=against)
    said = {"against": against, "result": result, "received_on": "2025-11-20"}
    return story.do("pm_remedy_result", on="2025-11-20", **said)  # type: ignore[arg-type]


def test_a_change_that_fell_takes_nothing_of_the_permit_with_it() -> None:
    story = changed().do("pm_publish", on="2025-10-14")
    fallen(story, "change")
    assert (story.stage, story.clock("T13")) == ("issued", None)
    story.do("pm_unpublish", on="2025-11-21", withdrawal_ground="mistake")
    assert story.tries("pm_republish", on="2025-11-21") == []
    assert story.clock("T43-C") is not None, "what was served was served"


def test_a_permit_that_fell_is_not_published_whatever_else_was_decided() -> None:
    story = fallen(changed(), "decision")
    assert "E-ORDER" in ids(story.tries("pm_publish", on="2025-11-21"))


@pytest.mark.parametrize("result", ["redo", "revoked"])
def test_a_renewal_that_fell_is_taken_back_and_never_presumed(result: str) -> None:
    story = permit(valid_until="2025-10-31").do("pm_publish", on="2025-09-23")
    story.do("pm_renew_req", on="2025-09-24").edit("permit_renewal_decision", valid_until="2028-10-31")
    story.do("pm_renew.ask", on="2025-09-25").do("pm_renew")
    serve(story, "permit_renewal_decision", "2025-09-25")
    fallen(story, "renewal", result)
    assert last_day(story, "T13") == "2025-11-25"
    assert ("renewal" in story.open) == (result == "redo")
    assert clocks.due_moves(PERMIT, story.case, story.world, date(2025, 11, 21)) == []


# --- T30: not applied for again ------------------------------------------------------------------------------------


BAR = Barred(
    "case-0",
    AGENCY,
    "PER-0001",
    "一年内不得再次申请",
    "2025-09-01",
    "2026-09-01",
    "枣市监许不受〔2025〕1号",
    3,
)


def applied(**said: object) -> Story:
    world = World(powers={"PER-0001": Power("PER-0001", AGENCY, "permit", "2021-07-15")})
    world.bars = (replace(BAR, **said),)  # type: ignore[arg-type]
    story = Story(PERMIT, world, said={"acceptance_day": "2025-09-22"})
    return story.do("pm_receive", on="2025-09-22").do("pm_screen")


def test_a_second_application_is_refused_with_day_number_and_end_of_the_first() -> None:
    (reason,) = applied().tries("pm_accept")
    assert (reason.id, reason.cure) == ("E-EARLY", "pm_reject")
    for word in (
        "2025-09-01",
        "一年内不得再次申请",
        "枣市监许不受〔2025〕1号",
        "到 2026-09-01 为止",
        "第七十八条",
    ):
        assert word in str(reason)
    assert "E-EARLY" in applied().menu("zhang")["pm_accept"], "said before the form is filled in"


@pytest.mark.parametrize(
    "said",
    [
        {"agency": "other"},
        {"item": "PER-0002"},
        {"case": "case-1"},
        {"since": "2025-09-23"},
        {"until": "2025-09-21"},
    ],
    ids=lambda one: next(iter(one)),
)
def test_what_bars_another_agency_item_or_time_bars_nothing_here(said: dict[str, str]) -> None:
    assert applied(**said).tries("pm_accept") == []


@pytest.mark.parametrize("said", [{"since": "2025-09-22"}, {"until": "2025-09-22"}], ids=["first", "last"])
def test_first_and_last_day_of_the_bar_count(said: dict[str, str]) -> None:
    assert ids(applied(**said).tries("pm_accept")) == {"E-EARLY"}
