"""Reading the registry: values for the engine and for access, at most two queries each and none when known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Q

from mingjing.law.judgement import SHANGHAI
from mingjing.law.terms import Certificate, Norm, Person, Power, Role, Tier
from mingjing.registry import models as rows
from mingjing.registry.access import Post, Viewer
from mingjing.registry.readers import tier_of

FOREVER = "9999-12-31"
"""`Person.qualified_until` of a qualification without an end; "" there would mean none."""
MOST_KEPT = 20_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AgencyFacts:
    """An agency as pages, parameters and access need it. `scopes`: overlay order for parameters."""

    id: str
    name: str
    level: str
    area: str
    parent: str
    number_mark: str
    number_style: str
    number_office: str
    field: str
    scopes: tuple[str, ...]
    uscc: str
    foreign: bool
    kind: str
    announced_on: str
    address: str
    phone: str
    reconsideration: str
    court: str


@dataclass(frozen=True, slots=True)
class PowerFacts:
    """`Power` with what only pages show."""

    power: Power
    name: str
    entrusted_by: str


@dataclass(frozen=True, slots=True)
class NormFacts:
    """`Norm` with its gist (条文要义) and source mark."""

    norm: Norm
    gist: str
    mark: str

    @property
    def verified(self) -> bool:
        return self.mark == "R"


@dataclass(frozen=True, slots=True)
class CatalogueItem:
    """One item of an agency's review catalogue; thresholds in 分."""

    agency: str
    item: str
    act: str
    scope: str
    threshold_citizen: int | None
    threshold_org: int | None
    basis: str
    announced_on: str
    since: str
    until: str
    public_url: str
    version: int


@dataclass(frozen=True, slots=True)
class OrgFacts:
    """A unit for the party look-up."""

    uscc: str
    foreign: bool
    name: str
    address: str
    legal_representative: str


@dataclass(frozen=True, slots=True)
class _Appointed:
    agency: str
    role: Role
    since: str
    until: str

    def on(self, day: str) -> bool:
        return self.since <= day and (not self.until or day <= self.until)


@dataclass(frozen=True, slots=True)
class _Shown:
    """The latest version of one credential."""

    kind: str
    certificate: Certificate
    ended_on: str

    def on(self, day: str) -> bool:
        return self.certificate.since <= day and (not self.certificate.until or day <= self.certificate.until)


@dataclass(frozen=True, slots=True)
class _Known:
    """All the registry knows of a person, on no particular day. `n` = the last entry about this person."""

    id: str
    name: str
    n: int
    appointed: tuple[_Appointed, ...]
    shown: tuple[_Shown, ...]


class Shelf:
    """What a process remembers of one state of the registry; another mark is another state, and empties it."""

    def __init__(self) -> None:
        self._kept: tuple[str, dict[Any, Any]] = ("", {})

    def at(self, mark: str) -> dict[Any, Any]:
        """The memory of this state. A request that began before a change keeps its own dictionary."""
        # Looked at once: another thread may put another state here at any moment, and must not be given our rows.
        kept = self._kept
        if kept[0] != mark or len(kept[1]) > MOST_KEPT:
            kept = self._kept = (mark, {})
        return kept[1]


_SHELF = Shelf()


class Registry:
    """The registry as one request or one act sees it; `day` is the day asked about unless a call names another."""

    def __init__(self, day: date, mark: str, n: int = 0) -> None:
        self.day = day
        self.n = n
        self._kept = _SHELF.at(mark) if mark else {}

    # --- persons

    def person(self, person_id: str, agency_id: str = "", day: date | None = None) -> Person | None:
        """The person with the roles held in that agency on the day; None when nobody has this id."""
        known = self._people([person_id]).get(person_id)
        return _person(known, agency_id, (day or self.day).isoformat()) if known else None

    def people(self, ids: Iterable[str], agency_id: str = "", day: date | None = None) -> dict[str, Person]:
        """Several at once, in two queries."""
        at = (day or self.day).isoformat()
        return {known.id: _person(known, agency_id, at) for known in self._people(list(ids)).values()}

    def roles_of(self, person_id: str, day: date | None = None) -> dict[str, frozenset[Role]]:
        """Roles by agency on the day."""
        known = self._people([person_id]).get(person_id)
        at = (day or self.day).isoformat()
        held: dict[str, set[Role]] = defaultdict(set)
        for one in known.appointed if known else ():
            if one.on(at):
                held[one.agency].add(one.role)
        return {agency: frozenset(roles) for agency, roles in held.items()}

    def officers(self, agency_id: str, day: date | None = None) -> tuple[Person, ...]:
        """Everyone with a role in the agency on the day, by name."""
        at = (day or self.day).isoformat()
        staff = self._once(("staff", agency_id), lambda: self._staff(agency_id))
        found = (_person(known, agency_id, at) for known in self._people(staff).values())
        return tuple(sorted((one for one in found if one.roles), key=lambda one: (one.name, one.id)))

    def viewer(self, person_id: str, day: date | None = None) -> Viewer:
        """Who looks, for `access.may`: all posts of the day."""
        held = self.roles_of(person_id, day)
        areas = self._agencies() if held else {}
        posts = (Post(agency, role, areas[agency].area) for agency, roles in held.items() for role in roles)
        return Viewer(person_id, frozenset(posts))

    # --- agencies, powers, bases, catalogue

    def agency(self, agency_id: str) -> AgencyFacts | None:
        return self._agencies().get(agency_id)

    def agencies(self) -> tuple[AgencyFacts, ...]:
        return tuple(self._agencies().values())

    def power(self, agency_id: str, item: str, day: date | None = None) -> Power | None:
        """The item as listed on the day: the latest that has begun, else the first to begin. Judging is the guard's."""
        listed = [one.power for one in self.powers(agency_id) if one.power.item == item]
        at = (day or self.day).isoformat()
        begun = [one for one in listed if one.since <= at]
        return begun[-1] if begun else next(iter(listed), None)

    def powers(self, agency_id: str) -> tuple[PowerFacts, ...]:
        """The powers list, by item and first day; ended items included."""
        return self._once(("powers", agency_id), lambda: _powers(agency_id))

    def norm(self, law: str, article: str) -> tuple[Norm, ...]:
        """Every text the article has had, oldest first; `law` is the title."""
        return tuple(one.norm for one in self.norm_facts(law, article))

    def norm_facts(self, law: str, article: str) -> tuple[NormFacts, ...]:
        return self._once(("norm", law, article), lambda: _norms(law, article))

    def catalogue(self, agency_id: str, day: date | None = None) -> tuple[CatalogueItem, ...]:
        """The review catalogue in force on the day."""
        at = (day or self.day).isoformat()
        listed = self._once(("catalogue", agency_id), lambda: _catalogue(agency_id))
        return tuple(one for one in listed if one.since <= at and (not one.until or at < one.until))

    def names(self) -> frozenset[str]:
        """What is a name here and stays as it is written: agencies, number marks, people, laws, reconsideration bodies."""
        return self._once(("names",), _names)

    # --- memory

    def _once(self, key: object, read: Callable[[], T]) -> T:
        if key not in self._kept:
            self._kept[key] = read()
        found: T = self._kept[key]
        return found

    def _agencies(self) -> dict[str, AgencyFacts]:
        return self._once(
            "agencies", lambda: {one.id: _agency(one) for one in rows.Agency.objects.order_by("id")}
        )

    def _staff(self, agency_id: str) -> list[str]:
        staff = rows.Appointment.objects.filter(agency_id=agency_id).values("person_id")
        loaded = _load(staff)
        self._kept.update({("person", known.id): known for known in loaded})
        return [known.id for known in loaded]

    def _people(self, ids: list[str]) -> dict[str, _Known]:
        missing = [one for one in dict.fromkeys(ids) if ("person", one) not in self._kept]
        if missing:
            loaded = _load(missing)
            # Nobody with this id: remembered too, or a forged id would cost two queries each time.
            self._kept.update({("person", one): None for one in missing})
            self._kept.update({("person", known.id): known for known in loaded})
        found = {one: self._kept[("person", one)] for one in ids}
        return {one: known for one, known in found.items() if known is not None}


def snapshot(day: date) -> Registry:
    """The registry now, asked about `day`: one query; what other requests have read of this state costs none."""
    with connection.cursor() as cursor:  # asked by every request and every act, so without the query builder
        cursor.execute("SELECT mark, n FROM registry_head WHERE id = 1")
        head = cursor.fetchone()
    return Registry(day, *(head or ("", 0)))


def find_org(query: str, *, limit: int = 20) -> tuple[OrgFacts, ...]:
    """Units whose code is, or whose name contains, the query; nothing for fewer than two characters."""
    words = query.strip()[:100].replace("\0", "")
    if len(words) < 2:
        return ()
    asked = Q(uscc=words.upper()) | Q(name__contains=words)
    found = rows.OrgParty.objects.filter(asked).order_by("name", "uscc")
    return tuple(
        OrgFacts(one.uscc, one.foreign, one.name, one.address, one.legal_representative)
        for one in found[:limit]
    )


# --- rows → values --------------------------------------------------------------------------------------------


def _load(persons: Any) -> list[_Known]:
    """Two queries: persons with their appointments (one join), and their credentials."""
    appointed: dict[str, list[_Appointed]] = defaultdict(list)
    names: dict[str, str] = {}
    latest: dict[str, int] = defaultdict(int)
    columns = ("id", "name", "entry_n", *(f"appointments__{one}" for one in _APPOINTMENT))
    for person, name, n, agency, role, since, until, other in _joined(persons, columns):
        names[person] = name
        latest[person] = max(latest[person], n, other or 0)
        if agency:
            appointed[person].append(_Appointed(agency, Role(role), _iso(since), _iso(until)))
    shown = _credentials(rows.Credential.objects.filter(person_id__in=persons), latest)
    return [
        _Known(person, name, latest[person], tuple(appointed[person]), tuple(shown[person].values()))
        for person, name in names.items()
    ]


def _joined(persons: Any, columns: tuple[str, ...]) -> Iterable[tuple[Any, ...]]:
    return rows.Person.objects.filter(id__in=persons).order_by("id").values_list(*columns)


_APPOINTMENT = ("agency_id", "role", "since", "until", "entry_n")


def _credentials(found: Any, latest: dict[str, int]) -> Mapping[str, dict[tuple[str, str], _Shown]]:
    shown: dict[str, dict[tuple[str, str], _Shown]] = defaultdict(dict)
    for row in found.order_by("since", "id"):
        latest[row.person_id] = max(latest[row.person_id], row.entry_n)
        held = shown[row.person_id]
        before = held.get((row.kind, row.number))
        if before is None or before.certificate.version < row.version:
            held[(row.kind, row.number)] = _shown(row)
    return shown


def _shown(row: rows.Credential) -> _Shown:
    certificate = Certificate(
        number=row.number,
        fields=tuple(row.fields),
        since=_iso(row.since),
        until=_iso(row.until),
        suspended=tuple((since, until) for since, until in row.suspended),
        status=row.status,
        version=row.version,
    )
    return _Shown(row.kind, certificate, _iso(row.ended_on))


def _person(known: _Known, agency: str, day: str) -> Person:
    bar = [one for one in known.shown if one.kind == "bar" and one.on(day)]
    background = [one for one in known.shown if one.kind == "law_background" and one.on(day)]
    practised = any(one.kind == "review_practice" and one.on(day) for one in known.shown)
    return Person(
        id=known.id,
        name=known.name,
        roles=frozenset(one.role.value for one in known.appointed if one.agency == agency and one.on(day)),
        certificates=tuple(_as_of(one, day) for one in known.shown if one.kind == "enforcement"),
        qualified_until=max((one.certificate.until or FOREVER for one in bar + background), default=""),
        first_penalty_review=not practised,
        legal_qualification=bool(bar),
        version=known.n,
    )


def _as_of(one: _Shown, day: str) -> Certificate:
    """An act done before a revocation was done with a valid certificate. Suspension and expiry are told by days."""
    ended = one.ended_on and one.ended_on <= day
    return replace(one.certificate, status=one.certificate.status if ended else "valid")


def status_on(certificate: Certificate, day: date) -> str:
    """The code of `words.STATUSES` to be shown for a certificate read for that day."""
    at = day.isoformat()
    if certificate.status != "valid":
        return certificate.status
    if any(since <= at and (not until or at <= until) for since, until in certificate.suspended):
        return "suspended"
    return "expired" if certificate.until < at else "valid"


def _agency(row: rows.Agency) -> AgencyFacts:
    return AgencyFacts(
        id=row.id,
        name=row.name,
        level=row.level,
        area=row.area,
        parent=row.parent_id or "",
        number_mark=row.number_mark,
        number_style=row.number_style,
        number_office=row.number_office,
        field=row.field,
        scopes=tuple(row.scopes),
        uscc=row.uscc,
        foreign=row.foreign,
        kind=row.kind,
        announced_on=_iso(row.announced_on),
        address=row.address,
        phone=row.phone,
        reconsideration=row.reconsideration,
        court=row.court,
    )


def _powers(agency: str) -> tuple[PowerFacts, ...]:
    found = rows.PowerRow.objects.filter(agency_id=agency).order_by("item", "since", "version")
    latest = {(row.item, row.since): row for row in found}  # a later version replaces the earlier
    return tuple(
        PowerFacts(
            Power(
                row.item,
                agency,
                row.act,
                _iso(row.since),
                _iso(row.until),
                row.announced,
                row.version,
                row.standard,
                row.unit,
                row.approval,
                row.matter,
                row.held,
                row.decision,
            ),
            row.name,
            row.entrusted_by_id or "",
        )
        for row in latest.values()
    )


def _norms(law: str, article: str) -> tuple[NormFacts, ...]:
    found = rows.NormRow.objects.filter(law=law, article=article).order_by("since", "version")
    latest = {row.since: row for row in found}
    return tuple(NormFacts(_norm(row), row.gist, row.mark) for row in latest.values())


def _norm(row: rows.NormRow) -> Norm:
    steps = tuple(Tier(**tier_of(one)) for one in row.tiers)  # type: ignore[arg-type]
    return Norm(row.law, row.article, _iso(row.since), _iso(row.until), row.max_fine, steps, row.rank)


def _names() -> frozenset[str]:
    agencies = rows.Agency.objects.values_list("name", "number_mark", "reconsideration", "court")
    found = {one for row in agencies for one in row}
    found |= set(rows.Person.objects.values_list("name", flat=True))
    found |= {f"《{law}》" for law in rows.NormRow.objects.values_list("law", flat=True).distinct()}
    return frozenset(one for one in found if len(one) > 1)


def kept_names() -> frozenset[str]:
    """For `settings.KEPT_NAMES`."""
    return snapshot(datetime.now(UTC).astimezone(SHANGHAI).date()).names()


def _catalogue(agency: str) -> tuple[CatalogueItem, ...]:
    found = rows.CatalogueRow.objects.filter(agency_id=agency).order_by("item", "since", "version")
    latest = {(row.item, row.since): row for row in found}
    return tuple(
        CatalogueItem(
            agency,
            row.item,
            row.act,
            row.scope,
            row.threshold_citizen,
            row.threshold_org,
            row.basis,
            _iso(row.announced_on),
            _iso(row.since),
            _iso(row.until),
            row.public_url,
            row.version,
        )
        for row in latest.values()
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
