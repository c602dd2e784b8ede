"""PURE: what an entry of chain `registry` is about: which step it takes, which record, and when that record holds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256

from mingjing.law.terms import Facts, Json

MADE, ASK, REFUSE = "made", "ask", "refuse"
"""Steps: the row is written; it is asked for; the ask is turned down or taken back. An answer of yes is `made`."""

_ROW: Mapping[str, tuple[str, ...]] = {
    "agency": ("id",),
    "entrustment": ("agency", "by", "number"),
    "person": ("id",),
    "account": ("username",),
    "password_reset": ("username",),
    "appointment": ("person", "agency", "role", "since"),
    "certificate": ("person", "kind", "number"),
    "qualification": ("person", "kind", "number"),
    "power": ("agency", "item", "since"),
    "norm": ("law", "article", "since"),
    "catalogue": ("agency", "item", "since"),
    "org_party": ("uscc",),
}
"""Which facts name a row: another entry with the same ones is its next version."""

_PART_OF = {"password_reset": "account"}
"""Kinds whose entries belong to the record of another kind."""
_DATED = frozenset({"appointment", "certificate", "qualification", "entrustment"})
_LISTED = frozenset({"power", "norm", "catalogue"})


@dataclass(frozen=True, slots=True)
class Span:
    """From `since` to the day before `ends`; `ends` None = no end is known. Both None = as of the entry's own day."""

    since: date | None = None
    ends: date | None = None


def step_of(action: str) -> tuple[str, str]:
    """("appointment", ASK) of "appointment.ask"; an action without a step writes the row."""
    kind, _, step = action.partition(".")
    return kind, step or MADE


def action_of(kind: str, step: str) -> str:
    return kind if step == MADE else f"{kind}.{step}"


def named_by(kind: str) -> tuple[str, ...]:
    """The facts that name a row of this kind and so are never changed."""
    return _ROW[kind]


def row_of(kind: str, facts: Facts) -> str:
    """One name for a row, so that its versions find each other."""
    return _digest(kind, [facts[one] for one in _ROW[kind]])


def record_of(kind: str, facts: Facts) -> str:
    """One name for what a reader calls one record: an item or a post, whatever the day from which it holds."""
    return _digest(_PART_OF.get(kind, kind), [facts[one] for one in _ROW[kind] if one != "since"])


def span_of(kind: str, facts: Facts) -> Span:
    """When the facts hold. Posts and papers include their last day, what is published in lists does not."""
    if kind in _DATED:
        return Span(_day(facts["since"]), _first(_after(facts["until"]), _day(facts.get("ended_on"))))
    if kind in _LISTED:
        return Span(_day(facts["since"]), _day(facts["until"]))
    return Span()


def dated(kind: str) -> bool:
    """Whether rows of the kind say themselves when they hold; the others hold from the day they were entered."""
    return kind in _DATED | _LISTED


def person_of(kind: str, facts: Facts) -> str:
    """The natural person whom the facts are about, "" when they are about none."""
    return str(facts["id"] if kind == "person" else facts.get("person", ""))


def agency_of(kind: str, facts: Facts) -> str:
    """The agency whose record it is, "" when it is nobody's in particular."""
    return str(facts["id"] if kind == "agency" else facts.get("agency", ""))


def words_of(facts: Facts) -> str:
    """What a search looks through."""
    return " ".join(_texts(list(facts.values())))


def _texts(value: Json) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    if isinstance(value, dict):
        value = list(value.values())
    return [words for one in value for words in _texts(one)] if isinstance(value, list) else []


def _digest(kind: str, values: list[Json]) -> str:
    return sha256(json.dumps([kind, *values], ensure_ascii=False).encode()).hexdigest()


def _day(value: Json) -> date | None:
    return date.fromisoformat(str(value)) if value else None


def _after(value: Json) -> date | None:
    found = _day(value)
    return found + timedelta(days=1) if found else None


def _first(*days: date | None) -> date | None:
    return min((one for one in days if one), default=None)
