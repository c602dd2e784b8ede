"""What the law presumes is entered by SYSTEM through the door, on the fragment of a permit (tests/law/fragments.py)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from mingjing.casework import rebuild, service
from mingjing.casework.due import over, run_due
from mingjing.casework.models import Due
from mingjing.law import procedures
from mingjing.law.judgement import SHANGHAI, replay
from mingjing.scenario.player import Player
from tests.law.fragments import PERMIT
from tests.support import city

LAST_MINUTE = datetime(2025, 9, 28, 23, 59, tzinfo=SHANGHAI)
"""Of the fifth working day after 2025-09-22: 23, 24, 25, 26 and 28 (a Sunday that is worked)."""
NEXT_DAY = LAST_MINUTE + timedelta(minutes=1)


@pytest.fixture
def office(fresh_city, monkeypatch):
    """The bureau also grants permits."""
    monkeypatch.setattr(procedures, "PROCEDURES", {**procedures.PROCEDURES, PERMIT.key: PERMIT})


def received(day: str = "2025-09-22") -> Player:
    hero = city.player(procedure="permit_fragment")
    assert hero.do("pm_receive", day).receipt
    return hero


def test_an_application_without_an_answer_counts_as_accepted_from_the_day_after_the_limit(office):
    hero = received()
    assert run_due(LAST_MINUTE) == []
    (receipt,) = run_due(NEXT_DAY)
    entry = service.load(hero.case).entries[-1]
    assert (entry.n, entry.action, entry.actor, entry.roles) == (
        receipt.n,
        "pm_accept",
        "system",
        ("system",),
    )
    assert (entry.on, entry.facts["accepted_on"]) == ("2025-09-29", "2025-09-22")
    assert (
        hero.stage() == "accepted" and hero.deadlines()["T20"] == "2025-10-24"
    )  # counted from the day of receipt


def test_nothing_is_presumed_twice(office):
    hero = received()
    assert len(run_due(NEXT_DAY)) == 1
    entries = hero.last()
    assert run_due(NEXT_DAY + timedelta(days=3)) == [] and hero.last() == entries


def test_who_answered_in_time_is_not_overruled(office):
    hero = received()
    hero.do("pm_correct", "2025-09-26")
    assert run_due(NEXT_DAY + timedelta(days=30)) == [] and hero.stage() == "received"


def test_on_a_provisional_day_nothing_is_presumed(office):
    hero = received("2027-03-01")
    assert Due.objects.get(case=hero.case, term="T19").provisional
    assert run_due(datetime(2027, 6, 1, tzinfo=SHANGHAI)) == [] and hero.stage() == "received"


def test_one_case_that_cannot_go_on_does_not_hold_up_the_others(office, caplog):
    ahead, fine = received(), received()
    ahead.clock.now = NEXT_DAY + timedelta(hours=3)
    ahead.do("pm_serve", "2025-09-22", facts={"paper": "receipt", "late_reason": "补录。"})
    assert set(over(NEXT_DAY)) == {ahead.case, fine.case}
    assert [one.case for one in run_due(NEXT_DAY)] == [fine.case]
    assert ahead.case in caplog.text


def test_penalties_presume_nothing(fresh_city):
    hero = city.player()
    hero.through("po_serve", "2025-09-24")
    assert not Due.objects.exclude(presumes="").exists()
    assert run_due(datetime(2030, 1, 1, tzinfo=SHANGHAI)) == []
    assert (
        replay(procedures.current("penalty_ordinary", "2025-09-24"), service.load(hero.case)).stage
        == "notified"
    )


# --- the permit of the tables ----------------------------------------------------------------------------------


def test_an_application_that_nobody_answers_is_accepted_as_of_its_receipt(fresh_city):
    hero = city.player(procedure="permit")
    assert hero.do("pm_receive", "2025-09-22").receipt
    assert run_due(LAST_MINUTE) == []
    run_due(NEXT_DAY)
    entry = service.load(hero.case).entries[-1]
    assert (entry.action, entry.on, entry.facts["acceptance_day"]) == (
        "pm_accept_deemed",
        "2025-09-29",
        "2025-09-22",
    )
    assert (hero.stage(), hero.deadlines()["T20"]) == ("accepted", "2025-10-24")
    assert hero.do("pm_correct", "2025-09-30").refused  # nobody asks for more afterwards


def granted(valid_until: str) -> Player:
    hero = city.player(procedure="permit")
    hero.overrides |= {"acceptance_day": "2025-09-22", "valid_until": valid_until}
    assert all(one.receipt for one in hero.through("pm_serve:permit_certificate", "2025-09-22"))
    return hero


def midnight_after(day: str) -> datetime:
    return datetime.fromisoformat(day).replace(tzinfo=SHANGHAI) + timedelta(days=1)


@pytest.mark.parametrize(("asked_on", "renewed"), [("2025-12-01", True), ("2025-12-02", False)])
def test_a_renewal_asked_for_in_time_and_not_decided_is_granted(fresh_city, asked_on, renewed):
    """The thirtieth day before the end is still in time; a later application is decided by people (E18, E19)."""
    hero = granted("2025-12-31")
    assert hero.do("pm_renew_req", asked_on).receipt
    assert run_due(midnight_after("2025-12-31") - timedelta(minutes=1)) == []
    assert bool(run_due(midnight_after("2025-12-31"))) is renewed
    entry = service.load(hero.case).entries[-1]
    assert (entry.action == "pm_renew_deemed") is renewed
    assert (hero.open() == []) is renewed
    if renewed:  # as long again: 20 October to 31 December are 73 days
        assert (entry.facts["deemed_on"], entry.facts["valid_until"]) == ("2025-12-31", "2026-03-14")
        assert hero.deadlines()["T28"] == "2026-02-12"


def test_without_an_application_a_permit_just_ends(fresh_city):
    hero = granted("2025-12-31")
    assert run_due(midnight_after("2025-12-31")) == []
    assert hero.stage() == "issued"


def test_a_case_of_one_entry_is_counted_anew_when_the_case_it_enforces_changes(fresh_city):
    """What waited in it before is forgotten, though it has had one act only."""
    penalty = city.player()
    assert penalty.through("po_serve:penalty_decision", "2025-09-22")[-1].receipt
    assert penalty.do("po_enforce", "2025-10-20").receipt
    one = city.player(procedure="court_application", origin=penalty.case)
    one.overrides |= {"decided_case": penalty.case, "party": penalty.said("party")}
    assert one.do("ce_due", "2025-10-20").receipt
    assert service.load(one.case).last == 1
    contested = {"accepted_on": "2025-10-20", "copy_on": "2025-10-20"}
    assert penalty.do("po_remedy_filed", "2025-10-20", facts=contested).receipt
    assert [str(found) for found in rebuild.differences(one.case)] == []
