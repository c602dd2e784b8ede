"""Forged whole rows, which no trigger can see, are found when the gate's rows are held against the ledger."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given, settings
from hypothesis import strategies as some

from mingjing.casework import gate, gate_compare
from mingjing.casework.gate_compare import ClearanceRow, DecisionRow, GateRows, HandlerRow, ReviewedRow
from mingjing.law import procedures
from mingjing.law.parameters import ParameterSet, Row, UnknownParameter
from mingjing.law.terms import Case, Entry, PaperRef, Value
from tests.support import home as support

gate_home = support.fresh("empty")
ORDINARY, SUMMARY = procedures.of("penalty_ordinary@2021-07-15"), procedures.of("penalty_summary@2021-07-15")


def entry(n: int, action: str, actor: str, role: str, draft: str = "", **facts: object) -> Entry:
    papers = (PaperRef("penalty_decision", draft),) if draft else ()
    return Entry(
        "c1", n, ORDINARY.key, action, actor, (role,), "a", "2026-03-02", "", facts=facts, papers=papers
    )


ENTRIES = (
    entry(1, "po_lead", "zhang", "officer", officers=["zhang", "wang"]),
    entry(2, "po_submit_review", "zhang", "officer", "d1"),
    entry(3, "po_review", "zhou", "reviewer", "d1", opinion="correct"),
    entry(4, "po_submit_review", "zhang", "officer", "d2"),
    entry(5, "po_review", "zhou", "reviewer", "d2", opinion="approve"),
    entry(6, "po_decide", "li", "agency_head", "d2", fine=6_000_000, party={"kind": "org"}),
)
CASE = Case("c1", ORDINARY.key, "a", ENTRIES)
PASSED = ClearanceRow(1, 5, 2, "d2", "passed", "zhou", None, None, None, None)
ROWS = GateRows(
    (True,),
    (HandlerRow("zhang", 1), HandlerRow("wang", 1)),
    (ReviewedRow(3, 1, "d1", "correct", "zhou"), ReviewedRow(5, 2, "d2", "approve", "zhou")),
    (PASSED,),
    (DecisionRow(6, "penalty_decision", "d2", "li", 1),),
)
EXEMPT = Case(
    "c1",
    ORDINARY.key,
    "a",
    (ENTRIES[0], entry(2, "po_decide", "li", "agency_head", "d1", fine=100, party={"kind": "org"})),
)
EXEMPT_ROWS = GateRows(
    (True,),
    ROWS.handler,
    (),
    (ClearanceRow(1, 2, 0, "d1", "not_required", "li", "org", 100, 0, False),),
    (DecisionRow(2, "penalty_decision", "d1", "li", 1),),
)


def found(case: Case, rows: GateRows) -> set[str]:
    return {one.table for one in gate_compare.compare_gate(case, ORDINARY, rows)}


def test_rows_that_follow_from_the_ledger_are_sound():
    assert found(CASE, ROWS) == set()
    assert found(EXEMPT, EXEMPT_ROWS) == set()


@pytest.mark.parametrize(
    ("table", "forged"),
    [
        ("reviewed", ReviewedRow(7, 2, "d3", "approve", "zhou")),
        ("clearance", replace(PASSED, id=2, n=7, draft="d3")),
        ("clearance", replace(EXEMPT_ROWS.clearance[0], id=2, n=7)),
        ("decision", DecisionRow(7, "penalty_decision", "d3", "li", 2)),
        ("decision", DecisionRow(6, "penalty_decision", "d2", "li", 1)),
        ("handler", HandlerRow("li", 2)),
    ],
)
def test_a_row_without_its_entry_is_found(table, forged):
    assert table in found(CASE, replace(ROWS, **{table: (*getattr(ROWS, table), forged)}))


@pytest.mark.parametrize("table", ["handler", "reviewed", "clearance", "decision"])
def test_an_entry_without_its_row_is_found(table):
    assert table in found(CASE, replace(ROWS, **{table: ()}))


@pytest.mark.parametrize(
    ("table", "changed"),
    [
        ("reviewed", {"opinion": "approve", "n": 3, "draft": "d1", "round": 1, "person": "wu"}),
        ("clearance", {"person": "wu"}),
        ("clearance", {"draft": "d1"}),
        ("clearance", {"round": 1}),
        ("decision", {"decider": "zhao"}),
        ("decision", {"draft": "d1"}),
        ("decision", {"kind": "other"}),
        ("decision", {"clearance": None}),
        ("decision", {"clearance": 9}),
        ("handler", {"person": "li"}),
        ("handler", {"n": 2}),
    ],
)
def test_a_changed_row_is_found(table, changed):
    last = replace(getattr(ROWS, table)[-1], **changed)
    assert table in found(CASE, replace(ROWS, **{table: (*getattr(ROWS, table)[:-1], last)}))


@pytest.mark.parametrize(
    "changed",
    [{"fine": 1}, {"confiscated": 5}, {"party_kind": "citizen"}, {"other_major": True}, {"person": "zhao"}],
)
def test_an_exemption_on_other_facts_than_decided_is_found(changed):
    rows = replace(EXEMPT_ROWS, clearance=(replace(EXEMPT_ROWS.clearance[0], **changed),))
    assert "clearance" in found(EXEMPT, rows)


def test_whether_there_is_a_review_is_that_of_the_procedure():
    assert "gated" in found(CASE, replace(ROWS, gated=(False,)))
    assert "gated" in found(CASE, replace(ROWS, gated=()))


def test_the_triggers_rules_are_judged_again_from_the_ledger():
    decided_early = replace(CASE, entries=(*ENTRIES[:2], replace(ENTRIES[5], n=3)))
    early = replace(ROWS, reviewed=(), clearance=(), decision=(replace(ROWS.decision[0], n=3),))
    assert "decision" in found(decided_early, early)
    by_handler = replace(CASE, entries=(*ENTRIES[:5], replace(ENTRIES[5], actor="zhang")))
    assert "decision" in found(
        by_handler, replace(ROWS, decision=(replace(ROWS.decision[0], decider="zhang"),))
    )


def test_a_chain_has_no_gate_rows():
    assert gate_compare.compare_gate(Case("registry", "registry@1", ""), None, GateRows()) == []
    assert gate_compare.compare_gate(Case("registry", "registry@1", ""), None, ROWS)


def test_rows_are_read_in_bulk_and_strangers_found(gate_home):
    gate.open_case("c1", review=True)
    gate.add_handler("c1", "zhang", 1)
    gate.add_review(case="c1", round=1, n=2, draft="d1", opinion="approve", person="zhou")
    cleared = gate.clear(case="c1", round=1, n=2, draft="d1", kind="passed", person="zhou")
    gate.decide(
        case="c1",
        round=1,
        kind="penalty_decision",
        draft="d1",
        decider="li",
        n=3,
        clearance=cleared,
    )
    assert gate_compare.load(["c0", "c2"]) == {
        "c1": GateRows(
            (True,),
            (HandlerRow("zhang", 1),),
            (ReviewedRow(2, 1, "d1", "approve", "zhou"),),
            (replace(PASSED, id=cleared, n=2, round=1, draft="d1"),),
            (DecisionRow(3, "penalty_decision", "d1", "li", cleared),),
        )
    }
    assert {one.table for one in gate_compare.strangers()} == set(gate_compare.TABLES)
    gate.add_thresholds("set9", [gate.Threshold("nation", "2021-07-15", "fine_org", 1)])
    assert "review_threshold" in {one.table for one in gate_compare.strangers(lambda: {"set1"})}


# --- the trigger reads the limits as law/parameters.py does -------------------------------------------------------

SCOPES = ("nation", "shandong", "zaozhuang")
DAYS = [date(2025, month, 1) for month in (1, 4, 7, 10)]


@some.composite
def limit(draw) -> Row:
    since = draw(some.sampled_from(DAYS))
    until = draw(some.none() | some.sampled_from([day for day in DAYS if day >= since]))
    amount = draw(some.integers(0, 5))
    return Row(
        Value("k", amount, "分", since.isoformat(), draw(some.sampled_from(SCOPES)), "", True), since, until
    )


@given(
    some.lists(limit(), max_size=6, unique_by=lambda row: (row.value.scope, row.since)),
    some.sampled_from(DAYS),
    some.sampled_from([SCOPES, SCOPES[:2], SCOPES[1:], ()]),
    some.integers(0, 5),
)
@settings(max_examples=300, deadline=None)
def _agree(rows, day, scopes, fine):
    limits = ParameterSet(tuple(rows))
    try:
        below = fine < limits.value("k", day, scopes).number
    except UnknownParameter:
        below = False
    digest = f"set{next(_numbers)}"
    gate.add_thresholds(
        digest,
        [
            gate.Threshold(
                row.value.scope,
                row.since.isoformat(),
                kind,
                row.value.number,
                row.until.isoformat() if row.until else "",
            )
            for row in rows
            for kind in ("fine_org", "confiscate_org")
        ],
    )
    try:
        with transaction.atomic():
            gate.clear(
                case="c1",
                round=1,
                n=next(_numbers),
                draft="d1",
                kind="not_required",
                person="li",
                party="org",
                fine=fine,
                confiscated=fine,
                other_major=False,
                parameters=digest,
                day=day.isoformat(),
                scopes=scopes,
            )
        cleared = True
    except IntegrityError:
        cleared = False
    assert cleared == below


_numbers = iter(range(1, 10**6))


@pytest.mark.slow
def test_the_trigger_reads_limits_as_the_engine_does(gate_home):
    with transaction.atomic():
        gate.open_case("c1", review=True)
        _agree()
