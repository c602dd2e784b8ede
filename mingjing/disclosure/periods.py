"""How soon a decision is published and how long it stays public, and from which value that comes."""

from __future__ import annotations

from datetime import date

from mingjing.casework.context import law_set
from mingjing.law.parameters import UnknownParameter
from mingjing.law.terms import Param, Procedure, Term, Value


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
    procedure: Procedure, is_person: bool, published: date, scopes: tuple[str, ...]
) -> Value | None:
    """None where no period is set: then it stays until an act withdraws it."""
    if procedure.publicity is None:
        return None
    try:
        return law_set().parameters.value(procedure.publicity.lasts[is_person], published, scopes)
    except UnknownParameter:
        return None


def unsure(value: Value | None) -> str:
    """What is said beside a day counted from an unverified value, or ""."""
    return f"天数未核实：{value.basis}" if value is not None and not value.verified else ""
