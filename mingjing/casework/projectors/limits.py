"""The running limits of a case, and what waits in it for whom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

from django.db import connection

from mingjing.casework.projectors.bare import execute, insert
from mingjing.law import ahead, clocks
from mingjing.law.judgement import SHANGHAI, Judgement, day_of
from mingjing.law.terms import Entry

DUE = ("case_id", "term", "label", "last_day", "at", "provisional", "verified", "presumes")
DUE_CHANGED = "ON CONFLICT (case_id, term) DO UPDATE SET {} WHERE {}".format(
    ", ".join(f"{one} = excluded.{one}" for one in DUE[2:]),
    " OR ".join(f"casework_due.{one} <> excluded.{one}" for one in DUE[2:]),
)
"""None of the columns is ever NULL."""
TODO = (
    "case_id",
    "agency",
    "role",
    "action",
    "label",
    "term",
    "last_day",
    "provisional",
    "verified",
    "since",
)


def dues(entry: Entry, j: Judgement, running: Sequence[clocks.Clock]) -> None:
    """The running limits of the case and what waits in it for whom."""
    _limits(entry.case, running)
    insert("todo", TODO, _todos(entry, ahead.waiting(j, running)))


def forget(case: str, running: Sequence[clocks.Clock]) -> None:
    """What was written of the case before: limits that run no longer, and all that waited."""
    gone = f" AND term NOT IN ({', '.join(['%s'] * len(running))})" if running else ""
    execute(f"DELETE FROM casework_due WHERE case_id = %s{gone}", [case, *(one.term.id for one in running)])
    execute("DELETE FROM casework_todo WHERE case_id = %s", [case])


def _limits(case: str, running: Sequence[clocks.Clock]) -> None:
    """Most acts leave most limits as they are: the database compares, so that nobody waits for what it holds."""
    rows = [
        (
            case,
            one.term.id,
            one.term.label,
            one.last_day.isoformat(),
            _stored(_end(one).astimezone(UTC)),
            one.provisional,
            one.verified,
            one.term.presumes,
        )
        for one in running
    ]
    insert("due", DUE, rows, DUE_CHANGED)


def _stored(at: datetime) -> object:
    return connection.ops.adapt_datetimefield_value(at)


def _todos(entry: Entry, waiting: Sequence[ahead.Waiting]) -> list[tuple[object, ...]]:
    """One row per waiting act and role; a limit on the act gives the day."""
    return [
        (
            entry.case,
            entry.agency,
            role.value,
            one.action.id,
            one.action.label,
            one.clock.term.id if one.clock else "",
            one.clock.last_day.isoformat() if one.clock else None,
            bool(one.clock and one.clock.provisional),
            bool(one.clock is None or one.clock.verified),
            day_of(entry.on).isoformat(),
        )
        for one in waiting
        for role in sorted(one.action.roles)
    ]


def _end(clock: clocks.Clock) -> datetime:
    return clock.last_moment or end_of(clock.last_day)


def end_of(day: date) -> datetime:
    """24:00 of a Shanghai day."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
