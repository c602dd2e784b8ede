"""法规库: the statute texts that were imported into this home, and what a page may say of an article.

They are files of the home folder (`laws/`), read again when one changes; without them nothing is quoted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import quote as percent

from django.conf import settings

from mingjing.casework import service
from mingjing.law import statutes
from mingjing.law.judgement import SHANGHAI
from mingjing.law.lint.bases import cited
from mingjing.law.procedures import PROCEDURES
from mingjing.law.statutes import BadStatute, Library
from mingjing.law.terms import Basis

ENCODINGS = ("utf-8-sig", "gb18030")
SUFFIXES = (".md", ".txt")
MOST_BYTES = 10_000_000


def folder(home: Path | None = None) -> Path:
    return (home or Path(settings.MINGJING_HOME)) / "laws"


def library(home: Path | None = None) -> Library:
    """What is imported; parsed again only when a file changed. A file that cannot be read counts as not imported."""
    where = folder(home)
    files = sorted(where.glob("*.md")) if where.is_dir() else []
    return _read(where, tuple((one.name, one.stat().st_mtime_ns, one.stat().st_size) for one in files))


@lru_cache(maxsize=4)
def _read(where: Path, stamp: tuple[tuple[str, int, int], ...]) -> Library:
    return statutes.read_folder(where)


# --- what pages say ------------------------------------------------------------------------------------------------


def quote(law: str, article: str) -> str:
    """For `settings.QUOTATION`: the words in force today, else the newest."""
    known = library()
    newest = known.versions(law)
    return known.quote(law, article, _today()) or (
        known.quote(law, article, newest[-1].since) if newest else ""
    )


def address(basis: Basis) -> str:
    """For `settings.CITATION`: where the article stands in the library; "" when it was not imported."""
    return place(basis.title, basis.article)


def place(title: str, words: str) -> str:
    known = library().versions(title)
    named = statutes.references(words)
    if not known or not named or named[0].key not in known[-1].by_key:
        return ""
    return f"{law_address(known[-1].title)}#{anchor(named[0].key)}"


def law_address(title: str) -> str:
    return f"/work/laws/{percent(title, safe='')}/"


def anchor(key: tuple[int, int]) -> str:
    return f"a{key[0]}" + (f"-{key[1]}" if key[1] else "")


def _today() -> date:
    return datetime.now(UTC).astimezone(SHANGHAI).date()


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule whose article is not what it was, or is not there. `rule` = procedure and row."""

    rule: str
    basis: Basis
    sentence: str


def flags(known: Library) -> list[Flag]:
    """Every rule whose cited article is missing from the newest text, or changed after the procedure began."""
    found = []
    for procedure in PROCEDURES.values():
        for rule, basis in cited(procedure):
            if why := known.missing(basis.title, basis.article):
                found.append(Flag(rule, basis, f"{why}，请核对引用。"))
            elif change := known.touched(basis.title, basis.article, date.fromisoformat(procedure.since)):
                words = {"changed": "有修改", "vanished": "已经删去"}[change.what]
                mark = statutes.article_mark(*change.key)
                found.append(
                    Flag(rule, basis, f"{mark}在 {change.after.version} 的文本里{words}，请核对规则。")
                )
    return found


# --- import --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Taken:
    """One file: its name, what became of it (new, same, replaced, refused), a sentence."""

    file: str
    what: str
    sentence: str


def take(files: Iterable[Path], clock: service.Clock) -> list[Taken]:
    """Import each file that is a statute text; a bad one is refused and the rest goes on. The same again changes nothing.

    Each text that is new here is entered in chain `system` by its digest, so that a text that was exchanged shows.
    """
    where = folder()
    where.mkdir(mode=0o700, exist_ok=True)
    return [_take(one, where, clock) for one in files]


def _take(path: Path, where: Path, clock: service.Clock) -> Taken:
    try:
        text = decoded(path)
        statute = statutes.parse(path.name, text)
    except BadStatute as fault:
        return Taken(path.name, "refused", str(fault))
    kept = where / f"{statutes.plain(statute.title).replace('/', '／')}({statute.version}).md"
    body = text.encode()
    before = kept.read_bytes() if kept.exists() else None
    said = f"《{statute.title}》{statute.version}，{len(statute.articles)} 条"
    if before == body:
        return Taken(path.name, "same", f"{said}：已经导入，没有变化。")
    facts = {
        "title": statute.title,
        "version": statute.version.isoformat(),
        "sha256": sha256(body).hexdigest(),
    }
    part = kept.with_suffix(".part")
    part.write_bytes(body)
    service.register("statute_imported", facts, actor="system", clock=clock, chain="system")
    part.replace(kept)
    if before is not None:
        return Taken(path.name, "replaced", f"{said}：与以前导入的同一版本不同，已替换，并记入账本。")
    stated = "" if statute.since_stated else "；文本没有写明这一版的施行日期，暂按版本日期"
    return Taken(path.name, "new", f"{said}，自 {statute.since} 起适用{stated}。")


def decoded(path: Path) -> str:
    """The text of a file in UTF-8 or GB18030, line ends as LF. Raises BadStatute."""
    if path.suffix.lower() not in SUFFIXES:
        raise BadStatute("只读 Markdown（.md）或者纯文本（.txt）文件，请另存后再导入。")
    if path.stat().st_size > MOST_BYTES:
        raise BadStatute("文件超过 10 MB，不是一部法律的文本。")
    body = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            return body.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    raise BadStatute("编码既不是 UTF-8 也不是 GB18030，请另存为 UTF-8。")
