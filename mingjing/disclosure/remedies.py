"""What the party may do against a decision and until when; counted by `law/calendar.py` from the service day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mingjing.casework.context import law_set
from mingjing.disclosure import periods
from mingjing.law.bases import gist
from mingjing.law.calendar import Due
from mingjing.law.terms import Length, Procedure, Term
from mingjing.registry.models import Agency

RECONSIDER, SUE = "T43", "T51"
HOW = {RECONSIDER: ("提出", "不收费。"), SUE: ("起诉", "决定书已载明法院名称。")}


@dataclass(frozen=True, slots=True)
class Remedy:
    """One way open to the party."""

    title: str
    within: Length
    due: Due | None
    how: str
    basis: str
    gist: str
    unsure: str = ""

    @property
    def last_day(self) -> date | None:
        return self.due.last_day if self.due else None


@dataclass(frozen=True, slots=True)
class Remedies:
    """`first` is true where the law wants reconsideration before any suit (复议前置)."""

    ways: tuple[Remedy, ...]
    first: bool


def remedies(
    procedure: Procedure, served_on: date | None, decided_on: date, agency: Agency | None
) -> Remedies:
    """Which ways the procedure's own table opens. Without service no last day can be named."""
    terms = {term.id: term for term in procedure.terms}
    where = {
        RECONSIDER: agency.reconsideration if agency else "",
        SUE: agency.court if agency else "",
    }
    ways = tuple(
        _remedy(terms[one], served_on, decided_on, agency, where[one])
        for one in (RECONSIDER, SUE)
        if one in terms
    )
    return Remedies(ways, first=RECONSIDER in terms and SUE not in terms)


def _remedy(
    term: Term, served_on: date | None, decided_on: date, agency: Agency | None, where: str
) -> Remedy:
    law = law_set()
    scopes = tuple(agency.scopes) if agency else ("nation",)
    day = served_on or decided_on
    length = law.parameters.length(term.length, day, scopes)
    doubt = periods.unsure(periods.value_of(term, day, scopes))
    due = law.calendar.count(served_on, length, rolls=term.rolls) if served_on else None
    verb, more = HOW[term.id]
    how = f"向{where}{verb}。{more}" if where else more
    return Remedy(term.label, length, due, how, str(term.basis), gist(term.basis), doubt)
