"""Linked cases on the page of a case: those that it names, those that name it, and those that are still to be opened."""

from __future__ import annotations

import uuid

from mingjing.casework.access import Looking, within_reach
from mingjing.casework.context import DoorContext
from mingjing.casework.models import CaseRow
from mingjing.casework.prefill import known
from mingjing.law import procedures
from mingjing.law.judgement import Standing, opened
from mingjing.law.terms import Linked, Procedure


def cases(look: Looking, law: Procedure, standing: Standing, context: DoorContext) -> list[dict[str, str]]:
    """Rows of the page: what the other case is, where it stands, and a link where the reader may open it."""
    named = [found for found in (_named(law, standing, context, one) for one in law.links) if found]
    found = [*named, *context.linked()]
    if not found:
        return []
    rows = {one.id: one for one in CaseRow.objects.filter(id__in=[one.case for one in found])}
    mine = within_reach(look, "case.see", CaseRow.objects.filter(id__in=list(rows)))
    open_to = set(mine.values_list("id", flat=True))
    return [
        {
            "label": rows[one.case].title,
            "law": procedures.of(one.procedure).label,
            "stage": procedures.of(one.procedure).stage_label(one.stage),
            "url": f"/work/cases/{one.case}/" if one.case in open_to else "",
        }
        for one in found
        if one.case in rows
    ]


def _named(law: Procedure, standing: Standing, context: DoorContext, link: str) -> Linked | None:
    case = known(law, standing, link)
    return context.case(case) if isinstance(case, str) and case else None


def openings(law: Procedure, standing: Standing, context: DoorContext) -> list[dict[str, str]]:
    """What was decided to be handled in a case of its own, and has none yet."""
    wanted = opened(law, standing)
    there = {one.relation for one in context.linked()}
    return [
        {
            "label": found.label,
            "url": f"/work/new/{found.id}/?case={uuid.uuid4()}&from={context.own}",
        }
        for one in wanted
        if not there & set(wanted) and (found := _current(one, context)) is not None
    ]


def _current(procedure: str, context: DoorContext) -> Procedure | None:
    try:
        return procedures.current(procedure, context.today.isoformat())
    except KeyError:
        return None
