"""What agencies did in a year, added up from the rows that the acts left, and who works there (rules §6.3)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import connection

from mingjing.law.tallies import YIELDING
from mingjing.law.terms import Role, Tallied
from mingjing.registry.reads import Registry, status_on

COUNTED = """
SELECT t."column", t.item, count(*), sum(t.amount) FROM casework_tallyrow t
WHERE t.agency IN ({agencies}) AND t."on" BETWEEN %s AND %s AND NOT (t."column" IN ({yielding}) AND EXISTS (
  SELECT 1 FROM casework_linkrow l JOIN casework_tallyrow c ON c.case_id = l.case_id
  WHERE l.other = t.case_id AND c."on" <= %s AND c."column" NOT IN ({yielding})))
GROUP BY t."column", t.item ORDER BY t."column", t.item
"""
"""What came out of a case is looked for until the end of the year, so that the figures of a year stand still."""


def of(agencies: str | Sequence[str], year: int) -> tuple[Tallied, ...]:
    """By column and item, of one agency or of several together."""
    wanted = [agencies] if isinstance(agencies, str) else list(agencies)
    if not wanted:
        return ()
    first, last = f"{year:04d}-01-01", f"{year:04d}-12-31"
    query = COUNTED.format(agencies=_marks(wanted), yielding=_marks(YIELDING))
    with connection.cursor() as cursor:
        cursor.execute(query, [*wanted, first, last, *YIELDING, last, *YIELDING])
        return tuple(
            Tallied(column, item, count, int(total)) for column, item, count, total in cursor.fetchall()
        )


def staff(registry: Registry, agencies: str | Sequence[str], year: int) -> tuple[Tallied, ...]:
    """Who enforces at the end of the year, and who of them holds a valid certificate; a person of two agencies counts once."""
    end = date(year, 12, 31)
    found = {
        one.id: any(
            held.since <= end.isoformat() and status_on(held, end) == "valid" for held in one.certificates
        )
        for agency in ([agencies] if isinstance(agencies, str) else agencies)
        for one in registry.officers(agency, end)
        if Role.OFFICER in one.roles
    }
    if not found:
        return ()
    return (Tallied("on_duty", "", len(found), 0), Tallied("certified", "", sum(found.values()), 0))


def _marks(values: Sequence[str]) -> str:
    return ", ".join(["%s"] * len(values))
