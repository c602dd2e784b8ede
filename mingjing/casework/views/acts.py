"""The generic form of every act: drawn from the table, kept as a working copy, registered in one step where nobody is bound."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from mingjing.casework import drafts, forms, service
from mingjing.casework.access import Looking, case_row, signed_in
from mingjing.casework.views import press
from mingjing.casework.views.press import Page, judged
from mingjing.casework.views.shown import cures_of, masthead
from mingjing.casework.views.situation import (
    PAGE,
    Situation,
    action_of,
    build,
    sheets,
    situation,
    standing,
    what_is_asked,
)
from mingjing.law import engine, fields, procedures
from mingjing.law.terms import Case, Refusal
from mingjing.recording import evidence
from mingjing.recording.home import current
from mingjing.recording.sniff import WrongKind
from mingjing.tlog import canonical

LARGEST = 64 * 1024 * 1024
"""Bytes of one file by plain upload; larger ones come by resumable upload."""


@never_cache
@require_http_methods(PAGE)
@signed_in
def form(look: Looking, case: UUID, action: str) -> HttpResponse:
    return form_page(situation(look, case, action))


@never_cache
@require_http_methods(PAGE)
@signed_in
def check(look: Looking, case: UUID, action: str) -> HttpResponse:
    """Pressing the button needs no more than the working copies and the door, which reads the case under its lock."""
    if look.request.method != "POST":
        return press.check_page(situation(look, case, action))
    row = case_row(look, str(case), "case.act", f"办理 {action[:60]}")
    law = procedures.of(row.procedure)
    found = Case(row.id, row.procedure, row.agency)
    return press.pressed(look, found, law, action_of(law, action), lambda: standing(look, row, action))


@require_POST
@signed_in
def discard(look: Looking, case: UUID, action: str) -> HttpResponse:
    """Throw the working copy of this act away; the ledger keeps what it has."""
    here = situation(look, case, action)
    drafts.discard(here.case.id, forms.kind_of(here.action, look.viewer.person))
    return redirect(here.back_url)


# --- the form -------------------------------------------------------------------------------------------------


def form_page(here: Situation) -> HttpResponse:
    """GET draws the form; POST keeps what was typed and goes on to the check page, or says what is wrong."""
    drawn = build(here)
    if here.look.request.method != "POST":
        forms.recount(drawn, here.case, here.context)
        return _page(here, drawn)
    return posted(here, drawn, _page)


def posted(here: Situation, drawn: forms.ActForm, page: Page) -> HttpResponse:
    """Keep what was typed; then into the file or on to the check page, back to the form, or what is wrong."""
    data, kept = here.look.request.POST, dict(drawn.versions)
    alone = here.look.partial and data.get("then") == "save"
    page = _autosaved if alone else page
    forms.read(drawn, data)
    if not alone:  # while somebody types, nothing is filled in
        forms.come_along(drawn, here.case, here.context)
    forms.recount(drawn, here.case, here.context)
    faults = _upload(here, drawn)
    dropped = data.getlist("drop")
    drawn.files = [one for one in drawn.files if one["sha256"] not in dropped]
    if (
        here.one_step
        and data.get("then") == "register"
        and not (faults or dropped)
        and _unchanged(here, drawn, kept)
    ):
        return press.registered(here, drawn, page, _saved)
    if (unsaved := _saved(here, drawn, page)) is not None:
        return unsaved
    if faults:
        return page(here, drawn, said=faults, status=422)
    if alone:
        drawn.saved_at = here.look.at
        return _autosaved(here, drawn)
    if data.get("then") == "save" or dropped:
        return redirect(here.look.request.get_full_path())
    wrong = [one for one in judged(here, drawn) if one.field]
    if wrong:
        drawn.mark(wrong)
        return page(here, drawn, refusals=wrong, status=422)
    return redirect(here.check_url)


def _unchanged(here: Situation, drawn: forms.ActForm, kept: dict[str, int]) -> bool:
    """Over a copy that somebody changed meanwhile nothing is registered; a second press gets the first one's answer."""
    key = press.key_of(here.look.request.POST)
    return kept == drawn.versions or service.repeated(here.look.viewer.person, key)


def _saved(here: Situation, drawn: forms.ActForm, page: Page) -> HttpResponse | None:
    """What was typed is kept as the working copy; the form again when it cannot be."""
    try:
        forms.save(drawn, here.case.id, here.look.viewer.person, here.look.at)
    except drafts.Changed as changed:
        return page(here, drawn, said=[changed_by(here, changed)], status=409)
    except canonical.NotCanonical as fault:
        label = procedures.label_of(fault.path)
        where = f"“{label}”里" if label else "内容里"
        said = f"{where}有不能保存的内容，请改正后再保存：{fault.reason}。"
        return page(here, drawn, said=[said], status=422)
    return None


def _autosaved(
    here: Situation,
    drawn: forms.ActForm,
    *,
    said: Sequence[str] = (),
    refusals: Sequence[Refusal] = (),
    status: int = 200,
) -> HttpResponse:
    """The answer to a form that saves itself: when it was saved or why not, and the versions it now stands on."""
    words = {"form": drawn, "said": said}
    return render(here.look.request, "work/_autosaved.html", words, status=status)


def changed_by(here: Situation, changed: drafts.Changed) -> str:
    newer = changed.newer
    name = here.look.names({newer.saved_by}).get(newer.saved_by, "有人")
    return f"{name}刚才改过这份草稿，这次没有保存；您输入的内容还在本页，请在另一个窗口打开本页看过差异以后再保存。"


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
    errors = errors_of(drawn, said, [one for one in refusals if one.field])
    before = [one for one in refusals if not one.field]
    if not errors and not before:
        before = engine.refusals(here.law, here.case, here.asking, here.context)
    words = {
        "here": here,
        "form": drawn,
        "errors": errors,
        "before": before,
        "cures": cures_of(here.law, here.case.id),
        "long": any(paper.long for paper, _ in drawn.papers),
        "sheets": [
            {"paper": paper, "asks": asks, "parts": parts} for paper, asks, parts in sheets(here, drawn)
        ],
        "late": next(ask for ask in drawn.asks if ask.name == "late_reason"),
        "takes_recordings": "recordings" in here.action.asked,
        "agency": here.context.agency,
        "crumbs": here.crumbs,
        "key": press.key_of(here.look.request.POST) or uuid.uuid4().hex,
        "after": here.case.last,
    }
    return render(
        here.look.request,
        "work/act.html",
        words | what_is_asked(here) | masthead(here.look, "cases"),
        status=status,
    )


def errors_of(drawn: forms.ActForm, said: Sequence[str], refusals: Sequence[Refusal]) -> list[dict[str, str]]:
    """The summary on top: each sentence with the field that it leads to."""
    wrong = {paper.id: asks[0].name for paper, asks in drawn.papers if asks}  # nothing of it was written
    wrong |= {ask.field.id: ask.name for ask in reversed(drawn.every())}
    wrong |= {ask.field.id: ask.name for ask in reversed(drawn.every()) if ask.errors}
    return [{"id": "", "text": one} for one in said] + [
        {"id": f"f-{wrong[one.field]}" if one.field in wrong else "", "text": str(one)} for one in refusals
    ]
