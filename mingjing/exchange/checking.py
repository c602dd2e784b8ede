"""Judging every row of a list against a map, before anybody thinks of taking it in. Nothing is written but the report.

A map for checking has `[map]` and `[values]` only; it is read with the same converters as the map of a replay.
"""

from __future__ import annotations

import tomllib
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mingjing.exchange import maps, rows
from mingjing.exchange.converters import BadOption, Reader, Unfit, columns, reader
from mingjing.exchange.reports import Tell
from mingjing.law.terms import Json


@dataclass(frozen=True, slots=True)
class Checklist:
    """A checked map. `key` is "" when the list has no column that names a row: its number does."""

    name: str
    label: str
    key: str
    encoding: str
    delimiter: str
    values: Mapping[str, Reader]
    columns: frozenset[str]
    case: Mapping[str, Any] = field(default_factory=dict)
    """What of a row becomes which fact of a closed case; empty = the map only checks."""


@dataclass(slots=True)
class Result:
    """`rules`: how many rows each rule refused; a row may break several."""

    encoding: str
    good: int = 0
    refused: int = 0
    rules: Counter[str] = field(default_factory=Counter)


def load(name: str, own: Path | None = None) -> Checklist:
    """The map of this name. Raises BadMap with everything that is wrong with it."""
    try:
        told = tomllib.loads(maps.text(name, own))
    except tomllib.TOMLDecodeError as fault:
        raise maps.BadMap(f"映射 {name} 不是合格的 TOML：{fault}。") from fault
    head, wanted = told.get("map"), told.get("values")
    if (
        not {"map", "values"} <= set(told) <= {"map", "values", "case"}
        or not isinstance(head, dict)
        or not isinstance(wanted, dict)
    ):
        raise maps.BadMap(
            f"映射 {name} 不能用来核对：核对用的映射应当有 [map] 和 [values]，能补录的另有 [case]，此外没有别的。"
        )
    wrong = [
        f"[map] 有不认识的 {one}" for one in sorted(set(head) - {"label", "key", "encoding", "delimiter"})
    ]
    if (delimiter := str(head.get("delimiter", ","))) not in (",", ";", "\t", "|"):
        wrong.append("[map] 的 delimiter 应当是逗号、分号、制表符或者竖线")
    values, read = dict[str, Reader](), {str(head.get("key", ""))} - {""}
    for value, options in wanted.items():
        options = dict(options) if isinstance(options, dict) else {}
        kind = str(options.pop("as", ""))
        try:
            values[value] = reader(kind, options)
            read |= columns(kind, options)
        except BadOption as fault:
            wrong.append(f"[values.{value}] {fault}")
    encoding = str(head.get("encoding", rows.DETECT))
    if encoding != rows.DETECT and not maps.known_encoding(encoding):
        wrong.append("[map] 的 encoding 不是已知的编码")
    if wrong:
        raise maps.BadMap(f"映射 {name} 不能用，共 {len(wrong)} 处：{'；'.join(wrong)}。")
    return Checklist(
        name,
        str(head.get("label", name)),
        str(head.get("key", "")),
        encoding,
        delimiter,
        values,
        frozenset(read),
        told.get("case", {}),
    )


def check(path: Path, wanted: Checklist, tell: Tell) -> Result:
    """Judge every row; `tell` gets each refused one with all its reasons. Raises BadFile before the first row."""
    rows.check(path, wanted)
    result = Result(rows.encoding_of(path, wanted.encoding))
    for line in rows.lines(path, wanted):
        if unfit := [line.fault] if line.fault else _unfit(line.cells, wanted):
            result.refused += 1
            result.rules.update({one.rule for one in unfit})
            place = f"第 {line.number} 行"
            tell(
                f"{place} {line.key}" if wanted.key and line.key else place,
                [(one.rule, one.sentence) for one in unfit],
            )
        else:
            result.good += 1
    return result


def read(cells: Mapping[str, Any], wanted: Checklist) -> tuple[dict[str, Json], list[Unfit]]:
    """The values of a row, and everything that stands against it."""
    values, found = dict[str, Json](), list[Unfit]()
    for name, reading in wanted.values.items():
        try:
            values[name] = reading(cells)
        except Unfit as fault:
            found.append(fault)
    return values, found


def _unfit(cells: Mapping[str, Any], wanted: Checklist) -> list[Unfit]:
    return read(cells, wanted)[1]
