"""Check digits of identity codes: 统一社会信用代码 (GB 32100) and 公民身份号码 (GB 11643). Arithmetic only."""

from __future__ import annotations

_USCC = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_USCC_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_RIC = "10X98765432"
_RIC_WEIGHTS = tuple(pow(2, 17 - place, 11) for place in range(17))
LENGTH = 18


def uscc_check(code: str) -> str:
    """The 18th place that belongs to the first 17. Raises ValueError for a character that no code has."""
    return _USCC[
        -sum(weight * _USCC.index(one) for weight, one in zip(_USCC_WEIGHTS, code, strict=False)) % 31
    ]


def ric_check(number: str) -> str:
    """The 18th place that belongs to the first 17 digits. Raises ValueError."""
    return _RIC[sum(weight * int(one) for weight, one in zip(_RIC_WEIGHTS, number, strict=False)) % 11]


def is_uscc(code: str) -> bool:
    """18 places of the alphabet with the right check digit."""
    return len(code) == LENGTH and set(code) <= set(_USCC) and uscc_check(code) == code[-1]


def is_ric(number: str) -> bool:
    """17 digits and the right check digit; places and birthdays are not judged."""
    body = number[:-1]
    return len(number) == LENGTH and body.isascii() and body.isdigit() and ric_check(number) == number[-1]
