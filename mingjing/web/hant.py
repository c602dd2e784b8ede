"""繁體 at render time: the text of a page, never its addresses, typed values, names or quoted originals."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape, unescape
from html.parser import HTMLParser

from opencc import OpenCC

KEPT = frozenset({"code", "textarea", "script", "style"})
"""Never converted: digests, what somebody typed, and what machines read."""

OVERRIDES = (("複議", "復議"), ("佈", "布"))
"""Statutory terms where the dictionary chooses another form than readers of the law expect (design §9)."""

_SPOKEN = re.compile(r'\b(placeholder|aria-label|title|alt|data-k)="([^"]*)"')


@cache
def _converter() -> OpenCC:
    return OpenCC("s2tw")


@lru_cache(maxsize=4096)
def convert(text: str) -> str:
    """One piece of text, cached: most pieces of a page are the same on the next one."""
    found = _converter().convert(text)
    for wrong, right in OVERRIDES:
        found = found.replace(wrong, right)
    return found


class _Page(HTMLParser):
    """Copies a page and converts its text on the way; inside a kept element everything stays."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self.kept = ""
        self.depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        raw = self.get_starttag_text() or ""
        self.out.append(raw if self.kept else _SPOKEN.sub(_attribute, raw))
        if self.kept:
            self.depth += tag == self.kept
        elif tag in KEPT or ("translate", "no") in attrs:
            self.kept, self.depth = tag, 1

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(_SPOKEN.sub(_attribute, self.get_starttag_text() or ""))

    def handle_endtag(self, tag: str) -> None:
        self.out.append(f"</{tag}>")
        if tag == self.kept:
            self.depth -= 1
            self.kept = self.kept if self.depth else ""

    def handle_data(self, data: str) -> None:
        self.out.append(data if self.kept else convert(data))

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_decl(self, decl: str) -> None:
        self.out.append(f"<!{decl}>")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")


def _attribute(found: re.Match[str]) -> str:
    return f'{found[1]}="{escape(convert(unescape(found[2])))}"'


def page(html: str, names: Iterable[str] = ()) -> str:
    """A whole page in Traditional characters. `names` stay as they are written, wherever they stand."""
    parser = _Page()
    parser.feed(html)
    parser.close()
    found = "".join(parser.out)
    for name in names:
        if name in html and (other := convert(name)) != name:
            found = found.replace(other, name)
    return found


@lru_cache(maxsize=4096)
def simplified(text: str) -> str:
    """What a reader of 繁體 typed, as our records write it: for searching, never for storing."""
    return OpenCC("tw2s").convert(text)
