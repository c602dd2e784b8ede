"""100,000 random sequences with raw SQL among the moves; no decision without a valid clearance, or it is found."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from mingjing.casework import gate_sql
from tests.gate_fuzz.databases import Grown, Lite
from tests.gate_fuzz.machine import Violation, fuzz
from tests.support import home as support
from tests.support.environment import LONG

lite_home = support.fresh("empty", vendors=[support.SQLITE])
grown_home = support.fresh("empty", vendors=[support.POSTGRES])
SEED = 20170930  # the day before the opinion took effect
SHARES = 8


@pytest.fixture
def lite(lite_home: support.Home) -> Iterator[Lite]:
    db = Lite(lite_home.path / "db.sqlite3")
    with closing(db.connection):
        yield db


@pytest.mark.slow
@pytest.mark.parametrize("share", range(SHARES))
def test_a_hundred_thousand_sequences_on_sqlite(lite, share):
    seed = SEED + share
    print(f"seed {seed}")
    fuzz(lite, seed, (1_000_000 if LONG else 100_000) // SHARES)


@pytest.mark.slow
@pytest.mark.parametrize("role", ["app", "owner"])
def test_five_thousand_sequences_on_postgresql(grown_home, role):
    print(f"seed {SEED}")
    with closing(grown_home.connect(role)) as connection:
        fuzz(Grown(connection), SEED, (100_000 if LONG else 5_000) // 2)


def test_two_hundred_sequences(lite):
    fuzz(lite, SEED, 200)


TRIGGERS = [statement.split('"')[1] for statement in gate_sql.GATE.sqlite]


@pytest.mark.slow
@pytest.mark.parametrize("trigger", TRIGGERS)
def test_without_any_one_trigger_the_fuzzer_turns_red(lite, trigger):
    lite.connection.execute(f'DROP TRIGGER "{trigger}"')
    with pytest.raises(Violation, match=f"seed {SEED}, sequence"):
        fuzz(lite, SEED, 5_000)


RULES = [
    (table, number)
    for table, checks in gate_sql.rules("sqlite").items()
    for number, (_, message) in enumerate(checks)
    if message
    != gate_sql.DECISION_UNKNOWN  # only says it better: without `gated` there is no clearance either
]


@pytest.mark.slow
@pytest.mark.parametrize(("table", "number"), RULES)
def test_without_any_one_rule_the_fuzzer_turns_red(lite, table, number):
    kept = [check for at, check in enumerate(gate_sql.rules("sqlite")[table]) if at != number]
    lite.connection.execute(f'DROP TRIGGER "{table}_gate"')
    if kept:
        lite.connection.execute(gate_sql._sqlite(table, kept))
    with pytest.raises(Violation, match=f"seed {SEED}, sequence"):
        fuzz(lite, SEED, 5_000)


def test_the_copy_has_every_trigger(lite, lite_home: support.Home):
    assert Path(lite_home.path / "db.sqlite3").exists()
    found = {
        name for (name,) in lite.connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    }
    assert found == set(TRIGGERS)
