"""Document numbers: what is written can be read back, in every style; what others write is read too."""

import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mingjing.disclosure.models import NUMBER
from mingjing.law import numbering
from mingjing.law.numbering import BadStyle, Style, load, read, styles
from mingjing.law.procedures import PROCEDURES

WORDS = sorted({paper.word for law in PROCEDURES.values() for paper in law.papers if paper.word})
HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF, exclude_characters="第"), max_size=6)


@pytest.mark.parametrize("code", styles())
@given(
    mark=HAN.filter(bool),
    word=st.sampled_from(WORDS),
    office=HAN,
    year=st.integers(1900, 2200),
    serial=st.integers(1, 10**9 - 1),
)
def test_what_is_written_is_read_back(code, mark, word, office, year, serial):
    one = numbering.style(code)
    text = one.write(mark, word, year, serial, office)
    found = read(text)

    assert found is not None, text
    assert (found.year, found.office, found.serial, found.last) == (year, office, serial, serial)
    assert found.head.startswith(mark + one.words.get(word, word))
    assert found.raw == text
    assert NUMBER.fullmatch(text), "a number is also an address of the public site"


@pytest.mark.parametrize("code", styles())
def test_no_style_writes_two_papers_alike(code):
    assert numbering.clashes(numbering.style(code), WORDS) == ()


def test_two_words_written_alike_are_found():
    both = Style("x", "x", "{mark}{word}〔{year}〕{serial}号", words={"处罚": "罚"})
    assert numbering.clashes(both, ["处罚", "罚"]) == ("罚",)


@pytest.mark.parametrize("one", styles().values(), ids=lambda one: one.code)
def test_the_label_of_a_style_is_what_it_writes(one):
    mark = "枣城管" if "城管" in one.label else "枣市监"
    assert one.write(mark, "处罚", 2025, 12) == one.label


@pytest.mark.parametrize(
    ("text", "head", "year", "office", "serial", "last"),
    [
        ("甲市监处罚〔2026〕14号", "甲市监处罚", 2026, "", 14, 14),
        ("甲市监罚〔2026〕东城办0423号", "甲市监罚", 2026, "东城办", 423, 423),
        ("乙环罚字(2018)4277号", "乙环罚字", 2018, "", 4277, 4277),
        ("丙卫医罚【2018】016号", "丙卫医罚", 2018, "", 16, 16),
        ("丁监罚决字［2018］第 11 号", "丁监罚决字", 2018, "", 11, 11),
        ("甲市监罚送告〔2026〕4437-4461号", "甲市监罚送告", 2026, "", 4437, 4461),
        ("甲市监处罚\u200b〔２０２６〕１４号\ufeff", "甲市监处罚", 2026, "", 14, 14),
    ],
)
def test_numbers_as_agencies_write_them(text, head, year, office, serial, last):
    found = read(text)
    assert found is not None
    assert (found.head, found.year, found.office, found.serial, found.last) == (
        head,
        year,
        office,
        serial,
        last,
    )


@pytest.mark.parametrize(
    "text", ["", "甲政府令第12号", "甲〔26〕1号", "甲〔2026〕号", "甲〔2026〕9-3号", "〔2026〕1号"]
)
def test_what_is_no_number(text):
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[plain", "读不懂"),
        ('[plain]\nlabel=""\npattern="x"\nmore=1', "读不懂"),
        ('[plain]\nlabel=""\npattern="{mark}{word}〔{year}〕号"', "缺少 {serial}"),
        ('[plain]\nlabel=""\npattern="{mark}{word}〔{year}〕{serial}{day}号"', "{day}"),
        ('[plain]\nlabel=""\npattern="{mark}{word}/{year}/{serial}"', "读不回来"),
        ('[other]\nlabel=""\npattern="{mark}{word}〔{year}〕{serial}号"', "缺少 plain"),
    ],
)
def test_a_style_that_cannot_number_is_refused(text, said):
    with pytest.raises(BadStyle, match=said):
        load(text)


def test_an_unknown_style_writes_as_the_usual_one():
    assert numbering.style("gone").code == "plain"


def test_real_numbers_are_read_and_damaged_ones_are_not(testdata):
    with (testdata / "data" / "prc-guangdong-amr-2024-2026.csv").open(encoding="utf-8-sig") as file:
        real = [row["doc_no"] for row in csv.DictReader(file)]
    with (testdata / "data" / "prc-ocr-damaged-orgs.csv").open(encoding="utf-8-sig") as file:
        damaged = [row["case_no_ocr"] for row in csv.DictReader(file) if row["case_no_ocr"]]
    assert len(real) == 25
    assert [one for one in real if read(one) is None] == []
    assert len(damaged) > 400
    assert [one for one in damaged if read(one)] == []
