"""The gate in the database, by direct SQL as the app: zhang handles, zhou reviews, li decides."""

from contextlib import closing, suppress
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from mingjing.casework import gate, gate_sql
from mingjing.casework.gate import Threshold
from mingjing.recording.append_only import REFUSED
from tests.support import home as support

fresh_gate = support.fresh("empty")
FINE = {
    "party": "org",
    "fine": 4_999_999,
    "confiscated": 0,
    "other_major": False,
    "parameters": "set1",
    "day": "2026-03-02",
    "scopes": ("nation", "shandong", "field:市场监管"),
}
LIMITS = [
    Threshold("nation", "2021-07-15", "fine_citizen", 1_000_000),
    Threshold("nation", "2021-07-15", "fine_org", 10_000_000),
    Threshold("shandong", "2021-07-15", "fine_org", 5_000_000),
    Threshold("nation", "2021-07-15", "confiscate_citizen", 1_000_000),
    Threshold("nation", "2021-07-15", "confiscate_org", 10_000_000),
    Threshold("nation", "2021-07-15", "scope_all", 0),
]


@pytest.fixture
def case(fresh_gate: support.Home) -> str:
    """A case of a procedure with a review, in a city where an organisation's fine is major from 50 000 yuan."""
    gate.add_thresholds("set1", LIMITS)
    gate.open_case("c1", review=True)
    gate.add_handler("c1", "zhang", 1)
    return "c1"


def review(
    n: int = 5, draft: str = "d1", opinion: str = "approve", person: str = "zhou", round: int = 1
) -> None:
    gate.add_review(case="c1", round=round, n=n, draft=draft, opinion=opinion, person=person)


def passed(n: int = 5, draft: str = "d1", person: str = "zhou", **other: Any) -> int:
    return gate.clear(
        **{"case": "c1", "round": 1, "n": n, "draft": draft, "kind": "passed", "person": person} | other
    )


def not_required(**other: Any) -> int:
    return gate.clear(
        **{"case": "c1", "round": 1, "n": 9, "draft": "d1", "kind": "not_required", "person": "li"}
        | FINE
        | other
    )


def decide(
    clearance: int | None, draft: str = "d1", decider: str = "li", round: int = 1, **other: Any
) -> int:
    plain = {
        "case": "c1",
        "round": round,
        "kind": "penalty_decision",
        "draft": draft,
        "decider": decider,
        "n": 9,
        "clearance": clearance,
    }
    return gate.decide(**plain | other)


def refused(message: str) -> Any:
    return pytest.raises(IntegrityError, match=message)


def test_a_reviewed_draft_may_be_decided(case):
    review()
    assert decide(passed())


def test_without_a_review_there_is_no_clearance(case):
    with refused(gate_sql.CLEARANCE_NOT_PASSED):
        passed()


def test_without_a_clearance_there_is_no_decision(case):
    review()
    with refused(gate_sql.DECISION_UNCLEARED):
        decide(None)
    with refused(gate_sql.DECISION_UNCLEARED):
        decide(999)


@pytest.mark.parametrize("other", [{"draft": "d2"}, {"person": "wang"}, {"round": 2}])
def test_a_clearance_says_what_the_review_said(case, other):
    review()
    with refused(gate_sql.CLEARANCE_NOT_PASSED):
        passed(**other)


@pytest.mark.parametrize("opinion", ["return", "correct", "reject", "APPROVE", ""])
def test_only_an_approval_clears(case, opinion):
    review(opinion=opinion)
    with refused(gate_sql.CLEARANCE_NOT_PASSED):
        passed()


def test_a_review_of_an_earlier_draft_does_not_open_the_gate(case):
    review(draft="d1")
    cleared = passed(draft="d1")
    with refused(gate_sql.DECISION_UNCLEARED):
        decide(cleared, draft="d2")


def test_a_later_return_shuts_the_gate_again(case):
    review(n=5)
    cleared = passed()
    review(n=7, opinion="return")
    with refused(gate_sql.DECISION_OUTDATED):
        decide(cleared)
    with refused(gate_sql.CLEARANCE_NOT_PASSED):
        passed(n=8)


def test_a_later_review_of_another_draft_shuts_the_gate_again(case):
    review(n=5)
    cleared = passed()
    review(n=7, draft="d2")
    with refused(gate_sql.DECISION_OUTDATED):
        decide(cleared)


def test_a_review_cannot_be_slipped_in_before_the_latest(case):
    review(n=7, opinion="return")
    for n in (6, 7):
        with refused(f"{gate_sql.REVIEWED_LATE}|{REFUSED}"):
            review(n=n)


def test_a_clearance_of_another_case_is_none(case):
    review()
    cleared = passed()
    gate.open_case("c2", review=True)
    with refused(gate_sql.DECISION_UNCLEARED):
        decide(cleared, case="c2")


def test_a_handler_neither_reviews_nor_decides(case):
    with refused(gate_sql.REVIEWER_HANDLES):
        review(person="zhang")
    review()
    cleared = passed()
    with refused(gate_sql.DECISION_PERSON):
        decide(cleared, decider="zhang")


def test_a_reviewer_neither_becomes_handler_nor_decides(case):
    review()
    cleared = passed()
    with refused(gate_sql.HANDLER_REVIEWED):
        gate.add_handler("c1", "zhou", 6)
    with refused(gate_sql.DECISION_PERSON):
        decide(cleared, decider="zhou")


def test_who_decided_once_does_not_clear_the_next_round(case):
    review()
    decide(passed())
    review(n=11, draft="d2", person="li", round=2)
    with refused(gate_sql.CLEARANCE_NOT_PASSED):
        passed(n=11, draft="d2", person="li", round=2)


def test_one_decision_per_kind_and_round_and_clearance(case):
    review()
    cleared = passed()
    decide(cleared)
    for round in (1, 2):
        with pytest.raises(IntegrityError):
            decide(cleared, round=round)


def test_a_small_fine_needs_no_review(case):
    assert decide(not_required())


@pytest.mark.parametrize(
    "other",
    [
        {"fine": 5_000_000},
        {"confiscated": 10_000_000},
        {"party": "citizen", "fine": 1_000_000},
        {"fine": -1},
        {"fine": None},
        {"confiscated": None},
        {"party": None},
        {"party": "other"},
        {"other_major": True},
        {"other_major": None},
        {"parameters": "unknown"},
        {"parameters": None},
        {"scopes": ()},
        {"scopes": None},
        {"day": "2021-07-14"},
        {"day": None},
    ],
)
def test_what_reaches_a_limit_or_leaves_one_open_needs_a_review(case, other):
    with pytest.raises(IntegrityError):
        not_required(**other)


def test_the_narrowest_scope_and_the_newest_day_count(case):
    gate.add_thresholds(
        "set1",
        [
            Threshold("field:市场监管", "2021-07-15", "fine_org", 8_000_000, until="2026-03-01"),
            Threshold("shandong", "2026-03-02", "fine_org", 3_000_000),
        ],
    )
    not_required(n=1, day="2026-03-01", fine=7_999_999)
    not_required(n=2, day="2026-03-02", fine=2_999_999)
    with refused(gate_sql.CLEARANCE_REQUIRED):
        not_required(n=3, day="2026-03-02", fine=3_000_000)
    not_required(n=4, day="2026-03-02", fine=9_999_999, scopes=("nation",))


def test_where_everything_is_reviewed_nothing_is_exempt(case):
    gate.add_thresholds("set1", [Threshold("shandong", "2026-01-01", "scope_all", 1)])
    not_required(n=1, day="2025-12-31")
    with refused(gate_sql.CLEARANCE_REQUIRED):
        not_required(n=2)


def test_a_review_after_an_exemption_counts(case):
    cleared = not_required(n=5)
    review(n=6, opinion="reject")
    with refused(gate_sql.DECISION_OUTDATED):
        decide(cleared)


def test_a_procedure_without_review_has_neither_clearance_nor_separation(case):
    gate.open_case("s1", review=False)
    gate.add_handler("s1", "zhang", 1)
    with refused(gate_sql.CLEARANCE_NO_REVIEW):
        not_required(case="s1")
    review()
    with refused(gate_sql.DECISION_NEEDLESS):
        decide(passed(), case="s1")
    assert decide(None, case="s1", decider="zhang")


def test_whether_a_case_has_a_review_is_fixed_at_its_first_entry(case):
    with refused(gate_sql.DECISION_UNCLEARED):
        decide(None)
    with refused(REFUSED):
        execute("INSERT INTO gated (\"case\", review) VALUES ('c1', %s)", False) if lite() else update_gated()


def test_a_decision_in_a_case_that_nobody_opened_is_refused(case):
    with refused(gate_sql.DECISION_UNKNOWN):
        execute(
            'INSERT INTO decision ("case", round, kind, draft, decider, n) VALUES (%s, 1, %s, %s, %s, 9)',
            "c9",
            "penalty_decision",
            "d1",
            "li",
        )


ROWS = {
    "review_threshold": ("amount", "0"),
    "gated": ("review", "false"),
    "handler": ("person", "'wang'"),
    "reviewed": ("opinion", "'approve'"),
    "clearance": ("draft", "'d2'"),
    "decision": ("decider", "'wang'"),
}


@pytest.mark.parametrize("table", ROWS)
@pytest.mark.parametrize("role", ["app", "owner"])
def test_no_row_of_the_gate_is_changed_or_deleted(case, fresh_gate, table, role):
    review()
    decide(passed())
    column, value = ROWS[table]
    before = snapshot(table)
    key = "case" if table == "gated" else "id"
    attacks = [
        f'UPDATE "{table}" SET {column} = {value}',
        f'UPDATE "{table}" SET {column} = {value} WHERE false',
        f'DELETE FROM "{table}"',
        f'INSERT INTO "{table}" SELECT * FROM "{table}" WHERE true ON CONFLICT ("{key}") DO UPDATE SET {column} = {value}',
        *(LITE_ATTACKS if lite() else PG_ATTACKS),
    ]
    with closing(fresh_gate.connect(role)) as raw:
        for attack in attacks:
            statement = attack.format(
                table=table, column=column, value=value, other=other_columns(table, column)
            )
            with suppress(Exception):
                raw.execute(statement)
                # What matched no row may be let pass; what is there must stand.
            assert snapshot(table) == before, statement


LITE_ATTACKS = [
    'INSERT OR REPLACE INTO "{table}" SELECT * FROM "{table}"',
    'REPLACE INTO "{table}" ({other}, {column}) SELECT {other}, {value} FROM "{table}"',
    'UPDATE OR REPLACE "{table}" SET {column} = {value}',
    'UPDATE OR IGNORE "{table}" SET {column} = {value}',
    "PRAGMA recursive_triggers = OFF",
    'REPLACE INTO "{table}" ({other}, {column}) SELECT {other}, {value} FROM "{table}"',
]
PG_ATTACKS = [
    'TRUNCATE "{table}" CASCADE',
    "SET session_replication_role = replica",
    'UPDATE "{table}" SET {column} = {value}',
    'DELETE FROM "{table}"',
]


def test_a_temporary_table_does_not_stand_in_for_ours(case, fresh_gate):
    if lite():
        return  # a trigger of the main schema sees the main schema only
    with closing(fresh_gate.connect("app")) as raw:
        raw.execute("CREATE TEMP TABLE reviewed AS SELECT * FROM public.reviewed")
        raw.execute("INSERT INTO pg_temp.reviewed VALUES (1, 'c1', 1, 5, 'd1', 'approve', 'zhou')")
        with pytest.raises(Exception, match=gate_sql.CLEARANCE_NOT_PASSED):
            raw.execute(
                'INSERT INTO clearance ("case", round, n, draft, kind, person, catalogue) '
                "VALUES ('c1', 1, 5, 'd1', 'passed', 'zhou', '')"
            )


def test_a_transaction_with_a_fixed_snapshot_cannot_pass_the_gate(case, fresh_gate):
    if lite():
        return
    review()
    with closing(fresh_gate.connect("app")) as raw:
        raw.execute("SET default_transaction_isolation = 'repeatable read'")
        with pytest.raises(Exception, match="READ COMMITTED"):
            raw.execute("INSERT INTO handler (\"case\", person, n) VALUES ('c1', 'wang', 2)")


def test_the_triggers_stand_and_a_fallen_one_is_seen(case, fresh_gate):
    assert gate_sql.GATE.fallen(connection) == []
    with fresh_gate.role("owner"), connection.cursor() as cursor:
        if lite():
            cursor.execute("DROP TRIGGER decision_gate")
            assert gate_sql.GATE.fallen(connection) == ["decision_gate"]
        else:
            cursor.execute("ALTER TABLE decision DISABLE TRIGGER decision_gate")
            cursor.execute(
                "CREATE OR REPLACE FUNCTION mingjing_gate_clearance() RETURNS trigger LANGUAGE plpgsql "
                "AS $$ BEGIN RETURN NEW; END $$"
            )
            assert gate_sql.GATE.fallen(connection) == ["decision_gate", "mingjing_gate_clearance"]


def test_the_app_cannot_switch_a_trigger_off(case, fresh_gate):
    if lite():
        return  # on SQLite the app owns the file; `verify` sees a fallen trigger
    with closing(fresh_gate.connect("app")) as raw:
        for statement in (
            "ALTER TABLE decision DISABLE TRIGGER ALL",
            "DROP TRIGGER decision_gate ON decision",
            "DROP FUNCTION mingjing_gate_decision() CASCADE",
            "DROP TABLE decision CASCADE",
            "SET ROLE mingjing_owner",
        ):
            with pytest.raises(Exception, match="(?i)must be owner|permission denied"):
                raw.execute(statement)


def lite() -> bool:
    return connection.vendor == "sqlite"


def execute(statement: str, *values: object) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def update_gated() -> None:
    """As the owner, whom no privilege stops."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO gated (\"case\", review) VALUES ('c1', false) ON CONFLICT DO NOTHING")
        cursor.execute("SELECT review FROM gated WHERE \"case\" = 'c1'")
        assert cursor.fetchone() == (True,)
    raise IntegrityError(REFUSED)


def snapshot(table: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT * FROM "{table}" ORDER BY 1')
        return cursor.fetchall()


def other_columns(table: str, column: str) -> str:
    with connection.cursor() as cursor:
        description = connection.introspection.get_table_description(cursor, table)
    return ", ".join(f'"{one.name}"' for one in description if one.name != column)
