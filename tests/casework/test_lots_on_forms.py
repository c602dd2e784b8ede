"""What the lot gives stands on the form before anybody types: the seed, whom it draws, the plan that came along."""

from __future__ import annotations

from mingjing.casework import forms
from mingjing.law.draw import draw, lines
from mingjing.law.terms import Json
from mingjing.recording.home import Home
from mingjing.scenario import runner
from mingjing.scenario.player import Player

DAY = "2025-09-22"
STORY = {
    "title": "抽取以前",
    "procedure": "inspection_draw",
    "cases": {
        "计划": {"procedure": "inspection_plan"},
        "抽取": {"procedure": "inspection_draw", "from": "计划"},
    },
    "moves": [
        {"case": "计划", "on": "2025-02-10", "through": "ip_announce"},
        {"case": "抽取", "on": DAY, "do": "dw_list"},
    ],
}


def form(player: Player, action_id: str, person: str) -> dict[str, Json]:
    """What the form of an act starts with, by name."""
    law, case, context = player._look()
    action = law.action(action_id)
    assert action is not None
    built = forms.build(law, case, context, action, person, context.registry)
    return {ask.name: ask.value for ask in built.every()}


def test_the_form_of_a_draw_starts_with_the_seed_and_what_it_draws(fresh_practice):
    outcome = runner.play(STORY, Home(fresh_practice.path))
    assert outcome.differences == []
    player = outcome.player
    _, case, _ = player._look()
    shown = form(player, "in_draw", "p-chen")
    assert shown["draw_record.seed"] == case.commitments[0]
    assert lines(shown["draw_record.drawn"]) == draw(case.commitments[0], lines(player.said("pool")), 1)
    assert shown["draw_record.pool"] == player.said("pool")


def test_an_inspection_opened_from_a_draw_names_the_draw_and_its_plan(fresh_practice):
    outcome = runner.play(STORY, Home(fresh_practice.path))
    drawn = outcome.player
    other = Player(drawn.home, drawn.clock, "inspection", drawn.agency, drawn.team, origin=drawn.case)
    shown = form(other, "in_plan", "p-chen")
    assert (shown["draw_case"], shown["plan_case"]) == (drawn.case, drawn.said("plan_case"))
    assert shown["permit_case"] is None


def test_an_officer_who_never_saw_the_plan_may_choose_it(fresh_practice):
    outcome = runner.play(STORY, Home(fresh_practice.path))
    drawn = outcome.player
    other = Player(drawn.home, drawn.clock, "inspection", drawn.agency, drawn.team)
    law, case, context = other._look()
    built = forms.build(law, case, context, law.action("in_plan"), "p-zhang", context.registry)
    offered = {
        ask.name: [code for code, _ in ask.choices] for ask in built.asks if ask.name.endswith("_case")
    }
    assert offered["plan_case"] == [drawn.said("plan_case")]
    assert offered["draw_case"] == []  # a draw is offered only to those who work on it
