"""How values read: money in both writings, days and moments in Shanghai, articles, parties."""

import cn2an
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.casework.rendering import words
from mingjing.casework.rendering.sheet import _items
from mingjing.law.papers import PAPERS, findings, kinds, party
from mingjing.law.terms import Field, Kind

EVERY_FIELD = [pytest.param(field, id=f"{paper.id}.{field.id}") for paper in PAPERS for field in paper.fields]


@pytest.mark.parametrize(
    ("fen", "text", "capital"),
    [
        (0, "0 元", "人民币零元整"),
        (5, "0.05 元", "人民币伍分"),
        (50, "0.50 元", "人民币伍角整"),
        (105, "1.05 元", "人民币壹元零伍分"),
        (150, "1.50 元", "人民币壹元伍角整"),
        (123_456, "1,234.56 元", "人民币壹仟贰佰叁拾肆元伍角陆分"),
        (3_000_000, "30,000 元", "人民币叁万元整"),
        (101_000, "1,010 元", "人民币壹仟零壹拾元整"),
        (1_005_000_000, "10,050,000 元", "人民币壹仟零伍万元整"),
        (10_001_000_000, "100,010,000 元", "人民币壹亿零壹万元整"),
        (100_000_100, "1,000,001 元", "人民币壹佰万零壹元整"),
        (100_020_000_000_000, "1,000,200,000,000 元", "人民币壹万零贰亿元整"),
    ],
)
def test_money_in_both_writings(fen, text, capital):
    assert words.money(fen) == text
    assert words.money(fen, "") == text.replace(" ", "")
    assert words.money_capital(fen) == capital


@pytest.mark.parametrize("bad", [1.5, "100", True, None, 10**18])
def test_money_is_a_whole_number_of_fen(bad):
    with pytest.raises(ValueError, match="整数分"):
        words.money(bad)


def test_a_negative_amount_has_no_capital_writing():
    assert words.money(-150) == "-1.50 元"
    with pytest.raises(ValueError, match="负数"):
        words.money_capital(-1)


@given(st.integers(1, 10**8 - 1))
def test_capitals_agree_with_a_well_kept_library(yuan):
    # Below 一亿: above it the library drops the zero of an empty 万 section.
    assert words.money_capital(yuan * 100) == f"人民币{cn2an.an2cn(yuan, 'up')}元整"


@given(st.integers(0, 10**16 - 1))
def test_capitals_can_be_read_back(yuan):
    read = words.money_capital(yuan * 100).removeprefix("人民币").removesuffix("元整")
    assert _number(read) == yuan


def _number(text: str) -> int:
    for unit, worth in (("亿", 10**8), ("万", 10**4)):
        head, found, tail = text.rpartition(unit)
        if found:
            # 万亿: what stands before the last 亿 is itself a number with 万.
            return (_number(head) if head else 1) * worth + _number(tail)
    total = digit = 0
    for one in text:
        if one in words.DIGITS:
            digit = words.DIGITS.index(one)
        else:
            total, digit = total + digit * 10 ** words.PLACES.index(one), 0
    return total + digit


def test_days_and_moments_are_those_of_shanghai():
    assert words.day("2025-09-24") == "2025 年 9 月 24 日"
    assert words.day("2025-09-23T16:30:00.000Z") == "2025 年 9 月 24 日"
    assert words.moment("2025-08-05T01:05:00.000Z") == "2025 年 8 月 5 日 9 时 05 分"
    assert words.moment("2025-12-31T16:00:00.000Z", "") == "2026年1月1日0时00分"


def test_a_law_cited_twice_running_is_named_once():
    cited = [
        {"law": "甲法", "article": "第一条"},
        {"law": "《甲法》", "article": "第二条"},
        {"law": "乙法", "article": ""},
    ]
    assert words.articles(cited) == "《甲法》第一条、第二条，《乙法》"
    assert words.articles([]) == ""


def test_a_citizen_is_described_as_a_citizen():
    value = {"kind": "citizen", "name": " 赵某 ", "code": "37", "address": "薛城区", "representative": ""}
    assert words.party_name(value) == "赵某"
    assert words.party_rows(value) == (("当事人", "赵某"), ("证件号码", "37"), ("住址", "薛城区"))
    assert words.field_text(party, value) == "赵某，证件号码：37，住址：薛城区"


def test_choices_are_said_by_their_labels_and_persons_by_name():
    host = Field("hearing_host", "听证主持人", Kind.PERSONS)
    assert words.field_text(kinds, ["fine", "warning"]) == "罚款、警告"
    assert (
        words.field_text(host, ["h", "x"], {"h": {"name": "周某", "certificate": "37"}})
        == "周某（执法证号 37）、x"
    )
    assert words.field_text(findings, {"K2": {"result": "issue", "note": "未告知", "pages": "12"}}) == (
        "K2 程序是否合法：存在问题，未告知，卷宗第 12 页"
    )


@pytest.mark.parametrize("field", EVERY_FIELD)
def test_every_field_of_every_paper_has_words(field):
    text = words.field_text(field, field.sample)
    assert bool(text) is not words.blank(field.sample)
    assert not any(mark in text for mark in "{}[]'")


@pytest.mark.parametrize("kind", Kind)
def test_a_value_of_another_kind_is_shown_and_breaks_nothing(kind):
    field = Field("x", "某项", kind, choices=(("K1", "甲"),))
    for odd in (7, "乱写", [1], ["a"], {"x": 1}, [{}], [{"law": 1}], True, -1, "T", [None], {"K1": 3}):
        assert isinstance(words.field_text(field, odd), str)
        assert isinstance(_items(field, odd), list)


@pytest.mark.parametrize("nothing", [None, "", " 　\n", [], {}, [""], [{"law": " "}], {"name": ""}])
def test_blank_is_nothing_stated(nothing):
    assert words.blank(nothing)
    assert words.field_text(party, nothing) == ""


def test_nought_and_no_are_statements():
    assert not words.blank(0)
    assert not words.blank(False)
