"""What must hold of any case, said again without the engine: plain Python over the entries, written by hand.

It knows the penalty by heart: who handled, who reviewed which text, who decided, how much was told to the party.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from mingjing.law.terms import Case, Entry

BEFORE_DECISION = {"notified", "heard", "reviewed", "deliberated"}
TABLE: dict[str, tuple[set[str], str]] = {
    "po_lead": ({""}, "lead"),
    "po_precheck": ({"lead"}, "prechecked"),
    "po_file": ({"lead", "prechecked"}, "filed"),
    "po_party": ({"filed", "concluded"} | BEFORE_DECISION, "filed"),
    "po_conclude": ({"filed"}, "concluded"),
    "po_notice": ({"concluded"} | BEFORE_DECISION, "notified"),
    "po_hear": (BEFORE_DECISION, "heard"),
    "po_panel": (BEFORE_DECISION, "deliberated"),
    "po_decide": (BEFORE_DECISION, "decided"),
    "po_close": ({"served"}, "closed"),
}
"""From which stages an act may move a case, and to which. Everything else leaves the stage as it is."""
LIMIT = {"org": 10_000_000, "citizen": 1_000_000, "individual_business": 1_000_000}
HANDLES = {"officer", "unit_head"}
DECISION = "penalty_decision"


def stage_of(entries: Sequence[Entry]) -> str:
    """The stage after these entries. Raises AssertionError for a step that the table does not know."""
    stage = ""
    for entry in entries:
        if entry.action in TABLE:
            allowed, new = TABLE[entry.action]
            assert stage in allowed, f"{entry.action} at {stage}"
            stage = new
        elif entry.action == "po_review" and entry.facts["legal_review_opinion"]["opinion"] == "approve":
            assert stage in BEFORE_DECISION
            stage = "reviewed"
        elif entry.action == "po_serve" and entry.facts["paper"] == DECISION:
            assert stage in {"decided", "served"}
            stage = "served"
    return stage


def check(case: Case) -> None:
    """Raises AssertionError when something stands in the case that must never happen."""
    stage_of(case.entries)
    for before, after in zip(case.entries, case.entries[1:], strict=False):
        assert (after.n, after.prev) == (before.n + 1, case.commitments[before.n - 1])
        assert before.at <= after.at
    for entry in case.entries:
        assert entry.on[:10] <= shanghai_day(entry.at), "happened after it was entered"
    decisions = [one for one in case.entries if one.action == "po_decide"]
    assert len(decisions) <= 1
    for decision in decisions:
        check_decision(case.entries[: decision.n - 1], decision)


def check_decision(before: Sequence[Entry], decision: Entry) -> None:
    text = dict(decision.facts[DECISION])
    (notice,) = [one for one in before if one.action == "po_notice"][-1:]
    assert amount(text, "fine") <= amount(notice.facts["prior_notice"], "fine"), "more than was told"
    assert text["party"]["name"] == notice.facts["prior_notice"]["party"]["name"], "another was told"
    assert any(
        one.action == "po_serve" and one.facts["paper"] == "prior_notice" and one.n > notice.n
        for one in before
    )
    assert decision.actor not in handlers(before), "a handler decides"
    reviews = [one for one in before if one.action == "po_review"]
    assert decision.actor not in {one.actor for one in reviews}, "a reviewer decides"
    if major(before, text):
        assert reviews, "no review"
        review = reviews[-1]
        assert review.facts["legal_review_opinion"]["opinion"] == "approve", "not approved"
        assert draft(review) == draft(decision) != "", "another text was reviewed"
        assert review.actor not in handlers(before), "a handler reviewed"
        since = [one.action for one in before if one.n > review.n]
        assert not {"po_notice", "po_hear", "po_submit_review", "po_party"} & set(since), (
            "the file went on after the review"
        )
    asked = [one for one in before if one.action == "po_decide.ask"][-1]
    assert draft(asked) == draft(decision) and asked.facts[DECISION] == text, "another text was asked for"


def major(before: Sequence[Entry], text: dict[str, Any]) -> bool:
    """At least where any lawyer would say so; the product may ask for more."""
    heard = any(one.action == "po_hear" for one in before)
    grave = next((one.facts["grave"] for one in reversed(before) if one.action == "po_conclude"), [])
    kinds = set(text.get("kinds") or ()) & {
        "license_revocation",
        "closure",
        "suspension_of_business",
        "grade_reduction",
    }
    most = max(amount(text, "fine"), amount(text, "confiscated"))
    return heard or bool(grave) or bool(kinds) or most >= LIMIT[text["party"]["kind"]]


def handlers(entries: Sequence[Entry]) -> set[str]:
    return {person for one in entries if HANDLES & set(one.roles) for person in _team(one)}


def _team(entry: Entry) -> Iterator[str]:
    yield entry.actor
    yield from entry.facts.get("officers") or ()


def draft(entry: Entry) -> str:
    return next((ref.draft for ref in entry.papers if ref.paper == DECISION), "")


def amount(text: Any, name: str) -> int:
    return text.get(name) or 0


def shanghai_day(at: str) -> str:
    return (datetime.fromisoformat(at) + timedelta(hours=8)).date().isoformat()
