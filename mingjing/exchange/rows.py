"""Reading a CSV file row by row: nothing is kept but the digests of the row keys, so the file may be of any size."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from itertools import islice
from pathlib import Path
from typing import Protocol, TextIO

from mingjing.exchange import sheets
from mingjing.exchange.converters import Row, Unfit
from mingjing.exchange.errors import BadFile

CELL_LIMIT = 10_000_000
"""Characters; a longer cell is an unclosed quotation mark, not a text."""


KEY_LIMIT = 200
DETECT = "auto"
"""As an encoding: UTF-8 with or without BOM, else GB18030, whichever the whole file fits."""


class Shape(Protocol):
    """What of a map the reading of rows needs. Without `key` the number of a row is its key."""

    @property
    def name(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def encoding(self) -> str: ...
    @property
    def delimiter(self) -> str: ...
    @property
    def columns(self) -> frozenset[str]: ...


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the file; `fault` when it is no row at all."""

    number: int
    key: str
    cells: Row = field(default_factory=dict)
    fault: Unfit | None = None


def check(path: Path, wanted: Shape, limit: int | None = None) -> int:
    """How many rows there are, after the whole file was decoded and its columns were found. Raises BadFile."""
    return sum(1 for _ in lines(path, wanted, limit))


def lines(path: Path, wanted: Shape, limit: int | None = None) -> Iterator[Line]:
    """The rows in order, of a CSV file or of the first sheet of an XLSX file. Raises BadFile."""
    if sheets.is_sheet(path):
        reader = sheets.rows(path)
        header = _header(path, next(reader, []), wanted)
        yield from islice(_rows(map(partial(_filled, len(header)), reader), header, wanted.key), limit)
        return
    with _opened(path, encoding_of(path, wanted.encoding)) as file:
        reader = csv.reader(file, delimiter=wanted.delimiter)
        header = _header(path, next(reader, []), wanted)
        yield from islice(_rows(reader, header, wanted.key), limit)


def encoding_of(path: Path, wanted: str) -> str:
    """The encoding to read with. UTF-8 goes first: Chinese text in GB18030 is never valid UTF-8 for long."""
    if sheets.is_sheet(path):
        return "XLSX"
    if wanted != DETECT:
        return wanted
    for one in ("utf-8-sig", "gb18030"):
        try:
            with path.open(encoding=one, newline="") as file:
                while file.read(1 << 20):
                    pass
            return one
        except UnicodeError:
            continue
        except OSError:
            return one  # the reading itself says why
    raise BadFile(f"{path.name} 既不是 UTF-8 也不是 GB18030 编码的文本，请另存为 UTF-8 的 CSV 后再导入。")


@contextmanager
def _opened(path: Path, encoding: str) -> Iterator[TextIO]:
    csv.field_size_limit(CELL_LIMIT)
    try:
        with path.open(encoding=encoding, newline="") as file:
            yield file
    except UnicodeError as fault:
        raise BadFile(f"{path.name} 不是 {encoding} 编码的文本，请转换编码后再导入。") from fault
    except FileNotFoundError as fault:
        raise BadFile(f"没有 {path} 这个文件，请核对路径。") from fault
    except OSError as fault:
        raise BadFile(f"{path} 读不出来，请检查它是不是文件、有没有读取权限。") from fault


def _header(path: Path, header: list[str], wanted: Shape) -> list[str]:
    names = [one.strip() for one in header]
    if missing := sorted(wanted.columns - set(names)):
        raise BadFile(
            f"{path.name} 缺少映射 {wanted.name} 要用的列：{'、'.join(missing)}。请核对文件和映射。"
        )
    if twice := sorted(one for one in wanted.columns if names.count(one) > 1):
        raise BadFile(f"{path.name} 有重名的列：{'、'.join(twice)}。请改名后再导入。")
    return names


def _rows(reader: Iterator[list[str]], header: list[str], key: str) -> Iterator[Line]:
    seen: set[bytes] = set()
    for number, cells in enumerate(_cells(reader), start=1):
        if cells is None or len(cells) != len(header):
            yield Line(
                number, "", fault=Unfit("M-ROW", f"第 {number} 行的列数与表头不符，或者不是合格的 CSV。")
            )
            continue
        if sheets.FORMULA in cells:
            column = header[cells.index(sheets.FORMULA)]
            why = f"第 {number} 行的“{column}”是公式，请在表格软件里粘贴为数值后再导入。"
            yield Line(number, "", fault=Unfit("M-FORMULA", why))
            continue
        row = dict(zip(header, map(_tidy, cells), strict=True))
        if not key:
            yield Line(number, str(number), row)
            continue
        mark = blake2b(row[key].encode(), digest_size=16).digest()
        if why := _key_fault(row[key]) or ("与前面的行重复" if mark in seen else ""):
            yield Line(number, row[key], fault=Unfit("M-KEY", f"第 {number} 行的行编号{why}。"))
            continue
        seen.add(mark)
        yield Line(number, row[key], row)


def _filled(width: int, cells: list[str]) -> list[str]:
    """A sheet leaves out the blank cells at the end of a row."""
    return [*cells[:width], *cells[width:][: any(cells[width:])], *[""] * (width - len(cells))]


def _key_fault(key: str) -> str:
    if not key:
        return "是空的"
    return "" if len(key) <= KEY_LIMIT and key.isprintable() else f"超过 {KEY_LIMIT} 字，或者含有看不见的字符"


def _cells(reader: Iterator[list[str]]) -> Iterator[list[str] | None]:
    """The cells of each row that is not blank; None for one that the csv format does not allow."""
    while True:
        try:
            found = next(reader)
        except StopIteration:
            return
        except csv.Error:
            yield None
            continue
        if found:
            yield found


def _tidy(cell: str) -> str:
    """Line ends as \\n and no outer white space; nothing else is touched, digits stay as they are written."""
    return cell.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\u00a0\u3000")
