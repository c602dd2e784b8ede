"""Rows of cases, derived from each entry in its own transaction: gate, lists, clocks, papers, files.

Every act passes here, so rows are written by bare statements; pages read them through `casework/models.py`.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import connection

from mingjing.casework import gate
from mingjing.casework.context import being_written, name_key, party_key, world
from mingjing.database import written_together
from mingjing.law import ahead, clocks, fields, procedures
from mingjing.law.guards.plans import items
from mingjing.law.judgement import (
    SHANGHAI,
    Judgement,
    Standing,
    awaited,
    day_of,
    follow,
    happened,
    moment_of,
    replay,
)
from mingjing.law.terms import HANDLING, Action, Case, Entry, Json, Move, Procedure, Role, Tally, Term

CHAINS = frozenset({"registry", "system"})
PAPER = ("case_id", "paper", "n", "draft", "number", "on", "sha256", "sm3", "size")
PENALTY = (
    "case_id",
    "agency",
    "party",
    "number",
    "item",
    "cause",
    "conduct_on",
    "decided_on",
    "fine",
    "n",
)
ITEMS = 400
"""Characters for the codes of all items of one visit."""
VISIT = ("case_id", "agency", "party", "named", "item", "on", "n")
BAR = ("case_id", "term", "agency", "party", "item", "label", "since", "until", "number", "n")
TALLY = ("case_id", "n", "column", "agency", "item", "on", "amount")
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
ISSUED = "UPDATE casework_paperrow SET issued_n = %s, sha256 = %s, sm3 = %s, size = %s WHERE case_id = %s AND paper = %s AND n = %s"
COUNTED = "SELECT DISTINCT case_id FROM casework_linkrow WHERE other = %s AND relation IN ({marks}) ORDER BY case_id"
SERVED = (
    "UPDATE casework_paperrow SET served_on = %s WHERE case_id = %s AND paper = %s "
    "AND n = (SELECT max(n) FROM casework_paperrow WHERE case_id = %s AND paper = %s)"
)
"""The paper that was made last is the one that was served."""


def gates(entry: Entry, before: Case, after: Case) -> None:
    """The append-only rows that the database itself guards: handlers, reviews, clearances, decisions."""
    procedure = procedures.of(entry.procedure)
    action = procedure.derived[entry.action]
    if not before.entries:  # before anyone else can say that this case needs no review
        gate.open_case(entry.case, review=procedure.review is not None)
    for person in sorted(_new_handlers(procedure, action, entry, before)):
        gate.add_handler(entry.case, person, entry.n)
    review = procedure.review
    if review is not None and entry.action == review.review:
        _reviewed(procedure, entry, after)
    if action.decides and action.effective:
        _decided(procedure, entry, before, after)


def _handling(action: Action, entry: Entry) -> set[str]:
    if not HANDLING & action.roles or not HANDLING & {Role(one) for one in entry.roles}:
        return set()
    named = entry.facts.get("officers")
    return {entry.actor} | ({str(one) for one in named} if isinstance(named, list) else set())


def _new_handlers(procedure: Procedure, action: Action, entry: Entry, before: Case) -> set[str]:
    """Who was not a handler yet; those of the entries before are written."""
    fresh = _handling(action, entry)
    for one in before.entries:
        if not fresh:
            break
        fresh -= _handling(procedure.derived[one.action], one)
    return fresh


def _round(procedure: Procedure, case: Case) -> int:
    """How many times the draft has been submitted for review: the round that a review speaks of."""
    submit = procedure.review.submit if procedure.review else ""
    return sum(1 for one in case.entries if one.action == submit)


def _draft(entry: Entry, paper: str) -> str:
    return next((one.draft for one in entry.papers if one.paper == paper), "")


def _reviewed(procedure: Procedure, entry: Entry, after: Case) -> None:
    review = procedure.review
    assert review is not None
    opinion = str(procedure.stated(entry.facts, review.opinion))
    draft, number = _draft(entry, review.paper), _round(procedure, after)
    gate.add_review(
        case=entry.case, round=number, n=entry.n, draft=draft, opinion=opinion, person=entry.actor
    )
    if opinion == review.passed:
        gate.clear(case=entry.case, round=number, n=entry.n, draft=draft, kind="passed", person=entry.actor)


def _decided(procedure: Procedure, entry: Entry, before: Case, after: Case) -> None:
    review = procedure.review
    paper = procedure.derived[entry.action].binds
    clearance = None
    if review is not None:
        number = max(_round(procedure, after), 1)
        if not any(one.action == review.review for one in replay(procedure, before).live):
            _not_required(procedure, entry, before, number, _draft(entry, paper))
        clearance = gate.clearance_of(entry.case, _draft(entry, paper))
    made = [one for one in before.entries if procedure.derived[one.action].decides]
    gate.decide(
        case=entry.case,
        round=len(made) + 1,
        kind=paper,
        draft=_draft(entry, paper),
        decider=entry.actor,
        n=entry.n,
        clearance=clearance,
    )


def _not_required(procedure: Procedure, entry: Entry, before: Case, number: int, draft: str) -> None:
    """The clearance of a decision that needs no review: the database recomputes the money limits itself."""
    context = world(entry.agency, moment_of(entry.at))
    move = Move(entry.action, entry.actor, entry.on, facts=entry.facts)
    j = Judgement(
        procedure, before, move, context, procedure.derived[entry.action], replay(procedure, before)
    )
    kinds = procedure.stated(entry.facts, "kinds")
    gate.clear(
        case=entry.case,
        round=number,
        n=entry.n,
        draft=draft,
        kind="not_required",
        person=entry.actor,
        party="citizen" if fields.is_citizen(procedure.stated(entry.facts, "party")) else "org",
        fine=_amount(procedure.stated(entry.facts, "fine")),
        confiscated=_amount(procedure.stated(entry.facts, "confiscated")),
        other_major=bool(
            set(kinds if isinstance(kinds, list) else [])
            - {"fine", "warning", "public_censure", "confiscation"}
        )
        or bool(procedure.review and procedure.review.grounds(j)),
        parameters=context.law.parameters.digest,
        day=day_of(entry.on).isoformat(),
        scopes=context.agency.scopes if context.agency else (),
    )


def _amount(value: Json) -> int:
    return value if isinstance(value, int) else 0


def rows(entry: Entry, before: Case, after: Case) -> None:
    """Everything that can be projected again: the case's row, papers, files, limits, what waits for whom."""
    procedure = procedures.of(entry.procedure)
    standing = follow(procedure, before, after)
    j, running = _counted(entry, after, standing)
    with written_together():
        cases(entry, before, after, standing, running)
        for projector in (papers, files, penalties, visits, bars, tallies, links):
            projector(entry, before, after)
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
        dues(entry, j, running)


def _counted(entry: Entry, after: Case, standing: Standing) -> tuple[Judgement, tuple[clocks.Clock, ...]]:
    """A judgement of no act after an entry, and the limits that run then."""
    procedure = procedures.of(entry.procedure)
    j = clocks.looking(procedure, after, world(entry.agency, moment_of(entry.at)), standing)
    return j, clocks.running(j)


def cases(
    entry: Entry, before: Case, after: Case, standing: Standing, running: Sequence[clocks.Clock]
) -> None:
    """The case's row: what lists, search and access read."""
    procedure = procedures.of(entry.procedure)
    first = min((one.last_day for one in running if ahead.kept(procedure, one.term)), default=None)
    party = _latest(procedure, after, "party")
    name = str(party.get("name", "")) if isinstance(party, dict) else ""
    values = {
        "procedure": entry.procedure,
        "agency": entry.agency,
        "title": _title(procedure, after, name)[:220],
        "party": name,
        "party_code": str(party.get("code", "")) if isinstance(party, dict) else "",
        "stage": standing.stage,
        "open": json.dumps(sorted(standing.open)),
        "ended": standing.stage in procedure.exits,
        "opened_on": day_of(after.entries[0].on).isoformat(),
        "acted_on": day_of(entry.on).isoformat(),
        "due_on": first and first.isoformat(),
        "n": entry.n,
        "number": _number(after, "filing_approval"),
        "decision_number": _decision_number(procedure, after)
        or str(_latest(procedure, after, "source_number") or "")[:60],
        "in_review": _in_review(procedure, standing),
        "decided": any(procedure.derived[one.action].decides for one in standing.live),
        "published": "publicity" in standing.open,
    }
    changed = ", ".join(f'"{name}" = excluded."{name}"' for name in values)
    _insert(
        "caserow",
        ("id", *values),
        [(entry.case, *values.values())],
        f"ON CONFLICT (id) DO UPDATE SET {changed}",
    )
    rows = [(entry.case, person, role) for person, role in sorted(_joined(procedure, entry, before))]
    _insert("member", ("case_id", "person", "role"), rows, "ON CONFLICT DO NOTHING")


def _title(procedure: Procedure, case: Case, name: str) -> str:
    """`name`: the party's. What an agency makes every year is told apart by its year."""
    cause, year = _latest(procedure, case, "cause"), _latest(procedure, case, "year")
    if name and cause:
        return f"{name}{cause}"
    own = f"{procedure.label}（{year}年）" if procedure.own and year else procedure.label
    return str(_latest(procedure, case, "summary") or (f"{name}{procedure.label}案" if name else own))


def _joined(procedure: Procedure, entry: Entry, before: Case) -> set[tuple[str, str]]:
    """Who is of the team from this entry on; those of the entries before are written."""
    fresh = _team(procedure, entry)
    for one in reversed(before.entries):
        if not fresh:
            break
        fresh -= _team(procedure, one)
    return fresh


def _team(procedure: Procedure, entry: Entry) -> set[tuple[str, str]]:
    """Who acted or was named, and as what: the host of a hearing must see the case that she is to hear."""
    if entry.actor == Role.SYSTEM:
        return set()
    found = {(entry.actor, role) for role in entry.roles}
    for name, role in (("officers", Role.OFFICER), ("hearing_host", Role.HEARING_HOST)):
        named = procedure.stated(entry.facts, name)
        found |= {(str(one), role.value) for one in (named if isinstance(named, list) else [])}
    return found


def _in_review(procedure: Procedure, standing: Standing) -> bool:
    """Submitted, and no opinion yet on this submission."""
    return awaited(procedure, standing) is not None


def _latest(procedure: Procedure, case: Case, name: str) -> Json:
    for entry in reversed(case.entries):
        if (found := procedure.stated(entry.facts, name)) is not None:
            return found
    return None


def _number(case: Case, paper: str) -> str:
    refs = [ref.number for one in case.entries for ref in one.papers if ref.paper == paper and ref.number]
    return refs[-1] if refs else ""


def _decision_number(procedure: Procedure, case: Case) -> str:
    made = [action.binds for action in procedure.derived.values() if action.decides]
    return next((found for paper in made if (found := _number(case, paper))), "")


def papers(entry: Entry, before: Case, after: Case) -> None:
    """A row per paper that an act made; `paper_issued` and service fill it in."""
    procedure = procedures.of(entry.procedure)
    action = procedure.derived[entry.action]
    if action.effective:
        made = [one for one in entry.papers if one.paper in action.papers]
        day = day_of(entry.on).isoformat()
        _insert(
            "paperrow",
            PAPER,
            [(entry.case, one.paper, entry.n, one.draft, one.number, day, "", "", 0) for one in made],
        )
    paper = procedure.stated(entry.facts, "paper")
    if entry.action == "paper_issued" and entry.files:
        first = entry.files[0]
        values = [entry.n, first.sha256, first.sm3, first.size, entry.case, paper, entry.facts["of_entry"]]
        _execute(ISSUED, values)
    elif isinstance(paper, str) and "proof_of_service" in action.papers:
        _execute(SERVED, [day_of(entry.on).isoformat(), entry.case, paper, entry.case, paper])


def penalties(entry: Entry, before: Case, after: Case) -> None:
    """The penalty as other cases of the party see it, old cases taken in among them.

    What was overturned stands no longer; what was changed stands as changed.
    """
    procedure = procedures.of(entry.procedure)
    action = procedure.derived[entry.action]
    if procedure.history and action.opening:
        _insert("penaltyrow", PENALTY, [_taken_in(entry)])
    elif not procedure.punishes:
        return
    elif action.decides and action.effective:
        _insert("penaltyrow", PENALTY, [_penalty(procedure, entry, after)])
    elif (fine := procedure.stated(entry.facts, "changed_fine")) is not None:
        _execute("UPDATE casework_penaltyrow SET fine = %s WHERE case_id = %s", [_amount(fine), entry.case])
    elif (
        action.voids
        and _decided_in(procedure, before.entries)
        and not _decided_in(procedure, replay(procedure, after).live)
    ):
        _execute("DELETE FROM casework_penaltyrow WHERE case_id = %s", [entry.case])


def _decided_in(procedure: Procedure, entries: Sequence[Entry]) -> bool:
    return any(procedure.derived[one.action].decides for one in entries)


def visits(entry: Entry, before: Case, after: Case) -> None:
    """The visit as the cap of later cases counts it."""
    procedure = procedures.of(entry.procedure)
    action = procedure.derived[entry.action]
    if action.visits is None:
        return
    j = clocks.looking(procedure, after, world(entry.agency, moment_of(entry.at)))
    if action.visits.test(j):
        item, day = " ".join(items(j))[:ITEMS], day_of(entry.on).isoformat()
        party = _latest(procedure, after, "party")
        row = (entry.case, entry.agency, party_key(party), name_key(party), item, day, entry.n)
        _insert("visitrow", VISIT, [row])


def bars(entry: Entry, before: Case, after: Case) -> None:
    """The limits during which the party may not apply again, as later cases see them."""
    procedure = procedures.of(entry.procedure)
    for term in (one for one in procedure.terms if one.bars):
        starts = {on.action for on in term.starts}
        begun = any(one.action in starts for one in before.entries)
        ends = procedure.derived[entry.action].voids or entry.action in {on.action for on in term.ends}
        if entry.action in starts or (begun and ends):
            _bar(procedure, term, entry, after)


def _bar(procedure: Procedure, term: Term, entry: Entry, after: Case) -> None:
    """What was decided anew or has fallen bars otherwise or no longer."""
    _execute("DELETE FROM casework_barrow WHERE case_id = %s AND term = %s", [entry.case, term.id])
    j = clocks.looking(procedure, after, world(entry.agency, moment_of(entry.at)))
    clock = clocks.clock_of(procedure, term, j)
    item, party = str(_latest(procedure, after, "item") or ""), party_key(_latest(procedure, after, "party"))
    if clock is None or clock.ended_on or not party or not item:
        return
    start = max((one for on in term.starts for one in j.events(on)), key=lambda one: one.n)
    number = next((ref.number for ref in start.papers if ref.number), "")
    days = (clock.started_on.isoformat(), clock.last_day.isoformat())
    row = (entry.case, term.id, entry.agency, party, item[:64], term.label, *days, number[:60], start.n)
    _insert("barrow", BAR, [row])


def tallies(entry: Entry, before: Case, after: Case) -> None:
    """The act as the annual report counts it."""
    procedure = procedures.of(entry.procedure)
    met = [
        (tally, on)
        for tally in procedure.tallies
        for on in tally.events
        if on.action == entry.action and happened(procedure, entry, on)
    ]
    if not met:
        return
    j = clocks.looking(procedure, after, world(entry.agency, moment_of(entry.at)))
    rows = {}
    for tally, on in met:
        if tally.when is None or tally.when.test(j):
            stated = (
                tally.column
                if isinstance(tally.column, str)
                else tally.column.pick(_pick(procedure, after, tally))
            )
            day = clocks.event_day(procedure, entry, on).isoformat()
            # as the act itself states it: a decision without a fine has none, whatever the notice said (口径⑤)
            amount = sum(_amount(procedure.stated(entry.facts, name)) for name in tally.sums)
            item = str(_latest(procedure, after, "item") or "")[:64]
            rows[str(stated or "")] = (entry.case, entry.n, stated, entry.agency, item, day, amount)
    _insert("tallyrow", TALLY, [row for column, row in rows.items() if column])


def _pick(procedure: Procedure, case: Case, tally: Tally) -> Json:
    """What was stated last under the field that gives the column."""
    return None if isinstance(tally.column, str) else _latest(procedure, case, tally.column.field)


def links(entry: Entry, before: Case, after: Case) -> None:
    """Which case this act names, so that the other one sees it."""
    named = [(name, entry.facts.get(name)) for name in procedures.of(entry.procedure).links]
    rows = [(entry.case, name, other, entry.n) for name, other in named if isinstance(other, str) and other]
    _insert("linkrow", ("case_id", "relation", "other", "n"), rows)


def _penalty(procedure: Procedure, entry: Entry, case: Case) -> tuple[object, ...]:
    said = {name: str(_latest(procedure, case, name) or "") for name in ("item", "cause", "conduct_on")}
    return (
        entry.case,
        entry.agency,
        party_key(_latest(procedure, case, "party")),
        next((ref.number for ref in entry.papers if ref.number), ""),
        said["item"][:64],
        said["cause"][:220],
        said["conduct_on"],
        day_of(entry.on).isoformat(),
        _amount(procedure.stated(entry.facts, "fine")),
        entry.n,
    )


def _taken_in(entry: Entry) -> tuple[object, ...]:
    """A penalty as its source states it. Its amounts may hold a total and are not added, so no fine is said."""
    said = {name: str(entry.facts.get(name) or "") for name in ("source_number", "cause")}
    days = (entry.facts.get("source_decided_on"), entry.facts.get("source_published_on"), entry.on)
    day = day_of(next(str(one) for one in days if one)).isoformat()
    party = party_key(entry.facts.get("party"))
    return (
        entry.case,
        entry.agency,
        party,
        said["source_number"][:60],
        "",
        said["cause"][:220],
        "",
        day,
        0,
        entry.n,
    )


def files(entry: Entry, before: Case, after: Case) -> None:
    """Evidence that an act handed in; the issued form of a paper is not evidence."""
    if entry.action == "paper_issued":
        return
    day = day_of(entry.on).isoformat()
    rows = [(entry.case, entry.n, one.sha256, one.sm3, one.size, one.title, day) for one in entry.files]
    _insert("filerow", ("case_id", "n", "sha256", "sm3", "size", "title", "on"), rows)


def dues(entry: Entry, j: Judgement, running: Sequence[clocks.Clock]) -> None:
    """The running limits of the case and what waits in it for whom."""
    _limits(entry.case, running)
    _execute("DELETE FROM casework_todo WHERE case_id = %s", [entry.case])
    _insert("todo", TODO, _todos(entry, ahead.waiting(j, running)))


def _limits(case: str, running: Sequence[clocks.Clock]) -> None:
    """Most acts leave most limits as they are: the database compares, so that nobody waits for what it holds."""
    gone = f" AND term NOT IN ({', '.join(['%s'] * len(running))})" if running else ""
    _execute(f"DELETE FROM casework_due WHERE case_id = %s{gone}", [case, *(one.term.id for one in running)])
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
    _insert("due", DUE, rows, DUE_CHANGED)


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


# --- bare statements ------------------------------------------------------------------------------------------


def _execute(statement: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def _insert(table: str, columns: Sequence[str], rows: Iterable[Sequence[object]], conflict: str = "") -> None:
    """Several rows in one statement; nothing when there are none."""
    values = [value for row in rows for value in row]
    if values:
        row = f"({', '.join(['%s'] * len(columns))})"
        names = ", ".join(f'"{one}"' for one in columns)
        many = ", ".join([row] * (len(values) // len(columns)))
        _execute(f"INSERT INTO casework_{table} ({names}) VALUES {many} {conflict}", values)
