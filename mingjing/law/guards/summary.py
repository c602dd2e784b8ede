"""What may be decided and collected on the spot."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law.bases import CF
from mingjing.law.guards.amounts import citizen, kinds_of, yuan
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Guard


def _summary_limit(j: Judgement) -> Iterator[str]:
    """当场处罚: a fine of at most 200 元 (citizen) or 3,000 元 (organisation), or a warning; nothing else."""
    if kinds := kinds_of(j) - {"fine", "warning"}:
        yield f"{'、'.join(sorted(kinds))}不能当场处罚，请转普通程序。"
    key = "penalty.summary_max_citizen" if citizen(j) else "penalty.summary_max_org"
    limit = j.param(key).number
    if j.money("fine") > limit:
        yield f"罚款 {yuan(j.money('fine'))}超过当场处罚的上限 {yuan(limit)}，请转普通程序。"


G_SUMMARY = Guard("E-FIELD", "不超过当场处罚的范围", CF("第五十一条"), _summary_limit)


def _reconsider_first(j: Judgement) -> Iterator[str]:
    text = j.stated("remedies")
    if isinstance(text, str) and text.strip() and not ("先" in text and "行政复议" in text):
        yield "当场处罚的救济途径要写明先申请行政复议，请补写。"


G_RECONSIDER_FIRST = Guard("G-DOC", "写明复议前置", CF("第五十二条"), _reconsider_first)


def _collect(j: Judgement) -> Iterator[str]:
    fine = j.known("fine", 0)
    if (
        j.stated("ground") == "small"
        and isinstance(fine, int)
        and fine > j.param("penalty.collect_on_spot_max").number
    ):
        yield f"罚款 {yuan(fine)}超过 100 元，不属于可以当场收缴的小额罚款，请改由当事人到银行缴纳。"


G_COLLECT = Guard("E-FIELD", "属于可以当场收缴的情形", CF("第六十八条"), _collect)
