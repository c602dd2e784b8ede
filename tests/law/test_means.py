"""What executes does so by the means that was decided (《行政强制法》第三十七条第二款): no row of the table is left out."""

from __future__ import annotations

from mingjing.law.acts.compulsion.execution import EXECUTION
from mingjing.law.guards.enforced import NAMED_WAY
from mingjing.law.terms import Done, Guard

SAID = "决定的方式是"


def test_every_act_that_executes_asks_for_the_means_that_was_decided() -> None:
    held = {
        action.id: [one.label for one in action.needs if isinstance(one, Guard) and SAID in one.label]
        for action in EXECUTION.actions
        if action.to == "executing"
    }
    decision = EXECUTION.paper("enforcement_decision")
    (way,) = [one for one in decision.fields if one.id == "way"] if decision else []
    assert {one: len(labels) for one, labels in held.items()} == dict.fromkeys(held, 1)
    assert len({label for labels in held.values() for label in labels}) == len(way.choices) - 1  # but 其他


def test_it_is_finished_when_a_named_means_was_used() -> None:
    finish = EXECUTION.derived["ce_finish"]
    (used,) = [one for one in finish.needs if isinstance(one, Done) and one.when is NAMED_WAY]
    assert {on.action for on in used.events} == {one.id for one in EXECUTION.actions if one.to == "executing"}
