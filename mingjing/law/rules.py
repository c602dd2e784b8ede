"""The engine's own rules about a move, each yielding refusals: date, role, order, time, facts, papers, needs, binding.

Pure, and judged all at once: who may not act also hears what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

from mingjing.law import fields, ranks
from mingjing.law.bases import CF, PLATFORM
from mingjing.law.clocks import Clock, clock_of
from mingjing.law.common import COMMON_ACTIONS
from mingjing.law.judgement import SHANGHAI, Judgement, day_of, listed, moment_of, stood
from mingjing.law.terms import (
    ROLE_LABELS,
    Action,
    After,
    Basis,
    Done,
    Facts,
    Field,
    Guard,
    IsOpen,
    Json,
    Kind,
    Linked,
    LinkedIs,
    Need,
    NotDone,
    On,
    Paper,
    Per,
    Refusal,
    Role,
    Why,
    Within,
)

RULE = PLATFORM("", mark="P")
ORDERING = frozenset({"E-ORDER", "G-DELIV"})
"""Reasons that another act of the same case cures: what comes first, what is served first."""
RENDERING = frozenset(one.id for one in COMMON_ACTIONS)
"""What the system does with a paper after the act that made it; its day says nothing of the case."""
RESERVED: Mapping[str, str] = {
    "reason": "原因",
    "late_reason": "补录的原因",
    "stated_by": "凭证",
    "paper": "文书",
}
"""Facts that any act may carry (architecture §5)."""


def snapshots(action: Action) -> tuple[str, ...]:
    return action.papers + action.drafts


def carried(action: Action) -> tuple[str, ...]:
    """Papers whose draft digest the entry carries."""
    return tuple(dict.fromkeys(snapshots(action) + ((action.binds,) if action.binds else ())))


def draft(j: Judgement, paper: str) -> str:
    """Draft digest of a paper as the mover saw it, else of the current draft."""
    content = j.move.papers.get(paper)
    return content.digest if content else j.context.draft(paper)


def _refuse(
    j: Judgement, code: str, sentence: str, *, basis: Basis | None = None, cure: str = "", field: str = ""
) -> Refusal:
    return Refusal(code, sentence, basis or RULE, cure, field)


def date_faults(j: Judgement) -> Iterator[Refusal]:
    on = j.move.on
    if not (fields.is_time(on) or fields.is_day(on)):
        yield _refuse(j, "E-FIELD", "发生日期不对，应当写成 2025-09-24 这样的日期。", field="on")
    elif j.action.hours and len(on) == 10:
        yield _refuse(j, "E-FIELD", "这一步按小时计算期限，请写明发生的时间。", field="on")
    elif j.on.isoformat() < j.procedure.since:  # no rule can be asked about a day before it was in force
        yield _refuse(
            j,
            "E-FIELD",
            f"“{j.procedure.label}”从 {j.procedure.since} 起施行，立案不能早于这一天；违法行为可以更早。",
            basis=j.procedure.basis,
            field="on",
        )


def _stale(j: Judgement) -> Iterator[Refusal]:
    after = j.move.after
    if after is not None and after != j.case.last:
        yield _refuse(
            j, "E-STALE", f"您打开页面以后案件又有新的记录（已到第 {j.case.last} 条），请看过以后再办。"
        )


def _role(j: Judgement) -> Iterator[Refusal]:
    wanted = j.action.roles
    if j.move.actor == Role.SYSTEM:
        if Role.SYSTEM not in wanted:
            yield _refuse(j, "E-ROLE", f"“{j.action.label}”不能由系统办理。")
        return
    person = j.person(j.move.actor)
    allowed = {role.value for role in wanted} | ({Role.OFFICER.value} if j.action.stated_by else set())
    if person is None or not person.roles & allowed:
        who = "、".join(ROLE_LABELS[role] for role in sorted(wanted))
        yield _refuse(
            j, "E-ROLE", f"“{j.action.label}”由{who}办理，您在本机关没有这个角色。", basis=j.action.basis
        )


def _order(j: Judgement) -> Iterator[Refusal]:
    action, standing = j.action, j.standing
    if action.opening != (not j.case.entries) and (action.opening or not j.case.entries):
        yield _refuse(
            j,
            "E-ORDER",
            f"“{action.label}”只能在案件开始时办理一次。" if j.case.entries else "案件还没有开始。",
        )
        return
    if action.stage is not None and j.case.entries and standing.stage not in action.stage:
        yield _refuse(
            j,
            "E-ORDER",
            f"案件现在处于“{j.procedure.stage_label(standing.stage)}”，"
            f"“{action.label}”要在{_stages(j)}办理。",
            basis=action.basis,
        )
    if action.asked_by and j.ask is None:
        ask = j.procedure.derived[action.asked_by]
        yield _refuse(j, "E-ORDER", f"还没有“{ask.label}”，请先呈批。", basis=action.basis, cure=ask.id)
    elif not action.repeat and j.last(action.id):
        yield _refuse(j, "E-ORDER", f"“{action.label}”已经办过，不能重复办理。", basis=action.basis)
    for track in sorted(action.closes & standing.open):
        yield _refuse(
            j,
            "E-ORDER",
            f"“{_track(j, track)}”还没有完结，请先办结。",
            basis=action.basis,
            cure=_shutter(j, track),
        )


def _stages(j: Judgement) -> str:
    wanted = [label for code, label in j.procedure.stages if code in (j.action.stage or ())]
    return "、".join(f"“{label}”" for label in wanted) + "阶段"


def _track(j: Judgement, track: str) -> str:
    return next((one.label for one in j.procedure.tracks if one.id == track), track)


def _shutter(j: Judgement, track: str) -> str:
    return next((one.id for one in j.procedure.derived.values() if track in _possible(one.shuts)), "")


def _possible(column: object) -> frozenset[str]:
    """All codes that a column may give, whatever the field says."""
    values = column.given if isinstance(column, Per) else (column,)
    return frozenset(one.action for value in values for one in listed(value))


def _time(j: Judgement) -> Iterator[Refusal]:
    at_day = j.context.at.astimezone(SHANGHAI).date()
    late = j.on > at_day if len(j.move.on) == 10 else moment_of(j.move.on) > j.context.at
    if late:
        yield _refuse(j, "E-FIELD", "发生日期晚于现在，请核对。", field="on")
    if j.move.actor == Role.SYSTEM:
        return
    allowed = j.param("backdate.reason_after", j.on).number
    if at_day - j.on > timedelta(days=allowed) and fields.blank(j.move.facts.get("late_reason")):
        yield _refuse(
            j,
            "E-FIELD",
            f"发生日期比登记日期早 {(at_day - j.on).days} 日，请写明补录的原因。",
            field="late_reason",
        )


def _sequence(j: Judgement) -> Iterator[Refusal]:
    """Nothing happens before its case begins, no approval before its ask: else a limit could be made to run out."""
    if j.case.entries and j.on < (began := day_of(j.case.entries[0].on)):
        yield _refuse(j, "E-FIELD", f"发生日期早于案件开始的日期（{began}），请核对。", field="on")
    if j.ask is not None and j.on < (asked := day_of(j.ask.on)):
        yield _refuse(j, "E-FIELD", f"批准日期早于呈批日期（{asked}），请核对。", field="on")


def _facts(j: Judgement) -> Iterator[Refusal]:
    known = set(j.action.asked)
    for name in j.move.facts:
        if name not in known and name not in RESERVED:
            yield _refuse(
                j,
                "E-FIELD",
                f"{_called(j, name)}不是“{j.action.label}”要填写的内容，不能由填表人提交。",
                field=name,
            )
        elif name not in known and (field := j.procedure.field(name)):
            yield from _value(j, replace(field, required=False), j.move.facts[name], "E-FIELD")
    for name in j.action.asked:
        yield from _value(j, j.procedure.asked(name), j.move.facts.get(name), "E-FIELD")
    if j.action.asked_by and j.ask is not None and j.move.facts.get("ask") != j.case.commitments[j.ask.n - 1]:
        yield _refuse(j, "E-STALE", "您看到的呈批不是最新的一份，请重新打开后再批。", field="ask")


def _called(j: Judgement, name: str) -> str:
    """A field or paper as the reader knows it; a name that the procedure does not have, as it was sent."""
    if (paper := j.procedure.paper(name)) is not None:
        return f"《{paper.label}》"
    said = (one for paper in j.procedure.papers for one in paper.fields if one.id == name)
    field = j.procedure.field(name) or next(said, None)
    return f"“{field.label}”" if field is not None else f"“{name}”"


def _value(j: Judgement, field: Field, value: Json, code: str) -> Iterator[Refusal]:
    if fields.blank(value):
        if field.required and (field.when is None or field.when.test(j)):
            yield _refuse(j, code, f"没有填写“{field.label}”，请补上。", basis=j.action.basis, field=field.id)
        return
    if found := fields.fault(field, value):
        yield _refuse(j, "E-FIELD", f"“{field.label}”{found}。", basis=j.action.basis, field=field.id)
    elif field.rank:
        for one in ranks.faults(j, field, value):
            yield _refuse(j, "G-BASIS", f"“{field.label}”：{one}。", basis=j.action.basis, field=field.id)


def _days_in_order(j: Judgement) -> Iterator[Refusal]:
    """A later day does not lie before an earlier one: judged of an approval again, on its own day."""
    for field in (one for one in _fields_of(j) if one.not_before):
        day, floor = j.stated(field.id), j.on.isoformat()
        if other := field.not_before if field.not_before != "on" else "":
            floor = str(j.value(other) or "")
        if not (fields.is_day(day) and fields.is_day(floor)) or str(day) >= floor:
            continue
        label = f"“{found.label}”" if (found := _named(j, other)) else f"“{j.action.label}”的日期"
        yield _refuse(
            j,
            "E-FIELD",
            f"“{field.label}”（{day}）早于{label}（{floor}），请改正。",
            basis=j.action.basis,
            field=field.id,
        )


def _fields_of(j: Judgement) -> Iterator[Field]:
    """What the act states, or the ask that it answers did, itself and in its papers."""
    action = j.procedure.derived.get(j.action.asked_by) or j.action
    yield from (j.procedure.asked(one) for one in action.asked)
    papers = (j.procedure.paper(one) for one in snapshots(action))
    yield from (one for paper in papers if paper for one in paper.fields)


def _named(j: Judgement, name: str) -> Field | None:
    return next((one for one in _fields_of(j) if one.id == name), None) if name else None


def _papers(j: Judgement) -> Iterator[Refusal]:
    for paper_id in sorted(set(j.move.papers) - set(carried(j.action))):
        yield _refuse(j, "E-PAPER", f"“{j.action.label}”不办理{_called(j, paper_id)}，请从这一步的表单提交。")
    # What the law presumes is the act, not the paper: SYSTEM writes none.
    if j.action.asked_by or j.move.actor == Role.SYSTEM:
        return
    for paper_id in snapshots(j.action):
        paper, content = j.procedure.paper(paper_id), j.move.papers.get(paper_id)
        if paper is None:
            continue
        if content is None:
            yield _refuse(
                j, "E-PAPER", f"缺《{paper.label}》，请先填写。", basis=j.action.basis, field=paper_id
            )
            continue
        yield from _content(j, paper, content.fields)


def _party(j: Judgement) -> Iterator[Refusal]:
    """Who was told is who is decided on: an act names the party of the case, or puts the party right and is told so."""
    known = j.known("party")
    if not isinstance(known, dict) or j.action.names_party:
        return
    for said, where in _parties(j):
        if differs := fields.other_party(said, known):
            fault = f"{where}写的当事人“{said.get('name')}”与本案的当事人“{known.get('name')}”{'、'.join(differs)}不同"
            yield _refuse(
                j, "E-FIELD", f"{fault}，请改正{_how_to_correct(j)}。", field="party", cure=_corrects(j)
            )


def _parties(j: Judgement) -> Iterator[tuple[dict[str, Json], str]]:
    if isinstance(said := j.move.facts.get("party"), dict):
        yield said, "表单"
    for paper_id, content in j.move.papers.items():
        paper = j.procedure.paper(paper_id)
        if paper is not None and isinstance(said := content.fields.get("party"), dict):
            yield said, f"《{paper.label}》"


def _corrects(j: Judgement) -> str:
    """The act by which the party is put right."""
    return next(
        (one.id for one in j.procedure.derived.values() if one.names_party and "party" in one.asks), ""
    )


def _how_to_correct(j: Judgement) -> str:
    action = j.procedure.action(_corrects(j))
    return f"；本案当事人确实弄错的，先办理“{action.label}”" if action else "；本案当事人确实弄错的，另立案件"


def _as_given(j: Judgement) -> Iterator[Refusal]:
    """What the case itself gives in a word (its agency; sealed or seized, withdrawn or revoked) no paper says otherwise.
    Sums and figures have guards of their own, which read other cases.
    """
    for paper_id, content in j.move.papers.items():
        paper = j.procedure.paper(paper_id)
        for one in paper.fields if paper else ():
            said = content.fields.get(one.id)
            if not (one.held and one.follows and one.kind in (Kind.CHOICE, Kind.TEXT) and said):
                continue
            if (given := one.follows(j)) not in (None, said):
                labels = dict(one.choices)
                yield _refuse(
                    j,
                    "E-FIELD",
                    f"{_called(j, paper_id)}的“{one.label}”写的是“{labels.get(str(said), said)}”，"
                    f"本案是“{labels.get(str(given), given)}”，请改正。",
                    basis=j.action.basis,
                    field=one.id,
                )


def _content(j: Judgement, paper: Paper, content: Facts) -> Iterator[Refusal]:
    for field in paper.fields:
        code = "G-DOC" if field.element and paper.sealed | bool(paper.word) else "E-FIELD"
        yield from _value(j, field, content.get(field.id), code)
    for name in set(content) - {field.id for field in paper.fields}:
        yield _refuse(j, "E-FIELD", f"《{paper.label}》没有{_called(j, name)}这一项，请删去。", field=name)


def _needs(j: Judgement) -> Iterator[Refusal]:
    guards = () if j.move.actor == Role.SYSTEM else j.procedure.guards
    for need in (*j.action.needs, *guards):
        if found := unmet(j, need):
            yield from found


def out_of_order(j: Judgement) -> Iterator[Refusal]:
    """What bars an act for the order of acts alone: stage, what must come before or be served before, what is under way."""
    yield from _order(j)
    for need in j.action.needs:
        if isinstance(need, Done | NotDone | IsOpen) or (isinstance(need, Guard) and need.id in ORDERING):
            yield from unmet(j, need)


def unmet(j: Judgement, need: Need) -> Iterable[Refusal]:
    match need:
        case Guard():
            return () if need.warns else reasons(j, need)
        case Done():
            return _done(j, need)
        case NotDone():
            return _not_done(j, need)
        case IsOpen():
            return _is_open(j, need)
        case After():
            return _after(j, need)
        case Within():
            return _within(j, need)
        case LinkedIs():
            return _linked(j, need)


def reasons(j: Judgement, guard: Guard) -> Sequence[Refusal]:
    """Why a guard is not met; () when it is, as most are: a menu asks hundreds."""
    before = len(j.consulted)
    key = (id(guard), guard.same(j)) if guard.same and j.move.asking else None
    if key is not None and key in j.shared:
        return ()
    if not (found := list(guard.check(j))):
        if key is not None:
            j.shared[key] = ([], [])
        return ()
    said = _unverified(j, before)
    return [_reason(guard, one if isinstance(one, Why) else Why(one, guard.cure), said) for one in found]


def _reason(guard: Guard, one: Why, said: str) -> Refusal:
    shows_number = any(char.isdigit() for char in one.sentence) and "未核实" not in one.sentence
    sentence = f"{one.sentence.removesuffix('。')}{said}。" if shows_number and said else one.sentence
    return Refusal(guard.id, sentence, guard.basis, one.cure)


def _unverified(j: Judgement, since: int) -> str:
    """What is said behind a reason that rests on an unverified value: the reader must not take it for the law."""
    bases = dict.fromkeys(one.basis for one in j.consulted[since:] if not one.verified)
    return f"（数值未核实：{'、'.join(bases)}）" if bases else ""


def _label(j: Judgement, on: On) -> str:
    action = j.procedure.action(on.action)
    paper = next((j.procedure.paper(str(value)) for name, value in on.where if name == "paper"), None)
    return (f"{action.label}" if action else on.action) + (f"（{paper.label}）" if paper else "")


def _done(j: Judgement, need: Done) -> Iterator[Refusal]:
    if need.when is not None and not need.when.test(j):
        return
    found = [day_of(one.on) for on in need.events for one in j.events(on)]
    if found and min(found) <= j.on:
        return
    wanted = "或者".join(f"“{_label(j, on)}”" for on in need.events)
    if found:
        yield _refuse(
            j, "E-ORDER", f"{wanted}是 {min(found)} 办的，不能在此之前办“{j.action.label}”。", field="on"
        )
        return
    why = f"（{need.when.label}）" if need.when else ""
    yield _refuse(
        j, "E-ORDER", f"还没有{wanted}{why}，请先办理。", basis=j.action.basis, cure=need.events[0].action
    )


def _not_done(j: Judgement, need: NotDone) -> Iterator[Refusal]:
    if j.last(need.event):
        yield _refuse(
            j,
            "E-ORDER",
            f"“{_label(j, need.event)}”已经办过，不能再办“{j.action.label}”。",
            basis=j.action.basis,
        )


def _is_open(j: Judgement, need: IsOpen) -> Iterator[Refusal]:
    if (need.track in j.standing.open) != need.open:
        state = "没有开始" if need.open else "正在进行"
        yield _refuse(
            j,
            "E-ORDER",
            f"“{_track(j, need.track)}”{state}，不能办“{j.action.label}”。",
            basis=j.action.basis,
            cure="" if need.open else _shutter(j, need.track),
        )


def _after(j: Judgement, need: After) -> Iterator[Refusal]:
    if need.when is not None and not need.when.test(j):
        return
    term = j.procedure.term(need.term)
    if any(j.last(on) for on in need.unless):
        return
    clock = clock_of(j.procedure, term, j)
    if clock is None:
        return
    if term.before:
        yield from _too_soon(j, clock)
    elif _surely_runs(j, clock):
        yield _refuse(
            j,
            "E-EARLY",
            f"“{term.label}”{_until(clock)} 才届满，期满以后才能办“{j.action.label}”{_unsure(clock)}。",
            basis=term.basis,
        )


def _surely_runs(j: Judgement, clock: Clock) -> bool:
    """A provisional day bars nothing (architecture §4), but the days before it that no notice can take away do."""
    return j.on <= clock.certain if clock.provisional else _not_over(j, clock)


def _until(clock: Clock) -> str:
    if not clock.provisional:
        return f"到 {clock.shown}"
    return f"暂定到 {clock.shown}（{clock.reason.partition('，')[0]}），最早也要到 {clock.certain}"


def _too_soon(j: Judgement, clock: Clock) -> Iterator[Refusal]:
    """C10: the full days must lie between the notice and the event, and the event is on the day that was told."""
    term = clock.term
    if clock.ended_on is not None and clock.ended_on > clock.certain:
        yield _refuse(
            j,
            "E-EARLY",
            f"{term.label}应当不晚于 {clock.certain}，实际为 {clock.ended_on}，提前量不足{_unsure(clock)}。",
            basis=term.basis,
        )
    if j.on < clock.started_on:
        yield _refuse(
            j,
            "E-EARLY",
            f"通知的日期是 {clock.started_on}，不能提前办“{j.action.label}”。",
            basis=term.basis,
        )


def _unsure(clock: Clock) -> str:
    return f"（期限未核实：{clock.unsure or clock.term.basis}）" if not clock.verified else ""


def _not_over(j: Judgement, clock: Clock) -> bool:
    if clock.last_moment is not None and len(j.move.on) > 10:
        return moment_of(j.move.on) <= clock.last_moment
    return j.on <= clock.last_day


def _within(j: Judgement, need: Within) -> Iterator[Refusal]:
    if need.when is not None and not need.when.test(j):
        return
    term = j.procedure.term(need.term)
    clock = clock_of(j.procedure, term, j)
    if clock is not None and not clock.provisional and not _not_over(j, clock):
        yield _refuse(
            j,
            "E-LATE",
            f"“{term.label}”已于 {clock.shown} 届满，{term.consequence or '不能再办'}{_unsure(clock)}。",
            basis=term.basis,
        )


def _extends(j: Judgement) -> Iterator[Refusal]:
    """An extension is not made up for: once the limit has run out in the ledger, no date brings it back."""
    act = j.action.asked_by.removesuffix(".ask") or j.action.id.removesuffix(".ask")
    for term in j.procedure.extending.get(act, ()):
        today = j.context.at.astimezone(SHANGHAI).date()
        clock = clock_of(j.procedure, term, j)
        if clock is not None and not clock.provisional and not clock.ended_on and today > clock.last_day:
            yield _refuse(
                j,
                "E-LATE",
                f"“{term.label}”已于 {clock.shown} 届满，期满以后不能再登记“{j.action.label}”，补录也不行{_unsure(clock)}。",
                basis=term.basis,
            )


def _on_its_day(j: Judgement) -> Iterator[Refusal]:
    """What is entered late must also have been allowed as the case stood on its day: else a deed could be dated before
    the approval, review or service that it needs.
    """
    if j.move.asking or j.move.actor == Role.SYSTEM or not j.case.entries:
        return
    earlier = [one for one in j.case.entries if one.action in RENDERING or day_of(one.on) <= j.on]
    if len(earlier) == j.case.last or day_of(j.case.entries[0].on) > j.on:
        return
    then = replace(j, standing=stood(j.procedure, earlier))
    now = {str(one) for one in (*_order(j), *_needs(j))}
    for one in (*_order(then), *_needs(then)):
        if str(one) not in now:
            yield replace(one, sentence=f"发生日期是 {j.on}，按那一天的情况：{one.sentence}", field="on")


def _linked(j: Judgement, need: LinkedIs) -> Iterator[Refusal]:
    if need.when is not None and not need.when.test(j):
        return
    found = [one for one in j.linked() if one.relation == need.relation]
    if not found and need.must_exist:
        yield _refuse(j, "E-LINK", "没有关联案件，请先办理关联案件。", basis=j.action.basis)
    for one in found:
        if one.stage not in need.stages:
            yield _refuse(
                j,
                "E-LINK",
                f"关联案件 {one.name} 处于“{one.stage_label}”，还不能办“{j.action.label}”。",
                basis=j.action.basis,
            )


def _named_cases(j: Judgement) -> Iterator[Refusal]:
    """A case that an act names exists, is this agency's own, and of a procedure that may be linked so."""
    for name in j.procedure.links:
        case = j.move.facts.get(name)
        if not isinstance(case, str) or not case:
            continue
        field, found = j.procedure.asked(name), j.context.case(case)
        if found is None or found.case == j.case.id or not _theirs(j, found):
            sentence = "没有这个案件，或者您没有参加办理，请从您办理的案件中选择。"
            yield _refuse(j, "E-LINK", sentence, basis=j.action.basis, field=name)
        elif field.choices and found.procedure.partition("@")[0] not in dict(field.choices):
            allowed = "、".join(label for _, label in field.choices)
            yield _refuse(
                j,
                "E-LINK",
                f"“{field.label}”只能是{allowed}案件，请重新选择。",
                basis=j.action.basis,
                field=name,
            )


def _theirs(j: Judgement, found: Linked) -> bool:
    """Whether what another case says may be brought into this one: of the same agency, by who works on it or heads it."""
    if found.agency != j.case.agency or found.own:
        return found.agency == j.case.agency
    person = j.person(j.move.actor)
    heads = {Role.UNIT_HEAD.value, Role.AGENCY_HEAD.value}
    return j.move.actor in found.people or (person is not None and bool(heads & person.roles))


def _opens_case(j: Judgement) -> Iterator[Refusal]:
    if j.action.opens_case and not j.context.procedures() & _possible(j.action.opens_case):
        yield _refuse(
            j, "E-LINK", f"“{j.action.label}”要另开关联案件，该程序还没有启用。", basis=j.action.basis
        )


def _bound(j: Judgement) -> Iterator[Refusal]:
    """An approval is bound to its ask: a draft changed since then makes the ask lapse (G-BOUND)."""
    ask = j.ask
    if ask is None:
        return
    for paper in carried(j.action):
        asked, current = j.digest(ask, paper), draft(j, paper)
        if current and current != asked:
            label = found.label if (found := j.procedure.paper(paper)) else paper
            yield _refuse(
                j,
                "G-BOUND",
                f"呈批以后《{label}》的稿件有改动，呈批失效，请重新呈批。",
                basis=CF("第五十八条") if paper == j.action.binds else j.action.basis,
                cure=ask.action,
            )


RULES: tuple[Callable[[Judgement], Iterable[Refusal]], ...] = (
    _stale,
    _role,
    _order,
    _time,
    _sequence,
    _facts,
    _days_in_order,
    _papers,
    _party,
    _as_given,
    _named_cases,
    _needs,
    _extends,
    _on_its_day,
    _opens_case,
    _bound,
)
ASKED: tuple[Callable[[Judgement], Iterable[Refusal]], ...] = (
    _role,
    _order,
    _sequence,
    _needs,
    _extends,
    _opens_case,
    _bound,
)
"""What may be asked before a form is filled in: nothing is written yet, and the day is today."""
