"""The engine's own rules about a move, each yielding refusals: role, order, days, what is stated, needs, binding.

Pure, and judged all at once: who may not act also hears what is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from mingjing.law.judgement import Judgement
from mingjing.law.rules.base import RESERVED, RULE, carried, draft, snapshots
from mingjing.law.rules.days import date_faults, days_in_order, entered, extends, on_its_day, sequence
from mingjing.law.rules.linked import named_cases, opens_case
from mingjing.law.rules.needs import ORDERING, needs, out_of_order, reasons, unmet
from mingjing.law.rules.order import bound, order, role, stale
from mingjing.law.rules.party import party
from mingjing.law.rules.stated import as_given, facts, papers
from mingjing.law.terms import Refusal

__all__ = [
    "ASKED",
    "ORDERING",
    "RESERVED",
    "RULE",
    "RULES",
    "carried",
    "date_faults",
    "draft",
    "out_of_order",
    "reasons",
    "snapshots",
    "unmet",
]

RULES: tuple[Callable[[Judgement], Iterable[Refusal]], ...] = (
    stale,
    role,
    order,
    entered,
    sequence,
    facts,
    days_in_order,
    papers,
    party,
    as_given,
    named_cases,
    needs,
    extends,
    on_its_day,
    opens_case,
    bound,
)
ASKED: tuple[Callable[[Judgement], Iterable[Refusal]], ...] = (
    role,
    order,
    sequence,
    needs,
    extends,
    opens_case,
    bound,
)
"""What may be asked before a form is filled in: nothing is written yet, and the day is today."""
