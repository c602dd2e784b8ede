"""Field kinds: what is well-formed, what is not, and that no value whatever makes the engine fall over."""

from __future__ import annotations

import random

import pytest

from mingjing.law import fields
from mingjing.law.terms import Field, Json, Kind

CHOICES = (("a", "甲"), ("b", "乙"))


def said(kind: Kind, value: Json) -> str:
    return fields.fault(Field("x", "某项", kind, choices=CHOICES), value)


@pytest.mark.parametrize(
    ("kind", "fine", "wrong"),
    [
        (Kind.TEXT, ["一", "一\t二"], [1, True, [], {"a": "b"}, "字" * 201, "a\u202eb", "a\rb"]),
        (Kind.LONG_TEXT, ["字" * 20_000, "一\n二"], ["字" * 20_001, 5]),
        (Kind.NUMBER, [0, 1, 2**53 - 1], [-1, 2**53, 1.0, "1", True]),
        (Kind.MONEY, [0, 1, 10**13], [-1, 10**13 + 1, 1.5, "3", False]),
        (
            Kind.DAY,
            ["2024-02-29", "1900-01-01"],
            ["2023-02-29", "2025-W01-1", "20250101", "9999-12-31", "２０２５-01-01", 1],
        ),
        (
            Kind.TIME,
            ["2025-09-24T02:00:00.000Z"],
            ["2025-09-24", "2025-09-24T24:00:00.000Z", "2025-09-24T02:00:00Z", "2025-02-30T02:00:00.000Z"],
        ),
        (Kind.CHOICE, ["a"], ["c", "", 1, ["a"], {"a": 1}]),
        (Kind.CHOICES, [["a"], ["a", "b"]], [["a", "a"], ["c"], "a", [["a"]], [{"a": 1}]]),
        (Kind.YES_NO, [True, False], [0, 1, "true", "是"]),
        (
            Kind.PARTY,
            [{"kind": "org", "name": "某公司"}, {"kind": "citizen", "name": "某人"}],
            [
                {"kind": "org"},
                {"kind": "org", "name": " "},
                {"kind": ["org"], "name": "x"},
                {"name": "某公司"},
                "某公司",
                {"kind": "org", "name": "司" * 101},
                {"kind": "org", "name": "x", "份额": "1"},
            ],
        ),
        (
            Kind.ARTICLE,
            [[{"law": "法", "article": "第一条"}]],
            [[{"law": "法"}], ["法"], "法", [{"law": " ", "article": "一"}]],
        ),
        (
            Kind.EXHIBITS,
            [[{"title": "笔录"}]],
            [[{"title": ""}], [{}], "笔录", [{"title": "笔录", "size": 1.5}]],
        ),
        (Kind.PERSONS, [["zhang"]], ["zhang", [1], [""], [["zhang"]]]),
        (
            Kind.FINDINGS,
            [{"a": {"result": "pass"}, "b": {"result": "issue", "note": "有"}}],
            [
                {"a": {"result": "pass"}},
                {"a": {"result": "pass"}, "b": {"result": "issue"}},
                [],
                {"a": 1, "b": 2},
            ],
        ),
        (Kind.DIGEST, ["0" * 64], ["0" * 63, "G" * 64, "A" * 64, 5]),
    ],
    ids=lambda one: str(one) if isinstance(one, Kind) else "",
)
def test_a_kind_takes_what_is_well_formed_and_nothing_else(
    kind: Kind, fine: list[Json], wrong: list[Json]
) -> None:
    assert [said(kind, one) for one in fine] == [""] * len(fine)
    assert [one for one in wrong if not said(kind, one)] == []


@pytest.mark.parametrize("kind", list(Kind))
def test_no_value_whatever_makes_a_check_fall_over(kind: Kind) -> None:
    dice = random.Random(str(kind))  # noqa: S311
    for _ in range(500):
        assert isinstance(said(kind, anything(dice)), str)


def anything(dice: random.Random, depth: int = 0) -> Json:
    plain: list[Json] = [
        None,
        True,
        0,
        -1,
        2**70,
        1.5,
        "",
        "a",
        "x" * 300,
        "\u202e",
        "2025-01-01",
        "kind",
        "org",
    ]  # type: ignore[list-item]
    roll = dice.random()
    if depth > 5 or roll < 0.6:
        return dice.choice(plain)
    size = dice.randrange(3)
    if roll < 0.8:
        return [anything(dice, depth + 1) for _ in range(size)]
    return {
        dice.choice(["kind", "name", "title", "law", "a", "b", "键"]): anything(dice, depth + 1)
        for _ in range(size)
    }


def test_what_shows_nothing_says_nothing() -> None:
    for value in (None, "", " ", "　", "\u00a0", "\u3164", "\u2800 \uffa0", [], {}):
        assert fields.blank(value)
    for value in (0, False, "。", ["x"]):
        assert not fields.blank(value)
