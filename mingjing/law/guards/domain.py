"""What some fields of enforcement may do and others may not: their own parameters open or shut an act."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from mingjing.law.bases import CF, SCGS
from mingjing.law.guards.amounts import kinds_of
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
