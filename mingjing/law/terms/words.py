"""The smallest words: roles, units, field kinds, articles, lengths, events, conditions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
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
    Unit.WORKING_DAY: "个工作日",
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
    FIGURES = "figures"  # [{"row", "label", "count", "sum"}]: counted by the system, never typed; sums in 分


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


@dataclass(frozen=True, slots=True)
class Yearly:
    """A fixed day of a year, "01-31", or the parameter that gives it; `after`: so many years after the year asked about."""

    day: str | Param
    after: int = 0
    only: int | None = None
    """The one year for which it held; None = every year."""


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
    """An event of a case: an action done, where the named facts hold; `day` names a fact that gives the day instead.

    `linked`: relation of the case that says that day, as it stands now and not as it stood at the act; while it says none,
    nothing has begun.
    """

    action: str
    where: tuple[tuple[str, Json], ...] = ()
    day: str = ""
    linked: str = ""

    @classmethod
    def of(cls, event: On | str) -> On:
        return cls(event) if isinstance(event, str) else event


@dataclass(frozen=True, slots=True)
class Condition:
    """A named question about a case, so that a table may say *when* and a lawyer may read it."""

    label: str
    test: Callable[[Judgement], bool] = field(repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Per:
    """Depends on the value of one asked field; a value that is not listed gives `default`. What is given may depend on another."""

    field: str
    cases: tuple[tuple[str, object], ...]
    default: object = None

    def pick(self, value: Json) -> object:
        return dict(self.cases).get(str(value), self.default)

    @property
    def given(self) -> tuple[object, ...]:
        """Everything that it may give, whatever the fields say."""
        each = (*(one for _, one in self.cases), self.default)
        return tuple(found for one in each for found in (one.given if isinstance(one, Per) else (one,)))

    @property
    def fields(self) -> frozenset[str]:
        """Ids of the fields on which it depends."""
        inner = (one for one in (*(given for _, given in self.cases), self.default) if isinstance(one, Per))
        return frozenset({self.field}).union(*(one.fields for one in inner))


@dataclass(frozen=True, slots=True)
class Heaviest:
    """Of the codes stated under `field` the one that stands last in `order`; of none of them `default`."""

    field: str
    order: tuple[str, ...]
    default: str = ""

    def pick(self, value: Json) -> str:
        stated = [one for one in (value if isinstance(value, list) else [value]) if one in self.order]
        return max((str(one) for one in stated), key=self.order.index, default=self.default)


def per(field_id: str, default: object = None, **cases: object) -> Per:
    return Per(field_id, tuple(cases.items()), default)
