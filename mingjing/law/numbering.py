"""Document numbers: the styles in which agencies write them (`numbering.toml`), and reading what others wrote."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

DEFAULT = "plain"
_NOT_SEEN = re.compile("[\u200b-\u200f\u2060\ufeff]")
_NUMBER = re.compile(
    r"(?P<head>[A-Za-z\u3007\u4e00-\u9fff（）()]{1,40}?)\s*"
    r"[〔\[【(（]\s*(?P<year>[0-9]{4})\s*[〕\]】)）]\s*"
    r"(?P<office>[\u4e00-\u9fff]{0,8}?)\s*(?:第\s*)?(?P<serial>[0-9]{1,9})(?:\s*[-—~至]\s*(?P<last>[0-9]{1,9}))?\s*号"
)
PARTS = {"mark", "word", "year", "office", "serial"}


class BadStyle(ValueError):
    """A style cannot number documents; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Style:
    """One way to write a number. `words` rewrites a paper's word (处罚 → 罚决字)."""

    code: str
    label: str
    pattern: str
    width: int = 0
    words: Mapping[str, str] = field(default_factory=dict)

    def write(self, mark: str, word: str, year: int, serial: int, office: str = "") -> str:
        return self.pattern.format(
            mark=mark,
            word=self.words.get(word, word),
            year=year,
            office=office,
            serial=f"{serial:0{self.width}d}",
        )


@dataclass(frozen=True, slots=True)
class Number:
    """A number as read: `head` is agency and word together, `last` ends a range of notices. `raw` is what stood there."""

    head: str
    year: int
    office: str
    serial: int
    last: int
    raw: str


def read(text: str) -> Number | None:
    """A document number in any usual writing; None when it is none. Brackets, widths and hidden characters are forgiven."""
    plain = _NOT_SEEN.sub("", unicodedata.normalize("NFKC", text)).strip()
    found = _NUMBER.fullmatch(plain)
    if found is None:
        return None
    serial = int(found["serial"])
    last = int(found["last"] or serial)
    if last < serial:
        return None
    return Number(found["head"], int(found["year"]), found["office"], serial, last, text)


@cache
def styles() -> Mapping[str, Style]:
    """The styles by code. Raises BadStyle."""
    text = resources.files("mingjing.law").joinpath("numbering.toml").read_text(encoding="utf-8")
    return load(text)


def style(code: str) -> Style:
    """The style of an agency; one that is not known any more writes as the usual one."""
    return styles().get(code, styles()[DEFAULT])


def load(text: str) -> Mapping[str, Style]:
    """Read and check a table of styles. Raises BadStyle."""
    try:
        table = tomllib.loads(text)
        found = {code: Style(code, **row) for code, row in table.items()}
    except (tomllib.TOMLDecodeError, TypeError) as fault:
        raise BadStyle(f"文号式样读不懂：{fault}") from fault
    for one in found.values():
        _check(one)
    if DEFAULT not in found:
        raise BadStyle(f"文号式样缺少 {DEFAULT} 一节。")
    return found


def _check(one: Style) -> None:
    used = set(re.findall(r"{(\w*)}", one.pattern))
    if missing := PARTS - {"office"} - used:
        raise BadStyle(f"文号式样 {one.code} 缺少 {{{min(missing)}}}，号码会重复。")
    if strange := used - PARTS:
        raise BadStyle(f"文号式样 {one.code} 里的 {{{min(strange)}}} 不认识。")
    sample = one.write("枣市监", "处罚", 2025, 12)
    again = read(sample)
    if again is None or (again.year, again.serial) != (2025, 12):
        raise BadStyle(f"文号式样 {one.code} 写出的“{sample}”读不回来。")


def clashes(one: Style, words: Collection[str]) -> tuple[str, ...]:
    """Words that the style writes alike, so that two papers could bear one number; () is fine."""
    seen: dict[str, str] = {}
    return tuple(
        word for word in sorted(set(words)) if seen.setdefault(one.write("甲", word, 2025, 1), word) != word
    )
