"""How soon a decision is published and how long it stays public, and from which value that comes."""

from __future__ import annotations

from datetime import date

from mingjing.casework.context import law_set
from mingjing.law.parameters import UnknownParameter
from mingjing.law.terms import Param, Procedure, Term, Value

USUAL = ("publication.display_org", "publication.display_person")
"""How long results stay public where their own law says nothing else: of organisations, of natural persons."""


def publish_term(procedure: Procedure, action: str) -> Term | None:
    """The limit that the publishing act ends, in every field."""
    return next(
        (
            term
            for term in procedure.terms
            if term.when is None and any(on.action == action for on in term.ends)
        ),
        None,
    )


def value_of(term: Term, day: date, scopes: tuple[str, ...]) -> Value | None:
    return (
        law_set().parameters.value(term.length.key, day, scopes) if isinstance(term.length, Param) else None
    )


def display_value(
    procedure: Procedure,
    is_person: bool,
    published: date,
    scopes: tuple[str, ...],
    *,
    ends: date | None = None,
) -> Value | None:
    """None where no period is set: then it stays until an act withdraws it. `ends`: the day of its own from which its
    period runs; where it should have one but has none, what holds for every result applies.
    """
    publicity = procedure.publicity
    if publicity is None:
        return None
    lasts = USUAL if publicity.lasts_from and ends is None else publicity.lasts
    try:
        return law_set().parameters.value(lasts[is_person], published, scopes)
    except UnknownParameter:
        return None


def unsure(value: Value | None) -> str:
    """What is said beside a day counted from an unverified value, or ""."""
    return f"天数未核实：{value.basis}" if value is not None and not value.verified else ""
