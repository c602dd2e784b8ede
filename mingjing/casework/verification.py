"""What `ledger verify` holds against the ledger beyond its own tables: gates judged again, gate rows, derived rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from mingjing.casework import gate_compare, thresholds
from mingjing.casework.context import law_set
from mingjing.law import history, procedures
from mingjing.law.parameters import UnknownParameter
from mingjing.law.terms import Case
from mingjing.recording.findings import Comparison, Finding


def comparisons() -> tuple[Comparison, ...]:
    """In the order in which findings are told."""
    return (
        Comparison("关口重判", _nothing, rejudged),
        gate_compare.comparison(procedures.PROCEDURES.get, thresholds.entered),
    )


def _nothing(cases: Sequence[str]) -> Mapping[str, object]:
    return {}


def rejudged(case: Case, rows: object) -> Iterator[Finding]:
    """Every act judged again from the entries before it and from what it saw (“valid log, illegal act”)."""
    procedure = procedures.PROCEDURES.get(case.procedure)
    if procedure is None:
        return
    calendar = law_set().calendar
    for entry in case.entries:
        action = procedure.action(entry.action)
        if action is None or not action.decides:
            continue
        try:
            reasons = history.rejudge(procedure, case, entry.n, calendar)
        except UnknownParameter as fault:
            yield Finding("entry", str(entry.n), f"{case.id}/{entry.n}", f"没有留下重判所需的依据：{fault}")
            continue
        for one in reasons:
            yield Finding(
                "entry", str(entry.n), f"{case.id}/{entry.n}", f"按当时所见重判，{one.id}：{one.sentence}"
            )
