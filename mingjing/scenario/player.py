"""Plays moves through the real door on a played clock: fills in samples, plays worker and sealer between moves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Any

from mingjing.casework import drafts, issue, prefill, service
from mingjing.casework.context import DoorContext
from mingjing.law import clocks, engine, procedures
from mingjing.law.judgement import SHANGHAI, moment_of, replay, walked
from mingjing.law.samples import sample
from mingjing.law.terms import (
    Action,
    Case,
    Content,
    Field,
    FileRef,
    Json,
    Kind,
    Move,
    Paper,
    Procedure,
    Role,
    Step,
)
from mingjing.recording import evidence
from mingjing.recording.home import Home
from mingjing.registry import reads
from mingjing.tlog import canonical

WORK_BEGINS = time(9, 0)


@dataclass(slots=True)
class PlayedClock:
    """Ledger time of a practice home: set by each move, never falling."""

    now: datetime

    def __call__(self) -> datetime:
        return self.now

    def move_to(self, on: str) -> None:
        """To 09:00 of a day or to the moment; a second later when that is not later than now."""
        wanted = (
            moment_of(on) if len(on) > 10 else datetime.combine(date.fromisoformat(on), WORK_BEGINS, SHANGHAI)
        )
        self.now = wanted if wanted > self.now else self.now + timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Played:
    """What became of one move."""

    action: str
    actor: str
    on: str
    receipt: service.Receipt | None = None
    refused: service.Refused | None = None


@dataclass(slots=True)
class Player:
    """One case being played. `team`: names by role; `overrides`: values that stand in for declared samples."""

    home: Home
    clock: PlayedClock
    procedure: str
    agency: str
    team: Mapping[str, Sequence[str]]
    overrides: dict[str, Json] = field(default_factory=dict)
    render: issue.Renderer = issue.plain
    after_move: Callable[[Played], None] | None = None
    works: bool = True
    """Plays the worker too; False when another does."""
    case: str = field(default_factory=service.new_case)
    origin: str = ""
    """The case from whose page this one is opened."""

    # --- one move -------------------------------------------------------------------------------------------

    def do(
        self,
        action_id: str,
        on: str,
        *,
        by: str = "",
        facts: Mapping[str, Json] | None = None,
        papers: Mapping[str, Mapping[str, Json]] | None = None,
        files: Sequence[FileRef] = (),
        key: str = "",
        extra: Mapping[str, Json] | None = None,
        after: int | None = None,
        without: Sequence[str] = (),
    ) -> Played:
        """One act with everything it asks filled in from the case, the overrides, else the declared samples.

        `without`: papers that are left out.
        """
        self.clock.move_to(on)
        law, case, context = self._look()
        action = law.action(action_id)
        if action is not None and action.hours and len(on) == 10:
            on = canonical.utc_ms(self.clock.now)
        actor = by or (self._person_for(action, law, case) if action else next(iter(self.team.values()))[0])
        move = Move(action_id, actor, on, dict(facts or {}), files=tuple(files), key=key, after=after)
        if action is not None:
            move = self._filled(law, case, context, action, move, papers or {}, extra or {}, without)
        played = self._perform(move)
        if self.after_move:
            self.after_move(played)
        if played.receipt and self.works:
            self.work()
        return played

    def edit(self, paper_id: str, fields: Mapping[str, Json], on: str) -> None:
        """Change the working copy of a paper; no act."""
        self.clock.move_to(on)
        kept = drafts.load(self.case, paper_id)
        values = {**(kept.fields if kept else {}), **fields}
        drafts.save(self.case, paper_id, values, by="player", at=self.clock.now)

    def keep(self, title: str, body: bytes) -> FileRef:
        """Put a file beside the case's evidence, to be handed in with an act."""
        stored = evidence.keep(
            self.home, self.case, [body], filename=title, at=canonical.utc_ms(self.clock.now)
        )
        return stored.ref

    def last(self) -> int:
        """Number of the last entry."""
        return self._look()[1].last

    def work(self) -> None:
        """Play the worker: issue the papers of the acts done."""
        while issue.issue_all(self.home, render=self.render, clock=self._tick):
            pass

    def _tick(self) -> datetime:
        self.clock.now += timedelta(milliseconds=1)
        return self.clock.now

    def _perform(self, move: Move) -> Played:
        try:
            receipt = service.perform(
                self.case, move, clock=self.clock, procedure=self.procedure, agency=self.agency
            )
        except service.Refused as refused:
            return Played(move.action, move.actor, move.on, refused=refused)
        return Played(move.action, move.actor, move.on, receipt=receipt)

    def _look(self) -> tuple[Procedure, Case, DoorContext]:
        try:
            case, law, context = service.look(self.case, self.clock.now)
            return law, case, context
        except service.UnknownCase:
            today = self.clock.now.astimezone(SHANGHAI).date()
            law = procedures.current(self.procedure, today.isoformat())
            return (
                law,
                Case(self.case, law.key, self.agency),
                DoorContext(
                    self.agency, self.clock.now, drafts=partial(drafts.papers, self.case), origin=self.origin
                ),
            )

    # --- filling in -------------------------------------------------------------------------------------------

    def _filled(
        self,
        law: Procedure,
        case: Case,
        context: DoorContext,
        action: Action,
        move: Move,
        papers: Mapping[str, Mapping[str, Json]],
        extra: Mapping[str, Json],
        without: Sequence[str],
    ) -> Move:
        facts: dict[str, Json] = {}
        for name in action.asked:
            value = self._value(law, case, context, law.asked(name), move.actor)
            if name not in move.facts and value is not None:
                facts[name] = value
        if action.asked_by:
            facts = {"ask": self._ask(law, case, action)}
            if "reason" in action.asks:
                facts["reason"] = "补充后再报。"
        facts |= {**move.facts, **extra}
        for paper_id in () if action.asked_by else (*action.papers, *action.drafts):
            paper = law.paper(paper_id)
            if paper_id in without:
                drafts.discard(self.case, paper_id)
            elif paper is not None and facts.get("paper") is not paper_id:
                self._draft(law, case, context, paper, papers.get(paper_id, {}))
        bound = {paper: content for paper, content in self._given(law, papers).items() if action.asked_by}
        return Move(move.action, move.actor, move.on, facts, bound, move.files, move.key, move.after)

    def _given(self, law: Procedure, papers: Mapping[str, Mapping[str, Json]]) -> dict[str, Content]:
        return {paper: drafts.content(paper, fields) for paper, fields in papers.items()}

    def _ask(self, law: Procedure, case: Case, action: Action) -> str:
        asks = [one.n for one in replay(law, case).live if one.action == action.asked_by]
        return case.commitments[asks[-1] - 1] if asks else "0" * 64

    def _draft(
        self, law: Procedure, case: Case, context: DoorContext, paper: Paper, given: Mapping[str, Json]
    ) -> None:
        """Write the working copy as an officer would; a copy already there stays, but for overrides."""
        kept = context.drafts.get(paper.id)
        values: dict[str, Json] = dict(kept.fields) if kept and not self._repeats(law, case, paper) else {}
        for one in paper.fields:
            if one.id in given:
                values[one.id] = given[one.id]
            elif one.id in self.overrides or one.id not in values or one.follows is not None:
                values[one.id] = self._value(law, case, context, one, "")
        values = {name: value for name, value in values.items() if value is not None}
        drafts.save(self.case, paper.id, values, by="player", at=self.clock.now)

    def _repeats(self, law: Procedure, case: Case, paper: Paper) -> bool:
        """Whether the paper was made before, so that this one is written anew."""
        makers = {one.id for one in law.derived.values() if paper.id in one.papers}
        return any(one.action in makers for one in case.entries)

    def _value(self, law: Procedure, case: Case, context: DoorContext, one: Field, actor: str) -> Json:
        if one.id in self.overrides:
            return self._merged(one, self.overrides[one.id])
        if one.when is not None and not one.when.test(clocks.looking(law, case, context)):
            return None
        if one.kind is Kind.PERSONS and one.follows is None:
            return self._people(one, actor, self._officers(law, case))
        found = prefill.field_value(law, case, context, one) if one.kind is not Kind.CHOICES else None
        on = self.clock.now.astimezone(SHANGHAI).date()
        return sample(one, on, None if one.id in _OWN_EACH_TIME else found)

    def _merged(self, one: Field, value: Json) -> Json:
        """A party given in part is filled up from the sample, so that a story may say only what matters."""
        if isinstance(value, dict) and isinstance(one.sample, dict):
            other = value.get("kind", one.sample.get("kind")) != one.sample.get("kind")
            return {**({} if other else one.sample), **value}
        return value

    def _people(self, one: Field, actor: str, officers: Sequence[str]) -> Json:
        if one.id == "hearing_host":
            hosts: list[Json] = [*self.team.get(Role.HEARING_HOST, ())]
            return hosts[:1]
        first = [actor] if actor in officers else []
        chosen: list[Json] = [*first, *(one for one in officers if one not in first)]
        return chosen[:2]

    def _officers(self, law: Procedure, case: Case) -> list[str]:
        """Whom the lot sent to this case, else the officers of the bureau."""
        found = prefill.known(law, replay(law, case), "drawn_officers")
        return [str(one) for one in found] if isinstance(found, list) else [*self.team.get(Role.OFFICER, ())]

    def _person_for(self, action: Action, law: Procedure, case: Case) -> str:
        if Role.SYSTEM in action.roles:
            return Role.SYSTEM.value
        wanted = [Role.OFFICER] if action.stated_by else sorted(action.roles, key=_ORDER.index)
        team = {**self.team, Role.OFFICER: self._officers(law, case)}
        return next((team[role][0] for role in wanted if team.get(role)), "nobody")

    # --- the usual way ------------------------------------------------------------------------------------------

    def through(self, target: str, on: str, *, facts: Mapping[str, Json] | None = None) -> list[Played]:
        """Play every missing move of the usual way up to `target`, all on one day. Stops at the first refusal.

        `pm_serve:permit_certificate` names the paper that is served.
        """
        law, _, _ = self._look()
        steps = self._way(law, *target.split(":"))
        played: list[Played] = []
        for one in steps:
            law, case, _ = self._look()
            if self._has(law, case, one):
                continue
            last = self.do(one.action, on, facts=dict(one.facts))
            played.append(last)
            if last.refused:
                break
        return played

    def _way(self, law: Procedure, target: str, paper: str = "") -> list[Step]:
        branch = self._branch(law, target)
        way = [one for one in law.path if one.branch in ("", branch)]
        ends = [
            place
            for place, one in enumerate(way)
            if one.action == target and paper in ("", dict(one.facts).get("paper"))
        ]
        if not ends:
            raise LookupError(f"“{law.label}”的通常路径没有 {target}")
        needs_panel = self.overrides.get("complex") is True
        return [one for one in way[: ends[0] + 1] if not one.optional or one.action == target or needs_panel]

    def _branch(self, law: Procedure, target: str) -> str:
        _, case, _ = self._look()
        done = {one.action for one in case.entries}
        only = {branch: {one.action for one in law.path if one.branch == branch} for branch in law.ways}
        for branch in law.ways[1:]:
            marks = only[branch] - {one.action for one in law.path if one.branch != branch}
            if target in marks or done & marks:
                return branch
        return law.ways[0] if law.ways else ""

    def _has(self, law: Procedure, case: Case, one: Step) -> bool:
        return walked(law, replay(law, case), one)

    # --- looking -----------------------------------------------------------------------------------------------

    def said(self, name: str) -> Json:
        """What the case stated last under a field's id."""
        law, case, _ = self._look()
        return prefill.known(law, replay(law, case), name)

    def warned(self) -> dict[str, frozenset[str]]:
        """What is only warned of, by action, asked of who may do it."""
        law, case, context = self._look()
        standing = replay(law, case)
        return {
            action.id: frozenset(one.id for one in told.warnings)
            for action in law.derived.values()
            for told in [
                engine.choice(law, case, action, self._person_for(action, law, case), context, standing)
            ]
        }

    def menu(self, actor: str = "") -> dict[str, frozenset[str]]:
        """Reasons by action as they stand now; for no one in particular, each act is asked of who may do it."""
        law, case, context = self._look()
        return {
            action.id: frozenset(
                one.id
                for one in engine.judge(
                    law,
                    case,
                    Move(
                        action.id,
                        actor or self._person_for(action, law, case),
                        context.today.isoformat(),
                        asking=True,
                    ),
                    context,
                )[1]
            )
            for action in law.derived.values()
        }

    def deadlines(self) -> dict[str, str]:
        law, case, context = self._look()
        return {one.term.id: one.shown for one in clocks.clocks(law, case, context)}

    def provisional(self) -> list[str]:
        law, case, context = self._look()
        return sorted(one.term.id for one in clocks.clocks(law, case, context) if one.provisional)

    def stage(self) -> str:
        law, case, _ = self._look()
        return replay(law, case).stage

    def open(self) -> list[str]:
        """Tracks that run."""
        law, case, _ = self._look()
        return sorted(replay(law, case).open)

    def name_of(self, person: str) -> str:
        found: Any = reads.snapshot(self.clock.now.astimezone(SHANGHAI).date()).person(person, self.agency)
        return found.name if found else person


_ORDER = list(Role)
_OWN_EACH_TIME = frozenset({"summary", "paper", "place", "started", "ended"})
