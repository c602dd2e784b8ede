"""提请和答复: what was changed and asked for, newest first, and the page where an ask is answered by another person."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mingjing.casework import service
from mingjing.casework.access import Looking, now, require, signed_in
from mingjing.casework.registrar import handover
from mingjing.casework.registrar.forms import NO_REASON
from mingjing.casework.registrar.pages import PAGES, PART_LABELS
from mingjing.casework.registrar.record import STEPS
from mingjing.casework.registrar.shown import differences, names_of, title_of
from mingjing.casework.registrar.standing import last_of, may_answer
from mingjing.casework.views.shown import masthead
from mingjing.casework.views.situation import PAGE
from mingjing.law.terms import Facts, Json
from mingjing.registry import access, entries
from mingjing.registry.access import ABSENT
from mingjing.registry.entries import ASK, MADE, REFUSE
from mingjing.registry.facts import BadRow, noted
from mingjing.registry.models import Change

SHOWN = 30
STATES = {"open": "等待答复", "asks": "全部提请", "all": "全部变更"}
ANSWERED = "这一项提请已经答复过，请看结果。"
OVERTAKEN = "提请以后这条记录另有变更，不能再按原样同意。请不同意，由提请人按现在的内容另行提请。"


@never_cache
@require_safe
@signed_in
def listing(look: Looking) -> HttpResponse:
    """Asks and changes of the kinds that this person may see."""
    require(look, "registry.asks")
    state = look.request.GET.get("state", "open")
    state = state if state in STATES else "open"
    shown = Paginator(_found(look, state).order_by("-n"), SHOWN).get_page(look.request.GET.get("page"))
    shown.marks = list(shown.paginator.get_elided_page_range(shown.number, on_each_side=2, on_ends=1))  # type: ignore[attr-defined]
    rows = list(shown.object_list)
    names = names_of(look, rows)
    words = {
        "page": shown,
        "state": state,
        "rows": [_row(one, names) for one in rows],
        "chips": [
            {"label": label, "url": f"/work/registry/changes/?state={key}", "current": key == state}
            for key, label in STATES.items()
        ],
        "crumbs": [("名录", "/work/registry/"), ("提请和答复", "")],
    }
    return render(look.request, "work/registry/changes.html", words | masthead(look, "registry"))


def _found(look: Looking, state: str) -> QuerySet[Change]:
    kinds = [one.kind for one in PAGES.values() if access.reach(look.viewer, one.see).spans]
    if "account" in kinds:
        kinds.append("password_reset")
    found = Change.objects.filter(kind__in=kinds)
    if state == "open":
        return found.filter(step=ASK, answer_n=None)
    return found.filter(Q(step=ASK) | ~Q(ask=None)) if state == "asks" else found


def _row(one: Change, names: Any) -> dict[str, Any]:
    kind = "account" if one.kind == "password_reset" else one.kind
    title = title_of(kind, one.facts, names, PAGES[kind].title)
    return {
        "n": one.n,
        "title": title or f"第 {one.n} 条",
        "kind": PART_LABELS[one.kind],
        "step": "已同意" if one.step == MADE and one.ask else STEPS[one.step],
        "open": one.step == ASK and one.answer_n is None,
        "by": names.persons.get(one.actor, one.actor),
        "on": one.on,
        "reason": one.reason,
        "url": f"/work/registry/changes/{one.ask or one.n}/"
        if one.ask or one.step == ASK
        else _record_url(one),
    }


def _record_url(one: Change) -> str:
    return f"/work/registry/{one.kind}/{one.n}/" if one.kind in PAGES else "/work/registry/account/"


@never_cache
@require_http_methods(PAGE)
@signed_in
def answer(look: Looking, n: int) -> HttpResponse:
    """What is asked, beside what stands; agree, turn down, or (who asked) take back."""
    require(look, "registry.asks")
    ask = Change.objects.filter(n=n, step=ASK).first()
    if ask is None or not access.reach(look.viewer, PAGES[ask.kind].see).spans:
        raise Http404(ABSENT)
    if look.request.method != "POST":
        return _page(look, ask)
    then, reason = look.request.POST.get("then", ""), look.request.POST.get("reason", "").strip()
    mine = ask.actor == look.viewer.person
    if then not in ("agree", "refuse") or not (may_answer(look, ask) or (mine and then == "refuse")):
        raise Http404(ABSENT)
    if not reason:
        return _page(look, ask, NO_REASON, reason, 422)
    return _through(look, ask, then, reason)


def _through(look: Looking, ask: Change, then: str, reason: str) -> HttpResponse:
    step = MADE if then == "agree" else REFUSE
    facts: Facts = ask.facts if step == MADE else {}
    said: dict[str, Json] = {**facts, "reason": reason, "ask": ask.n}
    try:
        noted(said)
        service.register(
            entries.action_of(ask.kind, step),
            said,
            actor=look.viewer.person,
            clock=now,
            key=look.request.POST.get("key", "")[:64],
            judge=_still_open(ask, agreed=step == MADE),
        )
    except BadRow as fault:
        return _page(look, ask, fault.sentence, reason, 422)
    except service.Stale as stale:
        return _page(look, ask, str(stale), reason, 409)
    except (service.KeyReused, service.Refused) as refused:
        return _page(look, ask, str(refused), reason, 422)
    except service.ClockBackwards as fault:
        return _page(look, ask, str(fault), reason, 503)
    return redirect(f"/work/registry/changes/{ask.n}/?done={step}")


def _still_open(ask: Change, *, agreed: bool) -> Callable[[], None]:
    def judge() -> None:
        if Change.objects.filter(n=ask.n).exclude(answer_n=None).exists():
            raise service.Stale(ANSWERED)
        if agreed and last_of(ask.record) > ask.n:
            raise service.Stale(OVERTAKEN)

    return judge


def _page(look: Looking, ask: Change, fault: str = "", reason: str = "", status: int = 200) -> HttpResponse:
    ask.refresh_from_db()
    base = Change.objects.filter(row=ask.row, step=MADE, n__lt=ask.n).order_by("-n").first()
    reply = Change.objects.filter(n=ask.answer_n).first() if ask.answer_n else None
    names = names_of(look, [ask, *([reply] if reply else [])])
    may, mine = may_answer(look, ask), ask.actor == look.viewer.person
    page = PAGES[ask.kind]
    words = {
        "ask": ask,
        "kind": page,
        "title": title_of(ask.kind, ask.facts, names, page.title),
        "changed": differences(ask.kind, base.facts if base else None, ask.facts, names),
        "asked_by": names.persons.get(ask.actor, ask.actor),
        "reply": reply,
        "replied_by": names.persons.get(reply.actor, reply.actor) if reply else "",
        "agreed": reply is not None and reply.step == MADE,
        "may_agree": reply is None and bool(may),
        "may_refuse": reply is None and (bool(may) or mine),
        "mine": mine,
        "why_not": "" if may or mine or reply else may.reason if may.reason != ABSENT else "",
        "overtaken": reply is None and last_of(ask.record) > ask.n,
        "left": handover.left_by(look, ask.kind, base.facts if base else None, ask.facts)
        if reply is None
        else [],
        "after": page.after,
        "errors": [{"id": "f-reason", "text": fault}] if fault else [],
        "reason": reason,
        "key": uuid.uuid4().hex,
        "done": look.request.GET.get("done", ""),
        "record_url": f"{page.url}{base.n if base else ask.n}/",
        "crumbs": [("名录", "/work/registry/"), ("提请和答复", "/work/registry/changes/"), (page.label, "")],
    }
    return render(
        look.request, "work/registry/answer.html", words | masthead(look, "registry"), status=status
    )
