"""Opening a case: which kind, the form of its first act, and what was begun and not yet registered."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from functools import partial
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from mingjing.casework import drafts, forms, service
from mingjing.casework.access import Looking, case_row, require, signed_in
from mingjing.casework.context import DoorContext
from mingjing.casework.models import CaseRow, Draft
from mingjing.casework.views import acts, press
from mingjing.casework.views.shown import masthead
from mingjing.casework.views.situation import PAGE, Situation
from mingjing.law import procedures
from mingjing.law.terms import Action, Case, Kind, Procedure


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
    origin = _origin(look)
    context = DoorContext(
        agency, look.at, registry=look.registry, drafts=partial(drafts.papers, case), origin=origin
    )
    empty = Case(case, law.key, agency)
    return Situation(look, law, empty, context, action, opening=True, title=law.label, origin=origin)


def _origin(look: Looking) -> str:
    """The case from whose page this one is opened, where the person may take it from there."""
    case = look.request.GET.get("from", "")
    return case_row(look, case, "case.link", "另立关联案件").id if case else ""


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
        procedures.current(one, today)
        for one in dict.fromkeys(p.id for p in procedures.PROCEDURES.values() if not p.history)
    ]
    mine = {post.role for post in look.viewer.posts}
    rows = [
        {
            "law": law,
            "first": _first(law),
            "case": uuid.uuid4(),
            "may": bool(mine & _first(law).roles),
            "linked": _belongs(law),
        }
        for law in laws
    ]
    rows.sort(key=lambda one: not one["may"])  # what this person may open comes first
    words = {"rows": rows, "begun": _begun(look, laws)}
    return render(look.request, "work/new.html", words | masthead(look, "cases"))


def _belongs(law: Procedure) -> bool:
    """Whether a case of this kind is only opened from the page of another."""
    asked = (law.asked(one) for one in _first(law).asks)
    return any(one.kind is Kind.CASE and one.required for one in asked)


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
    return here if isinstance(here, HttpResponse) else acts.form_page(here)


@never_cache
@require_http_methods(PAGE)
@signed_in
def opening_check(look: Looking, procedure: str) -> HttpResponse:
    here = _opening(look, procedure)
    if isinstance(here, HttpResponse):
        return here
    if look.request.method != "POST":
        return press.check_page(here)
    return press.pressed(look, here.case, here.law, here.action, lambda: here)
