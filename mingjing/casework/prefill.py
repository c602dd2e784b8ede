"""What a form or paper starts with: nothing that the case already knows is typed twice."""

from __future__ import annotations

from mingjing.casework.context import DoorContext
from mingjing.law.judgement import Standing, replay
from mingjing.law.terms import Case, Content, Facts, Field, Json, Paper, Procedure


def known(procedure: Procedure, standing: Standing, name: str) -> Json:
    """What was stated last under a field's id by an act that still counts."""
    for entry in reversed(standing.live):
        if (found := procedure.stated(entry.facts, name)) is not None:
            return found
    return None


def field_value(procedure: Procedure, standing: Standing, context: DoorContext, field: Field) -> Json:
    """The value that a field starts with, or None."""
    if field.id == "agency_name":
        return context.agency.name if context.agency else None
    return known(procedure, standing, field.carries or field.id)


def paper_fields(procedure: Procedure, case: Case, context: DoorContext, paper: Paper) -> dict[str, Json]:
    """The fields of a paper as far as the case knows them: the kept draft, else earlier facts."""
    kept: Content | None = context.drafts.get(paper.id)
    standing = replay(procedure, case)
    stored: Facts = kept.fields if kept else {}
    values = {one.id: stored.get(one.id) if kept else field_value(procedure, standing, context, one) for one in paper.fields}
    return {name: value for name, value in values.items() if value is not None}
