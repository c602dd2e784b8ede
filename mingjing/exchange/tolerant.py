"""PURE: what people write in lists that were kept by hand: dates of every style, amounts in 元 and 万元, bare codes.

Nothing is guessed: a cell has one meaning, or it is refused with the cure.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from mingjing.law import numerals
from mingjing.registry.codes import BadCode, uscc

SERIAL_ZERO = date(1899, 12, 30)
"""Day 0 of the spreadsheets' 1900 calendar, for serial numbers from 1 March 1900 on."""
SERIALS = range(18264, 73051)
"""1950-01-01 … 2099-12-31: five digits outside of it are no date of a case."""
_DAY = re.compile(
    r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|\.([0-9]{1,2})\.|年([0-9]{1,2})月)([0-9]{1,2})日?"
)
_WRITTEN = re.compile(
    r"([〇○零一二三四五六七八九]{4})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
_MONEY = re.compile(r"([0-9]{1,13}|[0-9]{1,3}(?:,[0-9]{3}){1,4})(\.[0-9]{1,6})?(元|万元)?")
_FLOAT = re.compile(r"[0-9]\.?[0-9]*[Ee]\+?[0-9]+|[0-9]{15,18}\.0")


def day(text: str) -> date | None:
    """2025-9-24, 2025/9/24, 2025.9.24, 2025年9月24日, 二〇二五年九月二十四日 or a spreadsheet's serial number."""
    if re.fullmatch(r"[0-9]{5}(?:\.0)?", text):
        number = int(text[:5])
        return SERIAL_ZERO + timedelta(days=number) if number in SERIALS else None
    if found := _DAY.fullmatch(text):
        parts = [int(one) for one in found.groups() if one]
    elif found := _WRITTEN.fullmatch(text):
        year = numerals.number(found[1])
        parts = [year, _under_hundred(found[2]), _under_hundred(found[3])]
    else:
        return None
    try:
        return date(*parts)
    except ValueError:
        return None


def fen(text: str) -> int | None:
    """分 of "1,234.5", "1234.5元" or "49.370242万元"; None for anything else and for a part of a 分."""
    found = _MONEY.fullmatch(text)
    if found is None:
        return None
    exact = Decimal(found[1].replace(",", "") + (found[2] or "")) * (1_000_000 if found[3] == "万元" else 100)
    return int(exact) if exact == exact.to_integral_value() else None


def lost_digits(text: str) -> bool:
    """Whether a wrong code looks as if a spreadsheet took it for a number: it keeps fifteen digits, the rest is gone."""
    return bool(_FLOAT.fullmatch(text) or re.fullmatch(r"[0-9]{15}000", text))


def credit_code(text: str) -> str:
    """The 统一社会信用代码 as it should be. Raises BadCode."""
    try:
        return uscc(text).text
    except BadCode:
        # Asked only now: a right code may end in three zeros.
        if lost_digits(text):
            raise BadCode(
                "统一社会信用代码被表格软件当成了数字，后几位已经丢失，请把这一列设为文本格式后从原系统重新导出。"
            ) from None
        raise


def _under_hundred(text: str) -> int:
    """十 → 10, 十二 → 12, 二十四 → 24; 0, which is no month and no day, for what is no number or is spelt out (一二)."""
    try:
        return numerals.number(text) if "十" in text or len(text) == 1 else 0
    except ValueError:
        return 0
