"""What the rules share: how a refusal is made, which papers an act carries, how a field is called."""

from __future__ import annotations

from collections.abc import Mapping

from mingjing.law.bases import PLATFORM
from mingjing.law.judgement import Judgement, listed
from mingjing.law.terms import Action, Basis, Per, Refusal

RULE = PLATFORM("", mark="P")
RESERVED: Mapping[str, str] = {
    "reason": "原因",
    "late_reason": "补录的原因",
    "stated_by": "凭证",
    "paper": "文书",
}
"""Facts that any act may carry (architecture §5)."""


def snapshots(action: Action) -> tuple[str, ...]:
    return action.papers + action.drafts


def carried(action: Action) -> tuple[str, ...]:
    """Papers whose draft digest the entry carries."""
    return tuple(dict.fromkeys(snapshots(action) + ((action.binds,) if action.binds else ())))


def draft(j: Judgement, paper: str) -> str:
    """Draft digest of a paper as the mover saw it, else of the current draft."""
    content = j.move.papers.get(paper)
    return content.digest if content else j.context.draft(paper)


def refuse(
    j: Judgement, code: str, sentence: str, *, basis: Basis | None = None, cure: str = "", field: str = ""
) -> Refusal:
    return Refusal(code, sentence, basis or RULE, cure, field)


def called(j: Judgement, name: str) -> str:
    """A field or paper as the reader knows it; a name that the procedure does not have, as it was sent."""
    if (paper := j.procedure.paper(name)) is not None:
        return f"《{paper.label}》"
    said = (one for paper in j.procedure.papers for one in paper.fields if one.id == name)
    field = j.procedure.field(name) or next(said, None)
    return f"“{field.label}”" if field is not None else f"“{name}”"


def possible(column: object) -> frozenset[str]:
    """All codes that a column may give, whatever the field says."""
    values = column.given if isinstance(column, Per) else (column,)
    return frozenset(one.action for value in values for one in listed(value))
