"""Binding takes a while: the page asks for it, the worker makes it piece by piece, the page shows how far it is."""

from __future__ import annotations

import logging
from datetime import datetime

from mingjing.casework import service
from mingjing.casework.binding import bind, contents
from mingjing.casework.models import BoundFile, CaseRow
from mingjing.casework.rendering.errors import CannotRender
from mingjing.law.judgement import SHANGHAI
from mingjing.recording import evidence, keys
from mingjing.recording.home import Home
from mingjing.registry import reads
from mingjing.tlog import canonical

log = logging.getLogger("mingjing.casework")
TITLE = "案卷"
TELL_EVERY = 5


def ask(row: CaseRow, person: str, at: datetime) -> BoundFile:
    """Have the file bound as it is now; once for each state of the case. One that failed is tried again."""
    found, _ = BoundFile.objects.get_or_create(
        case=row, n=row.n, defaults={"asked_by": person, "asked_at": at}
    )
    if found.state == BoundFile.FAILED or _stale(found):
        BoundFile.objects.filter(pk=found.pk).update(
            state=BoundFile.WAITING, done=0, fault="", asked_by=person, asked_at=at
        )
        found.refresh_from_db()
    return found


def _stale(found: BoundFile) -> bool:
    """Bound while a paper was still being made: the next asking takes it in."""
    return found.state == BoundFile.DONE and any(contents.unmade(str(one[-1])) for one in found.index)


def latest(row: CaseRow) -> BoundFile | None:
    return row.bound_files.order_by("-n").first()


def make_all(home: Home, *, clock: service.Clock) -> int:
    """Bind what was asked for; how many were made. One that a stopped worker left half made is made again."""
    made = 0
    for one in BoundFile.objects.filter(state__in=(BoundFile.WAITING, BoundFile.MAKING)).order_by("asked_at"):
        try:
            make(home, one, clock())
        except CannotRender as fault:
            _failed(one, str(fault))
        except (OSError, evidence.Damaged, evidence.Refused, keys.Shredded) as fault:
            log.exception("the file of case %s cannot be bound", one.case_id)
            _failed(
                one,
                f"存放的文件读不出（{fault}）：请系统管理员用“mingjing ledger verify --files”检查后重新装订。",
            )
        else:
            made += 1
    return made


def make(home: Home, one: BoundFile, at: datetime) -> None:
    """One file. Raises CannotRender, OSError, evidence.Damaged."""
    today = at.astimezone(SHANGHAI).date()
    row = CaseRow.objects.get(pk=one.case_id)
    kept = BoundFile.objects.filter(pk=one.pk)
    kept.update(state=BoundFile.MAKING, done=0)

    def tell(done: int, of: int) -> None:
        if done % TELL_EVERY == 0 or done == of:
            kept.update(done=done, total=of)

    case, archived = service.load(row.id), contents.archived(row)
    made = bind.bound(bind.File(home, row, case, reads.snapshot(today)), today, tell)
    stored = evidence.keep(
        home, row.id, [made.body], filename=f"{TITLE}.pdf", at=canonical.utc_ms(at), title=TITLE
    )
    kept.update(
        state=BoundFile.DONE,
        archived=archived,
        pages=made.pages,
        sha256=stored.ref.sha256,
        index=[piece.row for piece in made.pieces],
    )


def _failed(one: BoundFile, sentence: str) -> None:
    BoundFile.objects.filter(pk=one.pk).update(state=BoundFile.FAILED, fault=sentence[:300])
