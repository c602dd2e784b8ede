"""What agencies announce about themselves: the list, one announcement with its versions, its downloads."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from mingjing.casework.rendering.words import field_text
from mingjing.disclosure import reads, shown
from mingjing.disclosure.models import Announcement
from mingjing.disclosure.views import downloads
from mingjing.law import procedures
from mingjing.law.draw import head, lines
from mingjing.law.terms import Field, Kind
from mingjing.registry.models import Agency, PowerRow
from mingjing.registry.words import ACTS
from mingjing.web.words import day_text

CODE = re.compile(r"[0-9a-f]{16}")
NAME = "清单、计划、报告"
APART = frozenset({Kind.LONG_TEXT, Kind.FIGURES})
"""Kinds of fields that stand under a heading of their own."""
Row = dict[str, object]


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    wish = reads.wished(request.GET)
    agencies, years = reads.announcement_facets()
    context = {
        "section": "before",
        "wish": wish,
        "page": reads.page(reads.announcements(wish), request.GET.get("page", "1")),
        "agencies": agencies,
        "years": [str(one) for one in years],
        "chips": _chips(wish, dict(agencies)),
        "whose": dict(agencies).get(wish.agency, ""),
        "acts": ACTS,
        "crumbs": [("首页", reverse("home")), ("事前公开", f"{reverse('home')}#before"), (NAME, "")],
    }
    return render(request, "disclosure/announcements.html", context)


def _chips(wish: reads.Wish, agencies: Mapping[str, str]) -> list[Row]:
    said = [
        (agencies.get(wish.agency, wish.agency), wish.but(agency="")),
        (f"{wish.year} 年" if wish.year else "", wish.but(year="")),
    ]
    return [{"label": label, "url": url, "drop": True} for label, url in said if label]


@require_safe
def page(request: HttpRequest, code: str) -> HttpResponse:
    row = _found(code)
    law = procedures.of(row.procedure)
    paper = law.paper(row.paper)
    if paper is None:
        raise Http404("no such paper")
    content = _part(shown.record_of(row), "content")
    versions = list(reads.versions(row))
    stated = [(one, content[one.id]) for one in paper.fields if one.id in content]
    sections = [(one, value) for one, value in stated if one.kind in APART]
    names = _items(
        row, [head(line) for one, value in sections if one.kind is Kind.LONG_TEXT for line in lines(value)]
    )
    context = {
        "section": "before",
        "row": row,
        "paper": paper,
        "act": ACTS.get(row.act, ""),
        "facts": _facts(row, [(one, value) for one, value in stated if one.kind not in APART]),
        "sections": [_section(one, value, names) for one, value in sections],
        "newer": versions[0] if versions[0].pk != row.pk else None,
        "versions": versions if len(versions) > 1 else [],
        "proof": shown.proof(row),
        "form": shown.paper_file(row),
        "agency": Agency.objects.filter(id=row.agency).first(),
        "address": unquote(_address(code)),
        "crumbs": [
            ("首页", reverse("home")),
            ("事前公开", f"{reverse('home')}#before"),
            (NAME, reverse("announcements")),
            (paper.label, ""),
        ],
    }
    return render(request, "disclosure/announcement.html", context)


def _found(code: str) -> Announcement:
    row = Announcement.objects.filter(pk=code).first()
    if row is None:
        raise Http404("no such announcement")
    return row


def _address(code: str) -> str:
    return f"{settings.PUBLIC_ADDRESS}{reverse('announcement', args=[code])}"


def _part(record: Mapping[str, object], name: str) -> Mapping[str, Any]:
    found = record[name]
    return found if isinstance(found, dict) else {}


def _facts(row: Announcement, stated: Sequence[tuple[Field, Any]]) -> list[Row]:
    """The short fields as the paper's table calls them, but for the agency: here it decides nothing."""
    said: list[Row] = [
        {"label": one.label, "value": field_text(one, value)}
        for one, value in stated
        if one.id != "agency_name"
    ]
    return [
        {"label": "公布机关", "value": row.agency_name, "keep": True},
        *said,
        {"label": "文号", "value": row.number, "keep": True},
        {"label": "公布日期", "value": day_text(row.announced_on)},
    ]


def _items(row: Announcement, codes: Sequence[str]) -> dict[str, str]:
    """Names of the items that stand at the heads of lines, as the powers list called them when they were announced."""
    known = PowerRow.objects.filter(agency_id=row.agency, item__in=set(codes), since__lte=row.announced_on)
    return dict(known.order_by("since", "version").values_list("item", "name"))


def _section(field: Field, value: Any, names: Mapping[str, str]) -> Row:
    """Counts as their table; lines that begin with known items as a table of items; other lines as a list; else prose."""
    base: Row = {"label": field.label, "id": f"s-{field.id}"}
    if field.kind is Kind.FIGURES:
        return base | {"figures": value, "sums": field.sums}
    written = lines(value)
    if any(head(one) in names for one in written):
        return base | {"listed": [_item(one, names) for one in written]}
    return base | ({"lines": written} if len(written) > 1 else {"text": written[0] if written else ""})


def _item(line: str, names: Mapping[str, str]) -> Row:
    code = head(line)
    name, rest = names.get(code, ""), line[len(code) :].strip()
    if not name:
        return {"code": "", "name": "", "rest": line}
    # Where the line says the name itself, it is not said twice.
    return {"code": code, "name": name, "rest": rest.removeprefix(name).strip()}


# --- downloads -----------------------------------------------------------------------------------------------------


@require_safe
def record(request: HttpRequest, code: str) -> HttpResponse:
    row = _found(code)
    return downloads.record(row, row.title)


@require_safe
def paper(request: HttpRequest, code: str) -> HttpResponseBase:
    row = _found(code)
    return downloads.paper(row, row.title)


@require_safe
def proof(request: HttpRequest, code: str, kind: str) -> HttpResponse:
    row = _found(code)
    return downloads.proof(row, kind, row.title)


@require_safe
def qr(request: HttpRequest, code: str) -> HttpResponse:
    return downloads.code(_address(_found(code).code))
