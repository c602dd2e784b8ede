"""What must be right before a paper is rendered: mandatory elements, length, characters that can be printed."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

from mingjing.casework.rendering.errors import TooLong, Unprintable
from mingjing.casework.rendering.words import blank
from mingjing.law.terms import Field, Json, Kind, Paper

MOST_CHARACTERS = 300_000
"""About 400 pages. Longer material is an attachment, not a paper."""
NUMBER = Field("number", "文号", Kind.TEXT, element=True)
INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
LINE_CHARACTERS = frozenset("\n\r\t")


def holes(paper: Paper, content: Mapping[str, Json]) -> tuple[Field, ...]:
    """Mandatory elements that are missing or blank, in the paper's order.

    An element that is due only on a condition (`when`) is left to the engine, which knows the case (G-DOC).
    """
    return tuple(
        field
        for field in paper.fields
        if field.element and field.when is None and _missing(field, content.get(field.id))
    )


def _missing(field: Field, value: Json) -> bool:
    if field.kind is Kind.PARTY and isinstance(value, Mapping):
        return blank(value.get("name"))
    if field.kind is Kind.ARTICLE and isinstance(value, list):
        return not value or any(blank(one.get("law")) for one in value if isinstance(one, Mapping))
    if field.kind is Kind.EXHIBITS and isinstance(value, list):
        return all(blank(one.get("title")) for one in value if isinstance(one, Mapping))
    return blank(value)


def texts(value: object) -> Iterator[str]:
    """Every string in a value, names of its keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield key
            yield from texts(one)
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)


def length(content: Mapping[str, Json]) -> int:
    return sum(len(text) for text in texts(content))


def refuse_unfit(content: Mapping[str, Json]) -> None:
    """Raises TooLong or Unprintable. Pure and quick, so the door may ask it before an act binds the content."""
    if (total := length(content)) > MOST_CHARACTERS:
        raise TooLong(total, MOST_CHARACTERS)
    for text in texts(content):
        # isprintable() is the quick way out for nearly every text; it also minds line ends and wide spaces.
        if not text.isprintable() and (found := next(filter(_invisible, text), "")):
            raise Unprintable(_sentence(text, found))


def _invisible(one: str) -> bool:
    return unicodedata.category(one) in INVISIBLE and one not in LINE_CHARACTERS


def _sentence(text: str, found: str) -> str:
    before = "".join(one for one in text[: text.index(found)][-8:] if not _invisible(one))
    where = f"“{before}”之后" if before else "开头"
    return (
        f"文书{where}有看不见的控制字符（U+{ord(found):04X}），读到的会与存下的不同："
        "请删除该字符，必要时重新输入这一段。"
    )
