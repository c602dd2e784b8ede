"""Public leaves held against the acts that may carry them: one that nobody published is found here.

The database lets the platform add public leaves; whether an act stands behind one only this room can say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeAlias

from mingjing.disclosure import record as records
from mingjing.disclosure.models import PublishedFile
from mingjing.law import procedures
from mingjing.law.terms import Case, Entry, Json
from mingjing.recording import seals
from mingjing.recording.findings import Comparison, Finding

Leaf: TypeAlias = tuple[str, str, str, str]
"""(kind, document number, sha256, sm3)."""


def comparison() -> Comparison:
    """For `recording.verify`."""
    return Comparison("公示存证", seals.open_leaves, compare)


def compare(case: Case, rows: object) -> Iterator[Finding]:
    """What of the public leaves of a case does not follow from its entries."""
    held: dict[int, list[Leaf]] = {}
    for n, body in rows if isinstance(rows, list) else ():
        held.setdefault(n, []).append(_leaf(body))
    published: set[tuple[str, ...]] = set()
    for entry in case.entries:
        mine = held.pop(entry.n, [])
        if _issues_public(entry):
            yield from _said(case, entry, _published(entry, mine))
            published |= {one[1:] for one in mine}
        elif mine and _issues_announced(entry):
            # Without leaves it was issued before announcements were proved.
            yield from _said(case, entry, _published(entry, mine))
        elif _withdraws(entry):
            strange = [one for one in mine if one[0] != "withdrawn" or one[1:] not in published]
            yield from _said(case, entry, ["撤下的不是本案公开过的内容"] if strange else [])
        elif mine:
            yield from _said(case, entry, ["这条记录不公开任何东西，却有公示存证"])
    for n in held:
        yield Finding("open_leaf", f"{case.id}/{n}", f"{case.id}/{n}", "所指的记录不在本案")


def _leaf(body: dict[str, Json]) -> Leaf:
    return (str(body.get("t")), str(body.get("doc_no")), str(body.get("sha256")), str(body.get("sm3")))


def _issues_public(entry: Entry) -> bool:
    procedure = procedures.PROCEDURES.get(entry.procedure)
    if procedure is None or entry.action != "paper_issued":
        return False
    return records.is_public(procedure, entry.facts.get("paper"))


def _issues_announced(entry: Entry) -> bool:
    procedure = procedures.PROCEDURES.get(entry.procedure)
    if procedure is None or entry.action != "paper_issued":
        return False
    paper = procedure.paper(str(entry.facts.get("paper")))
    return paper is not None and procedure.announces(paper)


def _withdraws(entry: Entry) -> bool:
    procedure = procedures.PROCEDURES.get(entry.procedure)
    return procedure is not None and records.withdraws(procedure, procedure.action(entry.action))


def _published(entry: Entry, mine: list[Leaf]) -> Iterator[str]:
    """One leaf for the bytes of the paper, one for the public record that was made from it."""
    files = {(one.sha256, one.sm3) for one in entry.files}
    rest = [one for one in mine if one[2:] not in files]
    if len(mine) != 2 or len(rest) != 1 or any(one[0] != "published" for one in mine):
        yield "公开一份文书应当有两条公示存证：文书本身和公示记录"
    elif not PublishedFile.objects.filter(
        kind=PublishedFile.RECORD, number=rest[0][1], sha256=rest[0][2]
    ).exists():
        yield "公示存证所指的公示记录不是本平台公开的"


def _said(case: Case, entry: Entry, sentences: Iterable[str]) -> Iterator[Finding]:
    name = f"{case.id}/{entry.n}"
    return (Finding("open_leaf", name, name, one) for one in sentences)
