"""Who is reminded of what: nobody of another's limit, everybody of their own, also when the case has ended."""

from __future__ import annotations

from mingjing.casework.access import FILING
from mingjing.casework.models import Member, Todo
from tests.support import city

HEARING = {"fine": 12_000_000}


def waiting(case: str) -> dict[str, str]:
    return dict(Todo.objects.filter(case=case).values_list("action", "role"))


def test_in_an_ended_case_only_the_archive_waits(fresh_city):
    hero = city.player()
    for step, day in (("po_publish", "2025-09-20"), ("po_close", "2025-09-25")):
        assert not hero.through(step, day)[-1].refused
    assert waiting(hero.case) == {"po_archive": "archivist"}
    assert not hero.do("po_archive", "2025-09-26").refused
    assert waiting(hero.case) == {}


def test_limits_of_the_party_and_of_the_court_remind_nobody_here(fresh_city):
    hero = city.player()
    assert not hero.through("po_publish", "2025-09-20")[-1].refused
    assert "po_remedy_filed" not in waiting(hero.case) and "po_pay" in waiting(hero.case)


def test_a_called_hearing_waits_for_its_host_who_may_see_the_case(fresh_city):
    hero = city.player(overrides=HEARING)
    assert not hero.through("po_serve", "2025-09-22")[-1].refused
    for act in ("po_hear_req", "po_hear_call"):
        assert not hero.do(act, "2025-09-23", papers={"hearing_notice": {"hearing_on": "2025-10-20"}}).refused
    assert not hero.do("po_serve", "2025-09-23", facts={"paper": "hearing_notice"}).refused
    assert waiting(hero.case)["po_hear"] == "hearing_host"
    assert Member.objects.filter(case=hero.case, person=city.SONG, role="hearing_host").exists()


def test_the_archivist_sees_a_case_on_the_spot_before_it_has_ended(fresh_city):
    assert FILING["penalty_summary@2021-07-15"] == {"reported"}
    hero = city.player(procedure="penalty_summary", overrides={"fine": 10_000})
    assert not hero.through("ps_report", "2025-09-22")[-1].refused
    assert not hero.do("ps_pay", "2025-09-22", facts={"amount": 10_000}).refused
    assert waiting(hero.case)["ps_archive"] == "archivist"
