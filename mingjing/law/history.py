"""Judging an old entry again from what it says it saw: the world as the entry's `seen` describes it.

Only gates (G-…) are judged again: order and limits follow from the chain, and a holiday notice that came later must
not put an old act in the wrong.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from mingjing.law import engine
from mingjing.law.calendar import Calendar
from mingjing.law.judgement import moment_of
from mingjing.law.parameters import UnknownParameter
from mingjing.law.terms import (
    Barred,
    Case,
    Certificate,
    Content,
    Earlier,
    Entry,
    Json,
    Linked,
    Listed,
    Move,
    Norm,
    Person,
    Power,
    Procedure,
    Refusal,
    Tallied,
    Tier,
    Value,
    Visit,
)


class SeenContext:
    """Implements `terms.Context` from one entry."""

    def __init__(self, entry: Entry, calendar: Calendar) -> None:
        self.entry = entry
        self.calendar = calendar
        self._seen = {kind: _by_id(notes) for kind, notes in entry.seen.items()}

    @property
    def at(self) -> datetime:
        return moment_of(self.entry.at)

    @property
    def field(self) -> str:
        return str(self._note("agency", self.entry.agency).get("field", ""))

    @property
    def name(self) -> str:
        return ""  # whose name a paper carries is no gate

    def _note(self, kind: str, name: str) -> Mapping[str, Any]:
        found = self._seen.get(kind, {}).get(name)
        return found if isinstance(found, dict) else {}

    def _notes(self, kind: str) -> list[tuple[str, dict[str, Any]]]:
        return [(name, one) for name, one in self._seen.get(kind, {}).items() if isinstance(one, dict)]

    def parameter(self, key: str, day: date, matter: str = "") -> Value:
        found = self._note("parameters", f"{key}@{day}")
        if not found:
            raise UnknownParameter(f"参数 {key} 在 {day} 没有留下记录。")
        return Value(key=key, **found)

    def person(self, person_id: str) -> Person | None:
        found = dict(self._note("persons", person_id))
        if not found:
            return None
        certificates = tuple(_certificate(one) for one in found.pop("certificates"))
        return Person(id=person_id, roles=frozenset(found.pop("roles")), certificates=certificates, **found)

    def power(self, agency: str, item: str) -> Power | None:
        found = self._note("powers", item)
        return Power(item=item, **found) if found else None

    def norm(self, law: str, article: str) -> tuple[Norm, ...]:
        found = self._seen.get("norms", {}).get(f"{law}|{article}")
        rows = found if isinstance(found, list) else []
        return tuple(_norm(law, article, one) for one in rows if isinstance(one, dict))

    def case(self, case: str) -> Linked | None:
        return next((one for one in self.linked() if one.case == case), None)

    def linked(self) -> tuple[Linked, ...]:
        rows = self._seen.get("linked", {}).items()
        return tuple(Linked(case=case, **one) for case, one in rows if isinstance(one, dict))  # type: ignore[arg-type]

    def siblings(self, procedure: str, naming: str = "") -> tuple[Linked, ...]:
        found = (Linked("", case, **note) for case, note in self._notes("siblings"))
        return tuple(one for one in found if one.procedure.partition("@")[0] == procedure)

    def body(self, kind: str) -> str:
        return ""

    def catalogue(self) -> tuple[Listed, ...]:
        return tuple(Listed(item, **note) for item, note in self._notes("catalogue"))

    def earlier(self, party: Json) -> tuple[Earlier, ...]:
        return tuple(Earlier(case, **note) for case, note in self._notes("earlier"))

    def visits(self, party: Json) -> tuple[Visit, ...]:
        return tuple(Visit(case, **note) for case, note in self._notes("visits"))

    def barred(self, party: Json) -> tuple[Barred, ...]:
        return tuple(Barred(case, **note) for case, note in self._notes("barred"))

    def tallied(self, year: int) -> tuple[Tallied, ...]:
        rows = self._seen.get("tallied", {}).get(str(year))
        return tuple(Tallied(*one) for one in rows) if isinstance(rows, list) else ()  # type: ignore[misc]

    def charges(self, act: str) -> tuple[tuple[Power, str], ...]:
        return tuple((Power(item=item, **one["power"]), one["name"]) for item, one in self._notes("charges"))

    def draft(self, paper: str) -> str:
        return ""

    def procedures(self) -> frozenset[str]:
        return frozenset()


def _by_id(notes: Json) -> dict[str, Json]:
    rows = notes if isinstance(notes, list) else []
    return {str(one["id"]): one["value"] for one in rows if isinstance(one, dict)}


def _norm(law: str, article: str, one: Mapping[str, Any]) -> Norm:
    tiers = tuple(Tier(**tier) for tier in one.get("tiers", ()))
    return Norm(law, article, **{**one, "tiers": tiers})


def _certificate(one: Mapping[str, Any]) -> Certificate:
    told = dict(one) | {
        "fields": tuple(one["fields"]),
        "suspended": tuple((a, b) for a, b in one["suspended"]),
    }
    return Certificate(**told)


def rejudge(procedure: Procedure, case: Case, n: int, calendar: Calendar) -> list[Refusal]:
    """The gates that entry `n` should not have passed, judged from the entries before it and what it saw; or []."""
    entry = case.entries[n - 1]
    before = Case(case.id, case.procedure, case.agency, case.entries[: n - 1], case.commitments[: n - 1])
    papers = {ref.paper: Content(_content(entry, ref.paper), ref.draft) for ref in entry.papers}
    move = Move(entry.action, entry.actor, entry.on, entry.facts, papers, entry.files)
    context = SeenContext(entry, calendar)
    return [one for one in engine.refusals(procedure, before, move, context) if one.id.startswith("G-")]


def _content(entry: Entry, paper: str) -> Mapping[str, Json]:
    found = entry.facts.get(paper)
    return found if isinstance(found, dict) else {}
