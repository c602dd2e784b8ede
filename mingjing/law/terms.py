"""The vocabulary in which procedures are written down, and the values that the engine reads and returns.

Nothing here decides: these are words. An act's file (`law/acts/`) makes sentences of them, `law/engine.py`
judges by them, and pages, forms, deadlines, reference and API are printed from them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from mingjing.law.calendar import Calendar
    from mingjing.law.judgement import Judgement

Json: TypeAlias = "None | bool | int | str | list[Json] | dict[str, Json]"
Facts: TypeAlias = Mapping[str, Json]


class Role(StrEnum):
    """Who acts (rules §1.0). A person may hold several roles in an agency; E-ROLE compares with `Action.by`."""

    OFFICER = "officer"
    ASSISTANT = "assistant"
    UNIT_HEAD = "unit_head"
    REVIEWER = "reviewer"
    HEARING_HOST = "hearing_host"
    AGENCY_HEAD = "agency_head"
    PANEL = "panel"
    PUBLISHER = "publisher"
    ARCHIVIST = "archivist"
    DEVICE_KEEPER = "device_keeper"
    JUSTICE_SUPERVISOR = "justice_supervisor"
    SYSTEM = "system"
    SYSADMIN = "sysadmin"
    SECADMIN = "secadmin"
    AUDITADMIN = "auditadmin"
    PARTY = "party"
    INTERESTED = "interested"


ROLE_LABELS: Mapping[Role, str] = {
    Role.OFFICER: "执法人员",
    Role.ASSISTANT: "辅助人员",
    Role.UNIT_HEAD: "承办机构负责人",
    Role.REVIEWER: "法制审核人员",
    Role.HEARING_HOST: "听证主持人",
    Role.AGENCY_HEAD: "机关负责人",
    Role.PANEL: "负责人集体",
    Role.PUBLISHER: "公示审核发布员",
    Role.ARCHIVIST: "档案员",
    Role.DEVICE_KEEPER: "设备管理员",
    Role.JUSTICE_SUPERVISOR: "执法监督人员",
    Role.SYSTEM: "系统",
    Role.SYSADMIN: "系统管理员",
    Role.SECADMIN: "安全管理员",
    Role.AUDITADMIN: "审计管理员",
    Role.PARTY: "当事人",
    Role.INTERESTED: "利害关系人",
}

HANDLING = frozenset({Role.OFFICER, Role.UNIT_HEAD})
"""Roles whose acts make a person a handler (承办人) of the case, for G-SEPARATE (《行政处罚法》第五十八条)."""


class Unit(StrEnum):
    """In what a limit is counted (rules §2.1)."""

    DAY = "day"
    WORKING_DAY = "working_day"
    HOUR = "hour"
    MONTH = "month"
    YEAR = "year"


UNIT_LABELS: Mapping[Unit, str] = {
    Unit.DAY: "日",
    Unit.WORKING_DAY: "工作日",
    Unit.HOUR: "小时",
    Unit.MONTH: "个月",
    Unit.YEAR: "年",
}


class Recording(StrEnum):
    """What audio-video an act calls for (rules §5.2): F 全程 · M 应当 · O 可以 · NONE 不需."""

    F = "F"
    M = "M"
    O = "O"  # noqa: E741 - the code of rules §1.0
    NONE = "-"


class Kind(StrEnum):
    """Field kinds: what a form draws and what the engine accepts as well-formed."""

    TEXT = "text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    MONEY = "money"  # integer 分
    DAY = "day"  # "YYYY-MM-DD", Shanghai
    TIME = "time"  # "YYYY-MM-DDTHH:MM:SS.sssZ"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    PARTY = "party"
    ARTICLE = "article"  # [{"law": title, "article": 条款}]
    BENCHMARK = "benchmark"
    QUESTION_ANSWER = "question_answer"  # [{"q": …, "a": …}]
    GOODS = "goods"  # [{"name", "spec", "count", "unit", "value", "state"}]
    EXHIBITS = "exhibits"  # [{"title", "sha256"}]
    PERSONS = "persons"  # registry ids, certified
    PLACE = "place"
    ATTACHMENT = "attachment"
    FINDINGS = "findings"  # {"K1": {"result": pass|issue|n/a, "note": …}, …}
    DIGEST = "digest"
    PAPER = "paper"  # a paper id
    CASE = "case"  # id of a case of the same agency; `choices` = procedures that it may belong to
    AMOUNTS = "amounts"  # several sums in 分, never added up
    CELLS = "cells"  # [{"column", "text"}]: a row of a foreign list as it was


@dataclass(frozen=True, slots=True)
class Basis:
    """One cited article. `mark` is the source mark of rules §0.1: R read, R2 excerpt, K knowledge, P platform, X open."""

    law: str
    title: str
    article: str
    mark: str = "R"
    model: bool = False
    """A model taken from elsewhere, which does not bind here: shown as 参照."""

    def __str__(self) -> str:
        return f"{'参照' if self.model else ''}《{self.title}》{self.article}"

    @property
    def verified(self) -> bool:
        return self.mark == "R"


@dataclass(frozen=True, slots=True)
class Law:
    """A cited source; calling it with an article gives a `Basis`."""

    code: str
    title: str
    model: bool = False

    def __call__(self, article: str = "", mark: str = "R") -> Basis:
        return Basis(self.code, self.title, article, mark, self.model)


@dataclass(frozen=True, slots=True)
class Length:
    amount: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.amount} {UNIT_LABELS[self.unit]}" if self.amount else "当日"


@dataclass(frozen=True, slots=True)
class Param:
    """A value that varies by place, field or date; `select` says which day picks it: filing, decision, conduct, act."""

    key: str
    select: str = "act"


def param(key: str, select: str = "act") -> Param:
    return Param(key, select)


def hours(amount: int) -> Length:
    return Length(amount, Unit.HOUR)


@dataclass(frozen=True, slots=True)
class Value:
    """One dated parameter value as found: `amount` is an integer (分, days …) or a code."""

    key: str
    amount: int | str
    unit: str
    since: str
    scope: str
    basis: str
    verified: bool

    @property
    def number(self) -> int:
        """The amount as an integer. Raises ValueError for a code."""
        if isinstance(self.amount, str):
            raise ValueError(f"{self.key} is not a number")
        return self.amount

    @property
    def length(self) -> Length:
        return Length(self.number, Unit(self.unit))


@dataclass(frozen=True, slots=True)
class On:
    """An event of a case: an action done, where the named facts hold; `day` names a fact that gives the day instead."""

    action: str
    where: tuple[tuple[str, Json], ...] = ()
    day: str = ""

    @classmethod
    def of(cls, event: On | str) -> On:
        return cls(event) if isinstance(event, str) else event


@dataclass(frozen=True, slots=True)
class Condition:
    """A named question about a case, so that a table may say *when* and a lawyer may read it."""

    label: str
    test: Callable[[Judgement], bool] = field(repr=False, compare=False)


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
    phrases: tuple[str, ...] = ()
    carries: str = ""
    """Id of the earlier fact that pre-fills this one; default: the same id. Nothing is typed twice."""
    follows: Callable[[Judgement], Json] | None = field(default=None, repr=False, compare=False)
    """What the case itself gives (a seed, what it draws): the form starts with it; a guard holds the act to it."""


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
    long: bool = False
    """Written in the paper: form left, live paper right."""
    retention: str = "RT5"
    basis: Basis | None = None
    """The article that wants this paper."""


@dataclass(frozen=True, slots=True)
class Why:
    """A guard's reason whose cure is not the guard's usual one."""

    sentence: str
    cure: str


@dataclass(frozen=True, slots=True)
class Guard:
    """A shared condition with its id and article. `check` yields one sentence per unmet condition, or a `Why`."""

    id: str
    label: str
    basis: Basis
    check: Callable[[Judgement], Iterable[str | Why]] = field(repr=False, compare=False)
    cure: str = ""
    cures: tuple[str, ...] = ()
    """What its reasons may name instead."""
    same: Callable[[Judgement], object] | None = field(default=None, repr=False, compare=False)
    """While a menu only asks, acts for which this is equal pass alike: one that passed is not judged again."""
    links: bool = False
    """Asks linked cases, so that they are held while it is judged."""
    warns: bool = False
    """Shown on the page, bars nothing (for instance an unsettled recusal, 《行政处罚法》第四十三条)."""


@dataclass(frozen=True, slots=True)
class Done:
    """One of the events must have happened and not been voided (else E-ORDER naming it), where `when` holds."""

    events: tuple[On, ...]
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class NotDone:
    """Action must not have been done (else E-ORDER)."""

    event: On


@dataclass(frozen=True, slots=True)
class IsOpen:
    """Track must be open, or with `open=False` must not be (else E-ORDER)."""

    track: str
    open: bool = True


@dataclass(frozen=True, slots=True)
class After:
    """The period of a term must have ended (else E-EARLY), unless one of the events has happened."""

    term: str
    unless: tuple[On, ...] = ()
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class Within:
    """The last day of a term must not have passed (else E-LATE), where `when` holds."""

    term: str
    when: Condition | None = None


@dataclass(frozen=True, slots=True)
class LinkedIs:
    """A linked case in relation `relation` must stand at one of `stages` (else E-LINK); `must_exist=False` allows none."""

    relation: str
    stages: frozenset[str]
    must_exist: bool = True
    when: Condition | None = None


Need: TypeAlias = Guard | Done | NotDone | IsOpen | After | Within | LinkedIs


def event(action: str, **where: Json) -> On:
    return On(action, tuple(sorted(where.items())))


def done(action: str, **where: Json) -> Done:
    return Done((event(action, **where),))


def done_any(*events: On | str) -> Done:
    return Done(tuple(On.of(one) for one in events))


def done_if(action: str, when: Condition) -> Done:
    return Done((On(action),), when)


def not_done(action: str, **where: Json) -> NotDone:
    return NotDone(On(action, tuple(sorted(where.items()))))


def open_(track: str) -> IsOpen:
    return IsOpen(track)


def shut(track: str) -> IsOpen:
    return IsOpen(track, open=False)


@dataclass(frozen=True, slots=True)
class Per:
    """Depends on the value of one asked field; a value that is not listed gives `default`."""

    field: str
    cases: tuple[tuple[str, object], ...]
    default: object = None

    def pick(self, value: Json) -> object:
        return dict(self.cases).get(str(value), self.default)


def per(field_id: str, default: object = None, **cases: object) -> Per:
    return Per(field_id, tuple(cases.items()), default)


@dataclass(frozen=True, slots=True)
class Term:
    """A time limit (rules §2.3). Counted only in `law/calendar.py`.

    `before=True`: full days that must lie between the act `until` and the event `runs_from` (C10).
    `rolls`: C3 and C11. `paused_by`: pairs of events whose days do not count. `extended_by`: an act before the
    last day adds `extension`, or as much of it as its field `extension_days` states. `presumes`: what SYSTEM does
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
    paused_by: tuple[tuple[On, On], ...] = ()
    extended_by: On | None = None
    extension: Length | Param | None = None
    extension_days: str = ""
    after: tuple[str, ...] = ()
    """Begins when these limits of the case have run out: on the latest of their last days. Then `runs_from` is ""."""
    presumes: str = ""
    presumes_day: str = ""
    waits: bool = True
    """Whether what ends it is this agency's to do; otherwise the limit is shown and nobody is reminded."""
    when: Condition | None = None
    consequence: str = ""
    basis: Basis = Basis("", "", "")

    @property
    def starts(self) -> tuple[On, ...]:
        return _events(self.runs_from)

    @property
    def ends(self) -> tuple[On, ...]:
        return _events(self.until)


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

    def __post_init__(self) -> None:
        by = frozenset((self.by,)) if isinstance(self.by, Role) else frozenset(self.by)
        object.__setattr__(self, "roles", by)

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


def step(action: str, branch: str = "", *, optional: bool = False, **facts: Json) -> Step:
    return Step(action, tuple(facts.items()), branch, optional)


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
    own: bool = False
    """About the agency itself and published by it (a yearly plan): without a party, so anybody of the agency may name it."""
    history: bool = False
    """Cases closed elsewhere, as their source states them: marked 补录, nothing counted or decided."""
    _actions: Mapping[str, Action] = field(init=False, repr=False, compare=False, default_factory=dict)
    _fields: Mapping[str, Field] = field(init=False, repr=False, compare=False, default_factory=dict)
    _papers: Mapping[str, Paper] = field(init=False, repr=False, compare=False, default_factory=dict)
    deciding: frozenset[str] = field(init=False, repr=False, compare=False, default=frozenset())
    """Actions that decide or settle."""
    links: tuple[str, ...] = field(init=False, repr=False, compare=False, default=())
    """Ids of the fields that name another case; each is the relation in which that case stands."""

    def __post_init__(self) -> None:
        derived = {one.id: one for action in self.actions for one in action.derive()}
        object.__setattr__(self, "_actions", derived)
        object.__setattr__(self, "_fields", {one.id: one for one in self.fields})
        object.__setattr__(self, "_papers", {one.id: one for one in self.papers})
        object.__setattr__(self, "links", tuple(one.id for one in self.fields if one.kind is Kind.CASE))
        object.__setattr__(
            self, "deciding", frozenset(one.id for one in derived.values() if one.decides or one.settles)
        )

    @property
    def key(self) -> str:
        return f"{self.id}@{self.since}"

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
        contents = (facts[key] for key in facts if key in self._papers)
        return next((one[name] for one in contents if isinstance(one, dict) and name in one), None)

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

    def stage_label(self, code: str) -> str:
        return dict(self.stages).get(code, code)


# --- what travels -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileRef:
    """An evidence file as an entry names it; sizes in bytes, digests lower-case hex."""

    sha256: str
    sm3: str
    size: int
    title: str


@dataclass(frozen=True, slots=True)
class Content:
    """A paper's content as an act snapshots it; `digest` = draft digest (`casework/drafts.py`)."""

    fields: Facts
    digest: str
    attachments: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Move:
    """A wish to act. `on`: "YYYY-MM-DD" (Shanghai) or UTC milliseconds where an hour limit runs; `after`: last n seen."""

    action: str
    actor: str
    on: str
    facts: Facts = field(default_factory=dict)
    papers: Mapping[str, Content] = field(default_factory=dict)
    files: tuple[FileRef, ...] = ()
    key: str = ""
    after: int | None = None
    asking: bool = False
    """True when `menu()` only asks what is possible: nothing is stated yet, so E-FIELD and E-PAPER stay silent."""


@dataclass(frozen=True, slots=True)
class PaperRef:
    paper: str
    draft: str
    number: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Entry format v1 (architecture §5), as values."""

    case: str
    n: int
    procedure: str
    action: str
    actor: str
    roles: tuple[str, ...]
    agency: str
    on: str
    at: str
    prev: str | None = None
    key: str = ""
    facts: Facts = field(default_factory=dict)
    papers: tuple[PaperRef, ...] = ()
    files: tuple[FileRef, ...] = ()
    seen: Facts = field(default_factory=dict)
    v: int = 1


@dataclass(frozen=True, slots=True)
class Case:
    """A case as its entries: what `fold` gives. No rule was consulted to make it."""

    id: str
    procedure: str
    agency: str
    entries: tuple[Entry, ...] = ()
    commitments: tuple[str, ...] = ()
    """The commitment of each entry, in order; an approval is bound to its ask by it."""

    @property
    def last(self) -> int:
        return len(self.entries)


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason why not: id, sentence (what is wrong, how to cure it), article, and the action that cures it."""

    id: str
    sentence: str
    basis: Basis
    cure: str = ""
    field: str = ""

    def __str__(self) -> str:
        return f"{self.sentence}（{self.basis}）" if self.basis.title else self.sentence


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

    def catalogue(self) -> tuple[Listed, ...]:
        """The agency's review catalogue in force today."""
        ...

    def earlier(self, party: Json) -> tuple[Earlier, ...]:
        """Penalties that stand against this party in other cases, the oldest first."""
        ...

    def visits(self, party: Json) -> tuple[Visit, ...]:
        """Visits to this party that count towards its yearly cap, the oldest first."""
        ...

    def draft(self, paper: str) -> str: ...
    def procedures(self) -> frozenset[str]: ...
