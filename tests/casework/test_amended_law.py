"""An amended procedure stands beside the old one: running cases keep theirs, new ones take the version of their day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from mingjing.casework import service
from mingjing.casework.models import CaseRow
from mingjing.law import procedures
from mingjing.law.terms import NotDone, On
from mingjing.scenario.player import Player
from tests.support import city

FEE = procedures.current("fee", "2025-09-24")
AMENDED = replace(
    FEE,
    since="2025-10-01",
    label="行政收费（修订）",
    actions=tuple(
        replace(one, repeat=False, needs=(*one.needs, NotDone(On("fe_unpaid"))))
        if one.id == "fe_unpaid"
        else one
        for one in FEE.actions
    ),
)
"""From National Day on a charge is demanded once only."""


@pytest.fixture
def amended(fresh_city, monkeypatch):
    monkeypatch.setattr(procedures, "PROCEDURES", {**procedures.PROCEDURES, AMENDED.key: AMENDED})


def notified(day: str) -> Player:
    """A charge that is due on the day after the notice."""
    hero = city.player(procedure="fee")
    hero.overrides["pay_by"] = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
    assert hero.do("fe_notice", day).receipt
    return hero


def test_a_running_case_keeps_the_law_of_its_first_day(amended) -> None:
    old, new = notified("2025-09-30"), notified("2025-10-09")
    assert [service.load(one.case).procedure for one in (old, new)] == ["fee@2017-10-01", "fee@2025-10-01"]
    for one in (old, new):
        assert one.do("fe_unpaid", "2025-10-11").receipt
    assert old.do("fe_unpaid", "2025-10-13").receipt
    again = new.do("fe_unpaid", "2025-10-13").refused
    assert again is not None and again.ids == {"E-ORDER"}
    assert set(CaseRow.objects.values_list("procedure", flat=True)) == {"fee@2017-10-01", "fee@2025-10-01"}


def test_a_case_registered_late_is_judged_by_the_version_of_the_day_on_which_it_began(amended) -> None:
    hero = city.player(procedure="fee")
    hero.overrides["pay_by"] = "2025-09-30"
    hero.clock.move_to("2025-10-08")
    assert hero.do("fe_notice", "2025-09-29", facts={"late_reason": "当日没有网络"}).receipt
    assert service.load(hero.case).procedure == "fee@2017-10-01"
