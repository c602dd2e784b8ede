"""Whether a layout leaves out what a paper states: it is set once with telling values, and each is looked for."""

from __future__ import annotations

import io
from datetime import date

from pypdf import PdfReader

from mingjing.casework.rendering import words
from mingjing.casework.rendering.render import render
from mingjing.law.terms import Field, Json, Kind, Paper

MARKS = "甲乙丙丁戊己庚辛壬癸"
DAY = date(2025, 9, 24)


def forgotten(paper: Paper) -> tuple[str, ...]:
    """Ids of the fields that the layout of a paper does not print; () is fine. Needs the fonts (NoFonts)."""
    stated = {field.id: _telling(field, at) for at, field in enumerate(paper.fields)}
    made = render(
        paper.id,
        stated,
        number="某〔2025〕1号",
        day=DAY,
        agency="某机关",
        issue_code="",
        address="",
        paper=paper,
    )
    text = text_of(made)
    return tuple(
        field.id for at, field in enumerate(paper.fields) if not _printed(field, stated[field.id], at, text)
    )


def text_of(pdf: bytes) -> str:
    """What a reader finds in a PDF, without white space and the places to break that long runs are given."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    return "".join("".join(page.extract_text() for page in pages).replace("\u200b", "").split())


def _mark(at: int) -> str:
    return f"{MARKS[at // 10]}{MARKS[at % 10]}处"


def _telling(field: Field, at: int) -> Json:
    mark = _mark(at)
    values: dict[Kind, Json] = {
        Kind.MONEY: (9_000_000 + at) * 100,
        Kind.NUMBER: 9_000_000 + at,
        Kind.DAY: f"2031-01-{at + 1:02d}",
        Kind.TIME: f"2032-02-{at + 1:02d}T01:02:00.000Z",
        Kind.YES_NO: False,
        Kind.PARTY: {"kind": "org", "name": mark, "address": f"{mark}址"},
        Kind.ARTICLE: [{"law": f"{mark}法", "article": "第一条"}],
        Kind.QUESTION_ANSWER: [{"q": f"{mark}问", "a": f"{mark}答"}],
        Kind.GOODS: [
            {
                "name": f"{mark}物",
                "spec": f"{mark}格",
                "count": "7",
                "unit": "台",
                "value": 100,
                "state": f"{mark}况",
            }
        ],
        Kind.FIGURES: [{"row": "a", "label": f"{mark}数", "count": 4321, "sum": 100}],
        Kind.EXHIBITS: [{"title": f"{mark}证", "sha256": ""}],
        Kind.ATTACHMENT: [{"title": f"{mark}附", "sha256": ""}],
        Kind.PERSONS: [f"{mark}人"],
        Kind.FINDINGS: {
            code: {"result": "issue", "note": f"{mark}{code}", "pages": "7"} for code, _ in field.choices
        },
    }
    if field.kind is Kind.CHOICE:
        return field.choices[0][0]
    if field.kind is Kind.CHOICES:
        return [code for code, _ in field.choices]
    return values.get(field.kind, mark)


def _printed(field: Field, value: Json, at: int, text: str) -> bool:
    if field.kind is Kind.YES_NO:
        # Said after its label in a table, in a sentence of its own in a decision.
        return f"{field.label}否" in text or "不属于" in text
    return all("".join(one.split()) in text for one in _expected(field, value, at))


def _expected(field: Field, value: Json, at: int) -> list[str]:
    mark = _mark(at)
    match field.kind:
        case Kind.PARTY:
            return [mark, f"{mark}址"]
        case Kind.QUESTION_ANSWER:
            return [f"{mark}问", f"{mark}答"]
        case Kind.GOODS:
            return [f"{mark}物", f"{mark}格", f"{mark}况"]
        case Kind.FIGURES:
            return [f"{mark}数", "4,321"]
        case Kind.CHOICES:
            return [label for _, label in field.choices]
        case Kind.FINDINGS:
            return [f"{mark}{code}" for code, _ in field.choices]
        case Kind.MONEY:
            return [f"{9_000_000 + at:,}"]
        case _:
            return [words.field_text(field, value, None, "")]
