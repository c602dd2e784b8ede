"""What a decision orders to be paid and what became of it, as the case that enforces it may read it.

Sums in 分, Shanghai days. A procedure whose decisions order money says so in its table (`Procedure.owing`); a case that names
one of its cases reads the answer under `OWING`, so that what is enforced is computed and not typed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from mingjing.law.clocks import for_enforcement
from mingjing.law.judgement import Judgement, day_of
from mingjing.law.terms import Json

OWING, STANDS, DECIDED_ON, TAKEN = "owing", "decision_stands", "decided_on", "taken"


@dataclass(frozen=True, slots=True)
class Taken:
    """What an enforcement took of a debt, `added` to it for delay and `remitted` of that; `begun`: its first day, `over`:
    whether it has ended.
    """

    case: str
    begun: date
    over: bool
    rows: tuple[tuple[date, int], ...] = ()
    added: int = 0
    remitted: int = 0

    def json(self) -> Json:
        return {
            "case": self.case,
            "begun": self.begun.isoformat(),
            "over": self.over,
            "rows": [[day.isoformat(), amount] for day, amount in self.rows],
            "added": self.added,
            "remitted": self.remitted,
        }


@dataclass(frozen=True, slots=True)
class Owing:
    """`imposed`: as decided, as changed by 复议, 诉讼 or relief; `bearing`: the part of it that a delay makes dearer;
    `added`: what was added for delay in the decided case; `due`: the last day for payment, None before service.
    `stayed`: days that add nothing, both ends in. `daily`, `cap`: keys of the parameters of what a day adds and of the most.
    `certain`: until when it is surely not late (`Clock.certain`). `put_off`: until when payment was put off.
    `taken`: what the cases that enforce the decision took. All of it is of the decision that stands.
    """

    imposed: int
    bearing: int
    added: int
    due: date | None
    payments: tuple[tuple[date, int], ...]
    stayed: tuple[tuple[date, date], ...]
    daily: str
    cap: str
    certain: date | None = None
    put_off: date | None = None
    taken: tuple[Taken, ...] = ()

    @property
    def received(self) -> tuple[tuple[date, int], ...]:
        """What was paid and what was taken, each once."""
        return (*self.payments, *(row for one in self.taken for row in one.rows))

    @property
    def paid(self) -> int:
        return sum(amount for _, amount in self.received)

    @property
    def left(self) -> int:
        """Of what was imposed: payments go to it first."""
        return max(self.imposed - self.paid, 0)

    @property
    def outstanding(self) -> int:
        """With what was added for delay, in whichever case, and not remitted."""
        late = max([self.added, *(one.added for one in self.taken)])
        remitted = sum(one.remitted for one in self.taken)
        return max(self.imposed + late - remitted - self.paid, 0)

    @property
    def since(self) -> date | None:
        """The first day that adds something."""
        return self.due + timedelta(days=1) if self.due else None

    def json(self) -> Json:
        return {
            "imposed": self.imposed,
            "bearing": self.bearing,
            "added": self.added,
            "due": _day(self.due),
            "payments": [[day.isoformat(), amount] for day, amount in self.payments],
            "stayed": [[first.isoformat(), last.isoformat()] for first, last in self.stayed],
            "daily": self.daily,
            "cap": self.cap,
            "certain": _day(self.certain),
            "taken": [one.json() for one in self.taken],
        }


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _taken(said: Json) -> Taken:
    if not isinstance(said, Mapping):
        raise TypeError("not what an enforcement took")
    rows: list[list[str]] = said["rows"]  # type: ignore[assignment]
    return Taken(
        str(said["case"]),
        date.fromisoformat(str(said["begun"])),
        said["over"] is True,
        tuple((date.fromisoformat(day), int(amount)) for day, amount in rows),
        int(str(said["added"])),
        int(str(said["remitted"])),
    )


def elsewhere(j: Judgement) -> tuple[Taken, ...]:
    """What the cases took that enforce the decision that stands; what was begun under an earlier one does not count."""
    since = decided_on(j)
    found = (_taken(said) for said in j.each_linked(TAKEN)) if since else ()
    return tuple(one for one in found if since and one.begun >= since)


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
        day(str(said["certain"])) if said["certain"] else None,
        taken=tuple(map(_taken, said["taken"])),  # type: ignore[arg-type]
    )


def decided_on(j: Judgement) -> date | None:
    """The day of the decision that stands."""
    decides = {one.id for one in j.procedure.actions if one.decides}
    made = [one for one in j.standing.live if one.action in decides]
    return day_of(made[-1].on) if made else None


def shown(j: Judgement) -> dict[str, Json]:
    """What a case shows of its decision to the case that enforces it: when it was served, whether it stands, what is owed;
    and an enforcement to the case that it enforces: what it took.
    """
    decided = decided_on(j)
    facts: dict[str, Json] = {STANDS: decided is not None, DECIDED_ON: _day(decided)}
    facts |= for_enforcement(j.procedure, j.standing)
    if j.procedure.owing is not None:
        debt = j.procedure.owing(j)
        facts |= {OWING: debt.json(), "principal": debt.left}
        facts["surcharged_from"] = debt.since.isoformat() if debt.added and debt.since else None
        facts["deferred_until"] = _day(debt.put_off) or facts.get("deferred_until")
    if j.procedure.takes is not None:
        facts[TAKEN] = j.procedure.takes(j).json()
    return facts
