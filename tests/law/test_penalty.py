"""行政处罚: what the tables contain, how their limits run, what is major and what may be punished on the spot."""

from __future__ import annotations

from datetime import date

import pytest

from mingjing.law.guards.amounts import hearing_grounds, major_grounds
from mingjing.law.terms import Norm
from tests.law.test_guards import THRESHOLD, passes, refused
from tests.law.world import EQUIPMENT, ORDINARY, SUMMARY, Story

ISSUE_ACTIONS = """
po_lead po_precheck po_file po_file.ask po_assign po_show_id po_interview po_inspect po_conclude po_notice po_serve
po_defense po_waive po_hear_notice po_hear_req po_hear_call po_hear po_submit_review po_review po_review_return
po_panel po_decide po_decide.ask po_publish po_unpublish po_pay po_close po_close.ask po_correct po_explain_record
"""
SUMMARY_ACTIONS = """
ps_show_id ps_verify ps_inform ps_decide ps_deliver ps_collect ps_report ps_archive
"""
"""Without ps_remedy: that the decision names reconsideration first is an element of the paper, and no act of anybody's."""
ISSUE_TERMS = """
T02 T03 T04 T05 T06 T07 T08 T10 T11 T12 T13 T15 T43 T50 T51 T55 T58 T67 T70
"""


def last_day(story: Story, term: str) -> str:
    clock = story.clock(term)
    return clock.shown if clock else ""


# --- the tables -------------------------------------------------------------------------------------------------------


def test_every_act_of_the_issue_is_in_the_tables() -> None:
    assert [one for one in ISSUE_ACTIONS.split() if ORDINARY.action(one) is None] == []
    assert [one for one in SUMMARY_ACTIONS.split() if SUMMARY.action(one) is None] == []
    stages = (
        "lead prechecked filed concluded notified heard reviewed deliberated decided served closed archived"
    )
    assert [code for code, _ in ORDINARY.stages] == stages.split()


def test_every_limit_of_the_issue_is_in_the_tables() -> None:
    written = {one.id for procedure in (ORDINARY, SUMMARY) for one in procedure.terms}
    assert [one for one in ISSUE_TERMS.split() if one not in written] == []


# --- limits of the ordinary procedure ------------------------------------------------------------------------------------


def test_a_case_is_decided_ninety_days_after_filing() -> None:
    assert last_day(Story().through("po_file", on="2025-07-29"), "T02") == "2025-10-27"


def test_the_day_of_service_starts_hearing_and_defence() -> None:
    story = Story().through("po_serve:prior_notice", on="2025-09-24")
    assert (last_day(story, "T04"), last_day(story, "T06")) == ("2025-09-30", "2025-09-30")
    assert story.clock("T05") is None
    story.do("po_defense")
    assert story.clock("T06").state(date(2025, 9, 24)) == "met"  # type: ignore[union-attr]


def test_the_notice_of_a_hearing_counts_back_from_its_day() -> None:
    story = Story(branch="hearing").through("po_hear_call", on="2025-10-09")
    assert last_day(story, "T05") == "2025-10-09"


def test_what_runs_from_the_decision() -> None:
    story = Story().through("po_decide", on="2025-09-24")
    assert {one: last_day(story, one) for one in ("T07", "T55", "T58")} == {
        "T07": "2025-10-10",  # seven working days; Sunday 28 September is worked
        "T55": "2025-10-10",
        "T58": "2025-10-28",
    }
    assert story.clock("T08") is None


def test_the_enterprise_credit_clock_runs_in_market_supervision_only() -> None:
    story = Story().through("po_decide", on="2025-09-24")
    story.world.field = "生态环境"
    assert story.clock("T58") is None
    assert story.clock("T55") is not None


def test_what_runs_from_service_of_the_decision() -> None:
    story = Story().through("po_serve:penalty_decision", on="2025-09-24")
    assert {one: last_day(story, one) for one in ("T08", "T43", "T51")} == {
        "T08": "2025-10-09",
        "T43": "2025-11-24",  # the sixtieth day is a Sunday
        "T51": "2026-03-24",
    }


def test_a_limit_says_whether_it_is_near_over_or_met_late() -> None:
    story = Story().through("po_serve:penalty_decision", on="2025-09-24")
    clock = story.clock("T08")
    assert clock is not None
    days = {"2025-10-05": "running", "2025-10-06": "soon", "2025-10-09": "due", "2025-10-10": "over"}
    assert {day: clock.state(date.fromisoformat(day)) for day in days} == days
    paid = story.do("po_pay", on="2025-10-10").clock("T08")
    assert paid is not None and paid.state(date(2025, 11, 1)) == "late_met"


def test_the_review_has_five_working_days() -> None:
    assert last_day(Story().through("po_submit_review", on="2025-09-24"), "T67") == "2025-09-30"


def test_a_closed_case_is_archived_in_thirty_days() -> None:
    assert last_day(Story().through("po_close", on="2025-09-24"), "T70") == "2025-10-24"


def test_a_year_without_holiday_notice_is_provisional_and_bars_nothing_that_is_in_doubt() -> None:
    story = Story(branch="hearing", said={"conduct_on": "2030-07-10"})
    story.through("po_serve:prior_notice", on="2030-09-24").do("po_defense")
    clock = story.clock("T04")
    assert clock is not None and clock.provisional and "2030" in clock.reason

    story.on("2030-12-03")
    passes(story.tries("po_hear_req"))  # not too late by a guessed day
    story.said["hearing_on"] = "2030-12-11"
    story.do("po_hear_req").do("po_hear_call").do("po_serve", paper="hearing_notice").on("2030-12-11")
    passes(
        story.tries("po_hear")
    )  # nor too early: five of the seven days are weekdays, and nobody knows of the others


def test_what_no_holiday_notice_can_change_is_barred_in_a_year_without_one() -> None:
    story = Story(branch="hearing", said={"conduct_on": "2030-07-10", "hearing_on": "2030-12-10"})
    story.through("po_serve:prior_notice", on="2030-12-03").do("po_defense")
    story.do("po_hear_req").do("po_hear_call").do("po_serve", paper="hearing_notice").on("2030-12-10")
    refused(
        story.tries("po_hear"), "E-EARLY"
    )  # six days between, and seven working days are seven at the least


def test_nothing_is_presumed_against_the_party_from_a_provisional_day() -> None:
    story = (
        Story(said={"fine": THRESHOLD - 1, "conduct_on": "2030-07-10"})
        .through("po_serve:prior_notice", on="2030-09-24")
        .on("2030-12-03")
    )
    refused(story.tries("po_decide.ask"), "G-NOTICE")
    passes(story.do("po_waive", waives=["defense"]).tries("po_decide.ask"))


# --- what is major ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("party", "business", "most", "limit"),
    [
        ("org", True, None, 1_000_000),
        ("org", False, None, 500_000),
        ("citizen", True, None, 300_000),
        ("citizen", False, None, 100_000),
        ("individual_business", True, None, 300_000),
        ("org", True, 30_000_000, 10_000_000),  # half of 30 万 is above the field's own 10 万
        ("org", True, 10_000_000, 5_000_000),
        ("citizen", True, 1_000_000, 500_000),
        ("citizen", True, 500_000, 300_000),  # half of it would fall below the floor
    ],
)
def test_the_threshold_of_hearing_and_review(
    party: str, business: bool, most: int | None, limit: int
) -> None:
    for fine, due in ((limit - 1, False), (limit, True), (limit + 1, True)):
        story = Story(said={"party": {"kind": party}, "business": business, "fine": fine})
        article = (EQUIPMENT, "第八十四条第一项")
        story.world.norms[article] = (Norm(*article, "2014-01-01", max_fine=most),)
        story.through("po_conclude")
        j = story.judgement()
        assert (bool(hearing_grounds(j)), bool(major_grounds(j))) == (due, due), fine


def test_confiscation_counts_like_a_fine() -> None:
    for amount, due in ((THRESHOLD - 1, False), (THRESHOLD, True)):
        story = Story(said={"fine": 0, "confiscated": amount, "kinds": ["confiscation"]}).through(
            "po_conclude"
        )
        assert bool(hearing_grounds(story.judgement())) is due


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("warning", False),
        ("public_censure", False),
        ("license_suspension", False),
        ("activity_restriction", False),
        ("other_penalty", False),
        ("grade_reduction", True),
        ("license_revocation", True),
        ("suspension_of_business", True),
        ("closure", True),
        ("occupational_ban", True),
    ],
)
def test_some_kinds_of_penalty_are_always_major(kind: str, due: bool) -> None:
    story = Story(said={"fine": 0, "kinds": [kind]}).through("po_conclude")
    assert bool(major_grounds(story.judgement())) is due


def test_what_another_law_wants_heard_is_heard_and_reviewed() -> None:
    """《行政处罚法》第六十三条第五项、第六项: no table knows all such laws, so the handler says so; never the other way."""
    suspended = {"fine": 0, "kinds": ["license_suspension"]}
    told = Story(said=suspended | {"heard_by_law": True}).through("po_conclude").judgement()
    assert hearing_grounds(told) and major_grounds(told)
    revoked = {"fine": 0, "kinds": ["license_revocation"], "heard_by_law": False}
    assert hearing_grounds(Story(said=revoked).through("po_conclude").judgement())


# --- on the spot --------------------------------------------------------------------------------------------------------------


def on_the_spot(**said: object) -> Story:
    return Story(SUMMARY, said={"fine": 10_000} | said)  # type: ignore[arg-type]


def test_an_on_the_spot_case_runs_from_the_badge_to_the_archive() -> None:
    story = on_the_spot().through("ps_archive", on="2025-09-24")
    done = [one.action for one in story.entries if one.action != "paper_issued"]
    assert done == [one.action for one in SUMMARY.path]
    assert (story.stage, story.open) == ("archived", frozenset())


def test_its_steps_cannot_be_skipped() -> None:
    story = on_the_spot().through("ps_show_id")
    for later in ("ps_inform", "ps_decide", "ps_deliver", "ps_report", "ps_archive"):
        refused(story.tries(later), "E-ORDER")
    refused(on_the_spot().through("ps_deliver").tries("ps_archive"), "E-ORDER")


def test_it_is_filed_in_two_working_days_and_cash_is_handed_in_in_two() -> None:
    story = (
        on_the_spot().through("ps_deliver", on="2025-09-24").do("ps_collect", ground="small", amount=10_000)
    )
    assert {one: last_day(story, one) for one in ("T12", "T10")} == {"T12": "2025-09-26", "T10": "2025-09-26"}
    assert "payment" not in story.open


def test_reconsideration_comes_first_so_no_suit_clock_runs() -> None:
    story = on_the_spot().through("ps_deliver", on="2025-09-24")
    assert last_day(story, "T43") == "2025-11-24"
    assert story.clock("T51") is None
    assert not [one for one in SUMMARY.terms if one.id == "T51"]


def test_it_is_not_archived_while_the_fine_is_unpaid() -> None:
    story = on_the_spot().through("ps_report")
    refused(story.tries("ps_archive"), "E-ORDER", "“缴纳”还没有完结")
    passes(story.do("ps_pay").tries("ps_archive"))


def test_two_officers_decide_on_the_spot_and_the_text_is_complete() -> None:
    story = on_the_spot().until("ps_decide")
    refused(story.tries("ps_decide", officers=["zhang"]), "G-TWO")
    for missing in ("punished_by", "kinds", "decided_at", "place", "remedies", "signatures", "agency_name"):
        broken = on_the_spot().until("ps_decide").edit("summary_decision", **{missing: None})
        refused(broken.tries("ps_decide"), "G-DOC")
