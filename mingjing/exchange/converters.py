"""PURE: the named converters of an import map, each from the cells of a row to one fact, or the reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from mingjing.exchange import articles, tolerant
from mingjing.law.fields import PARTY_KINDS
from mingjing.law.terms import Json
from mingjing.registry.codes import BadCode

Row = Mapping[str, str]
Options = Mapping[str, Any]
Reader = Callable[[Row], Json]

RULES: Mapping[str, str] = {
    "M-ROW": "这一行的列数与表头不符，或者不是合格的 CSV",
    "M-FORMULA": "单元格是公式，没有写出数值",
    "M-THERE": "同一行编号已经补录过，内容与这一行不同",
    "M-KEY": "行编号是空的、太长，或者与前面的行重复",
    "M-BLANK": "必填的列是空的",
    "M-DATE": "日期不是 2025-09-24 这样的日期，或者晚于今天",
    "M-ORDER": "决定日期早于违法行为发生日",
    "M-MONEY": "金额不是数字",
    "M-ARTICLE": "认不出引用的法律和条款",
    "M-CODE": "代码不在映射所列的范围内",
    "M-TEXT": "写法与这一列应有的不符",
    "M-CREDIT": "统一社会信用代码写错，或者后几位已经丢失",
    "M-PARTY": "认不出当事人的类别，或者登记代码不合格",
}
"""Reasons of the map itself; all others are the door's."""


class Unfit(Exception):
    """The cells give no fact. `sentence` never repeats what stands in them."""

    def __init__(self, rule: str, sentence: str) -> None:
        super().__init__(sentence)
        self.rule = rule
        self.sentence = sentence


class BadOption(ValueError):
    """The map asks a converter for something it does not do."""


def reader(kind: str, options: Options) -> Reader:
    """The converter with these options. Raises BadOption."""
    if kind not in CONVERTERS:
        raise BadOption(f"没有“{kind}”这种转换，可用的有 {'、'.join(CONVERTERS)}")
    build, known = CONVERTERS[kind]
    if unknown := sorted(set(options) - known):
        raise BadOption(f"转换“{kind}”没有 {'、'.join(unknown)} 这些选项")
    return build(options)


def columns(kind: str, options: Options) -> set[str]:
    """The columns a converter reads, so that a file without them is refused before the first row."""
    if kind != "party":
        return {str(options.get("column", ""))}
    rules = options.get("kinds", [])
    named = [
        options.get("name"),
        options.get("code"),
        options.get("address"),
        *(one.get("column") for one in rules),
    ]
    return {str(one) for one in named if one}


def _column(options: Options) -> str:
    found = options.get("column")
    if not isinstance(found, str) or not found:
        raise BadOption("没有写明取哪一列（column）")
    return found


def _cell(row: Row, options: Options) -> str:
    """The cell, or the map's default for an empty one. Raises Unfit for an empty cell that must be filled."""
    text = row[options["column"]] or str(options.get("default", ""))
    if not text and not options.get("optional", False):
        raise Unfit("M-BLANK", f"“{options['column']}”是空的。")
    return text


def _text(options: Options) -> Reader:
    column, pattern = _column(options), _pattern(options.get("pattern", ""))
    if ("pattern" in options) != ("wanted" in options):
        raise BadOption("式样（pattern）和它的说明（wanted）应当一起写")

    def read(row: Row) -> Json:
        text = _cell(row, options)
        if text and "pattern" in options and not pattern.fullmatch(text):
            raise Unfit("M-TEXT", f"“{column}”不是{options['wanted']}，请对照原件核对。")
        return text or None

    return read


def _day(options: Options) -> Reader:
    column = _column(options)

    def read(row: Row) -> Json:
        text = _cell(row, options)
        if not text:
            return None
        try:
            # fromisoformat alone would also take 20250924 and week dates.
            if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
                raise ValueError
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise Unfit("M-DATE", f"“{column}”不是 2025-09-24 这样的日期。") from None

    return read


def _yuan(options: Options) -> Reader:
    """元 → 分 by whole numbers only: "1,234.5" → 123450. A third decimal would have to be rounded: refused."""
    column = _column(options)

    def read(row: Row) -> Json:
        text = _cell(row, options)
        if not text:
            return None
        match = re.fullmatch(r"([0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(?:\.([0-9]{1,2}))?", text)
        if match is None:
            raise Unfit("M-MONEY", f"“{column}”不是以元计、最多两位小数的金额。")
        return int(match[1].replace(",", "")) * 100 + int((match[2] or "").ljust(2, "0"))

    return read


def _any_day(options: Options) -> Reader:
    column = _column(options)

    def read(row: Row) -> Json:
        text = _cell(row, options)
        if not text:
            return None
        if (found := tolerant.day(text)) is None:
            raise Unfit("M-DATE", f"“{column}”认不出是哪一天，请写成 2025-09-24。")
        return found.isoformat()

    return read


def _amounts(options: Options) -> Reader:
    """Several amounts in one cell, each in 元 or 万元, as a list of 分. They are not added up: one may be the sum."""
    column, split = _column(options), str(options.get("split", ";"))

    def read(row: Row) -> Json:
        found = [tolerant.fen(one.strip()) for one in _cell(row, options).split(split) if one.strip()]
        if None in found:
            raise Unfit("M-MONEY", f"“{column}”有一笔不是精确到分的元或者万元，请写成 1234.50。")
        return list(found)

    return read


def _credit_code(options: Options) -> Reader:
    column = _column(options)

    def read(row: Row) -> Json:
        text = _cell(row, options)
        try:
            return tolerant.credit_code(text) if text else None
        except BadCode as fault:
            raise Unfit("M-CREDIT", f"“{column}”：{fault.sentence}") from None

    return read


def _articles(options: Options) -> Reader:
    column, markers = _column(options), options.get("after", [])
    if not isinstance(markers, list):
        raise BadOption("after 应当是一组式样")
    for one in markers:
        _pattern(one)

    def read(row: Row) -> Json:
        text = _cell(row, options)
        begin = articles.after(text, markers) if markers else 0
        found = {(one.law, one.article): None for one in articles.citations(text) if one.at >= begin >= 0}
        if not found:
            raise Unfit("M-ARTICLE", f"从“{column}”认不出法律名称和条款。")
        return [{"law": law, "article": article} for law, article in found]

    return read


def _code(options: Options) -> Reader:
    column, codes = _column(options), _table(options)

    def read(row: Row) -> Json:
        text = _cell(row, options)
        if text and text not in codes:
            raise Unfit("M-CODE", f"“{column}”的值不在映射所列的范围内。")
        return codes.get(text) or None

    return read


def _codes(options: Options) -> Reader:
    """Several values in one cell; a value that the table maps to "" says nothing here (限期改善 is no penalty)."""
    column, codes, split = _column(options), _table(options), str(options.get("split", "，"))

    def read(row: Row) -> Json:
        parts = [one.strip() for one in _cell(row, options).split(split) if one.strip()]
        if not all(one in codes for one in parts):
            raise Unfit("M-CODE", f"“{column}”有一项不在映射所列的范围内。")
        return list(dict.fromkeys(codes[one] for one in parts if codes[one]))

    return read


def _table(options: Options) -> Mapping[str, str]:
    found = options.get("codes")
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise BadOption("没有写明对照表（codes）")
    return found


def _party(options: Options) -> Reader:
    """Name, kind by the first rule that fits, and a code of a register whose check digit nobody here can compute."""
    name, code = options.get("name"), options.get("code")
    rules = [_kind_rule(one) for one in options.get("kinds", [])]
    if not isinstance(name, str) or not rules:
        raise BadOption("当事人要写明名称列（name）和类别规则（kinds）")
    wanted = _pattern(options.get("code_pattern", ""))

    def read(row: Row) -> Json:
        kind = next((kind for kind, fits in rules if fits(row)), "")
        if not row[name] or not kind:
            raise Unfit("M-PARTY", "当事人没有名称，或者不合任何一条类别规则。")
        found: dict[str, Json] = {"kind": kind, "name": row[name]}
        if address := row.get(options.get("address", ""), ""):
            found["address"] = address
        if text := row[code] if code else "":
            if not wanted.fullmatch(text):
                raise Unfit("M-PARTY", f"“{code}”不是合格的登记代码。")
            found |= {"code": text, "foreign": True}
        return found

    return read


def _kind_rule(rule: Options) -> tuple[str, Callable[[Row], bool]]:
    """`kind` when `column` fits `pattern` (search); a rule without column fits always."""
    kind = str(rule.get("kind", ""))
    if kind not in PARTY_KINDS:
        raise BadOption(f"没有“{kind}”这个当事人类别，可用的有 {'、'.join(PARTY_KINDS)}")
    if unknown := sorted(set(rule) - {"kind", "column", "pattern"}):
        raise BadOption(f"类别规则没有 {'、'.join(unknown)} 这些选项")
    column, pattern = rule.get("column"), _pattern(rule.get("pattern", ""))
    return kind, (lambda row: pattern.search(row[column]) is not None) if column else (lambda row: True)


def _pattern(text: object) -> re.Pattern[str]:
    try:
        return re.compile(str(text))
    except re.error:
        raise BadOption("有一个式样（正则表达式）写错了") from None


_CELL = frozenset({"column", "default", "optional"})
CONVERTERS: Mapping[str, tuple[Callable[[Options], Reader], frozenset[str]]] = {
    "text": (_text, _CELL | {"pattern", "wanted"}),
    "any_day": (_any_day, _CELL),
    "amounts": (_amounts, _CELL | {"split"}),
    "credit_code": (_credit_code, _CELL),
    "day": (_day, _CELL),
    "yuan": (_yuan, _CELL),
    "articles": (_articles, frozenset({"column", "after"})),
    "code": (_code, _CELL | {"codes"}),
    "codes": (_codes, _CELL | {"codes", "split"}),
    "party": (_party, frozenset({"name", "code", "code_pattern", "address", "kinds"})),
}
