"""The large demonstration: its size, a year of cases through the door, the same from the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import date
from hashlib import sha256
from pathlib import Path
from random import Random

import pytest
from django.conf import settings

from mingjing.casework import rebuild
from mingjing.casework.models import CaseRow
from mingjing.casework.verification import comparisons
from mingjing.demo import bureaus, year
from mingjing.demo.story import BEFORE_ALL
from mingjing.law import procedures
from mingjing.recording import verify
from mingjing.recording.home import Home
from mingjing.scenario import cast
from mingjing.scenario.player import PlayedClock
from tests.recording.ledger import check_ledger, seal

TODAY = date(2026, 6, 30)
SEVEN = "649ff9eecb034189"
"""Digest of the cases of seed 7: another order of dice is another city."""


def build(cases: int, seed: int = 1) -> Home:
    home, clock, dice = Home(Path(settings.MINGJING_HOME)), PlayedClock(BEFORE_ALL), Random(seed)
    cast.enter_norms(clock)
    every = [one.id for one in bureaus.bureaus()]
    teams = bureaus.enter(clock, frozenset(every[2:]), dice)
    year.play(home, clock, teams, cases=cases, today=TODAY, dice=dice, say=lambda done, whole: None)
    return home


def test_it_has_bureaus_of_three_levels_officers_and_powers() -> None:
    every = list(bureaus.bureaus())
    assert len(every) == len({one.id for one in every}) >= 40
    assert {one.level for one in every} == {"city", "district", "town"}
    officers = sum(role == "officer" for role, _ in bureaus.STAFF) * len(every)
    assert officers >= 300
    assert sum(len(one.about) + len(cast.POWERS) for one in every) >= 600
    assert all("（演示）" in one.name for one in every)


@pytest.mark.slow
def test_a_year_is_played_through_the_door(sqlite_practice) -> None:
    home = build(24)
    seal(home)
    check_ledger(home)
    assert [str(one) for one in verify.verify(home, comparisons=comparisons(), files=True).findings] == []
    assert [str(one) for case in rebuild.cases() for one in rebuild.differences(case)] == []
    found = Counter(row.procedure.partition("@")[0] for row in CaseRow.objects.all())
    assert {"penalty_ordinary", "permit", "inspection", "court_application", "compulsory_execution"} <= set(
        found
    )
    stages = {(row.procedure.partition("@")[0], row.stage) for row in CaseRow.objects.all()}
    assert ("court_application", "accepted") in stages
    halted = CaseRow.objects.get(procedure__startswith="compulsory_execution")
    assert "suspension" in halted.open
    assert CaseRow.objects.filter(due_on__lt=TODAY.isoformat(), ended=False).exists()
    assert all(row.party.endswith("）") for row in CaseRow.objects.exclude(party=""))


@pytest.mark.slow
def test_the_same_seed_gives_the_same_cases(fresh_practice) -> None:
    build(3, seed=7)
    found = {(row.id, row.procedure, row.stage, row.party, row.n) for row in CaseRow.objects.all()}
    assert len(found) == 15  # with the reports of the two bureaus
    said = "\n".join(sorted(" ".join(map(str, one)) for one in found))
    assert sha256(said.encode()).hexdigest()[:16] == SEVEN


def test_every_procedure_has_a_usual_way() -> None:
    for kind, _ in year.SHARES:
        assert kind in {one.id for one in procedures.PROCEDURES.values()}
        assert year.usual(kind)
