"""What other cases of the same party mean for this one: one fine per act, the first offence."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law import fields
from mingjing.law.bases import CF
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Condition, Earlier, Guard


def _alike(j: Judgement) -> list[Earlier]:
    """Penalties for the same: by the item, or by the words for the cause (old cases taken in name no item)."""
    item, cause = j.value("item"), j.value("cause")
    return [one for one in j.earlier() if one.item == item or one.cause == cause]


def _same_act(j: Judgement) -> list[Earlier]:
    """Fines already imposed for what happened on the same day."""
    return [one for one in _alike(j) if one.fine and one.conduct_on == j.value("conduct_on")]


FINED_BEFORE = Condition("当事人同一天的行为已经被罚过款", lambda j: bool(_same_act(j)))


def _one_fine(j: Judgement) -> Iterator[str]:
    if not j.money("fine") or not fields.blank(j.value("distinct_why")):
        return
    if found := _same_act(j):
        named = "、".join(one.number or one.case for one in found)
        yield (
            f"这一当事人 {found[0].conduct_on} 的同一违法行为已由 {named} 处以罚款，不得再次罚款；"
            "确实不是同一违法行为的，在调查终结报告里写明理由。"
        )


G_ONEFINE = Guard("G-ONEFINE", "同一违法行为没有罚过款", CF("第二十九条"), _one_fine)


def _first_offence(j: Judgement) -> Iterator[str]:
    if j.stated("no_penalty_ground") != "first_offence":
        return
    if found := _alike(j):
        named = "、".join(one.number or one.case for one in found)
        yield f"这一当事人曾因同一事项受过处罚（{named}），不是初次违法，请改选不予处罚的理由或者依法处罚。"


G_FIRST = Guard("E-FIELD", "首违不罚的，确是初次违法", CF("第三十三条第一款"), _first_offence)
