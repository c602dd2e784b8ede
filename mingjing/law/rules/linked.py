"""Other cases: those that an act names or opens, and the stage at which a linked one must stand."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.law.judgement import Judgement
from mingjing.law.rules.base import possible, refuse
from mingjing.law.terms import Linked, LinkedIs, Refusal, Role


def linked(j: Judgement, need: LinkedIs) -> Iterator[Refusal]:
    if need.when is not None and not need.when.test(j):
        return
    found = [one for one in j.linked() if one.relation == need.relation]
    if not found and need.must_exist:
        yield refuse(j, "E-LINK", "没有关联案件，请先办理关联案件。", basis=j.action.basis)
    for one in found:
        if one.stage not in need.stages:
            yield refuse(
                j,
                "E-LINK",
                f"关联案件 {one.name} 处于“{one.stage_label}”，还不能办“{j.action.label}”。",
                basis=j.action.basis,
            )


def named_cases(j: Judgement) -> Iterator[Refusal]:
    """A case that an act names exists, is this agency's own, and of a procedure that may be linked so."""
    for name in j.procedure.links:
        case = j.move.facts.get(name)
        if not isinstance(case, str) or not case:
            continue
        field, found = j.procedure.asked(name), j.context.case(case)
        if found is None or found.case == j.case.id or not _theirs(j, found):
            sentence = "没有这个案件，或者您没有参加办理，请从您办理的案件中选择。"
            yield refuse(j, "E-LINK", sentence, basis=j.action.basis, field=name)
        elif field.choices and found.procedure.partition("@")[0] not in dict(field.choices):
            allowed = "、".join(label for _, label in field.choices)
            yield refuse(
                j,
                "E-LINK",
                f"“{field.label}”只能是{allowed}案件，请重新选择。",
                basis=j.action.basis,
                field=name,
            )


def _theirs(j: Judgement, found: Linked) -> bool:
    """Whether what another case says may be brought into this one: of the same agency, by who works on it or heads it."""
    if found.agency != j.case.agency or found.own:
        return found.agency == j.case.agency
    person = j.person(j.move.actor)
    heads = {Role.UNIT_HEAD.value, Role.AGENCY_HEAD.value}
    return j.move.actor in found.people or (person is not None and bool(heads & person.roles))


def opens_case(j: Judgement) -> Iterator[Refusal]:
    if j.action.opens_case and not j.context.procedures() & possible(j.action.opens_case):
        yield refuse(
            j, "E-LINK", f"“{j.action.label}”要另开关联案件，该程序还没有启用。", basis=j.action.basis
        )
