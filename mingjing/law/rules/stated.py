"""What an act states, itself and in its papers: asked for, well-formed, complete, as the case gives it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from mingjing.law import fields, ranks
from mingjing.law.judgement import Judgement
from mingjing.law.rules.base import RESERVED, called, carried, refuse, snapshots
from mingjing.law.terms import Facts, Field, Json, Kind, Paper, Refusal, Role


def facts(j: Judgement) -> Iterator[Refusal]:
    known = set(j.action.asked)
    for name in j.move.facts:
        if name not in known and name not in RESERVED:
            yield refuse(
                j,
                "E-FIELD",
                f"{called(j, name)}不是“{j.action.label}”要填写的内容，不能由填表人提交。",
                field=name,
            )
        elif name not in known and (field := j.procedure.field(name)):
            yield from _value(j, replace(field, required=False), j.move.facts[name], "E-FIELD")
    for name in j.action.asked:
        yield from _value(j, j.procedure.asked(name), j.move.facts.get(name), "E-FIELD")
    if j.action.asked_by and j.ask is not None and j.move.facts.get("ask") != j.case.commitments[j.ask.n - 1]:
        yield refuse(j, "E-STALE", "您看到的呈批不是最新的一份，请重新打开后再批。", field="ask")


def _value(j: Judgement, field: Field, value: Json, code: str) -> Iterator[Refusal]:
    if fields.blank(value):
        if field.required and (field.when is None or field.when.test(j)):
            yield refuse(j, code, f"没有填写“{field.label}”，请补上。", basis=j.action.basis, field=field.id)
        return
    if found := fields.fault(field, value):
        yield refuse(j, "E-FIELD", f"“{field.label}”{found}。", basis=j.action.basis, field=field.id)
    elif field.rank:
        for one in ranks.faults(j, field, value):
            yield refuse(j, "G-BASIS", f"“{field.label}”：{one}。", basis=j.action.basis, field=field.id)


def fields_of(j: Judgement) -> Iterator[Field]:
    """What the act states, or the ask that it answers did, itself and in its papers."""
    action = j.procedure.derived.get(j.action.asked_by) or j.action
    yield from (j.procedure.asked(one) for one in action.asked)
    papers = (j.procedure.paper(one) for one in snapshots(action))
    yield from (one for paper in papers if paper for one in paper.fields)


def named(j: Judgement, name: str) -> Field | None:
    return next((one for one in fields_of(j) if one.id == name), None) if name else None


def papers(j: Judgement) -> Iterator[Refusal]:
    for paper_id in sorted(set(j.move.papers) - set(carried(j.action))):
        yield refuse(j, "E-PAPER", f"“{j.action.label}”不办理{called(j, paper_id)}，请从这一步的表单提交。")
    # What the law presumes is the act, not the paper: SYSTEM writes none.
    if j.action.asked_by or j.move.actor == Role.SYSTEM:
        return
    for paper_id in snapshots(j.action):
        paper, content = j.procedure.paper(paper_id), j.move.papers.get(paper_id)
        if paper is None:
            continue
        if content is None:
            yield refuse(
                j, "E-PAPER", f"缺《{paper.label}》，请先填写。", basis=j.action.basis, field=paper_id
            )
            continue
        yield from _content(j, paper, content.fields)


def _content(j: Judgement, paper: Paper, content: Facts) -> Iterator[Refusal]:
    for field in paper.fields:
        code = "G-DOC" if field.element and paper.sealed | bool(paper.word) else "E-FIELD"
        yield from _value(j, field, content.get(field.id), code)
    for name in set(content) - {field.id for field in paper.fields}:
        yield refuse(j, "E-FIELD", f"《{paper.label}》没有{called(j, name)}这一项，请删去。", field=name)


def as_given(j: Judgement) -> Iterator[Refusal]:
    """What the case itself gives in a word (its agency; sealed or seized, withdrawn or revoked) no paper says otherwise.
    Sums and figures have guards of their own, which read other cases.
    """
    for paper_id, content in j.move.papers.items():
        paper = j.procedure.paper(paper_id)
        for one in paper.fields if paper else ():
            said = content.fields.get(one.id)
            if not (one.held and one.follows and one.kind in (Kind.CHOICE, Kind.TEXT) and said):
                continue
            if (given := one.follows(j)) not in (None, said):
                labels = dict(one.choices)
                yield refuse(
                    j,
                    "E-FIELD",
                    f"{called(j, paper_id)}的“{one.label}”写的是“{labels.get(str(said), said)}”，"
                    f"本案是“{labels.get(str(given), given)}”，请改正。",
                    basis=j.action.basis,
                    field=one.id,
                )
