"""Races at the gate on PostgreSQL, past the door's lock: raw connections as the app, started at one barrier."""

import random
import threading
from collections.abc import Callable

import psycopg
import pytest

from mingjing.casework import gate
from tests.support import home as support
from tests.support.environment import LONG

gate_home = support.fresh("empty", vendors=[support.POSTGRES])
RACES = 1000 if LONG else 60
pytestmark = [pytest.mark.postgres, pytest.mark.slow]

Act = Callable[[psycopg.Connection, str], object]

_REVIEW = 'INSERT INTO reviewed ("case", round, n, draft, opinion, person) VALUES (%s, 1, %s, %s, %s, %s)'
_DECIDE = (
    'INSERT INTO decision ("case", round, kind, draft, decider, n, clearance_id) '
    "SELECT %s, %s, 'penalty_decision', 'd1', %s, 9, max(id) FROM clearance WHERE \"case\" = %s"
)
_CLEAR = (
    'INSERT INTO clearance ("case", round, n, draft, kind, person, catalogue) '
    "VALUES (%s, 1, 5, 'd1', 'passed', 'zhou', '')"
)


def returns(raw: psycopg.Connection, case: str) -> None:
    raw.execute(_REVIEW, [case, 7, "d1", "return", "zhou"])


def reviews_another_draft(raw: psycopg.Connection, case: str) -> None:
    raw.execute(_REVIEW, [case, 7, "d2", "approve", "zhou"])


def li_decides(raw: psycopg.Connection, case: str) -> None:
    raw.execute(_DECIDE, [case, 1, "li", case])


def zhao_decides_another_round(raw: psycopg.Connection, case: str) -> None:
    raw.execute(_DECIDE, [case, 2, "zhao", case])


def li_becomes_handler(raw: psycopg.Connection, case: str) -> None:
    raw.execute('INSERT INTO handler ("case", person, n) VALUES (%s, %s, 6)', [case, "li"])


def li_reviews(raw: psycopg.Connection, case: str) -> None:
    raw.execute(_REVIEW, [case, 6, "d1", "approve", "li"])


def race(
    home: support.Home, acts: list[Act], *, cleared: bool = True, isolation: str = "read committed"
) -> list[list[str]]:
    """Who won, per race, in the order in which they held the case."""
    dice, won = random.Random(58), []
    connections = [psycopg.connect(home.url("app")) for _ in acts]
    for raw in connections:
        raw.execute(f"SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL {isolation}")
        raw.commit()
    for number in range(RACES):
        case = f"c{number}"
        _ready(home, case, cleared)
        won.append(_one_race(connections, acts, case, dice))
    for raw in connections:
        raw.close()
    return won


def _ready(home: support.Home, case: str, cleared: bool) -> None:
    gate.open_case(case, review=True)
    gate.add_handler(case, "zhang", 1)
    if cleared:
        gate.add_review(case=case, round=1, n=5, draft="d1", opinion="approve", person="zhou")
        gate.clear(case=case, round=1, n=5, draft="d1", kind="passed", person="zhou")


def _one_race(
    connections: list[psycopg.Connection], acts: list[Act], case: str, dice: random.Random
) -> list[str]:
    barrier, won, lock = threading.Barrier(len(acts)), list[tuple[object, str]](), threading.Lock()
    order = dice.sample(range(len(acts)), len(acts))

    def run(raw: psycopg.Connection, act: Act, late: bool) -> None:
        barrier.wait()
        if late:
            threading.Event().wait(0.001)
        try:
            act(raw, case)
            # The case is ours from here to the commit, so the server's clock tells the true order.
            (since,) = raw.execute("SELECT clock_timestamp()").fetchone()
            threading.Event().wait(0.002)
            raw.commit()
        except psycopg.Error:
            raw.rollback()
            return
        with lock:
            won.append((since, act.__name__))

    threads = [
        threading.Thread(target=run, args=(connections[i], acts[i], order[i] > 0 and dice.random() < 0.5))
        for i in range(len(acts))
    ]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    return [name for _, name in sorted(won)]


def test_a_decision_never_follows_a_return(gate_home):
    won = race(gate_home, [returns, li_decides])
    assert all(one in (["returns"], ["li_decides", "returns"]) for one in won)
    assert {len(one) for one in won} == {1, 2}  # both orders happened


def test_a_decision_never_follows_a_review_of_another_draft(gate_home):
    won = race(gate_home, [reviews_another_draft, li_decides])
    assert all(one in (["reviews_another_draft"], ["li_decides", "reviews_another_draft"]) for one in won)


def test_two_heads_never_decide_on_one_clearance(gate_home):
    won = race(gate_home, [li_decides, zhao_decides_another_round, li_decides])
    assert all(len(one) == 1 for one in won)


def test_a_handler_never_decides(gate_home):
    won = race(gate_home, [li_becomes_handler, li_decides])
    assert all(one in (["li_becomes_handler"], ["li_decides", "li_becomes_handler"]) for one in won)


def test_nobody_is_handler_and_reviewer(gate_home):
    won = race(gate_home, [li_becomes_handler, li_reviews])
    assert all(len(one) == 1 for one in won)


def test_a_clearance_never_follows_a_return(gate_home):
    def clears(raw: psycopg.Connection, case: str) -> None:
        raw.execute(_CLEAR, [case])

    def approved_only(raw: psycopg.Connection, case: str) -> None:
        raw.execute(_REVIEW, [case, 5, "d1", "approve", "zhou"])

    for number in range(RACES):
        _ready(gate_home, f"x{number}", cleared=False)
    won = race(gate_home, [approved_only, returns, clears], cleared=False)
    lawful = (["approved_only", "clears"], ["approved_only", "clears", "returns"])
    assert all(one in lawful for one in won if "clears" in one)


@pytest.mark.parametrize("isolation", ["repeatable read", "serializable"])
def test_a_fixed_snapshot_is_refused_altogether(gate_home, isolation):
    assert all(one == [] for one in race(gate_home, [returns, li_decides], isolation=isolation))
