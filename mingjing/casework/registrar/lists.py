"""名录: the way in, and the list of each kind as of a day, with search, states, warnings and pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mingjing.casework.access import Looking, require, signed_in
from mingjing.casework.registrar.pages import PAGES, Page
from mingjing.casework.registrar.shown import WARN_DAYS, Names, fact_text, names_of, state_on, title_of
from mingjing.casework.registrar.standing import opens, page_of
from mingjing.casework.views.shown import masthead
from mingjing.registry import access, entries
from mingjing.registry.entries import ASK, MADE
from mingjing.registry.facts import KINDS
from mingjing.registry.models import Appointment, Change, NormRow, Person

PAGE = 30
STATES = {
    "now": "有效",
    "soon": f"{WARN_DAYS[-1]} 日内到期",
    "future": "尚未生效",
    "past": "已失效",
    "all": "全部",
}
BAD_DAY = "请按 2026-01-31 的样子写日期；现在显示的是今天。"
LISTED = ("power", "norm", "catalogue")
"""Kinds whose record may have several rows, of which the latest that has begun applies."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for; `fault` says what could not be read."""

    words: str
    state: str
    day: date
    agency: str
    person: str
    fault: str = ""


@never_cache
@require_safe
@signed_in
def home(look: Looking) -> HttpResponse:
    """Every kind that this person may see, how many there are, what waits for an answer, what ends soon."""
    require(look, "registry.see")
    shown = [one for one in PAGES.values() if access.reach(look.viewer, one.see).spans]
    made = Change.objects.filter(step=MADE, later_n=None)
    counts = dict(made.values_list("kind").annotate(Count("n")))
    soon = {one.kind: 0 for one in shown}
    for kind in made.filter(_ending(look.today)).values_list("kind", flat=True):
        soon[kind] = soon.get(kind, 0) + 1
    words = {
        "kinds": [
            {
                "label": one.label,
                "url": one.url,
                "count": counts.get(one.kind, 0),
                "unit": one.unit,
                "soon": soon[one.kind],
                "soon_url": f"{one.url}?state=soon",
            }
            for one in shown
        ],
        "asks": _asks(look),
        "handover": bool(access.reach(look.viewer, "registry.handover").spans),
        "days": WARN_DAYS[-1],
    }
    return render(look.request, "work/registry/home.html", words | masthead(look, "registry"))


def _asks(look: Looking) -> int | None:
    if not access.reach(look.viewer, "registry.asks").spans:
        return None
    return Change.objects.filter(step=ASK, answer_n=None).count()


@never_cache
@require_safe
@signed_in
def listing(look: Looking, kind: str) -> HttpResponse:
    """Records of one kind as of a day; filters are GET."""
    page = page_of(look, kind)
    wish = _wish(look, kind)
    shown = Paginator(_found(look, kind, wish).order_by("person", "agency", "words", "n"), PAGE).get_page(
        look.request.GET.get("page")
    )
    shown.marks = list(shown.paginator.get_elided_page_range(shown.number, on_each_side=2, on_ends=1))  # type: ignore[attr-defined]
    rows = list(shown.object_list)
    names = names_of(look, rows)
    words = {
        "kind": page,
        "page": shown,
        "wish": wish,
        "today": look.today,
        "heads": [_labels(kind)[one] for one in page.columns],
        "rows": [_row(page, one, names, wish.day) for one in rows],
        "chips": _chips(look, page, wish),
        "kept": _kept(page, wish),
        "more": _more(look, kind, rows, wish.day),
        "drops": _drops(look, wish, names),
        "may_add": opens(look, kind),
        "may_import": page.imported
        and opens(look, kind)
        and bool(access.reach(look.viewer, "registry.import").spans),
    }
    return render(look.request, "work/registry/list.html", words | masthead(look, "registry"))


def _wish(look: Looking, kind: str) -> Wish:
    given = look.request.GET
    words = given.get("q", "").strip()[:100].replace("\0", "")
    agency, person = (given.get(one, "")[:40].replace("\0", "") for one in ("agency", "person"))
    first = "now" if entries.dated(kind) else "all"
    state = given.get("state", first)
    state = state if state in STATES and entries.dated(kind) else first
    try:
        day = date.fromisoformat(given["on"]) if given.get("on") else look.today
    except ValueError:
        return Wish(words, state, look.today, agency, person, BAD_DAY)
    return Wish(words, state, day, agency, person)


def _found(look: Looking, kind: str, wish: Wish) -> QuerySet[Change]:
    found = Change.objects.filter(kind=kind, step=MADE)
    if entries.dated(kind):
        found = found.filter(later_n=None).filter(_in_state(kind, wish))
    else:
        found = found.filter(Q(on=None) | Q(on__lte=wish.day)).filter(
            Q(later_n=None) | Q(later_on__gt=wish.day)
        )
    if wish.agency:
        found = found.filter(_of_agency(kind, wish))
    if wish.person:
        found = found.filter(person=wish.person)
    return found.filter(_matching(look, wish.words)) if wish.words else found


def _of_agency(kind: str, wish: Wish) -> Q:
    """A person, and what a person holds, belongs to the agencies where she serves on that day."""
    if kind not in ("person", "certificate", "qualification", "account"):
        return Q(agency=wish.agency)
    serving = Appointment.objects.filter(agency_id=wish.agency, since__lte=wish.day)
    serving = serving.filter(Q(until=None) | Q(until__gte=wish.day))
    return Q(person__in=serving.values("person_id"))


def _matching(look: Looking, words: str) -> Q:
    agencies = [one.id for one in look.registry.agencies() if words in one.name]
    persons = Person.objects.filter(name__contains=words).values("id")
    return Q(words__icontains=words) | Q(person__in=persons) | Q(agency__in=agencies)


def _ending(day: date) -> Q:
    """In force on that day, and not for longer than the widest warning."""
    last = day + timedelta(days=WARN_DAYS[-1] + 1)
    return Q(since__lte=day, ends__gt=day, ends__lte=last)


def _in_state(kind: str, wish: Wish) -> Q:
    begun, ended = Q(since__lte=wish.day), Q(ends__isnull=False, ends__lte=wish.day)
    if kind in LISTED:
        later = Change.objects.filter(
            record=OuterRef("record"),
            step=MADE,
            later_n=None,
            since__lte=wish.day,
            since__gt=OuterRef("since"),
        )
        ended |= Q(Exists(later))
    return {
        "now": begun & ~ended,
        "soon": _ending(wish.day) & ~ended,
        "future": Q(since__gt=wish.day),
        "past": begun & ended,
    }.get(wish.state, Q())


def _labels(kind: str) -> Mapping[str, str]:
    return {one.id: one.label for one in KINDS[kind]}


def _row(page: Page, change: Change, names: Names, day: date) -> dict[str, Any]:
    table = {one.id: one for one in KINDS[page.kind]}
    return {
        "n": change.n,
        "url": f"{page.url}{change.n}/",
        "title": title_of(page.kind, change.facts, names, page.title) or change.facts.get("id", ""),
        "cells": [
            {"label": table[one].label, "text": fact_text(table[one], change.facts.get(one), names)}
            for one in page.columns
        ],
        "state": state_on(change, day),
    }


def _chips(look: Looking, page: Page, wish: Wish) -> list[dict[str, Any]]:
    if not entries.dated(page.kind):
        return []
    rest = look.request.GET.copy()
    rest.pop("page", None)
    found = []
    for key, label in STATES.items():
        rest["state"] = key
        found.append({"label": label, "url": f"{page.url}?{rest.urlencode()}", "current": key == wish.state})
    return found


def _kept(page: Page, wish: Wish) -> dict[str, str]:
    """Filters that a new search keeps."""
    kept = {"agency": wish.agency, "person": wish.person}
    if entries.dated(page.kind) and wish.state != "now":
        kept["state"] = wish.state
    return {key: value for key, value in kept.items() if value}


def _drops(look: Looking, wish: Wish, names: Names) -> list[dict[str, str]]:
    """The filters in force, each with a link that drops it."""
    known = look.names({wish.person}) if wish.person else {}
    given = {"q": wish.words, "agency": wish.agency, "person": wish.person}
    labels = {"q": f"“{wish.words}”", "agency": names.agencies.get(wish.agency, wish.agency)}
    labels["person"] = known.get(wish.person, wish.person)
    found = []
    for key, value in given.items():
        if value:
            rest = {one: text for one, text in look.request.GET.items() if one not in (key, "page")}
            found.append({"label": labels[key], "url": f"?{urlencode(rest)}"})
    return found


def _more(look: Looking, kind: str, rows: list[Change], day: date) -> dict[int, str]:
    """What stands beside a record in its list: the posts of a person, a basis that has lapsed."""
    if kind in ("person", "account"):
        return _posts(look, rows, day)
    return _lapsed(rows, day) if kind == "power" else {}


def _posts(look: Looking, rows: list[Change], day: date) -> dict[int, str]:
    found: dict[int, str] = {}
    agencies = {one.id: one.name for one in look.registry.agencies()}
    for one in rows:
        held = look.registry.roles_of(one.person, day)
        words = "；".join(agencies.get(agency, agency) for agency in sorted(held))
        found[one.n] = words or "没有岗位"
    return found


def _lapsed(rows: list[Change], day: date) -> dict[int, str]:
    """Items whose basis is in the library but not in force on that day."""
    cited = {(one["law"], one["article"]) for row in rows for one in row.facts["basis"]}
    if not cited:
        return {}
    found = NormRow.objects.filter(law__in={law for law, _ in cited}).order_by("version")
    # A later version of the same text replaces the earlier.
    latest = {(law, article, since): until for law, article, since, until in found.values_list(*_TEXT)}
    known: dict[tuple[str, str], bool] = {}
    for (law, article, since), until in latest.items():
        in_force = since <= day and (until is None or day < until)
        known[(law, article)] = known.get((law, article), False) or in_force
    return {
        row.n: "依据已失效"
        for row in rows
        if any(known.get((one["law"], one["article"])) is False for one in row.facts["basis"])
    }


_TEXT = ("law", "article", "since", "until")
