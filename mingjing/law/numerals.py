"""Chinese numerals as statutes write them (一百零三), and figures of both widths: read and written in one place."""

from __future__ import annotations

DIGITS = "零一二三四五六七八九"
UNITS = (("千", 1000), ("百", 100), ("十", 10))
MOST = 9999
CHARACTERS = DIGITS + "〇○两十百千" + "0123456789" + "０１２３４５６７８９"
"""Every character that a numeral may be made of."""
_VALUES = {one: place for place, one in enumerate(DIGITS)} | {"〇": 0, "○": 0, "两": 2}
_FIGURES = {one: place % 10 for place, one in enumerate("0123456789０１２３４５６７８９")}


def number(text: str) -> int:
    """The value of a numeral of either kind, at most 9999. Raises ValueError."""
    if not text:
        raise ValueError("no numeral at all")
    if all(one in _FIGURES for one in text):
        return int("".join(str(_FIGURES[one]) for one in text))
    if all(one in _VALUES for one in text) and len(text) > 1:
        return int("".join(str(_VALUES[one]) for one in text))  # 二〇二五: figure by figure
    return _by_units(text)


def _by_units(text: str) -> int:
    total, digit, least = 0, None, MOST
    for one in text:
        unit = dict(UNITS).get(one)
        if unit is not None:
            if unit >= least or digit == 0:
                raise ValueError(f"not a numeral: {text!r}")
            total, digit, least = total + (1 if digit is None else digit) * unit, None, unit
        elif one in _VALUES and digit in (None, 0):
            digit = _VALUES[one]
        else:
            raise ValueError(f"not a numeral: {text!r}")
    return total + (digit or 0)


def numeral(value: int) -> str:
    """1 → 一, 10 → 十, 103 → 一百零三. Raises ValueError outside 0…9999."""
    if not 0 <= value <= MOST:
        raise ValueError(f"not within 0 and {MOST}: {value}")
    if value < 10:
        return DIGITS[value]
    found, rest, gap = "", value, False
    for name, unit in UNITS:
        count, rest = divmod(rest, unit)
        if count:
            found += ("零" if gap and found else "") + DIGITS[count] + name
        gap = bool(found) and not count if count == 0 else False
    if rest:
        found += ("零" if gap and found else "") + DIGITS[rest]
    return found.removeprefix("一") if found.startswith("一十") else found
