"""What is written for the public when a result is published (rules §4.2); penalties have their `public_decision`."""

from __future__ import annotations

from mingjing.law.bases import G118
from mingjing.law.terms import Field, Kind, Paper

public_notice = Paper(
    "public_notice",
    "公示信息",
    (
        Field(
            "public_matter",
            "事项名称",
            Kind.TEXT,
            sample="气瓶充装许可",
            help="写在当事人名称后面，是公开页的标题；不写自然人姓名。",
        ),
        Field(
            "plain",
            "一句话说明",
            Kind.LONG_TEXT,
            sample="这家公司申请充装气瓶，场所、设备和人员符合条件，市场监管局准予许可，有效期四年。",
        ),
        Field("content", "决定、结果", Kind.TEXT, sample="准予许可"),
        Field(
            "public_facts",
            "事实和理由",
            Kind.LONG_TEXT,
            sample="申请材料齐全，符合法定形式；实地核查，场所和设备与申请一致。",
        ),
    ),
    public="yes",
    long=True,
    basis=G118("（条文未核）", mark="K"),
)
