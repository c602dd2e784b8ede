"""Registering: a form, a page to check it, and through the door at once or as an ask, by who stands before it."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods

from mingjing.casework import service
from mingjing.casework.access import Looking, now, signed_in
from mingjing.casework.registrar import accounts, forms, handover
from mingjing.casework.registrar.pages import Page
from mingjing.casework.registrar.shown import differences, names_of, title_of
from mingjing.casework.registrar.standing import (
    FAR,
    WAITING,
    barred,
    change_of,
    last_of,
    opens,
    page_of,
    unchanged_since,
    waiting,
    way,
)
from mingjing.casework.views.shown import masthead
from mingjing.casework.views.situation import PAGE
from mingjing.law.terms import Facts, Json
from mingjing.registry import entries
from mingjing.registry.access import ABSENT, Way
from mingjing.registry.entries import ASK, MADE
from mingjing.registry.facts import BadRow, checked, faults, noted
from mingjing.registry.models import Change

BUTTONS = {Way.AT_ONCE: "登记", Way.BY_ASKING: "提请"}
UNCHANGED = "与现在登记的内容完全相同，没有可以登记的变更。"
THERE = "这一条已经登记过，请从名录里打开它再变更。"
TWO_PERSONS = "提请以后由另一人答复；同意以前不生效。"


@dataclass(frozen=True, slots=True)
class Desk:
    """One form before one person: a new record (`base` None), or a change of the version `base`."""

    look: Looking
    page: Page
    base: Change | None
    start: Facts
    after: int

    @property
    def kind(self) -> str:
        return self.page.kind

    @property
    def fixed(self) -> tuple[str, ...]:
        return forms.fixed_of(self.kind) if self.base else ()

    @property
    def url(self) -> str:
        return f"{self.page.url}{self.base.n}/edit/" if self.base else f"{self.page.url}new/"

    @property
    def back_url(self) -> str:
        return f"{self.page.url}{self.base.n}/" if self.base else self.page.url


@never_cache
@require_http_methods(PAGE)
@signed_in
def new(look: Looking, kind: str) -> HttpResponse:
    """A new record, or the next version of one: `?from=N` starts with the facts of entry N."""
    page = page_of(look, kind)
    if not opens(look, kind):
        raise Http404(ABSENT)
    return _answer(Desk(look, page, None, _start(look, page), 0))


def _start(look: Looking, page: Page) -> Facts:
    given = look.request.GET
    if given.get("from", "").isdecimal() and len(given["from"]) < 16:
        return {**change_of(page.kind, int(given["from"])).facts, "since": ""}
    return {one: given[one][:40] for one in ("person", "agency") if one in given}


@never_cache
@require_http_methods(PAGE)
@signed_in
def edit(look: Looking, kind: str, n: int) -> HttpResponse:
    """A change of the record that entry `n` speaks of; what names it stays."""
    page = page_of(look, kind)
    asked = change_of(kind, n)
    base = Change.objects.filter(row=asked.row, step=MADE).order_by("-n").first()
    if base is None or way(look, kind, base.facts) is Way.NOT:
        raise Http404(ABSENT)
    return _answer(Desk(look, page, base, base.facts, last_of(base.record)))


def _answer(desk: Desk) -> HttpResponse:
    if desk.look.request.method != "POST":
        return _form(desk, forms.drawn(desk.look, desk.kind, desk.start, desk.fixed))
    data = desk.look.request.POST
    form, typed = forms.read(desk.look, desk.kind, data, desk.base.facts if desk.base else {}, desk.fixed)
    if data.get("then") == "back":
        return _form(desk, form)
    if not _sound(desk, form, typed):
        return _form(desk, form, 422)
    facts = checked(desk.kind, typed)
    # Asked before anything else is: a second press finds its own change already made.
    if data.get("then") == "register" and service.repeated(desk.look.viewer.person, data.get("key", "")[:64]):
        return _through(desk, form, facts, way(desk.look, desk.kind, facts))
    how = _way(desk, form, facts)
    if how is Way.NOT:
        return _form(desk, form, 422)
    if data.get("then") != "register":
        return _check(desk, form, facts, how)
    return _through(desk, form, facts, how)


def _sound(desk: Desk, form: forms.Form, typed: Facts) -> bool:
    form.mark(faults(desk.kind, typed))
    if not form.reason.value:
        form.reason.errors.append(forms.NO_REASON)
    try:
        noted({"reason": form.reason.value})
    except BadRow as fault:
        form.reason.errors.append(fault.sentence)
    return not form.errors


def _way(desk: Desk, form: forms.Form, facts: dict[str, Json]) -> Way:
    """How this change may be made; NOT with the reason marked on the form."""
    stated = [desk.base.facts, facts] if desk.base else [facts]
    how = way(desk.look, desk.kind, *stated)
    if how is Way.NOT:
        form.mark([BadRow(FAR, "agency" if "agency" in facts else "person")])
    elif desk.base and facts == desk.base.facts:
        form.mark([BadRow(UNCHANGED)])
        return Way.NOT
    elif said := barred(desk.look, desk.kind, facts):
        form.mark([BadRow(said, "username")])
        return Way.NOT
    return how


def _form(desk: Desk, form: forms.Form, status: int = 200, said: str = "") -> HttpResponse:
    words = {
        "desk": desk,
        "form": form,
        "errors": form.errors,
        "said": said,
        "after": desk.look.request.POST.get("after", desk.after) if not said else desk.after,
        "head": _head(desk),
        "fixed": _fixed(desk),
    }
    return render(desk.look.request, "work/registry/form.html", words | _bar(desk), status=status)


def _head(desk: Desk) -> str:
    return f"变更{desk.page.label}" if desk.base else f"新增{desk.page.label}"


def _fixed(desk: Desk) -> list[dict[str, Any]]:
    from mingjing.casework.registrar.shown import rows_of

    if desk.base is None:
        return []
    named = {key: value for key, value in desk.base.facts.items() if key in desk.fixed}
    return rows_of(desk.kind, named, names_of(desk.look, [desk.base]))


def _bar(desk: Desk) -> dict[str, Any]:
    crumbs = [("名录", "/work/registry/"), (desk.page.label, desk.page.url), (_head(desk), "")]
    return {"crumbs": crumbs} | masthead(desk.look, "registry")


def _check(
    desk: Desk, form: forms.Form, facts: dict[str, Json], how: Way, status: int = 200, said: str = ""
) -> HttpResponse:
    """Look once more: what stands, what will stand, why, and what follows."""
    shown = Change(
        kind=desk.kind, facts=facts, person=entries.person_of(desk.kind, facts), actor=desk.look.viewer.person
    )
    names = names_of(desk.look, [shown])
    words = {
        "desk": desk,
        "said": said,
        "title": title_of(desk.kind, facts, names, desk.page.title),
        "changed": differences(desk.kind, desk.base.facts if desk.base else None, facts, names),
        "reason": form.reason.value,
        "button": BUTTONS[how],
        "after": (*((TWO_PERSONS,) if how is Way.BY_ASKING else ()), *desk.page.after),
        "hidden": forms.hidden(desk.look.request.POST),
        "key": uuid.uuid4().hex,
        "left": handover.left_by(desk.look, desk.kind, desk.base.facts if desk.base else None, facts),
        "head": _head(desk),
    }
    return render(desk.look.request, "work/registry/check.html", words | _bar(desk), status=status)


@sensitive_variables()
def _through(desk: Desk, form: forms.Form, facts: dict[str, Json], how: Way) -> HttpResponse:
    """Through the door. What it refuses comes back to the form with everything that was typed."""
    data, look = desk.look.request.POST, desk.look
    step = MADE if how is Way.AT_ONCE else ASK
    after = data.get("after", "")

    def judge() -> None:
        unchanged_since(
            entries.record_of(desk.kind, facts), _number(after) if desk.base else _began(desk, facts)
        )
        if waiting(entries.row_of(desk.kind, facts)):
            raise BadRow(WAITING)

    try:
        receipt = service.register(
            entries.action_of(desk.kind, step),
            {**facts, "reason": form.reason.value},
            actor=look.viewer.person,
            clock=now,
            key=data.get("key", "")[:64],
            judge=judge,
        )
    except BadRow as fault:
        form.mark([fault])
        return _form(desk, form, 422)
    except service.Stale as stale:
        return _form(desk, form, 409, str(stale))
    except (service.KeyReused, service.Refused) as refused:
        form.mark([BadRow(str(refused))])
        return _form(desk, form, 422)
    except service.ClockBackwards as fault:
        return _form(desk, form, 503, str(fault))
    if desk.kind == "account" and desk.base is None:
        return accounts.first_password(look, desk.page, str(facts["username"]), receipt)
    return redirect(f"{desk.page.url}{receipt.n}/?done={step}")


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 16 else -1


def _began(desk: Desk, facts: Facts) -> int:
    """A new record may not stand already; the next version of one begins with what stands."""
    row = entries.row_of(desk.kind, facts)
    if Change.objects.filter(row=row, step=MADE).exists():
        raise BadRow(THERE, entries.named_by(desk.kind)[-1])
    return last_of(entries.record_of(desk.kind, facts))
