"""Who was told is who is decided on: the party of a case stands until it is put right."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law import fields
from mingjing.law.judgement import Judgement
from mingjing.law.rules.base import refuse
from mingjing.law.terms import Json, Refusal


def party(j: Judgement) -> Iterator[Refusal]:
    """Who was told is who is decided on: an act names the party of the case, or puts the party right and is told so."""
    known = j.known("party")
    if not isinstance(known, dict) or j.action.names_party:
        return
    for said, where in _parties(j):
        if differs := fields.other_party(said, known):
            fault = f"{where}写的当事人“{said.get('name')}”与本案的当事人“{known.get('name')}”{'、'.join(differs)}不同"
            yield refuse(
                j, "E-FIELD", f"{fault}，请改正{_how_to_correct(j)}。", field="party", cure=_corrects(j)
            )


def _parties(j: Judgement) -> Iterator[tuple[dict[str, Json], str]]:
    if isinstance(said := j.move.facts.get("party"), dict):
        yield said, "表单"
    for paper_id, content in j.move.papers.items():
        paper = j.procedure.paper(paper_id)
        if paper is not None and isinstance(said := content.fields.get("party"), dict):
            yield said, f"《{paper.label}》"


def _corrects(j: Judgement) -> str:
    """The act by which the party is put right."""
    return next(
        (one.id for one in j.procedure.derived.values() if one.names_party and "party" in one.asks), ""
    )


def _how_to_correct(j: Judgement) -> str:
    action = j.procedure.action(_corrects(j))
    return f"；本案当事人确实弄错的，先办理“{action.label}”" if action else "；本案当事人确实弄错的，另立案件"
