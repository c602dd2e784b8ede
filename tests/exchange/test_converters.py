"""Each converter gives one fact or says why not, and never repeats what stands in the cell."""

import pytest

from mingjing.exchange.converters import RULES, BadOption, Unfit, reader

PARTY = {
    "name": "n",
    "code": "c",
    "code_pattern": "[0-9]{8}",
    "kinds": [
        {"kind": "citizen", "column": "m", "pattern": "^1$"},
        {"kind": "org", "column": "n", "pattern": "公司"},
        {"kind": "individual_business", "column": "c", "pattern": "."},
    ],
}


@pytest.mark.parametrize(
    ("kind", "options", "cell", "fact"),
    [
        ("yuan", {}, "2000", 200000),
        ("yuan", {}, "1,234,567.5", 123456750),
        ("yuan", {}, "0.05", 5),
        ("yuan", {"optional": True}, "", None),
        ("day", {}, "2025-09-24", "2025-09-24"),
        ("text", {}, "甲", "甲"),
        ("text", {"default": "未写明"}, "", "未写明"),
        ("code", {"codes": {"已繳": "yes"}}, "已繳", "yes"),
        ("codes", {"codes": {"罰": "fine", "改": ""}}, "罰，改，罰", ["fine"]),
        ("articles", {}, "噪音管制法第9條，噪音管制法第9條", [{"law": "噪音管制法", "article": "第9條"}]),
    ],
)
def test_a_cell_becomes_a_fact(kind, options, cell, fact):
    assert reader(kind, {"column": "x", **options})({"x": cell}) == fact


@pytest.mark.parametrize(
    ("kind", "options", "cell", "rule"),
    [
        *[("yuan", {}, one, "M-MONEY") for one in ("两千", "12.345", "1,23", "-5", "1e3", "２０００", "9" * 14)],
        *[("day", {}, one, "M-DATE") for one in ("20250924", "2025/09/24", "2025-02-30", "115-01-01")],
        ("articles", {}, "沒有條文", "M-ARTICLE"),
        ("articles", {"after": ["爰依"]}, "違反噪音管制法第9條", "M-ARTICLE"),
        ("code", {"codes": {}}, "别的", "M-CODE"),
        ("codes", {"codes": {"罰": "fine"}}, "罰，别的", "M-CODE"),
        *[(one, {"codes": {}} if "code" in one else {}, "", "M-BLANK") for one in ("text", "day", "yuan", "code", "articles")],
    ],
)  # fmt: skip
def test_a_bad_cell_is_refused_by_a_known_rule_without_being_repeated(kind, options, cell, rule):
    with pytest.raises(Unfit) as refused:
        reader(kind, {"column": "x", **options})({"x": cell})

    assert refused.value.rule == rule
    assert rule in RULES
    assert not cell or cell not in refused.value.sentence


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        ({"n": "甲公司", "c": "00000001", "m": "0"}, "org"),
        ({"n": "甲商行", "c": "00000001", "m": "0"}, "individual_business"),
        ({"n": "[已隐去]", "c": "", "m": "1"}, "citizen"),
    ],
)
def test_the_kind_of_a_party_follows_the_first_rule_that_fits(cells, kind):
    found = reader("party", PARTY)(cells)

    assert found["kind"] == kind
    # A code of another register is marked, because nobody here can compute its check digit.
    assert found.get("foreign") is (True if cells["c"] else None)


@pytest.mark.parametrize(
    "cells",
    [
        {"n": "", "c": "00000001", "m": "0"},
        {"n": "甲商行", "c": "", "m": "0"},
        {"n": "甲公司", "c": "123", "m": "0"},
    ],
)
def test_a_party_without_name_kind_or_fitting_code_is_refused(cells):
    with pytest.raises(Unfit) as refused:
        reader("party", PARTY)(cells)

    assert refused.value.rule == "M-PARTY"


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        ("date", {"column": "x"}),
        ("day", {}),
        ("day", {"column": "x", "format": "roc"}),
        ("code", {"column": "x"}),
        ("articles", {"column": "x", "after": ["("]}),
        ("articles", {"column": "x", "after": "依"}),
        ("party", {"name": "n"}),
        ("party", {"name": "n", "kinds": [{"kind": "firm"}]}),
    ],
)
def test_a_map_cannot_ask_for_what_no_converter_does(kind, options):
    with pytest.raises(BadOption):
        reader(kind, options)
