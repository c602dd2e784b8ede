"""离岗交接: open to-dos whose person has left, or is about to, so that none of them dies with a post."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from mingjing.casework.access import ROLES_OF, Looking, require, signed_in
from mingjing.casework.models import Member, Todo
from mingjing.casework.views.shown import light_of, masthead, state_of
from mingjing.law.terms import ROLE_LABELS, Facts, Role
from mingjing.registry import access
from mingjing.registry.models import Appointment

SHOWN = 500
BY_NAME = frozenset(role.value for roles in ROLES_OF.values() for role in roles)
"""Roles whose to-dos are for those who take part in the case; the others are for everyone who holds the role."""


@dataclass(frozen=True, slots=True)
class Stranded:
    """An open to-do that nobody in office can do. `left`: who took part and holds the role no longer."""

    todo: Todo
    left: tuple[str, ...]


def left_by(look: Looking, kind: str, before: Facts | None, after: Facts) -> list[dict[str, Any]]:
    """The open to-dos that a change of a post leaves behind, to be named before it is made."""
    if kind != "appointment" or not after["until"]:
        return []
    day = date.fromisoformat(str(after["until"])) + timedelta(days=1)
    if before is not None and before["until"] == after["until"]:
        return []
    agency, role, person = (str(after[one]) for one in ("agency", "role", "person"))
    mine = [
        one
        for one in _stranded([agency], day, without=(person, role))
        if one.todo.role == role and (person in one.left or not one.left)
    ]
    return [_row(look, one, {}) for one in mine]


def stranded(agencies: Iterable[str], day: date) -> list[Stranded]:
    """What nobody in office can do on that day, the most pressing first."""
    return _stranded(list(agencies), day)


def _stranded(agencies: list[str], day: date, without: tuple[str, str] | None = None) -> list[Stranded]:
    """`without` (person, role): as if she held it no longer on that day."""
    waiting = Todo.objects.filter(agency__in=agencies, case__ended=False).exclude(
        role__in=(Role.PARTY.value, Role.SYSTEM.value, Role.INTERESTED.value)
    )
    todos = list(waiting.select_related("case").order_by("last_day", "since", "pk")[:SHOWN])
    members: Mapping[str, set[tuple[str, str]]] = defaultdict(set)
    for case, person, role in Member.objects.filter(case__in={one.case_id for one in todos}).values_list(
        "case_id", "person", "role"
    ):
        members[case].add((person, role))
    held = _held(agencies, day)
    if without:
        held = {agency: posts - {without} for agency, posts in held.items()}
    return [
        found for one in todos if (found := _left(one, members[one.case_id], held.get(one.agency, set())))
    ]


def _held(agencies: list[str], day: date) -> dict[str, set[tuple[str, str]]]:
    """(person, role) in office on that day, by agency."""
    posts = Appointment.objects.filter(agency__in=agencies, since__lte=day).exclude(until__lt=day)
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for agency, person, role in posts.values_list("agency_id", "person_id", "role"):
        found[agency].add((person, role))
    return found


def _left(todo: Todo, members: set[tuple[str, str]], held: set[tuple[str, str]]) -> Stranded | None:
    took_part = {person for person, role in members if role == todo.role} if todo.role in BY_NAME else set()
    in_office = {person for person, role in held if role == todo.role}
    if took_part & in_office or (not took_part and in_office):
        return None
    return Stranded(todo, tuple(sorted(took_part)))


@never_cache
@require_safe
@signed_in
def page(look: Looking) -> HttpResponse:
    """The to-dos of one's own agency whose people have left, each with the case where it is handed on."""
    require(look, "registry.handover")
    agencies = {span.agency for span in access.reach(look.viewer, "registry.handover").spans}
    found = stranded(sorted(agencies), look.today)
    names = look.names({person for one in found for person in one.left})
    words = {
        "rows": [_row(look, one, names) for one in found],
        "crumbs": [("名录", "/work/registry/"), ("离岗交接", "")],
    }
    return render(look.request, "work/registry/handover.html", words | masthead(look, "registry"))


def _row(look: Looking, one: Stranded, names: Mapping[str, str]) -> dict[str, Any]:
    todo = one.todo
    left = (todo.last_day - look.today).days if todo.last_day else None
    return {
        "label": todo.label,
        "title": todo.case.title,
        "number": todo.case.number or "未编号",
        "role": ROLE_LABELS[Role(todo.role)],
        "left": "、".join(names.get(person, person) for person in one.left),
        "last_day": todo.last_day,
        "shape": state_of(left),
        "light": light_of(left),
        "url": f"/work/cases/{todo.case_id}/",
    }
