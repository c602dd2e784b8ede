"""The row of a case and its team: what lists, search and access read."""

from __future__ import annotations

import json
from collections.abc import Sequence

from mingjing.casework.models import Member
from mingjing.casework.projectors.bare import insert, latest
from mingjing.law import ahead, clocks, procedures
from mingjing.law.judgement import Standing, awaited, day_of
from mingjing.law.terms import Case, Entry, Procedure, Role


def cases(
    entry: Entry, before: Case, after: Case, standing: Standing, running: Sequence[clocks.Clock]
) -> None:
    """The case's row: what lists, search and access read."""
    procedure = procedures.of(entry.procedure)
    first = min((one.last_day for one in running if ahead.kept(procedure, one.term)), default=None)
    party = latest(procedure, after, "party")
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
        or str(latest(procedure, after, "source_number") or "")[:60],
        "in_review": _in_review(procedure, standing),
        "decided": any(procedure.derived[one.action].decides for one in standing.live),
        "published": "publicity" in standing.open,
    }
    changed = ", ".join(f'"{name}" = excluded."{name}"' for name in values)
    insert(
        "caserow",
        ("id", *values),
        [(entry.case, *values.values())],
        f"ON CONFLICT (id) DO UPDATE SET {changed}",
    )
    rows = [(entry.case, person, role) for person, role in sorted(_joined(procedure, entry, before))]
    insert("member", ("case_id", "person", "role"), rows, "ON CONFLICT DO NOTHING")


def _title(procedure: Procedure, case: Case, name: str) -> str:
    """`name`: the party's. What an agency makes every year is told apart by its year."""
    cause, year = latest(procedure, case, "cause"), latest(procedure, case, "year")
    if name and cause:
        return f"{name}{cause}"
    own = f"{procedure.label}（{year}年）" if procedure.own and year else procedure.label
    return str(latest(procedure, case, "summary") or (f"{name}{procedure.label}案" if name else own))


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
    if procedure.own:
        found.add(("", Member.EVERYBODY))
    for name, role in (("officers", Role.OFFICER), ("hearing_host", Role.HEARING_HOST)):
        named = procedure.stated(entry.facts, name)
        found |= {(str(one), role.value) for one in (named if isinstance(named, list) else [])}
    return found


def _in_review(procedure: Procedure, standing: Standing) -> bool:
    """Submitted, and no opinion yet on this submission."""
    return awaited(procedure, standing) is not None


def _number(case: Case, paper: str) -> str:
    refs = [ref.number for one in case.entries for ref in one.papers if ref.paper == paper and ref.number]
    return refs[-1] if refs else ""


def _decision_number(procedure: Procedure, case: Case) -> str:
    made = [action.binds for action in procedure.derived.values() if action.decides]
    return next((found for paper in made if (found := _number(case, paper))), "")
