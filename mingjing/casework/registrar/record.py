"""One record: what is registered now, what hangs together with it, and every change from the first on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mingjing.casework.access import Looking, signed_in
from mingjing.casework.registrar.pages import PAGES, PART_LABELS, Page
from mingjing.casework.registrar.shown import (
    Names,
    differences,
    fact_text,
    names_of,
    rows_of,
    state_on,
    title_of,
)
from mingjing.casework.registrar.standing import change_of, current, opens, page_of, way
from mingjing.casework.views.shown import masthead
from mingjing.law.terms import Facts
from mingjing.registry import access, entries
from mingjing.registry.access import Way
from mingjing.registry.entries import ASK, MADE, REFUSE
from mingjing.registry.facts import KINDS
from mingjing.registry.models import Change

STEPS = {MADE: "登记", ASK: "提请", REFUSE: "不同意"}
HELD = ("appointment", "certificate", "qualification", "account")
"""What a person holds, as shown on her page."""
OF_AGENCY = ("appointment", "power", "catalogue", "entrustment", "person", "certificate")
"""Lists that the page of an agency leads to."""


@never_cache
@require_safe
@signed_in
def page(look: Looking, kind: str, n: int) -> HttpResponse:
    """The record that entry `n` speaks of."""
    shown = page_of(look, kind)
    asked = change_of(kind, n)
    changes = list(Change.objects.filter(record=asked.record).order_by("n"))
    now = current(asked.record, look.today.isoformat()) or asked
    held = _held(look, now) if kind == "person" else []
    names = names_of(look, [*changes, *held])
    title = title_of(kind, now.facts, names, shown.title)
    words = {
        "kind": shown,
        "title": title,
        "record": now,
        "state": state_on(now, look.today) if now.step == MADE else None,
        "rows": rows_of(kind, now.facts, names),
        "buttons": _buttons(look, shown, now),
        "history": list(reversed(list(_history(changes, names)))),
        "held": _sections(look, held, now, names),
        "links": _links(look, now),
        "done": look.request.GET.get("done", ""),
        "crumbs": [("名录", "/work/registry/"), (shown.label, shown.url), (title, "")],
    }
    return render(look.request, "work/registry/record.html", words | masthead(look, "registry"))


def _buttons(look: Looking, page: Page, now: Change) -> list[dict[str, str]]:
    """What this person may do with the record; each leads to a form."""
    if now.step != MADE:
        return []
    found = []
    how = way(look, page.kind, now.facts)
    word = {Way.AT_ONCE: "变更", Way.BY_ASKING: "提请变更"}.get(how)
    if word:
        found.append({"label": word, "url": f"{page.url}{now.n}/edit/"})
        if "since" in entries.named_by(page.kind):
            found.append({"label": "另立一版", "url": f"{page.url}new/?from={now.n}"})
    if (
        page.kind == "account"
        and access.way(look.viewer, "password_reset", [None], now.person) is Way.AT_ONCE
    ):
        found.append({"label": "重置口令", "url": f"{page.url}{now.n}/reset/"})
    return found


def _history(changes: Iterable[Change], names: Names) -> Iterable[dict[str, Any]]:
    """Each entry with what it changed against the version before it; asks beside what stood when they were made."""
    stood: dict[str, Facts] = {}
    asks = {one.n: one for one in changes if one.step == ASK}
    for one in changes:
        answered = asks.get(one.ask) if one.ask else None
        yield {
            "n": one.n,
            "on": one.on,
            "at": one.at,
            "by": names.persons.get(one.actor, one.actor),
            "asked_by": names.persons.get(answered.actor, answered.actor) if answered else "",
            "reason": one.reason,
            "label": f"{PART_LABELS[one.kind]}：{STEPS[one.step]}"
            if one.kind == "password_reset"
            else STEPS[one.step],
            "step": one.step,
            "open": one.step == ASK and one.answer_n is None,
            "ask_url": f"/work/registry/changes/{one.ask or one.n}/" if one.step != MADE or one.ask else "",
            "changed": []
            if one.step == REFUSE
            else differences(one.kind, stood.get(one.row), one.facts, names),
        }
        if one.step == MADE:
            stood[one.row] = one.facts


def _held(look: Looking, now: Change) -> list[Change]:
    kinds = [one for one in HELD if access.reach(look.viewer, PAGES[one].see).spans]
    return list(
        Change.objects.filter(person=now.person, kind__in=kinds, step=MADE, later_n=None).order_by(
            "-since", "n"
        )
    )


def _sections(look: Looking, held: list[Change], now: Change, names: Names) -> list[dict[str, Any]]:
    if now.kind != "person":
        return []
    found = []
    for kind in HELD:
        page = PAGES[kind]
        if not access.reach(look.viewer, page.see).spans:
            continue
        table = {one.id: one for one in KINDS[kind]}
        found.append(
            {
                "id": kind,
                "label": page.label,
                "rows": [
                    {
                        "url": f"{page.url}{one.n}/",
                        "title": "，".join(
                            words
                            for name in (*page.title, *page.columns)
                            if name not in ("person", "active")
                            and (words := fact_text(table[name], one.facts.get(name), names))
                        ),
                        "state": state_on(one, look.today),
                    }
                    for one in held
                    if one.kind == kind
                ],
                "add_url": f"{page.url}new/?person={now.person}" if _may_add(look, kind, now.person) else "",
            }
        )
    return found


def _may_add(look: Looking, kind: str, person: str) -> bool:
    return opens(look, kind) and person != look.viewer.person


def _links(look: Looking, now: Change) -> list[dict[str, str]]:
    if now.kind != "agency":
        return []
    return [{"label": PAGES[one].label, "url": f"{PAGES[one].url}?agency={now.agency}"} for one in OF_AGENCY]
