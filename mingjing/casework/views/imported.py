"""What a case page says of a case that was closed elsewhere: everything as its source states it, and who took it in."""

from __future__ import annotations

from collections.abc import Mapping

from mingjing.casework.rendering.words import field_text
from mingjing.law.terms import Case, Procedure


def people(law: Procedure, case: Case) -> set[str]:
    """Who took the case in."""
    return {str(case.entries[0].facts["imported_by"])} if law.history else set()


def rows(law: Procedure, case: Case, names: Mapping[str, str]) -> list[dict[str, str]]:
    """The facts of the first entry in the order of the table; [] for a case of our own."""
    if not law.history:
        return []
    entry = case.entries[0]
    shown = {
        **entry.facts,
        "imported_by": names.get(str(entry.facts.get("imported_by")), entry.facts.get("imported_by")),
    }
    asked = (law.asked(one) for one in law.derived[entry.action].asked)
    found = [{"label": one.label, "value": field_text(one, shown.get(one.id)), "keep": "1"} for one in asked]
    return [*(one for one in found if one["value"]), {"label": "补录日期", "value": entry.on}]
