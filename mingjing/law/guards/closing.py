"""How a case ends: with a decision that was served, a transfer to the police, or a decision that was overturned."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law.bases import CF
from mingjing.law.guards.service import delivered_faults
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Guard, Why, event

ACCEPTED = event("po_transfer_result", police_result="accepted")
OVERTURNED = ("revoked", "void")
"""Results of 复议 and 诉讼 after which nothing of the decision is left."""


def transferred(j: Judgement) -> bool:
    return "transfer" in j.standing.open and j.last(ACCEPTED) is not None


def overturned(j: Judgement) -> bool:
    found = j.last("po_remedy_result")
    return found is not None and j.fact(found, "result") in OVERTURNED


def _transfer_open(j: Judgement) -> Iterator[str]:
    if "transfer" in j.standing.open:
        yield "本案已经移送司法机关，退回或者不予立案以前不得作出处罚决定，不得以罚款代替移送。"


G_TRANSFER = Guard(
    "E-ORDER", "没有移送，或者司法机关已经退回", CF("第二十七条、第五十七条第一款第四项"), _transfer_open
)


def _concluded(j: Judgement) -> Iterator[str | Why]:
    if transferred(j) or overturned(j):
        return
    settled = [one for one in j.standing.live if one.action in j.procedure.deciding]
    if not settled:
        yield "还没有作出处罚或者不予处罚的决定，不能结案；不应当处罚的，请撤案。"


G_CONCLUDED = Guard("E-ORDER", "案件有了结果", CF("第五十七条"), _concluded)


def _delivered(j: Judgement) -> Iterator[str]:
    if not (transferred(j) or overturned(j)):
        yield from delivered_faults(j)


G_DELIVERED = Guard("G-DELIV", "决定书已送达", CF("第六十一条"), _delivered, cure="po_serve")
