"""What can be said against the tables without playing a case (`mingjing law check`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass

from mingjing.law import fields as kinds
from mingjing.law.bases import LAWS
from mingjing.law.judgement import listed, names
from mingjing.law.parameters import ParameterSet
from mingjing.law.terms import (
    Action,
    After,
    Done,
    Field,
    Guard,
    IsOpen,
    Json,
    Kind,
    Need,
    NotDone,
    On,
    Param,
    Per,
    Procedure,
    Role,
    Step,
    Term,
    Unit,
    Within,
)

GUARDS = frozenset(
    f"G-{one}"
    for one in (
        *(
            "CERT",
            "TWO",
            "AVOID",
            "POWER",
            "BASIS",
            "NOTICE",
            "HEAR",
            "REVIEW",
            "PANEL",
            "NOHARSH",
            "ONEFINE",
            "AGE",
        ),
        *(
            "LIMIT",
            "SEIZEOBJ",
            "NIGHT",
            "DOC",
            "DELIV",
            "REC",
            "SEPARATE",
            "QUALIFIED",
            "BOUND",
            "AMOUNT",
            "SPLIT",
        ),
    )
) | frozenset(
    f"E-{one}" for one in ("ROLE", "ORDER", "PAPER", "FIELD", "EARLY", "LATE", "STALE", "LINK", "UNKNOWN")
)
"""Every id a refusal may carry (rules §1.0)."""
MAIN_LINE = 12
"""Most stages of a main line (architecture §4)."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One remark: a fault (`wrong`), or something a reader of the tables should know."""

    where: str
    sentence: str
    wrong: bool = True

    def __str__(self) -> str:
        return f"{'错误' if self.wrong else '说明'}  {self.where}：{self.sentence}"


def check(procedures: Sequence[Procedure], parameters: ParameterSet) -> list[Finding]:
    """Every fault and remark, procedure by procedure, then the parameters."""
    found = [*_unique("程序", [one.key for one in procedures], "全部程序")]
    for procedure in procedures:
        found += [one for rule in _RULES for one in rule(procedure)]
        found += _parameters(procedure, parameters)
    return found + list(_unverified_values(parameters))


def _unique(what: str, ids: Iterable[str], where: str) -> Iterator[Finding]:
    for name, count in Counter(ids).items():
        if count > 1:
            yield Finding(where, f"{what} {name} 写了 {count} 次。")


# --- ids, labels, codes ---------------------------------------------------------------------------------------


def _ids(p: Procedure) -> Iterator[Finding]:
    yield from _unique("动作", [one.id for action in p.actions for one in action.derive()], p.id)
    yield from _unique("期限", [one.id for one in p.terms], p.id)
    yield from _unique("要素", [one.id for one in p.fields], p.id)
    yield from _unique("文书", [one.id for one in p.papers], p.id)
    yield from _unique("轨道", [one.id for one in p.tracks], p.id)
    yield from _unique("阶段", [code for code, _ in p.stages], p.id)
    for paper in p.papers:
        yield from _unique("要素", [one.id for one in paper.fields], f"{p.id} {paper.id}")
    if len(p.stages) > MAIN_LINE:
        yield Finding(p.id, f"主线有 {len(p.stages)} 个阶段，最多 {MAIN_LINE} 个。")


def _labels(p: Procedure) -> Iterator[Finding]:
    named = [(one.id, one.label) for one in (*p.actions, *p.derived.values())]
    named += [(one.id, one.label) for one in p.terms]
    named += [
        (one.id, one.label) for one in (*p.fields, *(one for paper in p.papers for one in paper.fields))
    ]
    named += [(one.id, one.label) for one in p.papers]
    named += [(one.id, one.label) for one in p.tracks]
    for code, label in (*named, *p.stages):
        if not label.strip():
            yield Finding(p.id, f"{code} 没有中文名称。")


def _codes(p: Procedure) -> Iterator[Finding]:
    stages, tracks = {code for code, _ in p.stages}, {one.id for one in p.tracks}
    for action in p.derived.values():
        where = f"{p.id} {action.id}"
        yield from _known(where, "阶段", _all(action.to) | set(action.stage or ()), stages)
        yield from _known(where, "轨道", _all(action.opens) | _all(action.shuts) | set(action.closes), tracks)
        yield from _known(
            where, "轨道", {one.track for one in action.needs if isinstance(one, IsOpen)}, tracks
        )
    yield from _known(p.id, "结束阶段", set(p.exits), stages)


def _known(where: str, what: str, used: Iterable[str], known: Iterable[str]) -> Iterator[Finding]:
    for name in sorted(set(used) - set(known)):
        yield Finding(where, f"没有 {name} 这个{what}。")


def _all(column: object) -> set[str]:
    """All codes that a column may give."""
    return {one.action for one in _every(column)}


def _every(column: object) -> tuple[On, ...]:
    """All events or codes that a column may give, whatever the field on which it depends says."""
    values = [*(one for _, one in column.cases), column.default] if isinstance(column, Per) else [column]
    return tuple(one for value in values for one in listed(value))


# --- what refers to what ---------------------------------------------------------------------------------------


def _references(p: Procedure) -> Iterator[Finding]:
    papers, asked = {one.id for one in p.papers}, {one.id for one in p.fields}
    for action in p.derived.values():
        where = f"{p.id} {action.id}"
        bound = {action.binds} if action.binds else set[str]()
        yield from _known(where, "文书", {*action.papers, *action.drafts} | bound, papers)
        yield from _known(where, "要素", action.asked, asked)
        for column in (action.to, action.opens, action.shuts, action.voids):
            if isinstance(column, Per) and column.field not in _stated(p, action):
                yield Finding(where, f"取决于 {column.field}，但这一步不填写它。")
        yield from _events(
            p, where, [*_every(action.voids), *(on for one in action.needs for on in _wanted(one))]
        )
        terms = {one.term for one in action.needs if isinstance(one, After | Within)}
        yield from _known(where, "期限", terms, {one.id for one in p.terms})
    for term in p.terms:
        yield from _term_references(p, term)
    if p.review is not None:
        yield from _known(p.id, "动作", {p.review.submit, p.review.review, p.review.decision}, p.derived)
        yield from _known(p.id, "文书", {p.review.paper}, papers)


def _stated(p: Procedure, action: Action) -> set[str]:
    """Fields that an act states, itself or in its papers."""
    source = p.derived.get(action.asked_by, action)
    found = (p.paper(one) for one in source.papers + source.drafts)
    return {*source.asked, *action.asked, *(one.id for paper in found if paper for one in paper.fields)}


def _wanted(need: Need) -> tuple[On, ...]:
    match need:
        case Done():
            return need.events
        case NotDone():
            return (need.event,)
        case After():
            return need.unless
    return ()


def _term_references(p: Procedure, term: Term) -> Iterator[Finding]:
    where = f"{p.id} {term.id}"
    extending = (term.extended_by,) if term.extended_by else ()
    pauses = tuple(on for pair in term.paused_by for on in pair)
    yield from _events(p, where, [*term.starts, *term.ends, *pauses, *extending])
    if term.extended_by and term.extension is None:
        yield Finding(where, "可以延长，但没有写延长多久。")
    if term.extension_days and not any(term.extension_days in _stated_by(p, on) for on in extending):
        yield Finding(where, f"延长的天数 {term.extension_days} 不由延长的那一步填写。")
    if term.presumes:
        yield from _presumption(p, term)


def _presumption(p: Procedure, term: Term) -> Iterator[Finding]:
    where, action = f"{p.id} {term.id}", p.action(term.presumes)
    if action is None:
        yield Finding(where, f"没有 {term.presumes} 这个动作。")
    elif Role.SYSTEM not in action.roles:
        yield Finding(where, f"期满视为“{action.label}”，但系统不能办理这一步。")
    elif term.presumes_day and term.presumes_day not in action.asked:
        yield Finding(where, f"“{action.label}”不填写 {term.presumes_day}。")
    if not term.ends or term.presumes not in {on.action for on in term.ends}:
        yield Finding(where, "期满推定的那一步应当同时使期限终止。")


def _stated_by(p: Procedure, on: On) -> set[str]:
    action = p.action(on.action)
    return _stated(p, action) if action else set()


def _events(p: Procedure, where: str, events: Iterable[On]) -> Iterator[Finding]:
    for on in events:
        if p.action(on.action) is None:
            yield Finding(where, f"没有 {on.action} 这个动作。")
            continue
        used = {name for name, _ in on.where} | ({on.day} if on.day else set())
        yield from _known(where, f"“{on.action}”要填写的要素", used, _stated_by(p, on))


# --- basis, guards, people ----------------------------------------------------------------------------------------


def _bases(p: Procedure) -> Iterator[Finding]:
    cited = [(p.id, p.basis)]
    cited += [(f"{p.id} {one.id}", one.basis) for one in p.actions]
    cited += [(f"{p.id} {one.id}", one.basis) for one in p.terms]
    cited += [(f"{p.id} {one.id}", one.basis) for one in _guards(p)]
    for where, basis in cited:
        if not basis.title or basis.law not in LAWS:
            yield Finding(where, "没有写依据。")
        elif not basis.article and basis.law != "P":
            yield Finding(where, f"依据《{basis.title}》没有写到条。")
        elif not basis.verified:
            yield Finding(where, f"依据未核实或者是平台规则（{basis}，标记 {basis.mark}）。", wrong=False)


def _guards(p: Procedure) -> list[Guard]:
    needs = [need for action in p.actions for need in action.needs if isinstance(need, Guard)]
    return list({one.id + one.label: one for one in (*needs, *p.guards)}.values())


def _guard_ids(p: Procedure) -> Iterator[Finding]:
    for guard in _guards(p):
        if guard.id not in GUARDS:
            yield Finding(f"{p.id} {guard.id}", "不是规则表中的闸门。")
        for cure in (guard.cure, *guard.cures):
            if cure and p.action(cure) is None:
                yield Finding(f"{p.id} {guard.id}", f"补正的动作 {cure} 不在本程序。")


def _roles(p: Procedure) -> Iterator[Finding]:
    for action in p.derived.values():
        if not action.roles:
            yield Finding(f"{p.id} {action.id}", "没有人可以办理。")
        if action.roles == {Role.PARTY} and not action.stated_by:
            yield Finding(f"{p.id} {action.id}", "当事人的行为在公众入口建成前要由执法人员凭凭证登记。")


# --- the way through ------------------------------------------------------------------------------------------------


def _ways(p: Procedure) -> Iterator[Finding]:
    reached, doable = _reach(p)
    if not any(one.opening for one in p.actions):
        yield Finding(p.id, "没有起始动作。")
    for action in p.derived.values():
        if action.id not in doable:
            yield Finding(f"{p.id} {action.id}", "从起始动作走不到这一步。")
    for code, label in p.stages:
        if code not in reached:
            yield Finding(p.id, f"阶段“{label}”现在还没有动作通到。", wrong=False)
    if not p.exits & reached:
        yield Finding(p.id, "没有一个结束阶段走得到。")
        return
    for code in sorted(reached - _escaping(p, reached)):
        yield Finding(p.id, f"到了“{p.stage_label(code)}”就走不到任何结束阶段。")


def _reach(p: Procedure) -> tuple[set[str], set[str]]:
    """Stages and actions that can be reached from the opening acts; "" is the stage of a case just begun."""
    reached, doable = set[str](), set[str]()
    while True:
        before = len(reached), len(doable)
        for action in p.derived.values():
            if action.opening or (doable and (action.stage is None or action.stage & reached)):
                doable.add(action.id)
                reached |= _all(action.to) if action.effective else set()
        if (len(reached), len(doable)) == before:
            return reached, doable


def _escaping(p: Procedure, reached: set[str]) -> set[str]:
    """Stages from which an exit can be reached."""
    found = set(p.exits & reached)
    while True:
        before = len(found)
        for action in p.derived.values():
            if action.effective and not action.opening and _all(action.to) & found:
                found |= reached if action.stage is None else action.stage & reached
        if len(found) == before:
            return found


def _path(p: Procedure) -> Iterator[Finding]:
    """The usual way is walked on paper, branch by branch: known acts, right stages, an end."""
    if not p.path:
        yield Finding(p.id, "没有写通常路径。")
    yield from _known(p.id, "分支", {one.branch for one in p.path} - {""}, p.branches)
    yield from _known(p.id, "动作", {one.action for one in p.path}, p.derived)
    for branch in p.branches or ("",):
        way = [one for one in p.path if one.branch in ("", branch) and one.action in p.derived]
        yield from _walk(p, way, f"{p.id} 路径{branch and f'（{branch}）'}")


def _walk(p: Procedure, way: Sequence[Step], where: str) -> Iterator[Finding]:
    stage, done = "", set[str]()
    for place, one in enumerate(way):
        action = p.derived[one.action]
        if action.opening != (place == 0):
            yield Finding(where, f"第 {place + 1} 步 {one.action} 与起始动作的位置不符。")
        if action.stage is not None and place and stage not in action.stage:
            yield Finding(where, f"在“{p.stage_label(stage)}”不能办 {one.action}。")
        if action.asked_by and action.asked_by not in done:
            yield Finding(where, f"{one.action} 之前没有 {action.asked_by}。")
        done.add(one.action)
        if action.effective and not one.optional:
            stage = next((on.action for on in names(p, action.to, _samples(p, action, one))), stage)
    if way and stage not in p.exits:
        yield Finding(where, f"走到“{p.stage_label(stage)}”为止，没有走到结束阶段。")


def _samples(p: Procedure, action: Action, one: Step) -> dict[str, Json]:
    facts: dict[str, Json] = {name: found.sample for name in _stated(p, action) if (found := _field(p, name))}
    return facts | dict(one.facts)


def _field(p: Procedure, name: str) -> Field | None:
    own = p.field(name)
    return own or next((one for paper in p.papers for one in paper.fields if one.id == name), None)


def _approvals(p: Procedure) -> Iterator[Finding]:
    """An urgent act is approved within a limit in hours, so that limit must stand in the table."""
    for action in p.actions:
        running = [
            one for one in p.terms if On(f"{action.id}.ask") in one.starts and On(action.id) in one.ends
        ]
        if action.approve_after is not None and action.approve_after not in [one.length for one in running]:
            yield Finding(f"{p.id} {action.id}", f"没有写补批的期限（{action.approve_after}）。")


# --- values ------------------------------------------------------------------------------------------------------------


def _samples_fit(p: Procedure) -> Iterator[Finding]:
    every = [(p.id, one) for one in p.fields]
    every += [(f"{p.id} {paper.id}", one) for paper in p.papers for one in paper.fields]
    for where, one in every:
        if one.kind in (Kind.CHOICE, Kind.CHOICES, Kind.FINDINGS) and not one.choices:
            yield Finding(f"{where} {one.id}", "没有可选的内容。")
        elif one.sample is None and one.required and one.kind is not Kind.DIGEST:
            yield Finding(f"{where} {one.id}", "必填而没有样例。")
        elif not kinds.blank(one.sample) and (fault := kinds.fault(one, one.sample)):
            yield Finding(f"{where} {one.id}", f"样例{fault}。")


def _floats(p: Procedure) -> Iterator[Finding]:
    if _holds_float(p):
        yield Finding(p.id, "表中有小数；金额写分，期限写整数。")


def _holds_float(value: object) -> bool:
    if isinstance(value, float):
        return True
    if is_dataclass(value) and not isinstance(value, type):
        return any(_holds_float(getattr(value, one.name)) for one in fields(value) if one.compare)
    if isinstance(value, Mapping):
        return any(map(_holds_float, value.values()))
    return isinstance(value, tuple | list | frozenset | set) and any(map(_holds_float, value))


def _parameters(p: Procedure, known: ParameterSet) -> Iterator[Finding]:
    """Lengths must be in the parameter set, in a unit of time; limits in hours need acts that state the hour."""
    for term in p.terms:
        where = f"{p.id} {term.id}"
        for wanted in (term.length, term.extension):
            yield from _param(where, wanted, known, time=True)
        if _in_hours(term, known):
            for on in (*term.starts, *term.ends):
                action = p.action(on.action)
                if action is not None and not action.hours:
                    yield Finding(where, f"按小时计算，但 {on.action} 不写明时刻。")
        elif only := _hours_somewhere(term, known):
            sentence = f"在{'、'.join(only)}按小时计算，以登记的时刻为准。"
            yield Finding(where, sentence, wrong=False)
    for action in p.actions:
        yield from _param(f"{p.id} {action.id}", action.officers, known, time=False)


def _param(where: str, wanted: object, known: ParameterSet, *, time: bool) -> Iterator[Finding]:
    if not isinstance(wanted, Param):
        return
    rows = known.all(wanted.key)
    if not rows:
        yield Finding(where, f"没有参数 {wanted.key}。")
    if time and any(row.value.unit not in set(Unit) for row in rows):
        yield Finding(where, f"参数 {wanted.key} 不是时间。")


def _in_hours(term: Term, known: ParameterSet) -> bool:
    """Whether the limit is in hours wherever nothing else was set; acts must then state the hour."""
    if isinstance(term.length, Param):
        rows = known.all(term.length.key)
        return bool(rows) and rows[0].value.unit == Unit.HOUR
    return term.length.unit is Unit.HOUR


def _hours_somewhere(term: Term, known: ParameterSet) -> list[str]:
    rows = known.all(term.length.key) if isinstance(term.length, Param) else ()
    return list(dict.fromkeys(row.value.scope for row in rows if row.value.unit == Unit.HOUR))


def _startless(p: Procedure) -> Iterator[Finding]:
    for term in p.terms:
        if not term.starts:
            yield Finding(
                f"{p.id} {term.id}", f"“{term.label}”仅作期限：可以计算，起算的动作尚未列入。", wrong=False
            )


def _unverified_values(known: ParameterSet) -> Iterator[Finding]:
    for row in known.rows:
        if not row.value.verified:
            where = f"参数 {row.value.key}（{row.value.scope}，{row.value.since} 起）"
            yield Finding(where, f"未核实：{row.value.basis}。", wrong=False)


_RULES: tuple[Callable[[Procedure], Iterable[Finding]], ...] = (
    _ids,
    _labels,
    _codes,
    _references,
    _bases,
    _guard_ids,
    _roles,
    _ways,
    _path,
    _approvals,
    _samples_fit,
    _floats,
    _startless,
)
