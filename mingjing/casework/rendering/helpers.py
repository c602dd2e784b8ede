"""Sheets that are no papers: the page numbers laid over a bound file, and plain texts set on A4."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date

from mingjing.casework.rendering.checks import MOST_CHARACTERS
from mingjing.casework.rendering.errors import TooLong
from mingjing.casework.rendering.render import compiled, missing_characters
from mingjing.casework.rendering.sheet import wrapped

STAMPS, TEXT = "_stamps.typ", "_text.typ"
NOT_SHOWN = "□"
ANY_DAY = date(2000, 1, 1)


def stamps(captions: Sequence[str]) -> bytes:
    """One clear A4 sheet per page: its number at the lower right, its caption at the lower left."""
    return compiled(STAMPS, {"pages": [_printable(one) for one in captions]}, ANY_DAY)


def text_pages(text: str) -> bytes:
    """A text as it stands, line by line. Raises TooLong."""
    if len(text) > MOST_CHARACTERS:
        raise TooLong(len(text), MOST_CHARACTERS)
    return compiled(TEXT, {"lines": wrapped(_printable(text).split("\n"))}, ANY_DAY)


def _printable(text: str) -> str:
    """What the fonts lack or nobody sees is shown as □: this is evidence, it is not refused for its characters."""
    seen = "".join(
        one if one == "\n" or unicodedata.category(one)[0] != "C" else " " if one == "\t" else NOT_SHOWN
        for one in text.replace("\r\n", "\n").replace("\r", "\n")
    )
    while lacking := missing_characters(seen):
        seen = seen.translate({ord(one): NOT_SHOWN for one in lacking})
    return seen
