"""规则与参数: the parameters in force on a day and the procedure tables, printed from what is enforced. Read only."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mingjing.casework.access import Looking, require, signed_in
from mingjing.casework.context import law_set
from mingjing.casework.views.shown import masthead
from mingjing.law import describe, limit_table, procedures, wording
from mingjing.law.calendar import Calendar
from mingjing.law.parameters import ParameterSet, scope_order
from mingjing.law.terms import Basis, Procedure, Value

PARAMETERS, LIMITS, HOLIDAYS = "parameters", "limits", "holidays"
PLACES = {"nation": "全国", "shandong": "山东省", "zaozhuang": "枣庄市"}
NO_USE = "还没有期限或者条件用到它"
BAD_DAY = "请按 2026-01-31 的样子写日期；现在显示的是今天。"


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for; `fault` says what could not be read."""

    show: str
    day: date
    agency: str
    fault: str = ""


@never_cache
@require_safe
@signed_in
def page(look: Looking) -> HttpResponse:
    """Parameters on a day for an agency, every limit, the holiday notices, or one procedure."""
    require(look, "rules.see")
    asked = _asked(look)
    chips = [(PARAMETERS, "参数"), (LIMITS, "期限总表"), (HOLIDAYS, "节假日安排")]
    chips += [(one.id, one.label) for one in procedures.PROCEDURES.values()]
    here = {
        "asked": asked,
        "chips": [
            {"label": label, "url": f"/work/rules/?show={key}", "current": key == asked.show}
            for key, label in chips
        ],
        "digest": law_set().parameters.digest[:12],
    }
    return render(look.request, "work/rules.html", here | _part(look, asked) | masthead(look, "rules"))


def _asked(look: Looking) -> Asked:
    given = look.request.GET
    posts = sorted(one.agency for one in look.viewer.posts)
    show, agency = given.get("show", PARAMETERS), given.get("agency", posts[0] if posts else "")
    try:
        day = date.fromisoformat(given.get("day", "")) if given.get("day") else look.today
    except ValueError:
        return Asked(show, look.today, agency, BAD_DAY)
    return Asked(show, day, agency)


def _part(look: Looking, asked: Asked) -> dict[str, Any]:
    law = law_set()
    if asked.show == HOLIDAYS:
        return {"years": list(_years(law.calendar))}
    if asked.show == LIMITS:
        return {"limits": limit_table.rows()}
    found = next((one for one in procedures.PROCEDURES.values() if one.id == asked.show), None)
    if found is not None:
        return {"procedure": _procedure(found)}
    agencies = sorted(look.registry.agencies(), key=lambda one: one.name)
    agency = look.registry.agency(asked.agency)
    scopes = agency.scopes if agency else ("nation",)
    return {
        "agencies": [{"id": one.id, "name": one.name} for one in agencies],
        "parameters": list(_parameters(law.parameters, asked.day, scopes)),
    }


# --- parameters ---------------------------------------------------------------------------------------------------


def _parameters(known: ParameterSet, day: date, scopes: Sequence[str]) -> Iterator[dict[str, Any]]:
    """One row per key: what applies, and every value in force anywhere, in the order of rank."""
    uses = describe.parameter_uses(procedures.PROCEDURES.values())
    for key in known.keys():  # noqa: SIM118 - a parameter set is no mapping
        held = {scope: value for scope in scopes if (value := known.find(key, day, scope))}
        everywhere = {row.value.scope: row.value for row in known.all(key) if row.applies(day)}
        chosen = next((scope for scope in reversed(scopes) if scope in held), "")
        yield {
            "key": key,
            "use": uses.get(key, NO_USE),
            "values": [
                _value(value, applies=scope == chosen)
                for scope, value in sorted(everywhere.items(), key=lambda one: scope_order(one[0]))
            ],
        }


def _value(value: Value, *, applies: bool) -> dict[str, Any]:
    return {
        "scope": scope_name(value.scope),
        "amount": wording.amount(value),
        "since": value.since,
        "basis": value.basis,
        "verified": value.verified,
        "applies": applies,
    }


def scope_name(scope: str) -> str:
    kind, _, name = scope.partition(":")
    return (
        PLACES.get(scope) or {"field": "领域：", "matter": "事项：", "agency": "机关："}.get(kind, "") + name
    )


def _years(calendar: Calendar) -> Iterator[dict[str, Any]]:
    for number in sorted(calendar.years, reverse=True):
        one = calendar.years[number]
        yield {
            "year": number,
            "source": one.source,
            "off": _days(one.off),
            "makeup": _days(one.makeup),
            "final": one.final,
        }


def _days(days: Mapping[date, str]) -> list[dict[str, str]]:
    """Days by festival, as the notice lists them."""
    found: dict[str, list[str]] = {}
    for day in sorted(days):
        found.setdefault(days[day], []).append(day.strftime("%m-%d"))
    return [{"label": name, "value": "、".join(listed)} for name, listed in found.items()]


# --- procedures ---------------------------------------------------------------------------------------------------


def _procedure(p: Procedure) -> dict[str, Any]:
    return {
        "label": p.label,
        "since": p.since,
        "basis": _basis(p.basis),
        "stages": [label for _, label in p.stages],
        "acts": [
            _entry(one.id, one.label, one.basis, describe.act_facts(p, one), one.plain) for one in p.actions
        ],
        "terms": [_entry(one.id, one.label, one.basis, describe.term_facts(p, one)) for one in p.terms],
        "guards": [
            _entry(one.id, one.label, one.basis, describe.guard_facts(p, one))
            for one in describe.guards_of(p)
        ],
    }


def _entry(
    code: str, label: str, basis: Basis, facts: Sequence[tuple[str, str]], plain: str = ""
) -> dict[str, Any]:
    rows = [{"label": name, "value": words} for name, words in facts]
    return {"id": code, "label": label, "plain": plain, "rows": rows, **_basis(basis)}


def _basis(basis: Basis) -> dict[str, Any]:
    return {"article": str(basis), "cited": basis, "verified": basis.verified}
