"""One published decision with its proof, as the page and the downloads need it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeAlias

from mingjing.disclosure.models import Announcement, Publication, PublishedFile
from mingjing.law.judgement import SHANGHAI
from mingjing.recording import home as homes
from mingjing.recording import models as ledger
from mingjing.recording import seals
from mingjing.tlog.canonical import decode_object
from mingjing.tlog.verify import verify

Row: TypeAlias = Publication | Announcement


@dataclass(frozen=True, slots=True)
class Gone:
    """Why a number's page is a tombstone. Nothing of the party."""

    number: str
    on: date
    ground: str
    reason: str
    agency_name: str


@dataclass(frozen=True, slots=True)
class Proof:
    """Where the public record stands in the log, and whether it held when this page was opened."""

    index: int
    size: int
    sealed_at: str
    held: bool


def gone(row: Publication, today: date) -> Gone | None:
    """The tombstone of a withdrawn or expired publication; a republished one waits behind it until its proof is there."""
    if row.withdrawn_on and row.state in (Publication.WITHDRAWN, Publication.PENDING):
        return Gone(row.number, row.withdrawn_on, row.withdrawn_ground, row.withdrawn_reason, row.agency_name)
    if row.display_until and row.display_until < today and row.state != Publication.PENDING:
        return Gone(
            row.number,
            row.display_until,
            "公示期届满",
            "法定或者规定的公示期已经届满，停止公示。",
            row.agency_name,
        )
    return None


def record_of(row: Row) -> dict[str, object]:
    found: dict[str, object] = json.loads(bytes(row.record))
    return found


def open_leaf(row: Row, sha256: str) -> int | None:
    """The open leaf that proves these bytes, once it has its place under a signed head."""
    if row.issued_entry is None:
        return None
    leaves = ledger.OpenLeaf.objects.filter(entry_id=row.issued_entry).order_by("id")
    found = next((one.id for one in leaves if decode_object(bytes(one.body)).get("sha256") == sha256), None)
    place = seals.place_of_open_leaf(found) if found else None
    return found if place and place.signed else None


def proof_text(row: Row, sha256: str) -> bytes | None:
    """The `.tlog-proof`, or None while there is none."""
    leaf = open_leaf(row, sha256)
    try:
        return seals.proof_for(homes.current(), leaf) if leaf else None
    except seals.NotYet:
        return None


def proof(row: Row) -> Proof | None:
    """None while the record is not under a signed head: then there is no page either."""
    leaf = open_leaf(row, row.sha256)
    text = proof_text(row, row.sha256)
    if leaf is None or text is None:
        return None
    home = homes.current()
    verdict = verify(bytes(row.record), text, seals.vkey(home).strip())
    place = seals.place_of_open_leaf(leaf)
    assert place is not None
    return Proof(place.index, seals.head(home).size, place.sealed_at, verdict.valid)


def paper_file(row: Row) -> PublishedFile | None:
    return PublishedFile.objects.filter(issued_entry=row.issued_entry or 0, kind=PublishedFile.PAPER).first()


def today() -> date:
    """The day on which somebody looks: pages are no part of a case, so the wall clock serves."""
    return datetime.now(SHANGHAI).date()
