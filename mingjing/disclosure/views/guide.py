"""办事指南 and 流程图: how each kind of case goes, printed from the tables that are enforced (rules §4.1 事前)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.safestring import mark_safe
from django.views.decorators.http import require_safe

from mingjing.disclosure import shown
from mingjing.law import chart, chart_drawing, describe, procedures
from mingjing.law.acts import ACT_KINDS
from mingjing.law.terms import Action, Basis, Procedure, Role, Term

CITIZENS = frozenset({Role.PARTY, Role.INTERESTED})


@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Every kind of case that is dealt with here today, by kind of act."""
    rows: dict[str, list[Procedure]] = {}
    for one in today():
        rows.setdefault(ACT_KINDS[one.act].label, []).append(one)
    return render(request, "disclosure/guides.html", {"section": "before", "acts": rows, "crumbs": _crumbs()})


@require_safe
def page(request: HttpRequest, procedure: str) -> HttpResponse:
    """One kind of case: the way as a chart and as a list, its limits, and what a party may do."""
    found = next((one for one in today() if one.id == procedure), None)
    if found is None:
        raise Http404
    drawn = chart.chart(found)
    words: dict[str, Any] = {
        "section": "before",
        "law": found,
        "basis": _basis(found.basis),
        "chart": drawn,
        "svg": mark_safe(chart_drawing.svg(drawn)),  # noqa: S308 - every label in it is escaped
        "narrow": mark_safe(chart_drawing.narrow_svg(drawn)),  # noqa: S308 - as above
        "stops": [
            (stop, _basis(stop.basis), [(one, _basis(one.basis)) for one in drawn.outcomes if one.at == at])
            for at, stop in enumerate(drawn.stops)
        ],
        "rights": [_right(one) for one in found.actions if one.roles & CITIZENS],
        "terms": [_term(found, one) for one in found.terms if one.starts],
        "crumbs": [*_crumbs()[:-1], ("办事指南", "/guide/"), (found.label, "")],
    }
    return render(request, "disclosure/guide.html", words)


def today() -> list[Procedure]:
    """The version in force of every procedure that is walked; taken-in old cases have no way to show."""
    day = shown.today().isoformat()
    ids = dict.fromkeys(one.id for one in procedures.PROCEDURES.values() if one.path and not one.history)
    return [procedures.current(one, day) for one in ids]


def _crumbs() -> list[tuple[str, str]]:
    return [("首页", "/"), ("办事指南", "")]


def _basis(basis: Basis) -> dict[str, Any]:
    said = str(basis) if basis.model else f"依据{basis}"
    return {"text": said if basis.title else "", "verified": basis.verified}


def _right(action: Action) -> dict[str, Any]:
    return {"label": action.label, "plain": action.plain, "basis": _basis(action.basis)}


def _term(p: Procedure, term: Term) -> dict[str, Any]:
    return {
        "label": term.label,
        "length": ("提前 " if term.before else "") + describe.lengths(p, term),
        "when": term.when.label if term.when else "",
        "late": term.consequence,
        "basis": _basis(term.basis),
    }
