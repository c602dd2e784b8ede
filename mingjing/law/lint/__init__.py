"""What can be said against the tables without playing a case (`mingjing law check`).

One row of `KINDS` is one kind of finding: its name in Chinese, and who looks for it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from mingjing.law import guards as conditions
from mingjing.law.calendar import Calendar
from mingjing.law.limits import LIMITS, Limit
from mingjing.law.lint import bases, choices, names, periods, references, unused, values, ways
from mingjing.law.lint.finding import Finding, file_of, unique
from mingjing.law.parameters import READ, ParameterSet
from mingjing.law.terms import Basis, Guard, Procedure

__all__ = ["KINDS", "Checked", "Finding", "check"]


@dataclass(frozen=True, slots=True)
class Checked:
    """Everything that is looked at. `places`: file and row of each parameter; `missing`: why an article is not there.

    `today` and `calendar` may be left out; then nothing is said about holiday notices.
    """

    procedures: Sequence[Procedure]
    parameters: ParameterSet
    calendar: Calendar | None = None
    today: date | None = None
    places: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    missing: Callable[[Basis], str] | None = None
    guards: Sequence[tuple[str, Guard]] = ()
    read: Collection[str] = frozenset(READ)
    limits: Sequence[Limit] = LIMITS


Rule = Callable[[Checked], Iterable[Finding]]


def each(rule: Callable[[Procedure], Iterable[Finding]]) -> Rule:
    """A rule about one procedure, asked of all."""
    return lambda c: (replace(one, file=one.file or file_of(p)) for p in c.procedures for one in rule(p))


def _articles(c: Checked) -> Iterator[Finding]:
    """Articles that the imported texts do not have; without import nothing can be said."""
    for p in c.procedures if c.missing else ():
        for where, basis in bases.cited(p):
            if c.missing and (why := c.missing(basis)):
                yield Finding(where, f"{basis}：{why}", file=file_of(p))
    for where, basis in bases.of_limits(c.limits) if c.missing else ():
        if c.missing and (why := c.missing(basis)):
            yield Finding(where, f"{basis}：{why}", file=values.REGISTER)


KINDS: Mapping[str, tuple[str, Rule]] = {
    "twice": ("同一版本写了几次", lambda c: unique("程序", [p.key for p in c.procedures], "全部程序")),
    "id": (
        "编号重复或者阶段过多",
        lambda c: (*each(names.ids)(c), *unique("期限", [one.term.id for one in c.limits], "期限总表")),
    ),
    "label": ("没有中文名称", each(names.labels)),
    "code": ("阶段、轨道不存在", each(names.codes)),
    "reference": (
        "文书、要素、动作、期限、程序不存在",
        lambda c: (*each(references.references)(c), *references.other_procedures(c.procedures)),
    ),
    "basis": (
        "依据缺漏或者未核实",
        lambda c: (*each(bases.bases)(c), *bases.judged(bases.of_limits(c.limits), values.REGISTER)),
    ),
    "article": ("条文缺失", _articles),
    "guard": ("闸门不在规则表，或者补正的动作不存在", each(bases.guard_ids)),
    "nobody": ("没有人可以办理", lambda c: (*each(bases.roles)(c), *each(choices.never)(c))),
    "value": (
        "写明的选择不存在",
        lambda c: (*each(choices.values)(c), *choices.linked_stages(c.procedures)),
    ),
    "order": ("先后次序自相矛盾", each(choices.order)),
    "way": ("走不到的步骤、没有出口的阶段", each(ways.ways)),
    "path": ("通常路径走不通", each(ways.path)),
    "approval": ("补批没有期限", each(ways.approvals)),
    "sample": ("样例不合要求", each(values.samples_fit)),
    "float": ("小数", each(values.floats)),
    "startless": (
        "没有起算的期限",
        lambda c: (*each(values.startless)(c), *values.register(c.limits, c.procedures)),
    ),
    "endless": ("不会终止的期限", each(unused.endless)),
    "length": (
        "期限的参数不存在或者单位不对",
        lambda c: (
            *each(lambda p: values.lengths(p, c.parameters))(c),
            *each(lambda p: values.bounds(p, c.parameters))(c),
            *values.register_lengths(c.limits, c.parameters),
        ),
    ),
    "words": (
        "通行写法用到的参数不存在",
        lambda c: each(lambda p: values.words(p, c.parameters))(c),
    ),
    "paper-unused": ("没有动作制作的文书", lambda c: unused.papers(c.procedures)),
    "field-unused": ("没有动作填写的要素", lambda c: unused.fields(c.procedures)),
    "guard-unused": ("没有用到的条件", lambda c: unused.guards(c.procedures, c.guards)),
    "parameter-unused": (
        "没有用到的参数",
        lambda c: unused.parameters(c.procedures, c.limits, c.parameters, c.read),
    ),
    "overlap": ("参数的期间重叠", lambda c: periods.overlaps(c.parameters)),
    "gap": ("参数的期间有空缺", lambda c: periods.gaps(c.parameters)),
    "reach": (
        "每件案件都要用的参数只在一部分案件有数值",
        lambda c: periods.unreached(c.parameters, unused.wanted(c.procedures, c.limits, c.read), c.today),
    ),
    "cited": ("已核实的参数没有可认的依据", lambda c: periods.cited(c.parameters)),
    "unverified": ("未核实的参数", lambda c: values.unverified_values(c.parameters)),
    "holidays": (
        "缺少节假日安排",
        lambda c: periods.holidays(c.calendar, c.today) if c.calendar and c.today else (),
    ),
}


def check(
    procedures: Sequence[Procedure], parameters: ParameterSet, checked: Checked | None = None
) -> list[Finding]:
    """Every fault and remark, kind by kind; without `checked` only what tables and parameters say by themselves."""
    c = checked or Checked(procedures, parameters)
    return [
        replace(one, kind=kind, file=one.file or _place(c, one))
        for kind, (_, rule) in KINDS.items()
        for one in rule(c)
    ]


def _place(c: Checked, found: Finding) -> str:
    """File and row of a parameter."""
    names_ = (
        (periods.row_name(row), c.places.get((row.value.key, row.value.scope, row.value.since), ""))
        for row in c.parameters.rows
    )
    return next((place for name, place in names_ if name == found.where), "") if c.places else ""


def written_guards() -> list[tuple[str, Guard]]:
    """Every condition of `law/guards/`, by its name there."""
    found = (pair for subject in conditions.SUBJECTS for pair in vars(subject).items())
    return [(name, one) for name, one in dict(found).items() if isinstance(one, Guard)]
