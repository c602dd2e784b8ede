"""The register of procedures: what the files in `law/acts/` bring."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from mingjing.law import acts, clocks
from mingjing.law.terms import Guard, LinkedIs, Paper, Procedure

PROCEDURES: Mapping[str, Procedure] = {one.key: one for one in acts.PROCEDURES}
"""By key, as an entry names it: `penalty_ordinary@2021-07-15`."""

PAPERS: tuple[Paper, ...] = tuple(
    {paper.id: paper for one in acts.PROCEDURES for paper in one.papers}.values()
)
"""Every paper that some procedure can make, once: those that an act brings in its own file are among them."""

OWN = frozenset(key for key, one in PROCEDURES.items() if one.own)
"""About the agency itself: anybody of the agency may see and name such a case."""

LINKS = frozenset(name for one in PROCEDURES.values() for name in one.links)
"""Every field by which a case of any kind names another."""


def _labels() -> Iterator[tuple[str, str]]:
    for one in PROCEDURES.values():
        yield from ((paper.id, f"《{paper.label}》") for paper in one.papers)
        yield from ((field.id, field.label) for field in one.fields)
        yield from ((field.id, field.label) for paper in one.papers for field in paper.fields)


LABELS: Mapping[str, str] = dict([*_labels()][::-1])
"""What each field and paper is called, where it is spoken of outside its procedure: no reader is shown a bare id."""

LOOKING = frozenset(
    action.id
    for one in PROCEDURES.values()
    for action in one.derived.values()
    if not action.opening
    for need in action.needs
    if isinstance(need, LinkedIs) or (isinstance(need, Guard) and need.links)
)
"""Every act that is judged by linked cases; of a case that is only opened none is known but what it names."""

COUNTING = frozenset(name for one in PROCEDURES.values() for term in one.terms for name in term.linked)
"""Fields that name the case from which limits of this one are counted."""

RECOUNTED = frozenset(
    action
    for one in PROCEDURES.values()
    for name in COUNTING & set(one.links)
    for other in PROCEDURES.values()
    if other.id in dict(one.asked(name).choices)
    for action in clocks.recounted(other)
)
"""Every act after which limits of the cases that name its case so are counted anew."""


def label_of(path: Iterable[str]) -> str:
    """What the first part of a path that has a name is called; "" when none has."""
    return next((LABELS[one] for one in path if one in LABELS), "")


def of(key: str) -> Procedure:
    """The procedure that a case keeps. Raises KeyError for an unknown key: a case is never judged by another."""
    return PROCEDURES[key]


def current(procedure_id: str, day: str) -> Procedure:
    """The version of a procedure in force on a day "YYYY-MM-DD". Raises KeyError."""
    versions = [one for one in PROCEDURES.values() if one.id == procedure_id]
    known = [one for one in versions if one.since <= day] or versions
    if not known:
        raise KeyError(procedure_id)
    return max(known, key=lambda one: one.since)
