"""The gate's rows held against the ledger: a forged whole row, which no trigger can see, is found here.

Every `handler`, `reviewed`, `clearance` and `decision` row must have its entry, and every such entry its row.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from mingjing.casework.gate_sql import GATE
from mingjing.law import fields
from mingjing.law.terms import HANDLING, Case, Entry, Facts, Procedure, Role
from mingjing.recording.findings import Comparison, Finding

TABLES = ("gated", "handler", "reviewed", "clearance", "decision")


@dataclass(frozen=True, slots=True)
class HandlerRow:
    person: str
    n: int


@dataclass(frozen=True, slots=True)
class ReviewedRow:
    n: int
    round: int
    draft: str
    opinion: str
    person: str


@dataclass(frozen=True, slots=True)
class ClearanceRow:
    id: int
    n: int
    round: int
    draft: str
    kind: str
    person: str
    party_kind: str | None
    fine: int | None
    confiscated: int | None
    other_major: bool | None


@dataclass(frozen=True, slots=True)
class DecisionRow:
    n: int
    kind: str
    draft: str
    decider: str
    clearance: int | None


@dataclass(frozen=True, slots=True)
class GateRows:
    """All gate rows of one case."""

    gated: tuple[bool, ...] = ()
    handler: tuple[HandlerRow, ...] = ()
    reviewed: tuple[ReviewedRow, ...] = ()
    clearance: tuple[ClearanceRow, ...] = ()
    decision: tuple[DecisionRow, ...] = ()


def comparison(
    procedure_of: Callable[[str], Procedure | None], sets: Callable[[], Collection[str]] | None = None
) -> Comparison:
    """For `recording.verify`: `procedure_of` gives the procedure of a key, None for chains without one.

    `sets` gives the digests of parameter sets that chain `system` entered; limits of any other set are a finding.
    """

    def compare(case: Case, rows: object) -> Iterable[Finding]:
        found = rows if isinstance(rows, GateRows) else GateRows()
        return compare_gate(case, procedure_of(case.procedure), found)

    return Comparison("法制审核", load, compare, lambda: strangers(sets), GATE)


def compare_gate(case: Case, procedure: Procedure | None, rows: GateRows) -> list[Finding]:
    """What in the gate's rows of this case does not follow from its entries."""
    if procedure is None:
        return [
            _finding(table, case.id, 0, "这个案件的程序不经过审核门，不应当有这一行")
            for table in TABLES
            if getattr(rows, table)
        ]
    found = [*_sets("handler", case, _handlers(procedure, case), rows.handler)]
    found += _sets("reviewed", case, _reviews(procedure, case), rows.reviewed)
    found += _clearances(procedure, case, rows)
    found += _decisions(procedure, case, rows)
    if rows.gated != (procedure.review is not None,):
        found.append(_finding("gated", case.id, 1, "是否需要法制审核的登记与程序不符"))
    return found


# --- what the ledger says ------------------------------------------------------------------------------------


def _handlers(procedure: Procedure, case: Case) -> list[HandlerRow]:
    first: dict[str, int] = {}
    for entry in case.entries:
        action = procedure.action(entry.action)
        if action is None or not HANDLING & action.roles or not HANDLING & set(map(_role, entry.roles)):
            continue
        named = entry.facts.get("officers")
        for person in (entry.actor, *(map(str, named) if isinstance(named, list) else ())):
            first.setdefault(person, entry.n)
    return [HandlerRow(person, n) for person, n in first.items()]


def _role(code: str) -> Role | None:
    return Role(code) if code in Role._value2member_map_ else None


def _reviews(procedure: Procedure, case: Case) -> list[ReviewedRow]:
    review = procedure.review
    if review is None:
        return []
    return [
        ReviewedRow(
            entry.n,
            _round(procedure, case, entry.n),
            _draft(entry, review.paper),
            str(procedure.stated(entry.facts, review.opinion)),
            entry.actor,
        )
        for entry in case.entries
        if entry.action == review.review
    ]


def _round(procedure: Procedure, case: Case, n: int) -> int:
    submit = procedure.review.submit if procedure.review else ""
    return sum(1 for one in case.entries[:n] if one.action == submit)


def _draft(entry: Entry, paper: str) -> str:
    return next((one.draft for one in entry.papers if one.paper == paper), "")


def _deciding(procedure: Procedure, case: Case) -> list[tuple[Entry, str]]:
    """Deciding entries, each with the paper it binds."""
    found = []
    for entry in case.entries:
        action = procedure.action(entry.action)
        if action is not None and action.decides and action.effective:
            found.append((entry, action.binds))
    return found


# --- held against the rows -----------------------------------------------------------------------------------


def _sets(table: str, case: Case, said: Sequence[object], held: Sequence[object]) -> Iterator[Finding]:
    for row in held:
        if row not in said:
            yield _finding(table, case.id, getattr(row, "n", 0), f"记录里没有与这一行相符的条目：{row}")
    for row in said:
        if row not in held:
            yield _finding(table, case.id, getattr(row, "n", 0), "有条目而没有这一行")


def _clearances(procedure: Procedure, case: Case, rows: GateRows) -> Iterator[Finding]:
    review = procedure.review
    passed = {one.n: one for one in _reviews(procedure, case) if review and one.opinion == review.passed}
    deciding = {entry.n: (entry, paper) for entry, paper in _deciding(procedure, case)}
    for row in rows.clearance:
        reason = (
            _passed_fault(row, passed.get(row.n))
            if row.kind == "passed"
            else _not_required_fault(procedure, case, row, deciding.get(row.n))
        )
        if reason:
            yield _finding("clearance", case.id, row.n, reason)
    for n in passed.keys() - {row.n for row in rows.clearance if row.kind == "passed"}:
        yield _finding("clearance", case.id, n, "审核同意的条目没有放行这一行")


def _passed_fault(row: ClearanceRow, review: ReviewedRow | None) -> str:
    if review is None:
        return "放行没有对应的审核同意条目"
    held = (row.round, row.draft, row.person)
    return (
        "" if held == (review.round, review.draft, review.person) else "放行的轮次、稿件或人员与审核条目不符"
    )


def _not_required_fault(
    procedure: Procedure, case: Case, row: ClearanceRow, deciding: tuple[Entry, str] | None
) -> str:
    if deciding is None:
        return "免予审核的放行没有对应的决定条目"
    entry, paper = deciding
    said = (_draft(entry, paper), entry.actor, *_money(procedure, entry.facts), False)
    held = (row.draft, row.person, row.party_kind, row.fine, row.confiscated, row.other_major)
    return "" if held == said else "免予审核所依据的稿件、人员、当事人类别或金额与决定条目不符"


def _money(procedure: Procedure, facts: Facts) -> tuple[str, int, int]:
    kind = "citizen" if fields.is_citizen(procedure.stated(facts, "party")) else "org"
    fine, confiscated = (procedure.stated(facts, name) for name in ("fine", "confiscated"))
    return kind, fine if isinstance(fine, int) else 0, confiscated if isinstance(confiscated, int) else 0


def _decisions(procedure: Procedure, case: Case, rows: GateRows) -> Iterator[Finding]:
    said = {
        entry.n: (paper, _draft(entry, paper), entry.actor) for entry, paper in _deciding(procedure, case)
    }
    cleared = {one.id: one for one in rows.clearance}
    held = Counter(row.n for row in rows.decision)
    for row in rows.decision:
        if held[row.n] > 1:
            yield _finding("decision", case.id, row.n, "一个决定条目对应了不止一行")
        if said.get(row.n) != (row.kind, row.draft, row.decider):
            yield _finding("decision", case.id, row.n, "记录里没有与这个决定相符的条目")
        elif reason := _gate_fault(procedure, case, row, cleared):
            yield _finding("decision", case.id, row.n, reason)
    for n in said.keys() - {row.n for row in rows.decision}:
        yield _finding("decision", case.id, n, "有决定条目而没有这一行")


def _gate_fault(
    procedure: Procedure, case: Case, row: DecisionRow, cleared: Mapping[int, ClearanceRow]
) -> str:
    """The triggers' rules once more, over the ledger alone."""
    if procedure.review is None:
        return "" if row.clearance is None else "没有法制审核的程序引用了放行"
    clearance = cleared.get(row.clearance or 0)
    if clearance is None or clearance.draft != row.draft or clearance.n > row.n:
        return "决定没有本案、本稿的放行：未经法制审核作出决定"
    reviews = [one for one in _reviews(procedure, case) if one.n < row.n]
    people = {one.person for one in _handlers(procedure, case) if one.n < row.n} | {
        one.person for one in reviews
    }
    if row.decider in people:
        return "决定人是承办人或审核人"
    latest = reviews[-1] if reviews else None
    if clearance.kind == "passed" and (
        latest is None or (latest.draft, latest.opinion) != (row.draft, procedure.review.passed)
    ):
        return "最近一次法制审核没有同意这份稿件"
    return ""


# --- reading -------------------------------------------------------------------------------------------------


def load(cases: Sequence[str]) -> dict[str, object]:
    """The gate's rows of these cases (sorted, without a gap among those that have entries), by case."""
    found: dict[str, dict[str, list[Any]]] = {}
    for table, columns, make in _READ:
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT "case", {columns} FROM {table} WHERE "case" >= %s AND "case" <= %s ORDER BY "case"',
                [cases[0], cases[-1]],
            )
            for case, *values in cursor.fetchall():
                found.setdefault(case, {}).setdefault(table, []).append(make(*values))
    return {
        case: GateRows(**{table: tuple(rows) for table, rows in one.items()}) for case, one in found.items()
    }


def _clearance(*values: Any) -> ClearanceRow:
    other = values[-1]
    return ClearanceRow(*[*values[:-1], None if other is None else bool(other)])


_READ: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("gated", "review", bool),
    ("handler", "person, n", HandlerRow),
    ("reviewed", "n, round, draft, opinion, person", ReviewedRow),
    (
        "clearance",
        "id, n, round, draft, kind, person, party_kind, fine, confiscated, other_major",
        _clearance,
    ),
    ("decision", "n, kind, draft, decider, clearance_id", DecisionRow),
)


def strangers(sets: Callable[[], Collection[str]] | None = None) -> Iterator[Finding]:
    """Gate rows of cases that have no entry at all, and limits of a parameter set that was never loaded."""
    for table in TABLES:
        with connection.cursor() as cursor:
            cursor.execute(
                f'SELECT DISTINCT "case" FROM {table} t WHERE NOT EXISTS '
                '(SELECT 1 FROM entry e WHERE e."case" = t."case" AND e.n = 1)'
            )
            for (case,) in cursor.fetchall():
                yield _finding(table, case, 0, "这一行所说的案件没有任何记录")
    if sets is not None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT DISTINCT digest FROM review_threshold")
            for (digest,) in cursor.fetchall():
                if digest not in sets():
                    yield Finding("review_threshold", digest, "", "这一套参数从未载入过")


def _finding(table: str, case: str, n: int, what: str) -> Finding:
    return Finding(table, f"{case}/{n}", f"{case}/{n}" if n else "", what)
