"""Rows of cases, derived from each entry in its own transaction: gate, lists, clocks, papers, files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from mingjing.casework import gate
from mingjing.casework.context import DoorContext
from mingjing.casework.models import CaseRow, Due, FileRow, Member, PaperRow, Todo
from mingjing.law import engine, procedures
from mingjing.law.guards import major_grounds
from mingjing.law.judgement import SHANGHAI, Judgement, Standing, day_of, moment_of, replay
from mingjing.law.terms import HANDLING, Action, Case, Entry, Json, Move, Procedure, Role

CHAINS = frozenset({"registry", "system"})


def gates(entry: Entry, before: Case, after: Case) -> None:
    """The append-only rows that the database itself guards: handlers, reviews, clearances, decisions."""
    procedure = procedures.of(entry.procedure)
    action = procedure.derived[entry.action]
    for person in sorted(_handling(action, entry)):
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
    gate.add_review(case=entry.case, round=number, n=entry.n, draft=draft, opinion=opinion, person=entry.actor)
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
    gate.decide(
        case=entry.case, round=1, kind=paper, draft=_draft(entry, paper), decider=entry.actor, n=entry.n,
        clearance=clearance, review=review is not None,
    )


def _not_required(procedure: Procedure, entry: Entry, before: Case, number: int, draft: str) -> None:
    """The clearance of a decision that needs no review: the database recomputes the money limits itself."""
    context = DoorContext(entry.agency, moment_of(entry.at))
    move = Move(entry.action, entry.actor, entry.on, facts=entry.facts)
    j = Judgement(procedure, before, move, context, procedure.derived[entry.action], replay(procedure, before))
    party = procedure.stated(entry.facts, "party")
    kinds = procedure.stated(entry.facts, "kinds")
    gate.clear(
        case=entry.case, round=number, n=entry.n, draft=draft, kind="not_required", person=entry.actor,
        party="citizen" if isinstance(party, dict) and party.get("kind") == "citizen" else "org",
        fine=_amount(procedure.stated(entry.facts, "fine")),
        confiscated=_amount(procedure.stated(entry.facts, "confiscated")),
        other_major=bool(set(kinds if isinstance(kinds, list) else []) - {"fine", "warning", "public_censure", "confiscation"})
        or bool(major_grounds(j)),
        parameters=context.law.parameters.digest, day=day_of(entry.on).isoformat(),
        scopes=context.agency.scopes if context.agency else (),
    )


def _amount(value: Json) -> int:
    return value if isinstance(value, int) else 0


def cases(entry: Entry, before: Case, after: Case) -> None:
    """The case's row: what lists, search and access read."""
    procedure = procedures.of(entry.procedure)
    standing = replay(procedure, after)
    party = _latest(procedure, after, "party")
    name = str(party.get("name", "")) if isinstance(party, dict) else ""
    cause = _latest(procedure, after, "cause")
    values = {
        "procedure": entry.procedure,
        "agency": entry.agency,
        "title": (f"{name}{cause}" if name and cause else str(_latest(procedure, after, "summary") or procedure.label))[:220],
        "party": name,
        "party_code": str(party.get("code", "")) if isinstance(party, dict) else "",
        "stage": standing.stage,
        "open": sorted(standing.open),
        "ended": standing.stage in procedure.exits,
        "opened_on": day_of(after.entries[0].on),
        "acted_on": day_of(entry.on),
        "n": entry.n,
        "number": _number(after, "filing_approval"),
        "decision_number": _decision_number(procedure, after),
        "in_review": _in_review(procedure, standing),
        "decided": any(procedure.derived[one.action].decides for one in standing.live),
        "published": "publicity" in standing.open,
    }
    CaseRow.objects.bulk_create(
        [CaseRow(id=entry.case, **values)], update_conflicts=True, unique_fields=["id"], update_fields=list(values)
    )
    named = entry.facts.get("officers")
    team = {(entry.actor, role) for role in entry.roles} | {
        (str(one), Role.OFFICER.value) for one in (named if isinstance(named, list) else [])
    }
    Member.objects.bulk_create(
        [Member(case_id=entry.case, person=person, role=role) for person, role in sorted(team) if person != Role.SYSTEM],
        ignore_conflicts=True,
    )


def _in_review(procedure: Procedure, standing: Standing) -> bool:
    """Submitted, and no opinion yet on this submission."""
    review = procedure.review
    if review is None:
        return False
    last = next((one.action for one in reversed(standing.live) if one.action in (review.submit, review.review)), "")
    return last == review.submit


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
        PaperRow.objects.bulk_create(
            PaperRow(case_id=entry.case, paper=ref.paper, n=entry.n, draft=ref.draft, number=ref.number, on=day_of(entry.on))
            for ref in entry.papers
            if ref.paper in action.papers
        )
    paper = procedure.stated(entry.facts, "paper")
    if entry.action == "paper_issued" and entry.files:
        first = entry.files[0]
        PaperRow.objects.filter(case_id=entry.case, paper=paper, n=entry.facts["of_entry"]).update(
            issued_n=entry.n, sha256=first.sha256, sm3=first.sm3, size=first.size
        )
    elif isinstance(paper, str) and "proof_of_service" in action.papers:
        latest = PaperRow.objects.filter(case_id=entry.case, paper=paper).order_by("-n").first()
        if latest:
            PaperRow.objects.filter(pk=latest.pk).update(served_on=day_of(entry.on))


def files(entry: Entry, before: Case, after: Case) -> None:
    """Evidence that an act handed in; the issued form of a paper is not evidence."""
    if entry.action == "paper_issued":
        return
    FileRow.objects.bulk_create(
        FileRow(case_id=entry.case, n=entry.n, sha256=one.sha256, sm3=one.sm3, size=one.size, title=one.title, on=day_of(entry.on))
        for one in entry.files
    )


def dues(entry: Entry, before: Case, after: Case) -> None:
    """The running limits of the case and what waits in it for whom."""
    procedure = procedures.of(entry.procedure)
    context = DoorContext(entry.agency, moment_of(entry.at))
    standing = replay(procedure, after)
    running = [
        clock
        for clock in engine.clocks(procedure, after, context, standing)
        if clock.ended_on is None and not clock.paused and not clock.term.before
    ]
    Due.objects.filter(case_id=entry.case).delete()
    Due.objects.bulk_create(
        Due(case_id=entry.case, term=one.term.id, label=one.term.label, last_day=one.last_day, at=_end(one),
            provisional=one.provisional, presumes=one.term.presumes)
        for one in running
    )
    Todo.objects.filter(case_id=entry.case).delete()
    if standing.stage not in procedure.exits:
        Todo.objects.bulk_create(_todos(procedure, entry, standing, running))


def _todos(procedure: Procedure, entry: Entry, standing: Standing, running: Sequence[engine.Clock]) -> list[Todo]:
    """One row per waiting act and role; a limit on the act gives the day."""
    waiting: dict[str, engine.Clock | None] = {}
    for clock in running:
        for on in clock.term.ends:
            waiting.setdefault(on.action, clock)
    for action in (*_approvals(procedure, standing), *_next(procedure, standing)):
        waiting.setdefault(action.id, None)
    return [
        Todo(
            case_id=entry.case, agency=entry.agency, role=role.value, action=action_id, label=action.label,
            term=clock.term.id if clock else "", last_day=clock.last_day if clock else None,
            provisional=bool(clock and clock.provisional), since=day_of(entry.on),
        )
        for action_id, clock in waiting.items()
        if (action := _first_step(procedure, standing, action_id)) is not None
        for role in sorted(action.roles)
    ]


def _first_step(procedure: Procedure, standing: Standing, action_id: str) -> Action | None:
    """The act itself, or its ask while nobody has asked yet; None when the case is not at a stage for it."""
    action = procedure.action(action_id)
    if action is None or (action.stage is not None and standing.stage not in action.stage):
        return None
    if action.asked_by and action not in _approvals(procedure, standing):
        return procedure.action(action.asked_by)
    return action


def _approvals(procedure: Procedure, standing: Standing) -> list[Action]:
    """Asks that nobody has answered."""
    last = {one.action: one.n for one in standing.live}
    return [
        action
        for action in procedure.derived.values()
        if action.asked_by and not action.id.endswith(".back")
        and last.get(action.asked_by, 0) > max(last.get(action.id, 0), last.get(f"{action.id}.back", 0))
    ]


def _next(procedure: Procedure, standing: Standing) -> list[Action]:
    """The next step of the usual way, by the step that was taken furthest along it."""
    done = {one.action for one in standing.live}
    way = [one for one in procedure.path if one.branch in ("", procedure.branches[0] if procedure.branches else "")]
    furthest = max((place for place, one in enumerate(way) if one.action in done), default=-1)
    rest = [procedure.derived[one.action] for one in way[furthest + 1 :] if not one.optional]
    return [action for action in rest[:1] if not action.asked_by]


def _end(clock: engine.Clock) -> datetime:
    return clock.last_moment or end_of(clock.last_day)


def end_of(day: date) -> datetime:
    """24:00 of a Shanghai day."""
    return datetime.combine(day + timedelta(days=1), time(), SHANGHAI)
