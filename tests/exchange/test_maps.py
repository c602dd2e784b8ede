"""A map is checked whole before the first row, and everything wrong with it is told at once."""

from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from mingjing.exchange import maps
from mingjing.exchange.converters import Unfit
from mingjing.exchange.maps import BadMap, Days, resolve

GOOD = resources.files("mingjing.exchange").joinpath("maps/tw-moenv.toml").read_text(encoding="utf-8")


def written(folder: Path, text: str, name: str = "own") -> Path:
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")
    return folder


def test_the_map_of_the_product_is_whole():
    found = maps.load("tw-moenv")

    assert {"transgress_date", "penalty_money", "ban", "row_key", "transgress_type"} <= found.columns
    assert len(found.officers) == 2


def test_a_home_may_have_maps_of_its_own_but_cannot_replace_one_of_ours(tmp_path):
    written(tmp_path, GOOD)
    written(tmp_path, "坏的", "tw-moenv")

    assert maps.load("own", tmp_path).name == "own"
    assert maps.load("tw-moenv", tmp_path).label


@pytest.mark.parametrize("name", ["nowhere", "../tw-moenv", "TW", ""])
def test_an_unknown_map_is_answered_with_those_that_there_are(name):
    with pytest.raises(BadMap, match="没有这个映射，可用的有 .*tw-moenv"):
        maps.load(name)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('procedure = "penalty_ordinary"', 'procedure = "penalty_extraordinary"', "procedure 不是本系统的程序"),
        ('key = "row_key"', "", "行编号列"),
        ('key = "row_key"', 'key = "row_key"\ncolour = 1', r"不认识的 colour"),
        ('encoding = "utf-8-sig"', 'encoding = "utf-99"', "encoding"),
        ('as = "yuan"', 'as = "dollars"', "没有“dollars”这种转换"),
        ('level = "city"', 'level = "village"', "层级"),
        ("filing_before = 60", "filing_before = 61", "filing_before 应当是 0 至 60"),
        ('conduct = "conduct_on"', 'conduct = "fine"', "conduct 应当指向一个必填的日期"),
        ('since = "2000-01-01" #', "#", r"\[norms\] 没有写明"),
        ('role = "reviewer"', 'role = "king"', "没有“king”这个角色"),
        ('do = "po_lead"\nby = "zhang"', 'do = "po_lead"\nby = "nobody"', "po_lead 的 by 不在"),
        ('do = "po_conclude"', 'do = "po_fly"', "po_fly 不是"),
        ('day = "submitted"', 'day = "someday"', "day 不在"),
        ('facts_found = "@facts_found"', "", "po_conclude 缺 facts_found"),
        ('fine = "@fine"', 'fine = "@penalty"', "没有 @penalty 这个值"),
        ('complex = false', 'complex = false\nweather = "晴"', r"weather 没有哪一步要填写"),
        ('reasons = "$gist_define"', 'reasons = "罚 $ 2000"', "里的“\\$”写错了"),
        ('fields = { paper = "prior_notice" }', 'fields = { paper = "prior_notice", fine = 1 }', "不填写 fine"),
        ('value = "paid", among', 'value = "payed", among', "when 没有指向"),
    ],
)  # fmt: skip
def test_each_mistake_is_told(tmp_path, old, new, told):
    assert old in GOOD

    with pytest.raises(BadMap, match=told):
        maps.load("own", written(tmp_path, GOOD.replace(old, new, 1)))


def test_all_mistakes_are_told_at_once(tmp_path):
    bad = GOOD.replace('as = "yuan"', 'as = "dollars"').replace("filing_before = 60", "filing_before = 99")

    with pytest.raises(BadMap, match="共 2 处：.*filing_before.*；.*dollars") as fault:
        maps.load("own", written(tmp_path, bad))
    assert str(fault.value).count("。") == 1


def test_a_map_that_would_publish_real_rows_is_refused(tmp_path):
    step = '\n[[steps]]\ndo = "po_publish"\nby = "li"\nday = "paid"\n'

    with pytest.raises(BadMap, match="不得公开"):
        maps.load("own", written(tmp_path, GOOD + step))


@pytest.mark.parametrize("text", ["坏的", "steps = 3", "[[map]]\n"])
def test_a_file_that_is_no_map_is_refused_in_one_sentence(tmp_path, text):
    with pytest.raises(BadMap):
        maps.load("own", written(tmp_path, text))


DAYS = Days(
    "c",
    "d",
    60,
    {"inspected": ("after_filing", 1), "notified": ("before_decision", 12), "served": ("after_decision", 3)},
)
TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    ("conduct", "decision", "filing", "notified"),
    [
        ("2025-01-01", "2026-01-16", "2025-11-17", "2026-01-04"),  # sixty days at most
        ("2026-01-10", "2026-01-16", "2026-01-10", "2026-01-10"),  # not before the conduct
        ("2026-01-16", "2026-01-16", "2026-01-16", "2026-01-16"),
    ],
)
def test_filing_is_at_most_sixty_days_before_the_decision_and_not_before_the_conduct(
    conduct, decision, filing, notified
):
    found = DAYS.of({"c": conduct, "d": decision}, TODAY)

    assert (found["filing"].isoformat(), found["notified"].isoformat()) == (filing, notified)
    assert found["filing"] <= found["inspected"] <= found["decision"] < found["served"]


@pytest.mark.parametrize(
    ("conduct", "decision", "rule"),
    [("2026-02-02", "2026-02-01", "M-ORDER"), ("2026-01-01", "2026-06-02", "M-DATE")],
)
def test_a_decision_before_the_conduct_or_in_the_future_is_refused(conduct, decision, rule):
    with pytest.raises(Unfit) as refused:
        DAYS.of({"c": conduct, "d": decision}, TODAY)

    assert refused.value.rule == rule


def test_a_text_of_the_row_is_put_in_once_and_never_read_again():
    row = {"a": "$b @c", "b": "机密"}

    assert resolve("甲 $a", row, {}, {}) == "甲 $b @c"
    assert resolve("@c", row, {"c": ["${b}"]}, {}) == ["${b}"]
