"""`ledger verify` finds a valid log of an illegal act: entries that never went through the door."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from mingjing.casework import gate
from mingjing.casework.verification import comparisons, rejudged
from mingjing.law import procedures
from mingjing.law.terms import Case
from mingjing.recording import home as homes
from mingjing.recording import store, verify
from mingjing.scenario.player import Player
from mingjing.tlog import canonical
from tests.support.city import fresh_city, player  # noqa: F401 - a fixture
from tests.support.home import Home


@pytest.fixture
def decided(fresh_city: Home) -> Iterator[Player]:  # noqa: F811
    """A case of a large fine, reviewed and decided."""
    story = player(overrides={"fine": 6000000, "grave": ["public_interest"]})
    for target, day in (
        ("po_file", "2025-07-29"),
        ("po_conclude", "2025-09-01"),
        ("po_decide", "2025-10-20"),
    ):
        assert not [one.refused for one in story.through(target, day) if one.refused]
    yield story


def test_a_lawful_case_is_found_lawful_again(decided: Player) -> None:
    report = verify.verify(homes.current(), comparisons=comparisons())
    assert [str(one) for one in report.findings] == []


def test_a_decision_written_past_the_door_is_found(decided: Player) -> None:
    case = store.load(decided.case)
    forged = _without_review(case)
    found = list(rejudged(forged, None))
    assert [one.entry for one in found] == [f"{case.id}/{forged.last}"]
    assert "G-REVIEW" in found[0].what


def test_an_entry_appended_past_the_door_has_no_gate_row(decided: Player) -> None:
    case = store.load(decided.case)
    last = case.entries[-1]
    review = next(one for one in case.entries if one.action == "po_review")
    at = canonical.utc_ms(canonical.parse_utc_ms(last.at) + timedelta(seconds=1))
    with transaction.atomic():
        store.lock([case.id])
        store.append(
            replace(review, n=case.last + 1, prev=case.commitments[-1], at=at),
            salt=os.urandom(32),
            nonce=os.urandom(12),
        )
    report = verify.verify(homes.current(), comparisons=comparisons())
    assert any(
        one.table == "reviewed" and one.entry == f"{case.id}/{case.last + 1}" for one in report.findings
    )


def test_nobody_can_say_afterwards_that_a_case_needs_no_review(fresh_city: Home) -> None:  # noqa: F811
    story = player()
    story.through("po_lead", "2025-07-29")
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute('INSERT INTO gated ("case", review) VALUES (%s, %s)', [story.case, False])


def test_limits_of_a_set_that_was_never_entered_are_found(fresh_city: Home) -> None:  # noqa: F811
    gate.add_thresholds("f" * 64, [gate.Threshold("nation", "2025-01-01", "fine_org", 10**12)])
    report = verify.verify(homes.current(), comparisons=comparisons())
    assert [(one.table, one.row) for one in report.findings] == [("review_threshold", "f" * 64)]


def _without_review(case: Case) -> Case:
    """The same case as if nobody had reviewed: what a forger with the signing key might build."""
    law = procedures.of(case.procedure)
    assert law.review is not None
    kept = [
        one
        for one in case.entries
        if one.action != law.review.review and one.facts.get("paper") != "legal_review_opinion"
    ]
    upto = next(place for place, one in enumerate(kept, start=1) if law.derived[one.action].decides)
    entries = tuple(replace(one, n=place) for place, one in enumerate(kept[:upto], start=1))
    return Case(case.id, case.procedure, case.agency, entries, tuple("0" * 64 for _ in entries))
