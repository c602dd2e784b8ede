"""The large demonstration: its size, a year of cases through the door, the same from the same seed, on any day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.conf import settings

from mingjing.casework import rebuild, service
from mingjing.casework.models import CaseRow
from mingjing.casework.verification import comparisons
from mingjing.commands import demo as command
from mingjing.commands import serve
from mingjing.demo import accounts, bureaus, city, year
from mingjing.demo.story import BEFORE_ALL
from mingjing.law import procedures
from mingjing.law.papers.plans import POOL
from mingjing.recording import verify
from mingjing.recording.home import Home
from mingjing.registry.models import Account
from mingjing.scenario import cast
from mingjing.scenario.player import PlayedClock
from tests.recording.ledger import check_ledger, seal

TODAY = date(2026, 6, 30)
SEVEN = "04cb1983533e8909"
"""Digest of the cases of seed 7: another order of dice is another city."""
WHERE = ("zz-scjg", "zz-sthj", "zz-zf")


def build(cases: int, seed: int = 1, today: date = TODAY) -> Home:
    home, clock, dice = Home(Path(settings.MINGJING_HOME)), PlayedClock(BEFORE_ALL), Random(seed)
    cast.enter_norms(clock)
    teams = bureaus.enter(clock, dice, only=WHERE)
    said = year.play(home, clock, teams, cases=cases, today=today, dice=dice, say=lambda done, whole: None)
    assert said == CaseRow.objects.count()
    return home


def test_it_has_bureaus_of_three_levels_officers_and_powers() -> None:
    every = list(bureaus.bureaus())
    assert len(every) == len({one.id for one in every}) >= 40
    assert {one.level for one in every} == {"city", "district", "town"}
    officers = sum(role == "officer" for role, _ in bureaus.STAFF) * len(every)
    assert officers >= 300
    assert sum(len(one.about) + len(cast.POWERS) for one in every) >= 600
    assert all("（演示）" in one.name for one in every)


# --- any day of the year --------------------------------------------------------------------------------------------


def teams() -> dict[str, dict[str, list[str]]]:
    return {
        one.id: {role: [f"p-{one.id}-{sign}"] for role, sign in bureaus.STAFF} for one in bureaus.bureaus()
    }


def timetable(today: date, cases: int = 160) -> list[year.Script]:
    """What would be played; nothing is."""
    return year.written(year.City(None, None, teams(), today, Random(2017)), cases)  # type: ignore[arg-type]


@pytest.mark.parametrize("month", range(1, 13))
def test_what_is_inspected_under_a_plan_is_inspected_in_its_year(month: int) -> None:
    inspected = 0
    for day in range(1, 29):
        scripts = timetable(date(2026 if month > 1 else 2027, month, day), cases=100)
        acts = [act for script in scripts for act in script.acts]
        announced = {act.player.case: act.day for act in acts if act.step.action == "ip_announce"}
        for act in acts:
            if act.step.action in year.OF_THE_YEAR:
                plan = act.player.overrides["plan_case"]
                year_of = next(one.player.overrides["year"] for one in acts if one.player.case == plan)
                assert act.day.year == year_of, act
                assert announced[plan] <= act.day, act
                inspected += 1
    assert inspected > 500


def test_acts_are_in_order_and_each_number_of_cases_is_met() -> None:
    for number in range(0, 360, 40):
        today = date(2026, 2, 1) + timedelta(days=number)
        scripts = timetable(today)
        assert sum(len(one.cases) for one in scripts) in range(160, 165)
        for script in scripts:
            found = [act.day for act in script.acts]
            assert found == sorted(found), script


@pytest.mark.slow
@pytest.mark.parametrize("today", [date(2026, 1, 6), date(2028, 2, 29)])
def test_it_can_be_built_on_any_day(sqlite_practice, today: date) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    build(60, today=today)
    assert CaseRow.objects.count() == 60
    assert {row.opened_on <= today for row in CaseRow.objects.all()} == {True}


def test_a_last_day_before_the_procedures_were_in_force_is_refused_in_one_sentence(capsys) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    assert command.demo(["--today", "2020-01-01"], "") == 2
    assert "2026-01-03" in capsys.readouterr().err
    assert command.demo(["--today", "2031-01-01"], "") == 2
    assert command.demo(["--cases", "9000"], "") == 2


def test_a_city_half_built_says_what_to_do(sqlite_practice, capsys) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    home = Path(settings.MINGJING_HOME)
    (home / command.BEGUN).touch()
    assert command.demo(["--today", "2026-06-30"], "") == 1
    assert "没有建完" in capsys.readouterr().err
    (home / command.BUILT).touch()
    assert command.demo(["--today", "2026-06-30"], "") == 0
    assert "保留原样" in capsys.readouterr().out


# --- accounts -------------------------------------------------------------------------------------------------------


def test_whoever_starts_it_is_told_who_can_sign_in(sqlite_practice, capsys) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    serve._greet("127.0.0.1", 8000)
    assert "演示账号" not in capsys.readouterr().out  # nobody is there yet
    clock = PlayedClock(BEFORE_ALL)
    city.build(clock)
    known = {one[0]: city.team(one[0]) for one in city.AGENCIES}
    entered = bureaus.enter(
        clock, Random(1), known=known, only=("zz-scjg", "xc-scjg", "zz-cgj", "xc-cgj", "town-0")
    )
    serve._greet("127.0.0.1", 8000)
    said = capsys.readouterr().out
    assert city.PASSWORD in said
    for agency, team in entered.items():
        desks = {role: Account.objects.filter(person_id__in=ids) for role, ids in team.items()}
        assert {role for role, found in desks.items() if not found} <= {"device_keeper"}
        assert all(one.username in said or agency in said for found in desks.values() for one in found)
    assert entered["xc-scjg"]["officer"][0] == "p-xu"  # whoever was there goes first
    assert entered["zz-scjg"] == city.team("zz-scjg")
    for name in ("zhang", "xc-scjg-h", "town-0-o1"):
        assert Account.objects.get(username=name).check_password(city.PASSWORD)
    assert "\n".join(accounts.table()) in said


# --- a year ---------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_a_year_is_played_through_the_door(sqlite_practice) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    home = build(80)
    seal(home)
    check_ledger(home)
    assert [str(one) for one in verify.verify(home, comparisons=comparisons(), files=True).findings] == []
    assert [str(one) for case in rebuild.cases() for one in rebuild.differences(case)] == []
    rows = [(row.procedure.partition("@")[0], row) for row in CaseRow.objects.all()]
    found = Counter(procedure for procedure, _ in rows)
    assert set(found) == {one.id for one in procedures.PROCEDURES.values()}
    stages = {(procedure, row.stage) for procedure, row in rows}
    assert ("court_application", "accepted") in stages
    assert ("permit_undoing", "archived") in stages
    assert ("house_compensation", "compensated") in stages
    assert {row.stage for procedure, row in rows if procedure == "annual_enforcement_report"} == {"archived"}
    assert "suspension" in next(row.open for procedure, row in rows if procedure == "compulsory_execution")
    assert CaseRow.objects.filter(due_on__lt=TODAY.isoformat(), ended=False).exists()
    assert all(row.party.endswith("）") for row in CaseRow.objects.exclude(party=""))
    assert [*contradictions()] == []


SUM = re.compile(r"([\d,]+(?:\.\d+)?) ?(万)?元")
PRICES = frozenset({"sum_shown", "charges", "cost_items", "other_compensation"})
"""Where a price of one or a part of a sum is named, which stands in no field of its own."""


def contradictions() -> Iterator[str]:
    """Sums in the texts of a case that are in none of its fields."""
    for row in CaseRow.objects.all():
        facts = [entry.facts for entry in service.load(row.id).entries]
        sums = {one for _, one in leaves("", facts) if isinstance(one, int)}
        for name, text in leaves("", facts):
            for digits, ten_thousands in SUM.findall(text) if isinstance(text, str) else ():
                said = round(float(digits.replace(",", "")) * (1_000_000 if ten_thousands else 100))
                if said not in sums and name not in PRICES:
                    yield f"{row.procedure} {name}：{text}"


def leaves(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """(field, value) of everything stated; what stands in a table counts as its field."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from leaves(name if name in PRICES else key, one)
    elif isinstance(value, list):
        for one in value:
            yield from leaves(name, one)
    else:
        yield name, value


@pytest.mark.slow
def test_the_same_seed_gives_the_same_cases(fresh_practice) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    build(3, seed=7)
    found = {(row.id, row.procedure, row.stage, _party(row), row.n) for row in CaseRow.objects.all()}
    assert len(found) <= year.LEAST  # every kind once, and what it brings along
    said = "\n".join(sorted(" ".join(map(str, one)) for one in found))
    assert sha256(said.encode()).hexdigest()[:16] == SEVEN


def _party(row: CaseRow) -> str:
    """Whom a lot draws hangs on what nobody can know before, on purpose: there is no seed for it."""
    return "抽取的" if row.party and row.party in POOL else row.party


def test_every_procedure_has_a_usual_way() -> None:
    for kind, _ in year.SHARES:
        assert kind in {one.id for one in procedures.PROCEDURES.values()}
        assert year.usual(kind)
