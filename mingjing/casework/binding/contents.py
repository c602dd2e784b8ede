"""What lies in a file and in which order; read from the rows of the case, nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from mingjing.casework.issue import fault_of
from mingjing.casework.models import CaseRow, FileRow, PaperRow
from mingjing.law import procedures
from mingjing.law.papers import order
from mingjing.law.terms import Case, Entry, Procedure
from mingjing.recording.models import Evidence
from mingjing.registry.reads import Registry

ARCHIVED = "archived"
NOT_ARCHIVED = "未归档"
MAKING, BLOCKED = "正在生成", "没有生成"


@dataclass(frozen=True, slots=True)
class Item:
    """One line of 卷内目录. `kind` is what the stored bytes are ("" = not made yet); `paper` "" for evidence."""

    title: str
    number: str
    responsible: str
    on: date
    group: str
    n: int
    paper: str
    sha256: str
    size: int
    kind: str
    remark: str


def items(row: CaseRow, case: Case, registry: Registry) -> list[Item]:
    """The file in its order (rules §5.6)."""
    law = procedures.of(row.procedure)
    kinds = dict(Evidence.objects.filter(case=row.id).values_list("sha256", "kind"))
    papers = list(row.papers.select_related("fault").order_by("n", "pk"))
    found = [
        (_paper_place(law, case, one, papers), _of_paper(law, case, one, kinds, registry))
        for one in papers
        if one.paper not in (*order.FRONT, order.LAST)
    ]
    found += [
        (_file_place(law, case, one), _of_file(case, one, kinds, registry))
        for one in row.files.order_by("n", "pk")
    ]
    return [item for _, item in sorted(found, key=lambda pair: pair[0])]


def archived(row: CaseRow) -> bool:
    return row.stage == ARCHIVED


Place = tuple[int, int, int, int, int]


def _paper_place(law: Procedure, case: Case, one: PaperRow, papers: list[PaperRow]) -> Place:
    """A proof of service follows what it proves the service of."""
    served = str(case.entries[one.n - 1].facts.get("paper", "")) if one.paper == "proof_of_service" else ""
    paper = law.paper(served or one.paper)
    group, inside = order.place(served or one.paper, bool(paper and paper.sealed))
    of = max((other.n for other in papers if other.paper == served and other.n <= one.n), default=one.n)
    return group, of, inside, one.n, 0


def _file_place(law: Procedure, case: Case, one: FileRow) -> Place:
    """With the paper that the same act made; else with the evidence, or after the decision with the performance."""
    entry = case.entries[one.n - 1]
    made = [order.place(ref.paper, False) for ref in entry.papers if ref.paper in order.GROUPS]
    if made:
        return made[0][0], one.n, len(order.GROUPS), one.n, one.pk
    label = order.PERFORMANCE if _decided_before(law, case, entry) else order.EVIDENCE
    return order.LABELS.index(label), one.n, len(order.GROUPS), one.n, one.pk


def _decided_before(law: Procedure, case: Case, entry: Entry) -> bool:
    return any(
        law.derived[one.action].decides for one in case.entries[: entry.n - 1] if one.action in law.derived
    )


def _of_paper(law: Procedure, case: Case, one: PaperRow, kinds: dict[str, str], registry: Registry) -> Item:
    paper = law.paper(one.paper)
    entry = case.entries[one.n - 1]
    agency = registry.agency(case.agency)
    sealed = paper is not None and paper.sealed
    title = paper.label if paper else one.paper
    served = law.paper(str(entry.facts.get("paper", ""))) if one.paper == "proof_of_service" else None
    return Item(
        title=f"{title}（{served.label}）" if served else title,
        number=one.number,
        responsible=(agency.name if agency else "") if sealed else _people(entry, case, registry),
        on=one.on,
        group=order.LABELS[order.place(one.paper, sealed)[0]],
        n=one.n,
        paper=one.paper,
        sha256=one.sha256,
        size=one.size,
        kind=kinds.get(one.sha256, "") if one.issued_n else "",
        remark=_missing(one),
    )


def _missing(one: PaperRow) -> str:
    """Why a paper is not in the file; "" when it is."""
    if one.issued_n:
        return ""
    fault = fault_of(one)
    return f"{BLOCKED}：{fault}" if fault else MAKING


def unmade(remark: str) -> bool:
    """Whether the line stands for a paper that was not made when the file was bound."""
    return remark.startswith((MAKING, BLOCKED))


def _of_file(case: Case, one: FileRow, kinds: dict[str, str], registry: Registry) -> Item:
    return Item(
        title=one.title,
        number="",
        responsible=_people(case.entries[one.n - 1], case, registry),
        on=one.on,
        group=order.EVIDENCE,
        n=one.n,
        paper="",
        sha256=one.sha256,
        size=one.size,
        kind=kinds.get(one.sha256, ""),
        remark="",
    )


def _people(entry: Entry, case: Case, registry: Registry) -> str:
    named = entry.facts.get("officers")
    ids = [str(one) for one in named] if isinstance(named, list) else [entry.actor]
    known = {one.id: one.name for one in registry.people(ids, case.agency).values()}
    return "、".join(known.get(one, "系统" if one == "system" else one) for one in ids)
