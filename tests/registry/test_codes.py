"""Check digits, against vectors of real and damaged codes."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.registry.codes import BadCode, Code, has_ric, id_mark, ric, uscc
from tests.registry.factory import code_of

VECTORS = json.loads((Path(__file__).parents[1] / "golden" / "vectors.json").read_text("utf-8"))[
    "checkdigits"
]
KEY = b"0123456789abcdef"
RIC = VECTORS["ric_valid_standard_example"][0]


@pytest.mark.parametrize("code", VECTORS["uscc_valid"])
def test_a_right_code_is_taken(code):
    assert uscc(code) == Code(code)
    assert uscc(f" {code[:2].lower()} {code[2:].lower()} ") == Code(code)


@pytest.mark.parametrize("code", VECTORS["uscc_invalid"] + VECTORS.get("uscc_ocr_damaged", []))
def test_a_wrong_or_damaged_code_is_refused_with_a_cure(code):
    with pytest.raises(BadCode, match="请对照营业执照核对"):
        uscc(code)


def test_a_rural_collective_begins_with_a_letter():
    code = code_of("N2370405MF1234567")
    assert uscc(code) == Code(code)


@pytest.mark.parametrize(
    "code",
    ["", " ", "９１３７０４００７２８６１８６０４Ｘ", "91370400728618604X" * 60000, "9137040072861860４X"],
)
def test_full_width_empty_and_endless_codes_are_refused(code):
    with pytest.raises(BadCode):
        uscc(code)


def test_a_foreign_code_has_no_check_digit_and_stays_marked():
    assert uscc("TW-00000000", foreign=True) == Code("TW-00000000", foreign=True)
    for bad in ["", "  ", "\u202eTW", "T" * 41]:
        with pytest.raises(BadCode):
            uscc(bad, foreign=True)


@given(place=st.integers(0, 17), figure=st.sampled_from("0123456789"))
def test_one_wrong_figure_never_passes(place, figure):
    good = VECTORS["uscc_valid"][0]
    wrong = good[:place] + figure + good[place + 1 :]
    if wrong != good:
        with pytest.raises(BadCode):
            uscc(wrong)


def test_a_national_id_number_is_checked_without_being_repeated():
    assert ric(RIC.lower()) == RIC
    for wrong in [*VECTORS["ric_invalid"], RIC[:-1], RIC + "1", "110105194912310021"]:
        with pytest.raises(BadCode) as caught:
            ric(wrong)
        assert wrong not in caught.value.sentence


def test_a_birthday_that_never_was_is_refused():
    body = "11010519490230002"
    from stdnum.cn.ric import calc_check_digit

    with pytest.raises(BadCode, match="出生日期"):
        ric(body + calc_check_digit(body + "0"))


def test_the_mark_of_a_person_is_the_same_for_the_same_number_and_key_only():
    assert id_mark(RIC, KEY) == id_mark(f" {RIC.lower()} ", KEY)
    assert id_mark(RIC, KEY) != id_mark(RIC, b"another key of 16")
    assert RIC not in id_mark(RIC, KEY) and len(id_mark(RIC, KEY)) == 64
    with pytest.raises(ValueError, match="16 bytes"):
        id_mark(RIC, b"short")


def test_an_id_number_inside_a_text_is_found():
    assert has_ric(f"张三（{RIC}）")
    assert not has_ric("91370400728618604X，电话 06320000000")
