"""The bound file: cover, index, every page with its number, remarks. The stored originals stay what they are."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from pypdf import PageObject, PdfReader, PdfWriter, Transformation

from mingjing.casework import issue
from mingjing.casework.binding import contents, pages
from mingjing.casework.binding.contents import Item
from mingjing.casework.models import CaseRow
from mingjing.casework.rendering import helpers
from mingjing.casework.rendering import render as renderer
from mingjing.casework.rendering.words import size_text
from mingjing.law import procedures
from mingjing.law.papers import order
from mingjing.law.terms import Case, Entry, Json, Paper
from mingjing.recording import evidence
from mingjing.recording.home import Home
from mingjing.registry.reads import Registry

Tell = Callable[[int, int], None]
"""(done, of how many): called after each piece."""
ELECTRONIC = "电子形式签发，此页由其内容排印"
SECOND_VOLUME = "可入副卷"
FRONT_TITLES = {"file_cover": "封面", "file_index": "卷内目录"}


@dataclass(frozen=True, slots=True)
class Piece:
    """One line of the index with its sheets. `first` counts from 1; 0 = it has none."""

    item: Item
    sheets: list[PageObject]
    remark: str
    first: int

    @property
    def last(self) -> int:
        return self.first + len(self.sheets) - 1

    @property
    def range(self) -> str:
        if not self.sheets:
            return "—"
        return str(self.first) if len(self.sheets) == 1 else f"{self.first}-{self.last}"

    @property
    def row(self) -> list[str]:
        one = self.item
        return [one.number, one.responsible, one.title, one.on.strftime("%Y.%m.%d"), self.range, self.remark]


@dataclass(frozen=True, slots=True)
class File:
    """A case with everything needed to bind it."""

    home: Home
    row: CaseRow
    case: Case
    registry: Registry


@dataclass(frozen=True, slots=True)
class Bound:
    body: bytes
    pieces: list[Piece]
    pages: int
    """Numbered ones."""


def bound(file: File, day: date, tell: Tell = lambda done, of: None) -> Bound:
    """The whole file as one PDF. Raises rendering.errors.CannotRender (no fonts) with the sentence for the user."""
    found = pieces(file, tell)
    writer = PdfWriter()
    for front in order.FRONT:
        _append(writer, _front(file, front, found, day), FRONT_TITLES[front])
    _body(writer, found)
    if contents.archived(file.row):
        _append(writer, _remarks(file, found, day), "备考表")
    writer.add_metadata({"/Title": f"案卷 {file.row.title}", "/Producer": "Mingjing"})
    out = io.BytesIO()
    writer.write(out)
    return Bound(out.getvalue(), found, sum(len(one.sheets) for one in found))


def pieces(file: File, tell: Tell = lambda done, of: None) -> list[Piece]:
    """The pieces in order, with the numbers of their pages."""
    lines = contents.items(file.row, file.case, file.registry)
    found, next_page = [], 1
    for at, item in enumerate(lines):
        sheets, remark = _sheets(file, item)
        note = "；".join(one for one in (item.remark, remark, _volume(item)) if one)
        found.append(Piece(item, sheets, note, next_page if sheets else 0))
        next_page += len(sheets)
        tell(at + 1, len(lines))
    return found


def _volume(item: Item) -> str:
    return SECOND_VOLUME if item.paper in order.INTERNAL else ""


def _sheets(file: File, item: Item) -> tuple[list[PageObject], str]:
    if item.paper and item.kind == "txt":
        return list(PdfReader(io.BytesIO(_printed(file, item))).pages), ELECTRONIC
    if not item.kind:
        return [], ""

    def body() -> bytes:
        with evidence.read(file.home, file.row.id, item.sha256) as stored:
            return stored.read()

    return pages.of(item.kind, item.size, body)


def _printed(file: File, item: Item) -> bytes:
    paper = procedures.of(file.row.procedure).paper(item.paper)
    assert paper is not None  # the row of a paper is made from its definition
    return issue.printed(file.case, item.n, paper, item.number, file.registry)


# --- cover, index, remarks -------------------------------------------------------------------------------------


def extras(file: File, paper: str, found: list[Piece]) -> Mapping[str, Json]:
    """What 案卷封面 and 卷内目录 say besides what the archivist stated."""
    rows: dict[str, list[list[str]]] = {
        "_cover": cover(file, found),
        "_index": [one.row for one in found],
        "_off_pages": [
            [one.item.title, size_text(one.item.size), one.item.sha256]
            for one in found
            if one.item.sha256 and not one.sheets
        ],
    }
    wanted = {"file_cover": ("_cover",), "file_index": ("_index", "_off_pages")}.get(paper, ())
    return {key: [list(row) for row in rows[key]] for key in wanted}


def cover(file: File, found: list[Piece]) -> list[list[str]]:
    row, agency = file.row, file.registry.agency(file.row.agency)
    on = {one.paper: one.on for one in row.papers.order_by("n")}
    closed = on.get("closing_approval") or on.get("withdrawal_approval")
    sheets = sum(len(one.sheets) for one in found)
    rows = (
        ("当事人", row.party),
        ("决定书文号", row.decision_number),
        ("承办机构", agency.name if agency else ""),
        ("承办人", _handlers(file)),
        ("立案日期", _said(on.get("filing_approval") or row.opened_on)),
        ("结案日期", _said(closed)),
        ("件数、页数", f"共 {len(found)} 件 {sheets} 页"),
    )
    return [[label, text] for label, text in rows if text]


def _said(day: date | None) -> str:
    return f"{day.year}年{day.month}月{day.day}日" if day else ""


def _handlers(file: File) -> str:
    ids = [
        str(one)
        for entry in file.case.entries
        for one in (entry.facts.get("officers") or [])  # type: ignore[union-attr]
    ]
    known = {
        one.id: one.name for one in file.registry.people(list(dict.fromkeys(ids)), file.case.agency).values()
    }
    return "、".join(dict.fromkeys(known.get(one, one) for one in ids))


def _front(file: File, paper_id: str, found: list[Piece], day: date) -> bytes:
    law = procedures.of(file.row.procedure)
    paper = law.paper(paper_id)
    assert paper is not None
    entry = _stating(file.case, paper_id)
    stated = entry.facts.get(paper_id) if entry else None
    said: dict[str, Json] = dict(stated) if isinstance(stated, dict) else {}
    # A summary case, or one under way, has no cover that an archivist wrote.
    content: dict[str, Json] = {"file_title": file.row.title, **said}
    mark = "" if contents.archived(file.row) else contents.NOT_ARCHIVED
    return _set(file, paper, {**content, **extras(file, paper_id, found), "_mark": mark}, day, entry)


def _remarks(file: File, found: list[Piece], day: date) -> bytes:
    law = procedures.of(file.row.procedure)
    paper = law.paper(order.LAST)
    assert paper is not None
    sheets, outside = sum(len(one.sheets) for one in found), sum(not one.sheets for one in found)
    entry = _stating(file.case, order.LAST) or _stating(file.case, "file_index")
    stated = entry.facts.get(order.LAST) if entry else None
    made: dict[str, Json] = {
        "file_state": f"本卷共 {len(found)} 件 {sheets} 页；另有 {outside} 件不成页，按摘要核对。",
        "filed_by": issue.names(file.registry, file.case, [entry.actor] if entry else []),
        "filed_on": (entry.on[:10] if entry else day.isoformat()),
    }
    said: dict[str, Json] = dict(stated) if isinstance(stated, dict) else {}
    return _set(file, paper, {**made, **said}, day, entry)


def _stating(case: Case, paper: str) -> Entry | None:
    return next((one for one in reversed(case.entries) if isinstance(one.facts.get(paper), dict)), None)


def _set(file: File, paper: Paper, content: Mapping[str, Json], day: date, entry: Entry | None) -> bytes:
    agency = file.registry.agency(file.row.agency)
    return renderer.render(
        paper.id,
        content,
        number="",
        day=day,
        agency=agency.name if agency else "",
        issue_code="",
        address="",
        officers=[issue.names(file.registry, file.case, [entry.actor])] if entry else [],
        paper=paper,
    )


# --- sheets ----------------------------------------------------------------------------------------------------


def _append(writer: PdfWriter, body: bytes, title: str) -> None:
    at = len(writer.pages)
    for page in PdfReader(io.BytesIO(body)).pages:
        writer.add_page(page)
    writer.add_outline_item(title=title, page_number=at)


def _body(writer: PdfWriter, found: list[Piece]) -> None:
    captions = [_caption(one) for one in found for _ in one.sheets]
    if not captions:
        return
    over = PdfReader(io.BytesIO(helpers.stamps(captions))).pages
    number = 0
    for one in found:
        if one.sheets:
            at = len(writer.pages)
            for sheet in one.sheets:
                _stamp(writer.add_page(sheet), over[number])
                number += 1
            writer.add_outline_item(title=one.item.title, page_number=at)


def _caption(one: Piece) -> str:
    """Evidence says on its sheet what it is; a paper says it itself."""
    if one.item.paper:
        return ""
    return f"证据：{one.item.title}（第 {one.item.n} 条记录）　SHA-256：{one.item.sha256}"


def _stamp(page: PageObject, over: PageObject) -> None:
    """Into the lower right corner of the sheet, whatever its size."""
    box, a4 = page.mediabox, over.mediabox
    scale = min(1.0, float(box.width) / float(a4.width))
    right = float(box.right) - float(a4.width) * scale
    page.merge_transformed_page(
        over, Transformation().scale(scale).translate(right, float(box.bottom)), over=True
    )
