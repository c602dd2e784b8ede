"""The one rule of what text may be stored: used by registry rows and by the forms of every room."""

from __future__ import annotations

import re

# Not one of them can be seen, and each can make a name read otherwise than it is stored: control characters,
# direction marks, invisible joiners (Unicode class Cf), line and paragraph separators, fillers that look blank,
# lone surrogates and noncharacters (which no database keeps), and U+FFFD, what remains of a damaged character.
_INVISIBLE = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u115f\u1160\u180e"
    "\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164\ufeff\uffa0\ufff9-\uffff\ud800-\udfff\ufdd0-\ufdef"
    "\U000110bd\U000110cd\U00013430-\U0001343f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001"
    "\U000e0020-\U000e007f"
) + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
_BAD_IN_LINES = re.compile(f"[{_INVISIBLE}]")
_BAD_IN_LINE = re.compile(f"[\t\n{_INVISIBLE}]")

LIMIT_NAME = 100


class BadText(ValueError):
    """Text that is not stored; `sentence` tells the person who typed it what is wrong and how to cure it."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def clean(text: object, *, limit: int, multiline: bool = False) -> str:
    """The text without outer white space, line ends as \\n; "" when nothing but white space was given.

    Not normalised (no NFC): stored bytes are what was written, and an NFD form is another draft (security AB07).
    Raises BadText.
    """
    if not isinstance(text, str):
        raise BadText("这里应当填写文字。")
    if len(text) > limit + 1000:  # so long that even looking through it would be work for nothing
        raise BadText(_too_long(text, limit))
    tidy = text.replace("\r\n", "\n").replace("\r", "\n").strip(" \t\n\u00a0\u3000")
    if len(tidy) > limit:
        raise BadText(_too_long(tidy, limit))
    if found := (_BAD_IN_LINES if multiline else _BAD_IN_LINE).search(tidy):
        raise BadText(_unseen(found))
    return tidy if tidy.strip() else ""


def _too_long(text: str, limit: int) -> str:
    return f"文字过长：最多 {limit} 个字，现有 {len(text)} 个字，请删减后再提交。"


def _unseen(found: re.Match[str]) -> str:
    place, code = found.start() + 1, ord(found.group())
    if code in (0x09, 0x0A):
        return f"第 {place} 个字符是换行或者制表符，这里只能填写一行，请删去后再提交。"
    return f"第 {place} 个字符是看不见的控制字符或者损坏的字符（U+{code:04X}），请删去后重新输入。"
