"""年度统计: what the agencies within reach did in a year, as the annual report counts it (rules §6.3). Read only."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mingjing.casework import tally
from mingjing.casework.access import Looking, require, signed_in
from mingjing.casework.views.shown import masthead
from mingjing.law.tallies import SHEETS, figures
from mingjing.registry import access
from mingjing.registry.access import By
from mingjing.registry.reads import AgencyFacts
from mingjing.web.words import yuan

VERB = "yearly.see"
YEARS = 10
"""How many years back may be chosen."""


@never_cache
@require_safe
@signed_in
def page(look: Looking) -> HttpResponse:
    """The sheets of one year, of one agency or of all within reach together."""
    require(look, VERB)
    within, year = agencies(look), _year(look)
    chosen = look.request.GET.get("agency", "")
    chosen = chosen if chosen in {one.id for one in within} else ""
    of = [chosen] if chosen else [one.id for one in within]
    counted = tally.of(of, year)
    staff = tally.staff(look.registry, of, year)
    query = f"?year={year}" + (f"&agency={chosen}" if chosen else "")
    here: dict[str, Any] = {
        "sheets": [{"sheet": one, "rows": figures(one, counted + staff)} for one in SHEETS],
        "years": range(look.today.year, look.today.year - YEARS, -1),
        "year": year,
        "over": year < look.today.year,
        "agencies": within,
        "chosen": chosen,
        "empty": not counted,
        "whole_url": f"/work/yearly/table.csv{query}",
    }
    return render(look.request, "work/yearly.html", here | masthead(look, "yearly"))


@never_cache
@require_safe
@signed_in
def table(look: Looking) -> HttpResponse:
    """The same figures, a row per agency, sheet and column, for a spreadsheet; amounts in 元."""
    require(look, VERB)
    within, year = agencies(look), _year(look)
    chosen = look.request.GET.get("agency", "")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["年度", "机关", "表", "项目", "数量", "金额（元）"])
    for agency in [one for one in within if chosen in ("", one.id)]:
        counted = tally.of(agency.id, year) + tally.staff(look.registry, agency.id, year)
        for sheet in SHEETS:
            for row in figures(sheet, counted):
                assert isinstance(row, dict)
                cells = (row["label"], row["count"], yuan(row.get("sum")))
                writer.writerow([year, _text(agency.name), sheet.label, *cells])
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="yearly-{year}.csv"'
    return answer


def _text(name: str) -> str:
    """A spreadsheet takes what begins so for a formula."""
    return f"'{name}" if name.startswith(("=", "+", "-", "@", "\t", "\r")) else name


def agencies(look: Looking) -> Sequence[AgencyFacts]:
    """Whose figures the person may see, by name."""
    spans = access.reach(look.viewer, VERB).spans
    areas = tuple(one.area for one in spans if one.by is By.AREA and one.area)
    own = {one.agency for one in spans if one.by is By.AGENCY}
    known = look.registry.agencies()
    return sorted(
        (one for one in known if one.id in own or (areas and one.area.startswith(areas))),
        key=lambda one: one.name,
    )


def _year(look: Looking) -> int:
    """The year that was asked for; else the one that is over while its report is due, or this one."""
    asked = look.request.GET.get("year", "")
    today = look.today
    if asked.isascii() and asked.isdigit() and today.year - YEARS < int(asked[:4]) <= today.year:
        return int(asked[:4])
    return today.year - 1 if today.month <= 2 else today.year
