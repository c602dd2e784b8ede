"""PURE: citations in running text, «空氣污染防制法第40條第3項» → (law, article), both exactly as written."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGIT = r"[0-9０-９一二三四五六七八九十百零〇]"
_COUNT = rf"{_DIGIT}+(?:之{_DIGIT}+)?(?:、{_DIGIT}+)*"
_ARTICLE = re.compile(rf"第*\s*({_COUNT})\s*([條条])(之{_DIGIT}+)?((?:\s*第{_COUNT}(?:項|项|款|目))*)")
_ENDS = "法|條例|条例|辦法|办法|準則|准则|細則|细则|標準|标准|規則|规则|基準|基准|規定|规定|要點|要点"
_NAME = re.compile(rf"[\u4e00-\u9fff]{{1,60}}(?:{_ENDS})$")
_CUT = re.compile(
    r"[^\u4e00-\u9fff、]|並依|并依|爰依|擬依|拟依|另依|依據|依据|依照|依|暨|(?:規定|规定|公告)(?=.)"
)
_JOINT = re.compile(r"^(?:(?:之|規定|规定|公告|及|與|与|和|或|並|并|、)+)")
_SAME = re.compile(r"同(法|條例|条例|準則|准则|辦法|办法|標準|标准|細則|细则)$")
_TARIFF = re.compile(r"(?:裁罰|裁罚|裁量)")
"""«違反廢棄物清理法罰鍰額度裁罰準則» is itself a name: there 違反 is part of it, elsewhere it is the verb."""


@dataclass(frozen=True, slots=True)
class Citation:
    """One cited article; `at` = where it stands in the text."""

    law: str
    article: str
    at: int


def citations(text: str) -> tuple[Citation, ...]:
    """Every article cited with its law, in order; one before any law is named is left out."""
    found: list[Citation] = []
    end, law = 0, ""
    for match in _ARTICLE.finditer(text):
        law = _law(text[end : match.start()], law, found)
        end = match.end()
        if law:
            found.append(Citation(law, _article(match), match.start()))
    return tuple(found)


def _law(between: str, before: str, found: list[Citation]) -> str:
    """The law named right before an article; «同法» is the first law of the text, nothing new is the one before."""
    tail = _JOINT.sub("", _CUT.split(between.rstrip(" 「」『』《》“”\"'　"))[-1])
    if same := _SAME.search(tail):
        named = [one.law for one in found if one.law.endswith(same[1])]
        return (named[0] if same[1] == "法" else named[-1]) if named else before
    tail = tail.rpartition("、")[2]
    if tail.startswith(("違反", "违反")) and not _TARIFF.search(tail):
        tail = tail[2:]
    return tail if _NAME.fullmatch(tail) else before


def _article(match: re.Match[str]) -> str:
    number, unit, branch, parts = match.groups()
    return "第" + re.sub(r"\s", "", f"{number}{unit}{branch or ''}{parts or ''}")


def after(text: str, markers: list[str]) -> int:
    """Where the part begins that the first fitting marker announces; −1 without any. Markers are patterns."""
    for one in markers:
        if match := re.search(one, text):
            return match.end()
    return -1
