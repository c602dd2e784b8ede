"""What text may be stored, and what is refused with one sentence."""

import sys
import unicodedata

import pytest

from mingjing.registry.text import BadText, clean


def test_outer_white_space_goes_and_line_ends_become_one_kind():
    assert clean("　 薛城区\t ", limit=10) == "薛城区"
    assert clean("一\r\n二\r三\n", limit=10, multiline=True) == "一\n二\n三"


def test_text_is_not_normalised_because_a_draft_is_bound_by_its_bytes():
    nfd = unicodedata.normalize("NFD", "é")
    assert clean(nfd, limit=10) == nfd


@pytest.mark.parametrize("blank", ["", "   ", "\n\n", "\u3000\u3000", "\u2003", "\u00a0"])
def test_white_space_alone_counts_as_nothing(blank):
    assert clean(blank, limit=10, multiline=True) == ""


@pytest.mark.parametrize("blank", ["\u3164", "\u2800", "\u115f", "\uffa0"])
def test_a_filler_that_only_looks_blank_is_refused(blank):
    with pytest.raises(BadText, match="看不见"):
        clean(blank, limit=10)


@pytest.mark.parametrize(
    "bad",
    [
        "\x00",
        "\x07",
        "\x1b",
        "\x7f",
        "\x85",
        "\u202e",
        "\u2066",
        "\u200b",
        "\ufeff",
        "\ufffd",
        "\ud800",
        "\uffff",
    ],
)
@pytest.mark.parametrize("multiline", [False, True])
def test_control_direction_and_damaged_characters_are_refused_and_named(bad, multiline):
    with pytest.raises(BadText) as caught:
        clean(f"张{bad}三", limit=10, multiline=multiline)
    assert caught.value.sentence.startswith("第 2 个字符") and f"U+{ord(bad):04X}" in caught.value.sentence


def test_every_invisible_format_character_of_unicode_is_refused():
    for code in range(sys.maxunicode + 1):
        if unicodedata.category(chr(code)) in ("Cf", "Cs") or (code & 0xFFFE) == 0xFFFE:
            with pytest.raises(BadText):
                clean(f"甲{chr(code)}乙", limit=10)


@pytest.mark.parametrize("rare", ["\U00020bb7野家", "㐂", "\U0002ebf0", "阿·买买提", "葛\U000e0100城", "😀"])
def test_rare_han_variants_and_middle_dots_stay(rare):
    assert clean(rare, limit=10) == rare


def test_one_line_is_one_line():
    with pytest.raises(BadText, match="只能填写一行"):
        clean("第一行\n第二行", limit=20)
    with pytest.raises(BadText, match="只能填写一行"):
        clean("甲\t乙", limit=20)
    assert clean("甲\t乙\n丙", limit=20, multiline=True) == "甲\t乙\n丙"


def test_too_long_is_said_with_both_numbers():
    assert clean("名" * 100, limit=100) == "名" * 100
    with pytest.raises(BadText, match="最多 100 个字，现有 101 个字"):
        clean("名" * 101, limit=100)
    with pytest.raises(BadText, match="现有 1048576 个字"):
        clean("名" * 2**20, limit=100)


@pytest.mark.parametrize("thing", [None, 1, True, ["张三"], {"a": 1}, b"x"])
def test_what_is_no_text_is_refused(thing):
    with pytest.raises(BadText, match="应当填写文字"):
        clean(thing, limit=10)
