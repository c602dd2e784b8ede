"""The world outside a case as the engine may consult it, read from the registry's rows and the parameters."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from copy import copy
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection

from mingjing.casework import tally
from mingjing.law import clocks, owing, parameters, procedures
from mingjing.law.calendar import Calendar, is_holiday_file, load_calendar
from mingjing.law.judgement import SHANGHAI, decision_of, latest, opened, replay
from mingjing.law.terms import (
    Barred,
    Case,
    Content,
    Earlier,
    Json,
    Linked,
    Listed,
    Norm,
    Person,
    Power,
    Tallied,
    Value,
    Visit,
)
from mingjing.registry import reads
from mingjing.registry.reads import Registry


@dataclass(frozen=True, slots=True)
class LawSet:
    """Parameters and calendar of this home: the packaged files with the overlays of the home folder."""

    parameters: parameters.ParameterSet
    calendar: Calendar


def law_set() -> LawSet:
    """The loaded set, read again only when an overlay file changed."""
    folder = Path(settings.MINGJING_HOME) / "parameters"
    try:
        found = os.scandir(folder)  # asked with every act, and a glob takes three times as long
    except FileNotFoundError:
        return _load(folder, ())
    with found:  # an overlay that is named and cannot be read stops whoever asks
        own = [(one.name, one.stat().st_mtime_ns) for one in found if one.name.endswith(".toml")]
    return _load(folder, tuple(sorted(own)))


@lru_cache(maxsize=4)
def _load(folder: Path, stamp: tuple[tuple[str, int], ...]) -> LawSet:
    own = parameters.read_folder(folder) if stamp else ()
    texts = (*parameters.packaged_texts(), *own)
    return LawSet(
        parameters.load([one for one in texts if not is_holiday_file(one[0])]),
        load_calendar([one for one in texts if is_holiday_file(one[0])]),
    )


_door: ContextVar[DoorContext | None] = ContextVar("door", default=None)


@contextmanager
def at_door(context: DoorContext) -> Iterator[None]:
    """While the rows of an act are written, `world()` is the world in which it was judged."""
    token = _door.set(context)
    try:
        yield
    finally:
        _door.reset(token)


def being_written() -> bool:
    """Whether an act is being written, and not its rows made again."""
    return _door.get() is not None


def party_key(party: Json) -> str:
    """Who a party is across cases, as a digest: by its code, else by name and address. "" = not to be told apart."""
    if not isinstance(party, dict):
        return ""
    code, name, address = (str(party.get(one) or "").strip() for one in ("code", "name", "address"))
    said = code or (f"{name}|{address}" if name and address else "")
    return sha256(said.encode()).hexdigest() if said else ""


def name_key(party: Json) -> str:
    """Who a party is by name and address alone, so that a code left out or spelt otherwise makes nobody another."""
    return party_key({**party, "code": ""}) if isinstance(party, dict) else ""


def world(agency: str, at: datetime) -> DoorContext:
    """The context of the act that is being written at that time; read anew when rows are rebuilt."""
    found = _door.get()
    same = found is not None and found.agency is not None and found.agency.id == agency
    if found is not None and same and found.at.replace(microsecond=found.at.microsecond // 1000 * 1000) == at:
        return found
    return DoorContext(agency, at)


@dataclass(frozen=True, slots=True)
class Together:
    """Cases that were read at once for a list, with those that they name or that name them."""

    cases: Mapping[str, Case]
    named_by: Mapping[str, tuple[str, ...]]
    """Of each of them who names it, as far as that was asked; of the others it is asked when it is wanted."""


class DoorContext:
    """Implements `law.terms.Context` over the registry of one moment; what it read once it does not read again."""

    def __init__(
        self,
        agency: str,
        at: datetime,
        *,
        registry: Registry | None = None,
        drafts: Callable[[], Mapping[str, Content]] = dict,
        case: str = "",
        origin: str = "",
        together: Together | None = None,
    ) -> None:
        """`case`: whose world it is. `origin`: the case from whose page a new one is being opened. `together`: what was
        read already.
        """
        self.at = at
        self.law = law_set()
        self._read_drafts = drafts
        self._drafts: Mapping[str, Content] | None = None
        self.origin = origin
        self.own = case
        self.together = together or Together({}, {})
        self._cases: dict[str, Linked | None] = {}
        self._linked: tuple[Linked, ...] | None = None
        self._people: dict[str, Person | None] = {}
        self._visits: dict[tuple[str, ...], tuple[Visit, ...]] = {}
        self._earlier: dict[str, tuple[Earlier, ...]] = {}
        self._barred: dict[str, tuple[Barred, ...]] = {}
        self._tallied: dict[int, tuple[Tallied, ...]] = {}
        self._values: dict[tuple[str, date, str], Value] = {}
        self._held: set[str] = set()
        self._registry = registry or reads.snapshot(at.astimezone(SHANGHAI).date())
        self.agency = self._registry.agency(agency)

    def under(self, law: LawSet) -> DoorContext:
        """The same world under another set of parameters or another calendar."""
        other = copy(self)
        other.law, other._values = law, {}
        return other

    def of(self, case: str) -> DoorContext:
        """The same world as another case sees it."""
        other = copy(self)
        other.own, other.origin, other._linked = case, "", None
        return other

    @property
    def drafts(self) -> Mapping[str, Content]:
        """The working copies of the case's papers; read when first asked for."""
        if self._drafts is None:
            self._drafts = self._read_drafts()
        return self._drafts

    @property
    def registry(self) -> Registry:
        return self._registry

    @property
    def calendar(self) -> Calendar:
        return self.law.calendar

    @property
    def field(self) -> str:
        return self.agency.field if self.agency else ""

    @property
    def name(self) -> str:
        return self.agency.name if self.agency else ""

    def body(self, kind: str) -> str:
        if self.agency is None:
            return ""
        return {"reconsideration": self.agency.reconsideration, "court": self.agency.court}[kind]

    @property
    def today(self) -> date:
        return self.at.astimezone(SHANGHAI).date()

    def parameter(self, key: str, day: date, matter: str = "") -> Value:
        if (found := self._values.get((key, day, matter))) is None:
            scopes = parameters.for_matter(self.agency.scopes if self.agency else ("nation",), matter)
            found = self._values[key, day, matter] = self.law.parameters.value(key, day, scopes)
        return found

    def person(self, person_id: str) -> Person | None:
        if person_id not in self._people:
            agency = self.agency.id if self.agency else ""
            self._people[person_id] = self._registry.person(person_id, agency)
        return self._people[person_id]

    def power(self, agency: str, item: str) -> Power | None:
        return self._registry.power(agency, item)

    def norm(self, law: str, article: str) -> tuple[Norm, ...]:
        return self._registry.norm(law, article)

    def case(self, case: str) -> Linked | None:
        if case not in self._cases:
            self._cases[case] = _linked(case, self)
        return self._cases[case]

    def linked(self) -> tuple[Linked, ...]:
        """Read once, when a guard or a page first asks."""
        if self._linked is None:
            found = [self.case(other) for other in self._naming()] if self.own else []
            self._linked = tuple(
                replace(one, relation=one.procedure.partition("@")[0]) for one in found if one is not None
            )
        return self._linked

    def _naming(self) -> tuple[str, ...]:
        known = self.together.named_by.get(self.own)
        return tuple(other for (other,) in _rows(NAMED_BY, self.own)) if known is None else known

    def siblings(self, procedure: str, naming: str = "") -> tuple[Linked, ...]:
        """One mover at a time: of two that open the second plan of a year at once, one sees the other's."""
        if self.agency is None:
            return ()
        self._alone(f"{self.agency.id}/{procedure}")
        keys = [one.key for one in procedures.PROCEDURES.values() if one.id == procedure]
        query = OWN.format(keys=", ".join(["%s"] * len(keys)), naming=NAMING if naming else "")
        found = _rows(query, self.agency.id, *keys, *((naming,) if naming else ()))
        return tuple(one for (case,) in found if (one := self.case(case)) is not None)

    def _of_party(self, query: str, key: str) -> list[tuple[Any, ...]]:
        """What stands against a party in other cases. One mover at a time: of two visits at once, one sees the other's."""
        if not key:
            return []
        self._alone(f"party/{key}")
        return _rows(query, key)

    def _alone(self, what: str) -> None:
        """Whoever counts across cases does so alone until the act is written. On SQLite the transaction itself is the lock."""
        if what not in self._held and connection.vendor == "postgresql" and connection.in_atomic_block:
            _rows("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", what)
            self._held.add(what)

    def catalogue(self) -> tuple[Listed, ...]:
        items = self._registry.catalogue(self.agency.id) if self.agency else ()
        return tuple(
            Listed(one.item, one.act, one.scope, one.threshold_citizen, one.threshold_org, one.basis)
            for one in items
        )

    def earlier(self, party: Json) -> tuple[Earlier, ...]:
        """Of every agency here; read once per party."""
        key = party_key(party)
        if key not in self._earlier:
            self._earlier[key] = tuple(Earlier(*row) for row in self._of_party(EARLIER, key))
        return self._earlier[key]

    def visits(self, party: Json) -> tuple[Visit, ...]:
        """Read once per party."""
        keys = tuple(dict.fromkeys((party_key(party), name_key(party))))
        if keys not in self._visits:
            self._visits[keys] = self._visits_to(tuple(sorted(one for one in keys if one)))
        return self._visits[keys]

    def _visits_to(self, keys: tuple[str, ...]) -> tuple[Visit, ...]:
        for one in keys:  # in one order, so that two movers never wait for each other
            self._alone(f"party/{one}")
        known = ", ".join(["%s"] * len(keys))
        rows = _rows(VISITS.format(keys=known), *keys, *keys) if keys else []
        return tuple(Visit(*row) for row in rows)

    def barred(self, party: Json) -> tuple[Barred, ...]:
        """Read once per party."""
        key = party_key(party)
        if key not in self._barred:
            self._barred[key] = tuple(Barred(*row) for row in self._of_party(BARRED, key))
        return self._barred[key]

    def tallied(self, year: int) -> tuple[Tallied, ...]:
        """Read once per year: every sheet of a report asks for the same."""
        if year not in self._tallied:
            self._tallied[year] = self._counted(self.agency.id, year) if self.agency else ()
        return self._tallied[year]

    def _counted(self, agency: str, year: int) -> tuple[Tallied, ...]:
        return tally.of(agency, year) + tally.staff(self._registry, agency, year)

    def charges(self, act: str) -> tuple[tuple[Power, str], ...]:
        powers = self._registry.powers(self.agency.id) if self.agency else ()
        mine = (one for one in powers if one.power.act == act and one.power.standard is not None)
        return tuple((one.power, one.name) for one in sorted(mine, key=lambda one: one.power.item))

    def draft(self, paper: str) -> str:
        found = self.drafts.get(paper)
        return found.digest if found else ""

    def procedures(self) -> frozenset[str]:
        return frozenset(one.id for one in procedures.PROCEDURES.values())


EARLIER = (
    "SELECT case_id, agency, number, item, cause, conduct_on, decided_on, fine, n FROM casework_penaltyrow "
    "WHERE party = %s ORDER BY decided_on, case_id"
)
VISITS = (
    'SELECT case_id, agency, item, "on", n FROM casework_visitrow '
    'WHERE party IN ({keys}) OR named IN ({keys}) ORDER BY "on", case_id'
)

BARRED = (
    "SELECT case_id, agency, item, label, since, until, number, n FROM casework_barrow "
    "WHERE party = %s ORDER BY since, case_id"
)
OWN = (
    "SELECT c.id FROM casework_caserow c WHERE c.agency = %s AND c.procedure IN ({keys}){naming} "
    "ORDER BY c.opened_on, c.id"
)
NAMING = " AND EXISTS (SELECT 1 FROM casework_linkrow l WHERE l.case_id = c.id AND l.other = %s)"
NAMED_BY = "SELECT DISTINCT case_id FROM casework_linkrow WHERE other = %s ORDER BY case_id"


def _linked(case: str, world: DoorContext) -> Linked | None:
    """A case as the ledger has it now; None for an unknown one and for the chains that are no cases."""
    from mingjing.casework import service  # the door opens the ledger, and builds its world from here

    try:
        found = world.together.cases.get(case) or service.load(case)
    except service.UnknownCase:
        return None
    law = procedures.PROCEDURES.get(found.procedure)
    if law is None:
        return None
    standing = replay(law, found)
    facts = latest(law, standing.live) | owing.shown(clocks.looking(law, found, world.of(case), standing))
    opens = frozenset(opened(law, standing))
    return Linked(
        "",
        case,
        found.procedure,
        standing.stage,
        found.last,
        found.commitments[-1],
        facts,
        found.agency,
        opens,
        standing.open,
        frozenset(one.actor for one in found.entries) | named_officers(found),
        law.own,
        decision_of(law, standing),
        f"{law.label}（{_last_number(found)}）",
        law.stage_label(standing.stage),
    )


def _last_number(case: Case) -> str:
    numbers = [ref.number for entry in case.entries for ref in entry.papers if ref.number]
    return numbers[-1] if numbers else "未编号"


def named_officers(case: Case) -> frozenset[str]:
    named = (entry.facts.get("officers") for entry in case.entries)
    return frozenset(str(one) for ids in named if isinstance(ids, list) for one in ids)


def _rows(query: str, *values: str) -> list[tuple[Any, ...]]:
    """Read with every menu, so it is not put together anew by the query builder."""
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())
