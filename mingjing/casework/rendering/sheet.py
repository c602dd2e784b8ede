"""What a template is given: every value of a paper already in words, as plain JSON."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from mingjing.casework.rendering import layouts, words
from mingjing.casework.rendering.checks import holes
from mingjing.law import fields
from mingjing.law.papers import order
from mingjing.law.terms import ROLE_LABELS, Field, Json, Kind, Paper

# A run without a place to break would leave the page at the right edge.
LONG_RUN = re.compile(r"[!-~]{25,}")
BREAK = "\u200b"


def sheet(
    paper: Paper,
    content: Mapping[str, Json],
    *,
    number: str,
    day: date,
    agency: str,
    officers: Sequence[str],
    draft: bool,
    practice: bool = False,
) -> dict[str, Any]:
    """The JSON of one paper. Keys of `content` that begin with "_" are the caller's help for the layout:

    `_persons` {id: {name, certificate}} · `_facts` [[label, text]] rows that say what the paper is about ·
    `_served` [[paper, number]] for 送达回证 · `_charged` [[label, text]] item and standard of what is charged ·
    `_cover` [[label, text]] for 案卷封面 · `_index` rows of 卷内目录
    without their first column · `_off_pages` [[name, size, sha256]] · `_mark` a word across cover and index.
    """
    persons: Any = content.get("_persons") or {}
    missing = {field.id for field in holes(paper, content)}
    fields = {
        field.id: _field(field, content.get(field.id), persons, field.id in missing) for field in paper.fields
    }
    return wrapped(
        {
            "id": paper.id,
            "title": paper.label,
            "agency": agency,
            "number": number,
            "numbered": bool(paper.word),
            "day": words.day(day.isoformat(), ""),
            "draft": draft,
            "practice": practice,
            "sealed": paper.sealed,
            "long": paper.long,
            "signed_by": _signers(paper),
            "officers": [words.person_text(one, persons) for one in officers],
            "order": [field.id for field in paper.fields],
            "fields": fields,
            "sanctions": sanctions(paper, content),
            "opening": layouts.opening(paper),
            "addressee": layouts.ADDRESSEES.get(paper.id, ""),
            "by_page": layouts.signed_by_page(paper),
            "approves": paper.label.endswith(("审批表", "审查表", "送审表")),
            "facts": _rows(content.get("_facts")),
            "cover": _rows(content.get("_cover")),
            "index": _rows(content.get("_index")),
            "off_pages": _rows(content.get("_off_pages")),
            "paged": paper.id not in (*order.FRONT, order.LAST),
            "mark": str(content.get("_mark") or ""),
            "served": _rows(content.get("_served")),
            "charged": _rows(content.get("_charged")),
        }
    )


def _field(field: Field, value: Json, persons: words.Persons, hole: bool) -> dict[str, Any]:
    return {
        "label": field.label,
        "kind": str(field.kind),
        "hole": hole,
        "required": field.required,
        "text": _clean(words.field_text(field, value, persons, "")),
        "items": _items(field, value),
        "rows": _goods(value) if field.kind is Kind.GOODS else _figures(field, value),
        "sums": field.sums or "金额",
        "states": _states(value) if field.kind is Kind.GOODS else [],
        "total": _total(value) if field.kind is Kind.GOODS else "",
        "capital": _capital(value) if field.kind is Kind.MONEY else "",
        "code": value if field.kind is Kind.CHOICE and isinstance(value, str) else "",
    }


def _figures(field: Field, value: Json) -> list[list[str]]:
    """Label, count and sum of each row, for the table of the report."""
    rows = value if field.kind is Kind.FIGURES and isinstance(value, list) else []
    return [_figure(one) for one in rows if isinstance(one, dict)]


def _figure(row: Mapping[str, Any]) -> list[str]:
    return [row["label"], f"{row['count']:,}", words.money(row["sum"], "") if "sum" in row else ""]


def _items(field: Field, value: Json) -> list[Any]:
    """The parts of a value that has parts; [] for any other, or when it does not fit its kind."""
    try:
        return _parts(field, value)
    except (TypeError, ValueError, KeyError, AttributeError):
        return []


def _parts(field: Field, value: Any) -> list[Any]:
    if words.blank(value):
        return []
    match field.kind:
        case Kind.PARTY:
            return [list(row) for row in words.party_rows(value)]
        case Kind.QUESTION_ANSWER:
            return [[_clean(str(one["q"])), _clean(str(one["a"]))] for one in value]
        case Kind.EXHIBITS | Kind.ATTACHMENT:
            return [str(one["title"]) for one in value]
        case Kind.GOODS:
            return [words.goods_text(one, "") for one in value]
        case Kind.CHOICES:
            return [dict(field.choices).get(str(one), str(one)) for one in value]
        case Kind.FINDINGS:
            return [_finding(code, label, value.get(code) or {}) for code, label in field.choices]
    return []


def _goods(value: Json) -> list[list[str]]:
    """Name, spec, count, unit, worth: the columns of a list of goods."""
    return [
        [
            *(_clean(str(one.get(key) or "")) for key in ("name", "spec", "count", "unit")),
            _worth(one.get("value")),
        ]
        for one in _listed(value)
    ]


def _states(value: Json) -> list[str]:
    """In what state each of the goods is; apart from `rows`, whose columns the agencies' own layouts count on."""
    return [_clean(str(one.get("state") or "")) for one in _listed(value)]


def _listed(value: Json) -> list[Mapping[str, Json]]:
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list) else []


def _total(value: Json) -> str:
    """The sum of a list of goods; "" unless each has a worth that can be read."""
    found = [_fen(one.get("value")) for one in _listed(value)]
    known = [one for one in found if one is not None]
    return words.money(sum(known), "") if known and len(known) == len(found) else ""


def _worth(value: Json) -> str:
    fen = _fen(value)
    return words.money(fen, "") if fen else _clean(str(value or ""))


def _fen(value: Json) -> int | None:
    return None if isinstance(value, int) and value > words.MOST_FEN else fields.worth(value)


def _capital(value: Json) -> str:
    """人民币…元整; "" for what is no amount."""
    fen = None if isinstance(value, str) else _fen(value)
    return words.money_capital(fen) if fen is not None else ""


def _finding(code: str, label: str, found: Mapping[str, Json]) -> dict[str, str]:
    result = str(found.get("result", ""))
    return {
        "code": code,
        "label": label,
        "result": words.RESULTS.get(result, result),
        "note": str(found.get("note") or ""),
        "pages": str(found.get("pages") or ""),
        "is": result,
    }


def sanctions(paper: Paper, content: Mapping[str, Json]) -> list[str]:
    """The penalties one by one, amounts in both writings. An amount without its kind is printed all the same."""
    kinds = next((field for field in paper.fields if field.id == "kinds"), None)
    chosen: Any = content.get("kinds") or []
    if kinds is None or not isinstance(chosen, list):
        return []
    amounts = {"fine": content.get("fine"), "confiscation": content.get("confiscated")}
    codes = [*map(str, chosen), *(code for code, fen in amounts.items() if fen and code not in chosen)]
    labels = dict(kinds.choices)
    return [labels.get(code, code) + _amount(code, amounts.get(code)) for code in codes]


def _amount(code: str, fen: Json) -> str:
    if isinstance(fen, bool) or not isinstance(fen, int) or not 0 < fen <= words.MOST_FEN:
        return ""
    before = "，价值" if code == "confiscation" else ""
    return f"{before}{words.money_capital(fen)}（{words.money(fen, '')}）"


def _signers(paper: Paper) -> list[dict[str, Any]]:
    """Who signs, in words, and how many of them: "officer×2, 被询问人" → 执法人员 2, 被询问人 1."""
    labels = {str(role): label for role, label in ROLE_LABELS.items()}
    return [{"who": labels.get(name, name), "times": times} for name, times in layouts.signers(paper)]


def _rows(value: Any) -> list[list[str]]:
    return [[_clean(str(one)) for one in row] for row in value] if isinstance(value, list) else []


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "　").strip("\n")


def wrapped(value: Any) -> Any:
    if isinstance(value, str):
        return LONG_RUN.sub(lambda run: BREAK.join(re.findall(r".{1,8}", run[0])), value)
    if isinstance(value, dict):
        return {key: wrapped(one) for key, one in value.items()}
    return [wrapped(one) for one in value] if isinstance(value, list) else value
