"""Every story of tests/scenarios, on both databases; afterwards the ledger is whole and the rows are what it says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from mingjing import cli
from mingjing.casework import rebuild
from mingjing.casework.models import CaseRow, PenaltyRow
from mingjing.casework.verification import comparisons
from mingjing.law import engine
from mingjing.law.lint.bases import LISTS_AND_LOTS
from mingjing.law.procedures import PROCEDURES, current
from mingjing.law.terms import Action, After, Guard, LinkedIs, Procedure, Within
from mingjing.recording import verify
from mingjing.recording.home import Home
from mingjing.scenario import runner
from tests.recording.ledger import check_ledger, seal
from tests.support import home as support

FOLDER = Path(__file__).parents[1] / "scenarios"
FILES = sorted(FOLDER.glob("*.yaml"))


def asked_of(law: Procedure, action: Action) -> list[Guard]:
    """The guards that an act must pass."""
    return [one for one in (*action.needs, *law.guards) if isinstance(one, Guard) and not one.warns]


def play(story: dict[str, Any], copy: support.Home) -> tuple[runner.Outcome, Home]:
    home = Home(copy.path)
    return runner.play(story, home), home


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_a_story_goes_as_it_is_told(fresh_practice, file):
    outcome, home = play(runner.read(file), fresh_practice)
    assert outcome.differences == []
    seal(home)
    check_ledger(home)
    report = verify.verify(home, comparisons=comparisons(), files=True)
    assert [str(one) for one in report.findings] == []
    assert [str(one) for case in rebuild.cases() for one in rebuild.differences(case)] == []


def test_the_command_plays_a_story_that_sets_its_own_parameters():
    assert cli.main(["scenario", "run", str(FOLDER / "24-all-ordinary-reviewed.yaml")]) == 0


def test_a_fine_changed_by_the_court_is_what_other_cases_see(fresh_practice):
    play(runner.read(FOLDER / "61-changed-by-the-court.yaml"), fresh_practice)
    assert set(PenaltyRow.objects.values_list("fine", flat=True)) == {200000}


@pytest.mark.parametrize("story", ["95-seized-in-a-penalty-case", "116-a-levy-by-its-standard"])
def test_only_a_penalty_stands_against_the_party_in_other_cases(fresh_practice, story):
    play(runner.read(FOLDER / f"{story}.yaml"), fresh_practice)
    punished = {one.procedure for one in CaseRow.objects.filter(id__in=PenaltyRow.objects.values("case_id"))}
    assert all(PROCEDURES[one].punishes for one in punished)


# --- every guard has a story that it refuses and one that it lets pass ----------------------------------------

STORIES = {file.stem: runner.read(file) for file in FILES}
GUARDS = sorted(
    {
        one.id
        for law in PROCEDURES.values()
        for action in law.derived.values()
        for one in asked_of(law, action)
    }
)
ENGINE = ["E-ROLE", "E-ORDER", "E-PAPER", "E-FIELD", "E-EARLY", "E-LATE", "E-STALE", "E-UNKNOWN", "E-LINK"]


def refused(reason: str) -> list[str]:
    """Stories in which the reason bars an act."""
    return [name for name, story in STORIES.items() for move in story["moves"] if reason in expected(move)]


def expected(move: dict[str, Any]) -> list[str]:
    found = move.get("expect", [])
    return found if isinstance(found, list) else []


def passed(reason: str) -> list[str]:
    """Stories in which an act that the reason guards goes through; that it does is tested above."""
    return [
        name
        for name, story in STORIES.items()
        for move in story["moves"]
        if not expected(move) and guards(story, move, reason)
    ]


def guards(story: dict[str, Any], move: dict[str, Any], reason: str) -> bool:
    told = story.get("cases", {}).get(move.get("case"), story)
    law = current(told["procedure"], "2025-01-01")
    action = law.action(move.get("do") or move.get("through", "").partition(":")[0])
    if action is None:
        return False
    special = {
        "E-ORDER": bool(action.stage or action.asked_by),
        "E-STALE": "after" in move,
        "E-EARLY": any(isinstance(one, After) for one in action.needs),
        "E-LATE": any(isinstance(one, Within) for one in action.needs),
        "E-LINK": any(isinstance(one, LinkedIs) for one in action.needs)
        or bool(set(law.links) & set(action.asks)),
        "G-DOC": any(paper.sealed for one in action.papers if (paper := law.paper(one))),
    }
    named = any(one.id == reason for one in asked_of(law, action))
    return special.get(reason, named or reason in ("E-ROLE", "E-FIELD", "E-PAPER", "E-UNKNOWN")) or (
        reason == "G-BOUND" and bool(action.asked_by)
    )


@pytest.mark.parametrize("reason", [*GUARDS, *ENGINE])
def test_a_reason_bars_an_act_in_one_story_and_lets_it_pass_in_another(reason):
    assert refused(reason), f"no story expects {reason}"
    assert passed(reason), f"no story passes {reason}"


def test_the_guards_of_the_issue_are_all_there():
    wanted = "CERT TWO POWER BASIS NOTICE HEAR REVIEW PANEL AMOUNT BOUND SEPARATE QUALIFIED DOC DELIV REC"
    assert {f"G-{one}" for one in wanted.split()} <= set(GUARDS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "reason", [*(one for one in GUARDS if one.startswith("G-") or one in LISTS_AND_LOTS), *ENGINE]
)
def test_without_a_guard_its_story_no_longer_goes_as_told(sqlite_practice, reason, monkeypatch):
    """A story that would go as told with the guard struck out proves nothing."""

    def judge(*values: Any, **named: Any) -> Any:
        j, reasons = judge.whole(*values, **named)
        return j, [one for one in reasons if one.id != reason]

    judge.whole = engine.judge
    monkeypatch.setattr(engine, "judge", judge)
    story = STORIES[min(refused(reason), key=lambda name: len(STORIES[name]["moves"]))]
    outcome, _ = play(story, sqlite_practice)
    assert outcome.differences
