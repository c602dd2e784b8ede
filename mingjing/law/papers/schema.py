"""The JSON Schema (draft 2020-12) of a paper: its 电子信息格式, made of the same fields as its form and its layout."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from mingjing.law.fields import LIMIT, MAX_MONEY, PARTY_KINDS, RESULTS
from mingjing.law.terms import Field, Kind, Paper

DRAFT = "https://json-schema.org/draft/2020-12/schema"
FORMAT = "mingjing/paper/v1"
NOT_BLANK = {"type": "string", "pattern": r"\S"}
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
TIME = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{3}Z$"
BLANK: dict[str, Any] = {"enum": ["", None, [], {}]}
Schema = dict[str, Any]


def schema(paper: Paper) -> Schema:
    """The schema of the data file that is stored beside an issued paper.

    It wants what is due in every case (G-DOC, rules §1.9); what is due on a condition is left to the engine.
    """
    due = [field.id for field in paper.fields if _due(field)]
    found: Schema = {
        "$schema": DRAFT,
        "$id": f"urn:mingjing:paper:{paper.id}",
        "title": paper.label,
        "type": "object",
        "required": ["content", "day", "format", "number", "paper"],
        "additionalProperties": False,
        "properties": {
            "format": {"const": FORMAT},
            "paper": {"const": paper.id, "title": paper.label},
            "number": {"title": "文号", **(NOT_BLANK if paper.word else {"type": "string"})},
            "day": {"title": "日期", "type": "string", "pattern": DAY},
            "content": {
                "title": "内容",
                "type": "object",
                "required": due,
                "properties": {field.id: of_field(field) for field in paper.fields},
            },
        },
    }
    if paper.basis is not None and paper.basis.verified:
        found["description"] = f"依据：{paper.basis}"
    return found


def of_field(field: Field) -> Schema:
    """The schema of one stated value; one that need not be stated may also be blank."""
    shape = _SHAPES[field.kind](field)
    said = {"title": field.label} | ({"description": field.help} if field.help else {})
    if field.element:
        said["$comment"] = "必备要素"
    return said | (shape if _due(field) else {"anyOf": [shape, BLANK]})


def _due(field: Field) -> bool:
    return field.required and field.when is None


def _string(most: int) -> Callable[[Field], Schema]:
    return lambda field: {**(NOT_BLANK if _due(field) else {"type": "string"}), "maxLength": most}


def _matching(pattern: str) -> Callable[[Field], Schema]:
    return lambda _: {"type": "string", "pattern": pattern}


def _number(_: Field) -> Schema:
    return {"type": "integer", "minimum": 0}


def _money(_: Field) -> Schema:
    return {"type": "integer", "minimum": 0, "maximum": MAX_MONEY, "description": "人民币，单位为分"}


def _one_of(field: Field) -> Schema:
    return {"oneOf": [{"const": code, "title": label} for code, label in field.choices]}


def _some_of(field: Field) -> Schema:
    return {"type": "array", "items": _one_of(field), "uniqueItems": True, **_filled(field)}


def _yes_no(_: Field) -> Schema:
    return {"type": "boolean"}


def _rows(*required: str) -> Callable[[Field], Schema]:
    shape = {"type": "object", "required": list(required), "properties": dict.fromkeys(required, NOT_BLANK)}
    return lambda field: {"type": "array", "items": shape, **_filled(field)}


def _figures(field: Field) -> Schema:
    shape = {
        "type": "object",
        "required": ["row", "label", "count"],
        "additionalProperties": False,
        "properties": {"row": NOT_BLANK, "label": NOT_BLANK, "count": _number(field), "sum": _money(field)},
    }
    return {"type": "array", "items": shape, **_filled(field)}


def _goods(field: Field) -> Schema:
    # A count may come as a figure: it is a statement all the same.
    count = {"anyOf": [NOT_BLANK, {"type": "integer"}]}
    shape = {
        "type": "object",
        "required": ["name", "count"],
        "properties": {"name": NOT_BLANK, "count": count},
    }
    return {"type": "array", "items": shape, **_filled(field)}


def _filled(field: Field) -> Schema:
    return {"minItems": 1} if _due(field) else {}


def _persons(field: Field) -> Schema:
    return {"type": "array", "items": {"type": "string", "minLength": 1}, **_filled(field)}


def _party(_: Field) -> Schema:
    kinds = [{"const": code, "title": label} for code, label in PARTY_KINDS.items()]
    return {
        "type": "object",
        "required": ["kind", "name"],
        "additionalProperties": {"type": ["string", "boolean"]},
        "properties": {
            "kind": {"title": "类别", "oneOf": kinds},
            "name": {"title": "姓名或者名称", **NOT_BLANK, "maxLength": 100},
            "code": {"title": "统一社会信用代码或者证件号码", "type": "string"},
            "foreign": {"title": "境外代码", "type": "boolean"},
            "address": {"title": "住址、住所", "type": "string"},
            "representative": {"title": "法定代表人、负责人、经营者", "type": "string"},
            "phone": {"title": "联系电话", "type": "string"},
        },
    }


def _findings(field: Field) -> Schema:
    one = {"type": "object", "required": ["result"], "properties": {"result": {"enum": list(RESULTS)}}}
    return {
        "type": "object",
        "required": [code for code, _ in field.choices],
        "properties": {code: {"title": label, **one} for code, label in field.choices},
    }


_SHAPES: Mapping[Kind, Callable[[Field], Schema]] = {
    Kind.TEXT: _string(200),
    Kind.LONG_TEXT: _string(LIMIT),
    Kind.PLACE: _string(LIMIT),
    Kind.CASE: _string(200),
    Kind.PAPER: _string(LIMIT),
    Kind.BENCHMARK: _string(LIMIT),
    Kind.NUMBER: _number,
    Kind.MONEY: _money,
    Kind.AMOUNTS: lambda field: {"type": "array", "items": _money(field)},
    Kind.CELLS: _rows("column"),
    Kind.FIGURES: _figures,
    Kind.DAY: _matching(DAY),
    Kind.TIME: _matching(TIME),
    Kind.CHOICE: _one_of,
    Kind.CHOICES: _some_of,
    Kind.YES_NO: _yes_no,
    Kind.PARTY: _party,
    Kind.ARTICLE: _rows("law", "article"),
    Kind.QUESTION_ANSWER: _rows("q", "a"),
    Kind.GOODS: _goods,
    Kind.EXHIBITS: _rows("title"),
    Kind.ATTACHMENT: _rows("title"),
    Kind.PERSONS: _persons,
    Kind.FINDINGS: _findings,
    Kind.DIGEST: _matching("^[0-9a-f]{64}$"),
}
