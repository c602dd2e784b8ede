"""Reads back what `components/field.html` draws: one posted form field as the JSON value of its kind.

Nothing is judged here. What cannot be read stays as typed, so that the law refuses it in words and the form keeps it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from django.http import QueryDict

from mingjing.web.words import utc_text

Value = object
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "article": ("law", "article"),
    "question_answer": ("q", "a"),
    "goods": ("name", "spec", "count", "unit", "value", "state"),
    "exhibits": ("title", "sha256"),
    "attachment": ("title", "sha256"),
    "cells": ("column", "text"),
}
"""Kinds made of rows: `name.0.law`, `name.0.article`, `name.1.law` …"""
PARTY = ("kind", "name", "code", "address", "representative")
LATER = frozenset({"state"})
"""Columns that came later: left out where blank, so that what was stated before them reads the same again."""
ROWS = 200
_WHOLE = re.compile(r"\d{1,16}")
_MONEY = re.compile(r"\d{1,14}(\.\d{1,2})?")


def posted(kind: str, data: QueryDict, name: str, codes: Sequence[str] = ()) -> Value:
    """The value of one field, None when nothing was stated. `codes` = the heads of a checklist (kind findings)."""
    if kind in COLUMNS:
        return rows(data, name, COLUMNS[kind]) or None
    if kind == "findings":
        return findings(data, name, codes)
    return _READERS.get(kind, _text)(data, name)


def rows(data: QueryDict, name: str, columns: Sequence[str]) -> list[dict[str, str]]:
    """The filled rows of a table, in order; rows left blank fall away. At most `ROWS` are read."""
    found = []
    for number in range(ROWS):
        row = {column: data.get(f"{name}.{number}.{column}", "").strip() for column in columns}
        if f"{name}.{number}.{columns[0]}" not in data:
            break
        if any(row.values()):
            found.append({column: text for column, text in row.items() if text or column not in LATER})
    return found


def _whole(text: str) -> Value:
    return int(text) if _WHOLE.fullmatch(text) and text.isascii() else text


def findings(data: QueryDict, name: str, codes: Sequence[str]) -> dict[str, dict[str, str]]:
    return {
        code: {part: data.get(f"{name}.{code}.{part}", "").strip() for part in ("result", "note", "pages")}
        for code in codes
    }


def _text(data: QueryDict, name: str) -> Value:
    return _clean(data.get(name, "")) or None


def _clean(text: str) -> str:
    """Browsers post CRLF; the ledger keeps one line end only."""
    return text.replace("\r\n", "\n").strip()


def _number(data: QueryDict, name: str) -> Value:
    found = _whole(data.get(name, "").strip().replace(",", ""))
    return None if found == "" else found


def _money(data: QueryDict, name: str) -> Value:
    return _fen(data.get(name, ""))


def _amounts(data: QueryDict, name: str) -> Value:
    return [found for one in data.getlist(name) if (found := _fen(one)) is not None] or None


def _fen(typed: str) -> Value:
    """Typed in 元, kept in 分."""
    text = typed.strip().replace(",", "").replace("，", "")
    if not (_MONEY.fullmatch(text) and text.isascii()):
        return text or None
    try:
        return int(Decimal(text) * 100)
    except InvalidOperation:
        return text


def _time(data: QueryDict, name: str) -> Value:
    text = data.get(name, "").strip()
    return utc_text(text) if text else None


def _several(data: QueryDict, name: str) -> Value:
    return [one for one in data.getlist(name) if one] or None


def _yes_no(data: QueryDict, name: str) -> Value:
    return {"true": True, "false": False}.get(data.get(name, ""))


def _party(data: QueryDict, name: str) -> Value:
    found = {part: _clean(data.get(f"{name}.{part}", "")) for part in PARTY}
    stated = {part: value for part, value in found.items() if value}
    return stated if stated.keys() - {"kind"} else None


_READERS: Mapping[str, Callable[[QueryDict, str], Value]] = {
    "number": _number,
    "money": _money,
    "amounts": _amounts,
    "time": _time,
    "choices": _several,
    "persons": _several,
    "yes_no": _yes_no,
    "party": _party,
}
