"""What the name of a norm tells of its rank, and that the basis library knows better."""

from __future__ import annotations

import pytest

from mingjing.law import ranks


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("中华人民共和国税收征收管理法", "law"),
        ("《中华人民共和国民法典》", "law"),
        ("中华人民共和国行政处罚法（2021修订）", "law"),
        ("中华人民共和国内河交通安全管理条例", "regulation"),
        ("工伤保险条例", "regulation"),
        ("城市道路管理条例", "regulation"),
        ("山东省行政性事业性收费管理条例", "local"),
        ("枣庄市山体保护条例", "local"),
        ("某自治县旅游条例", "local"),
        ("某市管理办法", ""),
        ("国务院关于某事的决定", ""),
        ("区政府会议纪要", ""),
    ],
)
def test_a_name_tells_the_rank_or_nothing(title: str, rank: str) -> None:
    assert ranks.by_name(title) == rank


def test_the_ranks_stand_in_order() -> None:
    assert ranks.ORDER == ("law", "regulation", "local", "rule", "document")
