"""The case page in words: header, step rail, gate, deadlines, records, papers, evidence, what else may be done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import PurePath
from typing import Any

from mingjing.casework.access import Looking, allowed
from mingjing.casework.context import DoorContext
from mingjing.casework.issue import fault_of, issue_code
from mingjing.casework.models import CaseRow, PaperRow
from mingjing.casework.rendering import words as text
from mingjing.casework.views import checklist, imported, linked
from mingjing.casework.views.outcome import result
from mingjing.casework.views.shown import lapsing, light_of, state_of
from mingjing.law import ahead, clocks, engine
from mingjing.law.judgement import Judgement, Standing, branch_of, codes, day_of, replay
from mingjing.law.terms import (
    ROLE_LABELS,
    Action,
    Case,
    Done,
    Entry,
    Guard,
    Move,
    Procedure,
    Recording,
    Refusal,
    Role,
)

ISSUED, RENDERING = "paper_issued", "rendering"
RECENT = 8
VIEWS = {"": "近期", "all": "全部", "av": "只看音像"}
CLOCK_WORDS = {"met": "已办结", "late_met": "逾期办结", "paused": "暂停计算"}


def words(look: Looking, row: CaseRow, law: Procedure, found: Case, context: DoorContext) -> dict[str, Any]:
    """Everything that `work/case.html` draws."""
    standing = replay(law, found)
    names = look.names(_people(found) | imported.people(law, found))
    person = look.registry.person(look.viewer.person, row.agency)
    own = {one.id for one in law.derived.values() if person and _mine(one, person.roles)}
    j = clocks.looking(law, found, context, standing)
    counted = clocks.clocks(law, found, context, standing)
    waiting = ahead.waiting(j, counted)
    choices = engine.menu(law, found, look.viewer.person, context, own | {one.action.id for one in waiting})
    mine = [one for one in choices if one.action.id in own and not one.action.opening]
    target, about = next_choice(law, waiting, mine, choices)
    gate = _gate(law, found, standing, context, target, look.viewer.person) if target else None
    if gate and about:
        gate["title"] += f"《{about}》"
    others = [one for one in mine if one is not target]
    # What is used every day stands open: the steps of the usual way, and what a running limit waits for.
    limits_running = [one for one in counted if one.ended_on is None]
    usual = {one.action for one in law.path} | {on.action for one in limits_running for on in one.term.ends}
    possible = [_other(one, row.id) | {"usual": one.action.id in usual} for one in others if one.possible]
    stages = _stages(law, standing)
    may = allowed(look, row, "case.evidence", "case.bind")
    limits = [
        _clock(law, one, look.today, standing.stage in law.exits) for one in counted if not one.term.before
    ]
    return {
        "row": row,
        "law": law,
        "base": f"/work/cases/{row.id}/",
        "facts": _facts(law, found, standing, context, names),
        "imported": imported.rows(law, found, names),
        "steps": _steps(law, stages, standing, gate),
        "at": _at(stages, standing.stage),
        "current": law.stage_label(standing.stage),
        "tracks": _tracks(law, found, standing),
        "gate": gate,
        "possible": possible,
        "rare": sum(not one["usual"] for one in possible),
        "impossible": [_other(one, row.id) for one in others if not one.possible],
        "clocks": sorted((one for one in limits if not one["over"]), key=lambda one: str(one["last_day"])),
        "ended_clocks": [one for one in limits if one["over"]],
        **_line(look, law, found, names, row.id),
        "papers": _papers(law, found, row, context),
        "checklist": [] if law.history else checklist.of(law, standing),
        "linked": linked.cases(look, law, standing, context),
        "openings": linked.openings(law, standing, context),
        "files": _files(row) if "case.evidence" in may else None,
        "bound_url": f"/work/cases/{row.id}/file/" if "case.bind" in may else "",
        "result": _result(look, law, found, target),
        "crumbs": [("案件", "/work/cases/"), (row.decision_number or row.number or "未编号的案件", "")],
    }


# --- who may do what next ---------------------------------------------------------------------------------------


def _mine(action: Action, roles: frozenset[str]) -> bool:
    return bool(action.holders & roles)


def next_choice(
    law: Procedure,
    waiting: Sequence[ahead.Waiting],
    mine: Sequence[engine.Choice],
    choices: Sequence[engine.Choice],
) -> tuple[engine.Choice | None, str]:
    """The act that the gate speaks of, and the paper that it is about: the next step of the case, as the to-do lists have it.

    When that step is another's and one of mine waits and is possible, mine.
    """
    own = {one.action.id: one for one in mine}
    if not waiting:
        return None, ""
    ready = [one for one in waiting if one.action.id in own and own[one.action.id].possible]
    wait = waiting[0] if waiting[0].action.id in own or not ready else ready[0]
    paper = law.paper(str(dict(wait.step.facts).get("paper", "")))
    found = next(one for one in choices if one.action.id == wait.action.id)
    return found, paper.label if paper else ""


def _other(one: engine.Choice, case: str) -> dict[str, Any]:
    return {
        "label": one.action.label,
        "plain": one.action.plain,
        "url": f"/work/cases/{case}/act/{one.action.id}/",
        "reasons": [{"sentence": reason.sentence, "article": _article(reason)} for reason in one.refusals],
    }


# --- header and rail -----------------------------------------------------------------------------------------------


def _people(case: Case) -> set[str]:
    found = {one.actor for one in case.entries}
    for one in case.entries:
        named = one.facts.get("officers")
        found |= {str(who) for who in named} if isinstance(named, list) else set()
    return found


def _facts(
    law: Procedure, case: Case, standing: Standing, context: DoorContext, names: dict[str, str]
) -> list[dict[str, str]]:
    nothing = Action("", "", Role.SYSTEM, law.basis)
    j = Judgement(law, case, Move("", "", context.today.isoformat(), asking=True), context, nothing, standing)
    party, violated = j.known("party"), j.known("violated")
    grounds = law.review.grounds(j) if law.review and party else []
    ahead = law.review.foreseen(j) if law.review and party and not grounds else []
    handlers = sorted(names.get(one, one) for one in j.people(Role.OFFICER))
    review = (
        "是"
        if grounds
        else "拟作下列处罚的，应当"
        if ahead
        else "否，未达到标准"
        if law.review and party
        else ""
    )
    of = {
        "label": "当事人",
        "value": text.party_name(party) if party else "尚未登记",
        "note": _representative(party),
        "keep": "1" if party else "",
    }
    return [
        *([] if law.own else [of]),
        {"label": "涉嫌违反", "value": text.articles(violated) if isinstance(violated, list) else ""},  # type: ignore[arg-type]
        {"label": "拟处理", "value": f"罚款 {text.money(j.money('fine'))}" if j.money("fine") else ""},
        {"label": "办案人员", "value": "、".join(handlers)},
        {"label": "应当法制审核", "value": review, "note": "；".join(grounds or ahead)},
    ]


def _representative(party: Any) -> str:
    named = party.get("representative") if isinstance(party, dict) else ""
    return f"法定代表人（负责人）{named}" if named else ""


def _stages(law: Procedure, standing: Standing) -> list[tuple[str, str]]:
    """Those of the usual way, and those that the case came to: other ends (取消、不予受理) are no steps still to be taken."""
    branch = branch_of(law, standing)
    usual = {standing.stage, *_reached(law, standing)}
    for one in law.path:
        if one.branch in ("", branch):
            action = law.derived[one.action]
            asked = {name: field.sample for name in action.asked if (field := law.field(name))}
            usual |= codes(law, action.to, asked | dict(one.facts))
    return [(code, label) for code, label in law.stages if code in usual or code not in law.exits]


def _at(stages: Sequence[tuple[str, str]], stage: str) -> int:
    codes = [code for code, _ in stages]
    return codes.index(stage) + 1 if stage in codes else 1


def _steps(
    law: Procedure,
    stages: Sequence[tuple[str, str]],
    standing: Standing,
    gate: dict[str, Any] | None,
) -> list[dict[str, str]]:
    """The rail: days on which a stage was reached; stages passed over are marked so."""
    reached = _reached(law, standing)
    at = _at(stages, standing.stage)
    found = []
    for place, (code, label) in enumerate(stages, start=1):
        day = reached.get(code)
        note = f"{day.month}月{day.day}日" if day and place <= at else ""
        if place == at and gate and gate["unmet"]:
            note = f"{note}，下一步缺 {gate['unmet']} 项".strip("，")
        found.append(
            {"label": label, "state": _state(law, code, place - at, code in reached, gate), "note": note}
        )
    return found


def _state(law: Procedure, code: str, ahead: int, reached: bool, gate: dict[str, Any] | None) -> str:
    if ahead:
        return "later" if ahead > 0 else "done" if reached else "skip"
    if code in law.exits:
        return "done"
    return "stop" if gate and gate["unmet"] else "now"


def _reached(law: Procedure, standing: Standing) -> dict[str, date]:
    """The day on which each stage was last reached, by the acts that still count."""
    found: dict[str, date] = {}
    for entry in standing.live:
        action = law.derived[entry.action]
        for stage in codes(law, action.to, entry.facts) if action.effective else ():
            found[stage] = day_of(entry.on)
    return found


def _tracks(law: Procedure, case: Case, standing: Standing) -> list[dict[str, str]]:
    """What runs beside the main line: not begun, running, done."""
    opened = {track for one in case.entries for track in codes(law, law.derived[one.action].opens, one.facts)}
    return [
        {
            "label": track.label,
            "state": "now" if track.id in standing.open else "done" if track.id in opened else "later",
            "words": "进行中" if track.id in standing.open else "已完结" if track.id in opened else "未开始",
        }
        for track in law.tracks
    ]


# --- the gate ----------------------------------------------------------------------------------------------------


def _gate(
    law: Procedure, case: Case, standing: Standing, context: DoorContext, target: engine.Choice, person: str
) -> dict[str, Any]:
    """Every unmet condition first, each with article and the button that cures it; then the met ones."""
    action = target.action
    unmet = [_unmet(law, one, case.id) for one in target.refusals if one.id != "E-ROLE"]
    warned = [_unmet(law, one, case.id) | {"warns": True} for one in target.warnings]
    refused = {one.id for one in (*target.refusals, *target.warnings)}
    rest = _rest(law, case, standing, context, action, person, refused)
    yours = all(one.id != "E-ROLE" for one in target.refusals)
    url = f"/work/review/{case.id}/" if any(action.id == one.review for one in law.reviews) else ""
    url = url or f"/work/cases/{case.id}/act/{action.id}/"
    return {
        "id": "gate",
        "title": f"下一步：{action.label}",
        "met": sum(1 for one in rest if one["ok"]),
        "unmet": len(unmet),
        "intro": action.plain,
        "basis": str(action.basis),
        "items": [*unmet, *warned, *rest],
        "submit": {"label": action.label, "url": "" if unmet else url} if yours else None,
        "by": "" if yours else "、".join(ROLE_LABELS[one] for one in sorted(action.roles)),
    }


def _rest(
    law: Procedure,
    case: Case,
    standing: Standing,
    context: DoorContext,
    action: Action,
    person: str,
    refused: set[str],
) -> list[dict[str, Any]]:
    """What is met, and what only the form can say: a guard that is silent now and speaks of an empty form."""
    asking = Move(action.id, person, context.today.isoformat(), asking=True)
    blank = Move(action.id, person, context.today.isoformat())
    now = Judgement(law, case, asking, context, action, standing)
    then = Judgement(law, case, blank, context, action, standing)
    found = []
    for need in engine.met(now):
        if isinstance(need, Guard) and need.id not in refused:
            later = any(need.check(then))
            found.append(
                {"ok": not later, "later": later, "sentence": need.label, "article": str(need.basis)}
            )
        elif isinstance(need, Done) and need.when is None:
            found.append({"ok": True, "sentence": _done_words(law, now, need), "article": ""})
    return sorted(found, key=lambda one: not one["ok"])


def _done_words(law: Procedure, j: Judgement, need: Done) -> str:
    one = next(entry for on in need.events if (entry := j.last(on)) is not None)
    return f"“{law.derived[one.action].label}”已于 {day_of(one.on)} 办理"


def _article(one: Refusal) -> str:
    return str(one.basis) if one.basis.article else ""


def _unmet(law: Procedure, one: Refusal, case: str) -> dict[str, Any]:
    cure = law.action(one.cure)
    return {
        "ok": False,
        "sentence": one.sentence,
        "article": _article(one),
        "url": f"/work/cases/{case}/act/{cure.id}/" if cure else "",
        "button": cure.label if cure else "",
    }


# --- deadlines, records, papers, files ---------------------------------------------------------------------------


def _clock(law: Procedure, one: clocks.Clock, today: date, closed: bool) -> dict[str, Any]:
    """Red is only what this agency must keep and has not kept."""
    left, kept = (one.last_day - today).days, ahead.kept(law, one.term)
    opens = not closed and ahead.opens(law, one.term)
    ended, paused = one.ended_on is not None, one.paused and one.ended_on is None
    lapsed = not kept and not paused and left < 0
    if kept:
        state, light = state_of(left), CLOCK_WORDS.get(one.state(today), light_of(left))
    else:
        state, light = "normal", "已办结" if ended else "暂停计算" if paused else lapsing(left, opens)
    return {
        "state": "done" if ended or lapsed else state,
        "over": ended or (lapsed and not opens),
        "light": light,
        "label": one.term.label,
        "last_day": one.shown,
        "provisional": one.provisional,
        "reason": one.reason,
        "basis": str(one.term.basis),
        "verified": one.verified,
        "unsure": one.unsure,
        "ended_on": one.ended_on,
        "consequence": one.term.consequence,
        "started_on": one.started_on,
    }


def _line(look: Looking, law: Procedure, found: Case, names: dict[str, str], case: str) -> dict[str, Any]:
    """Records, newest first. What the system did by itself is left out unless all are asked for."""
    wanted = look.request.GET.get("records", "")
    wanted = wanted if wanted in VIEWS else ""
    entries = [one for one in reversed(found.entries) if _shown(law, one, wanted)]
    cut = entries[:RECENT] if not wanted else entries
    return {
        "line": [_record(law, one, names, case) for one in cut],
        "views": [
            {
                "label": _view_label(key, found),
                "url": f"?records={key}#line" if key else "?#line",
                "current": key == wanted,
            }
            for key in VIEWS
        ],
    }


def _view_label(key: str, found: Case) -> str:
    return f"全部 {found.last} 条" if key == "all" else VIEWS[key]


def _shown(law: Procedure, one: Entry, wanted: str) -> bool:
    if wanted == "all":
        return True
    return one.action != ISSUED if not wanted else _calls_for_recording(law, one)


def _calls_for_recording(law: Procedure, one: Entry) -> bool:
    action = law.action(one.action)
    return action is not None and action.records in (Recording.F, Recording.M)


def _record(law: Procedure, entry: Entry, names: dict[str, str], case: str) -> dict[str, Any]:
    action = law.action(entry.action)
    if entry.facts.get("recordings"):
        tags = ["文字 · 音像"]
    else:
        tags = ["文字", "缺音像"] if _calls_for_recording(law, entry) else ["文字"]
    papers = [paper.label for ref in entry.papers if (paper := law.paper(ref.paper))]
    if entry.action == ISSUED and (issued := law.paper(str(entry.facts.get("paper")))):
        papers = [issued.label]
    served = law.paper(str(entry.facts.get("paper"))) if entry.action != ISSUED else None
    said = [f"送达《{served.label}》" if served else "", "、".join(f"《{one}》" for one in papers)]
    return {
        "at": entry.on,
        "title": action.label if action else entry.action,
        "tags": tags,
        "text": "；".join(one for one in (*said, f"登记人 {names.get(entry.actor, entry.actor)}") if one),
        "late": bool(entry.facts.get("late_reason")),
        "url": f"/work/cases/{case}/records/{entry.n}/",
        "link": f"第 {entry.n} 条",
    }


def _papers(law: Procedure, found: Case, row: CaseRow, context: DoorContext) -> list[dict[str, Any]]:
    """Papers made, and working copies of papers that no act has made yet."""
    rows = [
        _paper(law, one) | _public(law, found, one)
        for one in row.papers.select_related("fault").order_by("n", "pk")
    ]
    made = {one["id"] for one in rows}
    return rows + [
        {"id": one, "label": paper.label, "state": "草稿", "kind": "warn", "url": _writes(law, row.id, one)}
        for one in context.drafts
        if one not in made and (paper := law.paper(one)) is not None
    ]


def _paper(law: Procedure, one: PaperRow) -> dict[str, Any]:
    paper = law.paper(one.paper)
    waiting = ("没有生成", "bad") if fault_of(one) else ("正在生成", "warn")
    state, kind = ("已生成", "ok") if one.issued_n else waiting
    if one.served_on:
        state = f"已送达（{one.served_on.month}月{one.served_on.day}日）"
    return {
        "id": one.paper,
        "label": paper.label if paper else one.paper,
        "number": one.number,
        "on": one.on,
        "state": state,
        "kind": kind,
        "url": f"/work/cases/{one.case_id}/papers/{one.n}/{one.paper}/",
    }


def _public(law: Procedure, found: Case, one: PaperRow) -> dict[str, str]:
    """Where the public reads what this act announced about the agency."""
    entry = found.entries[one.n - 1]
    announced = any(paper.id == one.paper for paper in law.announced(law.action(entry.action)))
    return {"public_url": f"/announcements/{issue_code(found, entry)}/"} if announced else {}


def _writes(law: Procedure, case: str, paper: str) -> str:
    """Where a working copy is written on: the act that drafts or makes the paper."""
    by = [one for one in law.derived.values() if not one.asked_by]
    found = next((one for one in by if paper in one.drafts), None)
    found = found or next((one for one in by if paper in one.papers), None)
    return f"/work/cases/{case}/act/{found.id}/" if found else ""


KINDS = {
    "照片": ("jpg", "jpeg", "png", "heic", "webp"),
    "▶ 录像": ("mp4", "mov", "mkv", "webm"),
    "♪ 录音": ("mp3", "m4a", "wav", "ogg"),
}


def rendering_text(kept: str) -> str:
    """How an issued form was made, kept as data, in words."""
    try:
        made = json.loads(kept)
    except ValueError:
        return "按内容原样" if kept == "plain" else kept
    said = {"版式": "template", "字体": "font", "排版程序 typst": "typst", "格式": "standard"}
    return "；".join(f"{label} {made[key]}" for label, key in said.items() if made.get(key))


def _files(row: CaseRow) -> list[dict[str, Any]]:
    return [
        {
            "title": one.title,
            "url": f"/work/cases/{row.id}/evidence/{one.sha256}/",
            "thumb": _thumb(one.title),
            "lines": [f"{one.on} 收入 · {text.size_text(one.size)} · 第 {one.n} 条"],
            "digest": one.sha256,
        }
        for one in row.files.order_by("-n", "pk")
    ]


def _thumb(title: str) -> str:
    end = PurePath(title).suffix.lower().lstrip(".")
    return next((label for label, ends in KINDS.items() if end in ends), end.upper()[:5] or "文件")


def _result(
    look: Looking, law: Procedure, found: Case, target: engine.Choice | None
) -> dict[str, Any] | None:
    """`?done=n` after an act: only to the person who did it."""
    done = look.request.GET.get("done", "")
    n = int(done) if done.isascii() and done.isdigit() and len(done) < 7 else 0
    if not 1 <= n <= found.last or found.entries[n - 1].actor != look.viewer.person:
        return None
    who = "、".join(ROLE_LABELS[one] for one in sorted(target.action.roles)) if target else ""
    then = f"{target.action.label}（{who}）" if target else "没有要办的了。"
    return result(law, found.entries[n - 1], found.commitments[n - 1], then)
