"""Invented rows in the columns of the map `tw-moenv`, written as CSV by the test that needs them."""

from __future__ import annotations

import csv
from pathlib import Path

NAME = "虛構環保測試股份有限公司"
TEXT = "稽查時現場堆置物料未覆蓋（虛構）。"

ROW = {
    "row_key": "T-001",
    "document_no": "99-115-000001",
    "transgress_date": "2025-11-03",
    "penalty_date": "2026-01-16",
    "transgress_law": "空氣污染防制法第23條第2項",
    "gist_define": "違反空氣污染防制法第23條第2項規定，爰依同法第62條第1項第4款規定裁處。",
    "penalty_money": "2000",
    "penaltykind": "罰鍰(非連續處罰)",
    "paymentstate": "無分期已繳清",
    "transgress_type": "固定污染",
    "openinfor": TEXT,
    "transgress_address": "虛構路一號",
    "subject": "罰鍰新臺幣2000元整。",
    "fac_name": NAME,
    "fac_address": "虛構路二號",
    "ban": "00000001",
    "party_masked": "0",
    "unused": "不用的列",
}


def row(number: int = 1, **changed: str) -> dict[str, str]:
    """One lawful row; `changed` says what is different about it."""
    return {**ROW, "row_key": f"T-{number:03d}", **changed}


def write(path: Path, *rows: dict[str, str], encoding: str = "utf-8-sig") -> Path:
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(ROW))
        writer.writeheader()
        writer.writerows(rows)
    return path
