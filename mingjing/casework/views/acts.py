"""Acting: the generic form of every act, the check page before it is bound, and the door."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from mingjing.casework import drafts, forms, service
from mingjing.casework.access import Looking, case_row, now, require, signed_in
from mingjing.casework.context import DoorContext
from mingjing.casework.rendering import words as text
from mingjing.casework.views.cases import paper_view
from mingjing.casework.views.home import masthead
from mingjing.law import engine, procedures
from mingjing.law.judgement import Judgement, replay
from mingjing.law.terms import Action, Case, Move, Procedure, Refusal, Role
from mingjing.recording import evidence
from mingjing.recording.home import current
from mingjing.recording.sniff import WrongKind
from mingjing.tlog import canonical

LARGEST = 64 * 1024 * 1024
"""Bytes of one file by plain upload; larger ones come by resumable upload."""


@dataclass(frozen=True, slots=True)
class Situation:
    """One act of one case, as one person stands before it."""

    look: Looking
    law: Procedure
    case: Case
    context: DoorContext
    action: Action
    opening: bool

    @property
    def url(self) -> str:
        if self.opening:
            return f"/work/new/{self.law.id}/"
        return f"/work/cases/{self.case.id}/act/{self.action.id}/"

    @property
    def query(self) -> str:
        return f"?case={self.case.id}" if self.opening else ""

    @property
    def ask_digest(self) -> str:
        """The pending ask that this act approves, as its commitment; "" when there is none."""
        move = Move(self.action.id, self.look.viewer.person, self.context.today.isoformat(), asking=True)
        j = Judgement(self.law, self.case, move, self.context, self.action, replay(self.law, self.case))
        return self.case.commitments[j.ask.n - 1] if j.ask else ""

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        middle = [] if self.opening else [("本案", f"/work/cases/{self.case.id}/")]
        return [("案件", "/work/cases/"), *middle, (self.action.label, "")]


def situation(look: Looking, case: UUID, action_id: str, verb: str = "case.act") -> Situation:
    """Where a person stands before an act. Raises Http404 when the case or the act is not theirs to open."""
    row = case_row(look, str(case), verb, f"办理 {action_id[:60]}")
    found, law, context = service.look(row.id, look.at)
    action = law.action(action_id)
    if action is None or Role.SYSTEM in action.roles:
        raise Http404
    return Situation(look, law, found, context, action, opening=False)


def _opening(look: Looking, procedure: str, case: str) -> Situation:
    """A case that does not exist yet; its id is made when the form is opened."""
    require(look, "case.open")
    try:
        law = procedures.current(procedure, look.today.isoformat())
        case_id = str(UUID(case))
    except (KeyError, ValueError) as fault:
        raise Http404 from fault
    action = next(one for one in law.derived.values() if one.opening)
    agency = next((post.agency for post in sorted(look.viewer.posts, key=lambda one: one.agency) if post.role in action.roles), "")
    if not agency or service.exists(case_id):
        raise Http404
    context = DoorContext(agency, look.at, registry=look.registry, drafts=drafts.papers(case_id))
    return Situation(look, law, Case(case_id, law.key, agency), context, action, opening=True)


@never_cache
@signed_in
def new(look: Looking) -> HttpResponse:
    """Which kind of case is to be opened."""
    require(look, "case.open")
    laws = [procedures.current(one, look.today.isoformat()) for one in dict.fromkeys(p.id for p in procedures.PROCEDURES.values())]
    rows = [{"law": law, "first": next(a for a in law.derived.values() if a.opening), "case": uuid.uuid4()} for law in laws]
    return render(look.request, "work/new.html", {"rows": rows, **masthead(look, "cases")})


@never_cache
@signed_in
def opening(look: Looking, procedure: str) -> HttpResponse:
    return _form(_opening(look, procedure, look.request.GET.get("case", "")))


@never_cache
@signed_in
def opening_check(look: Looking, procedure: str) -> HttpResponse:
    return _check(_opening(look, procedure, look.request.GET.get("case", "")))


@never_cache
@signed_in
def form(look: Looking, case: UUID, action: str) -> HttpResponse:
    return _form(situation(look, case, action))


@never_cache
@signed_in
def check(look: Looking, case: UUID, action: str) -> HttpResponse:
    return _check(situation(look, case, action))


@require_POST
@signed_in
def discard(look: Looking, case: UUID, action: str) -> HttpResponse:
    """Throw the working copy of this act away; the ledger keeps what it has."""
    here = situation(look, case, action)
    drafts.discard(here.case.id, forms.kind_of(here.action, look.viewer.person))
    return redirect(f"/work/cases/{here.case.id}/")


def build(here: Situation) -> forms.ActForm:
    return forms.build(here.law, here.case, here.context, here.action, here.look.viewer.person, here.look.registry)


def _form(here: Situation) -> HttpResponse:
    """GET draws the form; POST keeps what was typed and goes on to the check page, or says what is wrong."""
    drawn = build(here)
    if here.look.request.method != "POST":
        return _page(here, drawn)
    return posted(here, drawn, _page)


Page = Callable[..., HttpResponse]
"""Draws the form again: (here, drawn, said=, refusals=, status=)."""


def posted(here: Situation, drawn: forms.ActForm, page: Page) -> HttpResponse:
    """Keep what was typed; then on to the check page, back to the form, or the form with what is wrong."""
    look, data = here.look, here.look.request.POST
    forms.read(drawn, data)
    faults = _upload(here, drawn)
    kept = [one for one in drawn.files if one["sha256"] not in data.getlist("drop")]
    drawn.files = kept
    version = int(data["version"]) if data.get("version", "").isdigit() and data["version"] != "0" else None
    try:
        forms.save(drawn, here.case.id, look.viewer.person, look.at, version)
    except drafts.Changed as changed:
        name = look.names({changed.newer.saved_by}).get(changed.newer.saved_by, changed.newer.saved_by)
        return page(here, drawn, said=[f"{name}刚才改过这份草稿，您输入的内容还在本页，请先看差异再保存。"], status=409)
    except canonical.NotCanonical as fault:
        return page(here, drawn, said=[f"内容里有不能保存的字符，请删去后再保存（{fault}）。"], status=422)
    if faults:
        return page(here, drawn, said=faults, status=422)
    if data.get("then") == "save":
        return redirect(look.request.get_full_path())
    reasons = _judged(here, drawn)
    wrong = [one for one in reasons if one.field]
    if wrong:
        drawn.mark(wrong)
        return page(here, drawn, refusals=wrong, status=422)
    return redirect(f"{here.url}check/{here.query}")


def _judged(here: Situation, drawn: forms.ActForm) -> list[Refusal]:
    """What the engine would say now; the same judgement that the door repeats under the lock."""
    move = forms.move_of(drawn, here.look.viewer.person, key="", after=here.case.last or None, ask=here.ask_digest)
    context = DoorContext(here.case.agency, now(), registry=here.look.registry, drafts=drafts.papers(here.case.id))
    filled = service.with_drafts(here.law, move, context.drafts)
    return engine.refusals(here.law, here.case, filled, context)


def _upload(here: Situation, drawn: forms.ActForm) -> list[str]:
    """Store what was handed in; each refused file gives one sentence, the others are kept."""
    faults = []
    for name, av in (("files", False), ("recordings_files", True)):
        for one in here.look.request.FILES.getlist(name):
            try:
                kept = evidence.keep(
                    current(), here.case.id, one.chunks(), filename=one.name or "", at=canonical.utc_ms(here.look.at), limit=LARGEST
                )
            except (evidence.Refused, WrongKind) as fault:
                faults.append(str(fault))
                continue
            ref = {"sha256": kept.ref.sha256, "sm3": kept.ref.sm3, "size": kept.ref.size, "title": kept.ref.title, "av": av}
            drawn.files = [other for other in drawn.files if other["sha256"] != kept.ref.sha256] + [ref]
    return faults


def _page(
    here: Situation, drawn: forms.ActForm, *, said: list[str] | None = None, refusals: list[Refusal] | None = None, status: int = 200
) -> HttpResponse:
    """The form. `said`: sentences of the page itself; `refusals`: the engine's, beside their fields."""
    move = Move(here.action.id, here.look.viewer.person, here.context.today.isoformat(), asking=True)
    before = engine.refusals(here.law, here.case, move, here.context)
    named = {ask.field.id: ask.name for ask in reversed(drawn.every())}
    errors = [{"id": "", "text": one} for one in said or []]
    errors += [{"id": f"f-{named[one.field]}" if one.field in named else "", "text": str(one)} for one in refusals or []]
    words = {
        "here": here, "form": drawn, "errors": errors, "before": before, "crumbs": here.crumbs,
        "cures": _cures(here), "long": any(paper.long for paper, _ in drawn.papers), 
        "sheets": [
            {"paper": paper, "asks": asks, "parts": paper_view(paper, {ask.field.id: ask.value for ask in asks})}
            for paper, asks in drawn.papers
        ],
        "agency": here.context.agency, **_what_is_asked(here), **masthead(here.look, "cases"),
    }
    return render(here.look.request, "work/act.html", words, status=status)


def _what_is_asked(here: Situation) -> dict[str, Any]:
    """For an approval: what the ask stated, so that who signs sees what is signed."""
    if not here.action.asked_by:
        return {}
    asks = [one for one in here.case.entries if one.action == here.action.asked_by]
    if not asks:
        return {}
    ask = asks[-1]
    names = here.look.names({ask.actor})
    return {
        "ask": ask, "asker": names.get(ask.actor, ask.actor),
        "asked": [
            {"paper": paper, "parts": paper_view(paper, content)}
            for name, content in ask.facts.items()
            if (paper := here.law.paper(name)) is not None and isinstance(content, dict)
        ],
    }


def _cures(here: Situation) -> dict[str, dict[str, str]]:
    base = f"/work/cases/{here.case.id}/act/"
    return {one.id: {"url": f"{base}{one.id}/", "label": one.label} for one in here.law.derived.values()}


def _check(here: Situation) -> HttpResponse:
    """Look once more, then the named button. The key makes a second press harmless."""
    drawn = build(here)
    if here.look.request.method == "POST":
        return _act(here, drawn)
    return _check_page(here, drawn, uuid.uuid4().hex, _judged(here, drawn))


def _check_page(
    here: Situation, drawn: forms.ActForm, key: str, reasons: list[Refusal], status: int = 200
) -> HttpResponse:
    person_names = here.look.names({str(one) for ask in drawn.every() if isinstance(ask.value, list) for one in ask.value if isinstance(one, str)})
    rows = [
        {"label": ask.field.label, "value": text.field_text(ask.field, ask.value, person_names), "url": here.url + here.query}
        for ask in drawn.asks
        if ask.value not in (None, "", [])
    ]
    rows += [{"label": "随附文件", "value": "\n".join(one["title"] for one in drawn.files), "url": here.url + here.query}]
    words = {
        "here": here, "rows": rows, "key": key, "after": here.case.last, "refusals": reasons, "cures": _cures(here),
        "sheets": [{"paper": paper, "parts": paper_view(paper, {ask.field.id: ask.value for ask in asks}, person_names)} for paper, asks in drawn.papers],
        "crumbs": here.crumbs, "ask_digest": here.ask_digest, "agency": here.context.agency,
        **_what_is_asked(here), **masthead(here.look, "cases"),
    }
    return render(here.look.request, "work/check.html", words, status=status)


def _act(here: Situation, drawn: forms.ActForm) -> HttpResponse:
    """Through the door. A refusal comes back to the check page with every reason; nothing typed is lost."""
    data, person = here.look.request.POST, here.look.viewer.person
    key = data.get("key", "")[:64]
    after = int(data["after"]) if data.get("after", "").isdigit() else None
    move = forms.move_of(drawn, person, key=key, after=after if not here.opening else None, ask=data.get("ask", "")[:64])
    try:
        receipt = service.perform(here.case.id, move, clock=now, procedure=here.law.id, agency=here.case.agency)
    except service.Refused as refused:
        return _check_page(here, drawn, key, list(refused.reasons), 422)
    except service.KeyReused as reused:
        return _check_page(here, drawn, uuid.uuid4().hex, [Refusal("E-FIELD", str(reused), engine.RULE)], 422)
    except service.Stale:
        stale = Refusal("E-STALE", "刚才有别人先办了一步，请看过新的记录以后再办。", engine.RULE)
        return _check_page(here, drawn, uuid.uuid4().hex, [stale], 409)
    except service.ClockBackwards as fault:
        return _check_page(here, drawn, key, [Refusal("E-FIELD", str(fault), engine.RULE)], 503)
    drafts.discard(here.case.id, forms.kind_of(here.action, person))
    return HttpResponseRedirect(f"/work/cases/{receipt.case}/?done={receipt.n}")
