"""Documents (rules §1.10): their content, who signs, number, seal, publicity. `fields` are shared by several."""

from mingjing.law.papers import (
    charges,
    coercion,
    enforcement,
    hearing,
    houses,
    levies,
    mainline,
    measures,
    permits,
    plans,
    publicity,
    reports,
    serving,
    side,
    visits,
)
from mingjing.law.papers.fields import PENALTY_KINDS, cause, conduct_on, distinct_why, kinds, party
from mingjing.law.papers.mainline import OPINIONS, closing_approval, findings, public_decision, punishes
from mingjing.law.terms import Paper

PAPERS: tuple[Paper, ...] = tuple(
    value
    for room in (
        mainline,
        hearing,
        measures,
        serving,
        side,
        charges,
        plans,
        visits,
        coercion,
        enforcement,
        permits,
        levies,
        publicity,
        houses,
        reports,
    )
    for value in vars(room).values()
    if isinstance(value, Paper)
)

__all__ = [
    "OPINIONS",
    "PAPERS",
    "PENALTY_KINDS",
    "cause",
    "closing_approval",
    "conduct_on",
    "distinct_why",
    "findings",
    "kinds",
    "party",
    "public_decision",
    "punishes",
]
