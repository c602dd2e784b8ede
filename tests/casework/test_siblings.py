"""What an agency's other cases of the same kind say: its own only, noted in the entry, and read again from there."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from mingjing.casework import service
from mingjing.casework.context import DoorContext, law_set
from mingjing.law.history import SeenContext
from mingjing.law.judgement import SHANGHAI
from mingjing.recording.home import Home
from mingjing.scenario import cast, runner

NOW = datetime(2025, 6, 1, 9, tzinfo=SHANGHAI)
PLAN, DRAW = {"procedure": "inspection_plan"}, {"procedure": "inspection_draw", "from": "a"}


def played(home: Any) -> runner.Outcome:
    story = {
        "title": "计划和抽取",
        "procedure": "inspection_plan",
        "cases": {"a": PLAN, "b": PLAN, "x": DRAW, "y": DRAW},
        "moves": [
            {"case": "a", "on": "2025-02-10", "through": "ip_announce"},
            {"case": "b", "on": "2025-02-10", "do": "in_list", "facts": {"year": 2026, "plan_due": "2026-03-31"}},
            {"case": "x", "on": "2025-03-03", "do": "dw_list"},
            {"case": "y", "on": "2025-04-03", "do": "dw_list", "facts": {"again_why": "第二季度的抽取。"}},
            {"case": "y", "on": "2025-04-03", "do": "in_draw"},
        ],
    }  # fmt: skip
    outcome = runner.play(story, Home(home.path))
    assert outcome.differences == []
    return outcome


def test_an_agency_sees_its_own_cases_of_a_kind_and_no_other_agency_does(fresh_practice):
    outcome = played(fresh_practice)
    player = outcome.player
    other = cast.enter_agency(player.clock, scope=["枣庄市", "生态环境"])
    found = DoorContext(player.agency, NOW).siblings("inspection_plan")
    assert sorted(one.facts["year"] for one in found) == [2025, 2026]
    assert DoorContext(other, NOW).siblings("inspection_plan") == ()
    assert DoorContext("nobody", NOW).siblings("inspection_plan") == ()


def test_only_those_that_name_a_case_are_asked_for(fresh_practice):
    outcome = played(fresh_practice)
    plans = DoorContext(outcome.player.agency, NOW).siblings("inspection_plan")
    named = [
        DoorContext(outcome.player.agency, NOW).siblings("inspection_draw", plan.case)
        for plan in sorted(plans, key=lambda one: str(one.facts["year"]))
    ]
    assert [[one.stage for one in each] for each in named] == [["fixed", "drawn"], []]


def test_what_was_seen_of_them_stands_in_the_entry_and_is_read_again_from_it(fresh_practice):
    outcome = played(fresh_practice)
    entry = service.load(outcome.player.case).entries[0]
    (seen,) = SeenContext(entry, law_set().calendar).siblings("inspection_draw")
    assert (seen.stage, seen.facts, seen.n) == ("fixed", {"item": "INS-0001"}, 1)
    assert SeenContext(entry, law_set().calendar).siblings("inspection_plan") == ()
