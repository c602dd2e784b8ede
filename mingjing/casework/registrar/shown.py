"""Facts of the registry in words, the state of a record on a day, and what a change changed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from mingjing.casework.access import Looking
from mingjing.law.terms import Certificate, Facts, Json, Kind
from mingjing.registry import entries
from mingjing.registry.facts import KINDS, Fact
from mingjing.registry.models import Change
from mingjing.registry.reads import status_on
from mingjing.registry.words import STATUSES
from mingjing.web.words import money_text

WARN_DAYS = (7, 30, 60)
"""A paper that ends within so many days is marked, the nearest first."""
BOUND = "已绑定"


@dataclass(frozen=True, slots=True)
class Names:
    """Names of the persons and agencies that facts speak of."""

    persons: Mapping[str, str]
    agencies: Mapping[str, str]

    def of(self, kind: str, id: str) -> str:
        return (self.persons if kind == "person" else self.agencies).get(id, id)


def names_of(look: Looking, changes: Iterable[Change]) -> Names:
    """Two queries for the persons at most, none for the agencies that this state of the registry already knows."""
    listed = list(changes)
    ids = {one.person for one in listed} | {one.actor for one in listed}
    agencies = {one.id: one.name for one in look.registry.agencies()}
    return Names(look.names(ids - {"", "system"}), agencies)


def fact_text(fact: Fact, value: Json, names: Names) -> str:
    """One fact as a reader sees it; "" when nothing is stated."""
    if value is None or value == "" or value == []:
        return ""
    if fact.id == "id_mark":
        return BOUND
    if fact.of:
        return names.of(fact.of, str(value))
    if fact.choices:
        return fact.choices.get(str(value), str(value))
    if fact.kind is Kind.YES_NO:
        return "是" if value is True else "否"
    if fact.kind is Kind.MONEY:
        return money_text(value)
    return _several(value) if isinstance(value, list) else str(value)


def _several(values: list[Json]) -> str:
    return (
        "\n".join(_part(one) for one in values)
        if any(not isinstance(one, str) for one in values)
        else "、".join(str(one) for one in values)
    )


def _part(one: Json) -> str:
    if isinstance(one, dict):
        return f"《{one['law']}》{one['article']}"
    if isinstance(one, list):
        return f"{one[0]} 至 {one[1] or '未定'}"
    return str(one)


def rows_of(kind: str, facts: Facts, names: Names) -> list[dict[str, Any]]:
    """Every fact that is stated, in the order of the table."""
    found = []
    for one in KINDS[kind]:
        words = fact_text(one, facts.get(one.id), names)
        if words:
            # The code under which something is registered stands beside its name: two people may share a name.
            code = str(facts[one.id]) if one.of and words != facts[one.id] else ""
            found.append({"label": one.label, "value": words, "note": code, "keep": not one.choices})
    return found


def title_of(kind: str, facts: Facts, names: Names, title: Iterable[str]) -> str:
    table = {one.id: one for one in KINDS[kind]}
    return " ".join(fact_text(table[one], facts.get(one), names) for one in title)


def differences(kind: str, old: Facts | None, new: Facts, names: Names) -> list[dict[str, str]]:
    """What a change changed, fact by fact; all that is stated when nothing stood before."""
    found = []
    for one in KINDS[kind]:
        before = fact_text(one, (old or {}).get(one.id), names)
        after = fact_text(one, new.get(one.id), names)
        if before != after:
            found.append({"label": one.label, "old": before or "（空）", "new": after or "（空）"})
    return found


@dataclass(frozen=True, slots=True)
class State:
    """A record on a day: words, the kind of its tag, and a warning when its end is near."""

    code: str
    label: str
    tag: str = ""
    warning: str = ""
    urgent: bool = False


def state_on(change: Change, day: date) -> State:
    """What a record is on that day by what is registered of it."""
    if change.kind == "account":
        active = change.facts["active"] is True
        return State("now", "启用", "ok") if active else State("past", "停用", "bad")
    if not entries.dated(change.kind):
        return State("now", "现行", "ok")
    if change.since and day < change.since:
        return State("future", "尚未生效", "warn")
    if change.kind == "certificate":
        code = status_on(_certificate(change, day), day)
        if code != "valid":
            return State("past" if code != "suspended" else "now", STATUSES[code], "bad")
    elif change.ends and change.ends <= day:
        return State("past", "已失效", "bad")
    if "announced" in change.facts and change.facts["announced"] is not True:
        return State("now", "未公告", "warn")
    return State("now", "有效", "ok", *_warning(change, day))


def _certificate(change: Change, day: date) -> Certificate:
    facts = change.facts
    ended = bool(facts["ended_on"]) and facts["ended_on"] <= day.isoformat()
    periods = tuple((str(since), str(until)) for since, until in facts["suspended"])
    return Certificate(
        facts["number"],
        tuple(facts["fields"]),
        facts["since"],
        facts["until"],
        periods,
        facts["status"] if ended else "valid",
    )


def _warning(change: Change, day: date) -> tuple[str, bool]:
    if change.ends is None:
        return "", False
    left = (change.ends - timedelta(days=1) - day).days
    within = next((one for one in WARN_DAYS if left <= one), None)
    if within is None:
        return "", False
    return (f"{within} 日内到期，剩 {left} 日" if left else "今天到期"), within == WARN_DAYS[0]
