"""A field or a kind of matter sets a value otherwise, and the act or the limit follows it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from mingjing.law.guards.coercion import G_EXTENDER, G_FREEZE_EXTENDER
from mingjing.law.judgement import SHANGHAI, Judgement, replay
from mingjing.law.parameters import packaged, scope_path
from mingjing.law.procedures import of
from mingjing.law.terms import Case, Guard, Length, Move, Unit
from tests.law.world import AGENCY, World

TODAY = date(2025, 9, 24)
MEASURE = of("compulsory_measure@2012-01-01")


def asking_to_extend(act: str, field: str, **said: str) -> Judgement:
    world = replace(
        World(datetime(2025, 9, 24, 9, tzinfo=SHANGHAI)), scopes=scope_path(field=field), field=field
    )
    case = Case("c", MEASURE.key, AGENCY)
    move = Move(act, "zhang", TODAY.isoformat(), {"extension_days": 10, **said})
    return Judgement(MEASURE, case, move, world, MEASURE.derived[act], replay(MEASURE, case))


@pytest.mark.parametrize(
    ("guard", "act", "field", "who"),
    [
        (G_FREEZE_EXTENDER, "cm_freeze_ext.ask", "公安", "上一级公安机关负责人"),
        (G_EXTENDER, "cm_extend.ask", "税务", "国家税务总局"),
    ],
)
def test_who_extends_a_measure_is_the_fields_to_say(guard: Guard, act: str, field: str, who: str) -> None:
    (refused,) = guard.check(asking_to_extend(act, field))
    assert who in str(refused)
    assert not [*guard.check(asking_to_extend(act, field, superior_approval="演示批〔2025〕1号"))]
    assert not [*guard.check(asking_to_extend(act, "市场监管"))]


@pytest.mark.parametrize(
    ("key", "field", "own", "elsewhere"),
    [
        ("freeze.within", "公安", Length(2, Unit.MONTH), Length(30, Unit.DAY)),
        ("seizure.within", "税务", Length(6, Unit.MONTH), Length(30, Unit.DAY)),
        ("seizure.within", "公安", Length(30, Unit.DAY), Length(30, Unit.DAY)),
        ("freeze.within", "税务", Length(30, Unit.DAY), Length(30, Unit.DAY)),
        ("seizure.within", "城市管理", Length(30, Unit.DAY), Length(30, Unit.DAY)),
        ("penalty.limitation", "税务", Length(5, Unit.YEAR), Length(2, Unit.YEAR)),
    ],
)
def test_a_limit_of_a_field(key: str, field: str, own: Length, elsewhere: Length) -> None:
    """Freezing may be set otherwise by statutes only, so the tax regulation leaves it alone (E16)."""
    assert packaged().value(key, TODAY, scope_path(field=field)).length == own
    assert packaged().value(key, TODAY, scope_path(field="市场监管")).length == elsewhere


def test_a_value_of_a_matter_is_shown_as_unverified_where_its_unit_is_a_reading() -> None:
    """Days that the special law does not call working days are counted as days, and say so."""
    rows = [one for key in packaged().keys() for one in packaged().all(key)]  # noqa: SIM118 - a parameter set is no mapping
    own = [one.value for one in rows if one.value.scope.startswith("matter:")]
    assert own
    assert not [one.key for one in own if one.unit == "day" and one.number and one.verified]
