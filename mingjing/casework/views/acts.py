"""Acting: the generic form of every act, the check page before it is bound, and the door."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from mingjing.casework import drafts, forms, service
from mingjing.casework.access import Looking, case_row, now, opened, require, signed_in
from mingjing.casework.context import DoorContext
from mingjing.casework.models import CaseRow, Draft
from mingjing.casework.rendering import words as text
from mingjing.casework.views.outcome import consequences
from mingjing.casework.views.shown import cures_of, masthead, named_in, paper_view
from mingjing.law import engine, fields, judgement, procedures
from mingjing.law.judgement import Judgement, replay
from mingjing.law.rules import RULE
from mingjing.law.terms import Action, Case, Entry, Move, Procedure, Refusal, Role
from mingjing.recording import evidence
from mingjing.recording.home import current
from mingjing.recording.sniff import WrongKind
from mingjing.registry.access import ABSENT
from mingjing.tlog import canonical

LARGEST = 64 * 1024 * 1024
"""Bytes of one file by plain upload; larger ones come by resumable upload."""
PAGE = ["GET", "HEAD", "POST"]


@dataclass(frozen=True, slots=True)
class Situation:
    """One act of one case, as one person stands before it."""

    look: Looking
    law: Procedure
    case: Case
    context: DoorContext
    action: Action
    opening: bool
    title: str

    @property
    def url(self) -> str:
        if self.opening:
            return f"/work/new/{self.law.id}/"
        return f"/work/cases/{self.case.id}/act/{self.action.id}/"

    @property
    def query(self) -> str:
        return f"?case={self.case.id}" if self.opening else ""

    @property
    def check_url(self) -> str:
        return f"{self.url}check/{self.query}"

    @property
    def back_url(self) -> str:
        return "/work/new/" if self.opening else f"/work/cases/{self.case.id}/"

    @property
    def asking(self) -> Move:
        """The wish to act before anything is stated."""
        today = self.context.today.isoformat()
        on = judgement.utc_ms(self.context.at) if self.action.hours else today
        return Move(self.action.id, self.look.viewer.person, on, asking=True)

    @property
    def ask(self) -> Entry | None:
        """The pending ask that this act approves."""
        standing = replay(self.law, self.case)
        return Judgement(self.law, self.case, self.asking, self.context, self.action, standing).ask

    @property
    def crumbs(self) -> list[tuple[str, str]]:
        middle = [] if self.opening else [("本案", self.back_url)]
        return [("案件", "/work/cases/"), *middle, (self.action.label, "")]


def situation(look: Looking, case: UUID, action_id: str, verb: str = "case.act") -> Situation:
    """Where a person stands before an act. Raises Http404 when the case or the act is not theirs to open."""
    return _standing(look, case_row(look, str(case), verb, f"办理 {action_id[:60]}"), action_id)


def _standing(look: Looking, row: CaseRow, action_id: str) -> Situation:
    found, law, context = opened(look, row.id)
    action = _action(law, action_id)
    return Situation(look, law, found, context, action, opening=False, title=row.title)


def _action(law: Procedure, action_id: str) -> Action:
    """Raises Http404 for what nobody does by hand."""
    action = law.action(action_id)
    if action is None or Role.SYSTEM in action.roles or action.opening:
        raise Http404(ABSENT)
    return action


def _opening(look: Looking, procedure: str) -> Situation | HttpResponse:
    """A case that does not exist yet; its id is made when the form is opened. One that does leads to its page."""
    require(look, "case.open")
    case = _own_id(look)
    if service.exists(case):
        return redirect(f"/work/cases/{case}/")
    try:
        law = procedures.current(procedure, look.today.isoformat())
    except KeyError as fault:
        raise Http404 from fault
    action = _first(law)
    agency = _agency(look, action)
    context = DoorContext(agency, look.at, registry=look.registry, drafts=drafts.papers(case))
    return Situation(look, law, Case(case, law.key, agency), context, action, opening=True, title=law.label)


def _own_id(look: Looking) -> str:
    """The id in the address. Someone else's working copy is as absent as any other."""
    try:
        case = str(UUID(look.request.GET.get("case", "")))
    except ValueError as fault:
        raise Http404 from fault
    if Draft.objects.filter(case=case).exclude(saved_by=look.viewer.person).exists():
        raise Http404
    return case


def _agency(look: Looking, action: Action) -> str:
    found = sorted(post.agency for post in look.viewer.posts if post.role in action.roles)
    if not found:
        raise Http404
    return found[0]


def _first(law: Procedure) -> Action:
    return next(one for one in law.derived.values() if one.opening)


@never_cache
@require_safe
@signed_in
def new(look: Looking) -> HttpResponse:
    """Which kind of case is to be opened, and what was begun and not yet registered."""
    require(look, "case.open")
    today = look.today.isoformat()
    laws = [
        procedures.current(one, today) for one in dict.fromkeys(p.id for p in procedures.PROCEDURES.values())
    ]
    mine = {post.role for post in look.viewer.posts}
    rows = [
        {"law": law, "first": _first(law), "case": uuid.uuid4(), "may": bool(mine & _first(law).roles)}
        for law in laws
    ]
    words = {"rows": rows, "begun": _begun(look, laws)}
    return render(look.request, "work/new.html", words | masthead(look, "cases"))


def _begun(look: Looking, laws: Sequence[Procedure]) -> list[dict[str, Any]]:
    """Working copies of this person whose case was never registered."""
    kinds = {forms.kind_of(_first(law), look.viewer.person): law for law in laws}
    found = Draft.objects.filter(saved_by=look.viewer.person, kind__in=kinds).order_by("-saved_at")[:30]
    there = set(CaseRow.objects.filter(id__in=[one.case for one in found]).values_list("id", flat=True))
    return [
        {
            "label": _first(kinds[one.kind]).label,
            "at": one.saved_at,
            "url": f"/work/new/{kinds[one.kind].id}/?case={one.case}",
        }
        for one in found
        if one.case not in there
    ]


@never_cache
@require_http_methods(PAGE)
@signed_in
def opening(look: Looking, procedure: str) -> HttpResponse:
    here = _opening(look, procedure)
    return here if isinstance(here, HttpResponse) else _form(here)


@never_cache
@require_http_methods(PAGE)
@signed_in
def opening_check(look: Looking, procedure: str) -> HttpResponse:
    here = _opening(look, procedure)
    if isinstance(here, HttpResponse):
        return here
    if look.request.method != "POST":
        return _check(here)
    return _press(look, here.case, here.law, here.action, lambda: here)


@never_cache
@require_http_methods(PAGE)
@signed_in
def form(look: Looking, case: UUID, action: str) -> HttpResponse:
    return _form(situation(look, case, action))


@never_cache
@require_http_methods(PAGE)
@signed_in
def check(look: Looking, case: UUID, action: str) -> HttpResponse:
    """Pressing the button needs no more than the working copies and the door, which reads the case under its lock."""
    if look.request.method != "POST":
        return _check(situation(look, case, action))
    row = case_row(look, str(case), "case.act", f"办理 {action[:60]}")
    law = procedures.of(row.procedure)
    found = Case(row.id, row.procedure, row.agency)
    return _press(look, found, law, _action(law, action), lambda: _standing(look, row, action))


@require_POST
@signed_in
def discard(look: Looking, case: UUID, action: str) -> HttpResponse:
    """Throw the working copy of this act away; the ledger keeps what it has."""
    here = situation(look, case, action)
    drafts.discard(here.case.id, forms.kind_of(here.action, look.viewer.person))
    return redirect(here.back_url)


def build(here: Situation) -> forms.ActForm:
    look = here.look
    return forms.build(here.law, here.case, here.context, here.action, look.viewer.person, look.registry)


# --- the form -------------------------------------------------------------------------------------------------


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
    data = here.look.request.POST
    forms.read(drawn, data)
    faults = _upload(here, drawn)
    dropped = data.getlist("drop")
    drawn.files = [one for one in drawn.files if one["sha256"] not in dropped]
    try:
        forms.save(drawn, here.case.id, here.look.viewer.person, here.look.at)
    except drafts.Changed as changed:
        return page(here, drawn, said=[_changed(here, changed)], status=409)
    except canonical.NotCanonical as fault:
        return page(here, drawn, said=[f"内容里有不能保存的字符，请删去后再保存（{fault}）。"], status=422)
    if faults:
        return page(here, drawn, said=faults, status=422)
    if data.get("then") == "save" or dropped:
        return redirect(here.look.request.get_full_path())
    wrong = [one for one in _judged(here, drawn) if one.field]
    if wrong:
        drawn.mark(wrong)
        return page(here, drawn, refusals=wrong, status=422)
    return redirect(here.check_url)


def _changed(here: Situation, changed: drafts.Changed) -> str:
    newer = changed.newer
    name = here.look.names({newer.saved_by}).get(newer.saved_by, "有人")
    return f"{name}刚才改过这份草稿，这次没有保存；您输入的内容还在本页，请在另一个窗口打开本页看过差异以后再保存。"


def _judged(here: Situation, drawn: forms.ActForm) -> list[Refusal]:
    """What the engine would say now; the same judgement that the door repeats under the lock."""
    ask = here.ask
    digest = here.case.commitments[ask.n - 1] if ask else ""
    move = forms.move_of(drawn, here.look.viewer.person, key="", after=here.case.last or None, ask=digest)
    kept = drafts.papers(here.case.id)
    context = DoorContext(here.case.agency, now(), registry=here.look.registry, drafts=kept)
    return engine.refusals(here.law, here.case, service.with_drafts(here.law, move, kept), context)


def _upload(here: Situation, drawn: forms.ActForm) -> list[str]:
    """Store what was handed in; each refused file gives one sentence, the others are kept."""
    faults = []
    for name, av in (("files", False), ("recordings_files", True)):
        for one in here.look.request.FILES.getlist(name):
            try:
                kept = _keep(here, one)
            except (evidence.Refused, WrongKind) as fault:
                faults.append(str(fault))
                continue
            ref = {"sha256": kept.ref.sha256, "sm3": kept.ref.sm3, "size": kept.ref.size, "av": av}
            others = [other for other in drawn.files if other["sha256"] != kept.ref.sha256]
            drawn.files = [*others, ref | {"title": kept.ref.title}]
    return faults


def _keep(here: Situation, file: Any) -> evidence.Stored:
    """Raises evidence.Refused or WrongKind with the sentence for the user."""
    if fault := fields.fault(forms.LATE, file.name or ""):
        raise evidence.Refused(f"文件名{fault}，请改名后再上传。")
    at = canonical.utc_ms(here.look.at)
    return evidence.keep(
        current(), here.case.id, file.chunks(), filename=file.name or "", at=at, limit=LARGEST
    )


def _page(
    here: Situation,
    drawn: forms.ActForm,
    *,
    said: Sequence[str] = (),
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    """The form. `said`: sentences of the page itself; `refusals`: the engine's, beside their fields."""
    errors = errors_of(drawn, said, refusals)
    before = [] if errors else engine.refusals(here.law, here.case, here.asking, here.context)
    words = {
        "here": here,
        "form": drawn,
        "errors": errors,
        "before": before,
        "cures": cures_of(here.law, here.case.id),
        "long": any(paper.long for paper, _ in drawn.papers),
        "sheets": [
            {"paper": paper, "asks": asks, "parts": parts} for paper, asks, parts in _sheets(here, drawn)
        ],
        "late": next(ask for ask in drawn.asks if ask.name == "late_reason"),
        "takes_recordings": "recordings" in here.action.asked,
        "agency": here.context.agency,
        "crumbs": here.crumbs,
    }
    return render(
        here.look.request,
        "work/act.html",
        words | what_is_asked(here) | masthead(here.look, "cases"),
        status=status,
    )


def errors_of(drawn: forms.ActForm, said: Sequence[str], refusals: Sequence[Refusal]) -> list[dict[str, str]]:
    """The summary on top: each sentence with the field that it leads to."""
    wrong = {ask.field.id: ask.name for ask in reversed(drawn.every())}
    wrong |= {ask.field.id: ask.name for ask in reversed(drawn.every()) if ask.errors}
    return [{"id": "", "text": one} for one in said] + [
        {"id": f"f-{wrong[one.field]}" if one.field in wrong else "", "text": str(one)} for one in refusals
    ]


def _sheets(here: Situation, drawn: forms.ActForm) -> list[tuple[Any, list[forms.Ask], list[dict[str, Any]]]]:
    values = [ask.value for ask in drawn.every()]
    persons = here.look.persons(named_in(values), here.case.agency)
    return [
        (paper, asks, paper_view(paper, {ask.field.id: ask.value for ask in asks}, persons))
        for paper, asks in drawn.papers
    ]


def what_is_asked(here: Situation) -> dict[str, Any]:
    """For an approval: what the ask stated, so that who signs sees what is signed."""
    ask = here.ask
    if ask is None:
        return {}
    names = here.look.names({ask.actor})
    stated = [one for one in here.law.fields if one.id in ask.facts and one.id != "late_reason"]
    persons = here.look.persons(named_in(ask.facts.values()), here.case.agency)
    return {
        "ask": ask,
        "asker": names.get(ask.actor, ask.actor),
        "asked": [
            {"paper": paper, "parts": paper_view(paper, content, persons)}
            for name, content in ask.facts.items()
            if (paper := here.law.paper(name)) is not None and isinstance(content, dict)
        ],
        "asked_facts": [
            {"label": one.label, "value": text.field_text(one, ask.facts[one.id], persons)} for one in stated
        ],
    }


# --- the check page and the door ------------------------------------------------------------------------------


def _check(here: Situation) -> HttpResponse:
    """Look once more, then the named button. What was not saved on the form is not there to be checked."""
    if forms.as_saved(here.law, here.case.id, here.action, here.look.viewer.person, key="") is None:
        return redirect(_form_url(here))
    drawn = build(here)
    return _check_page(here, drawn, _judged(here, drawn))


def _check_page(
    here: Situation, drawn: forms.ActForm, reasons: Sequence[Refusal], status: int = 200
) -> HttpResponse:
    ask = here.ask
    words = {
        "here": here,
        "rows": _rows(here, drawn),
        "key": uuid.uuid4().hex,
        "seen": _seen(drawn),
        "after": here.case.last,
        "refusals": [replace(one, field="") for one in reasons],  # their fields are on another page
        "cures": cures_of(here.law, here.case.id),
        "sheets": [{"paper": paper, "parts": parts} for paper, _, parts in _sheets(here, drawn)],
        "consequences": consequences(here.law, here.action, _stated(drawn)),
        "form_url": _form_url(here),
        "ask_digest": here.case.commitments[ask.n - 1] if ask else "",
        "agency": here.context.agency,
        "crumbs": here.crumbs,
    }
    return render(
        here.look.request,
        "work/check.html",
        words | what_is_asked(here) | masthead(here.look, "cases"),
        status=status,
    )


def _form_url(here: Situation) -> str:
    """Where what stands on the check page is changed: the reviewer's form is the desk."""
    review = here.law.review
    if review is not None and here.action.id == review.review:
        return f"/work/review/{here.case.id}/"
    return f"{here.url}{here.query}"


def _stated(drawn: forms.ActForm) -> dict[str, Any]:
    return {ask.field.id: ask.value for ask in reversed(drawn.every())}


def _rows(here: Situation, drawn: forms.ActForm) -> list[dict[str, Any]]:
    persons = here.look.persons(named_in(ask.value for ask in drawn.asks), here.case.agency)
    url = _form_url(here)
    rows = [
        {
            "label": ask.field.label,
            "value": dict(ask.choices).get(str(ask.value)) or text.field_text(ask.field, ask.value, persons),
            "url": f"{url}#f-{ask.name}",
        }
        for ask in drawn.asks
    ]
    files = "\n".join(one["title"] for one in drawn.files)
    return [*rows, {"label": "随附文件", "value": files, "url": f"{url}#f-files"}]


def _press(
    look: Looking, case: Case, law: Procedure, action: Action, stand: Callable[[], Situation]
) -> HttpResponse:
    """Through the door. A refusal comes back to the check page with every reason; nothing typed is lost."""
    data, person = look.request.POST, look.viewer.person
    key = data.get("key", "")[:64]
    drawn = forms.as_saved(law, case.id, action, person, key)
    if drawn is None or _seen(drawn) != data.get("seen", ""):
        return _again(stand(), [CHANGED], 409)
    after = None if action.opening else forms.number(data.get("after", ""))  # a post without it saw nothing
    move = forms.move_of(drawn, person, key=key, after=after, ask=data.get("ask", "")[:64])
    try:
        receipt = service.perform(case.id, move, clock=now, procedure=law.id, agency=case.agency)
    except (service.Refused, service.KeyReused, service.Stale, service.ClockBackwards) as refused:
        status, reasons = _said(refused)
        return _again(stand(), reasons, status)
    if not receipt.again:
        forms.used_up(drawn, case.id, person, look.at, key)
    return HttpResponseRedirect(f"/work/cases/{receipt.case}/?done={receipt.n}")


CHANGED = Refusal(
    "E-STALE", "您核对以后内容有改动，或者这一步已经办过；请看过下面现在的内容，再按一次。", RULE
)


def _again(here: Situation, reasons: Sequence[Refusal], status: int) -> HttpResponse:
    return _check_page(here, build(here), reasons, status)


def _seen(drawn: forms.ActForm) -> str:
    """What cannot be bound at all has no digest; the page says what is wrong with it."""
    try:
        return forms.seen(drawn)
    except canonical.NotCanonical:
        return ""


def _said(refused: Exception) -> tuple[int, Sequence[Refusal]]:
    """What the door said, as a status and reasons."""
    match refused:
        case service.Refused():
            stale = any(one.id == "E-STALE" for one in refused.reasons)
            return 409 if stale else 422, refused.reasons
        case service.Stale():
            sentence = "刚才有别人先办了一步，请看过新的记录以后再办。"
            return 409, [Refusal("E-STALE", sentence, RULE)]
        case service.ClockBackwards():
            return 503, [Refusal("E-FIELD", str(refused), RULE)]
        case _:
            return 422, [Refusal("E-FIELD", str(refused), RULE)]
