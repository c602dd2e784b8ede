"""The papers that acts made and the files that they handed in."""

from __future__ import annotations

from mingjing.casework.projectors.bare import execute, insert
from mingjing.law import procedures
from mingjing.law.judgement import day_of
from mingjing.law.terms import Case, Entry

PAPER = ("case_id", "paper", "n", "draft", "number", "on", "sha256", "sm3", "size")
ISSUED = "UPDATE casework_paperrow SET issued_n = %s, sha256 = %s, sm3 = %s, size = %s WHERE case_id = %s AND paper = %s AND n = %s"
SERVED = (
    "UPDATE casework_paperrow SET served_on = %s WHERE case_id = %s AND paper = %s "
    "AND n = (SELECT max(n) FROM casework_paperrow WHERE case_id = %s AND paper = %s)"
)
"""The paper that was made last is the one that was served."""


def papers(entry: Entry, before: Case, after: Case) -> None:
    """A row per paper that an act made; `paper_issued` and service fill it in."""
    procedure = procedures.of(entry.procedure)
    action = procedure.derived[entry.action]
    if action.effective:
        made = [one for one in entry.papers if one.paper in action.papers]
        day = day_of(entry.on).isoformat()
        insert(
            "paperrow",
            PAPER,
            [(entry.case, one.paper, entry.n, one.draft, one.number, day, "", "", 0) for one in made],
        )
    paper = procedure.stated(entry.facts, "paper")
    if entry.action == "paper_issued" and entry.files:
        first = entry.files[0]
        values = [entry.n, first.sha256, first.sm3, first.size, entry.case, paper, entry.facts["of_entry"]]
        execute(ISSUED, values)
    elif isinstance(paper, str) and "proof_of_service" in action.papers:
        execute(SERVED, [day_of(entry.on).isoformat(), entry.case, paper, entry.case, paper])


def files(entry: Entry, before: Case, after: Case) -> None:
    """Evidence that an act handed in; the issued form of a paper is not evidence."""
    if entry.action == "paper_issued":
        return
    day = day_of(entry.on).isoformat()
    rows = [(entry.case, entry.n, one.sha256, one.sm3, one.size, one.title, day) for one in entry.files]
    insert("filerow", ("case_id", "n", "sha256", "sm3", "size", "title", "on"), rows)
