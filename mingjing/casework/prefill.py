"""What a form or paper starts with: nothing that the case already knows is typed twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from mingjing.casework.context import DoorContext
from mingjing.law import procedures, wording
from mingjing.law.clocks import looking
from mingjing.law.judgement import Standing, replay
from mingjing.law.terms import (
    Action,
    Case,
    Content,
    Facts,
    Field,
    Json,
    Kind,
    Linked,
    Move,
    Paper,
    Procedure,
)

NOTHING: Mapping[str, str] = {}
OWN_EACH_TIME = frozenset(
    {
        "recordings",
        "reason",
        "late_reason",
        "stated_by",
        "ask",
        "entry_n",
        "old",
        "new",
        "amount",
        "paid_on",
        "receipt",
        "bill",
        "in_full",
        "opinion",
        "opinion_text",
        "signed",
        "signed_for",
    }
)
"""What an act states of itself: the recording of one act must never be offered as that of the next (G-REC)."""


def known(procedure: Procedure, standing: Standing, name: str) -> Json:
    """What was stated last under a field's id by an act that still counts."""
    for entry in reversed(standing.live):
        if (found := procedure.stated(entry.facts, name)) is not None:
            return found
    return None


def field_value(procedure: Procedure, case: Case, context: DoorContext, field: Field) -> Json:
    """The value that a field starts with, or None."""
    if field.follows is not None:
        return field.follows(looking(procedure, case, context))
    standing = replay(procedure, case)
    if field.id in OWN_EACH_TIME and not field.carries:
        return None
    name = field.carries or field.id
    own = known(procedure, standing, name)
    found = own if own is not None else carried(procedure, standing, context, name)
    if found is not None or field.usual is None:
        return found
    return wording.written(field.usual, looking(procedure, case, context, standing))


def carried(
    procedure: Procedure,
    standing: Standing,
    context: DoorContext,
    name: str,
    named: Mapping[str, str] = NOTHING,
) -> Json:
    """What the case knows that this one names: parties, evidence and dates come along. An item is of its own act.

    `named`: cases, by link, that an act is only about to name.
    """
    if name == "item":
        return None
    origin = context.case(context.origin) if context.origin else None
    if name in procedure.links and origin is not None and links_to(procedure.asked(name), origin.procedure):
        return context.origin
    for link in procedure.links:
        case = named.get(link) or known(procedure, standing, link) or context.origin
        found = context.case(case) if isinstance(case, str) and case else None
        if found is not None and (value := found.facts.get(name)) is not None:
            return value
    return None


def partied(
    procedure: Procedure, case: Case, context: DoorContext, fields: Iterable[Field], named: Mapping[str, str]
) -> dict[str, Json]:
    """The party that the cases named by an act know, by the field that wants one. All else an act states itself."""
    wanted = [one for one in fields if one.kind is Kind.PARTY and one.required] if named else []
    standing = replay(procedure, case)
    found = {
        one.id: carried(procedure, standing, context, one.id, named)
        for one in wanted
        if all(_means(context.case(other), one) for other in named.values())
    }
    return {name: value for name, value in found.items() if value is not None}


def _means(other: Linked | None, field: Field) -> bool:
    """Whether the other case means the same by this field: the many of a levy are not the one who is compensated."""
    law = procedures.PROCEDURES.get(other.procedure) if other is not None else None
    own = law.field(field.id) if law is not None else None
    return own is None or own == field


def said_in_papers(procedure: Procedure, action: Action) -> dict[str, str]:
    """What an act asks and its own paper says too, in the very same field: it is said once, in that paper."""
    if action.asked_by:
        return {}
    papers = [found for one in (*action.papers, *action.drafts) if (found := procedure.paper(one))]
    return {
        one: paper.id
        for one in action.asked
        for paper in reversed(papers)
        if procedure.asked(one) in paper.fields
    }


def said_once(procedure: Procedure, move: Move) -> Move:
    """The move with what its papers say of what the act asks, where the mover did not say it twice."""
    action = procedure.action(move.action)
    twice = said_in_papers(procedure, action) if action is not None else {}
    found = {
        name: value
        for name, paper in twice.items()
        if name not in move.facts
        and paper in move.papers
        and (value := move.papers[paper].fields.get(name)) is not None
    }
    return replace(move, facts={**move.facts, **found}) if found else move


def links_to(field: Field, procedure: str) -> bool:
    """Whether a field that names a case may name one of this procedure (its key)."""
    return not field.choices or procedure.partition("@")[0] in dict(field.choices)


def paper_fields(procedure: Procedure, case: Case, context: DoorContext, paper: Paper) -> dict[str, Json]:
    """The fields of a paper as far as the case knows them: the kept draft, else earlier facts."""
    kept: Content | None = context.drafts.get(paper.id)
    stored: Facts = kept.fields if kept else {}
    values = {
        one.id: stored.get(one.id) if kept else field_value(procedure, case, context, one)
        for one in paper.fields
    }
    return {name: value for name, value in values.items() if value is not None}
