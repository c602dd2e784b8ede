"""What stands in a case for others to see: penalties, visits, bars, yearly figures, links."""

from __future__ import annotations

from collections.abc import Sequence

from mingjing.casework.context import name_key, party_key, world
from mingjing.casework.projectors.bare import execute, insert, latest, stated_amount
from mingjing.law import clocks, procedures
from mingjing.law.guards.plans import items
from mingjing.law.judgement import day_of, happened, moment_of, replay
from mingjing.law.terms import Case, Entry, Json, Procedure, Tally, Term

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


def penalties(entry: Entry, before: Case, after: Case) -> None:
    """The penalty as other cases of the party see it, old cases taken in among them.

    What was overturned stands no longer; what was changed stands as changed.
    """
    procedure = procedures.of(entry.procedure)
    action = procedure.derived[entry.action]
    if procedure.history and action.opening:
        insert("penaltyrow", PENALTY, [_taken_in(entry)])
    elif not procedure.punishes:
        return
    elif action.decides and action.effective:
        insert("penaltyrow", PENALTY, [_penalty(procedure, entry, after)])
    elif (fine := procedure.stated(entry.facts, "changed_fine")) is not None:
        execute(
            "UPDATE casework_penaltyrow SET fine = %s WHERE case_id = %s", [stated_amount(fine), entry.case]
        )
    elif (
        action.voids
        and _decided_in(procedure, before.entries)
        and not _decided_in(procedure, replay(procedure, after).live)
    ):
        execute("DELETE FROM casework_penaltyrow WHERE case_id = %s", [entry.case])


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
        party = latest(procedure, after, "party")
        row = (entry.case, entry.agency, party_key(party), name_key(party), item, day, entry.n)
        insert("visitrow", VISIT, [row])


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
    execute("DELETE FROM casework_barrow WHERE case_id = %s AND term = %s", [entry.case, term.id])
    j = clocks.looking(procedure, after, world(entry.agency, moment_of(entry.at)))
    clock = clocks.clock_of(procedure, term, j)
    item, party = str(latest(procedure, after, "item") or ""), party_key(latest(procedure, after, "party"))
    if clock is None or clock.ended_on or not party or not item:
        return
    start = max((one for on in term.starts for one in j.events(on)), key=lambda one: one.n)
    number = next((ref.number for ref in start.papers if ref.number), "")
    days = (clock.started_on.isoformat(), clock.last_day.isoformat())
    row = (entry.case, term.id, entry.agency, party, item[:64], term.label, *days, number[:60], start.n)
    insert("barrow", BAR, [row])


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
            amount = sum(stated_amount(procedure.stated(entry.facts, name)) for name in tally.sums)
            item = str(latest(procedure, after, "item") or "")[:64]
            rows[str(stated or "")] = (entry.case, entry.n, stated, entry.agency, item, day, amount)
    insert("tallyrow", TALLY, [row for column, row in rows.items() if column])


def _pick(procedure: Procedure, case: Case, tally: Tally) -> Json:
    """What was stated last under the field that gives the column."""
    return None if isinstance(tally.column, str) else latest(procedure, case, tally.column.field)


def links(entry: Entry, before: Case, after: Case) -> None:
    """Which case this act names, so that the other one sees it."""
    named = [(name, entry.facts.get(name)) for name in procedures.of(entry.procedure).links]
    rows = [(entry.case, name, other, entry.n) for name, other in named if isinstance(other, str) and other]
    insert("linkrow", ("case_id", "relation", "other", "n"), rows)


def _penalty(procedure: Procedure, entry: Entry, case: Case) -> tuple[object, ...]:
    said = {name: str(latest(procedure, case, name) or "") for name in ("item", "cause", "conduct_on")}
    return (
        entry.case,
        entry.agency,
        party_key(latest(procedure, case, "party")),
        next((ref.number for ref in entry.papers if ref.number), ""),
        said["item"][:64],
        said["cause"][:220],
        said["conduct_on"],
        day_of(entry.on).isoformat(),
        stated_amount(procedure.stated(entry.facts, "fine")),
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
