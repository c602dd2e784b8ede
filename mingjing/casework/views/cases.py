"""案件: the list, the case page (steps, gate, deadlines, timeline, papers, evidence), papers and files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from mingjing.casework import service
from mingjing.casework.access import Looking, case_row, require, signed_in, within_reach
from mingjing.casework.models import CaseRow, PaperRow
from mingjing.casework.rendering import words as text
from mingjing.casework.views.home import light_of, masthead, state_of
from mingjing.law import engine, procedures
from mingjing.law.guards import major_grounds
from mingjing.law.judgement import Judgement, Standing, day_of, replay
from mingjing.law.terms import (

    Action,
    Case,
    Entry,
    Guard,
    Move,
    Paper,
    Procedure,
    Recording,
    Role,
)
from mingjing.recording import evidence
from mingjing.recording.home import current
from mingjing.recording.models import Evidence

PAGE = 30
STATES = (("open", "在办"), ("over", "有超期"), ("ended", "已结案"), ("all", "全部"))


@never_cache
@signed_in
def listing(look: Looking) -> HttpResponse:
    """Cases within reach, newest act first; filters are GET."""
    require(look, "case.list")
    words, state = look.request.GET.get("q", "").strip()[:100].replace("\0", ""), look.request.GET.get("state", "open")
    found = within_reach(look, "case.see", CaseRow.objects.all())
    if words:
        found = found.filter(
            Q(title__contains=words) | Q(number__contains=words) | Q(decision_number__contains=words) | Q(party_code=words)
        )
    if state == "open":
        found = found.filter(ended=False)
    elif state == "ended":
        found = found.filter(ended=True)
    elif state == "over":
        found = found.filter(dues__last_day__lt=look.today, ended=False).distinct()
    page = Paginator(found.order_by("-acted_on", "-n"), PAGE).get_page(look.request.GET.get("page"))
    rows = [_listed(look, one) for one in page.object_list.prefetch_related("dues")]
    context = {"rows": rows, "page": page, "q": words, "state": state, "states": STATES, **masthead(look, "cases")}
    return render(look.request, "work/cases.html", context)


def _listed(look: Looking, row: CaseRow) -> dict[str, Any]:
    law = procedures.PROCEDURES.get(row.procedure)
    first = min(row.dues.all(), key=lambda one: one.last_day, default=None)
    left = (first.last_day - look.today).days if first and not row.ended else None
    agency = look.registry.agency(row.agency)
    return {
        "url": f"/work/cases/{row.id}/", "title": row.title, "number": row.decision_number or row.number or "未编号",
        "kind": law.label if law else row.procedure, "stage": law.stage_label(row.stage) if law else row.stage,
        "due": first, "state": state_of(left), "light": light_of(left) if left is not None else "", "acted_on": row.acted_on,
        "agency": agency.name if agency else row.agency,
    }


@never_cache
@signed_in
def case(look: Looking, case: UUID) -> HttpResponse:
    """The case page. What may be done next, and why the rest may not, is `menu()`."""
    row = case_row(look, str(case), "case.see", "案件页面")
    try:
        found, law, context = service.look(row.id, look.at)
    except service.UnknownCase as fault:
        raise Http404 from fault
    standing = replay(law, found)
    choices = engine.menu(law, found, look.viewer.person, context)
    names = look.names(_people(found))
    person = look.registry.person(look.viewer.person, row.agency)
    mine = [one for one in choices if person and _mine(one.action, person.roles)]
    target = _next(law, standing, mine, choices)
    words = {
        "row": row, "law": law, "base": f"/work/cases/{row.id}/",
        "facts": _facts(law, found, standing, context, names), "steps": _steps(law, standing),
        "at": _at(law, standing.stage), "current": law.stage_label(standing.stage),
        "gate": _gate(law, found, standing, context, target, row.id) if target else None,
        "possible": [one for one in mine if one.possible and one.action.by != Role.SYSTEM],
        "impossible": [one for one in mine if not one.possible and one.action.by != Role.SYSTEM],
        "tracks": [(one.label, one.id in standing.open) for one in law.tracks],
        "clocks": [_clock(one, look.today) for one in engine.clocks(law, found, context, standing) if not one.term.before],
        "line": [_record(law, one, names, row.id) for one in reversed(found.entries)],
        "papers": _papers(law, row), "files": list(row.files.order_by("-n")),
        "crumbs": [("案件", "/work/cases/"), (row.decision_number or row.number or "新案件", "")],
        **masthead(look, "cases"),
    }
    return render(look.request, "work/case.html", words)


def _mine(action: Action, roles: frozenset[str]) -> bool:
    wanted = {role.value for role in action.roles} | ({Role.OFFICER.value} if action.stated_by else set())
    return bool(wanted & roles)


def _people(case: Case) -> set[str]:
    found = {one.actor for one in case.entries}
    for one in case.entries:
        named = one.facts.get("officers")
        found |= {str(who) for who in named} if isinstance(named, list) else set()
    return found


def _facts(law: Procedure, case: Case, standing: Standing, context: Any, names: dict[str, str]) -> list[dict[str, str]]:
    j = Judgement(law, case, Move("", "", context.today.isoformat(), asking=True), context,
                  Action("", "", Role.SYSTEM, law.basis), standing)
    party, violated = j.known("party"), j.known("violated")
    proposed = [text.money(j.money("fine")) if j.money("fine") else ""]
    grounds = major_grounds(j) if law.review and party else []
    handlers = sorted(names.get(one, one) for one in j.people(Role.OFFICER))
    return [
        {"label": "当事人", "value": text.party_name(party) if party else "尚未登记", "note": _representative(party)},
        {"label": "涉嫌违反", "value": text.articles(violated) if isinstance(violated, list) else ""},
        {"label": "拟处理", "value": "罚款 " + proposed[0] if proposed[0] else ""},
        {"label": "办案人员", "value": "、".join(handlers)},
        {"label": "应当法制审核", "value": ("是" if grounds else "否，未达到标准") if law.review and party else "",
         "note": "；".join(grounds)},
    ]


def _representative(party: Any) -> str:
    named = party.get("representative") if isinstance(party, dict) else ""
    return f"法定代表人（负责人）{named}" if named else ""


def _at(law: Procedure, stage: str) -> int:
    codes = [code for code, _ in law.stages]
    return codes.index(stage) + 1 if stage in codes else 1


def _steps(law: Procedure, standing: Standing) -> list[dict[str, str]]:
    """The rail: days on which a stage was reached; stages passed over are marked so."""
    reached: dict[str, date] = {}
    partial: list[Entry] = []
    for entry in standing.live:
        partial.append(entry)
        action = law.derived[entry.action]
        if action.effective and action.to is not None:
            stage = replay(law, Case("", "", "", tuple(partial))).stage
            reached[stage] = day_of(entry.on)
    at = _at(law, standing.stage)
    found = []
    for place, (code, label) in enumerate(law.stages, start=1):
        state = "now" if place == at else "later" if place > at else "done" if code in reached else "skip"
        day = reached.get(code)
        found.append({"label": label, "state": state, "note": f"{day.month}月{day.day}日" if day and place <= at else ""})
    return found


def _next(
    law: Procedure, standing: Standing, mine: Sequence[engine.Choice], everything: Sequence[engine.Choice]
) -> engine.Choice | None:
    """The act that the gate speaks of: the next step of the usual way that this person may take, else of anyone."""
    order = {one.action: place for place, one in reversed(list(enumerate(law.path)))}
    done = {one.action for one in standing.live}
    furthest = max((order[one] for one in done if one in order), default=-1)
    for choices in (mine, everything):
        ahead = [one for one in choices if order.get(one.action.id, -1) > furthest and one.action.id not in done]
        at_stage = [one for one in ahead if not any(reason.id == "E-ROLE" for reason in one.refusals) or choices is everything]
        if at_stage:
            return min(at_stage, key=lambda one: (bool(one.refusals), order[one.action.id]))
    return None


def _gate(
    law: Procedure, case: Case, standing: Standing, context: Any, target: engine.Choice, case_id: str
) -> dict[str, Any]:
    """Every unmet condition first, each with article and the button that cures it; then the met ones."""
    move = Move(target.action.id, "", context.today.isoformat(), asking=True)
    j = Judgement(law, case, move, context, target.action, standing)
    unmet = [_unmet(law, one, case_id, ok=False) for one in target.refusals]
    warned = [_unmet(law, one, case_id, ok=False) | {"warns": True} for one in target.warnings]
    refused = {one.id for one in target.refusals} | {one.id for one in target.warnings}
    met = [
        {"ok": True, "sentence": need.label, "article": str(need.basis)}
        for need in engine.met(j, target.refusals)
        if isinstance(need, Guard) and need.id not in refused
    ]
    url = f"/work/cases/{case_id}/act/{target.action.id}/" if not target.refusals else ""
    return {
        "id": "gate", "title": f"下一步：{target.action.label}", "met": len(met), "unmet": len(unmet), "intro": target.action.plain,
        "basis": str(target.action.basis), "items": [*unmet, *warned, *met], "submit": {"label": target.action.label, "url": url},
    }


def _unmet(law: Procedure, one: Any, case_id: str, *, ok: bool) -> dict[str, Any]:
    cure = law.action(one.cure)
    return {
        "ok": ok, "sentence": one.sentence, "article": str(one.basis) if one.basis.title else "",
        "url": f"/work/cases/{case_id}/act/{cure.id}/" if cure else "", "button": cure.label if cure else "",
    }


def _clock(one: engine.Clock, today: date) -> dict[str, Any]:
    left = (one.last_day - today).days
    state = one.state(today)
    ended = state in ("met", "late_met")
    words = {"met": "已办结", "late_met": "逾期办结", "paused": "暂停计算"}.get(state, light_of(left))
    return {
        "state": "done" if ended else "over" if left < 0 else "soon" if left <= 3 else "normal", "light": words,
        "label": one.term.label, "last_day": one.shown, "provisional": one.provisional, "reason": one.reason,
        "basis": str(one.term.basis), "verified": one.verified, "ended_on": one.ended_on, "consequence": one.term.consequence,
        "started_on": one.started_on,
    }


def _record(law: Procedure, entry: Entry, names: dict[str, str], case_id: str) -> dict[str, Any]:
    action = law.action(entry.action)
    recorded = action is not None and action.records in (Recording.F, Recording.M)
    tags = ["文字"] + (["音像"] if entry.facts.get("recordings") else ["缺音像"] if recorded else [])
    papers = "、".join(paper.label for ref in entry.papers if (paper := law.paper(ref.paper)))
    who = names.get(entry.actor, entry.actor)
    late = bool(entry.facts.get("late_reason"))
    issued = law.paper(str(entry.facts.get("paper"))) if entry.action == "paper_issued" else None
    return {
        "at": entry.on if len(entry.on) > 10 else entry.on, "title": action.label if action else entry.action, "tags": tags,
        "text": "；".join(one for one in (f"《{issued.label}》" if issued else papers, f"登记人 {who}") if one), "late": late,
        "url": f"/work/cases/{case_id}/records/{entry.n}/", "link": f"第 {entry.n} 条",
    }


def _papers(law: Procedure, row: CaseRow) -> list[dict[str, Any]]:
    found = []
    for one in row.papers.order_by("n", "pk"):
        paper = law.paper(one.paper)
        state, kind = ("已送达", "ok") if one.served_on else ("已生成", "ok") if one.issued_n else ("正在生成", "warn")
        found.append({
            "label": paper.label if paper else one.paper, "number": one.number, "on": one.on, "state": state, "kind": kind,
            "url": f"/work/cases/{row.id}/papers/{one.n}/{one.paper}/", "served_on": one.served_on,
        })
    return found


@never_cache
@signed_in
def entry(look: Looking, case: UUID, n: int) -> HttpResponse:
    """One record in full: what was stated, by whom, on what it relied, and its receipt."""
    row = case_row(look, str(case), "case.see", f"第 {n} 条记录")
    found, law, _ = service.look(row.id, look.at)
    if not 1 <= n <= found.last:
        raise Http404
    one = found.entries[n - 1]
    action = law.action(one.action)
    names = look.names(_people(found) | {one.actor})
    stated = [(law.asked(name), value) for name, value in one.facts.items() if name in {f.id for f in law.fields}]
    words = {
        "row": row, "entry": one, "action": action, "who": names.get(one.actor, one.actor),
        "facts": [{"label": field.label, "value": text.field_text(field, value, names)} for field, value in stated
                  if field.id != "ask"],
        "papers": [{"paper": law.paper(ref.paper), "number": ref.number, "url": f"/work/cases/{row.id}/papers/{n}/{ref.paper}/"}
                   for ref in one.papers if law.paper(ref.paper) and ref.paper in one.facts],
        "files": one.files, "commitment": found.commitments[n - 1],
        "crumbs": [("案件", "/work/cases/"), (row.number or "案件", f"/work/cases/{row.id}/"), (f"第 {n} 条", "")],
        **masthead(look, "cases"),
    }
    return render(look.request, "work/entry.html", words)


def paper_view(paper: Paper, content: dict[str, Any], names: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """A paper on screen: each field in words; a missing mandatory element is a hole."""
    return [
        {"label": field.label, "text": text.field_text(field, content.get(field.id), names),
         "hole": (field.element or field.required) and not text.field_text(field, content.get(field.id), names),
         "id": field.id}
        for field in paper.fields
        if field.element or field.required or content.get(field.id) not in (None, "", [])
    ]


@never_cache
@signed_in
def paper(look: Looking, case: UUID, n: int, paper: str) -> HttpResponse:
    """A paper as its act bound it, with the state of its issued form."""
    row = case_row(look, str(case), "case.see", f"文书 {paper}")
    found, law, _ = service.look(row.id, look.at)
    definition = law.paper(paper)
    content = found.entries[n - 1].facts.get(paper) if 1 <= n <= found.last else None
    if definition is None or not isinstance(content, dict):
        raise Http404
    made = PaperRow.objects.filter(case=row, n=n, paper=paper).first()
    agency = look.registry.agency(row.agency)
    words = {
        "row": row, "paper": definition, "made": made, "agency": agency.name if agency else "", "on": found.entries[n - 1].on,
        "parts": paper_view(definition, content, look.names(_people(found))),
        "ready": made is not None and made.issued_n is not None,
        "crumbs": [("案件", "/work/cases/"), (row.number or "案件", f"/work/cases/{row.id}/"), (definition.label, "")],
        **masthead(look, "cases"),
    }
    return render(look.request, "work/paper.html", words)


@never_cache
@signed_in
def paper_file(look: Looking, case: UUID, n: int, paper: str) -> HttpResponseBase:
    """The issued form, once it is there."""
    row = case_row(look, str(case), "case.see", f"文书文件 {paper}")
    made = PaperRow.objects.filter(case=row, n=n, paper=paper).exclude(issued_n=None).first()
    if made is None:
        raise Http404
    return _download(row.id, made.sha256, f"{made.number or paper}")


@never_cache
@signed_in
def evidence_file(look: Looking, case: UUID, sha256: str) -> HttpResponseBase:
    row = case_row(look, str(case), "case.evidence", "证据文件")
    kept = row.files.filter(sha256=sha256).first()
    if kept is None:
        raise Http404
    return _download(row.id, sha256, kept.title)


def _download(case: str, sha256: str, title: str) -> HttpResponseBase:
    """Always an attachment, never sniffed, in a sandbox of its own (security G23)."""
    try:
        file = evidence.read(current(), case, sha256)
    except FileNotFoundError as fault:
        raise Http404 from fault
    kind = Evidence.objects.values_list("kind", flat=True).filter(case=case, sha256=sha256).first() or "bin"
    name = title if title.endswith(f".{kind}") else f"{title}.{kind}"
    response = FileResponse(file, as_attachment=True, filename=name, content_type="application/octet-stream")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


