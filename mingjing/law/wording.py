"""What the law wants told to a party, in its usual words and with the lengths that hold in the matter at hand."""

from __future__ import annotations

import re

from mingjing.law.judgement import Judgement
from mingjing.law.terms import Value, Words

SLOT = re.compile(r"\{([a-z_.]+)\}")
BODIES = {
    "agency.reconsideration": "有管辖权的行政复议机关",
    "agency.court": "有管辖权的人民法院",
}
"""Who hears what is brought against the agency, as the register names it; the words stand where it names none."""


def written(words: Words | None, j: Judgement) -> str | None:
    """The text with its slots filled in; None where it says nothing of this case."""
    if words is None or (words.when is not None and not words.when.test(j)):
        return None
    return SLOT.sub(lambda slot: _said(slot[1], j), words.text)


def _said(slot: str, j: Judgement) -> str:
    if slot in BODIES:
        return j.context.body(slot.removeprefix("agency.")) or BODIES[slot]
    return amount(j.param(slot))


def parameters(words: Words) -> set[str]:
    """The keys of parameters that a text names."""
    return set(SLOT.findall(words.text)) - BODIES.keys()


def amount(value: Value) -> str:
    """A value with its unit, as a reader says it: 7 个工作日, 3,000 元, 2 名, 50%."""
    if isinstance(value.amount, str):
        return value.amount
    match value.unit:
        case "分":
            return (
                f"{value.amount // 100:,} 元"
                if value.amount % 100 == 0
                else f"{value.amount // 100:,}.{value.amount % 100:02} 元"
            )
        case "person":
            return f"{value.amount} 名"
        case "times":
            return f"{value.amount} 次"
        case "percent":
            return f"{value.amount}%"
        case "household":
            return f"{value.amount} 户"
        case "permyriad":
            return f"万分之 {value.amount}"
    return str(value.length)
