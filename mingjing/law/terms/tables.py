"""The rows of an act's table: fields, papers, acts, limits, the usual way, and the procedure that holds them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mingjing.law.terms.needs import Guard, Need, done
from mingjing.law.terms.words import (
    Basis,
    Condition,
    Facts,
    Heaviest,
    Json,
    Kind,
    Length,
    On,
    Param,
    Per,
    Recording,
    Role,
    Unit,
    Yearly,
)

if TYPE_CHECKING:
    from mingjing.law.judgement import Judgement
    from mingjing.law.owing import Owing, Taken


USUAL = "用得上通行写法的已经写好，期限随参数而定，可以修改。"


@dataclass(frozen=True, slots=True)
class Words:
    """The statutory words that a text begins with (`law/wording.py`); `{key}` stands for what the parameter says in this
    matter on this day, e.g. 5 个工作日, `{agency.court}` for the court where the agency is sued.
    """

    text: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Field:
    """One thing to be stated. `element` marks a mandatory element of rules §1.9 (G-DOC); `when` limits the duty."""

    id: str
    label: str
    kind: Kind
    required: bool = True
    element: bool = False
    when: Condition | None = None
    choices: tuple[tuple[str, str], ...] = ()
    sample: Json = None
    help: str = ""
    usual: Words | None = None
    """What the law wants told, written already where the case knows nothing; the writer may change it."""
    carries: str = ""
    """Id of the earlier fact that pre-fills this one; default: the same id. Nothing is typed twice."""
    follows: Callable[[Judgement], Json] | None = field(default=None, repr=False, compare=False)
    """What the case itself gives (a seed, what it draws): the form starts with it; a guard holds the act to it."""
    sums: str = ""
    """How the sums of counted figures are called; "" = 金额."""
    not_before: str = ""
    """Of days: the field whose day this one must not lie before, or "on", the day of the act itself."""
    rank: str | Per = ""
    """Of articles: the lowest rank that a cited norm may have (`law/ranks.py`); "" = any."""
    held: bool = False
    """Nobody may state it otherwise, so a form that is opened again says it anew, whatever a working copy kept."""

    @property
    def hint(self) -> str:
        """What stands beside it in a form."""
        return self.help + (USUAL if self.usual else "")


@dataclass(frozen=True, slots=True)
class Paper:
    """A document (rules §1.10). `fields` are its content; the draft digest covers exactly these and the attachments."""

    id: str
    label: str
    fields: tuple[Field, ...] = ()
    signed_by: str = ""
    word: str = ""
    """The word in its number, as in 枣市监〔处罚〕; empty = not numbered."""
    sealed: bool = False
    """Carries the agency's seal, so is issued only with every mandatory element (G-DOC)."""
    public: str = "no"  # no · yes · judged
    """In a procedure about the agency itself, `yes` makes it an announcement once an act has made it (ADR 11)."""
    long: bool = False
    """Written in the paper: form left, live paper right."""
    retention: str = "RT5"
    basis: Basis | None = None
    """The article that wants this paper."""
    signing: Basis | None = None
    """What wants the signatures where that article says nothing of them."""


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, from the one event to the other. `told`: field of the number of days, in `unit`, that the
    party was told before; no more than these do not count, however long it took.
    """

    begin: On
    end: On
    told: str = ""
    unit: Unit = Unit.DAY


@dataclass(frozen=True, slots=True)
class Term:
    """A time limit (rules §2.3). Counted only in `law/calendar.py`.

    `before=True`: full days that must lie between the act `until` and the event `runs_from` (C10).
    `rolls`: C3 and C11. `paused_by`: days that do not count. `extended_by`: an act before the
    last day adds `extension`, or as much of it as its field `extension_days` states. `put_off_by`: an act that states a
    later last day itself. `presumes`: what SYSTEM does
    when the limit has run out; its field `presumes_day` states the day on which the limit began, from which the
    presumption holds. `runs_from=""`: the start comes in a later issue; the limit answers `deadline` and `law check`
    lists it.
    """

    id: str
    label: str
    length: Length | Param
    runs_from: On | str | tuple[On, ...] = ""
    until: On | str | tuple[On, ...] = ""
    rolls: bool = True
    before: bool = False
    paused_by: tuple[Pause, ...] = ()
    extended_by: On | None = None
    extension: Length | Param | None = None
    extension_days: str = ""
    put_off_by: On | None = None
    otherwise: str = ""
    """In words, which other statutes may set it differently; a field or a matter then carries their value."""
    bound: str = ""
    """`longer` or `shorter`: the one way in which they may; "" = both."""
    after: tuple[str, ...] = ()
    """Begins when these limits of the case have run out: on the latest of their last days. Then `runs_from` is ""."""
    presumes: str = ""
    presumes_day: str = ""
    yearly: Yearly | None = None
    """The limit is a fixed day of the year; it then has no length, and `runs_from` states that day in the case."""
    waits: bool = True
    """Whether what ends it is this agency's to do; otherwise the limit is shown and nobody is reminded."""
    when: Condition | None = None
    consequence: str = ""
    basis: Basis = Basis("", "", "")
    bars: bool = False
    """While it runs, other cases of the same party for the same item are not begun (《行政许可法》第七十八条、第七十九条)."""
    starts: tuple[On, ...] = field(init=False, repr=False, compare=False, default=())
    """`runs_from` as events."""
    ends: tuple[On, ...] = field(init=False, repr=False, compare=False, default=())
    """`until` as events."""
    begun_by: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())
    """The actions of `starts`: while none of them was done, nothing more of the limit is asked."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "starts", _events(self.runs_from))
        object.__setattr__(self, "ends", _events(self.until))
        object.__setattr__(self, "begun_by", frozenset(on.action for on in self.starts))

    @property
    def linked(self) -> frozenset[str]:
        """Fields that name the cases from which it is counted."""
        return frozenset(one.linked for one in self.starts if one.linked)


def _events(value: On | str | tuple[On, ...]) -> tuple[On, ...]:
    if isinstance(value, tuple):
        return value
    return (On.of(value),) if value else ()


@dataclass(frozen=True, slots=True)
class Track:
    """What runs beside the main line (保存, 缴纳, 公示 …); acts open and shut it."""

    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Action:
    """One step: who, when, on what conditions, with which papers, on what basis (architecture §4)."""

    id: str
    label: str
    by: Role | tuple[Role, ...]
    basis: Basis
    stage: frozenset[str] | None = None
    """Stages at which it may be done; None = any stage once the case is open."""
    to: str | Per | None = None
    opening: bool = False
    repeat: bool = False
    officers: int | Param = 0
    """How many certified officers must take part (fact `officers`), 《行政处罚法》第四十二条."""
    asks: tuple[str, ...] = ()
    papers: tuple[str, ...] = ()
    """Papers that this act makes: their content is snapshotted, numbered and issued."""
    drafts: tuple[str, ...] = ()
    """Papers whose draft is snapshotted without being issued (送审的代拟稿)."""
    binds: str = ""
    """The paper whose draft digest this act carries."""
    needs: tuple[Need, ...] = ()
    records: Recording = Recording.NONE
    voids: tuple[On | str, ...] | Per = ()
    """Earlier events that count as not done from now on."""
    opens: frozenset[str] | Per = frozenset()
    shuts: frozenset[str] | Per = frozenset()
    closes: frozenset[str] = frozenset()
    """Tracks that must be shut before this act."""
    approved_by: Role | None = None
    approve_after: Length | Param | None = None
    """Urgent: the ask takes effect at once and must be approved within this length."""
    opens_case: str | tuple[str, ...] | Per = ()
    """Procedures of the linked case that this act decides to open; of several, one is chosen when it is opened."""
    names_party: bool = False
    """May say that the party is another than the case knew: a suspect before filing, an error put right."""
    decides: bool = False
    """Its entry is a decision: the database wants a clearance for it when the procedure has a review."""
    visits: Condition | None = None
    """Its entry is a visit to the party that counts towards the yearly cap, where the condition holds (rules §1.6)."""
    settles: bool = False
    """Ends the question without a penalty: whoever does it is a decider, but no clearance is wanted."""
    stated_by: bool = False
    """An act of the party, registered by an officer on proof (`stated_by`) until the public entrance exists."""
    hours: bool = False
    """`on` is a moment, because an hour limit runs from or to it."""
    asked_by: str = ""
    """Set by derivation: the id of the ask that this act approves."""
    effective: bool = True
    """Set by derivation: an ordinary ask moves nothing."""
    plain: str = ""
    """What it does in plain words, for public flowcharts and the check page."""

    roles: frozenset[Role] = field(init=False, compare=False, repr=False)
    holders: frozenset[str] = field(init=False, compare=False, repr=False)
    """Roles of which one is enough to enter it: what the party states is entered by an officer."""

    def __post_init__(self) -> None:
        by = frozenset((self.by,)) if isinstance(self.by, Role) else frozenset(self.by)
        entered_by = {Role.OFFICER} if self.stated_by else set[Role]()
        object.__setattr__(self, "roles", by)
        object.__setattr__(self, "holders", frozenset(one.value for one in by | entered_by))

    @property
    def asked(self) -> tuple[str, ...]:
        """Ids of the fields to be stated, with those that follow from the other columns of the table."""
        extra: tuple[str, ...] = ("officers",) if self.officers and "officers" not in self.asks else ()
        if self.records in (Recording.F, Recording.M):
            extra += ("recordings",)
        return self.asks + extra + (("stated_by",) if self.stated_by else ())

    def derive(self) -> tuple[Action, ...]:
        """The approval pair: `<id>.ask`, `<id>` and `<id>.back`; an act without approval derives itself."""
        if self.approved_by is None:
            return (self,)
        urgent = self.approve_after is not None
        ask = replace(
            self,
            id=f"{self.id}.ask",
            label=self.label if urgent else f"呈批：{self.label}",
            approved_by=None,
            approve_after=None,
            decides=False,
            settles=False,
            effective=urgent,
            visits=self.visits if urgent else None,
            opening=self.opening,
            repeat=True,
        )
        approve = replace(
            self,
            label=f"补批：{self.label}" if urgent else self.label,
            by=self.approved_by,
            officers=0,
            asks=("ask",),
            asked_by=ask.id,
            approved_by=None,
            opening=False,
            to=None if urgent else self.to,
            stage=None if urgent else self.stage,
            opens=frozenset() if urgent else self.opens,
            voids=() if urgent else self.voids,
            papers=() if urgent else self.papers,
            needs=() if urgent else self.needs,  # the deed was judged when it was done
            visits=None if urgent else self.visits,
            records=Recording.NONE,  # what was recorded is the deed, and the ask states it
            stated_by=False,
        )
        back = replace(
            approve,
            id=f"{self.id}.back",
            label=f"不批准：{self.label}",
            asks=("ask", "reason"),
            papers=(),
            binds="",
            needs=(done(ask.id),),
            to=None,
            visits=None,
            opens=frozenset(),
            shuts=self.opens if urgent else frozenset(),
            voids=() if urgent else (ask.id,),  # a measure that was taken did happen
            closes=frozenset(),
            decides=False,
            settles=False,
            repeat=True,
            approve_after=None,
        )
        return (ask, approve, back)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the usual way through a procedure: what runners play and flowcharts draw.

    `branch`: "" belongs to every way; otherwise it is walked only on that branch. `optional`: only when needed.
    """

    action: str
    facts: tuple[tuple[str, Json], ...] = ()
    branch: str = ""
    optional: bool = False
    leaves: tuple[tuple[str, str], ...] = ()
    """Choices of this step, field and value, after which the usual way is not walked on."""
    says: tuple[str, str] = ("", "")
    """What the chart calls and explains it by, where the act played here is only one of what may happen at this place."""


def step(
    action: str,
    branch: str = "",
    *,
    optional: bool = False,
    leaves: tuple[tuple[str, str], ...] = (),
    says: tuple[str, str] = ("", ""),
    **facts: Json,
) -> Step:
    return Step(action, tuple(facts.items()), branch, optional, leaves, says)


@dataclass(frozen=True, slots=True)
class Review:
    """Which acts make up the legal review of a procedure, so that engine, database and pages agree on it."""

    submit: str
    review: str
    opinion: str
    passed: str
    decision: str
    paper: str
    grounds: Callable[[Judgement], list[str]] = field(repr=False, compare=False)
    """Why this decision must be reviewed, computed from the case; [] = it need not be."""
    foreseen: Callable[[Judgement], list[str]] = field(default=lambda j: [], repr=False, compare=False)
    """What would make the decision major, said while nothing is proposed yet."""


@dataclass(frozen=True, slots=True)
class Publicity:
    """What of a case goes out to the public (rules §4.2); what is not named here stays inside."""

    paper: str
    """Holds the sentences written for the public; each of its fields goes out."""
    of: tuple[str, ...]
    """Papers under whose number it stands; of several the one made last."""
    shows: tuple[str, ...]
    """Ids of stated fields that go out as they were decided, the last statement of each."""
    titled: str = "public_matter"
    """Id of the field that names the matter behind the party's name."""
    lasts: tuple[str, str] = ("publication.display_org", "publication.display_person")
    """Parameters of how long it stays public: of organisations, of natural persons."""
    lasts_from: str = ""
    """Id of a shown day from which that time runs when it is later than the publication."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What the annual report counts (rules §6.3): each of the events, once, in a column of `law/tallies.py`.

    It stays counted when the act is undone later: counted is what was done in the year (§6.3 口径①).
    """

    column: str | Per | Heaviest
    """Id of the column, or how a stated field gives it; "" is in no column."""
    on: On | str | tuple[On, ...]
    sums: tuple[str, ...] = ()
    """Ids of stated amounts, in 分, that are added up."""
    when: Condition | None = None

    @property
    def events(self) -> tuple[On, ...]:
        return _events(self.on)

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that this may fill."""
        match self.column:
            case str():
                found: tuple[str, ...] = (self.column,)
            case Per(cases=cases, default=default):
                found = (*(str(one) for _, one in cases), str(default or ""))
            case Heaviest(order=order, default=default):
                found = (*order, default)
        return tuple(dict.fromkeys(one for one in found if one))


@dataclass(frozen=True, slots=True)
class Procedure:
    """One kind of case from its first act to the archive; an amendment is a second one with a later `since`."""

    id: str
    label: str
    since: str
    act: str
    stages: tuple[tuple[str, str], ...]
    actions: tuple[Action, ...]
    terms: tuple[Term, ...] = ()
    tracks: tuple[Track, ...] = ()
    papers: tuple[Paper, ...] = ()
    fields: tuple[Field, ...] = ()
    review: Review | None = None
    beside: tuple[Review, ...] = ()
    """Reviews of later decisions that may be made again; the engine wants them, the database knows the main one only."""
    guards: tuple[Guard, ...] = ()
    """Judged on every act of a person (for instance G-SEPARATE)."""
    exits: frozenset[str] = frozenset()
    """Stages at which a case has ended."""
    path: tuple[Step, ...] = ()
    """The usual way from the first act to the last, branches marked."""
    branches: tuple[tuple[str, str], ...] = ()
    """Codes and labels of the branches; the first is the usual one."""
    basis: Basis = Basis("", "", "")
    publicity: Publicity | None = None
    tallies: tuple[Tally, ...] = ()
    own: bool = False
    """About the agency itself and published by it (a yearly plan): without a party, so anybody of the agency may name it."""
    punishes: bool = False
    """What it decides is a penalty, which other cases of the party see (G-ONEFINE, G-SPLIT, first offences)."""
    owing: Callable[[Judgement], Owing] | None = field(default=None, repr=False, compare=False)
    """What its decision orders to be paid, where it orders money: what the case that enforces it may take."""
    takes: Callable[[Judgement], Taken] | None = field(default=None, repr=False, compare=False)
    """What was taken in it for a debt of the case that it enforces."""
    history: bool = False
    """Cases closed elsewhere, as their source states them: marked 补录, nothing counted or decided."""
    _actions: Mapping[str, Action] = field(init=False, repr=False, compare=False, default_factory=dict)
    _fields: Mapping[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)
    _papers: Mapping[str, Paper] = field(init=False, repr=False, compare=False, default_factory=dict)
    deciding: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())
    """Actions that decide or settle."""
    extending: Mapping[str, tuple[Term, ...]] = field(
        init=False, repr=False, compare=False, default_factory=dict
    )
    """The limits that an action extends, by its id."""
    approvals: tuple[Action, ...] = field(init=False, repr=False, compare=False, default=())
    """Actions that grant what an ask asked for."""
    links: tuple[str, ...] = field(init=False, repr=False, compare=False, default=())
    """Ids of the fields that name another case; each is the relation in which that case stands."""
    kinds: Mapping[str, Kind] = field(init=False, repr=False, compare=False, default_factory=dict)
    """The kind of every field that an act or a paper states, by id."""
    repeated: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())
    """Ids of the fields that more than one paper has."""

    def __post_init__(self) -> None:
        derived = {one.id: one for action in self.actions for one in action.derive()}
        object.__setattr__(self, "_actions", derived)
        object.__setattr__(self, "_fields", {one.id: one for one in self.fields})
        object.__setattr__(self, "_papers", {one.id: one for one in self.papers})
        kinds = {one.id: one.kind for paper in self.papers for one in paper.fields}
        object.__setattr__(self, "kinds", kinds | {one.id: one.kind for one in self.fields})
        told = Counter(name for paper in self.papers for name in {one.id for one in paper.fields})
        object.__setattr__(self, "repeated", frozenset(name for name, times in told.items() if times > 1))
        object.__setattr__(self, "links", tuple(one.id for one in self.fields if one.kind is Kind.CASE))
        object.__setattr__(
            self, "deciding", frozenset(one.id for one in derived.values() if one.decides or one.settles)
        )
        extended = {one.extended_by.action for one in self.terms if one.extended_by}
        terms = {
            act: tuple(one for one in self.terms if one.extended_by and one.extended_by.action == act)
            for act in extended
        }
        object.__setattr__(self, "extending", terms)
        granted = (one for one in derived.values() if one.asked_by and not one.id.endswith(".back"))
        object.__setattr__(self, "approvals", tuple(granted))

    @property
    def key(self) -> str:
        return f"{self.id}@{self.since}"

    @property
    def reviews(self) -> tuple[Review, ...]:
        return ((self.review,) if self.review else ()) + self.beside

    @property
    def ways(self) -> tuple[str, ...]:
        """Codes of the branches; () when there is one way only."""
        return tuple(code for code, _ in self.branches)

    @property
    def derived(self) -> Mapping[str, Action]:
        """Every action, approval pairs included, in the order of the table."""
        return self._actions

    def action(self, action_id: str) -> Action | None:
        return self._actions.get(action_id)

    def term(self, term_id: str) -> Term:
        return next(one for one in self.terms if one.id == term_id)

    def paper(self, paper_id: str) -> Paper | None:
        return self._papers.get(paper_id)

    def stated(self, facts: Facts, name: str) -> Json:
        """What an act stated under a field's id: directly, or in one of its papers."""
        if name in facts:
            return facts[name]
        for key, content in facts.items():
            if key in self._papers and isinstance(content, dict) and name in content:
                return content[name]
        return None

    def field(self, field_id: str) -> Field | None:
        return self._fields.get(field_id)

    def asked(self, field_id: str) -> Field:
        return self._fields[field_id]

    def binding(self, action: Action) -> bool:
        """Whether an act binds others, so that a check page stands before it: it approves, is bound to a draft,
        opens, ends or takes back something, or makes a numbered, sealed or public paper. The rest is registered in one
        step.
        """
        papers = (self.paper(one) for one in action.papers)
        outward = any(paper.word or paper.sealed or paper.public == "yes" for paper in papers if paper)
        moves = action.opens or action.shuts or action.voids
        return bool(action.asked_by or action.binds or moves or outward)

    def announces(self, paper: Paper) -> bool:
        """Whether the agency tells the public about itself in this paper: the public papers of its own procedures."""
        return self.own and paper.public == "yes"

    def announced(self, action: Action | None) -> tuple[Paper, ...]:
        """The papers that this act announces to the public."""
        if action is None or not action.effective:
            return ()
        papers = (found for one in action.papers if (found := self.paper(one)))
        return tuple(one for one in papers if self.announces(one))

    def stage_label(self, code: str) -> str:
        return dict(self.stages).get(code, code)
