"""One judgement of one move: what guards may ask about the case, the move and the world outside.

Whatever is consulted outside the case is noted in `seen`, as values, so that the judgement can be repeated
from the entry alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, timezone
from functools import lru_cache

from mingjing.law.terms import (
    HANDLING,
    Action,
    Barred,
    Case,
    Context,
    Earlier,
    Entry,
    Facts,
    Json,
    Length,
    Linked,
    Listed,
    Move,
    Norm,
    On,
    Param,
    Per,
    Person,
    Power,
    Procedure,
    Review,
    Role,
    Step,
    Tallied,
    Tier,
    Value,
    Visit,
)

SHANGHAI = timezone(timedelta(hours=8), "Asia/Shanghai")
"""China has kept one offset since 1991; procedures begin later, so no zone data is needed here."""


@lru_cache(maxsize=4096)
def day_of(moment: str) -> date:
    """The Shanghai day of `on` or `at`: "YYYY-MM-DD", or UTC milliseconds. Raises ValueError."""
    if len(moment) == 10:
        return date.fromisoformat(moment)
    return moment_of(moment).astimezone(SHANGHAI).date()


def moment_of(text: str) -> datetime:
    """UTC milliseconds "YYYY-MM-DDTHH:MM:SS.sssZ" as an aware time. Raises ValueError."""
    if len(text) != 24 or (text[4], text[7], text[10], text[19], text[23]) != ("-", "-", "T", ".", "Z"):
        raise ValueError(f"not UTC milliseconds: {text!r}")
    return datetime.fromisoformat(text[:-1]).replace(tzinfo=UTC)  # ten times faster than strptime


def utc_ms(moment: datetime) -> str:
    """`on` of an act counted in hours, as the entry writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03d}Z"


DECIDED: frozenset[Role] = frozenset()
"""Under no role at all `Standing.people` keeps who decided."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a case stands: its stage, what still counts as done, which tracks are open."""

    stage: str
    live: tuple[Entry, ...]
    open: frozenset[str]
    by_action: Mapping[str, tuple[Entry, ...]] = field(init=False, repr=False, compare=False)
    """The live entries of each action: guards ask for these far oftener than for all."""
    known: dict[str, Json] = field(init=False, repr=False, compare=False, default_factory=dict)
    people: dict[frozenset[Role], frozenset[str]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    """What was found once for all acts of a menu."""

    def __post_init__(self) -> None:
        found: dict[str, list[Entry]] = {}
        for entry in self.live:
            found.setdefault(entry.action, []).append(entry)
        object.__setattr__(self, "by_action", {action: tuple(one) for action, one in found.items()})


def opened(procedure: Procedure, standing: Standing) -> tuple[str, ...]:
    """Procedures of the cases that the acts of this one decided to open, in order."""
    found = (
        code
        for entry in standing.live
        if (action := procedure.derived[entry.action]).effective
        for code in sorted(codes(procedure, action.opens_case, entry.facts))
    )
    return tuple(dict.fromkeys(found))


def decision_of(procedure: Procedure, standing: Standing) -> dict[str, Json]:
    """What the decision states that was made last and still counts; {} where none does."""
    made = [one for one in standing.live if one.action in procedure.deciding]
    return latest(procedure, made[-1:]) if made else {}


def happened(procedure: Procedure, entry: Entry, on: On) -> bool:
    """Whether the entry is the event."""
    if entry.action != on.action:
        return False
    return all(_says(procedure.stated(entry.facts, name), value) for name, value in on.where)


def walked(procedure: Procedure, standing: Standing, step: Step) -> bool:
    """Whether a step of the usual way was taken; a list among its facts is a sample and tells no two steps apart."""
    on = On(step.action, tuple((name, value) for name, value in step.facts if not isinstance(value, list)))
    return any(happened(procedure, one, on) for one in standing.by_action.get(step.action, ()))


def awaited(procedure: Procedure, standing: Standing) -> Review | None:
    """The legal review whose draft was submitted last and has no opinion yet."""
    acts = {act: one for one in procedure.reviews for act in (one.submit, one.review)}
    last = next((one.action for one in reversed(standing.live) if one.action in acts), "")
    return acts[last] if last and acts[last].submit == last else None


def branch_of(procedure: Procedure, standing: Standing) -> str:
    """Which way the case has taken: the branch of which a step was done that belongs to no other."""
    done = standing.by_action.keys()
    for branch in procedure.ways[1:]:
        own = {one.action for one in procedure.path if one.branch == branch}
        if done & (own - {one.action for one in procedure.path if one.branch != branch}):
            return branch
    return procedure.ways[0] if procedure.ways else ""


def _says(stated: Json, wanted: Json) -> bool:
    return stated == wanted or (isinstance(stated, list) and wanted in stated)


def names(procedure: Procedure, value: object, facts: Facts) -> tuple[On, ...]:
    """A column of the table as events or codes, where it may depend on one asked field (`per`)."""
    while isinstance(value, Per):
        value = value.pick(procedure.stated(facts, value.field))
    return listed(value)


def listed(column: object) -> tuple[On, ...]:
    """One column of the table without `per`: nothing, one event or code, or several. Raises TypeError for a slip."""
    if column is None:
        return ()
    if isinstance(column, str | On):
        return (On.of(column),)
    if isinstance(column, frozenset):
        return tuple(On(one) for one in sorted(column))
    if isinstance(column, tuple):
        return tuple(On.of(one) for one in column)
    raise TypeError(f"not an event, a code or several: {column!r}")


def codes(procedure: Procedure, value: object, facts: Facts) -> frozenset[str]:
    return frozenset(one.action for one in names(procedure, value, facts))


_recent: tuple[tuple[Procedure, Case, Standing], ...] = ()
"""The last few standings, by the very objects they were made from: one act asks several times for the same."""


def replay(procedure: Procedure, case: Case) -> Standing:
    """Stage, live entries and open tracks, from the entries and the procedure that the case keeps."""
    global _recent
    for law, known, standing in _recent:
        if law is procedure and known is case:
            return standing
    standing = _replay(procedure, case.entries)
    _recent = ((procedure, case, standing), *_recent[:3])
    return standing


def follow(procedure: Procedure, before: Case, after: Case) -> Standing:
    """The standing of a case that has one entry more: only that entry is played."""
    global _recent
    earlier, added = replay(procedure, before), after.entries[before.last :]
    standing = _replay(procedure, added, earlier)
    if earlier.known and len(standing.live) == len(earlier.live) + len(added):  # nothing was taken back
        standing.known.update(earlier.known | latest(procedure, added))
    _recent = ((procedure, after, standing), *_recent[:3])
    return standing


def stood(procedure: Procedure, entries: Sequence[Entry]) -> Standing:
    """Where a case stood when it had only some of its entries."""
    return _replay(procedure, entries)


def _replay(procedure: Procedure, entries: Sequence[Entry], since: Standing | None = None) -> Standing:
    stage, live, open_tracks = "", list[Entry](), set[str]()
    if since is not None:
        stage, live, open_tracks = since.stage, list(since.live), set(since.open)
    for entry in entries:
        action = procedure.action(entry.action)
        if action is None:
            continue
        if action.voids and (voids := names(procedure, action.voids, entry.facts)):
            live = [one for one in live if not any(happened(procedure, one, on) for on in voids)]
        live.append(entry)
        if action.effective:
            if action.to is not None:
                stage = next(iter(codes(procedure, action.to, entry.facts)), stage)
            if action.opens:
                open_tracks |= codes(procedure, action.opens, entry.facts)
            if action.shuts:
                open_tracks -= codes(procedure, action.shuts, entry.facts)
    return Standing(stage, tuple(live), frozenset(open_tracks))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a guard sees. Reading outside the case goes through here only."""

    procedure: Procedure
    case: Case
    move: Move
    context: Context
    action: Action
    standing: Standing
    seen: dict[str, dict[str, Json]] = field(default_factory=dict)
    consulted: list[Value] = field(default_factory=list)
    """Every parameter value read, in order; a reason that rests on an unverified one says so."""
    shared: dict[object, tuple[list[str], list[Value]]] = field(default_factory=dict)
    """What was found once for all acts of a menu."""
    _matter: list[str] = field(init=False, repr=False, compare=False, default_factory=list)

    def once(self, name: str, find: Callable[[], list[str]]) -> list[str]:
        """Grounds that rest on the case alone: found once per menu. An approval sees what its ask stated."""
        if not self.move.asking:
            return find()
        key = (name, self.action.asked_by)
        if (known := self.shared.get(key)) is None:
            before = len(self.consulted)
            found = find()
            self.shared[key] = (found, self.consulted[before:])
            return [*found]
        found, consulted = known
        self.consulted.extend(consulted)
        return [*found]

    # --- the move ---

    @property
    def on(self) -> date:
        return day_of(self.move.on)

    def stated(self, name: str) -> Json:
        """What the move itself states; for an approval, what its ask stated."""
        if self.move.facts and (own := self.procedure.stated(self.move.facts, name)) is not None:
            return own
        if self.action.asked_by:
            return self.procedure.stated(self.ask.facts, name) if self.ask else None
        for paper in (*self.action.papers, *self.action.drafts) if self.move.papers else ():
            if (content := self.move.papers.get(paper)) and name in content.fields:
                return content.fields[name]
        return None

    @property
    def ask(self) -> Entry | None:
        """The pending ask that this act answers: the latest one neither approved nor sent back."""
        if not self.action.asked_by:
            return None
        done = self.standing.by_action
        if not (asks := done.get(self.action.asked_by)):
            return None
        approval = self.action.asked_by.removesuffix(".ask")
        answered = (one[-1].n for name in (approval, f"{approval}.back") if (one := done.get(name)))
        return asks[-1] if asks[-1].n > max(answered, default=0) else None

    def value(self, name: str, default: Json = None) -> Json:
        """What the move states, else what was stated last."""
        own = self.stated(name)
        return own if own is not None else self.known(name, default)

    def known(self, name: str, default: Json = None) -> Json:
        """What an act that still counts stated last under a field's id."""
        known = self.standing.known
        if not known:
            known |= latest(self.procedure, self.standing.live)
        found = known.get(name)
        return default if found is None else found

    def ever(self, name: str) -> bool:
        """Whether the move, or an act that still counts, says yes under a field's id: a later no takes nothing back."""
        said = (self.procedure.stated(one.facts, name) for one in self.standing.live)
        return self.stated(name) is True or any(one is True for one in said)

    def money(self, name: str) -> int:
        """An amount in 分; nothing stated counts as 0."""
        value = self.value(name)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    @property
    def officers(self) -> tuple[str, ...]:
        stated = self.stated("officers")
        return tuple(str(one) for one in stated) if isinstance(stated, list) else ()

    def bound(self) -> str:
        """Draft digest of the paper that this act binds: as the mover saw it, else the current draft."""
        if content := self.move.papers.get(self.action.binds):
            return content.digest
        return self.context.draft(self.action.binds)

    # --- the case ---

    def events(self, on: On | str) -> Iterator[Entry]:
        wanted = On.of(on)
        found = self.standing.by_action.get(wanted.action, ())
        return (one for one in found if happened(self.procedure, one, wanted))

    def last(self, on: On | str) -> Entry | None:
        wanted = On.of(on)
        found = reversed(self.standing.by_action.get(wanted.action, ()))
        return next((one for one in found if happened(self.procedure, one, wanted)), None)

    def fact(self, entry: Entry | None, name: str) -> Json:
        return self.procedure.stated(entry.facts, name) if entry else None

    def digest(self, entry: Entry | None, paper: str) -> str:
        refs = entry.papers if entry else ()
        return next((ref.draft for ref in refs if ref.paper == paper), "")

    def people(self, *roles: Role) -> frozenset[str]:
        """Natural persons who acted in the case in one of the roles, voided acts included."""
        asked = frozenset(roles)
        if asked not in self.standing.people:
            self.standing.people[asked] = self._people(asked)
        return self.standing.people[asked]

    def _people(self, roles: frozenset[Role]) -> frozenset[str]:
        wanted, found = {role.value for role in roles}, set[str]()
        for entry in self.case.entries:
            action = self.procedure.action(entry.action)
            if action is None or not wanted & set(entry.roles):
                continue
            found.add(entry.actor)
            if HANDLING & action.roles and isinstance(named := entry.facts.get("officers"), list):
                found |= {str(one) for one in named}
        return frozenset(found)

    @property
    def handlers(self) -> frozenset[str]:
        return self.people(*HANDLING)

    @property
    def deciders(self) -> frozenset[str]:
        """Who decided as head of the agency; approving the filing made nobody a decider."""
        if DECIDED not in self.standing.people:
            self.standing.people[DECIDED] = frozenset(
                one.actor
                for one in self.case.entries
                if one.action in self.procedure.deciding and Role.AGENCY_HEAD.value in one.roles
            )
        return self.standing.people[DECIDED]

    # --- the world outside, noted in `seen` ---

    def param(self, key: str | Param, day: date | None = None) -> Value:
        wanted = key.key if isinstance(key, Param) else key
        when = day or self.on
        if not self.move.asking:
            self._note(
                "parameters", f"{wanted}@{when}", None
            )  # a value that was not there was consulted, too
        found = self.context.parameter(wanted, when, self.matter)
        self.consulted.append(found)
        if self.move.asking:
            return found
        self._note(
            "parameters",
            f"{wanted}@{when}",
            {
                "amount": found.amount,
                "unit": found.unit,
                "since": found.since,
                "scope": found.scope,
                "basis": found.basis,
                "verified": found.verified,
            },
        )
        return found

    @property
    def matter(self) -> str:
        """Kind of matter of the case's item (事项类别). The value found says its scope, so this is noted with it."""
        if not self._matter:  # asked with every parameter
            item = self.value("item")
            found = self.context.power(self.case.agency, item) if isinstance(item, str) else None
            self._matter.append(found.matter if found else "")
        return self._matter[0]

    def length(self, length: Length | Param, day: date) -> Length:
        return self.param(length, day).length if isinstance(length, Param) else length

    def person(self, person_id: str) -> Person | None:
        found = self.context.person(person_id)
        if found is not None and not self.move.asking:
            self._note("persons", person_id, person_json(found))
        return found

    def power(self, item: str) -> Power | None:
        found = self.context.power(self.case.agency, item)
        if found is not None:
            self._note(
                "powers",
                item,
                _power_json(found),
            )
        return found

    def norm(self, law: str, article: str) -> tuple[Norm, ...]:
        found = self.context.norm(law, article)
        self._note(
            "norms",
            f"{law}|{article}",
            [_norm_json(one) for one in found],
        )
        return found

    @property
    def field(self) -> str:
        """Enforcement field of the agency (执法领域)."""
        self._note("agency", self.case.agency, {"field": self.context.field})
        return self.context.field

    def named(self) -> tuple[Linked, ...]:
        """The cases that this one names, or is about to name; the relation is the id of the field."""
        stated = ((name, self.value(name)) for name in self.procedure.links)
        return self._seen_cases(
            replace(one, relation=name)
            for name, case in stated
            if isinstance(case, str) and case and (one := self.context.case(case)) is not None
        )

    def linked(self) -> tuple[Linked, ...]:
        """The cases that this one names, and those that name it."""
        return (*self.named(), *self._seen_cases(self.context.linked()))

    def _seen_cases(self, cases: Iterable[Linked]) -> tuple[Linked, ...]:
        found = tuple(cases)
        for one in found:
            notes = self.seen.setdefault("linked", {})
            note: Json = {
                "relation": one.relation,
                "procedure": one.procedure,
                "stage": one.stage,
                "n": one.n,
                "commitment": one.commitment,
            }
            notes.setdefault(one.case, note)
        return found

    def of_linked(self, relation: str, name: str) -> Json:
        """What the case in this relation stated last under a field's id; None when there is none."""
        return self._of_linked(relation, name, "facts")

    def decided_in(self, relation: str, name: str) -> Json:
        """What the decision of the case in this relation states, while it stands; None when it does not."""
        return self._of_linked(relation, name, "decided")

    def each_linked(self, name: str) -> tuple[Json, ...]:
        """What each of the cases that name this one, or that it names, says under a field's id."""
        return tuple(self._said(one, name) for one in self.linked() if one.facts.get(name) is not None)

    def _of_linked(self, relation: str, name: str, kind: str) -> Json:
        for one in self.linked():
            said = one.decided if kind == "decided" else one.facts
            if one.relation == relation and said.get(name) is not None:
                return self._said(one, name, kind)
        return None

    def _said(self, one: Linked, name: str, kind: str = "facts") -> Json:
        value = (one.decided if kind == "decided" else one.facts)[name]
        note = self.seen["linked"][one.case]
        if isinstance(note, dict) and isinstance(facts := note.setdefault(kind, {}), dict):
            facts[name] = value
        return value

    def siblings(
        self, procedure: str, *names: str, naming: str = "", decided: tuple[str, ...] = ()
    ) -> tuple[Linked, ...]:
        """The other cases of this agency under a procedure; `names`: what may be read of what they stated; `decided`: of what
        the decision states that stands in each.
        """
        found = (one for one in self.context.siblings(procedure, naming) if one.case != self.case.id)
        seen = tuple(
            replace(
                one,
                facts={name: one.facts[name] for name in names if name in one.facts},
                decided={name: one.decided[name] for name in decided if name in one.decided},
            )
            for one in found
        )
        for one in seen:
            note: dict[str, Json] = {
                "procedure": one.procedure,
                "stage": one.stage,
                "n": one.n,
                "commitment": one.commitment,
                "facts": dict(one.facts),
                **({"decided": dict(one.decided)} if decided else {}),
            }
            self._note("siblings", one.case, note)
        return seen

    def catalogue(self) -> tuple[Listed, ...]:
        """The agency's review catalogue for this kind of act."""
        found = tuple(one for one in self.context.catalogue() if one.act == self.procedure.act)
        for one in found:
            self._note("catalogue", one.item, _plain(one, "item"))
        return found

    def earlier(self) -> tuple[Earlier, ...]:
        """Penalties that stand against the same party in other cases."""
        party = self.value("party")
        found = self.context.earlier(party) if isinstance(party, dict) else ()
        found = tuple(one for one in found if one.case != self.case.id)
        for one in found:
            self._note("earlier", one.case, _plain(one, "case"))
        return found

    def visited(self, item: str) -> tuple[Visit, ...]:
        """Visits of this calendar year to the same party in other cases of this agency for an item, alone or among others."""
        party = self.value("party")
        found = self.context.visits(party) if isinstance(party, dict) else ()
        found = tuple(
            one
            for one in found
            if one.case != self.case.id
            and (one.agency, one.on[:4]) == (self.case.agency, str(self.on.year))
            and item in one.item.split()
        )
        for one in found:
            self._note("visits", one.case, _plain(one, "case"))
        return found

    def barred(self, item: str) -> tuple[Barred, ...]:
        """Limits of other cases of this agency during which the party may not apply for an item again."""
        party = self.value("party")
        found = self.context.barred(party) if isinstance(party, dict) else ()
        found = tuple(
            one
            for one in found
            if one.case != self.case.id and (one.agency, one.item) == (self.case.agency, item)
        )
        for one in found:
            self._note("barred", one.case, _plain(one, "case"))
        return found

    def tallied(self, year: int) -> tuple[Tallied, ...]:
        """What this agency did in that calendar year, as the annual report counts it."""
        found = self.context.tallied(year)
        self._note("tallied", str(year), [[one.column, one.item, one.count, one.sum] for one in found])
        return found

    def charges(self) -> tuple[tuple[Power, str], ...]:
        """The items of this kind of act that the agency charges a standard for, each with its name."""
        found = self.context.charges(self.procedure.act)
        for power, name in found:
            self._note("charges", power.item, {"name": name, "power": _power_json(power)})
        return found

    def _note(self, kind: str, key: str, value: Json) -> None:
        """What was seen goes into the entry; a menu only asks and writes none."""
        self.seen.setdefault(kind, {})[key] = value

    def seen_json(self) -> dict[str, Json]:
        """`seen` as it stands in the entry: lists in a fixed order (keys of an entry are ASCII, ids need not be)."""
        return {
            kind: [{"id": key, "value": notes[key]} for key in sorted(notes)]
            for kind, notes in sorted(self.seen.items())
        }


def latest(procedure: Procedure, entries: Sequence[Entry]) -> dict[str, Json]:
    """Every name with what was stated last under it, read as `Procedure.stated` reads one name; "" keeps it filled."""
    found: dict[str, Json] = {"": None}
    for entry in entries:
        said: dict[str, Json] = {}
        for name, content in reversed(list(entry.facts.items())):
            if isinstance(content, dict) and procedure.paper(name) is not None:
                said |= content
        said |= entry.facts
        found |= {name: value for name, value in said.items() if value is not None}
    return found


def _power_json(one: Power) -> Json:
    said: dict[str, Json] = {
        "agency": one.agency,
        "act": one.act,
        "since": one.since,
        "until": one.until,
        "announced": one.announced,
        "version": one.version,
    }
    if one.standard is not None:
        said |= {"standard": one.standard, "unit": one.unit, "approval": one.approval}
    if one.held:
        said |= {"held": one.held, "decision": one.decision}
    return said | {"matter": one.matter} if one.matter else said


def _norm_json(one: Norm) -> Json:
    said: dict[str, Json] = {"since": one.since, "until": one.until, "max_fine": one.max_fine}
    tiers: list[Json] = [_plain(tier) for tier in one.tiers]
    said |= {"rank": one.rank} if one.rank else {}
    return {**said, "tiers": tiers} if tiers else said


def _plain(one: Listed | Earlier | Tier | Visit | Barred, but: str = "") -> dict[str, Json]:
    return {name: value for name, value in asdict(one).items() if name != but}


def person_json(person: Person) -> Json:
    """A person as noted in `seen`: enough to judge certificates and qualification again."""
    return {
        "name": person.name,
        "roles": [*sorted(person.roles)],
        "certificates": [
            {
                "number": one.number,
                "fields": [*one.fields],
                "since": one.since,
                "until": one.until,
                "suspended": [list(pair) for pair in one.suspended],
                "status": one.status,
                "version": one.version,
            }
            for one in person.certificates
        ],
        "qualified_until": person.qualified_until,
        "first_penalty_review": person.first_penalty_review,
        "legal_qualification": person.legal_qualification,
        "version": person.version,
    }
