"""Reading the first sheet of an XLSX file row by row, as texts. What a spreadsheet may hide is refused, not guessed.

Only read: formulas are never computed, pictures and macros never opened. Memory holds one row and the shared texts.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from mingjing.exchange.errors import BadFile

MOST_UNPACKED = 400_000_000
"""Bytes after unpacking; a sheet of a million rows needs less."""
MOST_TEXTS = 150_000_000
"""Bytes of the shared texts, which are read whole."""
OLE = bytes.fromhex("d0cf11e0a1b11ae1")
PACK = 1 << 20
FORMULA = "\x00"
"""Stands for a cell with a formula; no text may hold it."""


def is_sheet(path: Path) -> bool:
    return path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".et", ".ods")


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of the first sheet, blank ones left out; cells as they would be written by hand. Raises BadFile."""
    _looked_at(path)
    import openpyxl  # takes a fifth of a second, and only this needs it

    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=False, keep_links=False)
    except Exception as fault:  # noqa: BLE001 - whatever a broken file makes the library raise
        raise BadFile(
            f"{path.name} 不是完好的 XLSX 文件，请用表格软件打开后另存为 XLSX 或者 CSV。"
        ) from fault
    try:
        sheet = book.worksheets[0]
        for cells in sheet.iter_rows(values_only=True):
            texts = [_text(one) for one in cells]
            if any(texts):
                yield texts
    finally:
        book.close()


def _looked_at(path: Path) -> None:
    """Before the library opens it: the kind of file, its size unpacked, merged cells."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as fault:
        raise BadFile(f"{path} 读不出来，请核对路径和读取权限。") from fault
    if head == OLE:
        raise BadFile(f"{path.name} 设了打开密码，或者是旧的 XLS 格式，请去掉密码另存为 XLSX 或者 CSV。")
    try:
        with zipfile.ZipFile(path) as pack:
            sizes = {one.filename: one.file_size for one in pack.infolist()}
            if "mimetype" in sizes or not any(one.startswith("xl/") for one in sizes):
                raise BadFile(f"{path.name} 不是 XLSX 文件，请另存为 XLSX 或者 CSV。")
            if sum(sizes.values()) > MOST_UNPACKED or sizes.get("xl/sharedStrings.xml", 0) > MOST_TEXTS:
                raise BadFile(f"{path.name} 解开以后过大，请拆成几个文件，或者另存为 CSV。")
            _unmerged(path, pack)
    except zipfile.BadZipFile as fault:
        raise BadFile(f"{path.name} 不是完好的 XLSX 文件，请另存后再导入。") from fault


def _unmerged(path: Path, pack: zipfile.ZipFile) -> None:
    """Merged cells hide that all but the first are empty."""
    first = min(
        (one for one in pack.namelist() if one.startswith("xl/worksheets/sheet")),
        key=lambda one: (len(one), one),
        default="",
    )
    if not first:
        return
    tail = b""
    with pack.open(first) as sheet:
        while part := sheet.read(PACK):
            if b"<mergeCell " in tail + part:
                raise BadFile(f"{path.name} 有合并的单元格，请取消合并、每行填全以后再导入。")
            tail = part[-16:]


def _text(value: Any) -> str:
    """A cell as a person would write it: days as 2025-09-24, whole numbers without a point."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
        case float() | int():
            return str(value)
        case str() if value.startswith("="):
            return FORMULA
        case _:
            return str(value)
