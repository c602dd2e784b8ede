"""What the gate should allow, written once more in plain Python, without a look at the triggers."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import NamedTuple


class Threshold(NamedTuple):
    digest: str
    scope: str
    since: str
    until: str
    kind: str
    amount: int


class Gated(NamedTuple):
    case: str
    review: bool


class Handler(NamedTuple):
    case: str
    person: str
    n: int


class Reviewed(NamedTuple):
    case: str
    round: int
    n: int
    draft: str
    opinion: str
    person: str


class Clearance(NamedTuple):
    id: int
    case: str
    round: int
    n: int
    draft: str
    kind: str
    person: str
    party_kind: str | None = None
    fine: int | None = None
    confiscated: int | None = None
    other_major: bool | None = None
    digest: str | None = None
    scopes: str | None = None
    day: str | None = None


class Decision(NamedTuple):
    case: str
    round: int
    kind: str
    draft: str
    decider: str
    n: int
    clearance: int | None


Row = Threshold | Gated | Handler | Reviewed | Clearance | Decision
TABLES: dict[str, type] = {
    "review_threshold": Threshold,
    "gated": Gated,
    "handler": Handler,
    "reviewed": Reviewed,
    "clearance": Clearance,
    "decision": Decision,
}


@dataclass
class State:
    """The rows that stand; `allows` says whether one more may come."""

    rows: dict[str, set[Row]] = field(default_factory=lambda: {table: set() for table in TABLES})

    def allows(self, table: str, row: Row) -> bool:
        stated = {"clearance": row[:7], "decision": row[:-1]}.get(table, row)
        return None not in stated and not self._taken(table, row) and getattr(self, f"_{table}")(row)

    def with_row(self, table: str, row: Row) -> State:
        return State(self.rows | {table: self.rows[table] | {row}})

    def _taken(self, table: str, row: Row) -> bool:
        return any(not _KEYS[table](row).isdisjoint(_KEYS[table](one)) for one in self.rows[table])

    def _review_threshold(self, row: Threshold) -> bool:
        return row.amount >= 0

    def _gated(self, row: Gated) -> bool:
        return True

    def _handler(self, row: Handler) -> bool:
        return row.person not in {one.person for one in self._reviews(row.case)}

    def _reviewed(self, row: Reviewed) -> bool:
        later = all(one.n < row.n for one in self._reviews(row.case))
        return row.person not in self._handlers(row.case) and later and row.n > 0

    def _clearance(self, row: Clearance) -> bool:
        if Gated(row.case, True) not in self.rows["gated"]:
            return False
        return self._passed(row) if row.kind == "passed" else row.kind == "not_required" and self._small(row)

    def _passed(self, row: Clearance) -> bool:
        reviews = self._reviews(row.case)
        if not reviews:
            return False
        latest = reviews[-1]
        same = (latest.draft, latest.opinion, latest.person, latest.round) == (
            row.draft,
            "approve",
            row.person,
            row.round,
        )
        deciders = {one.decider for one in self.rows["decision"] if one.case == row.case}
        return same and row.person not in self._handlers(row.case) | deciders

    def _small(self, row: Clearance) -> bool:
        if None in row or row.other_major or row.party_kind not in ("citizen", "org"):
            return False
        fine, confiscated = (self._limit(row, f"{what}_{row.party_kind}") for what in ("fine", "confiscate"))
        if fine is None or confiscated is None or self._limit(row, "scope_all"):
            return False
        return 0 <= row.fine < fine and 0 <= row.confiscated < confiscated

    def _limit(self, row: Clearance, kind: str) -> int | None:
        for scope in reversed(json.loads(row.scopes)):
            found = [
                one
                for one in self.rows["review_threshold"]
                if (one.digest, one.scope, one.kind) == (row.digest, scope, kind)
                and one.since <= row.day <= (one.until or row.day)
            ]
            if found:
                return max(found, key=lambda one: one.since).amount
        return None

    def _decision(self, row: Decision) -> bool:
        gated = [one.review for one in self.rows["gated"] if one.case == row.case]
        if not gated:
            return False
        if not gated[0]:
            return row.clearance is None
        cleared = [one for one in self.rows["clearance"] if one.id == row.clearance]
        if not cleared or (cleared[0].case, cleared[0].draft) != (row.case, row.draft):
            return False
        reviews = self._reviews(row.case)
        counting = [one for one in reviews if one.n > cleared[0].n] + (
            reviews[-1:] if cleared[0].kind == "passed" else []
        )
        if any((one.opinion, one.draft) != ("approve", row.draft) for one in counting):
            return False
        return row.decider not in self._handlers(row.case) | {one.person for one in reviews}

    def _reviews(self, case: str) -> list[Reviewed]:
        return sorted((one for one in self.rows["reviewed"] if one.case == case), key=lambda one: one.n)

    def _handlers(self, case: str) -> set[str]:
        return {one.person for one in self.rows["handler"] if one.case == case}


_KEYS = {
    "review_threshold": lambda row: {row[:3] + row[4:5]},
    "gated": lambda row: {row.case},
    "handler": lambda row: {row[:2]},
    "reviewed": lambda row: {(row.case, row.n)},
    "clearance": lambda row: {(row.case, row.n), row.id},
    "decision": lambda row: {
        row[:1] + (row.kind, row.round),
        *([row.clearance] if row.clearance is not None else []),
    },
}
