"""Over every parameter: a limit or a reason made from an unverified value says so."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from mingjing.law import clocks, describe
from mingjing.law.judgement import Judgement
from mingjing.law.parameters import Row, for_matter, packaged, packaged_calendar, scope_path
from mingjing.law.procedures import PROCEDURES
from mingjing.law.rules import reasons
from mingjing.law.terms import Case, Entry, Facts, Guard, Linked, Param, Procedure, Term, Value
from tests.law.world import ORDINARY

TIMED = [
    (procedure, term, row)
    for procedure in PROCEDURES.values()
    for term in procedure.terms
    if isinstance(term.length, Param) and term.starts
    for row in packaged().all(term.length.key)
]


def named(part: object) -> str:
    if isinstance(part, Row):
        return f"{part.value.scope}-{part.since}"
    return getattr(part, "id", str(part))


@pytest.mark.parametrize(("procedure", "term", "row"), TIMED, ids=named)
def test_a_limit_is_as_sure_as_its_article_and_its_length(procedure: Procedure, term: Term, row: Row) -> None:
    clock = clock_with(procedure, term, row)
    article = not term.basis.mark.startswith(("P", "K", "X"))
    assert clock.verified == (article and row.value.verified)
    assert clock.unsure == ("" if row.value.verified else row.value.basis)


def clock_with(procedure: Procedure, term: Term, row: Row) -> clocks.Clock:
    """The clock of a term that began on the row's first day, under exactly this value."""
    on = term.starts[0]
    facts: dict[str, Any] = dict(on.where)
    if on.day:
        facts[on.day] = row.since.isoformat()
    if on.linked:
        facts[on.linked] = "d"
    entry = Entry(
        case="c", n=1, procedure=procedure.key, action=on.action, actor="p", roles=(), agency="a",
        on=row.since.isoformat(), at=f"{row.since}T01:00:00.000Z", prev=None, key="", facts=facts,
        papers=(), files=(), seen={},
    )  # fmt: skip
    case = Case("c", procedure.key, "a", (entry,))
    found = clocks.clock_of(
        procedure, replace(term, when=None), looking(procedure, case, Fixed(row.value, facts))
    )
    assert found is not None
    return found


def looking(procedure: Procedure, case: Case, context: Any) -> Judgement:
    """A judgement of no act at all."""
    return clocks._looking(procedure, case, context, date(2030, 1, 1))


class Fixed:
    """A context in which every parameter has this one value."""

    field = "市场监管"

    def __init__(self, value: Value, told: Facts | None = None) -> None:
        """`told`: what every other case says."""
        self.value = value
        self.told = told or {}
        self.calendar = packaged_calendar()

    def case(self, case: str) -> Linked:
        return Linked("", case, ORDINARY.key, "served", 1, "c" * 64, self.told)

    def linked(self) -> tuple[Linked, ...]:
        return ()

    def parameter(self, key: str, day: date, matter: str = "") -> Value:
        return replace(self.value, key=key)


@pytest.mark.parametrize(
    "row", packaged().rows, ids=lambda row: f"{row.value.key}-{row.value.scope}-{row.since}"
)
def test_a_reason_with_a_number_from_an_unverified_value_says_so(row: Row) -> None:
    """Whatever a guard reads, the reason it gives is marked exactly when the value is unverified."""

    def over(j: Judgement) -> Any:
        j.param(row.value.key, row.since)
        yield "超过上限 7。"

    guard = Guard("E-FIELD", "某条件", ORDINARY.basis, over)
    j = looking(ORDINARY, Case("c", ORDINARY.key, "a"), Fixed(row.value))
    (reason,) = reasons(j, guard)
    assert ("未核实" in reason.sentence) == (not row.value.verified)
    assert reason.sentence.endswith("。")


def test_what_a_mark_does_not_allow_is_not_verified() -> None:
    """A platform default, a text not read to the article, and every hearing threshold stay unverified."""
    for row in packaged().rows:
        if row.value.verified:
            assert not any(word in row.value.basis for word in ("平台默认", "未核", "参照", "已废止")), row
            assert " 第" in row.value.basis, row


@pytest.mark.parametrize(
    ("field", "key", "day", "amount", "verified"),
    [
        ("", "penalty.limitation", date(2025, 1, 1), 2, True),
        ("公安", "service.publication", date(2025, 1, 1), 60, True),
        ("公安", "penalty.summary_report_within", date(2025, 1, 1), 24, True),
        ("城市管理", "penalty.summary_officers", date(2026, 1, 1), 2, True),
        ("市场监管", "penalty.decide_extension", date(2025, 1, 1), 30, False),
        ("市场监管", "publication.market_display", date(2025, 1, 1), 3, True),
        ("农业农村", "hearing.threshold_org", date(2025, 1, 1), 3_000_000, False),
        ("应急管理", "hearing.threshold_citizen", date(2025, 1, 1), 2_000_000, False),
        ("生态环境", "hearing.threshold_org", date(2023, 6, 30), 5_000_000, False),
        ("生态环境", "hearing.threshold_org", date(2023, 7, 1), 20_000_000, False),
    ],
)  # fmt: skip
def test_the_exceptions_of_the_fields(field: str, key: str, day: date, amount: int, verified: bool) -> None:
    found = packaged().value(key, day, scope_path(field=field))
    assert (found.amount, found.verified) == (amount, verified)


@pytest.mark.parametrize(
    ("key", "day", "of_public_order", "of_others"),
    [
        ("penalty.limitation", date(2025, 1, 1), (6, "month"), (2, "year")),
        ("penalty.serve_within", date(2025, 1, 1), (2, "day"), (7, "working_day")),
        ("penalty.summary_max_citizen", date(2025, 12, 31), (20_000, "分"), (20_000, "分")),
        ("penalty.summary_max_citizen", date(2026, 1, 1), (50_000, "分"), (20_000, "分")),
        ("penalty.summary_officers", date(2026, 1, 1), (1, "person"), (2, "person")),
    ],
)
def test_what_the_law_of_public_order_sets_holds_for_nothing_else_that_the_police_do(
    key: str, day: date, of_public_order: tuple[int, str], of_others: tuple[int, str]
) -> None:
    """出入境、交通 and the rest are matters of their own (E15, E20, E21)."""
    for matter, wanted in (
        ("治安管理", of_public_order),
        ("出入境管理", of_others),
        ("道路交通安全", of_others),
        ("", of_others),
    ):
        found = packaged().value(key, day, for_matter(scope_path(field="公安"), matter))
        assert (found.amount, found.unit) == wanted, matter


def test_the_tables_in_words_mark_every_unverified_length() -> None:
    for procedure in PROCEDURES.values():
        words = "\n".join(describe.show_lines(procedure.id))
        for term in procedure.terms:
            if isinstance(term.length, Param):
                rows = packaged().all(term.length.key)
                assert (f"（{term.length.key}，未核实）" in words) == any(
                    not row.value.verified for row in rows
                )
