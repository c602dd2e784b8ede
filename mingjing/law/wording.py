"""What the law wants told to a party, in its usual words and with the lengths that hold in the matter at hand."""

from __future__ import annotations

import re

from mingjing.law import describe
from mingjing.law.judgement import Judgement
from mingjing.law.terms import Words

SLOT = re.compile(r"\{([a-z_.]+)\}")


def written(words: Words | None, j: Judgement) -> str | None:
    """The text with its parameters filled in; None where it says nothing of this case."""
    if words is None or (words.when is not None and not words.when.test(j)):
        return None
    return SLOT.sub(lambda slot: describe.amount(j.param(slot[1])), words.text)


def parameters(words: Words) -> set[str]:
    """The keys that a text names."""
    return set(SLOT.findall(words.text))
