"""The reviewer's queue by deadline, and the desk: checklist and opinion left, file right, rounds side by side."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mingjing.casework import forms, service
from mingjing.casework.access import Looking, require, signed_in, within_reach
from mingjing.casework.models import CaseRow
from mingjing.casework.views import acts
from mingjing.casework.views.outcome import consequences
from mingjing.casework.views.shown import light_of, masthead, named_in, paper_view, state_of
from mingjing.casework.views.situation import Situation, build, situation
from mingjing.law import clocks, engine, procedures
from mingjing.law.judgement import Judgement, awaited, replay
from mingjing.law.papers import OPINIONS
from mingjing.law.terms import Entry, Json, Procedure, Refusal, Review, Role
from mingjing.registry import access
from mingjing.review.checks import system_checks
from mingjing.review.compare import compare

PARTS = (("draft", "拟作决定"), ("changes", "与上一稿比对"), ("file", "案卷材料"), ("rounds", "历次审核"))
RESULTS = (("pass", "符合"), ("issue", "不符合"), ("n/a", "不涉及"))
EFFECTS = {
    "approve": "可以作出决定；只对这一稿有效，改一个字都要重新送审",
    "supplement": "退回承办机构，补正后再次送审",
    "correct": "退回承办机构，重新处理后再次送审；现在不得作出决定",
    "handover": "移送有权机关；本案不得作出决定",
    "reject": "不得作出处罚决定",
}
"""What each opinion does (rules §3.6), in the words of the desk; the table and the database see to it."""


@never_cache
@require_safe
@signed_in
def queue(look: Looking) -> HttpResponse:
    """Cases that wait for review, the earliest limit first."""
    require(look, "case.review")
    found = within_reach(look, "case.review", CaseRow.objects.filter(in_review=True)).prefetch_related(
        "todos"
    )
    rows = [_waiting(look, one) for one in found.order_by("acted_on", "id")[:200]]
    rows.sort(key=lambda one: str(one["last_day"] or "9999"))
    return render(look.request, "review/queue.html", {"rows": rows} | masthead(look, "review"))


def _waiting(look: Looking, row: CaseRow) -> dict[str, Any]:
    law = procedures.of(row.procedure)
    reviews = {one.review for one in law.reviews}
    waits = next((one for one in row.todos.all() if one.action in reviews), None)
    left = (waits.last_day - look.today).days if waits and waits.last_day else None
    return {
        "url": f"/work/review/{row.id}/",
        "title": row.title,
        "number": row.number or "未编号",
        "state": state_of(left),
        "light": light_of(left),
        "last_day": waits.last_day if waits else None,
        "provisional": waits is not None and waits.provisional,
        "verified": waits is None or waits.verified,
        "since": waits.since if waits else row.acted_on,
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def desk(look: Looking, case: UUID) -> HttpResponse:
    """The review itself. Saving and signing go through the same form and door as every act."""
    row = CaseRow.objects.filter(id=str(case)).first()
    law = procedures.PROCEDURES.get(row.procedure) if row else None
    if law is None or not law.reviews:
        raise Http404(access.ABSENT)
    known = service.load(str(case))
    review = awaited(law, replay(law, known)) or law.reviews[0]
    here = situation(look, case, review.review, "case.review")
    drawn = build(here)
    if look.request.method == "POST":
        return acts.posted(here, drawn, _page)
    return _page(here, drawn)


def _page(
    here: Situation,
    drawn: forms.ActForm,
    *,
    said: Sequence[str] = (),
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    review = _of(here)
    part = here.look.request.GET.get("part", "draft")
    part = part if part in dict(PARTS) else "draft"
    rounds = submissions(here, review)
    bars = _bars(here)
    words = {
        "here": here,
        "form": drawn,
        "errors": acts.errors_of(drawn, said, refusals),
        "part": part,
        "parts": PARTS,
        "rounds": rounds,
        "latest": rounds[-1] if rounds else None,
        "changes": _changes(rounds),
        "file": _file(here) if part == "file" else [],
        "clock": _clock(here),
        "bars": bars,
        "handlers": _handlers(here),
        "crumbs": [("法制审核", "/work/review/"), (here.title, "")],
        **_left(here, drawn, bars),
    }
    return render(here.look.request, "review/desk.html", words | masthead(here.look, "review"), status=status)


def _left(here: Situation, drawn: forms.ActForm, bars: Sequence[Refusal]) -> dict[str, Any]:
    """The checklist and the opinion: what the reviewer fills in."""
    asks = {ask.field.id: ask for ask in drawn.every()}
    findings, opinion = asks["findings"], asks["opinion"]
    checks = system_checks(here.law, here.case, here.context)
    items = [
        {"code": code, "label": label, "check": checks.get(code, ""), **_said(findings.value, code)}
        for code, label in findings.field.choices
    ]
    open_items = [one for one in items if not one["result"]]
    chosen = dict(OPINIONS).get(str(opinion.value), "")
    return {
        "asks": asks,
        "items": items,
        "results": RESULTS,
        "answered": len(items) - len(open_items),
        "open_items": open_items,
        "opinions": [
            {"code": code, "label": label, "effect": EFFECTS.get(code, "")} for code, label in OPINIONS
        ],
        "ready": not open_items and not bars and bool(chosen),
        "button": f"核对并签署：{chosen}" if chosen else "核对并签署",
        "suggested": _suggested(items),
        "effects": consequences(here.law, here.action, {"opinion": str(opinion.value)}) if chosen else [],
    }


def _said(findings: Any, code: str) -> dict[str, str]:
    found = findings.get(code) if isinstance(findings, dict) else None
    told = found if isinstance(found, dict) else {}
    return {name: str(told.get(name) or "") for name in ("result", "note", "pages")}


def _suggested(items: Sequence[dict[str, str]]) -> str:
    """The notes of what does not comply, as the reviewer would write them together."""
    bad = [one for one in items if one["result"] == "issue" and one["note"]]
    return "\n".join(f"{one['code']} {one['label']}：{one['note']}" for one in bad)


# --- the file ----------------------------------------------------------------------------------------------------


def submissions(here: Situation, review: Review) -> list[dict[str, Any]]:
    """Each round: the draft that was submitted, by whom, and the opinion it was given."""
    law, found = here.law, list[dict[str, Any]]()
    names = here.look.names({one.actor for one in here.case.entries})
    for entry in here.case.entries:
        if entry.action == review.submit:
            found.append(_submitted(here, review, entry, names, len(found) + 1))
        elif entry.action == review.review and found:
            found[-1] |= {
                "opinion": _choice(law.stated(entry.facts, review.opinion)),
                "reviewer": names.get(entry.actor, entry.actor),
                "words": law.stated(entry.facts, "opinion_text"),
                "reviewed_on": entry.on,
                "url": f"/work/cases/{here.case.id}/records/{entry.n}/",
            }
    return found


def _submitted(
    here: Situation, review: Review, entry: Entry, names: dict[str, str], number: int
) -> dict[str, Any]:
    paper, content = here.law.paper(review.paper), entry.facts.get(review.paper)
    draft = next((ref.draft for ref in entry.papers if ref.paper == review.paper), "")
    fields = content if isinstance(content, dict) else {}
    persons = here.look.persons(named_in(fields.values()), here.case.agency)
    return {
        "number": number,
        "on": entry.on,
        "by": names.get(entry.actor, entry.actor),
        "paper": paper,
        "parts": paper_view(paper, fields, persons, made=True) if paper else [],
        "draft": draft,
        "opinion": "",
        "reviewer": "",
        "words": "",
        "reviewed_on": "",
        "url": "",
    }


def _changes(rounds: Sequence[dict[str, Any]]) -> list[dict[str, Any]] | None:
    """The last draft against the one before; None on the first round."""
    return compare(rounds[-2]["parts"], rounds[-1]["parts"]) if len(rounds) > 1 else None


def _choice(code: Json) -> str:
    return dict(OPINIONS).get(str(code), str(code))


def _of(here: Situation) -> Review:
    """The review that this desk is for."""
    return next(one for one in here.law.reviews if one.review == here.action.id)


def _clock(here: Situation) -> dict[str, Any] | None:
    review = _of(here)
    for one in clocks.clocks(here.law, here.case, here.context):
        if any(on.action == review.review for on in one.term.ends) and one.ended_on is None:
            left = (one.last_day - here.context.today).days
            return {
                "state": state_of(left),
                "light": light_of(left),
                "last_day": one.last_day,
                "provisional": one.provisional,
                "verified": one.verified,
            }
    return None


def _bars(here: Situation) -> list[Refusal]:
    """Why this person cannot review now, whatever is written: separation, qualification, order."""
    return engine.refusals(here.law, here.case, here.asking, here.context)


def _handlers(here: Situation) -> str:
    j = Judgement(here.law, here.case, here.asking, here.context, here.action, replay(here.law, here.case))
    found = j.people(Role.OFFICER)
    names = here.look.names(set(found))
    return "、".join(sorted(names.get(one, one) for one in found))


def _file(here: Situation) -> list[dict[str, Any]]:
    """The papers of the case, newest of each, and its evidence; each opens on its own page."""
    return [*_newest(here.law, here), *_evidence(here)]


def _newest(law: Procedure, here: Situation) -> list[dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for entry in replay(law, here.case).live:
        for ref in entry.papers:
            paper = law.paper(ref.paper)
            if paper and isinstance(entry.facts.get(ref.paper), dict):
                url = f"/work/cases/{here.case.id}/papers/{entry.n}/{ref.paper}/"
                found[ref.paper] = {"label": paper.label, "on": entry.on, "number": ref.number, "url": url}
    return list(found.values())


def _evidence(here: Situation) -> list[dict[str, Any]]:
    return [
        {
            "label": one.title,
            "on": entry.on,
            "number": f"第 {entry.n} 条",
            "url": f"/work/cases/{here.case.id}/evidence/{one.sha256}/",
        }
        for entry in here.case.entries
        if entry.action != "paper_issued"
        for one in entry.files
    ]
