"""What the engine may ask about the world outside a case."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Protocol

from mingjing.law.terms.words import Facts, Json, Value

if TYPE_CHECKING:
    from mingjing.law.calendar import Calendar


@dataclass(frozen=True, slots=True)
class Certificate:
    """执法证. Days as "YYYY-MM-DD"; `suspended` = closed periods, an open end is ""."""

    number: str
    fields: tuple[str, ...]
    since: str
    until: str
    suspended: tuple[tuple[str, str], ...] = ()
    status: str = "valid"
    version: int = 1


@dataclass(frozen=True, slots=True)
class Person:
    """A natural person as the engine sees one; `roles` are those held in the case's agency on that day."""

    id: str
    name: str
    roles: frozenset[str] = frozenset()
    certificates: tuple[Certificate, ...] = ()
    qualified_until: str = ""
    """国家统一法律职业资格 or 法律专业背景 valid until; "" = none."""
    first_penalty_review: bool = True
    legal_qualification: bool = False
    version: int = 1


@dataclass(frozen=True, slots=True)
class Power:
    """One item of the powers list (权责清单) of an agency."""

    item: str
    agency: str
    act: str
    since: str
    until: str = ""
    announced: bool = True
    version: int = 1
    standard: int | None = None
    """What one `unit` is charged, in 分, by the approved document `approval`; of charges only."""
    unit: str = ""
    approval: str = ""
    matter: str = ""
    """Kind of matter (事项类别) whose own law sets limits otherwise, as in scope `matter:特种设备`; "" = none."""
    held: str = ""
    """How a power is held that the statute gives to another (`HOLDINGS`); "" = it is the agency's own."""
    decision: str = ""
    """Whose published decision, with its number."""


@dataclass(frozen=True, slots=True)
class Norm:
    """One article of the published basis library; valid from `since` until before `until` ("" = in force)."""

    law: str
    article: str
    since: str
    until: str = ""
    max_fine: int | None = None
    """法定最高限额 in 分, where the article states one."""
    tiers: tuple[Tier, ...] = ()
    """裁量基准 of this article; without one nothing is measured."""
    rank: str = ""
    """效力级别 as registered (`law/ranks.py`); "" = as its name tells."""


@dataclass(frozen=True, slots=True)
class Tier:
    """One step of a discretion benchmark (裁量基准): fines in 分, both ends included."""

    label: str
    at_least: int
    at_most: int


@dataclass(frozen=True, slots=True)
class Listed:
    """One item of the agency's review catalogue (重大执法决定法制审核目录); thresholds in 分, None = every amount."""

    item: str
    act: str
    scope: str
    threshold_citizen: int | None = None
    threshold_org: int | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A penalty that stands against the same party in another case, of whatever agency; `fine` in 分."""

    case: str
    agency: str
    number: str
    item: str
    cause: str
    conduct_on: str
    decided_on: str
    fine: int
    n: int
    """The entry that decided it."""


@dataclass(frozen=True, slots=True)
class Visit:
    """A visit to the same party in another case that counts towards the yearly cap, of whatever agency.

    `item`: codes of the items, with a space between those of a merged inspection.
    """

    case: str
    agency: str
    item: str
    on: str
    n: int


@dataclass(frozen=True, slots=True)
class Barred:
    """A limit of another case, of whatever agency, during which this party may not apply for the item again.

    `label`: of the limit; `since`, `until`: its first and last day; `number`: of the document that started it, if any.
    """

    case: str
    agency: str
    item: str
    label: str
    since: str
    until: str
    number: str
    n: int


@dataclass(frozen=True, slots=True)
class Tallied:
    """What an agency did in a year, as the annual report counts it: so many times, so much in 分, of one item ("" = none)."""

    column: str
    item: str
    count: int
    sum: int


@dataclass(frozen=True, slots=True)
class Linked:
    """A linked case as a guard may see it; `facts`: what it last stated under each name.

    `relation`: of a case that this one names, the id of the field; of a case that names this one, its procedure's id.
    """

    relation: str
    case: str
    procedure: str
    stage: str
    n: int
    commitment: str
    facts: Facts = field(default_factory=dict)
    agency: str = ""
    opens: frozenset[str] = frozenset()
    """Procedures of the cases that its acts decided to open."""
    open: frozenset[str] = frozenset()
    """Its tracks that are open."""
    people: frozenset[str] = frozenset()
    """Who acted in it or was named to: nobody else may bring what it says into another case."""
    own: bool = False
    """Its procedure is about the agency itself (`Procedure.own`)."""
    decided: Facts = field(default_factory=dict)
    """What its decision states that was made last and still stands; nothing once it has fallen."""
    name: str = ""
    """How a reader knows it: its procedure and last number, e.g. 行政强制措施（枣市监查扣〔2025〕3号）."""
    stage_label: str = ""


class Context(Protocol):
    """What a judgement may consult outside the case. What it did consult goes into `seen`, as values."""

    @property
    def at(self) -> datetime: ...
    @property
    def calendar(self) -> Calendar: ...
    @property
    def field(self) -> str:
        """Enforcement field of the agency (执法领域), for certificates and field limits; "" = none."""
        ...

    @property
    def name(self) -> str:
        """The agency's name, which its papers carry; "" = not known."""
        ...

    def body(self, kind: str) -> str:
        """Who hears what is brought against the agency: `reconsideration` or `court`; "" = the register names none."""
        ...

    def parameter(self, key: str, day: date, matter: str = "") -> Value:
        """Raises UnknownParameter. `matter`: kind of matter of the case's item, narrower than the field."""
        ...

    def person(self, person_id: str) -> Person | None: ...
    def power(self, agency: str, item: str) -> Power | None: ...
    def norm(self, law: str, article: str) -> tuple[Norm, ...]: ...
    def case(self, case: str) -> Linked | None:
        """Any case by its id, as it stands now; None = there is none."""
        ...

    def linked(self) -> tuple[Linked, ...]:
        """The cases that name this one."""
        ...

    def siblings(self, procedure: str, naming: str = "") -> tuple[Linked, ...]:
        """The cases of this agency under a procedure (its id), the oldest first. `naming`: only those that name that case."""
        ...

    def catalogue(self) -> tuple[Listed, ...]:
        """The agency's review catalogue in force today."""
        ...

    def earlier(self, party: Json) -> tuple[Earlier, ...]:
        """Penalties that stand against this party in other cases, the oldest first."""
        ...

    def visits(self, party: Json) -> tuple[Visit, ...]:
        """Visits to this party that count towards its yearly cap, the oldest first."""
        ...

    def barred(self, party: Json) -> tuple[Barred, ...]:
        """Limits during which this party may not apply again, the oldest first; those that have run out among them."""
        ...

    def tallied(self, year: int) -> tuple[Tallied, ...]:
        """What this agency did in that calendar year, by column and item, in that order."""
        ...

    def charges(self, act: str) -> tuple[tuple[Power, str], ...]:
        """The items in force of this kind of act that this agency charges a standard for, each with its name."""
        ...

    def draft(self, paper: str) -> str: ...
    def procedures(self) -> frozenset[str]: ...
