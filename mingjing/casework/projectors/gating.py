"""The append-only rows that the database itself guards: handlers, reviews, clearances, decisions."""

from __future__ import annotations

from mingjing.casework import gate
from mingjing.casework.context import world
from mingjing.casework.projectors.bare import stated_amount
from mingjing.law import fields, procedures
from mingjing.law.judgement import Judgement, day_of, moment_of, replay
from mingjing.law.terms import HANDLING, Action, Case, Entry, Move, Procedure, Role


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
        fine=stated_amount(procedure.stated(entry.facts, "fine")),
        confiscated=stated_amount(procedure.stated(entry.facts, "confiscated")),
        other_major=bool(
            set(kinds if isinstance(kinds, list) else [])
            - {"fine", "warning", "public_censure", "confiscation"}
        )
        or bool(procedure.review and procedure.review.grounds(j)),
        parameters=context.law.parameters.digest,
        day=day_of(entry.on).isoformat(),
        scopes=context.agency.scopes if context.agency else (),
    )
