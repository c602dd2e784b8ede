"""The public leaves of what is published and withdrawn, for `settings.OPEN_LEAVES` and the door."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping

from mingjing.casework.rendering import words
from mingjing.disclosure import record as records
from mingjing.disclosure.models import Announcement, Publication
from mingjing.law import procedures
from mingjing.law.terms import Case, Entry, FileRef, Json, Paper
from mingjing.tlog.canonical import encode
from mingjing.tlog.verify import sm3

Leaf = Mapping[str, Json]


def published(case: Case, entry: Entry, paper: Paper, ref: FileRef) -> list[Leaf]:
    """Two leaves for the issued public form: one for its bytes, one for the public record. None for other papers."""
    if procedures.of(case.procedure).announces(paper):
        return _announced(case, entry, paper, ref)
    if not records.is_public(procedures.of(case.procedure), paper.id):
        return []
    until = Case(case.id, case.procedure, case.agency, case.entries[: entry.n], case.commitments[: entry.n])
    record = records.public_record(until, entry)
    body = encode(record)
    number = str(record["number"])
    return [
        _leaf("published", number, hashlib.sha256(body).hexdigest(), sm3(body) or ""),
        _leaf("published", number, ref.sha256, ref.sm3),
    ]


def _announced(case: Case, entry: Entry, paper: Paper, ref: FileRef) -> list[Leaf]:
    row = Announcement.objects.filter(case=case.id, n=entry.n, paper=paper.id).first()
    if row is None:
        return []
    return [
        _leaf("published", row.name, row.sha256, row.sm3),
        _leaf("published", row.name, ref.sha256, ref.sm3),
    ]


def withdrawn(case: str) -> list[Leaf]:
    """The leaf that goes with a withdrawing act: from then on the record is authentic but no longer in force."""
    rows = Publication.objects.filter(case=case).exclude(state=Publication.WITHDRAWN)
    return [_leaf("withdrawn", one.number, one.sha256, one.sm3) for one in rows]


def _leaf(kind: str, number: str, sha256: str, sm3_digest: str) -> Leaf:
    return {"v": 1, "t": kind, "doc_no": number, "sha256": sha256, "sm3": sm3_digest}


def of_act(entry: Entry) -> list[Leaf]:
    """For `settings.ACT_LEAVES`: the leaves that an act carries itself, so that nothing is removed in silence."""
    procedure = procedures.PROCEDURES.get(entry.procedure)
    if procedure is None or not records.withdraws(procedure, procedure.action(entry.action)):
        return []
    return withdrawn(entry.case)


def paper_facts(case: Case, entry: Entry, paper: Paper) -> list[tuple[str, str]] | None:
    """For `settings.PAPER_FACTS`: the rows of the public paper, all of them out of the public record."""
    if not records.is_public(procedures.of(case.procedure), paper.id):
        return None
    record = records.public_record(case, entry)
    party, agency = record["party"], record["agency"]
    rows = [
        ("文号", record["number"]),
        ("案件名称", record["title"]),
        ("当事人", party["name"] if isinstance(party, dict) else ""),
        ("统一社会信用代码", party["code"] if isinstance(party, dict) else ""),
        ("作出机关", agency["name"] if isinstance(agency, dict) else ""),
        ("作出日期", _day(record["decided_on"])),
        ("公开日期", _day(record["published_on"])),
    ]
    return [(label, str(text)) for label, text in rows if text]


def _day(iso: Json) -> str:
    return words.day(str(iso), "") if iso else ""
