"""A bureau made of plain dictionaries, and stories played in it: no database, no clock, no mocks of our own code."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from dataclasses import field as fresh
from datetime import date, datetime, time, timedelta

from mingjing.law import clocks, engine, judgement
from mingjing.law.calendar import Calendar
from mingjing.law.judgement import SHANGHAI, Judgement, happened, moment_of, replay
from mingjing.law.parameters import for_matter, packaged, packaged_calendar
from mingjing.law.procedures import of
from mingjing.law.samples import sample
from mingjing.law.terms import (
    Action,
    Barred,
    Case,
    Certificate,
    Condition,
    Content,
    Earlier,
    Entry,
    Field,
    Json,
    Kind,
    Linked,
    Listed,
    Move,
    Norm,
    On,
    Paper,
    Person,
    Power,
    Procedure,
    Refusal,
    Role,
    Step,
    Value,
    Visit,
)

AGENCY = "zz-scjg"
FIELD = "市场监管"
SCOPES = ("nation", "shandong", "zaozhuang", f"field:{FIELD}")
ORDINARY = of("penalty_ordinary@2021-07-15")
SUMMARY = of("penalty_summary@2021-07-15")
FIRST_DAY = "2025-07-14"
NOBODY = "0" * 64


def certificate(**said: object) -> Certificate:
    return replace(Certificate("37040001", (FIELD,), "2020-01-01", "2030-12-31"), **said)  # type: ignore[arg-type]


def person(id_: str, name: str, *roles: Role, **said: object) -> Person:
    """One of the people, with everything lawful."""
    one = Person(id_, name, frozenset(role.value for role in roles))
    if Role.OFFICER in roles:
        one = replace(one, certificates=(certificate(),))
    if Role.REVIEWER in roles:
        one = replace(one, qualified_until="2099-12-31", legal_qualification=True)
    return replace(one, **said)  # type: ignore[arg-type]


def everybody() -> dict[str, Person]:
    found = (
        person("zhang", "张守正", Role.OFFICER),
        person("wang", "王明远", Role.OFFICER),
        person("chen", "陈立行", Role.UNIT_HEAD),
        person("zhou", "周审言", Role.REVIEWER),
        person("li", "李秉公", Role.AGENCY_HEAD),
        person("song", "宋听证", Role.HEARING_HOST),
        person("qian", "钱公开", Role.PUBLISHER),
        person("wu", "吴存卷", Role.ARCHIVIST),
        person("sun", "孙陌生"),  # the stranger: known to the registry, no role here
    )
    return {one.id: one for one in found}


EQUIPMENT = "中华人民共和国特种设备安全法"


@dataclass
class World:
    """Implements `terms.Context` from plain values."""

    at: datetime = fresh(default_factory=lambda: datetime.combine(date(2025, 7, 14), time(9), SHANGHAI))
    field: str = FIELD
    name: str = ""
    people: dict[str, Person] = fresh(default_factory=everybody)
    powers: dict[str, Power] = fresh(
        default_factory=lambda: {"PEN-0001": Power("PEN-0001", AGENCY, "penalty", "2021-07-15")}
    )
    norms: dict[tuple[str, str], tuple[Norm, ...]] = fresh(
        default_factory=lambda: {
            (EQUIPMENT, one): (Norm(EQUIPMENT, one, "2014-01-01"),)
            for one in ("第四十条第三款", "第八十四条第一项")
        }
    )
    scopes: tuple[str, ...] = SCOPES
    settings: dict[str, int | str] = fresh(default_factory=dict)
    """Parameter values that this bureau sets otherwise, by key."""
    drafts: dict[str, str] = fresh(default_factory=dict)
    links: tuple[Linked, ...] = ()
    mine: tuple[Linked, ...] = ()
    bars: tuple[Barred, ...] = ()
    listed: tuple[Listed, ...] = ()
    penalties: tuple[Earlier, ...] = ()
    seen_visits: tuple[Visit, ...] = ()
    known: frozenset[str] = frozenset({"penalty_ordinary", "penalty_summary"})
    calendar: Calendar = fresh(default_factory=packaged_calendar)

    def body(self, kind: str) -> str:
        return ""

    def parameter(self, key: str, day: date, matter: str = "") -> Value:
        found = packaged().value(key, day, for_matter(self.scopes, matter))
        return (
            replace(found, amount=self.settings[key], scope="agency:test") if key in self.settings else found
        )

    def person(self, person_id: str) -> Person | None:
        return self.people.get(person_id)

    def power(self, agency: str, item: str) -> Power | None:
        found = self.powers.get(item)
        return found if found is not None and found.agency == agency else None

    def norm(self, law: str, article: str) -> tuple[Norm, ...]:
        return self.norms.get((law, article), ())

    def case(self, case: str) -> Linked | None:
        return next((one for one in self.links if one.case == case), None)

    def linked(self) -> tuple[Linked, ...]:
        return self.links

    def siblings(self, procedure: str, naming: str = "") -> tuple[Linked, ...]:
        return self.mine

    def catalogue(self) -> tuple[Listed, ...]:
        return self.listed

    def earlier(self, party: Json) -> tuple[Earlier, ...]:
        return self.penalties

    def visits(self, party: Json) -> tuple[Visit, ...]:
        return self.seen_visits

    def barred(self, party: Json) -> tuple[Barred, ...]:
        return self.bars

    def draft(self, paper: str) -> str:
        return self.drafts.get(paper, "")

    def procedures(self) -> frozenset[str]:
        return self.known

    def change(self, person_id: str, **said: object) -> None:
        self.people[person_id] = replace(self.people[person_id], **said)  # type: ignore[arg-type]


class Refused(AssertionError):
    """A move of a story was refused though the story wanted it; says every reason."""

    def __init__(self, action: str, reasons: list[Refusal]) -> None:
        super().__init__(f"{action}: " + "；".join(f"{one.id} {one}" for one in reasons))
        self.reasons = reasons


def ids(reasons: list[Refusal]) -> set[str]:
    return {one.id for one in reasons}


@dataclass
class Story:
    """One case being played. `said` replaces declared samples; `edits` changes the text of one paper."""

    procedure: Procedure = ORDINARY
    world: World = fresh(default_factory=World)
    branch: str = ""
    said: dict[str, Json] = fresh(default_factory=dict)
    edits: dict[str, dict[str, Json]] = fresh(default_factory=dict)
    day: str = FIRST_DAY
    entries: list[Entry] = fresh(default_factory=list)
    commitments: list[str] = fresh(default_factory=list)
    issues_papers: bool = True

    # --- looking ---

    @property
    def case(self) -> Case:
        return Case("case-1", self.procedure.key, AGENCY, tuple(self.entries), tuple(self.commitments))

    @property
    def stage(self) -> str:
        return replay(self.procedure, self.case).stage

    @property
    def open(self) -> frozenset[str]:
        return replay(self.procedure, self.case).open

    def judgement(self, action: str = "po_decide", by: str = "li") -> Judgement:
        """The case as a guard sees it, nothing being stated."""
        move = Move(action, by, self.day, asking=True)
        found = engine.judge(self.procedure, self.case, move, self.world)[0]
        assert found is not None
        return found

    def clock(self, term: str) -> clocks.Clock | None:
        found = clocks.clocks(self.procedure, self.case, self.world)
        return next((one for one in found if one.term.id == term), None)

    def menu(self, actor: str) -> dict[str, set[str]]:
        found = engine.menu(self.procedure, self.case, actor, self.world)
        return {one.action.id: ids(list(one.refusals)) for one in found}

    # --- time ---

    def on(self, day: str) -> Story:
        """Go to 09:00 of a day, or to a moment."""
        self.day = day
        wanted = (
            datetime.combine(date.fromisoformat(day), time(9), SHANGHAI) if len(day) == 10 else moment_of(day)
        )
        self.world.at = max(wanted, self.world.at) if self.entries else wanted
        return self

    # --- moving ---

    def do(self, action: str, *, by: str = "", on: str = "", **facts: Json) -> Story:
        """Play one act with everything it asks. Raises Refused."""
        move = self.move(action, by=by, on=on, **facts)
        return self.play(move)

    def tries(self, action: str, *, by: str = "", on: str = "", **facts: Json) -> list[Refusal]:
        """Every reason against an act; nothing is written."""
        return self.refusals(self.move(action, by=by, on=on, **facts))

    def refusals(self, move: Move) -> list[Refusal]:
        return engine.refusals(self.procedure, self.case, move, self.world)

    def play(self, move: Move) -> Story:
        j, reasons = engine.judge(self.procedure, self.case, move, self.world)
        if reasons or j is None:
            raise Refused(move.action, reasons)
        entry = self._write(j)
        if self.issues_papers and j.action.effective:
            for paper in j.action.papers if move.actor != Role.SYSTEM else ():
                self.issue(paper, entry.n)
        return self

    def issue(self, paper: str, of_entry: int) -> Story:
        """The worker: the paper is rendered and entered by SYSTEM."""
        facts: dict[str, Json] = {"paper": paper, "of_entry": of_entry, "rendering": "plain"}
        today = self.world.at.astimezone(SHANGHAI).date().isoformat()
        j, reasons = engine.judge(
            self.procedure, self.case, Move("paper_issued", "system", today, facts), self.world
        )
        if reasons or j is None:
            raise Refused("paper_issued", reasons)
        self._write(j)
        return self

    def _write(self, j: Judgement) -> Entry:
        entry = engine.record(j, at=judgement.utc_ms(self.world.at))
        self.entries.append(entry)
        self.commitments.append(hashlib.sha256(repr(entry).encode()).hexdigest())
        self.world.at += timedelta(milliseconds=1)
        return entry

    def move(self, action_id: str, *, by: str = "", on: str = "", **facts: Json) -> Move:
        """A move with every field at its declared sample, unless the story says otherwise."""
        if on:
            self.on(on)
        action = self.procedure.action(action_id)
        if action is None:
            return Move(action_id, by or "zhang", self.day, facts)
        stated = self._facts(action) | facts
        papers = {one: self.text(one) for one in self._papers(action) if self.procedure.paper(one)}
        self.world.drafts |= {one: content.digest for one, content in papers.items()}
        when = judgement.utc_ms(self.world.at) if action.hours and len(self.day) == 10 else self.day
        return Move(action_id, by or self.person_for(action), when, stated, papers)

    def _papers(self, action: Action) -> tuple[str, ...]:
        own = action.papers + action.drafts
        return (*own, action.binds) if action.binds and action.binds not in own else own

    def text(self, paper_id: str) -> Content:
        """The current draft of a paper: samples, what the story says, what was edited."""
        paper = self.procedure.paper(paper_id)
        assert isinstance(paper, Paper)
        values = {one.id: self._value(one) for one in paper.fields} | self.edits.get(paper_id, {})
        kept = {name: value for name, value in values.items() if value is not None}
        text = json.dumps([paper_id, kept], ensure_ascii=False, sort_keys=True)
        return Content(kept, hashlib.sha256(text.encode()).hexdigest())

    def edit(self, paper: str, **values: Json) -> Story:
        """Change the working copy of a paper."""
        self.edits[paper] = self.edits.get(paper, {}) | values
        self.world.drafts[paper] = self.text(paper).digest
        return self

    def _facts(self, action: Action) -> dict[str, Json]:
        if action.asked_by:
            reason: dict[str, Json] = {"reason": "补充后再报。"} if "reason" in action.asks else {}
            return {"ask": self.ask_of(action), **reason}
        values = {name: self._value(self.procedure.asked(name)) for name in action.asked}
        return {name: value for name, value in values.items() if value is not None}

    def _value(self, one: Field) -> Json:
        if one.id in self.said:
            given = self.said[one.id]
            return (
                {**one.sample, **given} if isinstance(given, dict) and isinstance(one.sample, dict) else given
            )
        if one.carries in self.said:
            return self.said[one.carries]
        if one.when is not None and not self._holds(one.when):
            return None
        if one.kind is Kind.PERSONS:
            return ["song"] if one.id == "hearing_host" else ["zhang", "wang"]
        return sample(one, judgement.day_of(self.day))

    def _holds(self, when: Condition) -> bool:
        """Whether a condition holds before the act states anything."""
        return when.test(clocks.looking(self.procedure, self.case, self.world))

    def ask_of(self, action: Action) -> str:
        asks = [one.n for one in self.entries if one.action == action.asked_by]
        return self.commitments[asks[-1] - 1] if asks else NOBODY

    def person_for(self, action: Action) -> str:
        if action.roles == {Role.SYSTEM}:
            return "system"
        wanted = (Role.OFFICER,) if action.stated_by else sorted(action.roles, key=list(Role).index)
        found = (one.id for role in wanted for one in self.world.people.values() if role.value in one.roles)
        return next(found, "sun")

    # --- the usual way ---

    def through(self, action: str, *, on: str = "", **facts: Json) -> Story:
        """Play every missing step of the usual way up to and including `action`; `po_serve:paper` names the paper."""
        if on:
            self.on(on)
        wanted, _, paper = action.partition(":")
        way = [one for one in self.procedure.path if one.branch in ("", self.branch or self._usual())]
        steps = [one for one in way if not one.optional or one.action == wanted]
        last = next(
            place
            for place, one in enumerate(steps)
            if one.action == wanted and (not paper or ("paper", paper) in one.facts)
        )
        for one in steps[: last + 1]:
            if not self._has(one):
                self.do(one.action, **dict(one.facts), **(facts if one is steps[last] else {}))
        return self

    def until(self, action: str, *, on: str = "") -> Story:
        """Play the usual way up to just before `action`."""
        way = [one for one in self.procedure.path if one.branch in ("", self.branch or self._usual())]
        steps = [one for one in way if not one.optional]
        place = next(place for place, one in enumerate(steps) if one.action == action)
        before = steps[place - 1]
        paper = dict(before.facts).get("paper")
        return self.through(f"{before.action}:{paper}" if paper else before.action, on=on)

    def _usual(self) -> str:
        return self.procedure.ways[0] if self.procedure.ways else ""

    def _has(self, one: Step) -> bool:
        same = On(
            one.action, tuple((name, value) for name, value in one.facts if not isinstance(value, list))
        )
        return any(happened(self.procedure, entry, same) for entry in replay(self.procedure, self.case).live)
