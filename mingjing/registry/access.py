"""PURE: who may see and open what. Who may *act* is `Action.by`, judged by the engine.

Two tables: how a person stands to a case (`STANDINGS`), and which standings a verb is open to (`GRANTS`). The answer
for one case (`may`) and the filter for a list (`reach`) come from the same rows, so they cannot differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from mingjing.law.terms import Role
from mingjing.registry.words import ADMINISTRATORS, CASE_ROLES, STAFF

ABSENT = "没有这个页面，或者它不对您开放。"
"""The same sentence for what is absent and what is forbidden: a refusal must not tell that a case exists (AB37)."""


@dataclass(frozen=True, slots=True)
class Post:
    """A role held today in an agency; `area` is the agency's division code."""

    agency: str
    role: Role
    area: str = ""


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks: a natural person, whichever account was used, with the posts of the day."""

    person: str
    posts: frozenset[Post] = frozenset()

    @property
    def roles(self) -> frozenset[Role]:
        return frozenset(post.role for post in self.posts)

    @property
    def sound(self) -> bool:
        """False for an administrator with any other role: such a person is shown nothing but what is public."""
        return not self.roles & ADMINISTRATORS or len(self.roles) == 1


ANONYMOUS = Viewer("")


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What access depends on, supplied by casework. For registry rows only `agency` and `area` are filled.

    `team` = who is assigned now; `handlers` = everyone who ever did a handling act in the case (G-SEPARATE).
    """

    agency: str
    area: str = ""
    team: frozenset[str] = frozenset()
    handlers: frozenset[str] = frozenset()
    reviewers: frozenset[str] = frozenset()
    hosts: frozenset[str] = frozenset()
    in_review: bool = False
    in_panel: bool = False
    decided: bool = False
    published: bool = False
    closed: bool = False
    own: bool = False
    """The case is about the agency itself (`Procedure.own`)."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """`reason`: as whom access is given (it goes into the record of reads), or `ABSENT`."""

    ok: bool
    reason: str

    def __bool__(self) -> bool:
        return self.ok


REFUSED = Verdict(False, ABSENT)


class Standing(StrEnum):
    """How a person stands to a case, or to the house."""

    TEAM = "team"
    OPENER = "opener"
    UNIT_HEAD = "unit_head"
    AGENCY_HEAD = "agency_head"
    PANEL = "panel"
    REVIEWER = "reviewer"
    REVIEW_QUEUE = "review_queue"
    HOST = "host"
    PUBLISHER = "publisher"
    ARCHIVIST = "archivist"
    SUPERVISOR = "supervisor"
    COLLEAGUE = "colleague"
    ANNOUNCER = "announcer"
    PUBLISHING = "publishing"
    CASEWORKER = "caseworker"
    STAFF = "staff"
    SYSADMIN = "sysadmin"
    SECADMIN = "secadmin"
    AUDITADMIN = "auditadmin"
    SUPERVISING = "supervising"
    PUBLIC = "public"


class By(StrEnum):
    """What joins a post to a case: the same agency, the area of a supervisor, or nothing (pages without a case)."""

    AGENCY = "agency"
    AREA = "area"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Rule:
    """`named`: the fact that must list the person; `flag`: the fact that must be true."""

    label: str
    roles: frozenset[Role]
    by: By = By.AGENCY
    named: str = ""
    flag: str = ""


_TEAM_ROLES = frozenset({Role.OFFICER, Role.ASSISTANT, Role.UNIT_HEAD})


def _only(role: Role) -> frozenset[Role]:
    return frozenset({role})


STANDINGS: Mapping[Standing, Rule] = {
    Standing.TEAM: Rule("本案办案人员", _TEAM_ROLES, named="team"),
    Standing.OPENER: Rule("本机关办案人员", frozenset({Role.OFFICER, Role.UNIT_HEAD})),
    Standing.UNIT_HEAD: Rule("承办机构负责人", _only(Role.UNIT_HEAD)),
    Standing.AGENCY_HEAD: Rule("机关负责人", _only(Role.AGENCY_HEAD)),
    Standing.PANEL: Rule("集体讨论成员", _only(Role.PANEL), flag="in_panel"),
    Standing.REVIEWER: Rule("本案法制审核人员", _only(Role.REVIEWER), named="reviewers"),
    Standing.REVIEW_QUEUE: Rule("本机关法制审核人员", _only(Role.REVIEWER), flag="in_review"),
    Standing.HOST: Rule("本案听证主持人", _only(Role.HEARING_HOST), named="hosts"),
    Standing.PUBLISHER: Rule("公示审核发布员", _only(Role.PUBLISHER), flag="decided"),
    Standing.ARCHIVIST: Rule("档案员", _only(Role.ARCHIVIST), flag="closed"),
    Standing.SUPERVISOR: Rule("执法监督人员", _only(Role.JUSTICE_SUPERVISOR), By.AREA),
    Standing.COLLEAGUE: Rule("本机关工作人员", CASE_ROLES, flag="own"),
    Standing.ANNOUNCER: Rule("本机关清单、计划、报告的公布人员", _only(Role.PUBLISHER), flag="own"),
    Standing.PUBLISHING: Rule("本机关公示审核发布员", _only(Role.PUBLISHER)),
    Standing.CASEWORKER: Rule("办案与监督人员", CASE_ROLES, By.ANYWHERE),
    Standing.STAFF: Rule("工作人员", STAFF, By.ANYWHERE),
    Standing.SYSADMIN: Rule("系统管理员", _only(Role.SYSADMIN), By.ANYWHERE),
    Standing.SECADMIN: Rule("安全管理员", _only(Role.SECADMIN), By.ANYWHERE),
    Standing.AUDITADMIN: Rule("审计管理员", _only(Role.AUDITADMIN), By.ANYWHERE),
    Standing.SUPERVISING: Rule("执法监督人员", _only(Role.JUSTICE_SUPERVISOR), By.ANYWHERE),
    Standing.PUBLIC: Rule("公众", frozenset(), flag="published"),
}


@dataclass(frozen=True, slots=True)
class Grant:
    """`barred`: facts that list persons to whom the verb is shut, whatever else they are."""

    label: str
    to: tuple[Standing, ...]
    barred: tuple[str, ...] = ()


_DECIDING = (Standing.UNIT_HEAD, Standing.AGENCY_HEAD, Standing.PANEL)
_REVIEWING = (Standing.REVIEWER, Standing.REVIEW_QUEUE)
_ACTING = (Standing.TEAM, *_DECIDING, *_REVIEWING, Standing.HOST, Standing.PUBLISHER, Standing.ARCHIVIST)
_INSIDE = (Standing.TEAM, *_DECIDING, *_REVIEWING, Standing.HOST, Standing.ARCHIVIST, Standing.SUPERVISOR)
_FILING = (Standing.TEAM, Standing.UNIT_HEAD, Standing.AGENCY_HEAD, Standing.ARCHIVIST, Standing.SUPERVISOR)
_CLERKS = (Standing.UNIT_HEAD, Standing.AGENCY_HEAD)
"""Who speaks for an agency towards those who keep the registry."""
_ASKED: Mapping[str, tuple[str, tuple[Standing, ...]]] = {
    "agency": ("提请变更执法主体", _CLERKS),
    "entrustment": ("提请登记委托", _CLERKS),
    "appointment": ("提请任用与终止", (*_CLERKS, Standing.SECADMIN)),
    "certificate": ("提请登记证件", _CLERKS),
    "qualification": ("提请登记资格", _CLERKS),
    "power": ("提请变更权责清单", _CLERKS),
    "catalogue": ("提请变更法制审核目录", _CLERKS),
}

FOUR_EYES = frozenset({"appointment"})
"""Kinds that nobody registers alone: one asks, another agrees."""

GRANTS: Mapping[str, Grant] = {
    "todo.see": Grant("我的待办", (Standing.CASEWORKER,)),
    "case.list": Grant("案件列表", (Standing.CASEWORKER,)),
    "rules.see": Grant("查看规则与参数", (Standing.CASEWORKER,)),
    "case.open": Grant("登记线索、新开案件", (Standing.OPENER, Standing.PUBLISHING)),
    "case.see": Grant("查看案件", (*_ACTING, Standing.COLLEAGUE, Standing.SUPERVISOR)),
    # Whoever may act keeps the working copies; of what the agency says of itself its publisher, whom no act named yet.
    "case.act": Grant("打开办理页面", (*_ACTING, Standing.ANNOUNCER)),
    "case.link": Grant("由本案另立关联案件", (*_ACTING, Standing.ANNOUNCER, Standing.COLLEAGUE)),
    # The publisher judges the text that goes out, not the file; evidence stays closed to her (need to know, AB36).
    "case.evidence": Grant("查看证据", _INSIDE),
    # Everything at once: papers of the inside and evidence. So for those who answer for the file and who check it.
    "case.bind": Grant("装订、下载案卷", _FILING),
    "case.review": Grant("法制审核页面", _REVIEWING, barred=("team", "handlers")),
    "yearly.see": Grant("年度统计", (Standing.UNIT_HEAD, Standing.AGENCY_HEAD, Standing.SUPERVISOR)),
    "publication.see": Grant("查看公示", (Standing.PUBLIC, *_ACTING, Standing.SUPERVISOR)),
    "publication.edit": Grant("办理公示", (Standing.PUBLISHER,)),
    "registry.see": Grant("查看名录", (Standing.STAFF,)),
    "registry.see.account": Grant("查看账号", (Standing.SYSADMIN, Standing.SECADMIN, Standing.AUDITADMIN)),
    "registry.edit": Grant("名录维护", (Standing.SYSADMIN, Standing.SECADMIN, Standing.SUPERVISING)),
    "registry.import": Grant("批量登记", (Standing.SYSADMIN, Standing.SUPERVISING)),
    # What was asked for is read by those who asked, those who answer, and those who watch over both.
    "registry.asks": Grant(
        "提请和答复", (*_CLERKS, Standing.SECADMIN, Standing.AUDITADMIN, Standing.SUPERVISING)
    ),
    "registry.handover": Grant("离岗交接", _CLERKS),
    "registry.edit.person": Grant("登记人员", (Standing.SYSADMIN,)),
    "registry.edit.account": Grant("开立、停用账号", (Standing.SYSADMIN,)),
    "registry.edit.password_reset": Grant("重置口令", (Standing.SYSADMIN,)),
    "registry.edit.org_party": Grant("导入单位名录", (Standing.SYSADMIN,)),
    # Who opens accounts does not say what they may do (三员分立).
    "registry.edit.appointment": Grant("任用与终止", (Standing.SECADMIN,)),
    "registry.edit.agency": Grant("登记执法主体", (Standing.SUPERVISOR,)),
    "registry.edit.entrustment": Grant("登记委托", (Standing.SUPERVISOR,)),
    "registry.edit.certificate": Grant("登记证件", (Standing.SUPERVISOR,)),
    "registry.edit.qualification": Grant("登记资格", (Standing.SUPERVISOR,)),
    "registry.edit.power": Grant("登记权责清单", (Standing.SUPERVISOR,)),
    "registry.edit.catalogue": Grant("登记法制审核目录", (Standing.SUPERVISOR,)),
    "registry.edit.norm": Grant("登记依据", (Standing.SUPERVISING,)),
    **{f"registry.ask.{kind}": Grant(label, to) for kind, (label, to) in _ASKED.items()},
    "ledger.verify": Grant("核验账本", (Standing.AUDITADMIN, Standing.SUPERVISING)),
    "reads.see": Grant("查阅调阅记录", (Standing.AUDITADMIN,)),
    "system.see": Grant("运行状况", (Standing.SYSADMIN,)),
}


@dataclass(frozen=True, slots=True)
class Span:
    """One row of a filter: cases of `agency` or under `area`, where `named` lists `person` and `flag` is true.

    Empty parts ask nothing; `By.ANYWHERE` needs no case at all.
    """

    standing: Standing
    by: By = By.AGENCY
    agency: str = ""
    area: str = ""
    person: str = ""
    named: str = ""
    flag: str = ""

    def covers(self, facts: CaseFacts | None) -> bool:
        if self.by is By.ANYWHERE:
            return True
        return facts is not None and self._place(facts) and self._named(facts) and self._flag(facts)

    def _place(self, facts: CaseFacts) -> bool:
        if self.standing is Standing.PUBLIC:
            return True
        if self.by is By.AREA:
            # An empty area would be the beginning of every other one.
            return bool(self.area) and facts.area.startswith(self.area)
        return bool(self.agency) and facts.agency == self.agency

    def _named(self, facts: CaseFacts) -> bool:
        return not self.named or self.person in getattr(facts, self.named)

    def _flag(self, facts: CaseFacts) -> bool:
        return not self.flag or getattr(facts, self.flag) is True


@dataclass(frozen=True, slots=True)
class Reach:
    """Everything a verb opens to a viewer: any of `spans`, and not where one of `barred` lists the person."""

    person: str
    spans: tuple[Span, ...] = ()
    barred: tuple[str, ...] = field(default=())

    def standing(self, facts: CaseFacts | None) -> Standing | None:
        """As whom the viewer may; None = may not."""
        if facts is not None and any(self.person in getattr(facts, name) for name in self.barred):
            return None
        return next((span.standing for span in self.spans if span.covers(facts)), None)


def may(person: Viewer, verb: str, facts: CaseFacts | None = None) -> Verdict:
    """Whether the viewer may. `facts=None`: there is no such case, or the page has none. Unknown verb: KeyError."""
    standing = reach(person, verb).standing(facts)
    return Verdict(True, STANDINGS[standing].label) if standing else REFUSED


def reach(person: Viewer, verb: str) -> Reach:
    """The same as a filter, for lists: casework turns each span into a query condition."""
    grant = GRANTS[verb]
    spans = tuple(span for standing in grant.to for span in _spans(person, standing))
    return Reach(person.person, spans, grant.barred)


class Way(StrEnum):
    """How a person may change a record: at once, by asking, or not at all."""

    AT_ONCE = "at_once"
    BY_ASKING = "by_asking"
    NOT = "not"


OWN = "与本人有关的登记，由本人以外的人办理。"
ALONE = "提请人不能自己同意，请由另一人答复。"


def way(person: Viewer, kind: str, places: Iterable[CaseFacts | None], subject: str = "") -> Way:
    """How a registry record may be changed. `places`: the agencies concerned, before and after; `subject`: whom about.

    Nobody changes what is registered about herself, and every place must be open to her.
    """
    if subject and subject == person.person:
        return Way.NOT
    concerned = list(places) or [None]
    if kind not in FOUR_EYES and all(may(person, f"registry.edit.{kind}", one) for one in concerned):
        return Way.AT_ONCE
    if kind in _ASKED and all(may(person, f"registry.ask.{kind}", one) for one in concerned):
        return Way.BY_ASKING
    return Way.NOT


def may_answer(
    person: Viewer, kind: str, places: Iterable[CaseFacts | None], *, asker: str, subject: str = ""
) -> Verdict:
    """Whether the viewer may agree to what was asked; the reason, when not, is to be shown to her."""
    concerned = list(places) or [None]
    if not all(may(person, f"registry.edit.{kind}", one) for one in concerned):
        return REFUSED
    if subject and subject == person.person:
        return Verdict(False, OWN)
    return (
        Verdict(False, ALONE)
        if asker == person.person
        else Verdict(True, GRANTS[f"registry.edit.{kind}"].label)
    )


def _spans(person: Viewer, standing: Standing) -> tuple[Span, ...]:
    rule = STANDINGS[standing]
    if standing is Standing.PUBLIC:
        return (Span(standing, flag=rule.flag),)
    if not person.person or not person.sound:
        return ()
    posts = sorted(post for post in _keys(person) if Role(post[1]) in rule.roles)
    return tuple(_span(person.person, standing, agency, area) for agency, _, area in posts)


def _keys(person: Viewer) -> frozenset[tuple[str, str, str]]:
    return frozenset((post.agency, post.role.value, post.area) for post in person.posts)


def _span(person: str, standing: Standing, agency: str, area: str) -> Span:
    rule = STANDINGS[standing]
    return Span(
        standing,
        rule.by,
        agency=agency if rule.by is By.AGENCY else "",
        area=area if rule.by is By.AREA else "",
        person=person if rule.named else "",
        named=rule.named,
        flag=rule.flag,
    )


def _roles(verb: str) -> frozenset[Role]:
    return frozenset().union(*(STANDINGS[standing].roles for standing in GRANTS[verb].to))


ROLE_MATRIX: Mapping[str, frozenset[Role]] = {verb: _roles(verb) for verb in GRANTS}
"""Which roles can ever be given a verb: the expectation behind every URL × role."""

PUBLIC_VERBS = frozenset(verb for verb, grant in GRANTS.items() if Standing.PUBLIC in grant.to)
