"""Linked cases: a case is opened from another only when that one decided so."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from mingjing.law.judgement import Judgement
from mingjing.law.terms import Basis, Condition, Guard


def _declared(j: Judgement, only: frozenset[str]) -> Iterator[str]:
    for one in j.named():
        if j.procedure.id not in one.opens and (not only or one.relation in only):
            yield "关联案件还没有决定另立这种案件，请先在关联案件里办理。"


def declared(basis: Basis, *only: str) -> Guard:
    """Of a case that names none it asks nothing: whether one must be named is said by the field. `only`: these fields."""
    return Guard("E-LINK", "由关联案件决定另立", basis, partial(_declared, only=frozenset(only)), links=True)


def says(j: Judgement, relation: str, name: str, code: str) -> bool:
    """Whether the decision of the case in this relation stands and states the code under a field."""
    found = j.decided_in(relation, name)
    return code in found if isinstance(found, list) else found == code


def decided(
    relation: str, name: str, code: str, label: str, sentence: str, basis: Basis, when: Condition
) -> Guard:
    """The decision of the linked case, as it stands now, must state so; where there is no such case, `LinkedIs` speaks."""

    def check(j: Judgement) -> Iterator[str]:
        linked = any(one.relation == relation for one in j.linked())
        if when.test(j) and linked and not says(j, relation, name, code):
            yield sentence

    return Guard("E-LINK", label, basis, check, links=True)
