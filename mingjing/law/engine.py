"""Judge a move and explain it: every reason at once, the entry it makes, what may be done next.

Pure: time, parameters, people and linked cases arrive in the `Context`. The rules stand in `law/rules/`, limits in
`law/clocks.py`, guards in `law/guards/`.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from mingjing.law.judgement import SHANGHAI, Judgement, Standing, replay, utc_ms
from mingjing.law.rules import ASKED, RULE, RULES, carried, date_faults, draft, reasons, snapshots, unmet
from mingjing.law.terms import (
    Action,
    Case,
    Context,
    Entry,
    Guard,
    Move,
    Need,
    PaperRef,
    Procedure,
    Refusal,
    Role,
    Value,
)

Shared = dict[object, tuple[list[str], list[Value]]]


def fold(case_id: str, entries: Sequence[Entry], commitments: Sequence[str] = ()) -> Case:
    """The case as its entries. Consults no rule, so an amended law never makes an old entry unreadable."""
    if not entries:
        return Case(case_id, "", "")
    return Case(case_id, entries[0].procedure, entries[0].agency, tuple(entries), tuple(commitments))


def judge(
    procedure: Procedure,
    case: Case,
    move: Move,
    context: Context,
    standing: Standing | None = None,
    shared: Shared | None = None,
) -> tuple[Judgement | None, list[Refusal]]:
    """The judgement of a move and every reason against it. No judgement for an unknown action.

    `shared`: what the acts of one menu find only once.
    """
    action = procedure.action(move.action)
    if action is None:
        return None, [
            Refusal("E-UNKNOWN", f"“{procedure.label}”没有“{move.action}”这个动作，请从案件页面选择。", RULE)
        ]
    found = standing or replay(procedure, case)
    j = Judgement(procedure, case, move, context, action, found, shared=shared if shared is not None else {})
    if date_fault := list(date_faults(j)):
        return j, date_fault
    return j, [reason for rule in (ASKED if move.asking else RULES) for reason in rule(j)]


def refusals(procedure: Procedure, case: Case, move: Move, context: Context) -> list[Refusal]:
    """All reasons against a move, or []. Each has an id, a sentence, an article and the action that cures it."""
    return judge(procedure, case, move, context)[1]


def record(j: Judgement, *, at: str, numbers: Mapping[str, str] | None = None) -> Entry:
    """The entry of a move that was judged without refusal. `numbers`: document numbers taken, by paper."""
    ask, move = j.ask, j.move
    asked = ask.facts if ask else {}
    facts = {name: value for name, value in asked.items() if name != "late_reason"} | dict(move.facts)
    if ask is None:
        facts |= {one: dict(move.papers[one].fields) for one in snapshots(j.action) if one in move.papers}
    return Entry(
        case=j.case.id,
        n=j.case.last + 1,
        procedure=j.procedure.key,
        action=move.action,
        actor=move.actor,
        roles=_roles(j),
        agency=j.case.agency,
        on=move.on,
        at=at,
        prev=j.case.commitments[-1] if j.case.commitments else None,
        key=move.key,
        facts=facts,
        papers=_paper_refs(j, numbers or {}),
        files=move.files,
        seen=j.seen_json(),
    )


def _roles(j: Judgement) -> tuple[str, ...]:
    if j.move.actor == Role.SYSTEM:
        return (Role.SYSTEM.value,)
    person = j.context.person(j.move.actor)
    held = person.roles if person else frozenset[str]()
    wanted = {role.value for role in j.action.roles}
    return tuple(sorted(held & wanted)) or (Role.OFFICER.value,)


def _paper_refs(j: Judgement, numbers: Mapping[str, str]) -> tuple[PaperRef, ...]:
    """An approval carries what was asked, never what lies on the approver's desk."""
    asked = {ref.paper: ref.draft for ref in j.ask.papers} if j.ask else None
    found = ((one, draft(j, one) if asked is None else asked.get(one, "")) for one in carried(j.action))
    return tuple(PaperRef(paper, digest, numbers.get(paper, "")) for paper, digest in found if digest)


# --- what may be done next --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """One action on the menu, with every reason why not yet, and what is only warned of."""

    action: Action
    refusals: tuple[Refusal, ...]
    warnings: tuple[Refusal, ...] = ()

    @property
    def possible(self) -> bool:
        return not self.refusals


def menu(
    procedure: Procedure, case: Case, actor: str, context: Context, wanted: Container[str] | None = None
) -> tuple[Choice, ...]:
    """Every action of the procedure, or those that are `wanted`, as it stands for one person today, in the order of the
    table.
    """
    standing, shared = replay(procedure, case), Shared()
    return tuple(
        choice(procedure, case, action, actor, context, standing, shared)
        for action in procedure.derived.values()
        if wanted is None or action.id in wanted
    )


def choice(
    procedure: Procedure,
    case: Case,
    action: Action,
    actor: str,
    context: Context,
    standing: Standing,
    shared: Shared | None = None,
) -> Choice:
    """One action as it stands for one person today."""
    move = Move(action.id, actor, _now(context.at, action.hours), asking=True)
    j, reasons = judge(procedure, case, move, context, standing, shared)
    return Choice(action, tuple(reasons), tuple(warnings(j)) if j else ())


@lru_cache(maxsize=64)
def _now(at: datetime, hours: bool) -> str:
    """`on` of an act done now, asked for once per act of a menu."""
    return utc_ms(at) if hours else at.astimezone(SHANGHAI).date().isoformat()


def warnings(j: Judgement) -> Iterator[Refusal]:
    """What the page warns of without barring the act."""
    for need in j.action.needs:
        if isinstance(need, Guard) and need.warns:
            yield from reasons(j, need)


def met(j: Judgement) -> tuple[Need, ...]:
    """The needs of an action that are satisfied: the other half of the gate."""
    return tuple(need for need in j.action.needs if not list(unmet(j, need)))
