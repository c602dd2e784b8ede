"""What some fields of enforcement may do and others may not: their own parameters open or shut an act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mingjing.law.bases import CF, SCGS
from mingjing.law.guards.amounts import LICENSE_KINDS, STOP_KINDS, kinds_of
from mingjing.law.judgement import Judgement
from mingjing.law.parameters import UnknownParameter
from mingjing.law.terms import Basis, Guard, Length, Value


def found(j: Judgement, key: str) -> Value | None:
    """The value for this agency, or None where its field has none."""
    try:
        return j.param(key)
    except UnknownParameter:
        return None


def counted(j: Judgement, start: date, length: Length, *, rolls: bool) -> date:
    """The last day of a period that the field's own law sets: in some fields a long rest inside prolongs it (E28)."""
    rests = found(j, "period.long_rests")
    prolongs = rests is not None and rests.amount == "prolong"
    return j.context.calendar.count(start, length, rolls=rolls or prolongs, prolongs=prolongs).last_day


def opened(key: str, label: str, sentence: str, basis: Basis) -> Guard:
    """An act that only those fields know for which this parameter is set."""

    def check(j: Judgement) -> Iterator[str]:
        if found(j, key) is None:
            yield sentence

    return Guard("E-ORDER", label, basis, check)


G_URGENT = opened(
    "penalty.preserve_report_within",
    "本领域可以先保存后补批",
    "本领域没有可以先登记保存、后补办批准的规定，请先经负责人批准。",
    CF("第五十六条"),
)
G_EXTENSION = opened(
    "penalty.decide_extension",
    "本领域可以延长办案期限",
    "本领域没有可以延长办案期限的规定，九十日内应当作出决定。",
    CF("第六十条"),
)


def _publishable(j: Judgement) -> Iterator[str]:
    rule = found(j, "publication.bare_warning")
    if rule is not None and rule.amount == "never" and kinds_of(j) == {"warning"}:
        yield "本领域仅给予警告的处罚不予公示，没有例外。"


G_PUBLISHABLE = Guard("E-FIELD", "可以公示的处罚", SCGS("第二条第二款"), _publishable)


EARLY_STOP = (
    ("due", "公示已经达到规定的时限"),
    ("performed", "已经自觉履行处罚决定规定的义务"),
    ("remedied", "已经主动消除危害后果和不良影响"),
    ("not_again", "没有因同一类违法行为再次受到处罚"),
    ("not_listed", "不在经营异常名录和严重违法失信名单中"),
)
"""What must all be so before a publication ends early in the field of the rule (E34)."""
STOPS = LICENSE_KINDS | STOP_KINDS | {"activity_restriction"}
"""After these nothing ends early; 责令关闭 stands for what the ministry calls 其他较为严重 [P]."""


def _early(j: Judgement) -> Iterator[str]:
    if j.stated("withdrawal_ground") != "repaired" or found(j, "publication.market_display") is None:
        return
    if kinds_of(j) & STOPS:
        yield "受到责令停产停业、限制开展经营、限制从业、降低资质等级、吊销许可证件等处罚的，不得提前停止公示。"
    stated = j.stated("repair_met")
    met = stated if isinstance(stated, list) else []
    if missing := [label for code, label in EARLY_STOP if code not in met]:
        yield f"提前停止公示还要符合：{'；'.join(missing)}。核实以后再办。"


G_EARLY_STOP = Guard("E-FIELD", "可以提前停止公示", SCGS("第十四条"), _early)
