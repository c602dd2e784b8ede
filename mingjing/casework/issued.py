"""Which paper carries an issue code: what the QR on a paper is looked up by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mingjing.casework.models import PaperRow
from mingjing.law import procedures
from mingjing.recording.models import Entry
from mingjing.registry import reads


@dataclass(frozen=True, slots=True)
class IssuedPaper:
    """What may be said of a paper to whoever holds it; `number` is that of the case's decision, if it has one."""

    label: str
    agency: str
    on: date
    number: str


def by_code(code: str) -> IssuedPaper | None:
    """The paper whose entry's commitment begins with the code (16 hex digits), once it was issued."""
    entry = Entry.objects.filter(commitment__gte=code, commitment__lt=f"{code}g").values("case", "n").first()
    if entry is None:
        return None
    rows = PaperRow.objects.filter(case_id=entry["case"], n=entry["n"]).exclude(issued_n=None)
    row = rows.select_related("case").order_by("pk").first()
    if row is None:
        return None
    paper = procedures.of(row.case.procedure).paper(row.paper)
    agency = reads.snapshot(row.on).agency(row.case.agency)
    return IssuedPaper(
        paper.label if paper else row.paper,
        agency.name if agency else row.case.agency,
        row.on,
        row.case.decision_number,
    )
