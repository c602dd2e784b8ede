"""What a practice home must know before rows can be played: the map's agency, powers and cast, articles, parties."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from django.db import transaction

from mingjing.casework import service
from mingjing.exchange.maps import Map
from mingjing.exchange.rows import Line
from mingjing.law.terms import Facts, Json, Role
from mingjing.registry.models import Agency, NormRow, OrgParty, Person, PowerRow
from mingjing.registry.rows import BadRow

SINCE, UNTIL = "2000-01-01", "2099-12-31"
BATCH = 500
SMALL_BATCH = 50
"""Rows of one transaction of a dry run, whose first pass lets others write in between."""


def enter(wanted: Map, clock: service.Clock) -> None:
    """Agency, powers and the invented officials; what is there already stays. Raises BadRow."""
    with transaction.atomic():
        agency = str(wanted.agency.get("id", ""))
        if not Agency.objects.filter(id=agency).exists():
            _enter("agency", wanted.agency, clock)
        for power in wanted.powers:
            if not PowerRow.objects.filter(agency_id=agency, item=power.get("item", "")).exists():
                _enter("power", {"agency": agency, **power}, clock)
        for one in wanted.cast.values():
            if not Person.objects.filter(id=one["id"]).exists():
                _person(one, agency, str(wanted.agency.get("field", "")), clock)


def _person(one: Mapping[str, Any], agency: str, field: str, clock: service.Clock) -> None:
    _enter("person", {"id": one["id"], "name": one["name"]}, clock)
    _enter("appointment", {"person": one["id"], "agency": agency, "role": one["role"], "since": SINCE}, clock)
    if one["role"] == Role.OFFICER:
        _enter("certificate", {
            "person": one["id"], "number": one.get("certificate", ""), "fields": [field],
            "since": SINCE, "until": UNTIL, "issuing": "导入演练（虚构）",
        }, clock)  # fmt: skip
    if one.get("qualified"):
        _enter("qualification", {"person": one["id"], "kind": one["qualified"], "since": SINCE}, clock)


def enter_cited(
    wanted: Map, lines: Iterable[Line], clock: service.Clock, *, keep: bool = True
) -> tuple[int, int]:
    """The first pass: distinct articles as norms, parties under their foreign codes. How many of each are new.

    Without `keep` every batch is taken back, and what it would have entered is only counted.
    """
    norms, parties = 0, set[str]()
    known = set(NormRow.objects.values_list("law", "article"))
    while batch := list(islice(lines := iter(lines), BATCH if keep else SMALL_BATCH)):
        read = [wanted.read(line.cells)[0] for line in batch if line.fault is None]
        with transaction.atomic():
            norms += sum(
                _norm(wanted, one, known, clock) for values in read for one in _cited(wanted, values)
            )
            parties |= _parties(wanted, read, clock, parties)
            transaction.set_rollback(not keep)
    return norms, len(parties)


def enter_row(wanted: Map, line: Line, clock: service.Clock) -> None:
    """What one row of a dry run needs: the first pass is not there, it was taken back."""
    enter(wanted, clock)
    values = wanted.read(line.cells)[0]
    for law, article in _cited(wanted, values):
        known = set(NormRow.objects.filter(law=law, article=article).values_list("law", "article"))
        _norm(wanted, (law, article), known, clock)
    _parties(wanted, [values], clock)


def _cited(wanted: Map, values: Mapping[str, Json]) -> Iterator[tuple[str, str]]:
    for name in wanted.cites:
        found = values.get(name)
        for one in found if isinstance(found, list) else []:
            if isinstance(one, dict):
                yield str(one["law"]), str(one["article"])


def _norm(wanted: Map, cited: tuple[str, str], known: set[tuple[str, str]], clock: service.Clock) -> bool:
    if cited in known:
        return False
    known.add(cited)
    return _tried("norm", {"law": cited[0], "article": cited[1], "since": wanted.norms["since"]}, clock)


def _parties(
    wanted: Map, read: list[dict[str, Json]], clock: service.Clock, entered: Collection[str] = ()
) -> set[str]:
    """Registers the units of a batch that are not there yet. A natural person is never put into a register."""
    units: dict[str, dict[str, Any]] = {}
    for one in (values.get(name) for values in read for name in wanted.parties):
        if isinstance(one, dict) and one.get("code") and one["kind"] != "citizen":
            units.setdefault(str(one["code"]), one)
    there = set(OrgParty.objects.filter(uscc__in=list(units)).values_list("uscc", flat=True))
    new = {code: one for code, one in units.items() if code not in there and code not in entered}
    return {code for code, one in new.items() if _unit(one, clock)}


def _unit(party: Mapping[str, Any], clock: service.Clock) -> bool:
    facts = {"uscc": party["code"], "foreign": True, "name": party["name"]}
    address = str(party.get("address", ""))
    return _tried("org_party", facts | {"address": address}, clock) or _tried("org_party", facts, clock)


def _tried(kind: str, facts: Facts, clock: service.Clock) -> bool:
    """Whether it was registered. What the registry does not take, the door refuses in the row itself, with its rule."""
    try:
        _enter(kind, facts, clock)
    except BadRow:
        return False
    return True


def _enter(kind: str, facts: Mapping[str, Any], clock: service.Clock) -> None:
    service.register(kind, dict(facts), actor=Role.SYSTEM.value, clock=clock)
