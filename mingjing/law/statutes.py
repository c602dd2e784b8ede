"""Statute texts as they were imported: read letter by letter, found by article, compared by version.

Pure: files arrive as text. The format is Markdown: the title as `#`, history lines up to `<!-- INFO END -->`, chapters as
`##`, then one paragraph per article that begins with 第…条; its further paragraphs (款) follow, items (项) begin with
（一）, sub-items (目) with 1. Joining the lines gives the file back, character by character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path

from mingjing.law.numerals import CHARACTERS, number, numeral

MOST = 4_000_000
"""Characters; no statute is longer."""
INFO_END = "<!-- INFO END -->"
_N = f"[{CHARACTERS}]+"
_START = re.compile(rf"(第{_N}条(?:之{_N})?)[ 　]*(.*)", re.S)
_ITEM = re.compile(r"（([一二三四五六七八九十百]+)）")
_POINT = re.compile(r"([0-9０-９]+)[.．、]")
_NAME = re.compile(r"(.+?)[(（](\d{4}-\d{2}-\d{2})[)）]")
_FORCE_NOTE = re.compile(r"<!--\s*施行\s*(\d{4}-\d{2}-\d{2})\s*-->")
_FORCE = re.compile(r"自(\d{4})年(\d{1,2})月(\d{1,2})日起(?:施行|实施|生效)")
_REFERENCE = re.compile(
    rf"第(?P<article>{_N})条(?:之(?P<branch>{_N}))?(?:第(?P<paragraph>{_N})款)?(?:第(?P<item>{_N})项)?(?:第(?P<point>{_N})目)?"
)
UNSEEN = " \t\r\n\u3000\u200b\ufeff"
"""A line of nothing else is blank: it is no 款 of its own."""
PREFIX = "中华人民共和国"


class BadStatute(ValueError):
    """The file is not a statute text; the message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Item:
    """项 with its sub-items; texts as they stand, with their marks."""

    number: int
    text: str
    points: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """款: its text (of the first without 第…条) and its items."""

    text: str
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """条. `key` = (57, 0), or (120, 1) for 第一百二十条之一; `chapter` = the headings above it."""

    key: tuple[int, int]
    mark: str
    chapter: str
    paragraphs: tuple[Paragraph, ...]
    text: str
    """The whole article as in the file, its mark included."""


@dataclass(frozen=True)
class Statute:
    """One version of one law. `version` = the day of the text, `since` = the day from which it applies.

    `since_stated`: the text itself (or a note in it) says so; otherwise the day of the version stands in.
    """

    title: str
    version: date
    since: date
    since_stated: bool
    history: tuple[str, ...]
    articles: tuple[Article, ...]
    source: str = field(repr=False)
    """The file, letter by letter."""

    @cached_property
    def by_key(self) -> Mapping[tuple[int, int], Article]:
        return {one.key: one for one in self.articles}

    @property
    def short(self) -> str:
        return self.title.removeprefix(PREFIX)


# --- reading -------------------------------------------------------------------------------------------------------


def parse(name: str, text: str) -> Statute:
    """One file. `name` carries the day of the version, as in 行政处罚法(2021-01-22).md. Raises BadStatute."""
    if len(text) > MOST:
        raise BadStatute("文件过大，不是一部法律的文本。")
    if "\x00" in text:
        raise BadStatute("文件含有二进制内容，不是文本。")
    dated = _NAME.match(name.rpartition("/")[2])
    if dated is None:
        raise BadStatute("文件名要写明版本日期，如 行政处罚法(2021-01-22).md。")
    try:
        version = date.fromisoformat(dated[2])
    except ValueError:
        raise BadStatute(f"文件名里的日期 {dated[2]} 不存在，请改正。") from None
    head, found, body = text.partition(INFO_END)
    if not found:
        head, body = text.partition("\n")[0], text
    title = next((one[2:].strip() for one in text.splitlines() if one.startswith("# ")), "")
    if not title:
        raise BadStatute("没有标题：第一行应当写成“# 法律名称”。")
    articles = tuple(_articles(body))
    if not articles:
        raise BadStatute("没有读到任何一条：每一条应当从“第…条”开始另起一段。")
    twice = _first_twice(one.key for one in articles)
    if twice:
        raise BadStatute(f"{article_mark(*twice)}出现了两次，请核对文本。")
    since = _since(text, articles, version)
    history = tuple(
        one.strip() for one in head.splitlines() if one.strip() and not one.startswith(("#", "<!--"))
    )
    return Statute(title, version, since or version, since is not None, history, articles, text)


def _articles(body: str) -> Iterator[Article]:
    chapters: dict[int, str] = {}
    mark, lines = "", list[str]()
    for line in [*body.splitlines(), "# "]:
        starts, heading = _START.match(line), line.startswith("#")
        if mark and (starts or heading):
            yield _article(mark, " ".join(chapters.values()), lines)
            mark, lines = "", []
        if heading:
            level = len(line) - len(line.lstrip("#"))
            chapters = {depth: words for depth, words in chapters.items() if depth < level}
            if level > 1:
                chapters[level] = " ".join(line.lstrip("#").split())
        elif starts:
            mark, lines = starts[1], [line]
        elif mark:
            lines.append(line)


def _article(mark: str, chapter: str, lines: list[str]) -> Article:
    paragraphs: list[Paragraph] = []
    for place, line in enumerate(one for one in lines if one.strip(UNSEEN)):
        text = line.strip(UNSEEN)
        text = text.removeprefix(mark).lstrip(" 　") if place == 0 else text
        item, point = _ITEM.match(text), _POINT.match(text)
        last = paragraphs[-1] if paragraphs else Paragraph("")
        if item:
            paragraphs[-1:] = [Paragraph(last.text, (*last.items, Item(number(item[1]), text)))]
        elif point and last.items:
            newest = last.items[-1]
            newest = Item(newest.number, newest.text, (*newest.points, text))
            paragraphs[-1:] = [Paragraph(last.text, (*last.items[:-1], newest))]
        else:
            paragraphs.append(Paragraph(text))
    return Article(_key(mark), mark, chapter, tuple(paragraphs), "\n".join(lines).strip(UNSEEN))


def _key(mark: str) -> tuple[int, int]:
    whole, _, branch = mark.removeprefix("第").partition("条")
    try:
        return number(whole), number(branch.removeprefix("之")) if branch else 0
    except ValueError:
        raise BadStatute(f"“{mark}”的条号读不出来，请核对文本。") from None


def article_mark(article: int, branch: int = 0) -> str:
    return f"第{numeral(article)}条" + (f"之{numeral(branch)}" if branch else "")


def _first_twice(keys: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    seen: set[tuple[int, int]] = set()
    for one in keys:
        if one in seen:
            return one
        seen.add(one)
    return None


def _since(text: str, articles: tuple[Article, ...], version: date) -> date | None:
    """From which day this version applies; an older date in the last article is that of the first version."""
    if note := _FORCE_NOTE.search(text):
        return date.fromisoformat(note[1])
    for said in _FORCE.findall(articles[-1].text)[:1]:
        day = date(*(int(one) for one in said))
        return day if day >= version else None
    return None


# --- finding -------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reference:
    """条、款、项、目 of a citation; 0 = not named."""

    article: int
    branch: int = 0
    paragraph: int = 0
    item: int = 0
    point: int = 0

    @property
    def key(self) -> tuple[int, int]:
        return self.article, self.branch


def references(words: str) -> list[Reference]:
    """Every article that a citation names, e.g. 第四十八条第二款、第八十五条; what is no article is passed over."""
    found = []
    for match in _REFERENCE.finditer(words):
        try:
            found.append(
                Reference(**{name: number(said) if said else 0 for name, said in match.groupdict().items()})
            )
        except ValueError:
            continue
    return found


def quotation(article: Article, asked: Reference) -> str:
    """The words of an article, a paragraph, an item or a sub-item; "" where it has no such part.

    An item without a paragraph is that of the only paragraph with items.
    """
    if not (asked.paragraph or asked.item):
        return article.text
    chosen = (
        article.paragraphs[asked.paragraph - 1 : asked.paragraph] if asked.paragraph else article.paragraphs
    )
    if not asked.item:
        return "\n".join(_whole(one) for one in chosen)
    listed = [one for one in chosen if one.items]
    items = (
        [item for one in listed for item in one.items if item.number == asked.item]
        if len(listed) == 1
        else []
    )
    if not items:
        return ""
    if not asked.point:
        return "\n".join((items[0].text, *items[0].points))
    return next(
        (one for one in items[0].points if (mark := _POINT.match(one)) and number(mark[1]) == asked.point), ""
    )


def _whole(one: Paragraph) -> str:
    return "\n".join((one.text, *(line for item in one.items for line in (item.text, *item.points))))


@dataclass(frozen=True, slots=True)
class Difference:
    """An article of a law in two versions. `what`: changed, vanished, new."""

    title: str
    key: tuple[int, int]
    what: str
    before: Statute
    after: Statute


class Library:
    """All imported statutes, by name and day."""

    def __init__(self, statutes: Iterable[Statute] = ()) -> None:
        self.laws: dict[str, list[Statute]] = {}
        for one in sorted(statutes, key=lambda one: (one.since, one.version)):
            self.laws.setdefault(plain(one.title), []).append(one)

    def versions(self, title: str) -> list[Statute]:
        """Oldest first; the name may lack 中华人民共和国 and its brackets. [] when it was not imported."""
        return self.laws.get(plain(title), [])

    def on(self, title: str, day: date) -> Statute | None:
        """The version that applied on the day."""
        found = [one for one in self.versions(title) if one.since <= day]
        return found[-1] if found else None

    def quote(self, title: str, words: str, day: date) -> str:
        """What a citation says, letter by letter, as in force on the day; "" where that was not imported."""
        statute = self.on(title, day)
        if statute is None:
            return ""
        parts = [
            quotation(article, one)
            for one in references(words)
            if (article := statute.by_key.get(one.key)) is not None
        ]
        return "\n".join(one for one in parts if one)

    def missing(self, title: str, words: str) -> str:
        """Why a citation cannot be right, as one clause; "" when it stands in the newest text or nothing is known."""
        known = self.versions(title)
        if not known:
            return ""
        newest = known[-1]
        for one in references(words):
            article = newest.by_key.get(one.key)
            if article is None:
                return f"{newest.version} 的文本没有{article_mark(*one.key)}"
            if not quotation(article, one):
                return f"{newest.version} 的文本里，{article.mark}没有所引的款、项"
        return ""

    def differences(self, title: str) -> list[Difference]:
        """What each version changed, the newest first."""
        known, found = self.versions(title), list[Difference]()
        for before, after in zip(known, known[1:], strict=False):
            for key in sorted({*before.by_key, *after.by_key}):
                old, new = before.by_key.get(key), after.by_key.get(key)
                if old is None or new is None or old.text != new.text:
                    what = "new" if old is None else "vanished" if new is None else "changed"
                    found.append(Difference(after.title, key, what, before, after))
        return found[::-1]

    def touched(self, title: str, words: str, since: date) -> Difference | None:
        """The latest change since a day of an article that a rule cites: the rule must be looked at again."""
        cited = {one.key for one in references(words)}
        return next(
            (
                one
                for one in self.differences(title)
                if one.key in cited and one.what != "new" and one.after.since > since
            ),
            None,
        )


def read_folder(where: Path) -> Library:
    """Every text of a folder that can be read; for the edge only."""
    files = sorted(where.glob("*.md")) if where.is_dir() else []
    return Library(found for one in files if (found := _readable(one)) is not None)


def _readable(path: Path) -> Statute | None:
    try:
        return parse(path.name, path.read_text(encoding="utf-8"))
    except (BadStatute, UnicodeDecodeError, OSError):
        return None


def plain(title: str) -> str:
    """One spelling per law: without 中华人民共和国 and without brackets."""
    return re.sub(r"[《》〈〉]", "", title.strip()).replace(PREFIX, "")
