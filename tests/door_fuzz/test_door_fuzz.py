"""A thousand random cases at the real door (MINGJING_LONG=1: many more); the oracle is tests/door_fuzz/oracle.py."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from mingjing.casework import service
from mingjing.casework.verification import comparisons
from mingjing.recording import verify
from mingjing.recording.home import Home
from mingjing.tlog import canonical
from tests.door_fuzz import machine, oracle
from tests.recording.ledger import check_ledger, seal
from tests.support import city
from tests.support.environment import LONG

EXAMPLES = 240 * (20 if LONG else 1)
COMMITTED = 40 * (20 if LONG else 1)
STEPS = 2


def plan(examples: int) -> settings:
    return settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        derandomize=not LONG,
        suppress_health_check=list(HealthCheck),
        print_blob=False,
        phases=(
            Phase.explicit,
            Phase.generate,
        ),  # a failing case names its seeds; shrinking them shows nothing more
    )


def door(base: type[machine.Door], seed: int) -> type[machine.Door]:
    """A machine of its own name: derandomised runs take their seed from it."""
    return type(f"{base.__name__}{seed}", (base,), {"starts": machine.starts()})


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_no_sequence_of_wishes_makes_an_unlawful_case(sqlite_city: Any, seed: int) -> None:
    machine.two_posts()
    run_state_machine_as_test(door(machine.Door, seed), settings=plan(EXAMPLES))


@pytest.mark.slow
def test_what_random_wishes_leave_behind_verifies(sqlite_city: Any) -> None:
    machine.two_posts()
    run_state_machine_as_test(machine.CommittedDoor, settings=plan(COMMITTED))
    home = Home(Path(sqlite_city.path))
    seal(home)
    check_ledger(home)
    assert [str(one) for one in verify.verify(home, comparisons=comparisons()).findings] == []


# --- the oracle itself -----------------------------------------------------------------------------------------


@pytest.fixture
def decided(sqlite_city: Any) -> Any:
    hero = city.player(overrides={"fine": 12_000_000})
    hero.through("po_file", "2025-08-06")
    hero.through("po_decide", "2025-09-20")
    case = service.load(hero.case)
    oracle.check(case)
    return case


def without(case: Any, action: str) -> Any:
    return replace(case, entries=tuple(one for one in case.entries if one.action != action))


def changed(case: Any, action: str, **values: Any) -> Any:
    return replace(
        case, entries=tuple(replace(one, **values) if one.action == action else one for one in case.entries)
    )


@pytest.mark.parametrize("spoil", [
    lambda case: without(case, "po_review"),
    lambda case: changed(case, "po_review", actor=city.ZHANG),
    lambda case: changed(case, "po_review", papers=()),
    lambda case: changed(case, "po_decide", actor=city.ZHOU),
    lambda case: changed(case, "po_decide", actor=city.WANG),
    lambda case: changed(case, "po_notice", facts={"prior_notice": {"fine": 11_999_999}}),
    lambda case: without(case, "po_file"),
    lambda case: changed(case, "po_decide", at=canonical.utc_ms(city.BEFORE_ALL)),
], ids=["no review", "by a handler", "another text", "reviewer decides", "handler decides", "more than told", "not filed", "time"])  # fmt: skip  # noqa: E501
def test_the_oracle_sees_what_must_not_be(decided: Any, spoil: Any) -> None:
    with pytest.raises((AssertionError, ValueError)):
        oracle.check_decision(*_parts(spoil(decided)))
        oracle.check(spoil(decided))


def _parts(case: Any) -> Any:
    decision = next(one for one in case.entries if one.action == "po_decide")
    return [one for one in case.entries if one.n < decision.n], decision
