"""The pages of every kind of case ask as few questions as those of a penalty: case page ≤ 15, the form of an act ≤ 20."""

from __future__ import annotations

import pytest

from mingjing.casework import service
from mingjing.demo.year import CHARGES, usual
from mingjing.law import engine, procedures
from mingjing.law.terms import Kind
from tests.support import city
from tests.support.home import Home
from tests.web_matrix.test_counts import ACT, CASE, asked, client_of, warm

pytestmark = pytest.mark.slow
DAY = "2025-09-24"
WAITS = frozenset({"lh_revise"})
"""Acts that must wait for a period to end: the case is looked at before them."""


def kinds() -> list[str]:
    """Procedures that are opened by themselves."""
    found = []
    for law in procedures.PROCEDURES.values():
        first = next(one for one in law.derived.values() if one.opening)
        named = (law.asked(one) for one in first.asks)
        if not law.history and not any(one.kind is Kind.CASE and one.required for one in named):
            found.append(law.id)
    return found


@pytest.mark.parametrize("kind", kinds())
def test_the_pages_of_a_case_ask_few_questions(fresh_city: Home, kind: str) -> None:
    one = city.player(procedure=kind)
    quantity, standard = CHARGES.get(kind, (1, 0))
    said = {"quantity": quantity, "amount_due": quantity * standard} if standard else {}
    one.overrides |= {"acceptance_day": DAY, "way": "case_based", "fine": 100_000} | said
    if procedures.current(kind, DAY).own and kind != "inspection_plan":
        one.overrides["year"] = 2024  # reported is the year that is over
    way = usual(kind)
    for step in way[: max(len(way) - 2, 1)]:
        if step.action in WAITS:
            break
        played = one.do(step.action, DAY, facts=dict(step.facts))
        assert played.refused is None, (step.action, played.refused)
    over = {}
    for person in dict.fromkeys(actor for actor in city_people(one.case)):
        client = client_of(person.removeprefix("p-"))
        page = f"/work/cases/{one.case}/"
        warm(client, page)
        answer, number = asked(lambda client=client, page=page: client.get(page))  # type: ignore[misc]
        assert answer.status_code == 200
        if number > CASE:
            over[person, page] = number
        law, case, context = one._look()
        for choice in engine.menu(law, case, person, context):
            if not choice.possible:
                continue
            form = f"{page}act/{choice.action.id}/"
            warm(client, form)
            answer, number = asked(lambda client=client, form=form: client.get(form))  # type: ignore[misc]
            if answer.status_code == 200 and number > ACT:
                over[person, form] = number
    assert over == {}


def city_people(case: str) -> list[str]:
    """Who has acted in the case, in order."""
    return [entry.actor for entry in service.load(case).entries if entry.actor.startswith("p-")]
