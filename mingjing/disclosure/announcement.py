"""The public record of an announcement: what a paper about the agency itself says, a pure function of the case.

Every field of the paper goes out, so nothing in it may name a person; officers stand in a case under their ids, and
these do not go out either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from mingjing.disclosure import record as records
from mingjing.disclosure.detector import Known, Leak, leaks
from mingjing.law import procedures
from mingjing.law.judgement import day_of, replay
from mingjing.law.terms import Case, Entry, Field, Json, Kind, Paper, Procedure

FORMAT = "mingjing/announcement/v1"
OUTSIDE = frozenset(
    {
        Kind.TEXT,
        Kind.LONG_TEXT,
        Kind.NUMBER,
        Kind.MONEY,
        Kind.AMOUNTS,
        Kind.DAY,
        Kind.CHOICE,
        Kind.CHOICES,
        Kind.YES_NO,
        Kind.ARTICLE,
        Kind.PLACE,
        Kind.FIGURES,
    }
)
"""Kinds of fields that may go out: nothing that names a person, a file or another case."""
_OFFICE_LINE = re.compile(r"(?<![0-9])0[1-9][0-9]{1,2}[-－][0-9]{7,8}(?![0-9])")
"""A fixed line with its area code set apart: an agency must name the number on which it is supervised."""


def public_record(case: Case, entry: Entry, paper: Paper) -> dict[str, Json]:
    """What goes out for `paper`, made by `entry`, the last of `case`. Raises records.Leaking."""
    procedure = procedures.of(case.procedure)
    content = _content(entry, paper)
    if found := [*_never(paper, content), *_said(procedure, case, _texts(paper, content))]:
        raise records.Leaking(found)
    name, year = str(content.get("agency_name") or "").strip(), _year(procedure, case, content)
    return {
        "v": 1,
        "format": FORMAT,
        "procedure": procedure.key,
        "act": procedure.act,
        "paper": paper.id,
        "title": f"{name}{paper.label}" + (f"（{year}年）" if year else ""),
        "number": next((one.number for one in entry.papers if one.paper == paper.id), ""),
        "agency": {"id": case.agency, "name": name},
        "year": year,
        "announced_on": day_of(entry.on).isoformat(),
        "content": content,
    }


def reason_leaks(case: Case, reason: str) -> list[Leak]:
    """Why the reason for which an announcement fell may not stand on its page."""
    return _said(procedures.of(case.procedure), case, [("理由", reason)])


def _content(entry: Entry, paper: Paper) -> dict[str, Json]:
    stated = entry.facts.get(paper.id)
    values = stated if isinstance(stated, dict) else {}
    return {one.id: values[one.id] for one in paper.fields if values.get(one.id) not in (None, "", [])}


def _year(procedure: Procedure, case: Case, content: dict[str, Json]) -> int:
    """The year the paper states, else the one the case stated last; 0 where there is none."""
    stated = (procedure.stated(one.facts, "year") for one in reversed(replay(procedure, case).live))
    found = content.get("year") or next((one for one in stated if one), 0)
    return found if isinstance(found, int) else 0


def _never(paper: Paper, content: dict[str, Json]) -> Iterator[Leak]:
    for one in paper.fields:
        if one.id in content and one.kind not in OUTSIDE:
            yield Leak(one.label, "name", f"“{one.label}”写的是人员或者卷内材料，不得公开；请删去。")


def _texts(paper: Paper, content: dict[str, Json]) -> list[tuple[str, str]]:
    return [(one.label, text) for one in paper.fields for text in _words(content.get(one.id), one)]


def _words(value: Json, field: Field) -> Iterator[str]:
    """All that is written in a value, whatever its form."""
    if isinstance(value, str) and value and field.kind is not Kind.DAY:
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _words(one, field)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _words(one, field)


def _said(procedure: Procedure, case: Case, texts: list[tuple[str, str]]) -> list[Leak]:
    offices = {one for _, text in texts for one in _OFFICE_LINE.findall(text)}
    known = Known(tuple(records.persons_of(procedure, case)), tuple(sorted(offices)))
    ids = _ids(procedure, case)
    named = [
        Leak(label, "name", f"“{label}”中有工作人员的编号，不得公开；请删去。")
        for label, text in texts
        if ids and ids.search(text)
    ]
    return [*leaks(texts, known), *named]


def _ids(procedure: Procedure, case: Case) -> re.Pattern[str] | None:
    """The ids of those who acted or are named in the case, as whole words."""
    fields = {one.id for paper in procedure.papers for one in paper.fields if one.kind is Kind.PERSONS}
    fields |= {one.id for one in procedure.fields if one.kind is Kind.PERSONS}
    found = {entry.actor for entry in case.entries if entry.actor != "system"}
    for entry in case.entries:
        found |= {str(one) for name in fields for one in _listed(procedure.stated(entry.facts, name))}
    words = "|".join(sorted(map(re.escape, filter(None, found)), key=len, reverse=True))
    return re.compile(rf"(?<![A-Za-z0-9_-])(?:{words})(?![A-Za-z0-9_-])") if words else None


def _listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []
