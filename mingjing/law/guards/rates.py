"""What a delay adds must have been told: its rate stands in the decision, or in a demand that was served (QZ45①)."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law.bases import QZ
from mingjing.law.guards.domain import found
from mingjing.law.guards.enforced import FOR_MONEY, debt_of
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Guard, Json
from mingjing.law.wording import amount

ON_FINES = "penalty.surcharge_daily"
SAID = {
    True: "从缴款期限届满的次日起，每日按罚款数额的{}加处罚款，加处罚款的数额不超过罚款的数额。",
    False: "从缴款期限届满的次日起，每日按没有缴纳的款项的{}加收滞纳金。",
}
"""Of a fine, and of everything else."""
NAMES, PARTS = ("加处", "滞纳金"), ("百分之", "千分之", "万分之", "%", "％", "‰")
"""A text that tells the rate calls by its name what is added, and says which part."""


def late_rate(j: Judgement) -> Json:
    """The rate in words, as the law of the debt has it; None where nothing is owed that a delay makes dearer."""
    debt = debt_of(j) or (j.procedure.owing(j) if j.procedure.owing else None)
    rate = found(j, debt.daily) if debt and debt.bearing and debt.left and FOR_MONEY.test(j) else None
    if debt is None or rate is None:
        return None
    said = amount(rate)
    return SAID[debt.daily == ON_FINES].format(f" {said} " if said[0].isdigit() else said)


def _told(j: Judgement) -> Iterator[str]:
    """Read where the decision says how it is performed; one that was made elsewhere, or says nothing of it, is not."""
    text = j.decided_in("decided_case", "perform") or j.known("perform")
    if isinstance(text, str) and text and not tells(text) and not _demanded(j):
        yield "决定书没有告知加处罚款、滞纳金的标准，请先送达写明标准的催告书。"


def tells(text: str) -> bool:
    return any(one in text for one in NAMES) and any(one in text for one in PARTS)


def _demanded(j: Judgement) -> bool:
    """A demand with the rate was served; a later demand does not untell it."""
    told = False
    for one in j.case.entries:
        told = told or isinstance(j.fact(one, "late_rate"), str)
        action = j.procedure.action(one.action)
        if (
            told
            and action
            and "proof_of_service" in action.papers
            and j.fact(one, "paper") == "demand_notice"
        ):
            return True
    return False


G_RATE_TOLD = Guard("E-ORDER", "加处的标准已经告知", QZ("第四十五条第一款"), _told, links=True)
