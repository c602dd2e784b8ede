"""The reviewer's queue by deadline, and the desk: checklist and opinion left, file right, rounds side by side."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache

from mingjing.casework import forms
from mingjing.casework.access import Looking, signed_in, within_reach
from mingjing.casework.models import CaseRow
from mingjing.casework.views import acts
from mingjing.casework.views.cases import paper_view
from mingjing.casework.views.home import light_of, masthead, state_of
from mingjing.law import engine, procedures
from mingjing.law.judgement import replay
from mingjing.law.papers import OPINIONS
from mingjing.law.terms import Entry, Json, Move, Procedure, Refusal, Review
from mingjing.registry import access
from mingjing.review.checks import system_checks
from mingjing.review.compare import compare

PARTS = (("draft", "拟作决定"), ("changes", "与上一稿比对"), ("file", "案卷材料"), ("rounds", "历次审核"))


@never_cache
@signed_in
def queue(look: Looking) -> HttpResponse:
    """Cases that wait for review, the earliest limit first."""
    if not access.reach(look.viewer, "case.review").spans:
        raise Http404(access.ABSENT)
    found = within_reach(look, "case.review", CaseRow.objects.filter(in_review=True)).prefetch_related("todos")
    rows = [_waiting(look, one) for one in found]
    rows.sort(key=lambda one: str(one["last_day"] or "9999"))
    return render(look.request, "review/queue.html", {"rows": rows, **masthead(look, "review")})


def _waiting(look: Looking, row: CaseRow) -> dict[str, Any]:
    law = procedures.of(row.procedure)
    action = law.review.review if law.review else ""
    waits = next((one for one in row.todos.all() if one.action == action), None)
    left = (waits.last_day - look.today).days if waits and waits.last_day else None
    return {
        "url": f"/work/review/{row.id}/", "title": row.title, "number": row.number, "state": state_of(left), "light": light_of(left),
        "last_day": waits.last_day if waits else None, "since": waits.since if waits else row.acted_on,
    }


@never_cache
@signed_in
def desk(look: Looking, case: UUID) -> HttpResponse:
    """The review itself. Saving and signing go through the same form and door as every act."""
    row = CaseRow.objects.filter(id=str(case)).first()
    law = procedures.PROCEDURES.get(row.procedure) if row else None
    if law is None or law.review is None:
        raise Http404
    here = acts.situation(look, case, law.review.review, "case.review")
    drawn = acts.build(here)
    if look.request.method == "POST":
        return acts.posted(here, drawn, _page)
    return _page(here, drawn)


def _page(
    here: acts.Situation, drawn: forms.ActForm, *, said: list[str] | None = None, refusals: list[Refusal] | None = None, status: int = 200
) -> HttpResponse:
    review = here.law.review
    assert review is not None
    asks = {ask.field.id: ask for ask in drawn.every()}
    rounds = submissions(here.law, review, here)
    part = here.look.request.GET.get("part", "draft")
    errors = [{"id": "", "text": one} for one in said or []]
    errors += [{"id": f"f-{asks[one.field].name}" if one.field in asks else "", "text": str(one)} for one in refusals or []]
    checks = system_checks(here.law, here.case, here.context)
    findings = asks["findings"].value if isinstance(asks["findings"].value, dict) else {}
    words = {
        "here": here, "errors": errors, "asks": asks, "part": part, "parts": PARTS, "rounds": rounds, "form": drawn,
        "items": [
            {"code": code, "label": label, "check": checks.get(code, ""), "said": _said(findings, code)}
            for code, label in asks["findings"].field.choices
        ],
        "answered": sum(1 for code, _ in asks["findings"].field.choices if _said(findings, code).get("result")),
        "draft": rounds[-1] if rounds else None, "clock": _clock(here), "bars": _bars(here),
        "changes": compare(rounds[-2]["parts"], rounds[-1]["parts"]) if len(rounds) > 1 else None,
        "file": _file(here), "row_title": CaseRow.objects.values_list("title", flat=True).get(id=here.case.id),
        "tabs": [{"label": label, "url": f"?part={key}", "current": key == part} for key, label in PARTS],
        "crumbs": [("法制审核", "/work/review/"), ("审核", "")], **masthead(here.look, "review"),
    }
    return render(here.look.request, "review/desk.html", words, status=status)


def _said(findings: Any, code: str) -> dict[str, str]:
    found = findings.get(code) if isinstance(findings, dict) else None
    return found if isinstance(found, dict) else {}


def submissions(law: Procedure, review: Review, here: acts.Situation) -> list[dict[str, Any]]:
    """Each round: the draft that was submitted, by whom, and the opinion it was given."""
    found: list[dict[str, Any]] = []
    names = here.look.names({one.actor for one in here.case.entries})
    for entry in here.case.entries:
        if entry.action == review.submit:
            found.append(_submitted(law, review, entry, names, len(found) + 1))
        elif entry.action == review.review and found:
            found[-1] |= {
                "opinion": _choice(law.stated(entry.facts, review.opinion)), "reviewer": names.get(entry.actor, entry.actor),
                "words": law.stated(entry.facts, "opinion_text"), "reviewed_on": entry.on,
            }
    return found


def _submitted(law: Procedure, review: Review, entry: Entry, names: dict[str, str], number: int) -> dict[str, Any]:
    paper, content = law.paper(review.paper), entry.facts.get(review.paper)
    draft = next((ref.draft for ref in entry.papers if ref.paper == review.paper), "")
    parts = paper_view(paper, content) if paper and isinstance(content, dict) else []
    return {
        "number": number, "on": entry.on, "by": names.get(entry.actor, entry.actor), "paper": paper, "parts": parts,
        "draft": draft, "opinion": "", "reviewer": "", "words": "", "reviewed_on": "",
    }


def _choice(code: Json) -> str:
    return dict(OPINIONS).get(str(code), str(code))


def _clock(here: acts.Situation) -> dict[str, Any] | None:
    review = here.law.review
    for one in engine.clocks(here.law, here.case, here.context):
        if review and any(on.action == review.review for on in one.term.ends) and one.ended_on is None:
            left = (one.last_day - here.context.today).days
            return {"state": state_of(left), "light": light_of(left), "last_day": one.last_day, "provisional": one.provisional}
    return None


def _bars(here: acts.Situation) -> list[Refusal]:
    """Why this person cannot review now, whatever is written: separation, qualification, order."""
    move = Move(here.action.id, here.look.viewer.person, here.context.today.isoformat(), asking=True)
    return engine.refusals(here.law, here.case, move, here.context)


def _file(here: acts.Situation) -> list[dict[str, Any]]:
    """The papers of the case, newest of each, and its evidence; each opens on its own page."""
    base, found = f"/work/cases/{here.case.id}", {}
    for entry in replay(here.law, here.case).live:
        for ref in entry.papers:
            paper = here.law.paper(ref.paper)
            if paper and isinstance(entry.facts.get(ref.paper), dict):
                found[ref.paper] = {"label": paper.label, "on": entry.on, "number": ref.number, "url": f"{base}/papers/{entry.n}/{ref.paper}/"}
    files = [
        {"label": one.title, "on": entry.on, "number": "", "url": f"{base}/evidence/{one.sha256}/"}
        for entry in here.case.entries if entry.action != "paper_issued" for one in entry.files
    ]
    return [*found.values(), *files]
