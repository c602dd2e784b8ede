"""行政处罚 · 旧案补录: cases closed in an older system, taken in as their source states them. One entry, no clocks, no decision.

Nothing here decides or publishes: what was decided elsewhere stays what the source says of it.
"""

from __future__ import annotations

from mingjing.law import papers as p
from mingjing.law.acts.penalty.words import OFFICER, UNIT_HEAD, at
from mingjing.law.bases import CF, GD2
from mingjing.law.common import COMMON_FIELDS
from mingjing.law.terms import Action, Field, Kind, Procedure, Role, step

# fmt: off
HISTORY = Procedure(
    "penalty_history", "行政处罚 · 旧案补录", "2021-07-15", "penalty",
    basis=CF("第四十七条"),
    stages=(("imported", "补录"),),
    exits=at("imported"),
    history=True,
    fields=COMMON_FIELDS + (
        Field("summary", "摘要", Kind.TEXT, sample="某局 某文号 某类违法（演示）"),
        Field("source_number", "来源所载的文号", Kind.TEXT, sample="演市监处罚〔2019〕1号"),
        Field("source_authority", "来源所载的机关", Kind.TEXT, required=False, sample="演示市场监督管理局"),
        Field("party", "当事人", Kind.PARTY, required=False, sample=None),
        Field("cause", "案由", Kind.TEXT, required=False, sample="使用未经定期检验的叉车案"),
        Field("source_decided_on", "来源所载的决定日期", Kind.DAY, required=False, sample="2019-05-06"),
        Field("source_published_on", "来源所载的公示日期", Kind.DAY, required=False, sample="2019-05-10"),
        Field("source_basis", "来源所载的依据", Kind.LONG_TEXT, required=False, sample="特种设备安全法"),
        Field("source_content", "来源所载的处罚内容", Kind.LONG_TEXT, required=False, sample="罚款"),
        Field("source_amounts", "来源所载的金额", Kind.AMOUNTS, required=False, sample=[3000000],
              help="来源写了几笔就是几笔，不相加：其中可能有合计。"),
        Field("source_cells", "来源的原文", Kind.CELLS, sample=[{"column": "文号", "text": "演市监处罚〔2019〕1号"}]),
        Field("source_file", "来源文件的摘要", Kind.DIGEST, sample="0" * 64),
        Field("source_row", "来源文件的第几行", Kind.NUMBER, sample=1),
        Field("source_map", "所用的映射", Kind.TEXT, sample="demo-cases"),
        Field("imported_by", "补录人", Kind.TEXT, sample="p-wu"),
        Field("entry_n", "所指的记录（第几条）", Kind.NUMBER, sample=1),
        Field("old", "原来的内容", Kind.LONG_TEXT, sample="10 月 9 日"),
        Field("new", "更正后的内容", Kind.LONG_TEXT, sample="10 月 10 日"),
    ),
    papers=p.PAPERS,
    path=(step("import_closed"),),
    actions=(
        Action("import_closed", "补录已结案件", Role.SYSTEM, CF("第四十七条"), opening=True, to="imported",
               asks=("summary", "source_number", "source_authority", "party", "cause", "source_decided_on",
                     "source_published_on", "source_basis", "source_content", "source_amounts", "source_cells",
                     "source_file", "source_row", "source_map", "imported_by"),
               plain="由导入命令从旧系统的清单登记，内容以来源所载为准，不计期限，不自动公示。"),
        Action("ph_correct", "更正、补记", (OFFICER, UNIT_HEAD, Role.ARCHIVIST), GD2("第二十七条"), repeat=True,
               asks=("entry_n", "old", "new", "reason"), plain="补录的内容不改，另写一条更正，写明新旧内容和理由。"),
    ),
)
# fmt: on
