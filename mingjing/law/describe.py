"""The tables in words, for a lawyer at a terminal (`mingjing law list | show`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from mingjing.law.bases import gist
from mingjing.law.judgement import listed
from mingjing.law.limits import LIMITS, Limit
from mingjing.law.parameters import READ, REGIONS, packaged
from mingjing.law.procedures import PROCEDURES
from mingjing.law.terms import (
    ROLE_LABELS,
    Action,
    After,
    Basis,
    Done,
    Field,
    Guard,
    IsOpen,
    Json,
    Length,
    LinkedIs,
    Need,
    NotDone,
    On,
    Param,
    Pause,
    Per,
    Procedure,
    Recording,
    Role,
    Term,
    Within,
    Yearly,
)
from mingjing.law.wording import amount

Facts: TypeAlias = list[tuple[str, str]]
"""Rows of one entry: name and words."""

RECORDINGS = {
    Recording.F: "全程音像",
    Recording.M: "应当音像",
    Recording.O: "可以音像",
    Recording.NONE: "不需音像",
}


def list_lines() -> list[str]:
    """Every procedure with its acts and limits, one line each."""
    found = [line for one in PROCEDURES.values() for line in (*_overview(one), "")]
    return [*found, "期限总表中的其他期限", *(_line(one.term, limit_length(one)) for one in LIMITS)]


def show_lines(name: str) -> list[str]:
    """One procedure (by id or key), act, limit or guard in full; [] for an unknown name."""
    found: list[list[str]] = []
    for p in PROCEDURES.values():
        if name in (p.id, p.key):
            found.append(_whole(p))
        rows = {**p.derived, **{one.id: one for one in p.actions}}
        if action := rows.get(name):
            found.append([f"【{p.label}】", *_action(p, action)])
        found += [[f"【{p.label}】", *_term(p, one)] for one in p.terms if one.id == name]
        found += [[f"【{p.label}】", *_guard(p, one)] for one in guards_of(p) if one.id == name]
    found += [["【期限总表】", *_limit(one)] for one in LIMITS if one.term.id == name]
    return [line for part in _without_repeats(found) for line in (*part, "")][:-1]


def _without_repeats(parts: Iterable[list[str]]) -> list[list[str]]:
    """What several procedures say in the same words is said once."""
    return list({tuple(part[1:]): part for part in reversed(list(parts))}.values())[::-1]


def _overview(p: Procedure) -> Iterator[str]:
    yield f"{p.key}  {p.label}  {cited(p.basis)}"
    yield "  阶段：" + " → ".join(label for _, label in p.stages)
    for action in p.actions:
        yield f"  {action.id:<18} {action.label}  {_who(action)}  {cited(action.basis)}"
    for term in p.terms:
        yield _line(term, length_of(p, term))


def _line(term: Term, length: str) -> str:
    return f"  {term.id:<18} {term.label}  {length}  {cited(term.basis)}"


def _whole(p: Procedure) -> list[str]:
    head = list(_overview(p))[:2]
    acts = [line for one in p.actions for line in ("", *_action(p, one))]
    terms = [line for one in p.terms for line in ("", *_term(p, one))]
    return [*head, *acts, *terms]


def cited(basis: Basis) -> str:
    return str(basis) if basis.verified else f"{basis}（未核实，{basis.mark}）"


# --- one act ------------------------------------------------------------------------------------------------


def _action(p: Procedure, action: Action) -> list[str]:
    head = f"{action.id}  {action.label}  {cited(action.basis)}"
    return [head, *([f"  {action.plain}"] if action.plain else []), *_rows(act_facts(p, action))]


def act_facts(p: Procedure, action: Action) -> Facts:
    """What the table says about an act, in words; what it leaves empty is left out."""
    rows: list[tuple[str, str]] = [
        ("谁", _who(action)),
        ("阶段", "、".join(p.stage_label(code) for code, _ in p.stages if code in (action.stage or ()))),
        ("办完后", _column(p, action.to, lambda one: p.stage_label(one.action))),
        ("填写", "、".join(_field(p.asked(one)) for one in action.asked)),
        ("文书", "、".join(_paper(p, one) for one in action.papers)),
        ("代拟稿", "、".join(_paper(p, one) for one in action.drafts)),
        ("绑定", _paper(p, action.binds) if action.binds else ""),
        ("条件", "；".join(_need(p, one) for one in (*action.needs, *p.guards))),
        ("须先完结", "、".join(_track(p, one) for one in sorted(action.closes))),
        ("开始", _column(p, action.opens, lambda one: _track(p, one.action))),
        ("完结", _column(p, action.shuts, lambda one: _track(p, one.action))),
        ("使其作废", _column(p, action.voids, lambda one: _event(p, one))),
        ("音像", RECORDINGS[action.records]),
        ("可以重复", "是" if action.repeat else ""),
        ("要义", gist(action.basis)),
    ]
    return _said(rows)


def _said(rows: Iterable[tuple[str, str]]) -> Facts:
    return [(name, value) for name, value in rows if value]


def _rows(facts: Facts) -> list[str]:
    return [f"  {name}：{value}" for name, value in facts]


def _who(action: Action) -> str:
    who = "、".join(ROLE_LABELS[one] for one in Role if one in action.roles)
    if isinstance(action.officers, Param):
        who += f"（持证人员不少于 {length(action.officers)}）"
    elif action.officers:
        who += f"（持证人员不少于 {action.officers} 名）"
    if action.stated_by:
        who += "（执法人员凭凭证登记）"
    if action.approved_by is None:
        return who
    after = f"（先实施，{action.approve_after}内补批）" if action.approve_after else ""
    return f"{who}呈批，{ROLE_LABELS[action.approved_by]}批准{after}"


def _column(p: Procedure, column: object, label: Callable[[On], str]) -> str:
    """A column of the table, also where it depends on what one field says."""
    if not isinstance(column, Per):
        return "、".join(label(one) for one in listed(column))
    cases = [(_says(p, column.field, value), _nested(p, found, label)) for value, found in column.cases]
    return "；".join(f"{said}时{found}" for said, found in cases if found)


def _nested(p: Procedure, column: object, label: Callable[[On], str]) -> str:
    found = _column(p, column, label)
    return f"（{found}）" if found and isinstance(column, Per) else found


def _says(p: Procedure, name: str, value: str) -> str:
    """`opinion = approve` as a lawyer says it: 审核意见为“同意”."""
    found = _stated(p, name)
    label = found.label if found else name
    shown = dict(found.choices).get(value, value) if found else value
    return f"{label}为{_paper(p, value)}" if name == "paper" else f"{label}为“{shown}”"


def _stated(p: Procedure, name: str) -> Field | None:
    """A field of the procedure or of one of its papers."""
    fields = (*p.fields, *(one for paper in p.papers for one in paper.fields))
    return next((one for one in fields if one.id == name), None)


def _label(p: Procedure, name: str) -> str:
    found = _stated(p, name)
    return found.label if found else name


def _field(one: Field) -> str:
    return one.label if one.required else f"{one.label}（可不填）"


def _paper(p: Procedure, paper_id: str) -> str:
    found = p.paper(paper_id)
    return f"《{found.label}》" if found else paper_id


def _track(p: Procedure, track: str) -> str:
    return next((one.label for one in p.tracks if one.id == track), track)


def _event(p: Procedure, on: On) -> str:
    where = _where(p, on)
    return _act(p, on) + (f"（{where}）" if where else "")


def _act(p: Procedure, on: On) -> str:
    action = p.action(on.action)
    return f"“{action.label if action else on.action}”"


def _where(p: Procedure, on: On) -> str:
    """The facts that must hold, in the words of the form: （变更）, （适用简易程序：否）."""
    return "且".join(_fact(p, name, value) for name, value in on.where)


def _fact(p: Procedure, name: str, value: Json) -> str:
    if name == "paper":
        return _paper(p, str(value))
    if isinstance(value, bool):
        return _label(p, name) + ("" if value else "：否")
    found = _stated(p, name)
    return dict(found.choices).get(str(value), str(value)) if found else str(value)


def _need(p: Procedure, need: Need) -> str:
    match need:
        case Guard():
            return f"{need.id} {need.label}" + ("（只提示）" if need.warns else "")
        case Done():
            when = f"（{need.when.label}时）" if need.when else ""
            return "已办" + "或者".join(_event(p, one) for one in need.events) + when
        case NotDone():
            return f"没有办过{_event(p, need.event)}"
        case IsOpen():
            return f"“{_track(p, need.track)}”{'正在进行' if need.open else '没有开始'}"
        case After():
            return f"{need.term} 届满以后"
        case Within():
            return f"{need.term} 届满以前"
        case LinkedIs():
            return "关联案件处于规定的阶段"


# --- one limit, one guard ---------------------------------------------------------------------------------------


def _term(p: Procedure, term: Term) -> list[str]:
    return [f"{term.id}  {term.label}  {cited(term.basis)}", *_rows(term_facts(p, term))]


def term_facts(p: Procedure, term: Term) -> Facts:
    rows = [
        ("长度", length_of(p, term) + ("（须在其前，间隔完整的天数）" if term.before else "")),
        ("起算", "、".join(starts_of(p, term)) or _after(term)),
        ("终止", "、".join(_event(p, one) for one in term.ends)),
        ("适用", term.when.label if term.when else ""),
        ("末日遇休假", "" if term.before else "顺延" if term.rolls else "不顺延"),
        ("不计入", "；".join(_pause(p, one) for one in term.paused_by)),
        ("延长", _extension(p, term)),
        ("推迟", _put_off(p, term.put_off_by) if term.put_off_by else ""),
        ("期满视为", _event(p, On(term.presumes)) if term.presumes else ""),
        ("逾期", term.consequence),
        ("要义", gist(term.basis)),
    ]
    return _said(rows)


def _extension(p: Procedure, term: Term) -> str:
    """What may be added and by which act; then which other statutes may set the limit itself otherwise."""
    if term.extension is None:
        return term.otherwise
    by = f"，期满前{_event(p, term.extended_by)}" if term.extended_by else ""
    added = f"{'至多 ' if term.extension_days else ''}{length(term.extension)}{by}"
    return "；".join(one for one in (added, term.otherwise) if one)


def _pause(p: Procedure, pause: Pause) -> str:
    most = f"，不超过告知的“{_label(p, pause.told)}”" if pause.told else ""
    return f"{_event(p, pause.begin)}到{_event(p, pause.end)}{most}"


def _put_off(p: Procedure, on: On) -> str:
    return f"{_event(p, on)}的，到写明的“{_label(p, on.day)}”为止"


def _limit(limit: Limit) -> list[str]:
    term = limit.term
    return [f"{term.id}  {term.label}  {cited(term.basis)}", *_rows(limit_facts(limit))]


def limit_facts(limit: Limit) -> Facts:
    """What the register says of a limit that no procedure carries."""
    rows = [
        ("长度", limit_length(limit)),
        ("起算", limit.starts),
        ("适用", f"{limit.field}领域" if limit.field else ""),
        ("末日遇休假", "顺延" if limit.term.rolls else "不顺延"),
        ("不计入", limit.skips),
        ("延长", limit_extension(limit)),
        ("逾期", limit.term.consequence),
        ("使用", limit.user),
        ("要义", gist(limit.term.basis)),
    ]
    return _said(rows)


def limit_notes(limit: Limit) -> list[str]:
    """What a reader of its arithmetic must know: from when, what does not count, on what terms it is longer."""
    told = ("起算", "适用", "不计入", "延长", "逾期")
    return [f"{name}：{said}" for name, said in limit_facts(limit) if name in told]


def limit_length(limit: Limit) -> str:
    return limit_lengths(limit) + source(limit.params[0] if limit.params else "")


def limit_lengths(limit: Limit) -> str:
    """Every length that may apply, without the name of the parameter."""
    if limit.rate:
        daily, cap = ("或 ".join(_shares(one)) for one in (limit.rate.daily, limit.rate.cap))
        return f"每日 {daily}，不超过本金的 {cap}"
    if limit.term.yearly:
        return year_day(limit.term.yearly)
    lead = f"满 {limit.lead}之日起 " if limit.lead else ""
    return lead + _amounts(limit.term.length)


def _shares(wanted: Param) -> list[str]:
    return list(dict.fromkeys(amount(row.value) for row in packaged().all(wanted.key)))


def limit_extension(limit: Limit) -> str:
    by = limit.term.extension
    return "，".join(one for one in (length(by) if by else "", limit.extends) if one)


def _after(term: Term) -> str:
    return f"{'、'.join(term.after)} 届满" if term.after else "仅作期限，起算的动作尚未列入"


def starts_of(p: Procedure, term: Term) -> list[str]:
    """What starts a limit, one for each act, and which stated day it runs from when that is not the day of the act."""
    found: dict[tuple[str, str], list[str]] = {}
    for one in term.starts:
        day = f"{'时关联案件' if one.linked else ''}写明的“{_label(p, one.day)}”" if one.day else ""
        found.setdefault((_act(p, one), day), []).append(_where(p, one))
    return [
        act + (f"（{'、'.join(where)}）" if all(where) else "") + day for (act, day), where in found.items()
    ]


def length_of(p: Procedure, term: Term) -> str:
    """A limit's length with the name of its parameter, and whether that was verified."""
    return lengths(p, term) + source(term.yearly.day if term.yearly else term.length)


def lengths(p: Procedure, term: Term) -> str:
    """For the public: every length that may apply; a limit of no days names the day on which it ends."""
    return _amounts(term.length, _very_day(p, term))


def length(one: Length | Param) -> str:
    """A length as written, or every value that the packaged parameters give it."""
    return _amounts(one) + source(one)


def _amounts(wanted: Length | Param, none: str = "当日") -> str:
    """What holds in general, and behind it what holds for a field or a matter: 20 个工作日（特种设备 30 日）."""
    if isinstance(wanted, Length):
        return str(wanted) if wanted.amount else none
    general, special = dict[str, None](), dict[str, list[str]]()
    for value in (row.value for row in packaged().all(wanted.key)):
        said = f"{value.amount} 名" if value.unit == "person" else str(value.length) if value.number else none
        if value.scope in REGIONS:
            general[said] = None
        else:
            special.setdefault(said, []).append(value.scope.partition(":")[2])
    whole = "或 ".join(general)
    others = "，".join(
        f"{'、'.join(dict.fromkeys(names))} {said}" for said, names in special.items() if [*general] != [said]
    )
    return f"{whole}（{others}）" if whole and others else whole or others or wanted.key


def _very_day(p: Procedure, term: Term) -> str:
    """The day itself, for a limit of no days: the stated day, or the day of the act that starts it."""
    stated = [term.presumes_day] if term.presumes_day else [one.day for one in term.starts if one.day]
    names = dict.fromkeys(_label(p, one) for one in stated)
    fixed = f"（{year_day(term.yearly)}）" if term.yearly else ""
    if names:
        return f"至{'、'.join(names)}{fixed}当日"
    return "、".join(_event(p, one) for one in term.starts) + "当日"


def year_day(yearly: Yearly) -> str:
    """次年 1 月 31 日."""
    rows = packaged().all(yearly.day.key) if isinstance(yearly.day, Param) else ()
    days = [str(row.value.amount) for row in rows] if isinstance(yearly.day, Param) else [yearly.day]
    said = (f"{int(one[:2])} 月 {int(one[3:])} 日" for one in dict.fromkeys(days))
    year = f"{yearly.only} 年 " if yearly.only else "次年 " if yearly.after else ""
    return year + "或 ".join(said)


def source(wanted: Length | Param | str) -> str:
    """Which parameter gives a length, and whether every value of it was verified; "" for one that is written."""
    rows = packaged().all(wanted.key) if isinstance(wanted, Param) else ()
    if not isinstance(wanted, Param) or not rows:
        return ""
    return f"（{wanted.key}{'' if all(row.value.verified for row in rows) else '，未核实'}）"


def guards_of(p: Procedure) -> list[Guard]:
    needs = (need for action in p.actions for need in (*action.needs, *p.guards))
    return list({(one.id, one.label): one for one in needs if isinstance(one, Guard)}.values())


def _guard(p: Procedure, guard: Guard) -> list[str]:
    return [f"{guard.id}  {guard.label}  {cited(guard.basis)}", *_rows(guard_facts(p, guard))]


def guard_facts(p: Procedure, guard: Guard) -> Facts:
    bars = [one.label for one in p.actions if guard in one.needs]
    rows = [
        ("用于", "本程序的每一步" if guard in p.guards else "、".join(bars)),
        ("补正", "、".join(_event(p, On(one)) for one in (guard.cure, *guard.cures) if one)),
        ("要义", gist(guard.basis)),
    ]
    return _said(rows)


# --- parameters -------------------------------------------------------------------------------------------------


def parameter_uses(procedures: Iterable[Procedure]) -> dict[str, str]:
    """What each parameter is for, in words, by key: the limits that take their length from it, and the rules that read it."""
    found: dict[str, dict[str, None]] = {key: {use: None} for key, use in READ.items()}
    for p in procedures:
        for term in p.terms:
            for wanted, more in ((term.length, ""), (term.extension, "的延长")):
                if isinstance(wanted, Param):
                    found.setdefault(wanted.key, {})[f"{term.id} {term.label}{more}"] = None
            if term.yearly and isinstance(term.yearly.day, Param):
                found.setdefault(term.yearly.day.key, {})[f"{term.id} {term.label}"] = None
        for action in p.actions:
            if isinstance(action.officers, Param):
                found.setdefault(action.officers.key, {})["执法人员人数"] = None
    for limit in LIMITS:
        for one in limit.params:
            more = "的延长" if one == limit.term.extension else ""
            found.setdefault(one.key, {})[f"{limit.term.id} {limit.term.label}{more}"] = None
    return {key: "、".join(uses) for key, uses in found.items()}
