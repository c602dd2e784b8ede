"""The limits of a case: which clocks run, until when, and what the law presumes when one has run out.

Pure; days are counted by `law/calendar.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from mingjing.law import fields
from mingjing.law.bases import PLATFORM
from mingjing.law.calendar import count_hours
from mingjing.law.judgement import SHANGHAI, Judgement, Standing, day_of, happened, moment_of, replay
from mingjing.law.terms import (
    Action,
    Case,
    Context,
    Entry,
    Json,
    Length,
    Move,
    On,
    Param,
    Pause,
    Procedure,
    Role,
    Term,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Clock:
    """One running or ended limit of a case. Days are Shanghai days; `provisional`: a year without holiday notice."""

    term: Term
    started_on: date
    last_day: date
    provisional: bool = False
    reason: str = ""
    sure: date | None = None
    """Of a provisional limit the day that no holiday notice can undercut (`Due.sure`); None = `last_day`."""
    last_moment: datetime | None = None
    ended_on: date | None = None
    paused: bool = False
    resumes: date | None = None
    """The last day of a pause that ends by itself, because the party was told how long it would be."""
    verified: bool = True
    """Whether article and length were checked against the text; otherwise it is shown as 未核实."""
    unsure: str = ""
    """The basis of an unverified length."""
    ended_at: datetime | None = None
    """For limits in hours: the moment at which what was due was done."""

    @property
    def late(self) -> bool:
        """Whether what was due was done, but too late."""
        if self.last_moment is not None and self.ended_at is not None:
            return self.ended_at > self.last_moment
        return self.ended_on is not None and self.ended_on > self.last_day

    @property
    def runs(self) -> bool:
        """Neither over by what was due, nor stopped until something is done; what must lie before an act never runs."""
        return self.ended_on is None and not self.term.before and not (self.paused and self.resumes is None)

    @property
    def certain(self) -> date:
        """What bars an act whatever the notices to come say: until then a limit runs, by then a notice was given."""
        return self.sure or self.last_day

    @property
    def shown(self) -> str:
        if self.last_moment is not None:
            return self.last_moment.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
        return self.last_day.isoformat()

    def state(self, today: date) -> str:
        """met · late_met · paused · over · due (today) · soon (3 days) · running."""
        if self.ended_on is not None:
            return "late_met" if self.late else "met"
        if self.paused and (self.resumes is None or today <= self.resumes):
            return "paused"
        left = (self.last_day - today).days
        return "over" if left < 0 else "due" if left == 0 else "soon" if left <= 3 else "running"


def clocks(
    procedure: Procedure, case: Case, context: Context, standing: Standing | None = None
) -> tuple[Clock, ...]:
    """Every limit of the case that has started, in the order of the table."""
    j = looking(procedure, case, context, standing)
    found = (clock_of(procedure, term, j) for term in procedure.terms)
    return tuple(clock for clock in found if clock is not None)


def running(j: Judgement) -> tuple[Clock, ...]:
    """The limits that run now, whoever must keep them; the days of what has ended are not counted again."""
    found = (clock_of(j.procedure, term, j, ended=False) for term in j.procedure.terms if not term.before)
    return tuple(clock for clock in found if clock is not None and clock.runs)


def looking(
    procedure: Procedure, case: Case, context: Context, standing: Standing | None = None
) -> Judgement:
    """A judgement of no act at all, for asking what a case says today."""
    return _looking(procedure, case, context, context.at.astimezone(SHANGHAI).date(), standing)


def _looking(
    procedure: Procedure, case: Case, context: Context, day: date, standing: Standing | None = None
) -> Judgement:
    """A judgement of no act at all, for asking what a case says on a day."""
    move = Move("", "", day.isoformat(), asking=True)
    nothing = Action("", "", Role.SYSTEM, PLATFORM("", mark="P"))
    return Judgement(procedure, case, move, context, nothing, standing or replay(procedure, case))


def clock_of(procedure: Procedure, term: Term, j: Judgement, *, ended: bool = True) -> Clock | None:
    """The clock of a term as the case stands, or None when its start has not come. `ended=False`: nor when it has ended."""
    if term.begun_by.isdisjoint(j.standing.by_action) and not term.after:
        return None
    if term.when is not None and not term.when.test(j):
        return None
    if term.after:
        return _after_others(procedure, term, j)
    starts = [(one, on) for on in term.starts for one in j.events(on)]
    if not starts:
        return None
    entry, on = max(starts, key=lambda pair: pair[0].n)
    start = _linked_day(j, on) if on.linked else event_day(procedure, entry, on)
    if start is None:
        return None
    end = _end(procedure, term, j, entry.n)
    if end and not ended:
        return None
    ended_on = event_day(procedure, *end) if end else None
    value = j.param(term.length, start) if isinstance(term.length, Param) else None
    length = value.length if value else j.length(term.length, start)
    unsure = value.basis if value and not value.verified else ""
    verified = not unsure and not term.basis.mark.startswith(("P", "K", "X"))
    if length.unit is Unit.HOUR:
        moment = count_hours(_event_moment(entry), length).at
        return Clock(
            term,
            start,
            moment.astimezone(SHANGHAI).date(),
            last_moment=moment,
            ended_on=ended_on,
            verified=verified,
            unsure=unsure,
            ended_at=_event_moment(end[0]) if end else None,
        )
    if term.before:
        due = j.context.calendar.count_back(start, length)
        return Clock(
            term,
            start,
            due.last_day,
            due.provisional,
            due.reason,
            due.sure,
            ended_on=ended_on,
            verified=verified,
            unsure=unsure,
        )
    pauses, paused, resumes = _pauses(procedure, term, j, entry.n)
    due = j.context.calendar.count(start, length, rolls=term.rolls, pauses=pauses)
    if extension := _extension(procedure, term, j, entry.n, due.last_day):
        due = j.context.calendar.count(start, length, rolls=term.rolls, pauses=pauses, extend=extension)
    if (later := _put_off(procedure, term, j, entry.n)) and later > due.last_day:
        due = replace(due, last_day=later, provisional=False, reason="", sure=later)
    return Clock(
        term,
        start,
        due.last_day,
        due.provisional,
        due.reason,
        due.sure,
        ended_on=ended_on,
        paused=paused,
        resumes=resumes,
        verified=verified,
        unsure=unsure,
    )


def _after_others(procedure: Procedure, term: Term, j: Judgement) -> Clock | None:
    """A limit that begins when others have run out; it runs from the latest of them, and shares their doubts."""
    found = (clock_of(procedure, procedure.term(one), j) for one in term.after)
    before = [one for one in found if one is not None]
    if not before:
        return None
    last = max(before, key=lambda one: one.last_day)
    surely = max(one.certain for one in before)
    value = j.param(term.length, last.last_day) if isinstance(term.length, Param) else None
    length = value.length if value else j.length(term.length, last.last_day)
    due = j.context.calendar.count(last.last_day, length, rolls=term.rolls)
    end = _end(procedure, term, j, 0)
    unsure = value.basis if value and not value.verified else ""
    return Clock(
        term,
        last.last_day,
        due.last_day,
        due.provisional or last.provisional,
        due.reason or last.reason,
        j.context.calendar.count(surely, length, rolls=term.rolls).sure,
        ended_on=event_day(procedure, *end) if end else None,
        verified=not unsure and last.verified and not term.basis.mark.startswith(("P", "K", "X")),
        unsure=unsure or last.unsure,
    )


def _end(procedure: Procedure, term: Term, j: Judgement, since: int) -> tuple[Entry, On] | None:
    """The first event that ended the limit; of what must come before, the last notice counts."""
    found = [(one, on) for on in term.ends for one in j.events(on) if term.before or one.n > since]
    found.sort(key=lambda pair: pair[0].n, reverse=term.before)
    return found[0] if found else None


def _linked_day(j: Judgement, on: On) -> date | None:
    """The day that the linked case says now."""
    said = j.of_linked(on.linked, on.day)
    return date.fromisoformat(said) if isinstance(said, str) and fields.is_day(said) else None


def _put_off(procedure: Procedure, term: Term, j: Judgement, since: int) -> date | None:
    """The day until which the limit was put off last."""
    entry = j.last(term.put_off_by) if term.put_off_by else None
    return (
        event_day(procedure, entry, term.put_off_by)
        if entry and term.put_off_by and entry.n > since
        else None
    )


def event_day(procedure: Procedure, entry: Entry, on: On) -> date:
    stated = procedure.stated(entry.facts, on.day) if on.day else None
    return day_of(str(stated)) if stated else day_of(entry.on)


def _event_moment(entry: Entry) -> datetime:
    return moment_of(entry.on) if len(entry.on) > 10 else moment_of(entry.at)


def _pauses(
    procedure: Procedure, term: Term, j: Judgement, since: int
) -> tuple[tuple[tuple[date, date], ...], bool, date | None]:
    """Pauses as day ranges; whether one is still running; and the day on which the running ones end by themselves.

    A running pause counts up to today, or as long as the party was told.
    """
    found, running = list[tuple[date, date]](), list[date | None]()
    for pause in term.paused_by:
        for entry in (one for one in j.events(pause.begin) if one.n > since):
            first = event_day(procedure, entry, pause.begin)
            stop = next((one for one in j.events(pause.end) if one.n > entry.n), None)
            told = _told(procedure, pause, j, entry.n, first)
            if stop is None:
                running.append(told)
            last = event_day(procedure, stop, pause.end) if stop else told or j.on
            found.append((first, min(last, told or last)))
    known = [one for one in running if one is not None]
    resumes = max(known) if known and len(known) == len(running) else None
    return tuple(found), bool(running) and (resumes is None or j.on <= resumes), resumes


def _told(procedure: Procedure, pause: Pause, j: Judgement, before: int, first: date) -> date | None:
    """The last day of a pause that begins on `first`, as the party was told; None where no number of days was."""
    said = (
        procedure.stated(one.facts, pause.told)
        for one in reversed(j.standing.live)
        if pause.told and one.n < before
    )
    days = next((one for one in said if isinstance(one, int)), None)
    if days is None:
        return None
    length = Length(days, pause.unit)
    return j.context.calendar.count(first - timedelta(days=1), length, rolls=False).last_day


def _extension(procedure: Procedure, term: Term, j: Judgement, since: int, last_day: date) -> Length | None:
    """What an extension granted in time adds: all that the rule allows, or the days that the act states, if fewer."""
    if term.extended_by is None or term.extension is None:
        return None
    for entry in (one for one in j.events(term.extended_by) if one.n > since):
        if event_day(procedure, entry, term.extended_by) <= last_day:
            most = j.length(term.extension, day_of(entry.on))
            stated = procedure.stated(entry.facts, term.extension_days) if term.extension_days else None
            return replace(most, amount=min(stated, most.amount)) if isinstance(stated, int) else most
    return None


# --- what the cases that enforce a decision count from --------------------------------------------------------------


def for_enforcement(procedure: Procedure, standing: Standing) -> dict[str, Json]:
    """Days from which an enforcement of the case's decision is counted, "YYYY-MM-DD"; {} before it was served.

    `decision_served_on`; `contested_on`: a remedy was taken and not dropped; `remedy_ended_on`: its result came, and none
    is under way; `deferred_until`: payment was put off; `sued_directly`: whether that is possible at all (E11).
    """
    starts = _term_events(procedure, "T43", lambda term: term.starts)
    served = [(one, on) for one in standing.live for on in starts if happened(procedure, one, on)]
    if not served:
        return {}
    entry, on = served[-1]
    later = [one for one in standing.live if one.n > entry.n]
    return {
        "decision_served_on": event_day(procedure, entry, on).isoformat(),
        "sued_directly": any(term.id == "T51" for term in procedure.terms),
        **_contested(procedure, later),
        **_deferred(procedure, later),
    }


def recounted(procedure: Procedure) -> frozenset[str]:
    """Acts after which what `for_enforcement` says may be another."""
    found = {
        on.action
        for term in procedure.terms
        if term.id in ("T43", "T50")
        for on in (*term.starts, *term.ends)
    }
    return frozenset(found | {term.put_off_by.action for term in procedure.terms if term.put_off_by})


def _contested(procedure: Procedure, entries: Sequence[Entry]) -> dict[str, Json]:
    """What became of the remedies against the decision: one that was dropped is as if it had never been taken."""
    filings = _term_events(procedure, "T43", lambda term: term.ends)
    results = {on.action for on in _term_events(procedure, "T50", lambda term: term.starts)}
    filed = [one for one in entries if any(happened(procedure, one, on) for on in filings)]
    ended = [(one, _next(entries, one, results)) for one in filed]
    kept = [
        (one, end) for one, end in ended if end is None or procedure.stated(end.facts, "result") != "dropped"
    ]
    if not kept:
        return {}
    filing, result = kept[-1]
    said: dict[str, Json] = {"contested_on": procedure.stated(filing.facts, "accepted_on") or filing.on[:10]}
    return said | ({"remedy_ended_on": procedure.stated(result.facts, "received_on")} if result else {})


def _next(entries: Sequence[Entry], after: Entry, actions: Container[str]) -> Entry | None:
    return next((one for one in entries if one.n > after.n and one.action in actions), None)


def _deferred(procedure: Procedure, entries: Sequence[Entry]) -> dict[str, Json]:
    put_off = [term.put_off_by for term in procedure.terms if term.put_off_by]
    days = [
        event_day(procedure, one, on) for one in entries for on in put_off if happened(procedure, one, on)
    ]
    return {"deferred_until": days[-1].isoformat()} if days else {}


def _term_events(
    procedure: Procedure, term_id: str, column: Callable[[Term], tuple[On, ...]]
) -> tuple[On, ...]:
    return tuple(on for term in procedure.terms if term.id == term_id for on in column(term))


# --- what the law presumes when nobody acts ---------------------------------------------------------------------


def due_moves(procedure: Procedure, case: Case, context: Context, now_day: date) -> list[Move]:
    """What SYSTEM is to enter because a limit ran out before `now_day`: on the day after its last day.

    Nothing is presumed from a provisional day, while a limit is paused, or twice. The door judges each move again.
    """
    j = _looking(procedure, case, context, now_day)
    return [move for term in procedure.terms if term.presumes and (move := _presumed(j, term, now_day))]


def _presumed(j: Judgement, term: Term, now_day: date) -> Move | None:
    clock = clock_of(j.procedure, term, j)
    if clock is None or clock.provisional or clock.paused or clock.ended_on or now_day <= clock.last_day:
        return None
    start = max(one.n for on in term.starts for one in j.events(on))
    if any(one.n > start for one in j.events(term.presumes)):
        return None
    facts = _what_follows(j, term.presumes)
    facts |= {term.presumes_day: clock.started_on.isoformat()} if term.presumes_day else {}
    effective = (clock.last_day + timedelta(days=1)).isoformat()
    key = f"presume/{j.case.id}/{term.id}/{start}"
    return Move(term.presumes, Role.SYSTEM.value, effective, facts, key=key)


def _what_follows(j: Judgement, action_id: str) -> dict[str, Json]:
    """What the case itself gives of the facts that a presumed act states."""
    action = j.procedure.derived[action_id]
    return {one: follows(j) for one in action.asks if (follows := j.procedure.asked(one).follows) is not None}
