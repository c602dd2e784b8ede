"""What a decision orders to be paid and what became of it, as the case that enforces it may read it.

Sums in 分, Shanghai days. A procedure whose decisions order money says so in its table (`Procedure.owing`); a case that names
one of its cases reads the answer under `OWING`, so that what is enforced is computed and not typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mingjing.law.clocks import for_enforcement
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Json

OWING, STANDS = "owing", "decision_stands"


@dataclass(frozen=True, slots=True)
class Owing:
    """`imposed`: as decided, as changed by 复议, 诉讼 or relief; `bearing`: the part of it that a delay makes dearer;
    `added`: what was added for delay in the decided case; `due`: the last day for payment, None before service.
    `stayed`: days that add nothing, both ends in. `daily`, `cap`: keys of the parameters of what a day adds and of the most.
    """

    imposed: int
    bearing: int
    added: int
    due: date | None
    payments: tuple[tuple[date, int], ...]
    stayed: tuple[tuple[date, date], ...]
    daily: str
    cap: str

    @property
    def paid(self) -> int:
        return sum(amount for _, amount in self.payments)

    @property
    def left(self) -> int:
        """Of what was imposed: payments go to it first."""
        return max(self.imposed - self.paid, 0)

    @property
    def since(self) -> date | None:
        """The first day that adds something."""
        return self.due + timedelta(days=1) if self.due else None

    def json(self) -> Json:
        return {
            "imposed": self.imposed,
            "bearing": self.bearing,
            "added": self.added,
            "due": self.due.isoformat() if self.due else "",
            "payments": [[day.isoformat(), amount] for day, amount in self.payments],
            "stayed": [[first.isoformat(), last.isoformat()] for first, last in self.stayed],
            "daily": self.daily,
            "cap": self.cap,
        }


def read(said: Json) -> Owing | None:
    """The same again from what a linked case shows; None where it orders no money."""
    if not isinstance(said, Mapping):
        return None
    day = date.fromisoformat
    rows: Mapping[str, list[list[str]]] = {one: said[one] for one in ("payments", "stayed")}  # type: ignore[misc]
    return Owing(
        int(str(said["imposed"])),
        int(str(said["bearing"])),
        int(str(said["added"])),
        day(str(said["due"])) if said["due"] else None,
        tuple((day(when), int(amount)) for when, amount in rows["payments"]),
        tuple((day(first), day(last)) for first, last in rows["stayed"]),
        str(said["daily"]),
        str(said["cap"]),
    )


def shown(j: Judgement) -> dict[str, Json]:
    """What a case shows of its decision to the case that enforces it: when it was served, whether it stands, what is owed."""
    decides = {one.id for one in j.procedure.actions if one.decides}
    facts: dict[str, Json] = {STANDS: any(one.action in decides for one in j.standing.live)}
    facts |= for_enforcement(j.procedure, j.standing)
    if j.procedure.owing is not None:
        debt = j.procedure.owing(j)
        facts |= {OWING: debt.json(), "principal": debt.left}
        facts["surcharged_from"] = debt.since.isoformat() if debt.added and debt.since else None
    return facts
