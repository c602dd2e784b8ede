"""The four foreign fragments, played: presumed acceptance, a stopped clock, approval afterwards, testing time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from mingjing.law import clocks, lint
from mingjing.law.parameters import packaged
from mingjing.law.terms import Linked, Procedure
from tests.law.fragments import FRAGMENTS, PERMIT, SEIZURE
from tests.law.world import ORDINARY, Story, ids


def received(on: str = "2025-09-08") -> Story:
    return Story(PERMIT).do("pm_receive", on=on)


def due(story: Story, day: str) -> list[str]:
    found = clocks.due_moves(story.procedure, story.case, story.world, date.fromisoformat(day))
    return [f"{one.action} {one.on} {dict(one.facts)}" for one in found]


def presume(story: Story, day: str) -> Story:
    """What `run_due` does: SYSTEM enters what the law presumes."""
    story.on(day)
    for move in clocks.due_moves(story.procedure, story.case, story.world, date.fromisoformat(day)):
        story.play(move)
    return story


@pytest.mark.parametrize("procedure", FRAGMENTS, ids=lambda one: one.id)
def test_a_fragment_is_a_table_without_fault(procedure: Procedure) -> None:
    found = lint.check((procedure, ORDINARY), packaged())
    assert [str(one) for one in found if one.wrong and procedure.id in one.where] == []


# --- 视为受理 ------------------------------------------------------------------------------------------------------


def test_an_application_not_answered_in_five_working_days_is_accepted_from_the_day_of_receipt() -> None:
    story = received("2025-09-08")
    assert due(story, "2025-09-15") == []  # the fifth working day still runs
    assert due(story, "2025-09-16") == ["pm_accept 2025-09-16 {'accepted_on': '2025-09-08'}"]

    presume(story, "2025-09-16")

    assert story.stage == "accepted"
    assert story.entries[-1].roles == ("system",)
    assert story.clock("T20").last_day == date(2025, 10, 11)  # type: ignore[union-attr]
    assert due(story, "2025-09-17") == []


def test_a_presumption_found_late_holds_from_the_same_days() -> None:
    assert due(received("2025-09-08"), "2025-09-30") == due(received("2025-09-08"), "2025-09-16")


def test_nothing_is_presumed_when_the_applicant_was_told_what_is_missing() -> None:
    story = received("2025-09-08").do("pm_correct", on="2025-09-15")
    assert due(story, "2025-09-30") == []


def test_what_is_missing_cannot_be_told_too_late() -> None:
    reasons = received("2025-09-08").tries("pm_correct", on="2025-09-16")
    assert ids(reasons) == {"E-LATE"}
    assert "自收到申请材料之日起即为受理" in reasons[0].sentence


def test_nothing_is_presumed_from_a_provisional_day() -> None:
    assert due(received("2035-03-05"), "2035-06-01") == []


def test_a_person_accepts_with_a_paper_the_law_without() -> None:
    story = received()
    move = replace(story.move("pm_accept"), papers={})
    assert "E-PAPER" in ids(story.refusals(move))
    assert story.refusals(replace(move, actor="system")) == []


# --- a stopped clock ------------------------------------------------------------------------------------------------


def accepted() -> Story:
    return received("2025-11-03").do("pm_accept", on="2025-11-03", accepted_on="2025-11-03")


def last_day(story: Story, term: str) -> str:
    clock = story.clock(term)
    assert clock is not None
    return clock.shown


def test_a_special_procedure_stops_the_clock_only_when_it_was_told_in_writing() -> None:
    untold = accepted().do("pm_special", on="2025-11-10").do("pm_special_end", on="2025-11-14")
    told = accepted().do("pm_special", on="2025-11-10").do("pm_serve", paper="special_procedure_notice")
    told.do("pm_special_end", on="2025-11-14")

    assert last_day(untold, "T20") == "2025-12-01"
    assert last_day(told, "T20") == "2025-12-08"


def test_a_running_pause_is_shown_and_nothing_is_decided_in_it() -> None:
    story = accepted().do("pm_special", on="2025-11-10").do("pm_serve", paper="special_procedure_notice")
    clock = story.on("2025-11-20").clock("T20")
    assert clock is not None
    assert clock.paused and clock.state(date(2025, 11, 20)) == "paused"
    assert "E-ORDER" in ids(story.tries("pm_decide.ask"))


def test_an_extension_granted_before_the_last_day_adds_ten_working_days() -> None:
    story = accepted().do("pm_extend.ask", on="2025-12-01").do("pm_extend", on="2025-12-01")
    assert last_day(story, "T20") == "2025-12-15"
    assert ids(accepted().do("pm_extend.ask", on="2025-12-01").tries("pm_extend", on="2025-12-02")) == {
        "E-LATE"
    }


def test_an_extension_is_granted_once() -> None:
    story = accepted().do("pm_extend.ask", on="2025-12-01").do("pm_extend").do("pm_extend.ask")
    assert "E-ORDER" in ids(story.tries("pm_extend"))


# --- approval within 24 hours after an urgent seizure -----------------------------------------------------------------

TEN = "2025-09-24T02:00:00.000Z"  # 10:00 in Shanghai
IN_TIME = "2025-09-25T02:00:00.000Z"
TOO_LATE = "2025-09-25T02:00:00.001Z"


def seized() -> Story:
    return Story(SEIZURE).do("cm_seize.ask", on=TEN)


def test_an_urgent_seizure_takes_effect_at_once_and_waits_for_approval() -> None:
    story = seized()
    assert (story.stage, story.open) == ("begun", {"measure"})
    assert last_day(story, "T31") == "2025-09-25 10:00"


def test_a_seizure_approved_in_the_last_moment_is_in_time() -> None:
    clock = seized().do("cm_seize", on=IN_TIME).clock("T31")
    assert clock is not None
    assert clock.state(date(2025, 9, 25)) == "met"


def test_a_late_approval_is_illegal_but_does_not_release() -> None:
    story = seized().do("cm_seize", on=TOO_LATE)
    clock = story.clock("T31")
    assert clock is not None
    assert clock.state(date(2025, 9, 25)) == "late_met"
    assert "程序违法" in clock.term.consequence
    assert story.open == {"measure"}


def test_a_head_who_finds_it_wrong_releases_and_the_seizure_did_happen() -> None:
    story = seized().do("cm_seize.back", on=IN_TIME)
    clock = story.clock("T32")
    assert story.open == frozenset()
    assert clock is not None and clock.ended_on == date(2025, 9, 25)
    assert "E-ORDER" in ids(story.tries("cm_seize", on=IN_TIME))


def test_an_urgent_seizure_needs_its_hour_and_its_officers() -> None:
    story = Story(SEIZURE).on("2025-09-24")
    day_only = replace(story.move("cm_seize.ask"), on="2025-09-24")
    assert ids(story.refusals(day_only)) == {"E-FIELD"}
    assert "G-TWO" in ids(story.tries("cm_seize.ask", officers=["zhang"]))


# --- seizure with testing time ------------------------------------------------------------------------------------------


def held() -> Story:
    return seized().do("cm_seize", on=IN_TIME)


def test_thirty_days_of_seizure_do_not_roll_over_a_holiday() -> None:
    story = Story(SEIZURE).do("cm_seize.ask", on="2025-09-04T02:00:00.000Z")
    assert last_day(story, "T32") == "2025-10-04"  # in the National Day holidays


def test_testing_time_does_not_count_when_told_in_writing() -> None:
    untold = held().do("cm_test", on="2025-09-29").do("cm_test_end", on="2025-10-10")
    told = held().do("cm_test", on="2025-09-29").do("cm_serve", paper="testing_period_notice")
    told.do("cm_test_end", on="2025-10-10")

    assert last_day(untold, "T32") == "2025-10-24"
    assert last_day(told, "T32") == "2025-11-05"


@pytest.mark.parametrize(("days", "last"), [(10, "2025-11-03"), (30, "2025-11-23"), (31, "2025-11-23")])
def test_one_extension_of_at_most_thirty_days(days: int, last: str) -> None:
    story = held().do("cm_extend.ask", on="2025-10-20", extension_days=days).do("cm_extend")
    assert last_day(story, "T32") == last


def test_an_extension_after_expiry_is_refused() -> None:
    assert "E-LATE" in ids(held().tries("cm_extend.ask", on="2025-10-25"))


def test_goods_are_confiscated_only_by_a_penalty_decided_in_the_linked_case() -> None:
    story = held().on("2025-10-20")
    assert ids(story.tries("cm_handle.ask", outcome="confiscated")) == {"E-LINK"}

    for stage, reasons in (("notified", {"E-LINK"}), ("decided", set[str]())):
        story.world.links = (
            Linked("penalty_ordinary", "case-2", "penalty_ordinary@2021-07-15", stage, 9, "c" * 64),
        )
        assert ids(story.tries("cm_handle.ask", outcome="confiscated")) == reasons

    seen = story.do("cm_handle.ask", outcome="confiscated").entries[-2 if story.issues_papers else -1].seen
    assert "linked" in story.entries[-1].seen or "linked" in seen


def test_goods_are_released_without_a_linked_case() -> None:
    assert held().do("cm_handle.ask", on="2025-10-20").do("cm_handle").stage == "handled"
