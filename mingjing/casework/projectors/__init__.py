"""Rows of cases, derived from each entry in its own transaction: gate, lists, clocks, papers, files.

Every act passes here, so rows are written by bare statements; pages read them through `casework/models.py`.
"""

from __future__ import annotations

from django.db import connection

from mingjing.casework.context import being_written, world
from mingjing.casework.projectors.filed import files, papers
from mingjing.casework.projectors.gating import gates
from mingjing.casework.projectors.limits import dues, forget
from mingjing.casework.projectors.listed import cases
from mingjing.casework.projectors.standing import bars, links, penalties, tallies, visits
from mingjing.database import written_together
from mingjing.law import clocks, procedures
from mingjing.law.judgement import Judgement, Standing, follow, moment_of, replay
from mingjing.law.terms import Case, Entry

COUNTED = "SELECT DISTINCT case_id FROM casework_linkrow WHERE other = %s AND relation IN ({marks}) ORDER BY case_id"


def rows(entry: Entry, before: Case, after: Case) -> None:
    """Everything that can be projected again: the case's row, papers, files, limits, what waits for whom."""
    procedure = procedures.of(entry.procedure)
    standing = follow(procedure, before, after)
    j, running = _counted(entry, after, standing)
    with written_together():
        cases(entry, before, after, standing, running)
        for projector in (papers, files, penalties, visits, bars, tallies, links):
            projector(entry, before, after)
        if before.entries:
            forget(entry.case, running)
        dues(entry, j, running)
        if entry.action in procedures.RECOUNTED and being_written():
            _recount(entry.case)


def _recount(case: str) -> None:
    """The limits of the cases that are counted from this one, which changed with it. When rows are made again, each case
    reads the other as it stands.
    """
    from mingjing.casework import service  # the door calls the projectors

    marks = ", ".join(["%s"] * len(procedures.COUNTING))
    with connection.cursor() as cursor:
        cursor.execute(COUNTED.format(marks=marks), [case, *sorted(procedures.COUNTING)])
        others = [row[0] for row in cursor.fetchall()]
    for other in others:
        found = service.load(other)
        entry = found.entries[-1]
        j, running = _counted(entry, found, replay(procedures.of(found.procedure), found))
        cases(entry, found, found, j.standing, running)
        forget(other, running)
        dues(entry, j, running)


def _counted(entry: Entry, after: Case, standing: Standing) -> tuple[Judgement, tuple[clocks.Clock, ...]]:
    """A judgement of no act after an entry, and the limits that run then."""
    procedure = procedures.of(entry.procedure)
    j = clocks.looking(procedure, after, world(entry.agency, moment_of(entry.at)), standing)
    return j, clocks.running(j)


__all__ = ["gates", "rows"]
