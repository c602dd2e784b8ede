"""Who can sign in to the demonstration, as told once at the start."""

from __future__ import annotations

from collections.abc import Iterator

from mingjing.demo import bureaus, city
from mingjing.registry.models import Account

LEVELS = {"city": "市级", "district": "区级", "town": "镇街"}


def table() -> list[str]:
    """The accounts of this home with their password; nothing in a home that holds no demonstration."""
    there = dict(Account.objects.values_list("username", "person_id"))
    people = [one for one in city.PEOPLE if there.get(one.username) == f"p-{one.username}"]
    if not people:
        return []
    names = {code: name for code, name, *_ in city.AGENCIES}
    lines = [f"演示账号（口令都是 {city.PASSWORD}）："]
    for agency in dict.fromkeys(one.agency for one in people):
        lines += [f"  {names[agency]}"]
        lines += [f"    {one.username:<11}{one.name}  {one.what}" for one in people if one.agency == agency]
    return lines + list(_desks(there))


def _desks(there: dict[str, str]) -> Iterator[str]:
    """The accounts of the bureaus: each has the same desks, so bureaus and desks are told once."""
    desk = next(iter(bureaus.DESKS))
    found = [one for one in bureaus.bureaus() if f"{one.id}-{desk}" in there]
    if not found:
        return
    yield f"  各机关的账号是“机关代号-岗位代号”，如 {found[0].id}-{desk}"
    yield f"    岗位：{'、'.join(f'{sign} {post}' for sign, post in bureaus.DESKS.items())}"
    for level, label in LEVELS.items():
        for line in _rows(
            [f"{one.id} {one.name.removesuffix('（演示）')}" for one in found if one.level == level]
        ):
            yield f"    {label}：{line}"


def _rows(found: list[str], wide: int = 4) -> Iterator[str]:
    for place in range(0, len(found), wide):
        yield "、".join(found[place : place + wide])
