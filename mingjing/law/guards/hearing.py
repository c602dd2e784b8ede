"""The hearing itself: who may speak for the party."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law.bases import CF
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Condition, Guard

AGENTS = 2


def _agents(j: Judgement) -> Iterator[str]:
    stated = j.stated("agent_count")
    if isinstance(stated, int) and stated > AGENTS:
        yield f"当事人可以委托一至二人代理，现登记 {stated} 人，请核对。"


G_AGENTS = Guard("E-FIELD", "听证代理人不超过二人", CF("第六十四条第五项"), _agents)
HEARD = Condition("经过听证", lambda j: j.last("po_hear") is not None)
