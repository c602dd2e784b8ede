"""Random people, acts, days, amounts, edits and repeats at the real door; the oracle looks at the case after each."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mingjing.casework import rebuild, service
from mingjing.casework.models import CaseRow
from mingjing.law.judgement import SHANGHAI
from mingjing.law.procedures import current
from mingjing.law.terms import Move
from mingjing.scenario.player import Player
from tests.door_fuzz import oracle
from tests.support import city

LAW = current("penalty_ordinary", "2025-01-01")
ACTS = [one for one in LAW.derived if one not in ("paper_issued", "number_voided", "po_lead")]
ON_THE_WAY = [
    "po_conclude", "po_notice", "po_serve", "po_waive", "po_defense", "po_hear_req", "po_hear_call", "po_hear",
    "po_submit_review", "po_review", "po_review_return", "po_panel", "po_decide.ask", "po_decide", "po_decide.back",
]
PEOPLE = [f"p-{one}" for one in ("zhang", "wang", "chen", "zhou", "li", "zhao", "song", "qian", "zheng", "sun", "nobody")]
FINES = [0, 1, 999_999, 1_000_000, 3_000_000, 9_999_999, 10_000_000, 12_000_000]
OPINIONS = ["approve", "approve", "supplement", "correct", "handover", "reject"]
PAPERS = ["prior_notice", "penalty_decision", "hearing_notice", "hearing_rights_notice"]
EXPECTED = (service.Refused, service.KeyReused)


@dataclass(frozen=True, slots=True)
class Start:
    """A case played so far, from which examples go on; each example is rolled back."""

    player: Player
    case: str


class Door(RuleBasedStateMachine):
    """One case per example, in a transaction that ends with it. `starts` is set by the test."""

    starts: Mapping[str, Start] = {}

    @initialize(name=st.sampled_from(["filed", "concluded", "told", "reviewed", "asked"]))
    def begin(self, name: str) -> None:
        start = self.starts[name]
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.hero = copy(start.player)
        self.hero.clock = copy(start.player.clock)
        self.hero.overrides = dict(start.player.overrides)
        self.known = service.load(start.case)
        self.keys: dict[tuple[str, str], tuple[Move, service.Receipt]] = {}
        self.receipts: list[service.Receipt] = []
        self.moved = False
        self.hero.after_move = None

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # --- what people do ---------------------------------------------------------------------------------------

    @rule(
        action=st.one_of(st.sampled_from(ON_THE_WAY), st.sampled_from(ON_THE_WAY), st.sampled_from(ACTS)),
        by=st.one_of(st.just(""), st.just(""), st.sampled_from(PEOPLE)),
        days=st.integers(-2, 9),
        fine=st.sampled_from(FINES),
        opinion=st.sampled_from(OPINIONS),
        paper=st.sampled_from(PAPERS),
        key=st.sampled_from(["", "", "a", "b"]),
    )
    def act(self, action: str, by: str, days: int, fine: int, opinion: str, paper: str, key: str) -> None:
        papers: dict[str, dict[str, Any]] = {"legal_review_opinion": {"opinion": opinion}}
        if fine:
            papers |= {"prior_notice": {"fine": fine}, "penalty_decision": {"fine": fine}}
        facts = {"paper": paper} if action == "po_serve" else {}
        self._wish(action, by, self._day(days), facts, {} if LAW.derived[action].asked_by else papers, key)

    @rule(fine=st.sampled_from(FINES))
    def go_on_as_usual(self, fine: int) -> None:
        """The next act of the lawful way, so that decisions are reached."""
        last = self.known.entries[-1].action
        usual = {"po_waive": "po_submit_review", "po_submit_review": "po_review", "po_review": "po_decide.ask",
                 "po_decide.ask": "po_decide", "po_conclude": "po_notice"}
        self._wish(usual.get(last, "po_submit_review"), "", self._day(0), {}, {}, "")

    @rule(paper=st.sampled_from(["penalty_decision", "prior_notice"]), fine=st.sampled_from(FINES))
    def edit(self, paper: str, fine: int) -> None:
        self.hero.edit(paper, {"fine": fine}, self._day(0))

    @rule()
    def papers_are_made(self) -> None:
        self.hero.work()

    @rule(name=st.sampled_from(["is_major", "agency", "reviewer", "at", "clearance"]))
    def forge(self, name: str) -> None:
        self._wish("po_decide.ask", "", self._day(0), {name: True}, {}, "", may_pass=False)

    @rule()
    def from_an_old_page(self) -> None:
        """What was seen before the last entry no longer counts."""
        self._wish("po_submit_review", "", self._day(0), {}, {}, "", after=self.known.last - 1, may_pass=False)

    @precondition(lambda self: bool(self.keys))
    @rule(data=st.data(), other=st.booleans())
    def repeat(self, data: st.DataObject, other: bool) -> None:
        move, first = self.keys[data.draw(st.sampled_from(sorted(self.keys)))]
        if other:
            changed = Move(move.action, move.actor, move.on, {**move.facts, "reason": "换一份"}, move.papers, key=move.key)
            try:
                service.perform(self.hero.case, changed, clock=self.hero.clock)
            except service.KeyReused:
                return
            raise AssertionError("the key was used for another body")
        again = service.perform(self.hero.case, move, clock=self.hero.clock)
        assert again.again and (again.n, again.commitment) == (first.n, first.commitment)

    def _day(self, days: int) -> str:
        today: date = self.hero.clock.now.astimezone(SHANGHAI).date()
        return (today + timedelta(days=days)).isoformat()

    def _wish(
        self, action: str, by: str, on: str, facts: Mapping[str, Any], papers: Mapping[str, Any], key: str,
        *, after: int | None = None, may_pass: bool = True,
    ) -> None:
        perform, made = service.perform, list[Move]()

        def noting(case: str, move: Move, **named: Any) -> service.Receipt:
            made.append(move)
            return perform(case, move, **named)

        service.perform = noting
        try:
            played = self.hero.do(action, on, by=by, facts=facts, papers=papers, key=key, after=after)
        except service.KeyReused:
            assert key and any(used == key for _, used in self.keys)
            return
        finally:
            service.perform = perform
        receipt = played.receipt
        if receipt is None:
            assert played.refused and played.refused.reasons
            return
        assert may_pass, f"{action} with {dict(facts)} went through"
        if not receipt.again:
            self.receipts.append(receipt)
            if key:
                self.keys[made[0].actor, key] = (made[0], receipt)

    # --- what must hold ---------------------------------------------------------------------------------------

    @invariant()
    def the_case_is_lawful(self) -> None:
        if not hasattr(self, "hero"):
            return
        case = service.load(self.hero.case)
        assert case.entries[: self.known.last] == self.known.entries, "an entry changed"
        assert case.commitments[: self.known.last] == self.known.commitments
        oracle.check(case)
        for one in self.receipts:
            assert case.commitments[one.n - 1] == one.commitment, "a receipt does not verify"
        if case.last > self.known.last:
            row = CaseRow.objects.get(id=case.id)
            assert (row.n, row.stage) == (case.last, oracle.stage_of(case.entries))
            assert row.decided == any(one.action == "po_decide" for one in case.entries)
            self.moved = True
        self.known = case


class CommittedDoor(Door):
    """The same, every example committed: afterwards the whole ledger is checked."""

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            self.transaction.__exit__(None, None, None)
            assert rebuild.differences(self.hero.case) == []


def start(through: str, day: str, **overrides: Any) -> Start:
    hero = city.player(overrides=overrides)
    for step, on in (("po_file", "2025-08-06"), (through, day)):
        played = hero.through(step, on)
        assert all(one.receipt for one in played), [str(one.refused) for one in played if one.refused]
    hero.works = False
    return Start(hero, hero.case)


def starts() -> dict[str, Start]:
    return {
        "filed": start("po_interview", "2025-08-08", fine=12_000_000),
        "concluded": start("po_conclude", "2025-08-20", fine=3_000_000),
        "told": start("po_waive", "2025-09-01", fine=12_000_000),
        "reviewed": start("po_review", "2025-09-01", fine=12_000_000),
        "asked": start("po_decide.ask", "2025-09-01", fine=3_000_000, grave=["public_interest"]),
    }


def two_posts() -> None:
    """People who hold two posts, so that only the natural person tells them apart."""
    from mingjing.scenario.player import PlayedClock

    for person, role in (("zhang", "reviewer"), ("zhou", "agency_head"), ("chen", "agency_head"), ("wang", "hearing_host")):
        facts = {"person": f"p-{person}", "agency": city.AGENCY, "role": role, "since": "2020-01-01"}
        service.register("appointment", facts, actor="system", clock=PlayedClock(city.BEFORE_ALL))
    facts = {"person": city.ZHANG, "kind": "bar", "since": "2020-01-01"}
    service.register("qualification", facts, actor="system", clock=PlayedClock(city.BEFORE_ALL))
