"""Random people, acts, days, amounts, edits and repeats at the real door; the oracle looks at the case after each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from mingjing.casework import rebuild, service
from mingjing.casework.models import CaseRow
from mingjing.law.judgement import SHANGHAI
from mingjing.law.procedures import current
from mingjing.law.terms import Move
from mingjing.recording.models import Entry
from mingjing.scenario.player import Player
from tests.door_fuzz import oracle
from tests.support import city

LAW = current("penalty_ordinary", "2025-01-01")
ACTS = [one for one in LAW.derived if one not in ("paper_issued", "number_voided", "po_lead")]
ON_THE_WAY = [
    "po_conclude",
    "po_notice",
    "po_serve",
    "po_waive",
    "po_defense",
    "po_hear_req",
    "po_hear_call",
    "po_hear",
    "po_submit_review",
    "po_review",
    "po_review_return",
    "po_panel",
    "po_decide.ask",
    "po_decide",
    "po_decide.back",
]
SEEDS = st.integers(0, 2**48)
WISHES, ON_THE_USUAL_WAY = 5, 0.5
PEOPLE = [
    f"p-{one}"
    for one in ("zhang", "wang", "chen", "zhou", "li", "zhao", "song", "qian", "zheng", "sun", "nobody")
]
FINES = [0, 1, 999_999, 1_000_000, 3_000_000, 9_999_999, 10_000_000, 12_000_000]
OPINIONS = ["approve", "approve", "supplement", "correct", "handover", "reject"]
PAPERS = ["prior_notice", "penalty_decision", "hearing_notice", "hearing_rights_notice"]
USUAL: dict[str, tuple[str, dict[str, Any]]] = {
    "po_interview": ("po_conclude", {}),
    "po_conclude": ("po_notice", {}),
    "po_notice": ("po_serve", {"paper": "prior_notice"}),
    "po_serve": ("po_waive", {"waives": ["defense", "hearing"]}),
    "po_waive": ("po_submit_review", {}),
    "po_submit_review": ("po_review", {}),
    "po_review": ("po_decide.ask", {}),
    "po_decide.ask": ("po_decide", {}),
    "po_decide": ("po_serve", {"paper": "penalty_decision"}),
}


@dataclass(frozen=True, slots=True)
class Wish:
    """One act somebody may think of; without `by` it is someone who may do it."""

    action: str
    by: str
    days: int
    fine: int
    opinion: str
    paper: str
    key: str


def wished(dice: Random) -> Wish:
    return Wish(
        action=dice.choice(dice.choice([ON_THE_WAY, ON_THE_WAY, ACTS])),
        by=dice.choice(["", "", dice.choice(PEOPLE)]),
        days=dice.choice([0, 0, 1, 7, dice.randint(-3, 12)]),
        fine=dice.choice(FINES),
        opinion=dice.choice(OPINIONS),
        paper=dice.choice(PAPERS),
        key=dice.choice(["", "", "a", "b"]),
    )


@dataclass(frozen=True, slots=True)
class Start:
    """A case played so far, from which examples go on; each example is rolled back."""

    player: Player
    case: str


def _rules(count: int, function: Any, **drawn: Any) -> list[Any]:
    return [rule(**drawn)(function) for _ in range(count)]


def start(through: str, day: str, **overrides: Any) -> Start:
    hero = city.player(overrides=overrides)
    for step, on in (("po_file", "2025-08-06"), (through, day)):
        played = hero.through(step, on)
        assert all(one.receipt for one in played), [str(one.refused) for one in played if one.refused]
    hero.works = False
    return Start(hero, hero.case)


STARTS: dict[str, Callable[[], Start]] = {
    "filed": lambda: start("po_interview", "2025-08-08", fine=12_000_000),
    "concluded": lambda: start("po_conclude", "2025-08-20", fine=3_000_000),
    "told": lambda: start("po_waive", "2025-09-01", fine=12_000_000),
    "reviewed": lambda: start("po_review", "2025-09-01", fine=12_000_000),
    "asked": lambda: start("po_decide.ask", "2025-09-01", fine=3_000_000, grave=["public_interest"]),
}


class Door(RuleBasedStateMachine):
    """One case per example, in a transaction that ends with it. `starts` is set by the test."""

    starts: Mapping[str, Start] = {}

    @initialize(name=st.sampled_from(list(STARTS)), seed=SEEDS)
    def begin(self, name: str, seed: int) -> None:
        start = self.start_of(name)
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.hero = copy(start.player)
        self.hero.clock = copy(start.player.clock)
        self.hero.overrides = dict(start.player.overrides)
        self.known = service.load(start.case)
        self.keys: dict[tuple[str, str], tuple[Move, service.Receipt]] = {}
        self.receipts: list[service.Receipt] = []
        self.chapter(seed)

    def start_of(self, name: str) -> Start:
        return self.starts[name]

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)

    # --- what people do ---------------------------------------------------------------------------------------

    def act(self, wish: Wish) -> None:
        papers: dict[str, dict[str, Any]] = {"legal_review_opinion": {"opinion": wish.opinion}}
        if wish.fine:
            papers |= {"prior_notice": {"fine": wish.fine}, "penalty_decision": {"fine": wish.fine}}
        facts = {"paper": wish.paper} if wish.action == "po_serve" else {}
        asked = {} if LAW.derived[wish.action].asked_by else papers
        self._wish(wish.action, wish.by, self._day(wish.days), facts, asked, wish.key)

    def go_on(self, days: int) -> None:
        """The next act of the lawful way, so that decisions are reached."""
        done = [one.action for one in self.known.entries if one.action in USUAL]
        action, facts = USUAL[done[-1]] if done else USUAL["po_interview"]
        if action == "po_serve":
            self.hero.work()
        self._wish(action, "", self._day(days), facts, {}, "")

    def chapter(self, seed: int) -> None:
        """Some wishes in a row. Drawn from one number: Hypothesis alone would spend most examples on very short cases."""
        dice = Random(seed)
        for _ in range(WISHES):
            if dice.random() < ON_THE_USUAL_WAY:
                self.go_on(dice.randint(0, 3))
            else:
                self.act(wished(dice))
            self.the_case_is_lawful()

    # Rules are drawn evenly: what moves a case stands here more than once.
    chapter_one, chapter_two, chapter_three = _rules(3, chapter, seed=SEEDS)

    @rule(paper=st.sampled_from(["penalty_decision", "prior_notice"]), fine=st.sampled_from(FINES))
    def edit(self, paper: str, fine: int) -> None:
        self.hero.edit(paper, {"fine": fine}, self._day(0))

    @rule()
    def papers_are_made(self) -> None:
        self.hero.work()

    @rule(name=st.sampled_from(["is_major", "agency", "reviewer", "at", "old page"]))
    def forge(self, name: str) -> None:
        """A fact that nobody may state, or a page that is one entry old."""
        forged, after = ({}, self.known.last - 1) if name == "old page" else ({name: True}, None)
        self._wish("po_submit_review", "", self._day(0), forged, {}, "", after=after, may_pass=False)

    @precondition(lambda self: bool(self.keys))
    @rule(data=st.data(), other=st.booleans())
    def repeat(self, data: st.DataObject, other: bool) -> None:
        move, first = self.keys[data.draw(st.sampled_from(sorted(self.keys)))]
        if other:
            changed = Move(
                move.action,
                move.actor,
                move.on,
                {**move.facts, "reason": "换一份"},
                move.papers,
                key=move.key,
            )
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
        self,
        action: str,
        by: str,
        on: str,
        facts: Mapping[str, Any],
        papers: Mapping[str, Any],
        key: str,
        *,
        after: int | None = None,
        may_pass: bool = True,
    ) -> None:
        perform, made = service.perform, list[Move]()
        key = key and f"{key} {self.hero.case}"

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
        if not hasattr(self, "hero") or Entry.objects.filter(case=self.hero.case).count() == self.known.last:
            return  # nothing was written; that what stands there stays is seen when the next entry comes
        case = service.load(self.hero.case)
        assert case.entries[: self.known.last] == self.known.entries, "an entry changed"
        assert case.commitments[: self.known.last] == self.known.commitments
        oracle.check(case)
        for one in self.receipts:
            assert case.commitments[one.n - 1] == one.commitment, "a receipt does not verify"
        row = CaseRow.objects.get(id=case.id)
        assert (row.n, row.stage) == (case.last, oracle.stage_of(case.entries))
        assert row.decided == any(one.action == "po_decide" for one in case.entries)
        self.known = case


class CommittedDoor(Door):
    """The same, every example a committed case of its own: afterwards the whole ledger is checked."""

    def start_of(self, name: str) -> Start:
        return STARTS[name]()

    def teardown(self) -> None:
        if hasattr(self, "transaction"):
            self.hero.work()  # the next example has an earlier clock: nothing may wait for its worker
            self.transaction.__exit__(None, None, None)
            assert rebuild.differences(self.hero.case) == []


def starts() -> dict[str, Start]:
    return {name: begin() for name, begin in STARTS.items()}


def two_posts() -> None:
    """People who hold two posts, so that only the natural person tells them apart."""
    from mingjing.scenario.player import PlayedClock

    for person, role in (
        ("zhang", "reviewer"),
        ("zhou", "agency_head"),
        ("chen", "agency_head"),
        ("wang", "hearing_host"),
    ):
        facts = {"person": f"p-{person}", "agency": city.AGENCY, "role": role, "since": "2020-01-01"}
        service.register("appointment", facts, actor="system", clock=PlayedClock(city.BEFORE_ALL))
    facts = {"person": city.ZHANG, "kind": "bar", "since": "2020-01-01"}
    service.register("qualification", facts, actor="system", clock=PlayedClock(city.BEFORE_ALL))
