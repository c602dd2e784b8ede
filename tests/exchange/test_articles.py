"""Citations are found with their law, both exactly as written."""

import pytest

from mingjing.exchange.articles import after, citations

A, W = "空氣污染防制法", "水污染防治法"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{A}第40條第3項", [(A, "第40條第3項")]),
        (
            "《中华人民共和国大气污染防治法》第七十二条第一款",
            [("中华人民共和国大气污染防治法", "第七十二条第一款")],
        ),
        (f"{W}第18條之1第1項", [(W, "第18條之1第1項")]),
        (
            f"違反{A}第23條第2項規定，爰依同法第62條第1項第4款裁處",
            [(A, "第23條第2項"), (A, "第62條第1項第4款")],
        ),
        (
            f"違反{W}第7條第1項及放流水標準第2條，依同法第40條",
            [(W, "第7條第1項"), ("放流水標準", "第2條"), (W, "第40條")],
        ),
        ("廢棄物清理法第9條，環境教育法第23條", [("廢棄物清理法", "第9條"), ("環境教育法", "第23條")]),
        (
            "移動污染管理辦法第6條、第8條及第10條",
            [("移動污染管理辦法", one) for one in ("第6條", "第8條", "第10條")],
        ),
        ("暨違反廢棄物清理法罰鍰額度裁罰準則第2條", [("違反廢棄物清理法罰鍰額度裁罰準則", "第2條")]),
        ("違反「噪音管制法」第8條第4款", [("噪音管制法", "第8條第4款")]),
        ("第8條第4款", []),
        ("沒有引用任何條文", []),
        ("", []),
    ],
)
def test_each_article_is_found_with_its_law(text, found):
    assert [(one.law, one.article) for one in citations(text)] == found


def test_what_stands_after_the_first_fitting_marker_is_told_apart():
    text = "依違反甲法第1條規定，爰依乙法第2條裁處"
    begin = after(text, ["[並爰]依", "依"])

    assert [one.law for one in citations(text) if one.at >= begin] == ["乙法"]
    assert after("沒有", ["依"]) == -1
