"""Rows of what agencies announce about themselves, in the announcing act's own transaction (ADR 11).

For `settings.PROJECTORS`: `mingjing.disclosure.announcing.announcements`. Which act announces which paper, and which act
ends it, is read off the table of the procedure.
"""

from __future__ import annotations

import hashlib
from datetime import date

from mingjing.casework.context import being_written, world
from mingjing.casework.issue import issue_code
from mingjing.disclosure import announcement
from mingjing.disclosure import record as records
from mingjing.disclosure.models import Announcement, PublishedFile
from mingjing.disclosure.projectors import ISSUED, pages_change, refused, whole
from mingjing.law import procedures
from mingjing.law.judgement import day_of, moment_of, replay
from mingjing.law.terms import Case, Entry, Json, Paper, Procedure
from mingjing.recording import models as ledger
from mingjing.tlog.canonical import encode
from mingjing.tlog.verify import sm3


def announcements(entry: Entry, before: Case, after: Case) -> None:
    """Announce, stop or issue. Raises Refused when personal data would go out: then nothing of the act is written."""
    procedure = procedures.of(entry.procedure)
    if not procedure.own:
        return
    if entry.action == ISSUED:
        _issue(procedure, entry)
        return
    action = procedure.action(entry.action)
    if action is not None and action.voids:
        _stop(procedure, entry, before, after)
    for paper in procedure.announced(action):
        _announce(procedure, entry, after, paper)


def _announce(procedure: Procedure, entry: Entry, after: Case, paper: Paper) -> None:
    try:
        record = announcement.public_record(after, entry, paper)
    except records.Leaking as found:
        if being_written():
            raise refused(found.leaks) from found
        return  # announced before this was checked: it stays inside, and `ledger verify` names a row it had
    pages_change()
    body = encode(record)
    Announcement.objects.create(
        code=issue_code(after, entry),
        case=entry.case,
        n=entry.n,
        at=entry.at,
        procedure=procedure.key,
        act=procedure.act,
        agency=entry.agency,
        agency_name=_agency_name(record, entry),
        paper=paper.id,
        series=f"{procedure.id}/{paper.id}",
        year=int(str(record["year"])),
        number=str(record["number"]),
        title=str(record["title"]),
        announced_on=date.fromisoformat(str(record["announced_on"])),
        record=body,
        sha256=hashlib.sha256(body).hexdigest(),
        sm3=sm3(body) or "",
        stopped_reason="",
    )


def _agency_name(record: dict[str, Json], entry: Entry) -> str:
    said = record["agency"]
    name = str(said["name"]) if isinstance(said, dict) else ""
    found = None if name else world(entry.agency, moment_of(entry.at)).agency
    return name or (found.name if found else "")


def _stop(procedure: Procedure, entry: Entry, before: Case, after: Case) -> None:
    """What the act takes back is no longer followed; it stays where it was, with the day and the reason."""
    held = {one.n for one in replay(procedure, before).live}
    fallen = held - {one.n for one in replay(procedure, after).live}
    rows = Announcement.objects.filter(case=entry.case, n__in=fallen, stopped_on=None)
    if not fallen or not rows.exists():
        return
    reason = str(procedure.stated(entry.facts, "reason") or "")
    if found := announcement.reason_leaks(after, reason):
        if being_written():
            raise refused(found)
        reason = ""
    pages_change()
    rows.update(stopped_on=day_of(entry.on), stopped_reason=reason)


def _issue(procedure: Procedure, entry: Entry) -> None:
    """The issued form exists, and its leaves wait for the sealer."""
    paper = procedure.paper(str(procedure.stated(entry.facts, "paper") or ""))
    made = whole(procedure.stated(entry.facts, "of_entry"))
    found = Announcement.objects.filter(case=entry.case, n=made, paper=paper.id).first() if paper else None
    if found is None:
        return
    row = ledger.Entry.objects.only("id").get(case=entry.case, n=entry.n)
    pages_change()
    Announcement.objects.filter(pk=found.pk).update(issued_entry=row.id)
    if not ledger.OpenLeaf.objects.filter(entry_id=row.id).exists():
        return  # issued before announcements were proved: there is nothing to answer from
    files = {found.sha256: (PublishedFile.RECORD, found.sm3)}
    files |= {one.sha256: (PublishedFile.PAPER, one.sm3) for one in entry.files[:1]}
    PublishedFile.objects.bulk_create(
        PublishedFile(
            number=found.name,
            kind=kind,
            sha256=digest,
            sm3=sm3_digest,
            issued_entry=row.id,
            published_on=found.announced_on,
        )
        for digest, (kind, sm3_digest) in files.items()
    )
