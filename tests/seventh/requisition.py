"""行政征用：一部虚构的程序，只用来证明新的执法类别只要一个文件。"""

from __future__ import annotations

from mingjing.law.acts import ActKind
from mingjing.law.bases import CF
from mingjing.law.common import COMMON_ACTIONS, COMMON_FIELDS
from mingjing.law.guards.people import G_CERT, G_SEPARATE, G_TWO
from mingjing.law.terms import Action, Field, Kind, Length, Paper, Procedure, Role, Term, Unit, step

KIND = ActKind("requisition", "行政征用")
GOODS = Field("goods_wanted", "拟征用的财物", Kind.LONG_TEXT, sample="抽水机 2 台（演示）。")
DECISION = Paper(
    "requisition_decision", "行政征用决定书", (GOODS,), word="征", sealed=True, basis=CF("第一条")
)

PROCEDURES = (
    Procedure(
        "requisition", "行政征用 · 应急", "2020-01-01", "requisition",
        basis=CF("第一条", mark="X"),
        stages=(("asked", "提出"), ("decided", "决定"), ("returned", "返还")),
        exits=frozenset({"returned"}),
        guards=(G_SEPARATE,),
        fields=(*COMMON_FIELDS, GOODS),
        papers=(DECISION,),
        path=(step("rq_ask"), step("rq_decide"), step("rq_return")),
        actions=(
            Action("rq_ask", "提出征用", Role.OFFICER, CF("第一条", mark="X"), opening=True, to="asked",
                   asks=("goods_wanted",), officers=2, needs=(G_CERT, G_TWO), plain="写明要征用什么。"),
            Action("rq_decide", "决定征用", Role.AGENCY_HEAD, CF("第一条", mark="X"), stage=frozenset({"asked"}),
                   to="decided", papers=("requisition_decision",), plain="由机关负责人决定。"),
            Action("rq_return", "返还", Role.OFFICER, CF("第一条", mark="X"), stage=frozenset({"decided"}),
                   to="returned", plain="用完返还，损坏的补偿。"),
            *COMMON_ACTIONS,
        ),
        terms=(
            Term("T99", "返还征用的财物", Length(30, Unit.DAY), runs_from="rq_decide", until="rq_return",
                 basis=CF("第一条", mark="X")),
        ),
    ),
)  # fmt: skip
